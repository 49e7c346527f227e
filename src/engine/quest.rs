//! The search of one team's schedules: visit after visit, cheapest first, and what can't end below the limit is left.

use super::price::{Leg, MILLI, Offer, Pricer};
use crate::compile::{Arm, MOST_MEMBERS, Model, Schedule, Talk, Team};
use crate::domain::ConversationRule;

/// A search under way.
pub struct Quest<'q> {
    model: &'q Model<'q>,
    team: Team,
    /// The visits of each arm, cheapest first.
    legs: Vec<Vec<Leg>>,
    /// What the arms after each cost at least.
    rest: Vec<i64>,
    /// Conversations, and going without where that may be, cheapest first.
    talks: Vec<(i64, Option<Talk>)>,
    least_talk: i64,
    /// School days up to each day of the round.
    days: &'q [u32],
    base: i64,
    /// Whether different times are all that it takes.
    plain: bool,
    /// Whether slots are those of one school: then no two visits are in one, since of any two somebody is in both.
    one_school: bool,
    below: i64,
    most: usize,
    found: Vec<Offer>,
}

impl<'q> Quest<'q> {
    /// A search for schedules with a price below `below`, for at most `most` of them. None where there can't be any.
    pub fn new(pricer: &'q Pricer<'q>, team: Team, below: i64, most: usize) -> Option<Self> {
        let model = pricer.model;
        let members = model.members(team);
        let legs: Vec<Vec<Leg>> = (0..members.len()).map(|index| pricer.legs(team, index)).collect();
        let mut rest = vec![0; legs.len()];
        for index in (0..legs.len()).rev() {
            let least = legs[index].first()?.price;
            match index {
                0 => {}
                index => rest[index - 1] = rest[index] + least,
            }
        }
        let rule = model.problem.rules.conversation;
        let mut talks: Vec<(i64, Option<Talk>)> = match rule {
            ConversationRule::None => Vec::new(),
            _ => pricer.talks(team).into_iter().map(|(price, talk)| (price, Some(talk))).collect(),
        };
        if rule != ConversationRule::Required && model.talk_locks(&members).is_empty() {
            let without = model.going_without() * MILLI;
            talks.insert(talks.partition_point(|&(price, _)| price <= without), (without, None));
        }
        let least_talk = talks.first()?.0;
        let school = |index: usize| model.problem.teachers[members[index]].school;
        let plain = match team {
            Team::Pair(pair) => model.pairs[pair as usize].plain,
            Team::Ring(_) => false,
        };
        let one_school = plain || matches!(team, Team::Ring(_));
        let days = pricer.windows.days_of(school(0), school(1));
        let base = pricer.base(team);
        let found = Vec::new();
        Some(Self { model, team, legs, rest, talks, least_talk, days, base, plain, one_school, below, most, found })
    }

    /// What it finds, cheapest first.
    pub fn run(mut self) -> Vec<Offer> {
        self.visit(0, self.base, &mut [Leg::default(); MOST_MEMBERS]);
        self.found.sort_unstable();
        self.found
    }

    /// Tries every visit of arm `index` after those chosen, which cost `price` with the team. False when it found enough.
    fn visit(&mut self, index: usize, price: i64, chosen: &mut [Leg; MOST_MEMBERS]) -> bool {
        if index == self.legs.len() {
            return self.talk(price, chosen);
        }
        let span = self.model.problem.rules.visit_span_days;
        for at in 0..self.legs[index].len() {
            let leg = self.legs[index][at];
            if price + leg.price + self.rest[index] + self.least_talk >= self.below {
                break;
            }
            let fits = chosen[..index].iter().all(|other| {
                let apart = self.days[leg.day.max(other.day) as usize] - self.days[leg.day.min(other.day) as usize];
                apart <= span && !(self.one_school && other.slot == leg.slot)
            });
            if !fits {
                continue;
            }
            chosen[index] = leg;
            if !self.visit(index + 1, price + leg.price, chosen) {
                return false;
            }
        }
        true
    }

    /// Tries every conversation after the visits.
    fn talk(&mut self, visits: i64, chosen: &[Leg; MOST_MEMBERS]) -> bool {
        let chosen = &chosen[..self.legs.len()];
        let Some(last) = chosen.iter().copied().reduce(|last, leg| if last.end <= leg.end { leg } else { last }) else {
            return true;
        };
        let mut arms = [Arm::NONE; MOST_MEMBERS];
        for (arm, leg) in arms.iter_mut().zip(chosen) {
            *arm = Arm { hosted: leg.hosted };
        }
        let within = self.model.problem.rules.conversation_within_days;
        for at in 0..self.talks.len() {
            let (price, talk) = self.talks[at];
            if visits + price >= self.below {
                break;
            }
            if let Some(talk) = talk {
                let at = self.model.slot(talk.school, talk.slot);
                if at.start < last.end || self.days[at.day as usize] - self.days[last.day as usize] > within {
                    continue;
                }
            }
            let schedule = Schedule { team: self.team, arms, talk };
            if !self.plain && !self.model.fits(&schedule) {
                continue;
            }
            let offer = Offer { price: visits + price, schedule };
            if self.most == 1 {
                self.below = offer.price;
                self.found = vec![offer];
                return true;
            }
            self.found.push(offer);
            if self.found.len() >= self.most {
                return false;
            }
        }
        true
    }
}
