//! The certificate of a bound: its prices and duals, told in terms of the instance instead of the model.

use super::bound::{MANY, Ranges, Vertices};
use super::columns::Proven;
use super::master::Counter;
use crate::compile::{AuxKind, DAY, Model, Need, RowId, RowKey};
use crate::domain::{Counted, CoverBy, Date, Key, Leaf, PeriodId, Row, SchoolId, Vertex, VertexSet};

/// What proves `proven` within `ranges`, its decisions left out; `None` when it rests on a lock that nothing can meet.
pub fn leaf(model: &Model<'_>, proven: &Proven, vertices: &Vertices, ranges: &Ranges) -> Option<Leaf> {
    let prices = proven.prices.0.iter().zip(0..).filter(|&(&price, _)| price != 0);
    let prices = prices.map(|(&price, row)| Some((row_of(model, row)?, price)));
    let mut prices: Vec<(Row, i64)> = prices.collect::<Option<_>>()?;
    for &(counter, price) in &proven.counters {
        // A price on the side where nothing is decided only makes arrangements cheaper: without it no less is proven.
        let (least, most) = ranges.of_counter(counter);
        let (at_most, at_least) = (price > 0 && most < MANY, price < 0 && least > 0);
        let row = match counter_of(model, counter) {
            Counted::Arrangements if at_most => Row::ArrangementsAtMost,
            Counted::Arrangements if at_least => Row::ArrangementsAtLeast,
            Counted::Pair { members } if at_most => Row::PairAtMost { members },
            Counted::Pair { members } if at_least => Row::PairAtLeast { members },
            _ => continue,
        };
        prices.push((row, price.abs()));
    }
    let vertex = |index: u32| {
        let teacher = vertices.teacher[index as usize];
        Vertex { teacher, copy: index - vertices.of(teacher).start }
    };
    let duals = proven.bound.duals();
    let tight = duals.vertices.iter().zip(0..).filter(|&(&dual, _)| dual != 0);
    let odd_sets = duals.odd_sets.iter().map(|set| {
        let members = set.members.iter().map(|&member| vertex(member)).collect();
        VertexSet { members, dual: set.dual }
    });
    Some(Leaf {
        branch: Vec::new(),
        prices,
        vertices: tight.map(|(&dual, index)| (vertex(index), dual)).collect(),
        odd_sets: odd_sets.collect(),
    })
}

/// What a counter counts.
pub fn counter_of(model: &Model<'_>, counter: Counter) -> Counted {
    match counter {
        Counter::All => Counted::Arrangements,
        Counter::Two(two) => {
            let two = &model.twos[two as usize];
            Counted::Pair { members: [two.a, two.b] }
        }
        Counter::One(one) => {
            // No certificate covers one; only what tells decisions apart.
            let one = &model.ones[one as usize];
            Counted::Pair { members: [one.observer, one.host] }
        }
    }
}

/// What a column with a range counts: an auxiliary one, or after them the rings of a school.
pub fn column_of(model: &Model<'_>, index: usize) -> Counted {
    let problem = model.problem;
    let Some(aux) = model.aux.get(index) else {
        return Counted::Rings { school: SchoolId::from_index(index - model.aux.len()) };
    };
    let at = |school: SchoolId, slot: u32| {
        let slot = model.slot(school, slot);
        (slot.date, slot.period)
    };
    let covers = |by: CoverBy, school: SchoolId, slot: u32, need: Need| {
        let (date, period) = at(school, slot);
        Counted::Covers { by, date, period, subject: subject(model, need) }
    };
    match aux.kind {
        AuxKind::Staff { teacher, slot, need } => {
            covers(CoverBy::Staff(teacher), problem.teachers[teacher].school, slot, need)
        }
        AuxKind::Step { teacher } => {
            let before = model.aux[..index].iter().filter(|other| other.kind == aux.kind).count();
            Counted::Step { teacher, step: u32::try_from(before).expect("a few steps") }
        }
        AuxKind::Supervisor { supervisor, slot, need } => {
            covers(CoverBy::Supervisor(supervisor), problem.supervisors[supervisor].school, slot, need)
        }
        AuxKind::Supply { supply, slot, need } => {
            covers(CoverBy::Supply(supply), problem.supply[supply].school, slot, need)
        }
        AuxKind::Hire { supply, day, half, slot } => {
            let period = slot.map(|slot| at(problem.supply[supply].school, slot).1);
            Counted::Hire { supply, date: model.span.date(day), half, period }
        }
        AuxKind::Hired { supply } => Counted::Hired { supply },
        AuxKind::Study { lesson, slot } | AuxKind::Join { lesson, slot, .. } => {
            let (date, period) = at(problem.lessons[lesson].school, slot);
            Counted::Study { lesson, date, period }
        }
        AuxKind::Late { leader } => Counted::Late { leader },
    }
}

