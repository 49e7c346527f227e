//! Pricing of rings of three. There are too many to price each, so each visit is priced at its cheapest, whatever the
//! time; what three such visits, and the cheapest talk of each member, add up to is a bound of a ring, and only rings
//! whose bound beats what is needed are priced in full, the most hopeful first: by a sweep over the last visit where
//! time alone ties it together, else by search.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::allow::Allow;
use super::columns::PAYS;
use super::price::{MILLI, NEVER, Offer, Pricer};
use super::windows::RingMinima;
use crate::compile::{Act, MOST_ACTS, Schedule, SchoolRings, Talk, Team, UNUSED};
use crate::domain::{ConversationRule, Key, SchoolId, TeacherId};

/// Rings that pay, taken from one school in one round of prices.
const FEW: usize = 12;

/// How many of them one teacher is in, until there is nothing else.
const FEW_EACH: u32 = 3;

/// Rings priced in full after the first that pays.
const MOST_TRIED: usize = 200;

/// So many rings are looked at before anybody is asked whether more are wanted.
const MANY: usize = 2_048;

/// The rings of one school at one vector of prices.
pub struct RingPrices<'m> {
    /// Who may be in one.
    pub of: &'m SchoolRings,
    /// Whose they are.
    pub school: SchoolId,
    /// By observer and host: the least price of the visit, less its worth, with the part of the two being partners; in
    /// the room, and either way.
    in_room: Vec<i64>,
    visit: Vec<i64>,
    /// What each member adds to the conversation at least.
    talk: Vec<i64>,
    /// Whether a sweep prices them, as far as time goes.
    swept: bool,
}

/// What every visit leaves of a ring's allowance at most, with the observer's share of it and of the conversation.
struct Margins {
    size: usize,
    by_observer: Vec<i64>,
    by_host: Vec<i64>,
    /// The most that is left, by observer of a second visit and by host of a last one.
    second: Vec<i64>,
    last: Vec<i64>,
}

impl Margins {
    fn new(size: usize, by_observer: Vec<i64>) -> Self {
        let by_host: Vec<i64> =
            (0..size).flat_map(|host| by_observer.iter().skip(host).step_by(size)).copied().collect();
        let most = |list: &[i64]| -> Vec<i64> {
            list.chunks_exact(size).map(|row| row.iter().copied().max().unwrap_or(-NEVER)).collect()
        };
        let (second, last) = (most(&by_observer), most(&by_host));
        Self { size, by_observer, by_host, second, last }
    }

    /// The two that start rings which may save more than `above` over their allowance, with the most that one of them may.
    fn starts(&self, above: i64) -> impl Iterator<Item = (i64, [usize; 2])> + '_ {
        let starts = (0..self.size).flat_map(|i| (i + 1..self.size).map(move |j| [i, j]));
        let rough = |[i, j]: [usize; 2]| self.by_observer[i * self.size + j] + self.second[j] + self.last[i];
        let hopeful = starts.filter(move |&start| rough(start) > above).map(|start| (self.most(start), start));
        hopeful.filter(move |&(most, _)| most > above)
    }

    /// Of the rings that start with these two: what the first visit leaves, and by third member, each after the first,
    /// what the two other visits leave.
    fn of(&self, [i, j]: [usize; 2]) -> (i64, &[i64], &[i64]) {
        let first = self.by_observer[i * self.size + j];
        let second = &self.by_observer[j * self.size + i + 1..(j + 1) * self.size];
        let last = &self.by_host[i * self.size + i + 1..(i + 1) * self.size];
        (first, second, last)
    }

    /// No ring that starts with these two saves more over its allowance.
    fn most(&self, start: [usize; 2]) -> i64 {
        let (first, second, last) = self.of(start);
        let others = second.iter().zip(last).map(|(second, last)| second.wrapping_add(*last));
        first + others.max().unwrap_or(-NEVER)
    }

    /// The rings that start with these two and may save more than `above` over their allowance, with the most that they
    /// may save, in the order of the third.
    fn above(&self, [i, j]: [usize; 2], above: i64) -> impl Iterator<Item = (i64, [usize; 3])> + '_ {
        let (first, second, last) = self.of([i, j]);
        let all = second.iter().zip(last).zip(i + 1..);
        let rings =
            all.filter(move |&(_, k)| k != j).map(move |((second, last), k)| (first + second + last, [i, j, k]));
        rings.filter(move |&(most, _)| most > above)
    }
}

