//! What keeps a teacher from a partner, colleague by colleague.

use std::collections::{BTreeMap, BTreeSet};

use super::attempt::{Chances, Outcome};
use super::caps::Caps;
use super::ground::Ground;
use super::room::Room;
use crate::domain::{
    Key, LineManagers, Pence, Plan, Problem, SHAPES, SchoolId, Shape, Status, TeacherId, Triads, Unserved, Visits,
};

/// Most pairs looked into; after that only what is known of all partners together is said.
const PAIRS: usize = 20_000;

/// Most attempts in all.
const ATTEMPTS: u32 = 1_000_000;

/// How many colleagues, and what stands in the way of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Others who want a partner.
    pub others: usize,
    /// Others who are partners already.
    pub partners: usize,
    /// At schools to which there is no way.
    pub too_far: usize,
    /// Forbidden.
    pub forbidden: usize,
    /// The line manager, or a report.
    pub managed: usize,
    /// A visit would learn less than `rules.min_match`.
    pub weak: usize,
    /// Who may be a (further) partner.
    pub allowed: usize,
    /// Whether no lesson of the teacher's can be watched.
    pub nothing_to_watch: bool,
    /// With whom there are no two visits.
    pub no_visit: usize,
    /// With whom there are visits but no conversation after them.
    pub no_talk: usize,
    /// Who could be a partner and has all the partners wanted.
    pub served: usize,
    /// Whether all who may be partners have all the partners they want, and nothing else was asked.
    pub all_served: bool,
    /// With whom every arrangement meets a cap.
    pub capped: usize,
    /// The caps.
    pub caps: Caps,
    /// With whom an arrangement would fit but for budgets.
    pub over_budget: usize,
    /// The budgets.
    pub budgets: Caps,
    /// With whom an arrangement would fit but does not pay.
    pub dear: usize,
    /// With whom none both fits and pays.
    pub useless: usize,
    /// With whom it was not settled.
    pub open: usize,
    /// Whether there may be triads with the teacher, so that not every arrangement is a pair.
    pub triads: bool,
    /// Whether films or kinds are in play that are no pairs or triads whose members visit each other.
    pub further: bool,
    /// Whether the teacher has all the partners wanted but those that one-way visits give.
    pub only_one_way: bool,
    /// Whether one-way visits are in play.
    pub one_way: bool,
    /// Whether the school has the one triad that it may have.
    pub triad_taken: bool,
    /// Whether no pairs are planned at all, so that nothing was asked about any.
    pub no_pairs: bool,
}

/// Looks into everybody who is unserved in one plan.
pub struct Inquiry<'g, 'm> {
    problem: &'g Problem,
    ground: &'g Ground<'m>,
    unlimited: Room<'g, 'm>,
    empty: Room<'g, 'm>,
    planned: Option<Room<'g, 'm>>,
    /// Partners missing.
    missing: BTreeMap<TeacherId, u32>,
    partners: BTreeSet<(TeacherId, TeacherId)>,
    pairs_of: BTreeMap<TeacherId, Vec<usize>>,
    /// Partners got by mutual kinds.
    mutual: BTreeMap<TeacherId, u32>,
    /// Schools that have a triad.
    with_triad: BTreeSet<SchoolId>,
    proven: bool,
    pairs_left: usize,
}

impl<'g, 'm> Inquiry<'g, 'm> {
    /// Of `plan`.
    pub fn new(problem: &'g Problem, ground: &'g Ground<'m>, plan: &Plan) -> Self {
        let missing: BTreeMap<_, _> = plan.unserved.iter().map(|entry| (entry.teacher, entry.missing)).collect();
        let mut partners = BTreeSet::new();
        for members in plan.arrangements.iter().map(|arrangement| &arrangement.members) {
            for &a in members {
                partners.extend(members.iter().filter(|&&b| b != a).map(|&b| (a, b)));
            }
        }
        let mut mutual = BTreeMap::new();
        for of in plan.arrangements.iter().filter(|of| of.kind.shape().is_some_and(|shape| shape.mutual)) {
            for &member in &of.members {
                *mutual.entry(member).or_insert(0) += 1;
            }
        }
        let mut pairs_of: BTreeMap<TeacherId, Vec<usize>> = BTreeMap::new();
        for (index, pair) in ground.lifted.twos.iter().enumerate() {
            for member in [pair.a, pair.b] {
                if missing.contains_key(&member) {
                    pairs_of.entry(member).or_default().push(index);
                }
            }
        }
        Self {
            problem,
            ground,
            unlimited: Room::unlimited(ground, ATTEMPTS),
            empty: Room::empty(ground, ATTEMPTS),
            planned: Room::after(ground, plan, ATTEMPTS),
            missing,
            partners,
            pairs_of,
            mutual,
            with_triad: plan
                .arrangements
                .iter()
                .filter(|of| of.kind.shape().is_some_and(|shape| shape.members > 2))
                .flat_map(|arrangement| &arrangement.members)
                .map(|&member| problem.teachers[member].school)
                .collect(),
            proven: plan.status == Status::Optimal,
            pairs_left: PAIRS,
        }
    }

