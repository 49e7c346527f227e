//! Dates, bells, cycles of weeks and closed days of a school (SPEC §2).

use super::ids::{Keyed, PeriodId, WeekId};

/// A calendar day, counted from 1970-01-01 (day 0) in the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// The day that lies `days` after 1970-01-01.
    #[must_use]
    pub const fn from_days(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn days(self) -> i32 {
        self.0
    }

    /// The day `days` later (earlier when negative).
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    /// The day of the week.
    #[must_use]
    pub const fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        Weekday::ALL[(self.0 + 3).rem_euclid(7) as usize]
    }

    /// The Monday of this day's week.
    #[must_use]
    pub const fn monday(self) -> Self {
        Self(self.0 - (self.0 + 3).rem_euclid(7))
    }

    /// The days from this one to `last`, both included.
    pub fn through(self, last: Self) -> impl DoubleEndedIterator<Item = Self> + use<> {
        (self.0..=last.0).map(Self)
    }
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the seven names say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    /// Monday to Sunday.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];
}

/// A set of weekdays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Monday to Friday.
    pub const SCHOOL_WEEK: Self = Self(0b001_1111);
    /// All seven.
    pub const EVERY_DAY: Self = Self(0b111_1111);

    /// Whether `day` is in the set.
    #[must_use]
    pub const fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day as u8) != 0
    }

    /// The set with `day` added.
    #[must_use]
    pub const fn with(self, day: Weekday) -> Self {
        Self(self.0 | 1 << day as u8)
    }

    /// Whether the two sets share a day.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The days in order, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        Weekday::ALL.into_iter().filter(move |&day| self.contains(day))
    }
}

impl FromIterator<Weekday> for Weekdays {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        days.into_iter().fold(Self::default(), Self::with)
    }
}

/// A time of day in minutes after midnight, local to the school (0..=1440).
pub type Minute = u16;

/// The whole exercise: the two dates (both included) and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// What the round is called.
    pub title: String,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// IANA name of the time zone (`Europe/London`), for calendars that leave the school.
    pub timezone: Option<String>,
    /// The school year (`2026/27`); without it nothing of `history` counts per year.
    pub year: Option<String>,
}

/// What a period of the bell is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodUse {
    /// Lessons are taught in it.
    Lesson,
    /// A break or lunch.
    Break,
    /// After school.
    After,
}

/// One entry of a school's bell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bell {
    /// The period id; entries with disjoint weekdays may share one.
    pub period: PeriodId,
    /// Start, minutes after midnight.
    pub start: Minute,
    /// End, minutes after midnight, later than `start`.
    pub end: Minute,
    /// The weekdays on which this entry rings; `None` = all of the school's.
    pub weekdays: Option<Weekdays>,
    /// What it is for.
    pub usage: PeriodUse,
}

impl Bell {
    /// Whether the two entries overlap on the clock; end touching start is no overlap.
    #[must_use]
    pub const fn overlaps(&self, start: Minute, end: Minute) -> bool {
        self.start < end && start < self.end
    }
}

/// Half of a school day, as supply is bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Half {
    /// Before the day's first break that ends after 12:00 (without one: before 12:00).
    Am,
    /// From there on.
    Pm,
}

/// A Monday whose cycle week is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixedMonday {
    /// The Monday.
    pub monday: Date,
    /// The label of its week.
    pub week: WeekId,
}

/// A cycle of weeks (A/B). Labels are counted from fixed Mondays; ISO week numbers play no part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// The labels in order.
    pub weeks: Keyed<WeekId, String>,
    /// The anchor.
    pub anchor: FixedMonday,
    /// Whether a week without an open day does not advance the label.
    pub skip_closed_weeks: bool,
    /// Further fixed Mondays, ascending, none of them the anchor's unless it says the same.
    pub overrides: Vec<FixedMonday>,
}

/// Days on which a school is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// First closed day.
    pub from: Date,
    /// Last closed day (`from` when it is one day).
    pub to: Date,
    /// Why.
    pub why: Option<String>,
    /// Whether the staff are at work and free all day (a training day).
    pub staff_released: bool,
}

/// Recurring or dated time: what is left out means all (SPEC §2, time patterns).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pattern {
    /// Only in weeks of this label.
    pub week: Option<WeekId>,
    /// Only on this weekday.
    pub weekday: Option<Weekday>,
    /// Only on this date.
    pub date: Option<Date>,
    /// Only these periods; `None` = the whole day, at any school's hours.
    pub periods: Option<Vec<PeriodId>>,
    /// Why.
    pub why: Option<String>,
}

impl Pattern {
    /// Whether the pattern speaks of `date` at `school`, whatever the period.
    #[must_use]
    pub fn covers_date(&self, school: &School, date: Date) -> bool {
        self.date.is_none_or(|d| d == date)
            && self.weekday.is_none_or(|w| w == date.weekday())
            && self.week.is_none_or(|w| school.week_on(date) == Some(w))
    }

    /// Whether the pattern names `period`, or every period.
    #[must_use]
    pub fn covers_period(&self, period: PeriodId) -> bool {
        self.periods.as_ref().is_none_or(|periods| periods.contains(&period))
    }
}

