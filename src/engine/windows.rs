//! Windows in time, and the sweep that prices a plain pair.

use std::collections::BTreeMap;

use crate::compile::Model;
use crate::domain::{Key, SchoolId};

/// The windows of one school, by slot in time order.
#[derive(Debug, Clone)]
pub struct SchoolWindows {
    /// How many slots.
    pub slots: usize,
    /// First slot whose date lies within the span of visits before this slot's.
    pub earliest: Vec<u32>,
    /// One past the last slot whose date lies within the limit of conversations after this slot's.
    pub latest: Vec<u32>,
    /// The slots, cut where the count of school days rises: a window holds blocks whole, but for the slot's own.
    pub(super) blocks: Vec<Block>,
}

/// Slots between which no school day begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub(super) start: usize,
    pub(super) end: usize,
    /// First block of the windows of visits before.
    pub(super) since: usize,
    /// One past the last block of the windows of conversations after.
    pub(super) until: usize,
}

/// The windows of every school, and school days of every pair of schools between which there is a way.
pub struct Windows {
    /// By school.
    pub schools: Vec<SchoolWindows>,
    /// Of each teacher, the place among the staff of the school.
    pub places: Vec<u32>,
    days: BTreeMap<(SchoolId, SchoolId), Vec<u32>>,
}

impl Windows {
    /// Computes the windows.
    pub fn new(model: &Model<'_>) -> Self {
        let problem = model.problem;
        let mut days: BTreeMap<(SchoolId, SchoolId), Vec<u32>> =
            problem.schools.keys().map(|school| ((school, school), model.school_days(school, school))).collect();
        for way in &problem.travel {
            let (a, b) = (way.between[0].min(way.between[1]), way.between[0].max(way.between[1]));
            days.entry((a, b)).or_insert_with(|| model.school_days(a, b));
        }
        let span = problem.rules.visit_span_days;
        let within = problem.rules.conversation_within_days;
        let schools = problem
            .schools
            .keys()
            .map(|school| {
                let count = &days[&(school, school)];
                let slots = &model.grids[school.index()].slots;
                let day = |slot: usize| count[slots[slot].day as usize];
                let mut windows =
                    SchoolWindows { slots: slots.len(), earliest: Vec::new(), latest: Vec::new(), blocks: Vec::new() };
                let (mut first, mut last) = (0, 0);
                for slot in 0..slots.len() {
                    while day(slot) - day(first) > span {
                        first += 1;
                    }
                    while last < slots.len() && (last < slot || day(last) - day(slot) <= within) {
                        last += 1;
                    }
                    windows.earliest.push(u32::try_from(first).expect("a slot"));
                    windows.latest.push(u32::try_from(last).expect("a slot"));
                }
                windows.cut(day);
                windows
            })
            .collect();
        let mut places = vec![0; problem.teachers.len()];
        for school in problem.schools.keys() {
            for (place, teacher) in (0..).zip(model.staff_of(school)) {
                places[teacher.index()] = place;
            }
        }
        Self { schools, places, days }
    }

    /// School days of the two schools, counted up to each day of the round.
    pub fn days_of(&self, a: SchoolId, b: SchoolId) -> &[u32] {
        &self.days[&(a.min(b), a.max(b))]
    }
}

impl SchoolWindows {
    /// Cuts the slots into blocks by their count of school days.
    fn cut(&mut self, day: impl Fn(usize) -> u32) {
        let starts: Vec<usize> = (0..self.slots).filter(|&slot| slot == 0 || day(slot - 1) < day(slot)).collect();
        let block_of = |slot: usize| starts.partition_point(|&start| start < slot);
        self.blocks = (0..starts.len())
            .map(|block| {
                let start = starts[block];
                let end = starts.get(block + 1).copied().unwrap_or(self.slots);
                let (since, until) = (self.earliest[start] as usize, self.latest[start] as usize);
                Block { start, end, since: block_of(since), until: block_of(until) }
            })
            .collect();
    }
}

/// The best that a sweep found with one arm last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Sum of the three.
    pub total: i64,
    /// Slot in which the first watches.
    pub x: u32,
    /// Slot in which the second watches.
    pub y: u32,
    /// Slot of the conversation.
    pub talk: Option<u32>,
}

/// Room for the sweep, kept from pair to pair.
#[derive(Debug, Default)]
pub struct Minima {
    /// Price of the first's visit, by slot.
    pub x: Vec<i64>,
    /// Price of the second's visit.
    pub y: Vec<i64>,
    /// Price of the conversation.
    pub c: Vec<i64>,
    /// Least price of a conversation after each slot, or of none.
    after: Vec<i64>,
    /// Least price of either visit, and of a conversation, in each block.
    least: Vec<[i64; 2]>,
    least_talk: Vec<i64>,
}

