//! What a schedule does, told as an arrangement: act by act.

use std::collections::{BTreeMap, BTreeSet};

use super::write::Left;
use crate::compile::{Act, GivenUp, Model, Move, Schedule};
use crate::domain::{
    Arrangement, ClassId, Conversation, Cover, CoverBy, Key, Load, Mode, Occurrence, Pence, SchoolId, Taught,
    TeacherId, Viewing, Visit, percent_of,
};

/// Own occurrences that the members leave for visits in the room, and need cover for.
pub fn left_to_visit(model: &Model<'_>, schedule: &Schedule) -> Vec<Left> {
    let members = model.members(schedule.team);
    let acts = model.form(schedule.form).acts.iter().enumerate();
    acts.flat_map(|(index, &act)| {
        let Act::Visit { observer, .. } = act else { return Vec::new() };
        let observer = members[observer];
        let own = model.problem.teachers[observer].school;
        let left = given_to_visit(model, observer, &model.chosen(schedule, index)).left;
        left.into_iter().map(|(slot, lesson)| (own, slot, lesson)).collect()
    })
    .collect()
}

/// What an observer gives up for a visit in the room.
fn given_to_visit(model: &Model<'_>, observer: TeacherId, to: &Move) -> GivenUp {
    let slot = *model.slot(to.school, to.slot);
    model
        .visit_time(observer, to.school, &slot)
        .and_then(|(start, end)| model.given_up(observer, slot.day, start, end, true))
        .unwrap_or_default()
}

/// What each member gives up to be together, or to watch a film, in a slot.
fn charge_for(
    model: &Model<'_>,
    loads: &mut Loads<'_>,
    members: &[TeacherId],
    (school, slot): (SchoolId, u32),
) -> Pence {
    let at = model.slot(school, slot);
    let charged = members.iter().map(|&member| {
        let given = model.given_up(member, at.day, at.start, at.end, false).unwrap_or_default();
        loads.charge(member, &given);
        given.own_time
    });
    charged.sum()
}

/// The arrangement of a schedule.
pub fn arrangement(
    model: &Model<'_>,
    id: String,
    schedule: &Schedule,
    covers: &BTreeMap<Left, CoverBy>,
    prices: &BTreeMap<Left, (Pence, Pence)>,
    loads: &mut Loads<'_>,
) -> Arrangement {
    let problem = model.problem;
    let form = model.form(schedule.form);
    let members = model.members(schedule.team);
    let percent = (form.shape.percent)(&problem.rates);
    let occurrence = |of: &Move| {
        let at = model.slot(of.school, of.slot);
        of.lesson.map(|lesson| Occurrence { lesson, date: at.date, period: at.period })
    };
    let mut told = Arrangement {
        id,
        kind: form.shape.kind,
        members: members.to_vec(),
        visits: Vec::new(),
        value: 0,
        meetings: Vec::new(),
        teaches: Vec::new(),
        conversation: None,
    };
    let mut visit = |observer: TeacherId, host: TeacherId, at: Occurrence, mode: Mode, percent: u32| {
        loads.of(observer).visits_made += 1;
        loads.of(host).hosted += 1;
        let worth = model.worth(observer, host);
        let value = percent_of(worth.value, percent);
        let (own_time, travel, money, covers) = (0, 0, 0, Vec::new());
        Visit { observer, host, at, mode, focus: worth.focus, value, own_time, travel, money, covers }
    };
    let mut meetings = Vec::new();
    let mut charged: Vec<(TeacherId, GivenUp)> = Vec::new();
    for (index, &act) in form.acts.iter().enumerate() {
        let chosen = model.chosen(schedule, index);
        match act {
            Act::Visit { observer, host } => {
                let (observer, host) = (members[observer], members[host]);
                let Some(at) = occurrence(&chosen) else { continue };
                let given = given_to_visit(model, observer, &chosen);
                let own = problem.teachers[observer].school;
                let left = given.left.iter().filter_map(|&(slot, lesson)| {
                    let left = (own, slot, lesson);
                    let (money, goodwill) = *prices.get(&left)?;
                    let slot = model.slot(own, slot);
                    let at = Occurrence { lesson, date: slot.date, period: slot.period };
                    Some(Cover { at, by: *covers.get(&left)?, money, goodwill })
                });
                let way = if own == chosen.school { None } else { problem.travel_between(own, chosen.school) };
                told.visits.push(Visit {
                    own_time: given.own_time,
                    travel: way.map_or(0, |way| way.money),
                    covers: left.collect(),
                    ..visit(observer, host, at, Mode::InPerson, percent)
                });
                charged.push((observer, given));
            }
            Act::Record { observer, host } => {
                let (observer, host) = (members[observer], members[host]);
                let viewing = model.chosen(schedule, index + 1);
                let Some(at) = occurrence(&chosen) else { continue };
                let seen = *model.slot(viewing.school, viewing.slot);
                let given = model.given_up(observer, seen.day, seen.start, seen.end, false).unwrap_or_default();
                let mode = Mode::Film(Viewing { date: seen.date, period: seen.period });
                told.visits.push(Visit {
                    own_time: given.own_time,
                    money: problem.rules.video.as_ref().map_or(0, |video| video.money_per_recording),
                    ..visit(observer, host, at, mode, problem.rates.video_percent)
                });
                charged.push((observer, given));
            }
            Act::View { .. } => {}
            Act::Exchange => {
                let own = occurrence(&chosen);
                let others = &model.exchanged[members[1].index()];
                let other = others.iter().find(|other| other.slot == chosen.slot);
                let (Some(own), Some(other)) = (own, other) else { continue };
                let other = Occurrence { lesson: other.lesson, ..own };
                told.visits.push(visit(members[0], members[1], other, Mode::Exchange, percent));
                told.visits.push(visit(members[1], members[0], own, Mode::Exchange, percent));
            }
            Act::Meet => {
                meetings.push((chosen.school, chosen.slot));
                let ways = [(members[0], members[1]), (members[1], members[0])];
                let worth = ways.map(|(one, other)| percent_of(model.worth(one, other).value, percent));
                told.value = worth.iter().sum();
            }
            Act::Teach { member } => {
                let Some(at) = occurrence(&chosen) else { continue };
                told.teaches.push(Taught { teacher: members[member], at, again: false });
            }
        }
    }
    for (observer, given) in charged {
        loads.charge(observer, &given);
    }
    let together = |loads: &mut Loads<'_>, school: SchoolId, slot: u32| {
        let at = model.slot(school, slot);
        let own_time = charge_for(model, loads, &members, (school, slot));
        Conversation { date: at.date, school, period: at.period, own_time }
    };
    told.meetings = meetings.into_iter().map(|(school, slot)| together(loads, school, slot)).collect();
    told.conversation = schedule.talk.map(|talk| together(loads, talk.school, talk.slot));
    told
}

