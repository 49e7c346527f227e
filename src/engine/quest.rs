//! The search of one team's schedules: act after act, cheapest first, and what can't end below the limit is left.

use super::price::{Leg, MILLI, Offer, Pricer, order};
use crate::compile::{MOST_ACTS, Model, Schedule, Talk, Team, UNUSED};
use crate::domain::ConversationRule;

/// A search under way.
pub struct Quest<'q> {
    model: &'q Model<'q>,
    team: Team,
    form: u8,
    /// The moves of each act, cheapest first.
    legs: Vec<Vec<Leg>>,
    /// The act that has to be over before each.
    follows: Vec<Option<usize>>,
    /// What the acts after each cost at least.
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
    pub fn new(pricer: &'q Pricer<'q>, team: Team, form: u8, below: i64, most: usize) -> Option<Self> {
        let model = pricer.model;
        let members = model.members(team);
        let of = model.form(form);
        let base = pricer.base(team) + model.form_cost(team, form) * MILLI;
        let mut options: Vec<Vec<(i64, u32)>> = (0..of.acts.len()).map(|act| pricer.options(team, form, act)).collect();
        let rule = of.conversation;
        let mut held = match rule {
            ConversationRule::None => Vec::new(),
            _ => pricer.talks(team),
        };
        let locked = rule != ConversationRule::None && !model.talk_locks(&members).is_empty();
        let without = (rule != ConversationRule::Required && !locked).then(|| model.going_without(form) * MILLI);
        if !model.is_credited(team) {
            // What is too dear beside the cheapest of all else is left before it is looked at more closely.
            let least = |options: &Vec<(i64, u32)>| options.iter().map(|&(price, _)| price).min();
            let of_acts: Vec<i64> = options.iter().map(least).collect::<Option<_>>()?;
            let of_talk = held.iter().map(|&(price, _)| price).chain(without).min()?;
            let room = below.saturating_sub(base + of_acts.iter().sum::<i64>() + of_talk);
            for (options, least) in options.iter_mut().zip(of_acts) {
                options.retain(|&(price, _)| price - least < room);
            }
            held.retain(|&(price, _)| price - of_talk < room);
        }
        let legs = options.iter().enumerate().map(|(act, options)| pricer.legs(team, form, act, options));
        let legs: Vec<Vec<Leg>> = legs.collect();
        let mut rest = vec![0; legs.len()];
        for index in (0..legs.len()).rev() {
            let least = legs[index].first()?.price;
            match index {
                0 => {}
                index => rest[index - 1] = rest[index] + least,
            }
        }
        order(team, &mut held);
        let mut talks: Vec<(i64, Option<Talk>)> = held.into_iter().map(|(price, talk)| (price, Some(talk))).collect();
        if let Some(without) = without {
            talks.insert(talks.partition_point(|&(price, _)| price <= without), (without, None));
        }
        let least_talk = talks.first()?.0;
        let school = |index: usize| model.problem.teachers[members[index]].school;
        let plain = match team {
            Team::Two(two) => of.plain && model.twos[two as usize].plain,
            Team::Ring(_) | Team::One(_) => false,
        };
        let days = pricer.windows.days_of(school(0), school(1));
        Some(Self {
            model,
            team,
            form,
            follows: (0..legs.len()).map(|act| of.follows(act)).collect(),
            legs,
            rest,
            talks,
            least_talk,
            days,
            base,
            plain,
            one_school: of.plain && (plain || matches!(team, Team::Ring(_))),
            below,
            most,
            found: Vec::new(),
        })
    }

    /// What it finds, cheapest first.
    pub fn run(mut self) -> Vec<Offer> {
        self.act(0, self.base, &mut [Leg::default(); MOST_ACTS]);
        self.found.sort_unstable();
        self.found
    }

    /// Tries every move of act `index` after those chosen, which cost `price` with the team. False when it found enough.
    fn act(&mut self, index: usize, price: i64, chosen: &mut [Leg; MOST_ACTS]) -> bool {
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
            let is_over = self.follows[index].is_none_or(|before| chosen[before].end <= leg.start);
            if !fits || !is_over {
                continue;
            }
            chosen[index] = leg;
            if !self.act(index + 1, price + leg.price, chosen) {
                return false;
            }
        }
        true
    }

    /// Tries every conversation after the acts.
    fn talk(&mut self, price_of_acts: i64, chosen: &[Leg; MOST_ACTS]) -> bool {
        let chosen = &chosen[..self.legs.len()];
        let Some(last) = chosen.iter().copied().reduce(|last, leg| if last.end <= leg.end { leg } else { last }) else {
            return true;
        };
        let mut acts = [UNUSED; MOST_ACTS];
        for (act, leg) in acts.iter_mut().zip(chosen) {
            *act = leg.option;
        }
        let (team, form) = (self.team, self.form);
        if !self.model.go_together(&Schedule { team, form, acts, talk: None }) {
            return true;
        }
        let within = self.model.problem.rules.conversation_within_days;
        for at in 0..self.talks.len() {
            let (price, talk) = self.talks[at];
            if price_of_acts + price >= self.below {
                break;
            }
            if let Some(talk) = talk {
                let at = self.model.slot(talk.school, talk.slot);
                if at.start < last.end || self.days[at.day as usize] - self.days[last.day as usize] > within {
                    continue;
                }
            }
            let schedule = Schedule { team, form, acts, talk };
            if !self.plain && !self.model.keeps_together(&schedule) {
                continue;
            }
            let offer = Offer { price: price_of_acts + price, schedule };
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
