//! What a schedule is made of: to be away for a visit, to be watched, to talk.

use std::collections::HashMap;

use super::facts::{Facts, Given, Slot};
use super::rows::{Entry, Part, Rows};
use crate::domain::{Date, Key, LessonId, PeriodId, Row, SchoolId, TeacherId};

/// To be away for a visit.
#[derive(Debug)]
pub(super) struct Away {
    pub(super) part: Part,
    /// Minutes after midnight, the way there included.
    pub(super) start: i32,
    /// Minutes after midnight, the way back included.
    pub(super) end: i32,
}

/// A lesson that may be watched, in one period.
#[derive(Debug)]
pub(super) struct Hosted {
    /// The period, as an index of the slots of the host's school.
    pub(super) slot: usize,
    pub(super) lesson: LessonId,
    pub(super) part: Part,
}

/// What one teacher can do at one school, by its slots.
#[derive(Debug, Default)]
pub(super) struct At {
    pub(super) away: Vec<Option<Away>>,
    pub(super) talk: Vec<Option<Part>>,
}

/// Every part.
pub(super) struct Parts {
    /// At the own school, and at those to which there is a way.
    pub(super) at: HashMap<(TeacherId, SchoolId), At>,
    /// By teacher.
    pub(super) hosted: Vec<Vec<Hosted>>,
}

impl Parts {
    /// Works every part out, and enters every row that one stands in.
    pub(super) fn new(facts: &Facts, rows: &mut Rows) -> Self {
        let mut maker = Maker { facts, rows };
        let mut parts = Self { at: HashMap::new(), hosted: Vec::new() };
        for teacher in facts.problem.teachers.keys() {
            if !facts.watches(teacher) {
                parts.hosted.push(Vec::new());
                continue;
            }
            let own = facts.problem.teachers[teacher].school;
            for school in facts.problem.schools.keys() {
                if school == own || facts.problem.travel_between(own, school).is_some() {
                    let slots = &facts.slots[school.index()];
                    let away = slots.iter().map(|slot| maker.away(teacher, school, slot)).collect();
                    let talk = slots.iter().map(|slot| maker.talk(teacher, slot)).collect();
                    parts.at.insert((teacher, school), At { away, talk });
                }
            }
            let slots = facts.slots[own.index()].iter().enumerate();
            let hosted = slots.flat_map(|(index, slot)| maker.hosted(teacher, index, slot)).collect();
            parts.hosted.push(hosted);
        }
        parts
    }
}

struct Maker<'f, 'a, 'r> {
    facts: &'f Facts<'a>,
    rows: &'r mut Rows,
}