/// A school with its bell and its calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct School {
    /// The id in the instance.
    pub id: String,
    /// The name.
    pub name: String,
    /// The days on which it teaches.
    pub weekdays: Weekdays,
    /// The distinct period ids, in the order of the bell.
    pub period_ids: Keyed<PeriodId, String>,
    /// The bell, in the order of the instance.
    pub bell: Vec<Bell>,
    /// The cycle of weeks; `None` = every week is alike.
    pub cycle: Option<Cycle>,
    /// Closed days.
    pub closed: Vec<Closed>,
}

impl School {
    /// The closure that covers `date`, if any (the first that releases staff wins).
    #[must_use]
    pub fn closed_on(&self, date: Date) -> Option<&Closed> {
        let covers = |closed: &&Closed| closed.from <= date && date <= closed.to;
        self.closed
            .iter()
            .filter(covers)
            .find(|closed| closed.staff_released)
            .or_else(|| self.closed.iter().find(covers))
    }

    /// Whether the school teaches on `date`.
    #[must_use]
    pub fn is_open(&self, date: Date) -> bool {
        self.weekdays.contains(date.weekday()) && self.closed_on(date).is_none()
    }

    /// Whether the school is closed on `date`, a day of its week, with its staff released: they are free all day.
    #[must_use]
    pub fn is_released(&self, date: Date) -> bool {
        self.weekdays.contains(date.weekday()) && self.closed_on(date).is_some_and(|closed| closed.staff_released)
    }

    /// The bell of a weekday, by start time (then end, then order in the instance).
    #[must_use]
    pub fn bell_on(&self, weekday: Weekday) -> Vec<&Bell> {
        let mut bell: Vec<&Bell> =
            self.bell.iter().filter(|entry| entry.weekdays.unwrap_or(self.weekdays).contains(weekday)).collect();
        bell.sort_by_key(|entry| (entry.start, entry.end));
        bell
    }

    /// The bell entry of `period` on `weekday`, if it rings then.
    #[must_use]
    pub fn bell_of(&self, period: PeriodId, weekday: Weekday) -> Option<&Bell> {
        self.bell
            .iter()
            .find(|entry| entry.period == period && entry.weekdays.unwrap_or(self.weekdays).contains(weekday))
    }

    /// The periods that a lesson of `length` periods fills when it starts in `first` on `weekday`: that one and the
    /// next ones of use `lesson`, breaks skipped. `None` when it starts in no lesson period or runs past the last.
    #[must_use]
    pub fn periods_of(&self, first: PeriodId, length: u32, weekday: Weekday) -> Option<Vec<PeriodId>> {
        let start = self.bell_of(first, weekday).filter(|entry| entry.usage == PeriodUse::Lesson)?;
        let mut filled = vec![first];
        let mut end = start.end;
        while filled.len() < length as usize {
            let next = self
                .bell_on(weekday)
                .into_iter()
                .find(|entry| entry.usage == PeriodUse::Lesson && entry.start >= end)?;
            filled.push(next.period);
            end = next.end;
        }
        Some(filled)
    }

    /// The minute at which the afternoon half of `weekday` begins.
    #[must_use]
    pub fn afternoon(&self, weekday: Weekday) -> Minute {
        const NOON: Minute = 12 * 60;
        self.bell_on(weekday)
            .into_iter()
            .find(|entry| entry.usage == PeriodUse::Break && entry.end > NOON)
            .map_or(NOON, |entry| entry.start)
    }

    /// The half of the day that a period starting at `start` belongs to.
    #[must_use]
    pub fn half_of(&self, start: Minute, weekday: Weekday) -> Half {
        if start < self.afternoon(weekday) { Half::Am } else { Half::Pm }
    }

    /// The label of the cycle week that `date` lies in; `None` without a cycle.
    ///
    /// Counted on from the latest fixed Monday at or before it (before the first: backwards). A week without an
    /// open day does not advance the label when the cycle skips closed weeks.
    #[must_use]
    pub fn week_on(&self, date: Date) -> Option<WeekId> {
        use super::ids::Key;
        let cycle = self.cycle.as_ref()?;
        let monday = date.monday();
        let fixed = || cycle.overrides.iter().copied().chain([cycle.anchor]);
        let from = fixed()
            .filter(|fixed| fixed.monday <= monday)
            .max_by_key(|fixed| fixed.monday)
            .or_else(|| fixed().min_by_key(|fixed| fixed.monday))?;
        let advances =
            |monday: Date| !cycle.skip_closed_weeks || monday.through(monday.plus(6)).any(|day| self.is_open(day));
        let mut label = i64::try_from(from.week.index()).ok()?;
        let mut at = from.monday;
        while at < monday {
            label += i64::from(advances(at));
            at = at.plus(7);
        }
        while at > monday {
            at = at.plus(-7);
            label -= i64::from(advances(at));
        }
        let weeks = i64::try_from(cycle.weeks.len()).ok()?;
        usize::try_from(label.rem_euclid(weeks)).ok().map(WeekId::from_index)
    }
}
