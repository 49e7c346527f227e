//! The exact optimum: every set of choices of pairs and triads, cut off only by rules and by a bound that is plainly
//! valid.

use std::collections::HashMap;

use opendoor::domain::{CoverBy, Key, Lock, Pence, Problem, Teacher, TeacherId, Triads};

use super::choices::{Choice, choices, meets};
use super::cover::{Covered, Covering, Source, sources, step};
use super::facts::{Facts, Takes};

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

/// The least total of any plan of pairs and triads; `None` when the locks can't hold together.
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
    let wanted = |(id, teacher): (TeacherId, &Teacher)| if facts.is_out(id) { 0 } else { teacher.wanted() };
    let wanted: Vec<u32> = problem.teachers.entries().map(wanted).collect();
    search.wanted.clone_from(&wanted);
    search.visit(0, &wanted, &mut vec![], &Covered { cost: 0, by: vec![] });
    if search.left == 0 { Err(TooLarge) } else { Ok(search.best) }
}

/// The choices of two people or three, cheapest first, each with the least that it can cost.
struct Group {
    members: Vec<TeacherId>,
    choices: Vec<(Pence, Choice)>,
}

struct Search<'f> {
    facts: &'f Facts<'f>,
    groups: Vec<Group>,
    /// Locks that ask for something to exist, each with the number of groups after which nothing can meet it.
    locks: Vec<(Lock, usize)>,
    sources: Vec<Vec<Source>>,
    wanted: Vec<u32>,
    /// Least cost of the groups from here on, by the partners still open.
    floors: HashMap<(usize, Vec<u32>), Pence>,
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
        for members in groups_of(problem) {
            let least = |choice: Choice| {
                let cheapest = |&need: &usize| sources[need].iter().map(|source| source.least).min();
                let covers: Option<Pence> = choice.needs.iter().map(cheapest).sum();
                let early = choice.visits.iter().filter(|visit| hosts_early(facts, visit.host, visit.at)).count();
                let credit = problem.rates.leader_late * i64::try_from(early).expect("three at most");
                covers.map(|covers| (choice.cost + covers - credit, choice))
            };
            let mut choices: Vec<_> = choices(facts, &members).into_iter().filter_map(least).collect();
            choices.sort_by_key(|(least, _)| *least);
            if !choices.is_empty() {
                groups.push(Group { members, choices });
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
    fn unserved(&self, open: &[u32]) -> Pence {
        let ladder = &self.facts.problem.rates.unserved;
        let cost = |(&wanted, &open): (&u32, &u32)| (wanted - open..wanted).map(|k| step(ladder, k)).sum::<Pence>();
        self.wanted.iter().zip(open).map(cost).sum()
    }

    /// A floor under what groups from `at` on, the unserved and the leaders add; nobody's time is looked at.
    fn floor(&mut self, at: usize, open: &[u32]) -> Pence {
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

    /// The partners still open when the members of the group at `at` have one each; `None` when one wants none.
    fn without(&self, at: usize, open: &[u32]) -> Option<Vec<u32>> {
        let mut fewer = open.to_vec();
        for member in &self.groups[at].members {
            fewer[member.index()] = fewer[member.index()].checked_sub(1)?;
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
    fn visit(&mut self, at: usize, open: &[u32], chosen: &mut Vec<(usize, usize)>, covered: &Covered) {
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
                if self.fits(chosen) {
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

    /// What the chosen cost, covers apart.
    fn fixed(&self, chosen: &[(usize, usize)]) -> Pence {
        chosen.iter().map(|&(group, index)| self.groups[group].choices[index].1.cost).sum()
    }

    /// Leaders hosted early, credited as often as the floor does: of two early visits to one, once too often.
    fn early(&self, chosen: &[(usize, usize)]) -> Pence {
        let visits = chosen.iter().flat_map(|&(group, index)| &self.groups[group].choices[index].1.visits);
        let early = visits.filter(|visit| hosts_early(self.facts, visit.host, visit.at)).count();
        self.facts.problem.rates.leader_late * i64::try_from(early).expect("few")
    }

    /// Whether every lock is met, or still can be by a group from `at` on.
    fn locks_open(&self, at: usize, chosen: &[(usize, usize)]) -> bool {
        self.locks.iter().all(|(lock, until)| {
            at < *until
                || chosen.iter().any(|&(group, index)| meets(self.facts, &self.groups[group].choices[index].1, lock))
        })
    }

    fn cover(&self, chosen: &[(usize, usize)], limit: Pence) -> Option<Covered> {
        let all: Vec<&Choice> = chosen.iter().map(|&(group, index)| &self.groups[group].choices[index].1).collect();
        let needs = self.needs(&all);
        let things: Vec<&Takes> = all.iter().flat_map(|choice| &choice.takes).collect();
        let travel: Vec<_> = all.iter().flat_map(|choice| choice.money.iter().copied()).collect();
        let covering =
            Covering { facts: self.facts, sources: &self.sources, needs: &needs, things: &things, travel: &travel };
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

    fn finish(&mut self, fixed: Pence, open: &[u32], chosen: &[(usize, usize)], covered: &Covered) {
        let all: Vec<&Choice> = chosen.iter().map(|&(group, index)| &self.groups[group].choices[index].1).collect();
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

    /// Whether everything chosen holds together, covers apart. Naive: all of it is looked at again each time.
    fn fits(&self, chosen: &[(usize, usize)]) -> bool {
        let (facts, problem) = (self.facts, self.facts.problem);
        let all: Vec<&Choice> = chosen.iter().map(|&(group, index)| &self.groups[group].choices[index].1).collect();
        let last = all[all.len() - 1];
        let before = &all[..all.len() - 1];
        // One place at a time.
        let takes = || all.iter().flat_map(|choice| &choice.takes);
        if before.iter().flat_map(|choice| &choice.takes).any(|one| last.takes.iter().any(|two| one.clashes(two))) {
            return false;
        }
        // Hosts are there.
        let visits = || all.iter().flat_map(|choice| &choice.visits);
        if visits().any(|visit| takes().any(|takes| takes.who == visit.host && takes.left.contains(&visit.at))) {
            return false;
        }
        last.visits.iter().all(|visit| {
            let it = &facts.taught[visit.at];
            let host_cap = hosting_cap(problem, visit.host);
            let watched =
                |class| visits().filter(|v| problem.lessons[facts.taught[v.at].lesson].classes.contains(class)).count();
            visits().filter(|v| v.host == visit.host).count() <= host_cap as usize
                && visits().filter(|v| v.at == visit.at).count() <= problem.rules.observers_per_lesson as usize
                && problem.lessons[it.lesson]
                    .classes
                    .iter()
                    .all(|class| watched(class) <= problem.class_watched_max(*class) as usize)
        }) && last.needs.iter().all(|&need| {
            let lost = |class| {
                let needs = all.iter().flat_map(|choice| &choice.needs);
                needs.filter(|&&n| problem.lessons[facts.taught[n].lesson].classes.contains(class)).count()
            };
            let classes = &problem.lessons[facts.taught[need].lesson].classes;
            classes.iter().all(|class| lost(class) <= problem.class_cover_max(*class) as usize)
        }) && last.takes.iter().all(|new| {
            let monday = new.span.date.monday();
            let week = || takes().filter(|thing| thing.who == new.who && thing.span.date.monday() == monday);
            let lent = week().filter(|thing| thing.lends).count();
            let after: u32 = week().map(|thing| thing.after).sum();
            let free: u32 = week().map(|thing| thing.free_lessons).sum();
            (!new.lends || lent <= problem.teachers[new.who].periods_lent_per_week as usize)
                && (new.after == 0 || after <= problem.rules.after_max_per_week)
                && (new.free_lessons == 0 || facts.touchable(new.who, monday).is_none_or(|most| free <= most))
                && new.left.iter().all(|&left| self.leavers_hold(&all, left))
        })
    }

    /// Co-teachers stay, and not too many are away in the period of `left`.
    fn leavers_hold(&self, all: &[&Choice], left: usize) -> bool {
        let (facts, problem) = (self.facts, self.facts.problem);
        let takes = || all.iter().flat_map(|choice| &choice.takes);
        let it = &facts.taught[left];
        let leavers = takes().filter(|takes| takes.left.contains(&left)).count();
        if it.by.len() > 1 && leavers >= it.by.len() {
            return false;
        }
        let then = |takes: &&Takes| {
            takes.left.iter().any(|&other| {
                let other = &facts.taught[other];
                (other.school, other.span.date, other.slot) == (it.school, it.span.date, it.slot)
            })
        };
        let mut away: Vec<TeacherId> = takes().filter(then).map(|takes| takes.who).collect();
        away.sort();
        away.dedup();
        let rule = &problem.rules.away_at_once;
        rule.school.is_none_or(|most| away.len() <= most as usize)
            && rule.department.is_none_or(|most| {
                away.iter().all(|&who| {
                    let name = &problem.teachers[who].department;
                    let same = |other: &&TeacherId| problem.teachers[**other].department == *name;
                    name.is_none() || away.iter().filter(same).count() <= most as usize
                })
            })
    }
}

/// Every two teachers, each followed by every three that begin with them.
fn groups_of(problem: &Problem) -> Vec<Vec<TeacherId>> {
    let later = |than: TeacherId| problem.teachers.keys().filter(move |&other| than < other);
    let mut groups = vec![];
    for a in problem.teachers.keys() {
        for b in later(a) {
            groups.push(vec![a, b]);
            groups.extend(later(b).map(|c| vec![a, b, c]));
        }
    }
    groups
}

/// Most visits that `who` may still host.
fn hosting_cap(problem: &Problem, who: TeacherId) -> u32 {
    let teacher = &problem.teachers[who];
    let round = teacher.hosting.max.unwrap_or_else(|| teacher.visits.max(2));
    let same_year = problem.history.iter().filter(|r| problem.round.year.is_some() && r.year == problem.round.year);
    let earlier: u32 = same_year.flat_map(|r| &r.hosted).filter(|(host, _)| *host == who).map(|(_, n)| n).sum();
    round.min(teacher.hosting.max_per_year.map_or(u32::MAX, |most| most.saturating_sub(earlier)))
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
