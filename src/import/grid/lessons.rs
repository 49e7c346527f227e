//! The lessons, and the times at which nobody is there to teach them.

use std::collections::{BTreeMap, BTreeSet};

use super::Entry;
use super::lay::Lay;
use super::people::People;
use super::tidy::Ids;
use crate::domain::{CoverNeed, Date, Key, Lesson, Pattern, PeriodId, School, SchoolId, Teacher, Weekday, When};
use crate::import::LeftOut;
use crate::import::week::Layout;

/// Days of the table with those of their periods that are meant; `None` = the whole day.
type DayPeriods = Vec<(usize, Option<Vec<PeriodId>>)>;

impl Lay<'_> {
    pub fn lessons(
        &self,
        school: &School,
        dates: &[(Date, usize)],
        people: &People,
        left_out: &mut Vec<LeftOut>,
    ) -> Vec<Lesson> {
        let mut ids = Ids::default();
        let (mut lessons, mut parted) = (Vec::new(), 0);
        for entry in &self.table.entries {
            let whens: Vec<(When, String, Weekday)> = match self.layout {
                Layout::Weekly { days, .. } => {
                    let weekday = days[entry.day].1;
                    vec![(When::Weekly { week: self.week_of(entry.day), weekday }, String::new(), weekday)]
                }
                Layout::Rotating => dates
                    .iter()
                    .filter(|&&(_, day)| day == entry.day)
                    .map(|&(date, _)| (When::Once(date), format!("@{}", iso(date)), date.weekday()))
                    .collect(),
            };
            let expected: Vec<PeriodId> = entry.slots().map(|(_, period)| PeriodId::from_index(period)).collect();
            let whole = |weekday| {
                u32::try_from(entry.length)
                    .ok()
                    .filter(|&length| school.periods_of(expected[0], length, weekday).as_deref() == Some(&expected[..]))
            };
            parted += usize::from(whens.iter().any(|&(_, _, weekday)| whole(weekday).is_none()));
            for (when, suffix, weekday) in whens {
                let parts: Vec<(PeriodId, u32, String)> = match whole(weekday) {
                    Some(length) => vec![(expected[0], length, String::new())],
                    None => (1..).zip(&expected).map(|(part, &period)| (period, 1, format!("-{part}"))).collect(),
                };
                for (period, length, part) in parts {
                    let id = ids.unique(format!("{}{part}{suffix}", entry.id));
                    lessons.push(lesson(entry, id, when, period, length, people));
                }
            }
        }
        let entries = || self.table.entries.iter();
        let facts = [
            (parted, LeftOut::Parted { lessons: parted }),
            count(entries().filter(|entry| entry.teachers.is_empty()).count(), |lessons| LeftOut::NoTeacher {
                lessons,
            }),
            count(entries().filter(|entry| !entry.open).count(), |lessons| LeftOut::NoStudents { lessons }),
            count(self.clashes(), |bookings| LeftOut::Clashes { bookings }),
        ];
        left_out.extend(facts.into_iter().filter(|(count, _)| *count > 0).map(|(_, fact)| fact));
        lessons
    }

    fn clashes(&self) -> usize {
        let mut busy = BTreeSet::new();
        let bookings = self.table.entries.iter().flat_map(|entry| {
            entry.slots().flat_map(|slot| entry.teachers.iter().map(move |&teacher| (teacher, slot)))
        });
        bookings.filter(|&booking| !busy.insert(booking)).count()
    }

    /// Not-available times as patterns; those in which the teacher teaches all the same are dropped.
    pub fn unavailable(
        &self,
        dates: &[(Date, usize)],
        people: &People,
        teachers: &mut [Teacher],
        left_out: &mut Vec<LeftOut>,
    ) {
        let teaching: BTreeSet<(usize, usize, usize)> = self
            .table
            .entries
            .iter()
            .flat_map(|entry| {
                entry.slots().flat_map(|(day, period)| entry.teachers.iter().map(move |&who| (who, day, period)))
            })
            .collect();
        let kept = self.table.away.iter().filter(|(teacher, ..)| people.teachers.contains_key(teacher));
        let (dropped, kept): (Vec<_>, Vec<_>) = kept.partition(|time| teaching.contains(time));
        if !dropped.is_empty() {
            left_out.push(LeftOut::TeachesAllTheSame { times: dropped.len() });
        }
        let mut days: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for &&(teacher, day, period) in &kept {
            days.entry((teacher, day)).or_default().push(period);
        }
        let mut patterns: BTreeMap<usize, DayPeriods> = BTreeMap::new();
        for ((teacher, day), periods) in days {
            let open = (0..self.table.days[day].periods).filter(|&period| !self.table.breaks.contains(&(day, period)));
            let all = open.into_iter().all(|period| periods.contains(&period));
            let periods = (!all).then(|| periods.into_iter().map(PeriodId::from_index).collect());
            patterns.entry(teacher).or_default().push((day, periods));
        }
        for (teacher, days) in patterns {
            teachers[people.teachers[&teacher].index()].unavailable = match self.layout {
                Layout::Weekly { days: layout, labels } => self.weekly(&days, layout, labels.len().max(1)),
                Layout::Rotating => dates
                    .iter()
                    .flat_map(|&(date, on)| days.iter().filter(move |(day, _)| *day == on).map(move |day| (date, day)))
                    .map(|(date, (_, periods))| Pattern {
                        date: Some(date),
                        periods: periods.clone(),
                        ..Pattern::default()
                    })
                    .collect(),
            };
        }
    }

    /// One pattern a weekday, of every week where all weeks are alike.
    fn weekly(&self, days: &DayPeriods, layout: &[(usize, Weekday)], weeks: usize) -> Vec<Pattern> {
        let mut patterns: Vec<Pattern> = Vec::new();
        for (day, periods) in days {
            let weekday = layout[*day].1;
            let alike = days.iter().filter(|(other, same)| layout[*other].1 == weekday && same == periods).count();
            let week = if alike == weeks { None } else { self.week_of(*day) };
            let pattern = Pattern { week, weekday: Some(weekday), periods: periods.clone(), ..Pattern::default() };
            if !patterns.contains(&pattern) {
                patterns.push(pattern);
            }
        }
        patterns
    }
}

fn count(count: usize, fact: impl Fn(usize) -> LeftOut) -> (usize, LeftOut) {
    (count, fact(count))
}

fn lesson(entry: &Entry, id: String, when: When, period: PeriodId, length: u32, people: &People) -> Lesson {
    Lesson {
        id,
        school: SchoolId::from_index(0),
        teachers: entry.teachers.iter().map(|old| people.teachers[old]).collect(),
        classes: entry.classes.iter().map(|old| people.classes[old]).collect(),
        subject: entry.subject.clone(),
        room: entry.room.map(|old| people.rooms[&old]),
        when,
        period,
        length,
        from: None,
        until: None,
        open: entry.open,
        cover: CoverNeed::Any,
        walk: false,
        join: false,
    }
}

/// `2026-11-02`.
fn iso(date: Date) -> String {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    jiff::Span::new()
        .try_days(date.days())
        .and_then(|days| epoch.checked_add(days))
        .map_or_else(|_| date.days().to_string(), |date| date.to_string())
}
