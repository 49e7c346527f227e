//! Pricing: every part against the prices of the rows, then every pair against its parts.
//!
//! A plain pair (one school, no overlapping periods, nothing that ties its parts together) is a sweep over the last
//! visit: its price, plus the sliding minimum of the other arm over the span before it, plus the sliding minimum of
//! the conversation after it; O(slots). What such pairs cost at least is told of several at once (`lanes`); the sweep
//! of one pair says which slots that takes. Other pairs, and rings, are searched with pruning.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::lanes::SchoolLanes;
use super::quest::Quest;
use super::windows::{Minima, Windows};
use crate::compile::{Act, MOST_ACTS, Model, PartId, Place, RowKey, Schedule, Talk, Team, UNUSED};
use crate::domain::{ConversationRule, Key, LockRef, SchoolId, TeacherId};

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

/// What may be watched of one teacher, by slot: the cheapest lesson and its price. Empty when there is nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Seats {
    pub(super) prices: Vec<i64>,
    hosted: Vec<u32>,
}

impl Seats {
    fn of(model: &Model<'_>, priced: &[i64], teacher: TeacherId) -> Self {
        let school = model.problem.teachers[teacher].school;
        let all = &model.hosted[teacher.index()];
        if all.is_empty() {
            return Self::default();
        }
        let slots = model.grids[school.index()].slots.len();
        let mut seats = Self { prices: vec![NEVER; slots], hosted: vec![u32::MAX; slots] };
        for (index, hosted) in all.iter().enumerate() {
            let (price, slot) = (priced[hosted.part as usize], hosted.slot as usize);
            if price < seats.prices[slot] {
                seats.prices[slot] = price;
                seats.hosted[slot] = u32::try_from(index).expect("a lesson");
            }
        }
        seats
    }
}

/// Everything that prices a pair quickly, at one vector of prices.
#[derive(Clone)]
pub struct Pricer<'m> {
    pub(super) model: &'m Model<'m>,
    pub(super) prices: Vec<i64>,
    pub(super) windows: &'m Windows,
    pub(super) seats: Vec<Seats>,
    /// The price of each teacher's cheapest conversation, wherever.
    pub(super) least_talk: Vec<i64>,
    /// Of each teacher's cheapest recording, viewing, and lesson taken in exchange, where these are in play.
    pub(super) least_record: Vec<i64>,
    pub(super) least_view: Vec<i64>,
    pub(super) least_exchange: Vec<i64>,
    /// What breaks ties between slots, by slot of any school.
    mixed_slots: Vec<u32>,
    /// By school, its prices side by side once somebody has asked for them; none where they don't fit.
    lanes: Vec<OnceLock<Option<Arc<SchoolLanes>>>>,
    row_prices: Prices,
}

/// One move of an act in the search of schedules that are not swept.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Leg {
    /// Its parts, with the locks that it meets, milli-pence.
    pub price: i64,
    pub option: u32,
    pub slot: u32,
    pub day: u32,
    pub start: u32,
    pub end: u32,
}

impl<'m> Pricer<'m> {
    /// Prices every part.
    pub fn new(model: &'m Model<'m>, windows: &'m Windows, prices: &Prices) -> Self {
        let priced: Vec<i64> = (0..model.parts.len())
            .into_par_iter()
            .with_min_len(4_096)
            .map(|part| part_price(model, PartId::try_from(part).expect("a part"), prices))
            .collect();
        let teachers = || model.problem.teachers.keys();
        let seats = teachers().map(|teacher| Seats::of(model, &priced, teacher)).collect();
        let least_talk = teachers().map(|teacher| least_talk(model, &priced, teacher)).collect();
        let slots = windows.schools.iter().map(|school| school.slots).max().unwrap_or(0);
        let mixed_slots = (0..u32::try_from(slots).expect("a slot")).map(mixed_slot).collect();
        let mut pricer = Self {
            model,
            prices: priced,
            windows,
            seats,
            least_talk,
            least_record: Vec::new(),
            least_view: Vec::new(),
            least_exchange: Vec::new(),
            mixed_slots,
            lanes: vec![OnceLock::new(); model.problem.schools.len()],
            row_prices: prices.clone(),
        };
        pricer.least_record = teachers().map(|teacher| pricer.least_record(teacher)).collect();
        pricer.least_view = teachers().map(|teacher| pricer.least_view(teacher)).collect();
        pricer.least_exchange = teachers().map(|teacher| pricer.least_exchange(teacher)).collect();
        pricer
    }