/// Rings by bound, the most hopeful first, of equals the first. There are too many to list: those that start with the
/// same two are listed when one of them is the next.
struct Hopeful {
    margins: Margins,
    above: i64,
    starts: BinaryHeap<(i64, Reverse<[usize; 2]>)>,
    rings: BinaryHeap<(i64, Reverse<[usize; 3]>)>,
}

impl Hopeful {
    fn pop(&mut self) -> Option<(i64, [usize; 3])> {
        while let Some(&(most, Reverse(start))) = self.starts.peek()
            && self.rings.peek().is_none_or(|&(next, _)| next <= most)
        {
            self.starts.pop();
            let hopeful = self.margins.above(start, self.above);
            self.rings.extend(hopeful.map(|(most, ring)| (most, Reverse(ring))));
        }
        self.rings.pop().map(|(most, Reverse(ring))| (most, ring))
    }
}

impl<'m> RingPrices<'m> {
    /// The rings of every school that has some.
    pub fn all(pricer: &Pricer<'m>) -> Vec<Self> {
        let schools: Vec<(SchoolId, &SchoolRings)> =
            pricer.model.problem.schools.keys().zip(&pricer.model.rings).collect();
        let some = schools.into_par_iter().filter(|(_, rings)| !rings.staff.is_empty());
        some.map(|(school, rings)| Self::new(pricer, school, rings)).collect()
    }

    /// The rings of one school.
    pub fn new(pricer: &Pricer<'m>, school: SchoolId, of: &'m SchoolRings) -> Self {
        let model = pricer.model;
        let size = of.staff.len();
        let mut in_room = vec![NEVER; size * size];
        let mut visit = vec![NEVER; size * size];
        let mut visits = vec![None; size * size];
        let mut quotes = pricer.quotes();
        for (i, &one) in of.staff.iter().enumerate() {
            for (j, &other) in of.staff.iter().enumerate().skip(i + 1) {
                [visits[i * size + j], visits[j * size + i]] = quotes.least_visits(one, other);
            }
        }
        let mut work = Vec::new();
        for (i, &observer) in of.staff.iter().enumerate() {
            for (j, &host) in of.staff.iter().enumerate() {
                let (Some(worth), Some(together)) = (of.worth(i, j), of.together(i, j)) else { continue };
                let credit = pricer.visit_credit(observer, host);
                let own = pricer.part(together) - worth * MILLI - credit;
                let least = visits[i * size + j].unwrap_or_else(|| {
                    pricer.visits(observer, host, &mut work);
                    work.iter().copied().min().unwrap_or(NEVER)
                });
                if least < NEVER / 2 {
                    in_room[i * size + j] = least + own;
                }
                let film = of.film_loss(i, j).map_or(NEVER, |loss| pricer.least_film(observer, host) + loss * MILLI);
                visit[i * size + j] = in_room[i * size + j].min(if film < NEVER / 2 { film + own } else { NEVER });
            }
        }
        let form = model.form_ranges[1].first;
        let conversation = model.form(form).conversation;
        let share = match conversation {
            ConversationRule::Required => NEVER,
            _ => (model.going_without(form) * MILLI).div_euclid(3),
        };
        let talk = of.staff.iter().map(|&member| {
            if conversation == ConversationRule::None {
                return 0;
            }
            pricer.talk_prices(member).iter().copied().min().unwrap_or(NEVER).min(share)
        });
        let credit = pricer.talk_credit();
        let talk = talk.map(|least| least - credit.div_euclid(3) - i64::from(credit % 3 > 0)).collect();
        Self { of, school, in_room, visit, talk, swept: model.sweeps_rings(school) }
    }

    /// The members of a ring.
    fn members(&self, ring: [usize; 3]) -> [TeacherId; 3] {
        ring.map(|place| self.of.staff[place])
    }

    /// What every visit leaves of a ring's allowance at most.
    fn margins(&self, allow: &impl Allow) -> Margins {
        let size = self.of.staff.len();
        let shares: Vec<i64> =
            self.of.staff.iter().zip(&self.talk).map(|(&member, talk)| allow.most(member) - 2 * talk).collect();
        let mut by_observer: Vec<i64> =
            (0..size * size).map(|index| shares[index / size] - 2 * self.visit[index]).collect();
        for (i, &one) in self.of.staff.iter().enumerate() {
            for (j, &other) in self.of.staff.iter().enumerate().skip(i + 1) {
                let taken = allow.two(one, other);
                by_observer[i * size + j] -= taken;
                by_observer[j * size + i] -= taken;
            }
        }
        Margins::new(size, by_observer)
    }

