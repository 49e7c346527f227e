//! The exact optimum: every set of choices of whatever kind, cut off only by rules and by a bound that is plainly valid.

use std::collections::HashMap;

use opendoor::domain::{CoverBy, Key, Lock, Pence, Problem, TeacherId, Triads};

use super::choices::{Choice, meets, mutual, of_one_way};
use super::cover::{Covered, Covering, Source, sources, step};
use super::facts::{Facts, Takes};
use super::fits::fits;
use super::worth::wanted;

/// The best plan found.
#[derive(Debug, Clone)]
pub struct Best {
    pub total: Pence,
    pub chosen: Vec<Choice>,
    pub covers: Vec<(usize, CoverBy)>,
}

/// The search was given up: the instance is too large for brute force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

/// The least total of any plan; `None` when the locks can't hold together.
pub fn optimum(problem: &Problem) -> Option<Pence> {
    best(problem, u64::MAX).expect("no end was set").map(|best| best.total)
}

/// The plan behind [`optimum`], looking at no more than so many combinations.
///
/// # Errors
/// When there are more.
pub fn best(problem: &Problem, most: u64) -> Result<Option<Best>, TooLarge> {
    let facts = Facts::of(problem);
    let mut search = Search::of(&facts, most);
    let wanted: Vec<[u32; 2]> = problem.teachers.keys().map(|who| wanted(&facts, who)).collect();
    search.wanted.clone_from(&wanted);
    search.visit(0, &wanted, &mut vec![], &Covered { cost: 0, by: vec![] });
    if search.left == 0 { Err(TooLarge) } else { Ok(search.best) }
}

/// The choices of two people or three, cheapest first, each with the least that it can cost.
struct Group {
    members: Vec<TeacherId>,
    /// Whether all of them get a partner by it; else the first of them does, by a one-way visit.
    mutual: bool,
    choices: Vec<(Pence, Choice)>,
}

struct Search<'f> {
    facts: &'f Facts<'f>,
    groups: Vec<Group>,
    /// Locks that ask for something to exist, each with the number of groups after which nothing can meet it.
    locks: Vec<(Lock, usize)>,
    sources: Vec<Vec<Source>>,
    /// Partners wanted, in all and by mutual kinds.
    wanted: Vec<[u32; 2]>,
    /// Least cost of the groups from here on, by the partners still open.
    floors: HashMap<(usize, Vec<[u32; 2]>), Pence>,
    /// Combinations that may still be looked at.
    left: u64,
    best: Option<Best>,
}

impl<'f> Search<'f> {
    fn of(facts: &'f Facts<'f>, left: u64) -> Self {
        let problem = facts.problem;
        let sources: Vec<Vec<Source>> = (0..facts.taught.len()).map(|at| sources(facts, at)).collect();
        let must = problem.rules.must.iter().map(|&pair| Lock::Pair(pair));
        let asks = problem.locks.iter().filter(|lock| !matches!(lock, Lock::NeverOn { .. } | Lock::Out(_))).cloned();
        let mut groups: Vec<Group> = vec![];
        for (members, is_mutual) in groups_of(problem) {
            let least = |choice: Choice| {
                let cheapest = |&need: &usize| sources[need].iter().map(|source| source.least).min();
                let covers: Option<Pence> = choice.needs.iter().map(cheapest).sum();
                let early = choice.visits.iter().filter(|visit| hosts_early(facts, visit.host, visit.at)).count();
                let credit = problem.rates.leader_late * i64::try_from(early).expect("three at most");
                covers.map(|covers| (choice.cost + covers - credit, choice))
            };
            let found = if is_mutual { mutual(facts, &members) } else { of_one_way(facts, [members[0], members[1]]) };
            let mut choices: Vec<_> = found.into_iter().filter_map(least).collect();
            choices.sort_by_key(|(least, _)| *least);
            if !choices.is_empty() {
                groups.push(Group { members, mutual: is_mutual, choices });
            }
        }
        let until = |lock: Lock| {
            let can = |group: &Group| group.choices.iter().any(|(_, choice)| meets(facts, choice, &lock));
            let until = groups.iter().rposition(can).map_or(0, |at| at + 1);
            (lock, until)
        };
        let locks = asks.chain(must).map(until).collect();
        Self { facts, groups, locks, sources, wanted: vec![], floors: HashMap::new(), left, best: None }
    }