    /// The price of the cheapest recording of a teacher.
    fn least_record(&self, teacher: TeacherId) -> i64 {
        let filmed = self.model.hosted[teacher.index()].iter().filter_map(|hosted| hosted.filmed);
        filmed.map(|part| self.part(part)).min().unwrap_or(NEVER)
    }

    /// The price of the cheapest viewing of a teacher.
    fn least_view(&self, teacher: TeacherId) -> i64 {
        let Some(first) = self.model.views[teacher.index()] else { return NEVER };
        let slots = self.windows.schools[self.model.problem.teachers[teacher].school.index()].slots;
        self.prices[first as usize..first as usize + slots].iter().copied().min().unwrap_or(NEVER)
    }

    /// The price of the cheapest lesson of a teacher that is taken in exchange.
    fn least_exchange(&self, teacher: TeacherId) -> i64 {
        self.model.exchanged[teacher.index()].iter().map(|own| self.part(own.part)).min().unwrap_or(NEVER)
    }

    /// Prices what these teachers do anew: their parts use rows of their school and of no school. Rows of locks keep
    /// the prices they had.
    pub fn refresh(&mut self, prices: &Prices, teachers: &[TeacherId]) {
        let model = self.model;
        for &teacher in teachers {
            self.lanes[model.problem.teachers[teacher].school.index()] = OnceLock::new();
            for place in &model.places[teacher.index()] {
                let slots = PartId::try_from(model.grids[place.school.index()].slots.len()).expect("a few slots");
                for part in (place.away..place.away + slots).chain(place.talk..place.talk + slots) {
                    self.prices[part as usize] = part_price(model, part, prices);
                }
            }
            let views = model.views[teacher.index()].map(|first| {
                let slots = model.grids[model.problem.teachers[teacher].school.index()].slots.len();
                first..first + PartId::try_from(slots).expect("a few slots")
            });
            let own = model.exchanged[teacher.index()].iter().chain(&model.taught[teacher.index()]);
            let hosted = &model.hosted[teacher.index()];
            let parts = hosted.iter().flat_map(|hosted| std::iter::once(hosted.part).chain(hosted.filmed));
            for part in parts.chain(views.into_iter().flatten()).chain(own.map(|own| own.part)) {
                self.prices[part as usize] = part_price(model, part, prices);
            }
            self.least_record[teacher.index()] = self.least_record(teacher);
            self.least_view[teacher.index()] = self.least_view(teacher);
            self.least_exchange[teacher.index()] = self.least_exchange(teacher);
            self.seats[teacher.index()] = Seats::of(model, &self.prices, teacher);
            self.least_talk[teacher.index()] = least_talk(model, &self.prices, teacher);
        }
    }

    /// The price of a part, milli-pence; [`NEVER`] or more when it can't be had.
    pub fn part(&self, part: PartId) -> i64 {
        self.prices[part as usize]
    }