/// Lets everybody who taught a lesson as planned together teach it again, where the plan leaves them one: the earliest
/// after the conversation, of the same subject, to other classes.
pub fn teach_again(model: &Model<'_>, schedules: &[Schedule], arrangements: &mut [Arrangement]) {
    if arrangements.iter().all(|arrangement| arrangement.teaches.is_empty()) {
        return;
    }
    let lessons = &model.problem.lessons;
    let mut taken: BTreeSet<(TeacherId, Occurrence)> = BTreeSet::new();
    for arrangement in arrangements.iter() {
        taken.extend(arrangement.teaches.iter().map(|taught| (taught.teacher, taught.at)));
        let exchanged = arrangement.visits.iter().filter(|visit| visit.mode == Mode::Exchange);
        taken.extend(exchanged.map(|visit| (visit.host, visit.at)));
        let left =
            arrangement.visits.iter().flat_map(|visit| visit.covers.iter().map(|cover| (visit.observer, cover.at)));
        taken.extend(left);
    }
    for (schedule, arrangement) in schedules.iter().zip(arrangements) {
        let acts = 0..model.form(schedule.form).acts.len();
        let ends = acts.map(|act| model.chosen(schedule, act)).map(|chosen| (chosen.school, chosen.slot));
        let ends = ends.chain(schedule.talk.map(|talk| (talk.school, talk.slot)));
        let after = ends.map(|(school, slot)| model.slot(school, slot).end).max().unwrap_or(0);
        let firsts = arrangement.teaches.clone();
        for first in firsts {
            let of = &lessons[first.at.lesson];
            let others: Vec<TeacherId> =
                arrangement.members.iter().copied().filter(|&id| id != first.teacher).collect();
            let classes: &[ClassId] = &of.classes;
            let school = model.problem.teachers[first.teacher].school;
            let again = model.taught[first.teacher.index()].iter().find_map(|own| {
                let slot = model.slot(school, own.slot);
                let at = Occurrence { lesson: own.lesson, date: slot.date, period: slot.period };
                let lesson = &lessons[own.lesson];
                let fits = slot.start >= after
                    && lesson.subject == of.subject
                    && !lesson.classes.iter().any(|class| classes.contains(class))
                    && !lesson.teachers.iter().any(|teacher| others.contains(teacher))
                    && !taken.contains(&(first.teacher, at));
                fits.then_some(at)
            });
            if let Some(at) = again {
                taken.insert((first.teacher, at));
                arrangement.teaches.push(Taught { teacher: first.teacher, at, again: true });
            }
        }
    }
}

/// Loads as they add up.
pub struct Loads<'m> {
    model: &'m Model<'m>,
    by_teacher: Vec<Load>,
    touched: Vec<bool>,
}

impl<'m> Loads<'m> {
    /// Nothing yet.
    pub fn new(model: &'m Model<'m>) -> Self {
        let problem = model.problem;
        let touched = problem.teachers.iter().map(|teacher| teacher.participates).collect();
        Self { model, by_teacher: problem.teachers.keys().map(Load::nothing).collect(), touched }
    }

    /// The load of a teacher, whom the plan touches.
    pub fn of(&mut self, teacher: TeacherId) -> &mut Load {
        self.touched[teacher.index()] = true;
        &mut self.by_teacher[teacher.index()]
    }

    fn charge(&mut self, teacher: TeacherId, given: &GivenUp) {
        let load = self.of(teacher);
        load.free_periods += given.free;
        load.protected_periods += given.protected;
        load.after_periods += given.late;
    }

    /// Those of everybody who takes part or is touched.
    pub fn finish(self) -> Vec<Load> {
        debug_assert_eq!(self.by_teacher.len(), self.model.problem.teachers.len());
        self.by_teacher.into_iter().zip(self.touched).filter(|&(_, touched)| touched).map(|(load, _)| load).collect()
    }
}
