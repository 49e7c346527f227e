//! The round, the bells and the closed days.

use crate::domain::{
    Bell, Closed, Cycle, Date, FixedMonday, Key, Keyed, Minute, PeriodId, PeriodUse, Round, School, WeekId, Weekdays,
};

use super::network::Site;

/// Monday, 2 November 2026.
pub(super) const START: Date = Date::from_days(20_759);

/// From the first Monday to the last Friday.
pub(super) fn round(weeks: u32) -> Round {
    let days = i32::try_from(weeks.clamp(1, 100_000)).unwrap_or(1) * 7 - 3;
    Round {
        title: "Autumn round".to_owned(),
        start: START,
        end: START.plus(days),
        timezone: Some("Europe/London".to_owned()),
        year: Some("2026/27".to_owned()),
    }
}

/// One entry of a bell as it is written here: id, minutes after the school's first bell, length, use.
type Entry = (&'static str, Minute, Minute, PeriodUse);

use PeriodUse::{After, Break, Lesson};

/// Five hours, lunch after the fourth.
const LUNCH_LATE: [Entry; 8] = [
    ("1", 0, 60, Lesson),
    ("2", 60, 60, Lesson),
    ("break", 120, 20, Break),
    ("3", 140, 60, Lesson),
    ("4", 200, 60, Lesson),
    ("lunch", 260, 45, Break),
    ("5", 305, 60, Lesson),
    ("after", 370, 45, After),
];

/// Five hours, lunch after the third.
const LUNCH_EARLY: [Entry; 8] = [
    ("1", 0, 60, Lesson),
    ("2", 60, 60, Lesson),
    ("break", 120, 20, Break),
    ("3", 140, 60, Lesson),
    ("lunch", 200, 45, Break),
    ("4", 245, 60, Lesson),
    ("5", 305, 60, Lesson),
    ("after", 370, 45, After),
];

/// Three lessons in the morning, three shorter ones in the afternoon.
const PRIMARY: [Entry; 9] = [
    ("1", 0, 60, Lesson),
    ("2", 60, 50, Lesson),
    ("break", 110, 15, Break),
    ("3", 125, 65, Lesson),
    ("lunch", 190, 60, Break),
    ("4", 250, 45, Lesson),
    ("5", 295, 45, Lesson),
    ("6", 340, 40, Lesson),
    ("after", 390, 45, After),
];

/// The periods of a school in the order of its bell: lessons in order, and the one after school.
pub(super) struct Periods {
    /// Lesson periods of a day, in order.
    pub(super) lessons: Vec<PeriodId>,
    /// The period after school.
    pub(super) after: PeriodId,
}

/// The bare school of a site: bell, cycle and closed days.
pub(super) fn school(site: &Site) -> (School, Periods) {
    let entries: &[Entry] = match (site.primary, site.lunch_early) {
        (true, _) => &PRIMARY,
        (false, true) => &LUNCH_EARLY,
        (false, false) => &LUNCH_LATE,
    };
    let mut period_ids = Keyed::new();
    let mut bell = Vec::new();
    let mut periods = Periods { lessons: Vec::new(), after: PeriodId::from_index(entries.len() - 1) };
    for &(id, from, length, usage) in entries {
        let period = period_ids.push(id.to_owned());
        let start = site.first_bell + from;
        bell.push(Bell { period, start, end: start + length, weekdays: None, usage });
        if usage == Lesson {
            periods.lessons.push(period);
        }
    }
    let cycle = (!site.primary).then(|| Cycle {
        weeks: ["A", "B"].map(str::to_owned).into_iter().collect(),
        anchor: FixedMonday { monday: START, week: WeekId::from_index(0) },
        skip_closed_weeks: true,
        overrides: Vec::new(),
    });
    let closed =
        site.inset.map(|day| Closed { from: day, to: day, why: Some("INSET".to_owned()), staff_released: true });
    let school = School {
        id: site.id.clone(),
        name: site.name.clone(),
        weekdays: Weekdays::SCHOOL_WEEK,
        period_ids,
        bell,
        cycle,
        closed: closed.into_iter().collect(),
    };
    (school, periods)
}