    /// The best schedules of two who watch each other in the room as far as time goes, cheapest first.
    pub(super) fn sweep(&self, pair: u32, form: u8, work: &mut Minima) -> Vec<Offer> {
        let model = self.model;
        let of = &model.twos[pair as usize];
        let school = model.problem.teachers[of.a].school;
        let grid = &self.windows.schools[school.index()];
        let (seats_a, seats_b) = (&self.seats[of.a.index()], &self.seats[of.b.index()]);
        if seats_a.prices.is_empty() || seats_b.prices.is_empty() {
            return Vec::new();
        }
        let (place_a, place_b) = (model.places[of.a.index()][0], model.places[of.b.index()][0]);
        let slots = grid.slots;
        let slice = |first: PartId| &self.prices[first as usize..first as usize + slots];
        let conversation = model.form(form).conversation;
        let without = if conversation == ConversationRule::Required {
            NEVER << 8
        } else {
            (model.going_without(form) * MILLI) << 8
        };
        work.clear();
        // Low bits break ties differently for each pair, so that pairs don't all want the same slot.
        let sums = |a: &[i64], b: &[i64], salt: u32, keys: &mut Vec<i64>| {
            let of_pair = mixed_pair(pair, salt);
            let priced = a.iter().zip(b).zip(&self.mixed_slots);
            keys.extend(
                priced
                    .map(|((a, b), slot)| (a.wrapping_add(*b) << 8).wrapping_add(i64::from(tie_mixed(of_pair ^ slot)))),
            );
        };
        sums(slice(place_a.away), &seats_b.prices[..slots], 0, &mut work.x);
        sums(slice(place_b.away), &seats_a.prices[..slots], 1, &mut work.y);
        if conversation == ConversationRule::None {
            work.c.resize(slots, NEVER << 8);
        } else {
            sums(slice(place_a.talk), slice(place_b.talk), 2, &mut work.c);
        }
        let own = self.part(of.part);
        let mut offers = Vec::with_capacity(2);
        for found in work.sweep(grid, without, (NEVER / 2) << 8).into_iter().flatten() {
            let talk = found.talk.map(|slot| Talk { school, slot });
            let mut acts = [UNUSED; MOST_ACTS];
            acts[0] = seats_b.hosted[found.x as usize];
            acts[1] = seats_a.hosted[found.y as usize];
            let schedule = Schedule { team: Team::Two(pair), form, acts, talk };
            // The sum of what ties were broken by is below one.
            offers.push(Offer { price: own + (found.total >> 8), schedule });
        }
        offers.sort_unstable();
        offers
    }

    /// `c_k + pi * a_k` of a schedule, milli-pence.
    pub fn price(&self, schedule: &Schedule) -> i64 {
        let Schedule { team, form, acts, talk } = *schedule;
        let model = self.model;
        let parts: i64 = model.parts_of(schedule).map(|part| self.prices[part as usize]).sum();
        let without = if talk.is_none() { model.going_without(form) * MILLI } else { 0 };
        let locks: i64 = (0..model.form(form).acts.len())
            .flat_map(|act| model.locked_visit(team, form, act, acts[act]))
            .chain(model.team_entries(team))
            .map(|(row, coefficient)| self.row_prices.0[row as usize] * coefficient)
            .sum();
        parts + (model.team_cost(team) + model.form_cost(team, form)) * MILLI + without + locks
    }

    /// What a team costs whatever its schedule, milli-pence.
    pub(super) fn base(&self, team: Team) -> i64 {
        let parts: i64 = self.model.team_parts(team).map(|part| self.part(part)).sum();
        let entries = self.model.team_entries(team);
        let locks: i64 = entries.map(|(row, coefficient)| self.row_prices.0[row as usize] * coefficient).sum();
        parts + self.model.team_cost(team) * MILLI + locks
    }

    /// What locks on visits take off the price of a visit of one to another at most, milli-pence.
    pub(super) fn visit_credit(&self, observer: TeacherId, host: TeacherId) -> i64 {
        let locks = self.model.visit_locks_between(observer, host);
        self.credit(locks.map(|(lock, _)| lock))
    }

    /// What locks on when three talk take off the price of a ring at most, milli-pence.
    pub(super) fn talk_credit(&self) -> i64 {
        self.credit(self.model.talk_locks_of_rings())
    }

    fn credit(&self, locks: impl Iterator<Item = LockRef>) -> i64 {
        let rows = locks.filter_map(|lock| self.model.rows.find(&RowKey::Lock { lock }));
        rows.map(|row| self.row_prices.0[row as usize]).sum()
    }

    /// The prices of a visit of one to another of one school by slot, in `work`: locks on visits aside, and lessons that
    /// the observer has a part in.
    pub(super) fn visits(&self, observer: TeacherId, host: TeacherId, work: &mut Vec<i64>) {
        work.clear();
        let (seats, places) = (&self.seats[host.index()].prices, &self.model.places[observer.index()]);
        if let (false, Some(place)) = (seats.is_empty(), places.first()) {
            let away = &self.prices[place.away as usize..place.away as usize + seats.len()];
            work.extend(away.iter().zip(seats).map(|(away, seat)| away + seat));
        }
    }

    /// The prices of a school's parts side by side; `None` where they don't fit.
    pub(super) fn lanes(&self, school: SchoolId) -> Option<&SchoolLanes> {
        self.lanes[school.index()].get_or_init(|| SchoolLanes::of(self, school).map(Arc::new)).as_deref()
    }

