//! From a table of named days and periods to an instance: the calendar, the bell, lessons with dates.

mod lay;
mod lessons;
mod people;
mod tidy;

use std::collections::BTreeSet;

use super::week::{self, Day, Layout};
use super::{ImportError, Imported, LeftOut, Options, bell};
use crate::domain::{Budget, Keyed, Problem, Profile, Rates, Round, Rules, School};
use lay::Lay;
use people::People;

/// A timetable before it has dates. Days, periods and people are indices into its lists.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The name of the school.
    pub school: Option<String>,
    /// The days of the cycle.
    pub days: Vec<Day>,
    /// The ids of the periods, in the order of the day.
    pub periods: Vec<String>,
    /// The names that may hold times; as many.
    pub hours: Vec<String>,
    /// The first period of the afternoon, where the hours start anew.
    pub afternoon: Option<usize>,
    /// Ids and names of the teachers.
    pub teachers: Vec<(String, String)>,
    /// The classes.
    pub classes: Vec<TableClass>,
    /// Ids and capacities of the rooms.
    pub rooms: Vec<(String, Option<u32>)>,
    /// The lessons.
    pub entries: Vec<Entry>,
    /// Teacher, day, period: not at work.
    pub away: BTreeSet<(usize, usize, usize)>,
    /// Day, period: nobody may teach.
    pub breaks: BTreeSet<(usize, usize)>,
}

/// A class of a [`Table`].
#[derive(Debug, Default)]
pub(super) struct TableClass {
    /// The id.
    pub id: String,
    /// The year group.
    pub year: Option<String>,
    /// How many learners.
    pub size: Option<u32>,
}

/// A lesson of a [`Table`]; it lies within its day.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The id; made unique later.
    pub id: String,
    /// Who teaches it.
    pub teachers: Vec<usize>,
    /// The classes in it.
    pub classes: Vec<usize>,
    /// The room.
    pub room: Option<usize>,
    /// The subject.
    pub subject: Option<String>,
    /// The day.
    pub day: usize,
    /// The first period.
    pub period: usize,
    /// How many periods.
    pub length: usize,
    /// Whether it is open to visits.
    pub open: bool,
}

impl Entry {
    fn slots(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let day = self.day;
        (self.period..self.period + self.length).map(move |period| (day, period))
    }
}

/// The table as an instance.
pub(super) fn build(
    mut table: Table,
    options: &Options,
    mut left_out: Vec<LeftOut>,
) -> Result<Imported, Vec<ImportError>> {
    /// 1900-01-01 and 9000-01-01.
    const YEARS: std::ops::Range<i32> = -25_567..2_567_659;
    let mut errors = Vec::new();
    if !(1..=53).contains(&options.weeks) {
        errors.push(ImportError::Weeks { found: options.weeks });
    }
    if !YEARS.contains(&options.start.days()) {
        errors.push(ImportError::StartOutOfRange);
    }
    if table.entries.is_empty() {
        errors.push(ImportError::NoLessons);
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    people::look_alikes(&table, &mut left_out);
    table.tidy();
    let table = &table;
    let layout = week::layout(&table.days, options.days, &mut left_out).map_err(|e| vec![e])?;
    let given = options.bell.as_deref();
    let times = bell::times(&table.periods, &table.hours, table.afternoon, given, &mut left_out)?;
    let lay = Lay { table, layout: &layout, taught: table.entries.iter().flat_map(Entry::slots).collect() };
    let school = lay.school(options, &times, &mut left_out);
    let round = round(&school, options);
    let dates = match layout {
        Layout::Weekly { .. } => Vec::new(),
        Layout::Rotating => lay.rotation(&school, options.start, &round),
    };
    let people = People::of(table, &mut left_out);
    let lessons = lay.lessons(&school, &dates, &people, &mut left_out);
    let mut teachers = people.teachers(table);
    lay.unavailable(&dates, &people, &mut teachers, &mut left_out);
    let problem = Problem {
        round,
        profile: Profile::England,
        focuses: Keyed::new(),
        schools: Keyed::from(vec![school]),
        travel: Vec::new(),
        teachers: Keyed::from(teachers),
        classes: people.classes(table),
        rooms: people.rooms(table),
        lessons: Keyed::from(lessons),
        supervisors: Keyed::new(),
        supply: Keyed::new(),
        study_money: 0,
        budget: Budget::default(),
        rules: Rules::of(Profile::England),
        rates: Rates::default(),
        locks: Vec::new(),
        requests: Vec::new(),
        history: Vec::new(),
        keep: None,
    };
    Ok(Imported { problem, left_out, entries: table.entries.len() })
}

/// From `start` so many weeks, to the last open day of them.
fn round(school: &School, options: &Options) -> Round {
    let days = i32::try_from(options.weeks).unwrap_or(1) * 7;
    let last = options.start.plus(days - 1);
    let end = options.start.through(last).rev().find(|&date| school.is_open(date)).unwrap_or(last);
    Round { title: options.title.clone(), start: options.start, end, timezone: None, year: None }
}