impl Maker<'_, '_, '_> {
    fn away(&mut self, observer: TeacherId, school: SchoolId, slot: &Slot) -> Option<Away> {
        let problem = self.facts.problem;
        let own = problem.teachers[observer].school;
        let way = if own == school { None } else { Some(problem.travel_between(own, school)?) };
        let minutes = way.map_or(0, |way| i32::from(way.minutes));
        let (start, end) = (slot.start - minutes, slot.end + minutes);
        let given = self.facts.given(observer, slot.date, start, end, true)?;
        let mut cost = given.own_time;
        let mut entries = Vec::new();
        self.time(&mut entries, observer, slot.date, (start, end), &given);
        for (period, lessons) in &given.touched {
            for &lesson in lessons {
                cost += self.left(&mut entries, own, lesson, slot.date, *period);
            }
            if !lessons.is_empty() {
                self.gone(&mut entries, observer, slot.date, *period);
            }
        }
        if let Some(way) = way {
            cost += i128::from(way.money);
            money(self.facts, self.rows, &mut entries, own, slot.date, way.money);
        }
        self.rows.part(cost, entries).map(|part| Away { part, start, end })
    }

    fn talk(&mut self, teacher: TeacherId, slot: &Slot) -> Option<Part> {
        if !self.facts.problem.rules.conversation_in.contains(&slot.usage) {
            return None;
        }
        let given = self.facts.given(teacher, slot.date, slot.start, slot.end, false)?;
        let mut entries = Vec::new();
        self.time(&mut entries, teacher, slot.date, (slot.start, slot.end), &given);
        self.rows.part(given.own_time, entries)
    }

    fn hosted(&mut self, host: TeacherId, index: usize, slot: &Slot) -> Vec<Hosted> {
        let problem = self.facts.problem;
        let (date, period) = (slot.date, slot.period);
        let day = self.facts.presence.day(host, date);
        let notice = problem.rules.notice_days as usize;
        let early = self.facts.open_before(problem.teachers[host].school, date) < notice;
        if early || self.facts.is_barred(host, date) {
            return Vec::new();
        }
        let mut lessons: Vec<LessonId> =
            day.own.iter().filter(|own| own.period == period).flat_map(|own| own.lessons.iter().copied()).collect();
        lessons.sort_unstable();
        lessons.dedup();
        lessons.retain(|&lesson| problem.lessons[lesson].open);
        let seats = i64::from(problem.rules.observers_per_lesson);
        let mut hosted = Vec::new();
        for lesson in lessons {
            let mut entries = vec![
                (self.rows.enter(Row::LeaveOrHost { teacher: host, lesson, date, period }, seats), 1),
                (self.rows.enter(Row::Hosting { teacher: host }, self.hosting(host)), 1),
            ];
            if problem.lessons[lesson].teachers.len() > 1 {
                entries.push((self.rows.enter(Row::Seats { lesson, date, period }, seats), 1));
            }
            for &class in &problem.lessons[lesson].classes {
                let most = i64::from(problem.class_watched_max(class));
                entries.push((self.rows.enter(Row::Watched { class }, most), 1));
            }
            if self.facts.is_early(host, date) {
                entries.push((self.rows.enter(Row::LeaderLate { leader: host }, -1), -1));
            }
            let part = self.rows.part(0, entries);
            hosted.extend(part.map(|part| Hosted { slot: index, lesson, part }));
        }
        hosted
    }

    /// Visits that `host` may still take.
    fn hosting(&self, host: TeacherId) -> i64 {
        let problem = self.facts.problem;
        let most = i64::from(problem.teachers[host].hosting_max());
        let (Some(per_year), Some(year)) = (problem.teachers[host].hosting.max_per_year, &problem.round.year) else {
            return most;
        };
        let rounds = problem.history.iter().filter(|round| round.year.as_ref() == Some(year));
        let hosted = rounds.flat_map(|round| &round.hosted).filter(|(who, _)| *who == host);
        let before: i64 = hosted.map(|&(_, times)| i64::from(times)).sum();
        most.min(i64::from(per_year) - before).max(0)
    }

    /// The rows of the time that is given up.
    fn time(&mut self, entries: &mut Vec<Entry>, teacher: TeacherId, date: Date, clock: (i32, i32), given: &Given) {
        let problem = self.facts.problem;
        let monday = date.monday();
        let seats = i64::from(problem.rules.observers_per_lesson);
        for (period, lessons) in &given.touched {
            let period = *period;
            entries.push((self.rows.enter(Row::Use { teacher, date, period }, 1), 1));
            for &lesson in lessons {
                entries.push((self.rows.enter(Row::LeaveOrHost { teacher, lesson, date, period }, seats), seats));
            }
        }
        for minute in self.rows.outside(teacher, date, clock.0, clock.1) {
            if given.is_outside(minute) {
                entries.push((self.rows.enter(Row::Outside { teacher, date, minute }, 1), 1));
            }
        }
        if given.lent {
            let most = i64::from(problem.teachers[teacher].periods_lent_per_week);
            entries.push((self.rows.enter(Row::Lent { teacher, monday }, most), 1));
        }
        if given.after > 0 {
            let most = i64::from(problem.rules.after_max_per_week);
            entries.push((self.rows.enter(Row::After { teacher, monday }, most), given.after));
        }
        quota(self.facts, self.rows, entries, teacher, date, given.free);
    }

    /// The rows of an occurrence left, and what it costs whoever takes it.
    fn left(
        &mut self,
        entries: &mut Vec<Entry>,
        school: SchoolId,
        lesson: LessonId,
        date: Date,
        period: PeriodId,
    ) -> i128 {
        let problem = self.facts.problem;
        for (lock, cover) in self.facts.cover_locks() {
            if (cover.lesson, cover.date, cover.period) == (lesson, date, period) {
                entries.push((self.rows.enter(Row::Lock { lock }, -1), -1));
            }
        }
        let teaching = self.facts.teaching(lesson, date, period);
        if teaching >= 2 {
            let most = i64::try_from(teaching - 1).unwrap_or(i64::MAX);
            entries.push((self.rows.enter(Row::Stay { lesson, date, period }, most), 1));
            return 0;
        }
        let subject = self.facts.subject(lesson).map(str::to_owned);
        entries.push((self.rows.enter(Row::Cover { school, date, period, subject }, 0), 1));
        if self.facts.studyable(lesson) {
            entries.push((self.rows.enter(Row::Studyable { lesson, date, period }, 0), -1));
        }
        let classes = &problem.lessons[lesson].classes;
        for &class in classes {
            let most = i64::from(problem.class_cover_max(class));
            entries.push((self.rows.enter(Row::Lost { class }, most), 1));
        }
        if let Some(most) = problem.budget.cover_periods {
            entries.push((self.rows.enter(Row::CoverPeriods, i64::from(most)), 1));
        }
        let exam = classes.iter().any(|&class| problem.classes[class].exam);
        let rates = &problem.rates;
        i128::from(if exam { rates.exam_class_without_teacher } else { rates.class_without_teacher })
    }

    /// The rows of those away at once.
    fn gone(&mut self, entries: &mut Vec<Entry>, teacher: TeacherId, date: Date, period: PeriodId) {
        let most = self.facts.problem.rules.away_at_once;
        let teacher = &self.facts.problem.teachers[teacher];
        let school = teacher.school;
        if let Some(most) = most.school {
            entries.push((self.rows.enter(Row::AwaySchool { school, date, period }, i64::from(most)), 1));
        }
        if let (Some(most), Some(department)) = (most.department, teacher.department.clone()) {
            let row = Row::AwayDepartment { school, department, date, period };
            entries.push((self.rows.enter(row, i64::from(most)), 1));
        }
    }
}