    /// What partners wanted and not got cost, with `open` of them left.
    fn unserved(&self, open: &[[u32; 2]]) -> Pence {
        let ladder = &self.facts.problem.rates.unserved;
        let cost = |(&[wanted, _], &[open, _]): (&[u32; 2], &[u32; 2])| {
            (wanted - open..wanted).map(|k| step(ladder, k)).sum::<Pence>()
        };
        self.wanted.iter().zip(open).map(cost).sum()
    }

    /// A floor under what groups from `at` on, the unserved and the leaders add; nobody's time is looked at.
    fn floor(&mut self, at: usize, open: &[[u32; 2]]) -> Pence {
        if at == self.groups.len() {
            let leaders = self.facts.problem.teachers.keys().filter(|&who| is_watched_for(self.facts, who)).count();
            let late = self.facts.problem.rates.leader_late * i64::try_from(leaders).expect("few leaders");
            return self.unserved(open) + late;
        }
        let key = (at, open.to_vec());
        if let Some(&floor) = self.floors.get(&key) {
            return floor;
        }
        let mut floor = self.floor(at + 1, open);
        if let Some(fewer) = self.without(at, open) {
            let least = self.groups[at].choices[0].0;
            floor = floor.min(least + self.floor(at + 1, &fewer));
        }
        self.floors.insert(key, floor);
        floor
    }

    /// The partners still open when those whom the group at `at` serves have one each; `None` when one wants none.
    fn without(&self, at: usize, open: &[[u32; 2]]) -> Option<Vec<[u32; 2]>> {
        let mut fewer = open.to_vec();
        let group = &self.groups[at];
        let served = if group.mutual { group.members.len() } else { 1 };
        for member in &group.members[..served] {
            let [all, by_mutual] = &mut fewer[member.index()];
            *all = all.checked_sub(1)?;
            *by_mutual = by_mutual.checked_sub(u32::from(group.mutual))?;
        }
        Some(fewer)
    }

    /// Whether the group at `at` may stand beside those chosen: no two of it are partners already, and its school has
    /// no triad yet where it may have just one.
    fn may_join(&self, at: usize, chosen: &[(usize, usize)]) -> bool {
        let members = &self.groups[at].members;
        let one_only = self.facts.problem.rules.triads == Triads::Odd;
        chosen.iter().all(|&(group, _)| {
            let others = &self.groups[group].members;
            let same_school = self.facts.school_of(members[0]) == self.facts.school_of(others[0]);
            others.iter().filter(|member| members.contains(member)).count() < 2
                && !(one_only && members.len() == 3 && others.len() == 3 && same_school)
        })
    }

    fn limit(&self) -> Pence {
        self.best.as_ref().map_or(Pence::MAX / 4, |best| best.total)
    }

    /// Decides on group `at` and all after it; `covered` is the cheapest cover of what is chosen.
    fn visit(&mut self, at: usize, open: &[[u32; 2]], chosen: &mut Vec<(usize, usize)>, covered: &Covered) {
        let fixed = self.fixed(chosen);
        if covered.cost + fixed - self.early(chosen) + self.floor(at, open) >= self.limit()
            || !self.locks_open(at, chosen)
        {
            return;
        }
        if at == self.groups.len() {
            self.finish(fixed, open, chosen, covered);
            return;
        }
        if let Some(fewer) = self.without(at, open)
            && self.may_join(at, chosen)
        {
            let floor = self.floor(at + 1, &fewer);
            for index in 0..self.groups[at].choices.len() {
                let least = self.groups[at].choices[index].0;
                self.left = self.left.saturating_sub(1);
                if self.left == 0 {
                    return;
                }
                if covered.cost + fixed - self.early(chosen) + least + floor >= self.limit() {
                    break;
                }
                chosen.push((at, index));
                let all: Vec<&Choice> = self.all(chosen).collect();
                if fits(self.facts, &all) {
                    let rest = self.fixed(chosen) - self.early(chosen) + floor;
                    if let Some(covered) = self.cover(chosen, self.limit() - rest) {
                        self.visit(at + 1, &fewer, chosen, &covered);
                    }
                }
                chosen.pop();
            }
        }
        self.visit(at + 1, open, chosen, covered);
    }

    fn all(&self, chosen: &[(usize, usize)]) -> impl Iterator<Item = &Choice> {
        chosen.iter().map(|&(group, index)| &self.groups[group].choices[index].1)
    }

    /// What the chosen cost, covers apart.
    fn fixed(&self, chosen: &[(usize, usize)]) -> Pence {
        self.all(chosen).map(|choice| choice.cost).sum()
    }

