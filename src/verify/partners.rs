//! C9 to C12: who with whom, and the shape of an arrangement.

use std::collections::{BTreeMap, BTreeSet};

use super::elements::{exchange, films, planned};
use super::prices::learning;
use super::report::{Place, Report, Rule};
use super::things::{Case, group, iso, members, pairs};
use crate::domain::{
    Arrangement, Conversation, ConversationRule, Date, Kind, LineManagers, Mode, SchoolId, Shape, TeacherId, Visits,
    Watching,
};

/// C9: no line manager with a report (unless allowed), no forbidden pair, nobody twice with the same partner.
pub(super) fn c9(case: &Case, report: &mut Report) {
    let rules = &case.problem.rules;
    let forbidden: Vec<[TeacherId; 2]> = rules.forbid.iter().copied().map(ordered).collect();
    let arrangements = case.plan.arrangements.iter().enumerate();
    let partners = group(arrangements.flat_map(|(index, of)| pairs(of).into_iter().map(move |pair| (pair, index))));
    for (pair, indices) in partners {
        let [a, b] = pair.map(|id| &case.problem.teachers[id]);
        let (one, other) = (&a.id, &b.id);
        let mut add = |index: usize, text: String| report.add(Rule::C9, Place::arrangement(index), text);
        let manages = a.line_manager == Some(pair[1]) || b.line_manager == Some(pair[0]);
        if rules.line_managers == LineManagers::Never && manages {
            add(indices[0], format!("of {one} and {other} one is the other's line manager"));
        }
        if forbidden.contains(&pair) {
            add(indices[0], format!("{one} and {other} are forbidden as partners"));
        }
        if let Some(&again) = indices.get(1) {
            add(again, format!("{one} and {other} are partners {} times", indices.len()));
        }
    }
}

/// The two in the order of the instance.
pub(super) fn ordered([a, b]: [TeacherId; 2]) -> [TeacherId; 2] {
    if a <= b { [a, b] } else { [b, a] }
}

/// C10: what belongs together near each other (visits, films and viewings; a meeting and what is taught), films after
/// they are recorded, lessons after they are planned, the conversation soon after the last of them, all inside the
/// round, and talks in a period of a member's school that rings then and may hold them.
pub(super) fn c10(case: &Case, report: &mut Report) {
    let rules = &case.problem.rules;
    for (index, arrangement) in case.plan.arrangements.iter().enumerate() {
        let schools: Vec<SchoolId> = members(arrangement).into_iter().map(|who| case.school_of(who)).collect();
        let mut add = |text: String| {
            report.add(Rule::C10, Place::arrangement(index), format!("arrangement {}: {text}", arrangement.id));
        };
        let mut dates: Vec<Date> = Vec::new();
        let mut ends = planned::ends(case, arrangement);
        dates.extend(ends.iter().map(|&(date, _)| date));
        for visit in &arrangement.visits {
            let Some((_, end)) = case.clock_of(visit.at) else { continue };
            dates.push(visit.at.date);
            match visit.mode {
                Mode::InPerson | Mode::Exchange => ends.push((visit.at.date, end)),
                Mode::Film(viewing) => {
                    films::c10(case, visit, viewing).into_iter().for_each(&mut add);
                    if let Some((_, end)) = case.clock_of_viewing(visit.observer, viewing) {
                        dates.push(viewing.date);
                        ends.push((viewing.date, end));
                    }
                }
            }
        }
        for meeting in &arrangement.meetings {
            let begins = gathers(case, &schools, meeting, &planned::words(meeting), &mut add);
            dates.extend(begins.map(|(date, _)| date));
        }
        planned::c10(case, arrangement, &mut add);
        if let (Some(&first), Some(&last)) = (dates.iter().min(), dates.iter().max()) {
            let apart = school_days(case, first, last, &schools);
            if apart > rules.visit_span_days as usize {
                add(format!("what belongs together lies {apart} school days apart"));
            }
        }
        let Some(talk) = &arrangement.conversation else { continue };
        let what = format!("the conversation on {}", iso(talk.date));
        let begins = gathers(case, &schools, talk, &what, &mut add);
        if let (Some(begins), Some(&last)) = (begins, ends.iter().max()) {
            if begins < last {
                add(format!("{what} begins before the last visit, film or lesson ends"));
            }
            let after = school_days(case, last.0, talk.date, &schools);
            if after > rules.conversation_within_days as usize {
                add(format!("the conversation is {after} school days after the last visit, film or lesson"));
            }
        }
    }
}

