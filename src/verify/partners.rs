//! C9 to C12: who with whom, and the shape of an arrangement.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{Place, Report, Rule};
use super::things::{Case, group, iso, members, pairs};
use crate::domain::{Arrangement, ConversationRule, Date, Kind, LineManagers, SchoolId, TeacherId, Triads};

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

/// C10: visits near each other, the conversation soon after them, inside the round, in a period of a member's school
/// that rings then and may hold conversations.
pub(super) fn c10(case: &Case, report: &mut Report) {
    let rules = &case.problem.rules;
    for (index, arrangement) in case.plan.arrangements.iter().enumerate() {
        let schools: Vec<SchoolId> = members(arrangement).into_iter().map(|who| case.school_of(who)).collect();
        let mut add = |text: String| {
            report.add(Rule::C10, Place::arrangement(index), format!("arrangement {}: {text}", arrangement.id));
        };
        let ends = arrangement.visits.iter().filter_map(|visit| {
            let (_, end) = case.clock_of(visit.at)?;
            Some((visit.at.date, end))
        });
        let (first, last) = (ends.clone().min(), ends.max());
        if let (Some((first, _)), Some((last, _))) = (first, last) {
            let apart = school_days(case, first, last, &schools);
            if apart > rules.visit_span_days as usize {
                add(format!("the visits lie {apart} school days apart"));
            }
        }
        let Some(talk) = arrangement.conversation else { continue };
        if !case.in_round(talk.date) {
            add(format!("the conversation on {} lies outside the round", iso(talk.date)));
            continue;
        }
        let school = &case.problem.schools[talk.school];
        let period = case.period(talk.school, talk.period);
        if !schools.contains(&talk.school) {
            add(format!("the conversation is at {}, which is no member's school", school.id));
        }
        let Some(bell) = school.bell_of(talk.period, talk.date.weekday()) else {
            add(format!("the conversation is in period {period}, which does not ring on {}", iso(talk.date)));
            continue;
        };
        if !rules.conversation_in.contains(&bell.usage) {
            add(format!("the conversation is in period {period}, whose use may not hold it"));
        }
        if let Some(last) = last {
            if (talk.date, i32::from(bell.start)) < last {
                add(format!("the conversation on {} begins before the last visit ends", iso(talk.date)));
            }
            let after = school_days(case, last.0, talk.date, &schools);
            if after > rules.conversation_within_days as usize {
                add(format!("the conversation is {after} school days after the last visit"));
            }
        }
    }
}

/// The days d, a < d <= b, on which at least one of the schools is open. Both dates lie in the round.
fn school_days(case: &Case, a: Date, b: Date, schools: &[SchoolId]) -> usize {
    let open = |&date: &Date| schools.iter().any(|&school| case.presence.school_day(school, date).open);
    a.through(b).skip(1).filter(open).count()
}

/// C11: nobody has more partners than wanted; who does not take part wants none.
pub(super) fn c11(case: &Case, report: &mut Report) {
    for (teacher, got) in partners_got(case) {
        let wanted = case.problem.teachers[teacher].wanted();
        if got.len() > wanted as usize {
            let text = format!("{} wants {wanted} partners and has {}", case.name(teacher), got.len());
            report.add(Rule::C11, Place::teacher(teacher).within(got[wanted as usize]), text);
        }
    }
}

/// The arrangements in which each teacher has a partner.
pub(super) fn partners_got(case: &Case) -> BTreeMap<TeacherId, Vec<usize>> {
    let arrangements = case.plan.arrangements.iter().enumerate();
    group(arrangements.flat_map(|(index, of)| members(of).into_iter().map(move |member| (member, index))))
}

/// C12: the shape. The kind is in play; it has its number of different members, each of whom watches the next, the
/// last one the first; a triad is of one school, which has no more of them than `rules.triads` allows; and there is a
/// conversation as `rules.conversation` says.
pub(super) fn c12(case: &Case, report: &mut Report) {
    let rules = &case.problem.rules;
    let mut with_triad: BTreeSet<SchoolId> = BTreeSet::new();
    for (index, arrangement) in case.plan.arrangements.iter().enumerate() {
        let mut add = |text: &str| {
            report.add(Rule::C12, Place::arrangement(index), format!("arrangement {}: {text}", arrangement.id));
        };
        let Some(size) = size(arrangement.kind).filter(|_| rules.arrangements.contains(&arrangement.kind)) else {
            add("its kind is not in play");
            continue;
        };
        if arrangement.members.len() != size {
            let (name, number) = if size == 2 { ("pair", "two") } else { ("triad", "three") };
            add(&format!("a {name} has {number} members"));
            continue;
        }
        if members(arrangement).len() < size {
            add("its members are not all different people");
        }
        if !is_ring(arrangement) {
            add(if size == 2 {
                "in a pair each member watches the other once"
            } else {
                "in a triad each member watches the next once, and the last one the first"
            });
        }
        if arrangement.kind == Kind::Triad {
            let school = case.school_of(arrangement.members[0]);
            if arrangement.members.iter().any(|&member| case.school_of(member) != school) {
                add("the members of a triad are of one school");
            }
            match rules.triads {
                Triads::Never => add("triads are never planned in this round"),
                Triads::Odd if !with_triad.insert(school) => add("its school has another triad, and may have one"),
                Triads::Odd | Triads::Free => {}
            }
        }
        match (rules.conversation, arrangement.conversation) {
            (ConversationRule::Required, None) => add("it has no conversation"),
            (ConversationRule::None, Some(_)) => add("it has a conversation, but none are planned in this round"),
            _ => {}
        }
    }
}

/// How many members an arrangement of the kind has; `None` of a kind that is not planned.
const fn size(kind: Kind) -> Option<usize> {
    match kind {
        Kind::Pair => Some(2),
        Kind::Triad => Some(3),
        _ => None,
    }
}

/// Whether each member watches the next one and the last one the first, and there are no other visits.
fn is_ring(arrangement: &Arrangement) -> bool {
    let members = &arrangement.members;
    let mut wanted: Vec<_> = members.iter().copied().zip(members.iter().copied().cycle().skip(1)).collect();
    wanted.sort_unstable();
    let mut ways: Vec<_> = arrangement.visits.iter().map(|visit| (visit.observer, visit.host)).collect();
    ways.sort_unstable();
    ways == wanted
}
