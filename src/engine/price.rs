//! Pricing: every part against the prices of the rows, then every pair against its parts.
//!
//! A plain pair (one school, no overlapping periods, nothing that ties its parts together) is a sweep over the last
//! visit: its price, plus the sliding minimum of the other arm over the span before it, plus the sliding minimum of
//! the conversation after it; O(slots). Other pairs are searched with pruning.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::windows::{Minima, Windows};
use crate::compile::{Arm, Model, PartId, Place, Schedule, Talk};
use crate::domain::{ConversationRule, Key, SchoolId, TeacherId};

/// Milli-pence in a penny: prices are integers of this unit.
pub const MILLI: i64 = 1_000;

/// The price of what can't be had, in milli-pence.
pub const NEVER: i64 = 1 << 50;

/// Prices of the rows, milli-pence per unit, all >= 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prices(pub Vec<i64>);

/// A schedule with its reduced cost without the duals of its members, in milli-pence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Offer {
    /// `c_k + pi * a_k`.
    pub price: i64,
    /// The schedule.
    pub schedule: Schedule,
}

/// What one pair has to offer.
#[derive(Debug, Clone, Default)]
pub struct Quote {
    /// No schedule of the pair is below this, milli-pence; exactly the cheapest where there are offers.
    pub least: i64,
    /// The best schedules, cheapest first; none when all cost too much.
    pub offers: Vec<Offer>,
}

/// What may be watched of one teacher, by slot: the cheapest lesson and its price. Empty when there is nothing.
#[derive(Debug, Clone, Default)]
struct Seats {
    prices: Vec<i64>,
    hosted: Vec<u32>,
}

/// Everything that prices a pair quickly, at one vector of prices.
pub struct Pricer<'m> {
    model: &'m Model<'m>,
    prices: Vec<i64>,
    windows: &'m Windows,
    seats: Vec<Seats>,
    /// The price of each teacher's cheapest conversation, wherever.
    least_talk: Vec<i64>,
    row_prices: Prices,
}

/// One arm of a pair in the search of pairs that are not plain.
#[derive(Debug, Clone, Copy)]
struct Leg {
    price: i64,
    hosted: u32,
    slot: u32,
    day: u32,
    end: u32,
}

impl<'m> Pricer<'m> {
    /// Prices every part.
    pub fn new(model: &'m Model<'m>, windows: &'m Windows, prices: &Prices) -> Self {
        let priced: Vec<i64> = (0..model.parts.len())
            .into_par_iter()
            .with_min_len(4_096)
            .map(|part| part_price(model, PartId::try_from(part).expect("a part"), prices))
            .collect();
        let seats = (0..model.hosted.len())
            .map(|teacher| {
                let school = model.problem.teachers[TeacherId::from_index(teacher)].school;
                if model.hosted[teacher].is_empty() {
                    return Seats::default();
                }
                let slots = model.grids[school.index()].slots.len();
                let mut seats = Seats { prices: vec![NEVER; slots], hosted: vec![u32::MAX; slots] };
                for (index, hosted) in model.hosted[teacher].iter().enumerate() {
                    let (price, slot) = (priced[hosted.part as usize], hosted.slot as usize);
                    if price < seats.prices[slot] {
                        seats.prices[slot] = price;
                        seats.hosted[slot] = u32::try_from(index).expect("a lesson");
                    }
                }
                seats
            })
            .collect();
        let least_talk = (0..model.places.len())
            .map(|teacher| {
                let talks = |place: &Place| {
                    let slots = model.grids[place.school.index()].slots.len();
                    priced[place.talk as usize..place.talk as usize + slots].iter().copied().min()
                };
                model.places[teacher].iter().filter_map(talks).min().unwrap_or(NEVER)
            })
            .collect();
        Self { model, prices: priced, windows, seats, least_talk, row_prices: prices.clone() }
    }

    /// The price of a part, milli-pence; [`NEVER`] or more when it can't be had.
    pub fn part(&self, part: PartId) -> i64 {
        self.prices[part as usize]
    }

