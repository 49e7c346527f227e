//! What a team of two has to offer, over all of its forms: floors first, then sweeps and searches where one may pay.

use rayon::prelude::*;

use super::lanes::{Beside, Talking};
use super::price::{MILLI, NEVER, Offer, Pricer};
use super::windows::Minima;
use crate::compile::{Act, MOST_ACTS, Schedule, Talk, Team, UNUSED};
use crate::domain::{ConversationRule, Key, TeacherId};

/// What one team has to offer.
#[derive(Debug, Clone, Default)]
pub struct Quote {
    /// No schedule of the team is below this, milli-pence; exactly the cheapest where there are offers.
    pub least: i64,
    /// The best schedules, cheapest first; none when all cost too much.
    pub offers: Vec<Offer>,
}

/// Quotes teams at the prices of a pricer, best in their order.
pub struct Quotes<'p, 'm> {
    pricer: &'p Pricer<'m>,
    minima: Minima,
    beside: Beside,
}

impl<'m> Pricer<'m> {
    /// Quotes for teams.
    pub fn quotes(&self) -> Quotes<'_, 'm> {
        Quotes { pricer: self, minima: Minima::default(), beside: Beside::default() }
    }

    /// What `quote` makes of every team of two, in their order.
    pub fn of_twos<T: Send>(&self, quote: impl Fn(&mut Quotes<'_, 'm>, u32) -> T + Sync) -> Vec<T> {
        (0..self.model.twos.len())
            .into_par_iter()
            .with_min_len(64)
            .map_init(|| self.quotes(), |quotes, two| quote(quotes, u32::try_from(two).expect("fewer than 2^32")))
            .collect()
    }

    /// The best schedules of a team, cheapest first. None when there is none.
    pub fn best(&self, team: Team) -> Vec<Offer> {
        match team {
            Team::Ring(_) => self.search(team, NEVER, 1),
            Team::Two(_) | Team::One(_) => self.quotes().quote(team, NEVER).offers,
        }
    }
}

impl Quotes<'_, '_> {
    /// The best schedules of a team of two, or of one who watches another, where one may cost less than `below`, and a
    /// floor under all of them.
    pub fn quote(&mut self, team: Team, below: i64) -> Quote {
        let mut quote = Quote { least: NEVER, offers: Vec::new() };
        let mut below = below;
        let mut known = Known::default();
        for form in self.pricer.model.forms_of(team) {
            let (least, offers) = self.of_form(team, form, below, &mut known);
            quote.least = quote.least.min(least);
            if !offers.is_empty() {
                below = below.min(least);
                quote.offers.extend(offers);
            }
        }
        quote.offers.sort_unstable();
        quote.least = quote.least.min(NEVER);
        quote
    }

    /// What no schedule of a team of two is below, milli-pence, told without looking at schedules; as near as is told
    /// quickly where it is less than `below`.
    pub fn at_least(&mut self, team: Team, below: i64) -> i64 {
        let mut known = Known::default();
        let forms = self.pricer.model.forms_of(team);
        forms.map(|form| self.low(team, form, below, &mut known)).min().unwrap_or(NEVER)
    }

    /// The same of one form.
    fn low(&mut self, team: Team, form: u8, below: i64, known: &mut Known) -> i64 {
        let floor = self.floor(team, form, known);
        if floor < below { self.least_in_lanes(team, form).unwrap_or(floor) } else { floor }
    }

    /// The price of the cheapest schedule of a team of two; [`NEVER`] where there is none.
    pub fn least(&mut self, team: Team) -> i64 {
        let mut least = NEVER;
        let mut known = Known::default();
        for form in self.pricer.model.forms_of(team) {
            let of_form = match self.least_in_lanes(team, form) {
                Some(price) if self.is_kept(team, form) => price,
                _ => self.of_form(team, form, least, &mut known).0,
            };
            least = least.min(of_form);
        }
        least
    }

    /// The least prices of the visits of one to another and the other way, locks on visits aside; `None` where it takes
    /// more than lanes to tell.
    pub fn least_visits(&mut self, one: TeacherId, other: TeacherId) -> [Option<i64>; 2] {
        self.beside.least_visits(self.pricer, one, other).unwrap_or_default()
    }

    /// A floor under what a team does in a form, and the best schedules where one may cost less than `below`.
    fn of_form(&mut self, team: Team, form: u8, below: i64, known: &mut Known) -> (i64, Vec<Offer>) {
        // Where all is below the limit, one sweep tells more than the floor before it.
        if below < NEVER {
            let low = self.low(team, form, below, known);
            if low >= below {
                return (low, Vec::new());
            }
        }
        let swept = match team {
            Team::Two(two) if self.pricer.model.form(form).plain => self.best_swept(two, form),
            _ => None,
        };
        // What a search does not find is not below the limit; what a sweep does not find is not there.
        let (found, otherwise) = match swept {
            Some(swept) => (swept, NEVER),
            None => (self.pricer.search_form(team, form, below, 1), below),
        };
        (found.first().map_or(otherwise, |offer| offer.price), found)
    }

