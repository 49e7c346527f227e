//! What a team of two has to offer, over all of its forms: floors first, then sweeps and searches where one may pay.

use super::price::{MILLI, NEVER, Offer, Pricer};
use super::windows::Minima;
use crate::compile::{Act, Team};
use crate::domain::{ConversationRule, Key, TeacherId};

/// What one team has to offer.
#[derive(Debug, Clone, Default)]
pub struct Quote {
    /// No schedule of the team is below this, milli-pence; exactly the cheapest where there are offers.
    pub least: i64,
    /// The best schedules, cheapest first; none when all cost too much.
    pub offers: Vec<Offer>,
}

impl Pricer<'_> {
    /// The best schedules of a team of two, or of one who watches another, where one may cost less than `below`, and a
    /// floor under all of them.
    pub fn quote(&self, team: Team, below: i64, work: &mut Minima) -> Quote {
        let model = self.model;
        let mut quote = Quote { least: NEVER, offers: Vec::new() };
        let mut below = below;
        let mut visits = [None; 2];
        let base = if model.is_credited(team) { None } else { Some(self.base(team)) };
        for form in model.forms_of(team) {
            let floor = base.map_or(i64::MIN / 4, |base| base + self.floor(team, form, &mut visits));
            if floor >= below {
                quote.least = quote.least.min(floor);
                continue;
            }
            let swept = match team {
                Team::Two(two) if model.form(form).plain => self.best_swept(two, form, work),
                _ => None,
            };
            // What a search does not find is not below the limit; what a sweep does not find is not there.
            let (found, otherwise) = match swept {
                Some(swept) => (swept, NEVER),
                None => (self.search_form(team, form, below, 1), below),
            };
            let least = found.first().map_or(otherwise, |offer| offer.price);
            quote.least = quote.least.min(least);
            below = below.min(least);
            quote.offers.extend(found);
        }
        quote.offers.sort_unstable();
        quote.least = quote.least.min(NEVER);
        quote
    }

    /// What no schedule of the form is below, over what the team costs whatever it does: the cheapest of each act and of
    /// the conversation, whether they go together or not. `visits` keeps the cheapest visits by observer.
    fn floor(&self, team: Team, form: u8, visits: &mut [Option<i64>; 2]) -> i64 {
        let model = self.model;
        let members = model.members(team);
        let both = |list: &[i64]| list[members[0].index()] + list[members[1].index()];
        let acts = model.form(form).acts.iter().map(|&act| match act {
            Act::Visit { observer, host } => {
                *visits[observer].get_or_insert_with(|| self.least_visit(members[observer], members[host]))
            }
            Act::Record { host, .. } => self.least_record[members[host].index()],
            Act::View { observer } => self.least_view[members[observer].index()],
            Act::Exchange => both(&self.least_exchange),
            Act::Meet => both(&self.least_talk),
            // Nothing but a row, whose price is not below zero.
            Act::Teach { .. } => 0,
        });
        let talk = if model.form(form).conversation == ConversationRule::Required {
            both(&self.least_talk)
        } else {
            both(&self.least_talk).min(model.going_without(form) * MILLI)
        };
        (acts.sum::<i64>() + talk + model.form_cost(team, form) * MILLI).min(NEVER)
    }

    /// The price of the cheapest visit of one to another.
    fn least_visit(&self, observer: TeacherId, host: TeacherId) -> i64 {
        let school = self.model.problem.teachers[host].school;
        let seats = &self.seats[host.index()].prices;
        let Some(place) = self.model.place(observer, school) else { return NEVER };
        let away = &self.prices[place.away as usize..place.away as usize + seats.len()];
        away.iter().zip(seats).map(|(away, seat)| away + seat).min().unwrap_or(NEVER)
    }

    /// The best schedules of a team, cheapest first. None when there is none.
    pub fn best(&self, team: Team, work: &mut Minima) -> Vec<Offer> {
        match team {
            Team::Ring(_) => self.search(team, NEVER, 1),
            Team::Two(_) | Team::One(_) => self.quote(team, NEVER, work).offers,
        }
    }

    /// The best schedules of two who watch each other in the room, cheapest first: at most one per order of the visits.
    /// `None` where they have to be searched for.
    fn best_swept(&self, two: u32, form: u8, work: &mut Minima) -> Option<Vec<Offer>> {
        let of = &self.model.twos[two as usize];
        if !of.free {
            return None;
        }
        let mut offers = self.sweep(two, form, work);
        // The sweep leaves out what ties the parts together; where its best keeps that too, it is the best.
        if of.plain || offers.is_empty() {
            return Some(offers);
        }
        let fits = self.model.fits(&offers[0].schedule);
        if offers.get(1).is_some_and(|other| !self.model.fits(&other.schedule)) {
            offers.truncate(1);
        }
        fits.then_some(offers)
    }
}