    /// What keeps this teacher from a partner.
    pub fn about(&mut self, entry: &Unserved) -> Facts {
        let teacher = entry.teacher;
        let mut facts = self.about_kinds(teacher);
        if facts.no_pairs || self.has_mutual_partners(entry) {
            facts.only_one_way = self.has_mutual_partners(entry);
            return facts;
        }
        let pairs: Vec<usize> = self.pairs_of.get(&teacher).into_iter().flatten().copied().collect();
        let other = |index: usize| {
            let pair = &self.ground.lifted.twos[index];
            if pair.a == teacher { pair.b } else { pair.a }
        };
        let pairs: Vec<(usize, TeacherId)> = pairs
            .into_iter()
            .map(|index| (index, other(index)))
            .filter(|&(_, b)| !self.are_partners(teacher, b))
            .collect();
        facts.allowed = pairs.len();
        facts.partners =
            self.partners.range((teacher, TeacherId::from_index(0))..).take_while(|of| of.0 == teacher).count();
        if facts.allowed == 0 || self.problem.rules.min_match.thousandths() > 0 {
            self.sort_out(teacher, &mut facts);
        }
        facts.nothing_to_watch = self.ground.lifted.hosted[teacher.index()].is_empty();
        if facts.nothing_to_watch {
            facts.no_visit = facts.allowed;
            return facts;
        }
        if self.pairs_left < pairs.len() {
            self.at_a_glance(&pairs, &mut facts);
            return facts;
        }
        self.pairs_left -= pairs.len();
        for (index, colleague) in pairs {
            self.look_into(index, teacher, colleague, &mut facts);
        }
        facts
    }

    /// Whether all that the teacher misses is what new staff want beside their `visits`.
    fn has_mutual_partners(&self, entry: &Unserved) -> bool {
        let mutual = self.problem.teachers[entry.teacher].wanted();
        let got = self.mutual.get(&entry.teacher).copied().unwrap_or(0);
        got >= mutual && entry.missing > 0
    }

    /// Which kinds are planned, and whether triads could be with this teacher as far as the rules go.
    fn about_kinds(&self, teacher: TeacherId) -> Facts {
        let rules = &self.problem.rules;
        let person = &self.problem.teachers[teacher];
        let company = self.problem.teachers.entries().filter(|&(colleague, other)| {
            let is_listed = |pair: &[TeacherId; 2]| *pair == [teacher, colleague] || *pair == [colleague, teacher];
            let managed = person.line_manager == Some(colleague) || other.line_manager == Some(teacher);
            colleague != teacher
                && other.school == person.school
                && self.ground.lifted.watches[colleague.index()]
                && !self.are_partners(teacher, colleague)
                && !rules.forbid.iter().any(is_listed)
                && !(managed && rules.line_managers == LineManagers::Never)
        });
        let in_play = |fits: fn(&Shape) -> bool| SHAPES.iter().any(|shape| fits(shape) && shape.in_play(rules));
        let planned = in_play(|shape| shape.members > 2);
        let triads = planned && company.take(2).count() == 2;
        Facts {
            triads,
            triad_taken: triads && rules.triads == Triads::Odd && self.with_triad.contains(&person.school),
            no_pairs: !in_play(|shape| shape.members == 2 && shape.visits == Visits::Ring),
            further: rules.video.is_some() || in_play(|shape| shape.visits != Visits::Ring),
            one_way: in_play(|shape| !shape.mutual),
            ..Facts::default()
        }
    }

