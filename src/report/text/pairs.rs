//! The arrangements, one by one.

use crate::domain::{
    Arrangement, ConversationRule, Cover, Date, Kind, Mode, Occurrence, PeriodId, Plan, Problem, SchoolId, Viewing,
    Visit, Visits,
};

use super::super::words::{Names, count, day, listed, pounds};
use super::layout::Table;

/// `12 pairs`, `11 pairs and 1 triad`.
#[must_use]
pub fn counted(plan: &Plan) -> String {
    let mut kinds: Vec<(Kind, usize)> = Vec::new();
    for arrangement in &plan.arrangements {
        match kinds.iter_mut().find(|(of, _)| *of == arrangement.kind) {
            Some((_, number)) => *number += 1,
            None => kinds.push((arrangement.kind, 1)),
        }
    }
    if kinds.is_empty() {
        return count(0, "pair");
    }
    let words = kinds.into_iter().map(|(of, number)| match (of.shape(), number) {
        (None, _) => count(number, "arrangement"),
        (Some(shape), 1) => format!("1 {}", shape.name.trim_start_matches("a ")),
        (Some(shape), _) => format!("{number} {}", shape.plural),
    });
    listed(&words.collect::<Vec<_>>())
}

/// Every arrangement: date, period and time of all that belongs to it.
pub fn list(problem: &Problem, plan: &Plan, names: &Names) -> String {
    let mut text = String::new();
    let moments: Vec<Vec<Moment>> = plan.arrangements.iter().map(|of| moments(problem, of, names)).collect();
    let id = |moment: &Moment| problem.schools[moment.school].period_ids[moment.period].chars().count();
    // The columns of all arrangements line up.
    let period_width = moments.iter().flatten().map(id).max().unwrap_or(0);
    for (index, (arrangement, moments)) in plan.arrangements.iter().zip(moments).enumerate() {
        if index > 0 {
            text.push('\n');
        }
        text.extend(["  ", &arrangement.id, "  ", &names.teachers(&arrangement.members)]);
        if let Some(kind) = kind(arrangement) {
            text.extend([": ", kind]);
        }
        text.push('\n');
        let mut table = Table::default();
        for moment in moments {
            let (period, times) = names.period(moment.school, moment.date, moment.period);
            let day = format!("{:<10}", day(moment.date));
            table.row(vec![day, format!("{period:<period_width$}"), times, moment.what]);
        }
        text.push_str(&table.render(4));
        if lacks_conversation(problem, arrangement) {
            text.push_str("    no conversation\n");
        }
    }
    text
}

/// What the arrangement is, with its article. That people watch each other in turn goes without saying.
pub fn kind(arrangement: &Arrangement) -> Option<&'static str> {
    arrangement.kind.shape().filter(|shape| shape.visits != Visits::Ring).map(|shape| shape.name)
}

/// Whether there is no conversation where one is looked for.
pub fn lacks_conversation(problem: &Problem, arrangement: &Arrangement) -> bool {
    let rules = &problem.rules;
    let rule = arrangement.kind.shape().map_or(rules.conversation, |shape| (shape.conversation)(rules));
    arrangement.conversation.is_none() && rule != ConversationRule::None
}

/// Something that happens, in a period of a school.
struct Moment {
    date: Date,
    school: SchoolId,
    period: PeriodId,
    what: String,
}

/// All that belongs to an arrangement, in time order.
fn moments(problem: &Problem, arrangement: &Arrangement, names: &Names) -> Vec<Moment> {
    let at = |at: Occurrence, what: String| {
        let school = problem.lessons[at.lesson].school;
        Moment { date: at.date, school, period: at.period, what }
    };
    let mut moments = Vec::new();
    for visit in &arrangement.visits {
        let (observer, host) = (names.teacher(visit.observer), names.teacher(visit.host));
        let school = names.at_school(problem.lessons[visit.at.lesson].school);
        let lesson = format!("{}{school}", names.lesson(visit.at.lesson));
        let facts = facts(visit, names);
        match visit.mode {
            Mode::InPerson => moments.push(at(visit.at, format!("{observer} watches {host}: {lesson}\n{facts}"))),
            Mode::Exchange => {
                moments.push(at(visit.at, format!("{observer} takes the class of {host}: {lesson}\n{facts}")));
            }
            Mode::Film(Viewing { date, period }) => {
                moments.push(at(visit.at, format!("{host} is filmed for {observer}: {lesson}")));
                let school = problem.teachers[visit.observer].school;
                let what = format!("{observer} watches the film of {host}{}\n{facts}", names.at_school(school));
                moments.push(Moment { date, school, period, what });
            }
        }
    }
    let worth = format!("worth {}", pounds(arrangement.value));
    let meetings = arrangement.meetings.iter().map(|meeting| (meeting, "They plan a lesson", format!("\n{worth}")));
    let talks = arrangement.conversation.iter().map(|talk| (talk, "They talk", String::new()));
    for (talk, what, more) in meetings.chain(talks) {
        let what = format!("{what}{}{more}", names.at_school(talk.school));
        moments.push(Moment { date: talk.date, school: talk.school, period: talk.period, what });
    }
    for taught in &arrangement.teaches {
        let again = if taught.again { " again" } else { "" };
        let (who, lesson) = (names.teacher(taught.teacher), names.lesson(taught.at.lesson));
        let school = names.at_school(problem.lessons[taught.at.lesson].school);
        moments.push(at(taught.at, format!("{who} teaches it{again}: {lesson}{school}")));
    }
    let start = |moment: &Moment| {
        let bell = problem.schools[moment.school].bell_of(moment.period, moment.date.weekday());
        bell.map(|bell| bell.start)
    };
    moments.sort_by_key(|moment| (moment.date, start(moment)));
    moments
}

/// What is to be said of a visit: the focus, its worth, what a film costs, and who takes the class left behind.
fn facts(visit: &Visit, names: &Names) -> String {
    let mut facts = Vec::new();
    if let Some(focus) = visit.focus {
        facts.push(format!("focus {}", names.focus(focus)));
    }
    facts.push(format!("worth {}", pounds(visit.value)));
    if visit.money != 0 {
        facts.push(format!("the film costs {}", pounds(visit.money)));
    }
    let left = |cover: &Cover| format!("{} is with {}", names.lesson(cover.at.lesson), names.cover(cover.by));
    facts.extend(visit.covers.iter().map(left));
    if visit.covers.is_empty() {
        facts.push("no class is left".to_owned());
    }
    facts.join("; ")
}
