//! The time grid: every period of every school on every date of the round, and who is doing what in it.

use crate::domain::{
    CoverNeed, Date, Key, LessonId, Pattern, PeriodId, PeriodUse, Problem, ProtectedRule, ProtectedUse, School,
    SchoolId, TeacherId, When,
};

/// What a person is doing in an own period (SPEC §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not at work, or at work and not to be had: nothing can be planned.
    Blocked,
    /// Teaching.
    Teaching,
    /// Protected time whose owner does not consent, or whose use the rules forbid.
    Protected,
    /// Protected time that may be used to watch and talk.
    Consented,
    /// Free.
    Free,
    /// Free on a closed day that releases staff: neither charged nor counted.
    Released,
}

/// One period of one school on one date of the round.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// The date.
    pub date: Date,
    /// Days since the round's start.
    pub day: u32,
    /// Calendar weeks since the week of the round's start.
    pub week: u32,
    /// The period.
    pub period: PeriodId,
    /// Start, minutes since the midnight at which the round starts.
    pub start: u32,
    /// End, likewise.
    pub end: u32,
    /// What the period is for.
    pub usage: PeriodUse,
}

/// Minutes in a day.
pub const DAY: u32 = 24 * 60;

/// The grid of one school: its slots in time order.
#[derive(Debug, Clone, Default)]
pub struct SchoolGrid {
    /// By start, then end.
    pub slots: Vec<Slot>,
    /// Per slot, the slots (itself included) that overlap it on the clock.
    pub overlaps: Vec<Vec<u32>>,
    /// First slot of each day; one longer than the days of the round.
    pub day_starts: Vec<u32>,
    /// Open days before each day of the round (one longer than the days of the round).
    pub open_before: Vec<u32>,
}

impl SchoolGrid {
    /// The slots of `day` that overlap the minutes from `start` to `end`.
    pub fn touched(&self, day: u32, start: u32, end: u32) -> impl Iterator<Item = u32> + '_ {
        let slots = self.day_starts[day as usize]..self.day_starts[day as usize + 1];
        slots.filter(move |&slot| {
            let slot = &self.slots[slot as usize];
            slot.start < end && start < slot.end
        })
    }

    /// The slot of `period` on `day`.
    pub fn slot_of(&self, day: u32, period: PeriodId) -> Option<u32> {
        (self.day_starts[day as usize]..self.day_starts[day as usize + 1])
            .find(|&slot| self.slots[slot as usize].period == period)
    }
}

/// What one teacher is doing all round long.
#[derive(Debug, Clone, Default)]
pub struct Presence {
    /// Per slot of the own school.
    pub status: Vec<Status>,
    /// Per day: nothing can be planned, not even outside the own bell.
    pub blocked: Vec<bool>,
    /// What is taught: slot and lesson, ascending.
    pub taught: Vec<(u32, LessonId)>,
    /// Per calendar week: own free lesson periods that may be touched; `None` = no quota.
    pub quota: Option<Vec<u32>>,
}

impl Presence {
    /// The lessons taught in `slot`.
    pub fn lessons_in(&self, slot: u32) -> &[(u32, LessonId)] {
        let from = self.taught.partition_point(|&(at, _)| at < slot);
        let to = self.taught.partition_point(|&(at, _)| at <= slot);
        &self.taught[from..to]
    }
}

/// Days and calendar weeks of the round.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// First day.
    pub start: Date,
    /// Days in the round.
    pub days: u32,
    /// Calendar weeks that meet the round.
    pub weeks: u32,
}

impl Span {
    /// The span of the problem's round.
    pub fn of(problem: &Problem) -> Self {
        let (start, end) = (problem.round.start, problem.round.end);
        let days = u32::try_from(end.days() - start.days() + 1).unwrap_or(0);
        let weeks = u32::try_from((end.monday().days() - start.monday().days()) / 7 + 1).unwrap_or(0);
        Self { start, days, weeks }
    }

    /// The index of `date`, if it lies in the round.
    pub fn day_of(&self, date: Date) -> Option<u32> {
        u32::try_from(date.days() - self.start.days()).ok().filter(|&day| day < self.days)
    }