    /// The rings that may save more than `above` over their allowance.
    fn hopeful(&self, allow: &impl Allow, above: i64) -> Hopeful {
        let margins = self.margins(allow);
        let starts: Vec<(i64, Reverse<[usize; 2]>)> =
            margins.starts(above).map(|(most, start)| (most, Reverse(start))).collect();
        Hopeful { margins, above, starts: BinaryHeap::from(starts), rings: BinaryHeap::new() }
    }

    /// What the ring that saves most over its allowance saves, if that is more than `above`, and its schedule.
    pub fn greatest(&self, pricer: &Pricer<'_>, allow: &impl Allow, above: i64) -> Option<(i64, Offer)> {
        let mut work = RingMinima::default();
        let mut rings = self.hopeful(allow, above);
        let mut best = None;
        while let Some((most, ring)) = rings.pop() {
            let needed = best.map_or(above, |(saves, _)| saves);
            if most <= needed {
                break;
            }
            best = self.saves(pricer, allow, ring, needed, &mut work).or(best);
        }
        best
    }

    /// Some rings that save more than `above` over their allowance; at least one, if there is one. Not all with the same
    /// teachers.
    pub fn several(&self, pricer: &Pricer<'_>, allow: &impl Allow, above: i64) -> Vec<Offer> {
        let mut work = RingMinima::default();
        let mut rings = self.hopeful(allow, above);
        let mut taken = vec![0; self.of.staff.len()];
        let mut found = Vec::new();
        let mut tried = 0;
        while let (Some((_, ring)), true) = (rings.pop(), found.len() < FEW) {
            if !found.is_empty() {
                tried += 1;
                if tried > MOST_TRIED {
                    break;
                }
            }
            if ring.iter().any(|&place| taken[place] >= FEW_EACH) {
                continue;
            }
            if let Some((_, offer)) = self.saves(pricer, allow, ring, above, &mut work) {
                found.push(offer);
                for place in ring {
                    taken[place] += 1;
                }
            }
        }
        found
    }

    /// Calls `take` with teams of rings that may save more than `above` over their allowance, with it, some at a time in
    /// the order of the staff, until it wants no more; whether it has had all.
    pub fn all_above(
        &self,
        pricer: &Pricer<'_>,
        allow: &impl Allow,
        above: i64,
        mut take: impl FnMut(&[(Team, i64)]) -> bool,
    ) -> bool {
        let margins = self.margins(allow);
        let mut starts = margins.starts(above).map(|(_, start)| start).peekable();
        let mut rings: Vec<[usize; 3]> = Vec::new();
        while let Some(start) = starts.next() {
            rings.extend(margins.above(start, above).map(|(_, ring)| ring));
            if rings.len() < MANY && starts.peek().is_some() {
                continue;
            }
            for some in rings.chunks(MANY) {
                let saving = some.par_iter().map_init(RingMinima::default, |work, &ring| {
                    let (members, allowance) = (self.members(ring), allow.ring(self.members(ring)));
                    let below = half_up(allowance - above);
                    let may = !self.is_hopeless(ring, below)
                        && (!self.swept
                            || self.sweep(pricer, members, work).is_some_and(|(price, _)| price < below)
                            || self.films(pricer, ring, below).next().is_some());
                    may.then_some((Team::Ring(members), allowance))
                });
                let saving: Vec<(Team, i64)> = saving.flatten_iter().collect();
                if !take(&saving) {
                    return false;
                }
            }
            rings.clear();
        }
        true
    }

    /// What a ring saves over its allowance, if that is more than `above`, and its cheapest schedule.
    fn saves(
        &self,
        pricer: &Pricer<'_>,
        allow: &impl Allow,
        ring: [usize; 3],
        above: i64,
        work: &mut RingMinima,
    ) -> Option<(i64, Offer)> {
        let members = self.members(ring);
        let allowance = allow.ring(members);
        let below = half_up(allowance - above);
        if self.is_hopeless(ring, below) {
            return None;
        }
        let mut offer = self.cheapest(pricer, members, below, work);
        let films: Vec<u8> = self.films(pricer, ring, offer.map_or(below, |offer| offer.price)).collect();
        for form in films {
            let below = offer.map_or(below, |offer| offer.price);
            offer = pricer.search_form(Team::Ring(members), form, below, 1).first().copied().or(offer);
        }
        let offer = offer?;
        Some((allowance - 2 * offer.price, offer))
    }