    /// The prices of being away for a visit by slot of the own school.
    pub(super) fn away_prices(&self, teacher: TeacherId) -> &[i64] {
        self.own_prices(teacher, |place| place.away)
    }

    /// The prices of talking by slot of the own school.
    pub(super) fn talk_prices(&self, teacher: TeacherId) -> &[i64] {
        self.own_prices(teacher, |place| place.talk)
    }

    fn own_prices(&self, teacher: TeacherId, first: impl Fn(&Place) -> PartId) -> &[i64] {
        let school = self.model.problem.teachers[teacher].school;
        let slots = self.windows.schools[school.index()].slots;
        self.model.places[teacher.index()].first().map_or(&[], |place| {
            let first = first(place) as usize;
            &self.prices[first..first + slots]
        })
    }

    /// The cheapest that may be watched of a host in a slot.
    pub(super) fn seat(&self, host: TeacherId, slot: u32) -> u32 {
        self.seats[host.index()].hosted[slot as usize]
    }

    /// What the cheapest visit by film costs at least, the loss of value aside.
    pub(super) fn least_film(&self, observer: TeacherId, host: TeacherId) -> i64 {
        self.least_record[host.index()] + self.least_view[observer.index()]
    }

    /// What each move of an act costs by its parts alone, milli-pence, with its option: those that can be had.
    pub(super) fn options(&self, team: Team, form: u8, act: usize) -> Vec<(i64, u32)> {
        let model = self.model;
        let members = model.members(team);
        // Nearly all acts are visits, and whether one may be watched takes longer to tell than what it costs.
        let priced: Vec<(i64, u32)> = if let Act::Visit { observer, host } = model.form(form).acts[act] {
            let school = model.problem.teachers[members[host]].school;
            let Some(place) = model.place(members[observer], school) else { return Vec::new() };
            let hosted = model.hosted[members[host].index()].iter();
            let price = hosted.map(|of| self.part(place.away + of.slot) + self.part(of.part));
            price.zip(0..).collect()
        } else {
            let moves = model.moves(team, form, act).into_iter();
            let price =
                |(one, other): (PartId, Option<PartId>)| self.part(one) + other.map_or(0, |part| self.part(part));
            moves.map(|moved| (price(moved.parts), moved.option)).collect()
        };
        priced.into_iter().filter(|&(price, _)| price < NEVER / 2).collect()
    }

    /// The moves among `options` of an act that may be, cheapest first.
    pub(super) fn legs(&self, team: Team, form: u8, act: usize, options: &[(i64, u32)]) -> Vec<Leg> {
        let model = self.model;
        let priced = options.iter().filter_map(|&(price, option)| {
            let moved = model.move_of(team, form, act, option)?;
            let at = model.slot(moved.school, moved.slot);
            let locks: i64 = model
                .locked_visit(team, form, act, option)
                .map(|(row, coefficient)| self.row_prices.0[row as usize] * coefficient)
                .sum();
            let slot = moved.slot;
            Some(Leg { price: price + locks, option, slot, day: at.day, start: at.start, end: at.end })
        });
        let mut legs: Vec<Leg> = priced.filter(|leg| leg.price < NEVER / 2).collect();
        let salt = salt(team);
        legs.sort_by_key(|leg| (leg.price, tie(salt, leg.slot, u32::try_from(act).unwrap_or(0)), leg.option));
        legs
    }

    /// Conversations of the team, in no order.
    pub(super) fn talks(&self, team: Team) -> Vec<(i64, Talk)> {
        let model = self.model;
        let members = model.members(team);
        let locks = model.talk_locks(&members);
        let mut schools: Vec<SchoolId> = members.iter().map(|&member| model.problem.teachers[member].school).collect();
        schools.dedup();
        let mut talks = Vec::new();
        for school in schools {
            let places: Option<Vec<PartId>> =
                members.iter().map(|&member| Some(model.place(member, school)?.talk)).collect();
            let Some(places) = places else { continue };
            for (slot, at) in model.grids[school.index()].slots.iter().enumerate() {
                let index = u32::try_from(slot).expect("a slot");
                let price: i64 = places.iter().map(|talk| self.part(talk + index)).sum();
                let name = &model.problem.schools[school].period_ids[at.period];
                let locked = locks.iter().all(|lock| lock.date == at.date && lock.period == name);
                if price < NEVER / 2 && locked {
                    talks.push((price, Talk { school, slot: index }));
                }
            }
        }
        talks
    }

