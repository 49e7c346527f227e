//! The cheapest schedule of one arrangement.

use super::facts::Slot;
use super::parts::{Away, Hosted};
use super::rows::{Entry, Part, Rows, merged};
use crate::domain::{Date, Rules};

/// One visit: the observer away, the host watched.
pub(super) struct Leg<'p> {
    /// Milli-pence.
    pub(super) price: i128,
    pub(super) away: &'p Away,
    pub(super) hosted: &'p Hosted,
    pub(super) locks: Vec<Entry>,
    pub(super) slot: Slot,
    /// The least price of a conversation after it, or of none.
    pub(super) talk: Option<i128>,
}

/// A conversation.
pub(super) struct Talk<'p> {
    pub(super) price: i128,
    /// Of each member.
    pub(super) parts: Vec<&'p Part>,
    pub(super) slot: Slot,
}

/// A search for the cheapest schedule of one arrangement.
pub(super) struct Search<'s, 'p> {
    pub(super) rows: &'s Rows,
    pub(super) rules: &'s Rules,
    /// First date of the round.
    pub(super) start: Date,
    /// School days up to each date of it.
    pub(super) days: Vec<u32>,
    pub(super) own: &'s Part,
    /// Of each visit, cheapest first.
    pub(super) legs: Vec<Vec<Leg<'p>>>,
    /// Cheapest first.
    pub(super) talks: Vec<Talk<'p>>,
    /// What it costs not to talk, where that may be.
    pub(super) without: Option<i128>,
    /// The least that all costs from each visit on.
    pub(super) rest: Vec<i128>,
}

impl Search<'_, '_> {
    fn day(&self, date: Date) -> u32 {
        self.days[usize::try_from(date.days() - self.start.days()).unwrap_or(0)]
    }

    /// Whether the conversation may follow a last visit in `last`.
    fn follows(&self, talk: &Slot, last: &Slot) -> bool {
        (talk.date, talk.start) >= (last.date, last.end)
            && self.day(talk.date) - self.day(last.date) <= self.rules.conversation_within_days
    }

    /// Works out what follows each visit at the least.
    pub(super) fn look_ahead(&mut self) {
        let mut legs = std::mem::take(&mut self.legs);
        for leg in legs.iter_mut().flatten() {
            let after = self.talks.iter().find(|talk| self.follows(&talk.slot, &leg.slot)).map(|talk| talk.price);
            leg.talk = after.into_iter().chain(self.without).min();
        }
        self.legs = legs;
    }

    /// Adds every further visit to those chosen; `found` is twice the price of the best schedule so far.
    pub(super) fn extend<'a>(&'a self, chosen: &mut Vec<&'a Leg<'a>>, price: i128, found: &mut i128) {
        let Some(legs) = self.legs.get(chosen.len()) else {
            self.finish(chosen, price, found);
            return;
        };
        let rest = self.rest[chosen.len() + 1];
        for leg in legs {
            if 2 * (price + leg.price + rest) >= *found {
                break;
            }
            let apart = |other: &&Leg| self.day(leg.slot.date).abs_diff(self.day(other.slot.date));
            if chosen.iter().all(|other| apart(other) <= self.rules.visit_span_days) {
                chosen.push(leg);
                self.extend(chosen, price + leg.price, found);
                chosen.pop();
            }
        }
    }

    /// Looks for the cheapest conversation after all visits.
    fn finish(&self, chosen: &[&Leg], price: i128, found: &mut i128) {
        let Some(last) = chosen.iter().max_by_key(|leg| (leg.slot.date, leg.slot.end)) else { return };
        if last.talk.is_none_or(|talk| 2 * (price + talk) >= *found) {
            return;
        }
        let after = self.talks.iter().filter(|talk| self.follows(&talk.slot, &last.slot));
        for talk in after {
            if 2 * (price + talk.price) >= *found {
                break;
            }
            if self.is_possible(chosen, Some(talk)) {
                *found = 2 * (price + talk.price);
                break;
            }
        }
        if let Some(without) = self.without
            && 2 * (price + without) < *found
            && self.is_possible(chosen, None)
        {
            *found = 2 * (price + without);
        }
    }

    /// Whether the parts go together: nobody is in two places at once, and no row is broken by them alone.
    fn is_possible(&self, chosen: &[&Leg], talk: Option<&Talk>) -> bool {
        let clash = talk.is_some_and(|talk| {
            chosen.iter().any(|leg| {
                leg.slot.date == talk.slot.date && leg.away.start < talk.slot.end && talk.slot.start < leg.away.end
            })
        });
        if clash {
            return false;
        }
        let legs = chosen.iter().flat_map(|leg| [&leg.away.part.entries, &leg.hosted.part.entries, &leg.locks]);
        let talks = talk.into_iter().flat_map(|talk| talk.parts.iter().map(|part| &part.entries));
        let entries = std::iter::once(&self.own.entries).chain(legs).chain(talks);
        self.rows.fit(&merged(entries.flatten().copied().collect()))
    }
}
