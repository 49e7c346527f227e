//! From a table of named days and periods to an instance: the calendar, the bell, lessons with dates.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::week::{self, Day, Layout};
use super::{ImportError, Imported, LeftOut, Options, bell};
use crate::domain::{
    Bell, Budget, Class, ClassId, Cycle, Date, FixedMonday, Key, Keyed, Lesson, Pattern, PeriodId, PeriodUse, Problem,
    Profile, Rates, Room, RoomId, Round, Rules, School, SchoolId, Teacher, TeacherId, WeekId, Weekday, Weekdays, When,
};

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
pub(super) fn build(table: Table, options: &Options, mut left_out: Vec<LeftOut>) -> Result<Imported, Vec<ImportError>> {
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
    let layout = week::layout(&table.days, options.days, &mut left_out).map_err(|e| vec![e])?;
    let given = options.bell.as_deref();
    let times = bell::times(&table.periods, &table.hours, table.afternoon, given, &mut left_out)?;
    let lay = Lay { table: &table, layout: &layout, taught: table.entries.iter().flat_map(Entry::slots).collect() };
    let school = lay.school(options, &times, &mut left_out);
    let round = round(&school, options);
    let dates = match layout {
        Layout::Weekly { .. } => Vec::new(),
        Layout::Rotating => lay.rotation(&school, options.start, &round),
    };
    let people = People::of(&table, &mut left_out);
    let lessons = lay.lessons(&school, &dates, &people, &mut left_out);
    let mut teachers = people.teachers(&table);
    lay.unavailable(&dates, &people, &mut teachers, &mut left_out);
    let problem = Problem {
        round,
        profile: Profile::England,
        focuses: Keyed::new(),
        schools: Keyed::from(vec![school]),
        travel: Vec::new(),
        teachers: Keyed::from(teachers),
        classes: people.classes(&table),
        rooms: people.rooms(&table),
        lessons: Keyed::from(lessons),
        supervisors: Keyed::new(),
        supply: Keyed::new(),
        study_money: 0,
        budget: Budget::default(),
        rules: Rules::of(Profile::England),
        rates: Rates::default(),
        locks: Vec::new(),
        history: Vec::new(),
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

/// Which teachers, classes and rooms are kept: those that a lesson names. Old index to new.
struct People {
    teachers: IndexMap<usize, TeacherId>,
    classes: IndexMap<usize, ClassId>,
    rooms: IndexMap<usize, RoomId>,
}

impl People {
    fn of(table: &Table, left_out: &mut Vec<LeftOut>) -> Self {
        fn kept<K: Key>(used: BTreeSet<usize>) -> IndexMap<usize, K> {
            used.into_iter().enumerate().map(|(new, old)| (old, K::from_index(new))).collect()
        }
        let entries = || table.entries.iter();
        let people = Self {
            teachers: kept(entries().flat_map(|entry| entry.teachers.iter().copied()).collect()),
            classes: kept(entries().flat_map(|entry| entry.classes.iter().copied()).collect()),
            rooms: kept(entries().filter_map(|entry| entry.room).collect()),
        };
        let idle = table.teachers.len() - people.teachers.len();
        let (classes, rooms) = (table.classes.len() - people.classes.len(), table.rooms.len() - people.rooms.len());
        if idle > 0 {
            left_out.push(LeftOut::IdleTeachers { teachers: idle });
        }
        if classes + rooms > 0 {
            left_out.push(LeftOut::Unused { classes, rooms });
        }
        look_alike("teachers", table.teachers.iter().map(|(id, _)| id), left_out);
        look_alike("classes", table.classes.iter().map(|class| &class.id), left_out);
        look_alike("rooms", table.rooms.iter().map(|(id, _)| id), left_out);
        people
    }

    fn teachers(&self, table: &Table) -> Vec<Teacher> {
        let mut teachers: Vec<Teacher> = self
            .teachers
            .keys()
            .map(|&old| {
                let (id, name) = &table.teachers[old];
                Teacher::new(id, name, SchoolId::from_index(0))
            })
            .collect();
        for entry in &table.entries {
            for old in &entry.teachers {
                let subjects = &mut teachers[self.teachers[old].index()].subjects;
                if let Some(subject) = entry.subject.as_ref().filter(|subject| !subjects.contains(subject)) {
                    subjects.push(subject.clone());
                }
            }
        }
        teachers
    }

    fn classes(&self, table: &Table) -> Keyed<ClassId, Class> {
        self.classes
            .keys()
            .map(|&old| {
                let TableClass { id, year, size } = &table.classes[old];
                let declared = year.is_some() || size.is_some();
                Class { declared, year: year.clone(), size: *size, ..Class::new(id, SchoolId::from_index(0)) }
            })
            .collect::<Vec<_>>()
            .into()
    }

    fn rooms(&self, table: &Table) -> Keyed<RoomId, Room> {
        let rooms = self.rooms.keys().map(|&old| {
            let (id, capacity) = &table.rooms[old];
            Room { id: id.clone(), school: SchoolId::from_index(0), declared: capacity.is_some(), capacity: *capacity }
        });
        rooms.collect()
    }
}

fn look_alike<'a>(kind: &'static str, ids: impl Iterator<Item = &'a String>, left_out: &mut Vec<LeftOut>) {
    let mut bare: BTreeMap<&str, usize> = BTreeMap::new();
    for id in ids {
        *bare.entry(id.trim()).or_default() += 1;
    }
    let names: usize = bare.values().filter(|&&count| count > 1).sum();
    if names > 0 {
        left_out.push(LeftOut::LookAlike { kind, names });
    }
}

/// The table laid over the calendar.
struct Lay<'a> {
    table: &'a Table,
    layout: &'a Layout,
    taught: BTreeSet<(usize, usize)>,
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

    fn school(&self, options: &Options, times: &[(u16, u16)], left_out: &mut Vec<LeftOut>) -> School {
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
    fn week_of(&self, day: usize) -> Option<WeekId> {
        let Layout::Weekly { labels, days } = self.layout else { return None };
        let (week, weekday) = *days.get(day)?;
        let run: Vec<Weekday> = days.iter().filter(|(other, _)| *other == week).map(|&(_, day)| day).collect();
        let back = usize::from(leads(&run, weekday));
        (!labels.is_empty()).then(|| WeekId::from_index((week + labels.len() - back) % labels.len()))
    }

    /// Which day of a rotating cycle each open date is, over the whole weeks of the round: what lies outside the
    /// round still counts for the time that a teacher keeps free in its first and last week.
    fn rotation(&self, school: &School, start: Date, round: &Round) -> Vec<(Date, usize)> {
        let open: Vec<Date> =
            start.monday().through(round.end.monday().plus(6)).filter(|&date| school.is_open(date)).collect();
        let length = self.table.days.len();
        let before = open.iter().filter(|&&date| date < start).count();
        let shift = length - before % length;
        open.into_iter().enumerate().map(|(at, date)| (date, (at + shift) % length)).collect()
    }

    fn lessons(
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
    fn unavailable(
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
        let mut patterns: BTreeMap<usize, Vec<(usize, Option<Vec<PeriodId>>)>> = BTreeMap::new();
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
    fn weekly(
        &self,
        days: &[(usize, Option<Vec<PeriodId>>)],
        layout: &[(usize, Weekday)],
        weeks: usize,
    ) -> Vec<Pattern> {
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

/// Whether `day` stands in a run before the run goes over a Sunday night: `sun` in `sun, mon, tue`.
fn leads(run: &[Weekday], day: Weekday) -> bool {
    let turn = run.windows(2).position(|pair| pair[1] < pair[0]);
    turn.is_some_and(|turn| run[..=turn].contains(&day))
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
        cover: crate::domain::CoverNeed::Any,
        walk: false,
        join: false,
    }
}

/// Ids that stay unique.
#[derive(Default)]
struct Ids(BTreeSet<String>);

impl Ids {
    fn unique(&mut self, wanted: String) -> String {
        let free = |id: &String| !self.0.contains(id);
        let id = std::iter::once(wanted.clone())
            .chain((2..).map(|number: u32| format!("{wanted}~{number}")))
            .find(free)
            .unwrap_or(wanted);
        self.0.insert(id.clone());
        id
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
