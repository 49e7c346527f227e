//! Who takes the classes left behind: every assignment, the cheapest that every rule allows.

use opendoor::domain::{
    ClassId, CoverBy, CoverNeed, Date, Half, Key, LessonId, Lock, Pence, Problem, SchoolId, StaffCover, SupplyId,
    SupplyUnit, TeacherId,
};

use super::facts::{Facts, For, Span, Takes, Taught};
use super::join::{beside, hosts};

/// Somebody who could take an occurrence, as far as they alone are concerned.
#[derive(Debug, Clone)]
pub struct Source {
    pub by: CoverBy,
    /// What a colleague's cover touches.
    takes: Option<Takes>,
    /// Least pence it can cost, classes without their teacher apart.
    pub least: Pence,
}

/// The k-th step of a ladder whose last entry repeats.
pub fn step(ladder: &[Pence], k: u32) -> Pence {
    ladder.get(k as usize).or(ladder.last()).copied().unwrap_or(0)
}

/// Where on the `staff_cover` ladder the colleague starts.
pub fn start(problem: &Problem, who: TeacherId) -> u32 {
    if !problem.rules.remember_covers || problem.round.year.is_none() {
        return 0;
    }
    let same_year = problem.history.iter().filter(|round| round.year == problem.round.year);
    same_year.flat_map(|round| &round.covers).filter(|(teacher, _)| *teacher == who).map(|(_, covers)| covers).sum()
}

/// Whether the supervisor is there by pattern: a period has to be named itself, since who is there for another that
/// overlaps it is there for a part of it only.
fn available(facts: &Facts, supervisor: &opendoor::domain::Supervisor, at: &Taught) -> bool {
    let school = &facts.problem.schools[supervisor.school];
    supervisor.available.as_ref().is_none_or(|patterns| {
        patterns.iter().any(|pattern| {
            pattern.covers_date(school, at.span.date)
                && pattern.periods.as_ref().is_none_or(|periods| periods.contains(&at.period))
        })
    })
}

/// Every source that could take the occurrence `at`.
pub fn sources(facts: &Facts, at: usize) -> Vec<Source> {
    let problem = facts.problem;
    let it = &facts.taught[at];
    let lesson = &problem.lessons[it.lesson];
    let knows = |subjects: &[String]| {
        lesson.cover != CoverNeed::Qualified
            || lesson.subject.as_ref().is_some_and(|subject| subjects.contains(subject))
    };
    let mut found = vec![];
    if !lesson.classes.is_empty() {
        let least = problem.study_money + problem.rates.study;
        found.push(Source { by: CoverBy::Study, takes: None, least });
    }
    for (id, supervisor) in problem.supervisors.entries() {
        if supervisor.school == it.school && knows(&supervisor.subjects) && available(facts, supervisor, it) {
            found.push(Source { by: CoverBy::Supervisor(id), takes: None, least: supervisor.money_per_period });
        }
    }
    for (id, teacher) in problem.teachers.entries() {
        let asked = match problem.rules.staff_cover {
            StaffCover::Never => false,
            StaffCover::Volunteers => teacher.cover.willing == Some(true),
            StaffCover::All => teacher.cover.willing != Some(false),
        };
        let subjects = teacher.cover.subjects.as_ref().unwrap_or(&teacher.subjects);
        if asked
            && teacher.school == it.school
            && knows(subjects)
            && let Some(takes) = facts.takes(id, it.span, For::Cover)
        {
            let least = step(&problem.rates.staff_cover, start(problem, id));
            found.push(Source { by: CoverBy::Staff(id), takes: Some(takes), least });
        }
    }
    for (id, supply) in problem.supply.entries() {
        if supply.school == it.school && knows(&supply.subjects) {
            found.push(Source { by: CoverBy::Supply(id), takes: None, least: 0 });
        }
    }
    for lesson in hosts(facts, at) {
        let least = joined(problem, at, facts);
        found.push(Source { by: CoverBy::Join(lesson), takes: None, least });
    }
    let locked = problem.locks.iter().filter_map(|lock| match lock {
        Lock::Cover(lock) => Some(lock),
        _ => None,
    });
    for lock in locked {
        if lock.lesson == it.lesson && lock.date == it.span.date && lock.period == it.period {
            found.retain(|source| source.by == lock.by);
        }
    }
    found
}