/// The subject that a cover needs, if any.
fn subject(model: &Model<'_>, need: Need) -> Option<String> {
    match need {
        Need::Any => None,
        Need::Subject(index) => Some(model.subjects[index as usize].clone()),
    }
}

fn row_of(model: &Model<'_>, row: RowId) -> Option<Row> {
    let problem = model.problem;
    let at = |school: SchoolId, slot: u32| -> (Date, PeriodId) {
        let slot = model.slot(school, slot);
        (slot.date, slot.period)
    };
    let by_teacher = |teacher, slot| at(problem.teachers[teacher].school, slot);
    let by_lesson = |lesson, slot| at(problem.lessons[lesson].school, slot);
    let date = |day| model.span.date(day);
    let monday = |week: u32| model.span.start.monday().plus(7 * i32::try_from(week).expect("a few weeks"));
    Some(match model.rows.key(row) {
        RowKey::Use { teacher, slot } => {
            let (date, period) = by_teacher(teacher, slot);
            Row::Use { teacher, date, period }
        }
        RowKey::Outside { teacher, minute } => Row::Outside { teacher, date: date(minute / DAY), minute: minute % DAY },
        RowKey::LeaveOrHost { teacher, lesson, slot } => {
            let (date, period) = by_teacher(teacher, slot);
            Row::LeaveOrHost { teacher, lesson, date, period }
        }
        RowKey::Seats { lesson, slot } => {
            let (date, period) = by_lesson(lesson, slot);
            Row::Seats { lesson, date, period }
        }
        RowKey::Hosting { teacher } => Row::Hosting { teacher },
        RowKey::Watched { class } => Row::Watched { class },
        RowKey::Lost { class } => Row::Lost { class },
        RowKey::Lent { teacher, week } => Row::Lent { teacher, monday: monday(week) },
        RowKey::Quota { teacher, week } => Row::Quota { teacher, monday: monday(week) },
        RowKey::After { teacher, week } => Row::After { teacher, monday: monday(week) },
        RowKey::Cover { school, slot, need } => {
            let (date, period) = at(school, slot);
            Row::Cover { school, date, period, subject: subject(model, need) }
        }
        RowKey::Stay { lesson, slot } => {
            let (date, period) = by_lesson(lesson, slot);
            Row::Stay { lesson, date, period }
        }
        RowKey::Studyable { lesson, slot } => {
            let (date, period) = by_lesson(lesson, slot);
            Row::Studyable { lesson, date, period }
        }
        RowKey::StudyRelease { class } => Row::StudyRelease { class },
        RowKey::AwaySchool { school, slot } => {
            let (date, period) = at(school, slot);
            Row::AwaySchool { school, date, period }
        }
        RowKey::AwayDepartment { department, slot } => {
            let (school, name) = model.departments.get_index(department as usize)?;
            let (date, period) = at(*school, slot);
            Row::AwayDepartment { school: *school, department: name.clone(), date, period }
        }
        RowKey::StaffDay { teacher, day } => Row::StaffDay { teacher, date: date(day) },
        RowKey::StaffWeek { teacher, week } => Row::StaffWeek { teacher, monday: monday(week) },
        RowKey::Ladder { teacher } => Row::Ladder { teacher },
        RowKey::SupervisorAt { supervisor, slot } => {
            let (date, period) = at(problem.supervisors[supervisor].school, slot);
            Row::SupervisorAt { supervisor, date, period }
        }
        RowKey::SupervisorDay { supervisor, day } => Row::SupervisorDay { supervisor, date: date(day) },
        RowKey::KeepBack { school, slot } => {
            let (date, period) = at(school, slot);
            Row::KeepBack { school, date, period }
        }
        RowKey::UnitAt { supply, half, slot } => {
            let (date, period) = at(problem.supply[supply].school, slot);
            Row::UnitAt { supply, half, date, period }
        }
        RowKey::HiredAtMost { supply } => Row::HiredAtMost { supply },
        RowKey::HiredAtLeast { supply } => Row::HiredAtLeast { supply },
        RowKey::HireDay { supply, day } => Row::HireDay { supply, date: date(day) },
        RowKey::Money => Row::Money,
        RowKey::SchoolMoney { school } => Row::SchoolMoney { school },
        RowKey::WeekMoney { week } => Row::WeekMoney { monday: monday(week) },
        RowKey::CoverPeriods => Row::CoverPeriods,
        RowKey::PairOnce { members } => Row::PairOnce { members },
        RowKey::LeaderLate { leader } => Row::LeaderLate { leader },
        RowKey::Lock { lock } => Row::Lock { lock },
        RowKey::Never { .. }
        // Of kinds that no certificate covers.
        | RowKey::Kit { .. }
        | RowKey::TeachOrLeave { .. }
        | RowKey::Taught { .. }
        | RowKey::Receive { .. }
        | RowKey::Mutual { .. } => return None,
    })
}