    /// The best schedules of a pair when one may cost less than `below`, and a floor under all of them.
    pub fn quote(&self, pair: u32, below: i64, work: &mut Minima) -> Quote {
        let floor = self.floor(pair);
        if floor >= below {
            return Quote { least: floor, offers: Vec::new() };
        }
        let offers = self.best(pair, work);
        Quote { least: offers.first().map_or(NEVER, |offer| offer.price), offers }
    }

    /// What no schedule of the pair is below: the cheapest visit each way and the cheapest conversation, whether they go
    /// together or not.
    fn floor(&self, pair: u32) -> i64 {
        let model = self.model;
        let of = &model.pairs[pair as usize];
        let visit = |observer: TeacherId, host: TeacherId| {
            let school = model.problem.teachers[host].school;
            let seats = &self.seats[host.index()].prices;
            let Some(place) = model.place(observer, school) else { return NEVER };
            let away = &self.prices[place.away as usize..place.away as usize + seats.len()];
            away.iter().zip(seats).map(|(away, seat)| away + seat).min().unwrap_or(NEVER)
        };
        if model.ties_visits(of.a, of.b) {
            return i64::MIN / 4;
        }
        let talks = self.least_talk[of.a.index()] + self.least_talk[of.b.index()];
        let talk = if model.problem.rules.conversation == ConversationRule::Required {
            talks
        } else {
            talks.min(model.going_without() * MILLI)
        };
        (self.part(of.part) + visit(of.a, of.b) + visit(of.b, of.a) + talk).min(NEVER)
    }

    /// The best schedules of a pair, cheapest first: at most one per order of the arms. None when there is none.
    pub fn best(&self, pair: u32, work: &mut Minima) -> Vec<Offer> {
        let of = &self.model.pairs[pair as usize];
        if of.free {
            let mut offers = self.sweep(pair, work);
            // The sweep leaves out what ties the parts together; where its best keeps that too, it is the best.
            if of.plain {
                return offers;
            }
            if offers.first().is_none_or(|best| self.model.fits(&best.schedule)) {
                offers.retain(|offer| self.model.fits(&offer.schedule));
                return offers;
            }
        }
        self.search(pair, NEVER, 1)
    }

    fn sweep(&self, pair: u32, work: &mut Minima) -> Vec<Offer> {
        let model = self.model;
        let of = &model.pairs[pair as usize];
        let school = model.problem.teachers[of.a].school;
        let grid = &self.windows.schools[school.index()];
        let (seats_a, seats_b) = (&self.seats[of.a.index()], &self.seats[of.b.index()]);
        if seats_a.prices.is_empty() || seats_b.prices.is_empty() {
            return Vec::new();
        }
        let (place_a, place_b) = (model.places[of.a.index()][0], model.places[of.b.index()][0]);
        let slots = grid.slots;
        let slice = |first: PartId| &self.prices[first as usize..first as usize + slots];
        let (away_a, away_b) = (slice(place_a.away), slice(place_b.away));
        let (talk_a, talk_b) = (slice(place_a.talk), slice(place_b.talk));
        let conversation = model.problem.rules.conversation;
        let without =
            if conversation == ConversationRule::Required { NEVER << 8 } else { (model.going_without() * MILLI) << 8 };
        work.clear(slots);
        for slot in 0..slots {
            // Low bits break ties differently for each pair, so that pairs don't all want the same slot.
            let noise = |salt: u32| i64::from(tie(pair, u32::try_from(slot).unwrap_or(0), salt));
            work.x.push(((away_a[slot] + seats_b.prices[slot]) << 8) + noise(0));
            work.y.push(((away_b[slot] + seats_a.prices[slot]) << 8) + noise(1));
            let talk = if conversation == ConversationRule::None { NEVER } else { talk_a[slot] + talk_b[slot] };
            work.c.push((talk << 8) + noise(2));
        }
        let found = work.sweep(grid, without);
        let mut offers: Vec<Offer> = found
            .into_iter()
            .flatten()
            .filter(|found| found.total >> 8 < NEVER / 2)
            .map(|found| {
                let talk = found.talk.map(|slot| Talk { school, slot });
                let arms = [
                    Arm { hosted: seats_b.hosted[found.x as usize] },
                    Arm { hosted: seats_a.hosted[found.y as usize] },
                ];
                let schedule = Schedule { pair, arms, talk };
                Offer { price: self.price(&schedule), schedule }
            })
            .collect();
        offers.sort_unstable();
        offers
    }