    /// Leaders hosted early, credited as often as the floor does: of two early visits to one, once too often.
    fn early(&self, chosen: &[(usize, usize)]) -> Pence {
        let visits = self.all(chosen).flat_map(|choice| &choice.visits);
        let early = visits.filter(|visit| hosts_early(self.facts, visit.host, visit.at)).count();
        self.facts.problem.rates.leader_late * i64::try_from(early).expect("few")
    }

    /// Whether every lock is met, or still can be by a group from `at` on.
    fn locks_open(&self, at: usize, chosen: &[(usize, usize)]) -> bool {
        self.locks
            .iter()
            .all(|(lock, until)| at < *until || self.all(chosen).any(|choice| meets(self.facts, choice, lock)))
    }

    fn cover(&self, chosen: &[(usize, usize)], limit: Pence) -> Option<Covered> {
        let all: Vec<&Choice> = self.all(chosen).collect();
        let needs = self.needs(&all);
        let things: Vec<&Takes> = all.iter().flat_map(|choice| &choice.takes).collect();
        let swapped: Vec<_> = all.iter().flat_map(|choice| choice.swapped.iter().copied()).collect();
        let travel: Vec<_> = all.iter().flat_map(|choice| choice.money(self.facts)).collect();
        let covering = Covering {
            facts: self.facts,
            sources: &self.sources,
            needs: &needs,
            things: &things,
            swapped: &swapped,
            travel: &travel,
        };
        covering.cheapest(limit)
    }

    /// The occurrences to be covered, in time order.
    fn needs(&self, all: &[&Choice]) -> Vec<usize> {
        let mut needs: Vec<usize> = all.iter().flat_map(|choice| choice.needs.iter().copied()).collect();
        needs.sort_by_key(|&at| {
            let span = self.facts.taught[at].span;
            (span.date, span.start, span.end, at)
        });
        needs
    }

    fn finish(&mut self, fixed: Pence, open: &[[u32; 2]], chosen: &[(usize, usize)], covered: &Covered) {
        let all: Vec<&Choice> = self.all(chosen).collect();
        if !self.covers_locked(&all) {
            return;
        }
        let late = |who: &TeacherId| {
            let visits = all.iter().flat_map(|choice| &choice.visits);
            is_watched_for(self.facts, *who)
                && !visits.into_iter().any(|visit| visit.host == *who && hosts_early(self.facts, *who, visit.at))
        };
        let leaders = self.facts.problem.teachers.keys().filter(late).count();
        let late = self.facts.problem.rates.leader_late * i64::try_from(leaders).expect("few leaders");
        let total = covered.cost + fixed + self.unserved(open) + late;
        if total < self.limit() {
            let covers = self.needs(&all).into_iter().zip(covered.by.iter().copied()).collect();
            self.best = Some(Best { total, chosen: all.into_iter().cloned().collect(), covers });
        }
    }

    /// A locked cover must be of the kind that its occurrence allows: sources are held to the lock already, but
    /// of a lesson that two are teaching only `none_needed` can be.
    fn covers_locked(&self, all: &[&Choice]) -> bool {
        self.facts.problem.locks.iter().all(|lock| {
            let Lock::Cover(cover) = lock else { return true };
            let left = || all.iter().flat_map(|choice| &choice.takes).flat_map(|takes| &takes.left);
            left().any(|&at| {
                let it = &self.facts.taught[at];
                let named = (it.lesson, it.span.date, it.period) == (cover.lesson, cover.date, cover.period);
                named && (it.by.len() > 1) == (cover.by == CoverBy::NoneNeeded)
            })
        })
    }
}

/// Every two teachers, each followed by their one-way visits and by every three that begin with them; the latter say
/// that all get a partner.
fn groups_of(problem: &Problem) -> Vec<(Vec<TeacherId>, bool)> {
    let later = |than: TeacherId| problem.teachers.keys().filter(move |&other| than < other);
    let mut groups = vec![];
    for a in problem.teachers.keys() {
        for b in later(a) {
            groups.extend([(vec![a, b], true), (vec![a, b], false), (vec![b, a], false)]);
            groups.extend(later(b).map(|c| (vec![a, b, c], true)));
        }
    }
    groups
}

/// Whether `who` is a leader who is to be hosted in the first days.
fn is_watched_for(facts: &Facts, who: TeacherId) -> bool {
    let teacher = &facts.problem.teachers[who];
    facts.problem.rules.leaders_first > 0 && teacher.leader && teacher.participates && !facts.is_out(who)
}

fn hosts_early(facts: &Facts, host: TeacherId, at: usize) -> bool {
    let school = facts.school_of(host);
    is_watched_for(facts, host)
        && facts.open_days_before(school, facts.taught[at].span.date) < facts.problem.rules.leaders_first
}