/// When people come together to talk: in the round, in a period of a member's school that rings then and may hold it.
/// `None` where nothing can be said of the time.
fn gathers(
    case: &Case,
    schools: &[SchoolId],
    talk: &Conversation,
    what: &str,
    add: &mut dyn FnMut(String),
) -> Option<(Date, i32)> {
    if !case.in_round(talk.date) {
        add(format!("{what} lies outside the round"));
        return None;
    }
    let school = &case.problem.schools[talk.school];
    let period = case.period(talk.school, talk.period);
    if !schools.contains(&talk.school) {
        add(format!("{what} is at {}, which is no member's school", school.id));
    }
    let Some(bell) = school.bell_of(talk.period, talk.date.weekday()) else {
        add(format!("{what} is in period {period}, which does not ring then"));
        return None;
    };
    if !case.problem.rules.conversation_in.contains(&bell.usage) {
        add(format!("{what} is in period {period}, whose use may not hold it"));
    }
    Some((talk.date, i32::from(bell.start)))
}

/// The days d, a < d <= b, on which at least one of the schools is open. Both dates lie in the round.
fn school_days(case: &Case, a: Date, b: Date, schools: &[SchoolId]) -> usize {
    let open = |&date: &Date| schools.iter().any(|&school| case.presence.school_day(school, date).open);
    a.through(b).skip(1).filter(open).count()
}

/// C11: nobody has more partners than wanted, by mutual kinds no more than `visits`; who does not take part wants none,
/// and is hosted only with an open door.
pub(super) fn c11(case: &Case, report: &mut Report) {
    let mutual = |arrangement: &Arrangement| arrangement.kind.shape().is_none_or(|shape| shape.mutual);
    for (teacher, got) in partners_got(case) {
        let mut check = |got: &[usize], wanted: u32, how: &str| {
            if got.len() > wanted as usize {
                let text = format!("{} wants {wanted} partners{how} and has {}", case.name(teacher), got.len());
                report.add(Rule::C11, Place::teacher(teacher).within(got[wanted as usize]), text);
            }
        };
        check(&got, case.problem.wanted(teacher), "");
        let both: Vec<usize> = got.into_iter().filter(|&index| mutual(&case.plan.arrangements[index])).collect();
        check(&both, case.problem.teachers[teacher].wanted(), " who watch each other");
    }
    for (arrangement, visit) in case.visits() {
        let host = &case.problem.teachers[visit.host];
        if !host.participates && !host.open_door {
            let text = format!("{} is hosted, but does not take part and has no open door", host.id);
            report.add(Rule::C11, Place::arrangement(arrangement).of(visit.host).on(visit.at.date), text);
        }
    }
}

/// The arrangements in which each teacher has a partner: is a member, and one whom the kind serves.
pub(super) fn partners_got(case: &Case) -> BTreeMap<TeacherId, Vec<usize>> {
    let arrangements = case.plan.arrangements.iter().enumerate();
    group(arrangements.flat_map(|(index, of)| {
        let served = of.kind.shape().map_or(of.members.len(), |shape| shape.served.min(of.members.len()));
        let served: BTreeSet<TeacherId> = of.members[..served].iter().copied().collect();
        served.into_iter().map(move |member| (member, index))
    }))
}