/// What it costs, in goodwill, that the classes of `at` join others.
fn joined(problem: &Problem, at: usize, facts: &Facts) -> Pence {
    let classes = problem.lessons[facts.taught[at].lesson].classes.len();
    problem.rates.join * i64::try_from(classes).expect("few classes")
}

/// A set of occurrences to be covered, beside everything else that is planned.
pub struct Covering<'a> {
    pub facts: &'a Facts<'a>,
    /// Sources by occurrence.
    pub sources: &'a [Vec<Source>],
    pub needs: &'a [usize],
    /// What everybody gives to visits and conversations.
    pub things: &'a [&'a Takes],
    /// Occurrences that are given up to a colleague.
    pub swapped: &'a [(TeacherId, usize)],
    /// Other money: school, date, pence.
    pub travel: &'a [(SchoolId, Span, Pence)],
}

/// The covers in the order of `needs`, and what they cost.
#[derive(Debug, Clone)]
pub struct Covered {
    pub cost: Pence,
    pub by: Vec<CoverBy>,
}

impl Covering<'_> {
    /// The cheapest cover below `limit`.
    pub fn cheapest(&self, limit: Pence) -> Option<Covered> {
        let mut best = Covered { cost: limit, by: vec![] };
        let least = |&need: &usize| self.sources[need].iter().map(|source| source.least).min();
        let mut rest: Vec<Pence> = vec![0];
        for need in self.needs.iter().rev() {
            rest.push(least(need)? + rest[rest.len() - 1]);
        }
        rest.reverse();
        self.extend(&mut vec![], &rest, &mut best);
        (best.cost < limit).then_some(best)
    }

    fn extend<'s>(&'s self, chosen: &mut Vec<&'s Source>, rest: &[Pence], best: &mut Covered) {
        let Some(cost) = self.cost(chosen) else { return };
        if cost + rest[chosen.len()] >= best.cost {
            return;
        }
        if chosen.len() == self.needs.len() {
            *best = Covered { cost, by: chosen.iter().map(|source| source.by).collect() };
            return;
        }
        for source in &self.sources[self.needs[chosen.len()]] {
            chosen.push(source);
            if self.allowed(chosen) {
                self.extend(chosen, rest, best);
            }
            chosen.pop();
        }
    }

    fn span(&self, at: usize) -> Span {
        self.facts.taught[self.needs[at]].span
    }

    /// The positions of the covers that `by` has.
    fn of<'s>(chosen: &'s [&Source], by: CoverBy) -> impl Iterator<Item = usize> + 's {
        (0..chosen.len()).filter(move |&at| chosen[at].by == by)
    }

    fn count(covers: impl Iterator<Item = usize>) -> u32 {
        u32::try_from(covers.count()).expect("few covers")
    }

    /// Whether the last of `chosen` is allowed beside the others.
    fn allowed(&self, chosen: &[&Source]) -> bool {
        let last = chosen.len() - 1;
        let source = chosen[last];
        let span = self.span(last);
        let problem = self.facts.problem;
        match source.by {
            CoverBy::NoneNeeded => false,
            CoverBy::Join(lesson) => self.takes_in(chosen, lesson),
            CoverBy::Study => {
                let classes = |at: usize| &problem.lessons[self.facts.taught[self.needs[at]].lesson].classes;
                let used = |class: &ClassId| {
                    Self::count(Self::of(chosen, CoverBy::Study).filter(|&at| classes(at).contains(class)))
                };
                classes(last).iter().all(|class| used(class) <= problem.classes[*class].study_release)
            }
            CoverBy::Supervisor(id) => {
                let cap = problem.supervisors[id].max_per_day.unwrap_or(u32::MAX);
                let elsewhere = Self::of(chosen, source.by).any(|at| at != last && self.span(at).overlaps(span));
                let that_day = Self::count(Self::of(chosen, source.by).filter(|&at| self.span(at).date == span.date));
                !elsewhere && that_day <= cap && self.keeps_back(chosen)
            }
            CoverBy::Staff(who) => self.colleague_can(chosen, who),
            CoverBy::Supply(_) => true,
        }
    }

    /// Whether `lesson` can take in the classes of the last cover: somebody stays in it, and nobody else joins it.
    fn takes_in(&self, chosen: &[&Source], lesson: LessonId) -> bool {
        let last = &self.facts.taught[self.needs[chosen.len() - 1]];
        let host = beside(self.facts, last, lesson).expect("a lesson of the same period");
        let leavers = self.things.iter().filter(|thing| thing.left.contains(&host)).count();
        let given = self.swapped.iter().any(|&(_, at)| at == host);
        let joins = Self::of(chosen, CoverBy::Join(lesson));
        let there = joins.filter(|&at| beside(self.facts, &self.facts.taught[self.needs[at]], lesson) == Some(host));
        leavers < self.facts.taught[host].by.len() && !given && Self::count(there) == 1
    }

    /// Enough supervisors of the school stay free in the period of the last cover.
    fn keeps_back(&self, chosen: &[&Source]) -> bool {
        let problem = self.facts.problem;
        let it = &self.facts.taught[self.needs[chosen.len() - 1]];
        let there = problem
            .supervisors
            .iter()
            .filter(|supervisor| supervisor.school == it.school && available(self.facts, supervisor, it));
        let there = u32::try_from(there.count()).expect("few supervisors");
        let used = (0..chosen.len()).filter(|&at| {
            let other = &self.facts.taught[self.needs[at]];
            matches!(chosen[at].by, CoverBy::Supervisor(_))
                && (other.school, other.span.date, other.slot) == (it.school, it.span.date, it.slot)
        });
        Self::count(used) <= there.saturating_sub(problem.rules.keep_back)
    }

    fn colleague_can(&self, chosen: &[&Source], who: TeacherId) -> bool {
        let last = chosen.len() - 1;
        let (problem, source) = (self.facts.problem, chosen[last]);
        let takes = source.takes.as_ref().expect("a colleague gives time");
        let others = || Self::of(chosen, source.by).filter(|&at| at != last).filter_map(|at| chosen[at].takes.as_ref());
        let everything = || self.things.iter().copied().filter(|thing| thing.who == who).chain(others());
        if everything().any(|thing| thing.clashes(takes)) {
            return false;
        }
        let (terms, date) = (&problem.teachers[who].cover, takes.span.date);
        let monday = date.monday();
        let covers = |fits: &dyn Fn(Date) -> bool| {
            1 + u32::try_from(others().filter(|t| fits(t.span.date)).count()).expect("few")
        };
        let already = |fits: &dyn Fn(Date) -> bool| {
            terms.already.iter().filter(|(monday, _)| fits(*monday)).map(|(_, covers)| covers).sum::<u32>()
        };
        let meets_round = |monday: Date| monday <= problem.round.end && monday.plus(6) >= problem.round.start;
        let in_week = |day: Date| day.monday() == monday;
        let week = everything().chain([takes]).filter(|thing| in_week(thing.span.date));
        let (after, free) = week.fold((0, 0), |(a, f), thing| (a + thing.after, f + thing.free_lessons));
        covers(&|day| day == date) <= terms.max_per_day
            && terms.max_per_week.is_none_or(|cap| covers(&in_week) + already(&in_week) <= cap)
            && terms.max_per_round.is_none_or(|cap| covers(&|_| true) + already(&meets_round) <= cap)
            && (takes.after == 0 || after <= problem.rules.after_max_per_week)
            && (takes.free_lessons == 0 || self.facts.touchable(who, monday).is_none_or(|most| free <= most))
    }

    /// What the covers chosen so far cost, hires included; `None` when a cap of supply or a budget breaks.
    fn cost(&self, chosen: &[&Source]) -> Option<Pence> {
        let problem = self.facts.problem;
        let mut spent: Vec<(SchoolId, Date, Pence)> =
            self.travel.iter().map(|(school, span, pence)| (*school, span.date, *pence)).collect();
        let mut goodwill = 0;
        let mut colleagues: Vec<TeacherId> = vec![];
        for (at, source) in chosen.iter().enumerate() {
            let it = &self.facts.taught[self.needs[at]];
            match source.by {
                CoverBy::Study => {
                    goodwill += problem.rates.study;
                    spent.push((it.school, it.span.date, problem.study_money));
                }
                CoverBy::Supervisor(id) => {
                    spent.push((it.school, it.span.date, problem.supervisors[id].money_per_period));
                }
                CoverBy::Staff(who) => {
                    let before = u32::try_from(colleagues.iter().filter(|&&other| other == who).count()).expect("few");
                    goodwill += step(&problem.rates.staff_cover, start(problem, who) + before);
                    colleagues.push(who);
                }
                CoverBy::Join(_) => goodwill += joined(problem, self.needs[at], self.facts),
                CoverBy::NoneNeeded | CoverBy::Supply(_) => {}
            }
        }
        for (id, supply) in problem.supply.entries() {
            for (date, count) in self.hires(chosen, id)? {
                spent.push((supply.school, date, supply.money * i64::from(count)));
            }
        }
        let sum = |fits: &dyn Fn(SchoolId, Date) -> bool| -> Pence {
            spent.iter().filter(|(school, date, _)| fits(*school, *date)).map(|(_, _, pence)| pence).sum()
        };
        let budget = &problem.budget;
        let weeks_hold = || {
            spent.iter().all(|(_, date, _)| {
                budget.per_week.is_none_or(|most| sum(&|_, day| day.monday() == date.monday()) <= most)
            })
        };
        let holds = budget.money.is_none_or(|most| sum(&|_, _| true) <= most)
            && budget.per_school.iter().all(|(school, most)| sum(&|payer, _| payer == *school) <= *most)
            && weeks_hold()
            && budget.cover_periods.is_none_or(|most| chosen.len() <= most as usize);
        let travel: Pence = self.travel.iter().map(|(_, _, pence)| pence).sum();
        holds.then(|| goodwill + sum(&|_, _| true) - travel)
    }

    /// Units of one source by date; `None` when more than its cap are needed.
    fn hires(&self, chosen: &[&Source], id: SupplyId) -> Option<Vec<(Date, u32)>> {
        let supply = &self.facts.problem.supply[id];
        let school = &self.facts.problem.schools[supply.school];
        // One unit serves one of these.
        let bucket = |at: usize| {
            let it = &self.facts.taught[self.needs[at]];
            let minute = u16::try_from(it.span.start).expect("a time of day");
            match supply.unit {
                SupplyUnit::Day => (it.span.date, 0),
                SupplyUnit::HalfDay => {
                    (it.span.date, usize::from(school.half_of(minute, it.span.date.weekday()) == Half::Pm))
                }
                SupplyUnit::Period => (it.span.date, it.period.index()),
            }
        };
        let mine: Vec<usize> = Self::of(chosen, CoverBy::Supply(id)).collect();
        let mut buckets: Vec<(Date, usize)> = mine.iter().map(|&at| bucket(at)).collect();
        buckets.sort_unstable();
        buckets.dedup();
        let mut hires: Vec<(Date, u32)> = vec![];
        for key in buckets {
            let within: Vec<Span> = mine.iter().filter(|&&at| bucket(at) == key).map(|&at| self.span(at)).collect();
            // Intervals need as many units as run at the start of one of them.
            let running = |at: &Span| within.iter().filter(|s| s.start <= at.start && at.start < s.end).count();
            let units = u32::try_from(within.iter().map(running).max().unwrap_or(0)).expect("few units");
            match hires.last_mut().filter(|(date, _)| *date == key.0) {
                Some(hire) => hire.1 += units,
                None => hires.push((key.0, units)),
            }
        }
        let cap = supply.max_per_day.unwrap_or(u32::MAX);
        hires.iter().all(|(_, count)| *count <= cap).then_some(hires)
    }
}