    /// What no schedule of the form is below: what the team costs whatever it does, and the cheapest of each act and of
    /// the conversation, whether they go together or not.
    fn floor(&mut self, team: Team, form: u8, known: &mut Known) -> i64 {
        let model = self.pricer.model;
        let base = *known
            .base
            .get_or_insert_with(|| if model.is_credited(team) { i64::MIN / 4 } else { self.pricer.base(team) });
        let members = model.members(team);
        let both = |list: &[i64]| list[members[0].index()] + list[members[1].index()];
        let visits = *known.visits.get_or_insert_with(|| match team {
            Team::Two(_) => self.least_visits(members[0], members[1]),
            Team::One(_) | Team::Ring(_) => [None; 2],
        });
        let acts = model.form(form).acts.iter().map(|&act| match act {
            Act::Visit { observer, host } => {
                visits[observer].unwrap_or_else(|| self.pricer.least_visit(members[observer], members[host]))
            }
            Act::Record { host, .. } => self.pricer.least_record[members[host].index()],
            Act::View { observer } => self.pricer.least_view[members[observer].index()],
            Act::Exchange => both(&self.pricer.least_exchange),
            Act::Meet => both(&self.pricer.least_talk),
            // Nothing but a row, whose price is not below zero.
            Act::Teach { .. } => 0,
        });
        let talk = if model.form(form).conversation == ConversationRule::Required {
            both(&self.pricer.least_talk)
        } else {
            both(&self.pricer.least_talk).min(model.going_without(form) * MILLI)
        };
        base + (acts.sum::<i64>() + talk + model.form_cost(team, form) * MILLI).min(NEVER)
    }

    /// What the two cost at least in a form that is swept, as far as time goes; `None` where lanes can't tell.
    fn least_in_lanes(&mut self, team: Team, form: u8) -> Option<i64> {
        let model = self.pricer.model;
        let Team::Two(two) = team else { return None };
        let of = &model.twos[two as usize];
        if !of.free || !model.form(form).plain {
            return None;
        }
        let least = self.beside.least(self.pricer, [of.a, of.b], self.talking(form))?;
        Some(self.pricer.part(of.part) + least)
    }

    /// Whether what is cheapest as far as time goes keeps what else ties its parts together, so that it is the cheapest.
    fn is_kept(&mut self, team: Team, form: u8) -> bool {
        let (pricer, model) = (self.pricer, self.pricer.model);
        let Team::Two(two) = team else { return false };
        let of = &model.twos[two as usize];
        if of.plain {
            return true;
        }
        let talking = self.talking(form);
        let Some((x, y, talk)) = self.beside.slots(pricer, [of.a, of.b], talking) else { return false };
        let mut acts = [UNUSED; MOST_ACTS];
        (acts[0], acts[1]) = (pricer.seat(of.b, x), pricer.seat(of.a, y));
        let arm = |observer: TeacherId, host: TeacherId, slot: u32, act: u32| {
            [model.places[observer.index()][0].away + slot, model.hosted[host.index()][act as usize].part]
        };
        let arms = [arm(of.a, of.b, x, acts[0]), arm(of.b, of.a, y, acts[1])];
        let talks = talk.map(|slot| [of.a, of.b].map(|member| model.places[member.index()][0].talk + slot));
        if of.apart && model.are_untied(arms.into_iter().chain(talks).flatten()) {
            return true;
        }
        let talk = talk.map(|slot| Talk { school: model.problem.teachers[of.a].school, slot });
        model.fits(&Schedule { team, form, acts, talk })
    }

    fn talking(&self, form: u8) -> Talking {
        let model = self.pricer.model;
        let rule = model.form(form).conversation;
        let is_required = rule == ConversationRule::Required;
        Talking {
            may: rule != ConversationRule::None,
            without: if is_required { NEVER } else { model.going_without(form) * MILLI },
        }
    }

    /// The best schedules of two who watch each other in the room, cheapest first: at most one per order of the visits.
    /// `None` where they have to be searched for.
    fn best_swept(&mut self, two: u32, form: u8) -> Option<Vec<Offer>> {
        let model = self.pricer.model;
        let of = &model.twos[two as usize];
        if !of.free {
            return None;
        }
        let mut offers = self.pricer.sweep(two, form, &mut self.minima);
        // The sweep leaves out what ties the parts together; where its best keeps that too, it is the best.
        if of.plain || offers.is_empty() {
            return Some(offers);
        }
        let fits = model.fits(&offers[0].schedule);
        if offers.get(1).is_some_and(|other| !model.fits(&other.schedule)) {
            offers.truncate(1);
        }
        fits.then_some(offers)
    }
}

/// What is known of a team whatever the form, once somebody has asked.
#[derive(Default)]
struct Known {
    /// What it costs whatever it does; nothing to go by where locks may credit it.
    base: Option<i64>,
    /// The cheapest visits by observer, where lanes tell them.
    visits: Option<[Option<i64>; 2]>,
}

impl Pricer<'_> {
    /// The price of the cheapest visit of one to another.
    fn least_visit(&self, observer: TeacherId, host: TeacherId) -> i64 {
        let school = self.model.problem.teachers[host].school;
        let seats = &self.seats[host.index()].prices;
        let Some(place) = self.model.place(observer, school) else { return NEVER };
        let away = &self.prices[place.away as usize..place.away as usize + seats.len()];
        away.iter().zip(seats).map(|(away, seat)| away + seat).min().unwrap_or(NEVER)
    }
}