/// Dearer than every sum that a sweep looks at, and small enough to add three.
const FAR: i64 = i64::MAX / 8;

impl Minima {
    /// Empties it.
    pub fn clear(&mut self) {
        for list in [&mut self.x, &mut self.y, &mut self.c] {
            list.clear();
        }
    }

    /// The best with the first's visit last, and with the second's last, where they are below `below` (at most
    /// `i64::MAX / 16`). `without` is the price of no conversation.
    ///
    /// One way back over the slots and one forth, on prices alone; which slots the best is made of is looked up at the
    /// end. Of equals the first slot counts.
    pub fn sweep(&mut self, windows: &SchoolWindows, without: i64, below: i64) -> [Option<Found>; 2] {
        self.talks_after(windows, without);
        let best = self.visits_before(windows);
        best.map_or([None; 2], |[x_last, y_last]| {
            let index = |slot: usize| u32::try_from(slot).expect("a slot");
            let found = |(total, slot): (i64, usize), last: &[i64], other: &[i64]| {
                (total < below).then(|| {
                    let after = self.after[slot];
                    let y = first(other, windows.earliest[slot] as usize..slot, total - last[slot] - after);
                    let talk = first(&self.c, slot + 1..windows.latest[slot] as usize, after);
                    Found { total, x: index(slot), y: index(y.unwrap_or(0)), talk: talk.map(index) }
                })
            };
            let y_last = found(y_last, &self.y, &self.x).map(|found| Found { x: found.y, y: found.x, ..found });
            [found(x_last, &self.x, &self.y), y_last]
        })
    }

    /// For every slot the least price of a conversation after it, within the limit, or of none.
    fn talks_after(&mut self, windows: &SchoolWindows, without: i64) {
        let blocks = &windows.blocks;
        self.after.clear();
        self.after.resize(windows.slots, FAR);
        self.least_talk.clear();
        self.least_talk.resize(blocks.len(), FAR);
        let mut later = FAR;
        for (index, block) in blocks.iter().enumerate().rev() {
            later = match blocks.get(index + 1) {
                Some(next) if next.until == block.until => later.min(self.least_talk[index + 1]),
                Some(_) => least(&self.least_talk[index + 1..block.until]),
                None => FAR,
            };
            let mut own = FAR;
            let afters = self.after[block.start..block.end].iter_mut();
            for (after, &talk) in afters.zip(&self.c[block.start..block.end]).rev() {
                *after = own.min(later).min(without);
                own = own.min(talk);
            }
            self.least_talk[index] = own;
        }
    }

    /// The least total with the first's visit last, and with the second's last, each with its last slot; `None` when
    /// there are no slots.
    fn visits_before(&mut self, windows: &SchoolWindows) -> Option<[(i64, usize); 2]> {
        let blocks = &windows.blocks;
        self.least.clear();
        let (mut x_best, mut y_best) = ((i64::MAX, 0), (i64::MAX, 0));
        let (mut x_before, mut y_before) = (FAR, FAR);
        let mut since = 0;
        for block in blocks {
            if block.since > since {
                since = block.since;
                (x_before, y_before) = (FAR, FAR);
                for &[x, y] in &self.least[since..] {
                    (x_before, y_before) = (x_before.min(x), y_before.min(y));
                }
            }
            let (mut x_own, mut y_own) = (FAR, FAR);
            let range = block.start..block.end;
            let visits = self.x[range.clone()].iter().zip(&self.y[range.clone()]).zip(&self.after[range]);
            for (slot, ((&x, &y), &after)) in (block.start..).zip(visits) {
                let x_last = x.wrapping_add(y_before.min(y_own)).wrapping_add(after);
                let y_last = y.wrapping_add(x_before.min(x_own)).wrapping_add(after);
                if x_last < x_best.0 {
                    x_best = (x_last, slot);
                }
                if y_last < y_best.0 {
                    y_best = (y_last, slot);
                }
                (x_own, y_own) = (x_own.min(x), y_own.min(y));
            }
            (x_before, y_before) = (x_before.min(x_own), y_before.min(y_own));
            self.least.push([x_own, y_own]);
        }
        (!blocks.is_empty()).then_some([x_best, y_best])
    }
}

fn least(prices: &[i64]) -> i64 {
    prices.iter().copied().min().unwrap_or(FAR)
}