    /// `c_k + pi * a_k` of a schedule, milli-pence.
    pub fn price(&self, schedule: &Schedule) -> i64 {
        let parts: i64 = self.model.parts_of(schedule).map(|part| self.prices[part as usize]).sum();
        let without = if schedule.talk.is_none() { self.model.going_without() * MILLI } else { 0 };
        let locks: i64 = (0..2)
            .flat_map(|index| self.model.locked_visit(schedule.pair, index, schedule.arms[index]))
            .map(|(row, coefficient)| self.row_prices.0[row as usize] * coefficient)
            .sum();
        parts + without + locks
    }

    /// The legs of arm `index`, cheapest first.
    fn legs(&self, pair: u32, index: usize) -> Vec<Leg> {
        let model = self.model;
        let (observer, host) = model.roles(pair, index);
        let school = model.problem.teachers[host].school;
        let Some(place) = model.place(observer, school) else { return Vec::new() };
        let mut legs: Vec<Leg> = model.hosted[host.index()]
            .iter()
            .enumerate()
            .filter(|(_, hosted)| !model.problem.lessons[hosted.lesson].teachers.contains(&observer))
            .map(|(at, hosted)| {
                let slot = model.slot(school, hosted.slot);
                let at = u32::try_from(at).expect("a lesson");
                let locks: i64 = model
                    .locked_visit(pair, index, Arm { hosted: at })
                    .map(|(row, coefficient)| self.row_prices.0[row as usize] * coefficient)
                    .sum();
                let price = self.part(place.away + hosted.slot) + self.part(hosted.part) + locks;
                Leg { price, hosted: at, slot: hosted.slot, day: slot.day, end: slot.end }
            })
            .filter(|leg| leg.price < NEVER / 2)
            .collect();
        legs.sort_by_key(|leg| (leg.price, tie(pair, leg.slot, u32::try_from(index).unwrap_or(0)), leg.hosted));
        legs
    }

    /// Conversations of the pair, cheapest first.
    fn talks(&self, pair: u32) -> Vec<(i64, Talk)> {
        let model = self.model;
        let of = &model.pairs[pair as usize];
        let locks = model.talk_locks(of.a, of.b);
        let mut schools: Vec<SchoolId> = vec![model.problem.teachers[of.a].school, model.problem.teachers[of.b].school];
        schools.dedup();
        let mut talks = Vec::new();
        for school in schools {
            let (Some(a), Some(b)) = (model.place(of.a, school), model.place(of.b, school)) else { continue };
            for (slot, at) in model.grids[school.index()].slots.iter().enumerate() {
                let index = u32::try_from(slot).expect("a slot");
                let price = self.part(a.talk + index) + self.part(b.talk + index);
                let name = &model.problem.schools[school].period_ids[at.period];
                let locked = locks.iter().all(|lock| lock.date == at.date && lock.period == name);
                if price < NEVER / 2 && locked {
                    talks.push((price, Talk { school, slot: index }));
                }
            }
        }
        talks.sort_by_key(|&(price, talk)| (price, tie(pair, talk.slot, 2), talk));
        talks
    }

    /// Many different schedules of a pair with a price below `below`: for every choice of two lessons at most `talks`
    /// conversations, for every first lesson at most `spread` second ones, and the other way round.
    pub fn variety(&self, pair: u32, below: i64, spread: usize, talks: usize) -> Vec<Offer> {
        let all = self.search(pair, below, 20_000);
        let mut seen: BTreeMap<[Arm; 2], usize> = BTreeMap::new();
        let mut partners: [BTreeMap<Arm, usize>; 2] = [BTreeMap::new(), BTreeMap::new()];
        let mut kept = Vec::new();
        for offer in all {
            let arms = offer.schedule.arms;
            let times = seen.entry(arms).or_insert(0);
            if *times == 0 {
                let [firsts, seconds] = &mut partners;
                let first = firsts.entry(arms[0]).or_insert(0);
                let second = seconds.entry(arms[1]).or_insert(0);
                if *first >= spread && *second >= spread {
                    continue;
                }
                *first += 1;
                *second += 1;
            }
            if *times < talks {
                *times += 1;
                kept.push(offer);
            }
        }
        kept
    }