/// The rows of money that `school` pays on `date`, which count in steps.
pub(super) fn money(
    facts: &Facts,
    rows: &mut Rows,
    entries: &mut Vec<Entry>,
    school: SchoolId,
    date: Date,
    pence: i64,
) {
    if pence == 0 {
        return;
    }
    let (budget, step) = (&facts.problem.budget, facts.step);
    let steps = pence / step;
    if let Some(limit) = budget.money {
        entries.push((rows.enter(Row::Money, limit.div_euclid(step)), steps));
    }
    if let Some(&(_, limit)) = budget.per_school.iter().find(|(of, _)| *of == school) {
        entries.push((rows.enter(Row::SchoolMoney { school }, limit.div_euclid(step)), steps));
    }
    if let Some(limit) = budget.per_week {
        entries.push((rows.enter(Row::WeekMoney { monday: date.monday() }, limit.div_euclid(step)), steps));
    }
}

/// The row of touched free lesson periods, where a quota keeps some.
pub(super) fn quota(
    facts: &Facts,
    rows: &mut Rows,
    entries: &mut Vec<Entry>,
    teacher: TeacherId,
    date: Date,
    free: i64,
) {
    let monday = date.monday();
    if free > 0
        && let Some(most) = facts.quota(teacher, monday)
    {
        entries.push((rows.enter(Row::Quota { teacher, monday }, most), free));
    }
}