    /// Whether the bound of the ring says that it costs `below` or more.
    fn is_hopeless(&self, [a, b, c]: [usize; 3], below: i64) -> bool {
        let visit = |observer: usize, host: usize| self.visit[observer * self.of.staff.len() + host];
        visit(a, b) + visit(b, c) + visit(c, a) + self.talk[a] + self.talk[b] + self.talk[c] >= below
    }

    /// The forms by film that may cost a ring less than `below`.
    fn films<'s>(&'s self, pricer: &'s Pricer<'_>, ring: [usize; 3], below: i64) -> impl Iterator<Item = u8> + 's {
        let model = pricer.model;
        let size = self.of.staff.len();
        let members = self.members(ring);
        let talk: i64 = ring.iter().map(|&place| self.talk[place]).sum();
        model.forms_of(Team::Ring(members)).filter(move |&form| {
            let of = model.form(form);
            let visits: i64 = of
                .acts
                .iter()
                .map(|&act| match act {
                    Act::Visit { observer, host } => self.in_room[ring[observer] * size + ring[host]],
                    // What it costs either way is no more than by film.
                    Act::Record { observer, host } => self.visit[ring[observer] * size + ring[host]],
                    _ => 0,
                })
                .sum();
            !of.plain && visits + talk < below
        })
    }

    /// The cheapest schedule of a ring in the room, if it costs less than `below`.
    fn cheapest(&self, pricer: &Pricer<'_>, ring: [TeacherId; 3], below: i64, work: &mut RingMinima) -> Option<Offer> {
        if self.swept {
            let (price, schedule) = self.sweep(pricer, ring, work)?;
            if price >= below {
                return None;
            }
            // The sweep leaves out what ties the parts together; where its best keeps that too, it is the best.
            if pricer.model.fits(&schedule) {
                return Some(Offer { price, schedule });
            }
        }
        pricer.search_form(Team::Ring(ring), pricer.model.form_ranges[1].first, below, 1).first().copied()
    }

    /// The cheapest schedule of a ring as far as time goes. None where there is none.
    fn sweep(&self, pricer: &Pricer<'_>, ring: [TeacherId; 3], work: &mut RingMinima) -> Option<(i64, Schedule)> {
        let model = pricer.model;
        let windows = &pricer.windows.schools[self.school.index()];
        for (index, visits) in work.visits.iter_mut().enumerate() {
            pricer.visits(ring[index], ring[(index + 1) % 3], visits);
            if visits.is_empty() {
                return None;
            }
        }
        let form = model.form_ranges[1].first;
        let conversation = model.form(form).conversation;
        let without = match conversation {
            ConversationRule::Required => NEVER,
            _ => model.going_without(form) * MILLI,
        };
        work.talks.clear();
        if conversation == ConversationRule::None {
            work.talks.resize(windows.slots, NEVER);
        } else {
            let [a, b, c] = ring.map(|member| pricer.talk_prices(member));
            work.talks.extend(a.iter().zip(b).zip(c).map(|((a, b), c)| a + b + c));
        }
        let found = work.sweep(windows, without).filter(|found| found.total < NEVER / 2)?;
        let team = Team::Ring(ring);
        let mut acts = [UNUSED; MOST_ACTS];
        for (index, (act, &slot)) in acts.iter_mut().zip(&found.visits).enumerate() {
            *act = pricer.seat(ring[(index + 1) % 3], slot);
        }
        let talk = found.talk.map(|slot| Talk { school: self.school, slot });
        Some((pricer.base(team) + found.total, Schedule { team, form, acts, talk }))
    }
}

/// Some rings of every school that pay by `paid`.
pub fn paying(rings: &[RingPrices<'_>], pricer: &Pricer<'_>, paid: &impl Allow) -> Vec<Offer> {
    rings.par_iter().flat_map_iter(|rings| rings.several(pricer, paid, -2 * PAYS)).collect()
}

/// Half of it, rounded up: `2 * price < doubled` just when `price < half_up(doubled)`.
pub fn half_up(doubled: i64) -> i64 {
    doubled.div_euclid(2) + doubled.rem_euclid(2)
}