    /// Schedules of a pair with a price below `below`, cheapest first, at most `most` of them (the cheapest first
    /// where `most` is 1, else the first `most` found are an arbitrary but fixed choice and the count tells).
    pub fn search(&self, pair: u32, below: i64, most: usize) -> Vec<Offer> {
        let model = self.model;
        let of = &model.pairs[pair as usize];
        let base = self.part(of.part);
        let (xs, ys) = (self.legs(pair, 0), self.legs(pair, 1));
        let rule = model.problem.rules.conversation;
        let talks = if rule == ConversationRule::None { Vec::new() } else { self.talks(pair) };
        let locked = !model.talk_locks(of.a, of.b).is_empty();
        let without = (rule != ConversationRule::Required && !locked).then(|| model.going_without() * MILLI);
        let cheapest_talk = talks.first().map(|&(price, _)| price).into_iter().chain(without).min();
        let (Some(cheapest_talk), Some(first_y)) = (cheapest_talk, ys.first()) else { return Vec::new() };
        let (school_a, school_b) = (model.problem.teachers[of.a].school, model.problem.teachers[of.b].school);
        let days = self.windows.days_of(school_a, school_b);
        let span = model.problem.rules.visit_span_days;
        let within = model.problem.rules.conversation_within_days;
        let mut found: Vec<Offer> = Vec::new();
        let mut below = below;
        for x in &xs {
            if base + x.price + first_y.price + cheapest_talk >= below {
                break;
            }
            for y in &ys {
                let visits = base + x.price + y.price;
                if visits + cheapest_talk >= below {
                    break;
                }
                let (early, late) = if x.end <= y.end { (x, y) } else { (y, x) };
                if days[late.day.max(early.day) as usize] - days[late.day.min(early.day) as usize] > span {
                    continue;
                }
                let arms = [Arm { hosted: x.hosted }, Arm { hosted: y.hosted }];
                let last = late.end;
                let fitting = talks.iter().filter(|&&(_, talk)| {
                    let at = model.slot(talk.school, talk.slot);
                    at.start >= last && days[at.day as usize] - days[late.day as usize] <= within
                });
                let options =
                    fitting.map(|&(price, talk)| (price, Some(talk))).chain(without.map(|price| (price, None)));
                for (price, talk) in options {
                    if visits + price >= below {
                        if talk.is_none() {
                            continue;
                        }
                        break;
                    }
                    let schedule = Schedule { pair, arms, talk };
                    if !of.plain && !model.fits(&schedule) || of.plain && x.slot == y.slot {
                        continue;
                    }
                    let offer = Offer { price: visits + price, schedule };
                    if most == 1 {
                        below = offer.price;
                        found = vec![offer];
                        break;
                    }
                    found.push(offer);
                    if found.len() >= most {
                        found.sort_unstable();
                        return found;
                    }
                }
            }
        }
        found.sort_unstable();
        found
    }
}

fn part_price(model: &Model<'_>, part: PartId, prices: &Prices) -> i64 {
    if !model.parts.can(part) {
        return NEVER;
    }
    let rows: i64 =
        model.parts.entries(part).iter().map(|&(row, coefficient)| prices.0[row as usize] * coefficient).sum();
    model.parts.cost(part) * MILLI + rows
}

/// A number below 64 that depends on its arguments alone: breaks ties, the same way on every machine.
fn tie(pair: u32, slot: u32, salt: u32) -> u32 {
    let mixed = (pair.wrapping_mul(0x9E37_79B9) ^ slot.wrapping_mul(0x85EB_CA6B) ^ salt.wrapping_mul(0xC2B2_AE35))
        .wrapping_mul(0x27D4_EB2F);
    (mixed >> 20) & 63
}