/// The first of the slots with that price.
fn first(prices: &[i64], slots: std::ops::Range<usize>, price: i64) -> Option<usize> {
    let start = slots.start;
    prices[slots].iter().position(|&other| other == price).map(|at| start + at)
}

/// For every slot the cheapest conversation of the prices `c` after it, within the limit, into `after`.
fn conversations_after(c: &[i64], windows: &SchoolWindows, after: &mut Vec<(i64, u32)>, queue: &mut Vec<u32>) {
    after.clear();
    queue.clear();
    let (mut head, mut next) = (0, 0);
    for slot in 0..windows.slots {
        while next < windows.latest[slot] as usize {
            while queue.len() > head && c[*queue.last().expect("not empty") as usize] > c[next] {
                queue.pop();
            }
            queue.push(u32::try_from(next).expect("a slot"));
            next += 1;
        }
        while head < queue.len() && queue[head] as usize <= slot {
            head += 1;
        }
        after.push(queue.get(head).map_or((i64::MAX / 4, u32::MAX), |&at| (c[at as usize], at)));
    }
}

/// The best that a sweep found for a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundRing {
    /// Sum of the visits and the conversation.
    pub total: i64,
    /// Slots in which each member watches the next.
    pub visits: [u32; 3],
    /// Slot of the conversation.
    pub talk: Option<u32>,
}

/// Room for the sweep of a ring, kept from ring to ring.
#[derive(Debug, Default)]
pub struct RingMinima {
    /// Price of each member's visit to the next, by slot.
    pub visits: [Vec<i64>; 3],
    /// Price of the conversation.
    pub talks: Vec<i64>,
    after: Vec<(i64, u32)>,
    queue: Vec<u32>,
}

/// The two least prices of a window, with their slots.
#[derive(Debug, Clone, Copy)]
struct Two([(i64, u32); 2]);

impl Two {
    const NONE: Self = Self([(i64::MAX / 8, u32::MAX); 2]);

    fn take(&mut self, price: i64, slot: u32) {
        let [first, second] = &mut self.0;
        if price < first.0 {
            (*first, *second) = ((price, slot), *first);
        } else if price < second.0 {
            *second = (price, slot);
        }
    }

    /// The two least of `prices` from slot `from` to before slot `to`, knowing those of a window that began earlier.
    fn moved(self, prices: &[i64], from: u32, to: usize) -> Self {
        if self.0.iter().all(|&(_, slot)| slot >= from) {
            return self;
        }
        let mut fresh = Self::NONE;
        for slot in from..u32::try_from(to).expect("a slot") {
            fresh.take(prices[slot as usize], slot);
        }
        fresh
    }

    /// The cheapest of one of each, in two different slots.
    fn apart(self, other: Self) -> (i64, u32, u32) {
        let ([a, next_a], [b, next_b]) = (self.0, other.0);
        if a.1 != b.1 {
            (a.0 + b.0, a.1, b.1)
        } else if next_a.0 + b.0 < a.0 + next_b.0 {
            (next_a.0 + b.0, next_a.1, b.1)
        } else {
            (a.0 + next_b.0, a.1, next_b.1)
        }
    }
}

impl RingMinima {
    /// The best ring: its visits in three different slots within the span, the conversation after the last of them.
    /// `without` is the price of no conversation.
    pub fn sweep(&mut self, windows: &SchoolWindows, without: i64) -> Option<FoundRing> {
        conversations_after(&self.talks, windows, &mut self.after, &mut self.queue);
        let mut best: Option<FoundRing> = None;
        let mut least = [Two::NONE; 3];
        for slot in 0..windows.slots {
            let at = u32::try_from(slot).expect("a slot");
            let (talk, talk_at) = self.after[slot];
            let (talk, talk_at) = if talk <= without { (talk, Some(talk_at)) } else { (without, None) };
            for (two, prices) in least.iter_mut().zip(&self.visits) {
                *two = two.moved(prices, windows.earliest[slot], slot);
            }
            for last in 0..3 {
                let (next, other) = ((last + 1) % 3, (last + 2) % 3);
                let (before, at_next, at_other) = least[next].apart(least[other]);
                let total = self.visits[last][slot] + before + talk;
                if best.is_none_or(|best| total < best.total) {
                    let mut visits = [at; 3];
                    (visits[next], visits[other]) = (at_next, at_other);
                    best = Some(FoundRing { total, visits, talk: talk_at });
                }
            }
            for (two, prices) in least.iter_mut().zip(&self.visits) {
                two.take(prices[slot], at);
            }
        }
        best
    }
}