    /// The calendar week of `date`, counted from that of the start.
    pub fn week_of(&self, date: Date) -> u32 {
        u32::try_from((date.monday().days() - self.start.monday().days()) / 7).unwrap_or(0)
    }

    /// The date of day `day`.
    pub fn date(&self, day: u32) -> Date {
        self.start.plus(i32::try_from(day).expect("a round is shorter than 2^31 days"))
    }
}

/// Builds the grid of `school`.
pub fn school_grid(school: &School, span: Span) -> SchoolGrid {
    let mut grid = SchoolGrid { day_starts: vec![0], open_before: vec![0], ..SchoolGrid::default() };
    for day in 0..span.days {
        let date = span.date(day);
        let open = school.is_open(date);
        if open || school.is_released(date) {
            for bell in school.bell_on(date.weekday()) {
                grid.slots.push(Slot {
                    date,
                    day,
                    week: span.week_of(date),
                    period: bell.period,
                    start: day * DAY + u32::from(bell.start),
                    end: day * DAY + u32::from(bell.end),
                    usage: bell.usage,
                });
            }
        }
        grid.day_starts.push(u32::try_from(grid.slots.len()).expect("fewer than 2^32 slots"));
        grid.open_before.push(grid.open_before[day as usize] + u32::from(open));
    }
    grid.overlaps = grid.slots.iter().map(|slot| grid.touched(slot.day, slot.start, slot.end).collect()).collect();
    grid
}

/// What a school's calendar says of one date, looked up once.
struct DayFacts {
    date: Date,
    open: bool,
    released: bool,
    week: Option<crate::domain::WeekId>,
    /// The bell of the date: period, start, end, use.
    bell: Vec<(PeriodId, u16, u16, PeriodUse)>,
    /// Where its slots start, when it lies in the round.
    first_slot: Option<u32>,
}

/// Who is doing what, for the teachers of one school.
pub struct Staffroom<'p> {
    problem: &'p Problem,
    school: &'p School,
    span: Span,
    days: Vec<DayFacts>,
}

impl<'p> Staffroom<'p> {
    /// Looks up the calendar of `school` for every day of every calendar week that meets the round.
    pub fn new(problem: &'p Problem, school: SchoolId, grid: &SchoolGrid, span: Span) -> Self {
        let of = &problem.schools[school];
        let last = span.date(span.days - 1).monday().plus(6);
        let days = span
            .start
            .monday()
            .through(last)
            .map(|date| DayFacts {
                date,
                open: of.is_open(date),
                released: of.is_released(date),
                week: of.week_on(date),
                bell: of.bell_on(date.weekday()).iter().map(|b| (b.period, b.start, b.end, b.usage)).collect(),
                first_slot: span.day_of(date).map(|day| grid.day_starts[day as usize]),
            })
            .collect();
        Self { problem, school: of, span, days }
    }

    /// What `teacher`, who teaches `lessons`, is doing.
    pub fn presence(&self, teacher: TeacherId, lessons: &[LessonId], slots: usize) -> Presence {
        let problem = self.problem;
        let person = &problem.teachers[teacher];
        let consents = person.protected_use == ProtectedUse::Watch && problem.rules.protected == ProtectedRule::Consent;
        let counts_quota = person.protected.is_empty() && !consents && problem.rules.protected_quota.thousandths() > 0;
        let mut presence = Presence {
            status: vec![Status::Blocked; slots],
            blocked: vec![true; self.span.days as usize],
            taught: Vec::new(),
            quota: None,
        };
        let mut tally = vec![(0u32, 0u32); self.span.weeks as usize];
        for facts in &self.days {
            let day = self.span.day_of(facts.date);
            if !(facts.open || facts.released) || (day.is_none() && !counts_quota) {
                continue;
            }
            let away = Self::hits(&person.unavailable, facts, |_| true);
            let busy = Self::hits(&person.busy, facts, |pattern| facts.open || pattern.date.is_some());
            let protected = Self::hits(&person.protected, facts, |_| facts.open);
            let taught = if facts.open { self.taught_on(facts, lessons) } else { Vec::new() };
            if let Some(day) = day {
                presence.blocked[day as usize] = away.whole_day || busy.whole_day;
            }
            for (index, &(period, _, _, usage)) in facts.bell.iter().enumerate() {
                let teaching = taught.iter().any(|&(p, _)| p == period);
                let status = if away.periods[index] || busy.periods[index] {
                    Status::Blocked
                } else if facts.released {
                    Status::Released
                } else if teaching {
                    Status::Teaching
                } else if protected.periods[index] {
                    if consents { Status::Consented } else { Status::Protected }
                } else {
                    Status::Free
                };
                if facts.open && usage == PeriodUse::Lesson {
                    let week = &mut tally[self.span.week_of(facts.date) as usize];
                    week.0 += u32::from(status == Status::Teaching);
                    week.1 += u32::from(status == Status::Free);
                }
                if let (Some(first), true) = (facts.first_slot, day.is_some()) {
                    let slot = first + u32::try_from(index).expect("a bell has fewer than 2^32 entries");
                    presence.status[slot as usize] = status;
                    if status == Status::Teaching {
                        presence.taught.extend(taught.iter().filter(|&&(p, _)| p == period).map(|&(_, l)| (slot, l)));
                    }
                }
            }
        }
        presence.taught.sort_unstable();
        if counts_quota {
            let share = u32::from(problem.rules.protected_quota.thousandths());
            presence.quota = Some(
                tally.iter().map(|&(taught, free)| free.saturating_sub((taught * share).div_ceil(1000))).collect(),
            );
        }
        presence
    }