    /// Many different schedules of a team with a price below `below`: for every choice of two lessons at most `talks`
    /// conversations, for every first lesson at most `spread` second ones, and the other way round.
    pub fn variety(&self, team: Team, below: i64, spread: usize, talks: usize) -> Vec<Offer> {
        let all = self.search(team, below, 20_000);
        let mut seen: BTreeMap<(u8, [u32; MOST_ACTS]), usize> = BTreeMap::new();
        let mut partners: [BTreeMap<(u8, u32), usize>; 2] = [BTreeMap::new(), BTreeMap::new()];
        let mut kept = Vec::new();
        for offer in all {
            let Schedule { form, acts, .. } = offer.schedule;
            let times = seen.entry((form, acts)).or_insert(0);
            if *times == 0 {
                let [firsts, seconds] = &mut partners;
                let first = firsts.entry((form, acts[0])).or_insert(0);
                let second = seconds.entry((form, acts[1])).or_insert(0);
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

    /// Schedules of a team with a price below `below`, cheapest first, at most `most` of them (the cheapest first
    /// where `most` is 1, else the first `most` found are an arbitrary but fixed choice and the count tells).
    pub fn search(&self, team: Team, below: i64, most: usize) -> Vec<Offer> {
        let mut below = below;
        let mut found: Vec<Offer> = Vec::new();
        for form in self.model.forms_of(team) {
            let of_form = self.search_form(team, form, below, most - if most == 1 { 0 } else { found.len() });
            if most == 1 && !of_form.is_empty() {
                below = of_form[0].price;
                found.clear();
            }
            found.extend(of_form);
            if most > 1 && found.len() >= most {
                break;
            }
        }
        found.sort_unstable();
        found
    }

    /// The same of one form.
    pub(super) fn search_form(&self, team: Team, form: u8, below: i64, most: usize) -> Vec<Offer> {
        match Quest::new(self, team, form, below, most) {
            Some(quest) => quest.run(),
            None => Vec::new(),
        }
    }
}

/// The price of the cheapest conversation of a teacher, wherever.
fn least_talk(model: &Model<'_>, priced: &[i64], teacher: TeacherId) -> i64 {
    let talks = |place: &Place| {
        let slots = model.grids[place.school.index()].slots.len();
        priced[place.talk as usize..place.talk as usize + slots].iter().copied().min()
    };
    model.places[teacher.index()].iter().filter_map(talks).min().unwrap_or(NEVER)
}

fn part_price(model: &Model<'_>, part: PartId, prices: &Prices) -> i64 {
    if !model.parts.can(part) {
        return NEVER;
    }
    let rows: i64 =
        model.parts.entries(part).iter().map(|&(row, coefficient)| prices.0[row as usize] * coefficient).sum();
    model.parts.cost(part) * MILLI + rows
}

/// Puts conversations of a team in order, cheapest first.
pub(super) fn order(team: Team, talks: &mut [(i64, Talk)]) {
    let salt = salt(team);
    talks.sort_by_key(|&(price, talk)| (price, tie(salt, talk.slot, 2), talk));
}

/// What tells teams apart where ties are broken.
fn salt(team: Team) -> u32 {
    match team {
        Team::Two(index) => index,
        Team::One(index) => !index,
        Team::Ring(ring) => ring.iter().fold(0, |salt: u32, member| {
            salt.wrapping_mul(1_009).wrapping_add(u32::try_from(member.index()).unwrap_or(u32::MAX))
        }),
    }
}

/// A number below 64 that depends on its arguments alone: breaks ties, the same way on every machine.
fn tie(pair: u32, slot: u32, salt: u32) -> u32 {
    tie_mixed(mixed_pair(pair, salt) ^ mixed_slot(slot))
}

fn mixed_pair(pair: u32, salt: u32) -> u32 {
    pair.wrapping_mul(0x9E37_79B9) ^ salt.wrapping_mul(0xC2B2_AE35)
}

fn mixed_slot(slot: u32) -> u32 {
    slot.wrapping_mul(0x85EB_CA6B)
}

fn tie_mixed(mixed: u32) -> u32 {
    (mixed.wrapping_mul(0x27D4_EB2F) >> 20) & 63
}