    fn are_partners(&self, a: TeacherId, b: TeacherId) -> bool {
        self.partners.contains(&(a, b))
    }

    /// Who is no allowed partner, and why not.
    fn sort_out(&self, teacher: TeacherId, facts: &mut Facts) {
        let (problem, model) = (self.problem, self.ground.lifted);
        let person = &problem.teachers[teacher];
        for (colleague, other) in problem.teachers.entries() {
            if colleague == teacher || !model.watches[colleague.index()] {
                continue;
            }
            facts.others += 1;
            let is_listed = |pair: &[TeacherId; 2]| *pair == [teacher, colleague] || *pair == [colleague, teacher];
            let managed = person.line_manager == Some(colleague) || other.line_manager == Some(teacher);
            if person.school != other.school && problem.travel_between(person.school, other.school).is_none() {
                facts.too_far += 1;
            } else if problem.rules.forbid.iter().any(is_listed) {
                facts.forbidden += 1;
            } else if managed && problem.rules.line_managers == LineManagers::Never {
                facts.managed += 1;
            } else if !model.may_pair(teacher, colleague) {
                facts.weak += 1;
            }
        }
    }

    /// What can be said without trying.
    fn at_a_glance(&self, pairs: &[(usize, TeacherId)], facts: &mut Facts) {
        if pairs.iter().all(|(_, colleague)| !self.missing.contains_key(colleague)) {
            facts.all_served = true;
        } else if self.proven {
            facts.useless = pairs.len();
        } else {
            facts.open = pairs.len();
        }
    }

    fn look_into(&mut self, index: usize, teacher: TeacherId, colleague: TeacherId, facts: &mut Facts) {
        let chances = Chances::of(self.ground, index);
        match chances.attempt(self.ground, &mut self.unlimited) {
            Outcome::Fits => {}
            Outcome::NoVisit | Outcome::Blocked { visits: false, .. } => return facts.no_visit += 1,
            Outcome::NoTalk | Outcome::Blocked { visits: true, .. } => return facts.no_talk += 1,
            Outcome::Unsettled => return self.leave_open(facts),
        }
        let wants_one = self.missing.contains_key(&colleague);
        let room = if wants_one { self.planned.as_mut() } else { Some(&mut self.empty) };
        let Some(room) = room else { return self.leave_open(facts) };
        let outcome = chances.attempt(self.ground, room);
        if let Outcome::Blocked { caps, .. } = outcome {
            // Would it fit if money, or covered periods, were no object?
            room.budgets = false;
            let without = chances.attempt(self.ground, room);
            room.budgets = true;
            match without {
                Outcome::Fits => {
                    facts.over_budget += 1;
                    facts.budgets |= room.over;
                }
                Outcome::Blocked { caps, .. } => {
                    facts.capped += 1;
                    facts.caps |= caps;
                }
                _ => {
                    facts.capped += 1;
                    facts.caps |= caps;
                }
            }
            return;
        }
        match outcome {
            Outcome::Fits if !wants_one => facts.served += 1,
            Outcome::Fits if self.proven || self.never_pays(&chances, [teacher, colleague]) => facts.dear += 1,
            Outcome::Fits => facts.open += 1,
            _ => self.leave_open(facts),
        }
    }

    fn leave_open(&self, facts: &mut Facts) {
        if self.proven { facts.useless += 1 } else { facts.open += 1 }
    }

    /// Whether even the cheapest arrangement, with cover for nothing, costs at least what one more partner each saves.
    fn never_pays(&self, chances: &Chances, members: [TeacherId; 2]) -> bool {
        let saves: Pence = members.into_iter().map(|member| self.saving(member)).sum();
        chances.least_cost().is_none_or(|cost| cost >= saves)
    }

    /// What one more partner of `teacher` saves at most.
    fn saving(&self, teacher: TeacherId) -> Pence {
        let rates = &self.problem.rates;
        let wanted = self.problem.wanted(teacher);
        let missing = self.missing.get(&teacher).copied().unwrap_or(0).min(wanted);
        let late = if self.ground.lifted.owes_early(teacher) { rates.leader_late } else { 0 };
        let partner = match missing {
            0 => 0,
            some => self.problem.unserved_cost(teacher, some) - self.problem.unserved_cost(teacher, some - 1),
        };
        partner + late
    }
}