/// C12: the shape. The kind is in play, for the school as often as it may be; it has its number of different members,
/// who may be its members; its visits are those of the kind, by whom and how it allows, and what else it is made of is
/// there; and there is a conversation as the rules say.
pub(super) fn c12(case: &Case, report: &mut Report) {
    let rules = &case.problem.rules;
    let mut of_school: BTreeMap<(Kind, SchoolId), u32> = BTreeMap::new();
    for (index, arrangement) in case.plan.arrangements.iter().enumerate() {
        let mut add = |text: &str| {
            report.add(Rule::C12, Place::arrangement(index), format!("arrangement {}: {text}", arrangement.id));
        };
        let Some(shape) = arrangement.kind.shape().filter(|shape| rules.arrangements.contains(&shape.kind)) else {
            add("its kind is not in play");
            continue;
        };
        let name = shape.name;
        if arrangement.members.len() != shape.members {
            add(&format!("{name} has {} members", shape.members));
            continue;
        }
        if members(arrangement).len() < shape.members {
            add("its members are not all different people");
        }
        let school = case.school_of(arrangement.members[0]);
        if shape.one_school && arrangement.members.iter().any(|&member| case.school_of(member) != school) {
            add(&format!("the members of {name} are of one school"));
        }
        if let Some(most) = (shape.most_per_school)(rules) {
            let count = of_school.entry((shape.kind, school)).or_default();
            *count += 1;
            if most == 0 {
                add(&format!("{name} is never planned in this round"));
            } else if *count > most {
                add(&format!("its school has {most} of its kind already, and may have no more"));
            }
        }
        if let Err(why) = (shape.may_form)(case.problem, &arrangement.members) {
            add(&format!("{name} may not be, since {why}"));
        }
        visits_of(case, shape, arrangement, &mut add);
        if shape.planned {
            planned::c12(case, index, arrangement, &mut add);
        } else if !arrangement.meetings.is_empty() || !arrangement.teaches.is_empty() {
            add(&format!("{name} has no meeting, and nothing that is taught"));
        }
        match ((shape.conversation)(rules), arrangement.conversation) {
            (ConversationRule::Required, None) => add("it has no conversation"),
            (ConversationRule::None, Some(_)) => add("it has a conversation, but none are planned in this round"),
            _ => {}
        }
    }
}

/// The visits of an arrangement are those of its shape.
fn visits_of(case: &Case, shape: &Shape, arrangement: &Arrangement, add: &mut dyn FnMut(&str)) {
    let members = &arrangement.members;
    let next = members.iter().copied().cycle().skip(1);
    let mut wanted: Vec<(TeacherId, TeacherId)> = members.iter().copied().zip(next).collect();
    let expected = match shape.visits {
        Visits::None => {
            wanted.clear();
            "nobody watches anybody"
        }
        Visits::First => {
            wanted.truncate(1);
            "the first member watches the second, once"
        }
        Visits::Ring => "each member watches the next once, and the last one the first",
        Visits::Exchange => "each member takes the other's class once",
    };
    wanted.sort_unstable();
    let mut ways: Vec<_> = arrangement.visits.iter().map(|visit| (visit.observer, visit.host)).collect();
    ways.sort_unstable();
    if ways != wanted {
        add(&format!("in {} {expected}", shape.name));
    }
    if shape.visits == Visits::Exchange {
        exchange::c12(case, arrangement, add);
    } else if arrangement.visits.iter().any(|visit| visit.mode == Mode::Exchange) {
        add(&format!("no classes are exchanged in {}", shape.name));
    }
    for visit in &arrangement.visits {
        films::c12(case, shape, visit, add);
        let (focus, _) = learning(case.problem, visit.observer, visit.host);
        let watching = Watching { observer: visit.observer, host: visit.host, at: visit.at, focus };
        if let Err(why) = (shape.may_watch)(case.problem, &watching) {
            add(&format!("{} may not watch {}, since {why}", case.name(visit.observer), case.name(visit.host)));
        }
    }
}