    fn hits(patterns: &[Pattern], facts: &DayFacts, counts: impl Fn(&Pattern) -> bool) -> Hits {
        let mut hits = Hits { whole_day: false, periods: vec![false; facts.bell.len()] };
        for pattern in patterns {
            let fits = pattern.date.is_none_or(|date| date == facts.date)
                && pattern.weekday.is_none_or(|weekday| weekday == facts.date.weekday())
                && pattern.week.is_none_or(|week| facts.week == Some(week));
            if !fits || !counts(pattern) {
                continue;
            }
            match &pattern.periods {
                None => {
                    hits.whole_day = true;
                    hits.periods.fill(true);
                }
                Some(periods) => {
                    for &(_, start, end, _) in facts.bell.iter().filter(|(period, ..)| periods.contains(period)) {
                        for (hit, &(_, from, to, _)) in hits.periods.iter_mut().zip(&facts.bell) {
                            *hit |= from < end && start < to;
                        }
                    }
                }
            }
        }
        hits
    }

    /// Periods and lessons taught on the date, whoever is there.
    fn taught_on(&self, facts: &DayFacts, lessons: &[LessonId]) -> Vec<(PeriodId, LessonId)> {
        let mut taught = Vec::new();
        for &id in lessons {
            let lesson = &self.problem.lessons[id];
            let fits = match lesson.when {
                When::Once(date) => date == facts.date,
                When::Weekly { week, weekday } => {
                    weekday == facts.date.weekday() && week.is_none_or(|week| facts.week == Some(week))
                }
            };
            let classes = &lesson.classes;
            if !fits
                || lesson.from.is_some_and(|from| facts.date < from)
                || lesson.until.is_some_and(|until| until < facts.date)
                || (!classes.is_empty() && classes.iter().all(|&class| self.problem.classes[class].is_away(facts.date)))
            {
                continue;
            }
            let periods = self.school.periods_of(lesson.period, lesson.length, facts.date.weekday());
            taught.extend(periods.unwrap_or_default().into_iter().map(|period| (period, id)));
        }
        taught
    }
}

struct Hits {
    whole_day: bool,
    periods: Vec<bool>,
}

/// Whether the lesson may not be left at all.
pub fn never_left(problem: &Problem, lesson: LessonId) -> bool {
    problem.lessons[lesson].cover == CoverNeed::Never
}

/// The lessons of each teacher, in the order of the instance.
pub fn lessons_by_teacher(problem: &Problem) -> Vec<Vec<LessonId>> {
    let mut lessons = vec![Vec::new(); problem.teachers.len()];
    for (id, lesson) in problem.lessons.entries() {
        for &teacher in &lesson.teachers {
            let list: &mut Vec<LessonId> = &mut lessons[teacher.index()];
            if list.last() != Some(&id) {
                list.push(id);
            }
        }
    }
    lessons
}
