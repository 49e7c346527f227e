//! The table laid over the calendar: weekdays, bell, cycle of weeks, dates of a rotating cycle.

use std::collections::BTreeSet;

use super::Table;
use crate::domain::{
    Bell, Cycle, Date, FixedMonday, Key, PeriodId, PeriodUse, Round, School, WeekId, Weekday, Weekdays,
};
use crate::import::week::Layout;
use crate::import::{LeftOut, Options};

/// The table laid over the calendar.
pub(super) struct Lay<'a> {
    pub table: &'a Table,
    pub layout: &'a Layout,
    pub taught: BTreeSet<(usize, usize)>,
}

impl Lay<'_> {
    fn weekdays(&self) -> Weekdays {
        match self.layout {
            Layout::Weekly { days, .. } => days.iter().map(|&(_, weekday)| weekday).collect(),
            Layout::Rotating => Weekdays::SCHOOL_WEEK,
        }
    }

    /// The days of the table that may fall on a weekday.
    fn days_on(&self, weekday: Weekday) -> Vec<usize> {
        match self.layout {
            Layout::Weekly { days, .. } => (0..days.len()).filter(|&day| days[day].1 == weekday).collect(),
            Layout::Rotating => (0..self.table.days.len()).collect(),
        }
    }

    pub fn school(&self, options: &Options, times: &[(u16, u16)], left_out: &mut Vec<LeftOut>) -> School {
        let table = self.table;
        let weekdays = self.weekdays();
        let mut school = School {
            id: options.school_id.clone(),
            name: options.school_name.clone().or_else(|| table.school.clone()).unwrap_or_else(|| "School".to_owned()),
            weekdays,
            period_ids: table.periods.iter().cloned().collect(),
            bell: Vec::new(),
            cycle: None,
            closed: Vec::new(),
        };
        let mut kept_breaks: BTreeSet<(usize, usize)> = table.breaks.intersection(&self.taught).copied().collect();
        let mut short: BTreeSet<usize> = BTreeSet::new();
        for (at, &(start, end)) in times.iter().enumerate() {
            let (mut lesson, mut rest) = (Weekdays::default(), Weekdays::default());
            for weekday in weekdays.iter() {
                let (with, without): (Vec<usize>, Vec<usize>) =
                    self.days_on(weekday).into_iter().partition(|&day| at < table.days[day].periods);
                if with.is_empty() {
                    continue;
                }
                short.extend(without);
                let is_break = |day: &usize| table.breaks.contains(&(*day, at)) && !self.taught.contains(&(*day, at));
                if with.iter().all(is_break) {
                    rest = rest.with(weekday);
                } else {
                    kept_breaks.extend(with.iter().filter(|day| is_break(day)).map(|&day| (day, at)));
                    lesson = lesson.with(weekday);
                }
            }
            let period = PeriodId::from_index(at);
            for (set, usage) in [(lesson, PeriodUse::Lesson), (rest, PeriodUse::Break)] {
                if !set.is_empty() {
                    let weekdays = (set != weekdays).then_some(set);
                    school.bell.push(Bell { period, start, end, weekdays, usage });
                }
            }
        }
        for row in options.bell.iter().flatten().filter(|row| !table.periods.contains(&row.period)) {
            let period = school.period_ids.push(row.period.clone());
            school.bell.push(Bell { period, start: row.start, end: row.end, weekdays: None, usage: row.usage });
        }
        if !kept_breaks.is_empty() {
            left_out.push(LeftOut::NoBreak { times: kept_breaks.len() });
        }
        if !short.is_empty() {
            left_out.push(LeftOut::ShortDays { days: short.len() });
        }
        school.cycle = self.cycle(options.start);
        school
    }

    /// Weeks of the calendar run from Monday. Where those of the file start earlier (Sunday, Saturday), their first
    /// days stand at the end of the calendar week before.
    fn cycle(&self, start: Date) -> Option<Cycle> {
        let Layout::Weekly { labels, days } = self.layout else { return None };
        if labels.is_empty() {
            return None;
        }
        let next_monday = start.monday() != start && days.iter().any(|&(_, day)| day == start.weekday()) && {
            let first_run = days.iter().take_while(|(week, _)| *week == 0);
            leads(&first_run.map(|&(_, day)| day).collect::<Vec<_>>(), start.weekday())
        };
        let monday = if next_monday { start.monday().plus(7) } else { start.monday() };
        Some(Cycle {
            weeks: labels.iter().cloned().collect(),
            anchor: FixedMonday { monday, week: WeekId::from_index(0) },
            skip_closed_weeks: true,
            overrides: Vec::new(),
        })
    }

    /// The label of the calendar week in which a day of the file lies.
    pub fn week_of(&self, day: usize) -> Option<WeekId> {
        let Layout::Weekly { labels, days } = self.layout else { return None };
        let (week, weekday) = *days.get(day)?;
        let run: Vec<Weekday> = days.iter().filter(|(other, _)| *other == week).map(|&(_, day)| day).collect();
        let back = usize::from(leads(&run, weekday));
        (!labels.is_empty()).then(|| WeekId::from_index((week + labels.len() - back) % labels.len()))
    }

    /// Which day of a rotating cycle each open date is, over the whole weeks of the round: what lies outside the
    /// round still counts for the time that a teacher keeps free in its first and last week.
    pub fn rotation(&self, school: &School, start: Date, round: &Round) -> Vec<(Date, usize)> {
        let open: Vec<Date> =
            start.monday().through(round.end.monday().plus(6)).filter(|&date| school.is_open(date)).collect();
        let length = self.table.days.len();
        let before = open.iter().filter(|&&date| date < start).count();
        let shift = length - before % length;
        open.into_iter().enumerate().map(|(at, date)| (date, (at + shift) % length)).collect()
    }
}

/// Whether `day` stands in a run before the run goes over a Sunday night: `sun` in `sun, mon, tue`.
fn leads(run: &[Weekday], day: Weekday) -> bool {
    let turn = run.windows(2).position(|pair| pair[1] < pair[0]);
    turn.is_some_and(|turn| run[..=turn].contains(&day))
}
