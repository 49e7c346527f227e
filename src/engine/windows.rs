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
}

/// The windows of every school, and school days of every pair of schools between which there is a way.
pub struct Windows {
    /// By school.
    pub schools: Vec<SchoolWindows>,
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
                let mut windows = SchoolWindows { slots: slots.len(), earliest: Vec::new(), latest: Vec::new() };
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
                windows
            })
            .collect();
        Self { schools, days }
    }

    /// School days of the two schools, counted up to each day of the round.
    pub fn days_of(&self, a: SchoolId, b: SchoolId) -> &[u32] {
        &self.days[&(a.min(b), a.max(b))]
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
    after: Vec<(i64, u32)>,
    queue: Vec<u32>,
}

impl Minima {
    /// Empties it.
    pub fn clear(&mut self, slots: usize) {
        for list in [&mut self.x, &mut self.y, &mut self.c] {
            list.clear();
            list.reserve(slots);
        }
    }

    /// The best with the first's visit last, and with the second's last. `without` is the price of no conversation.
    pub fn sweep(&mut self, windows: &SchoolWindows, without: i64) -> [Option<Found>; 2] {
        self.minima_after(windows);
        let x_last = self.with_last(&self.x, &self.y, windows, without, &mut Vec::new());
        let y_last = self.with_last(&self.y, &self.x, windows, without, &mut Vec::new());
        [x_last, y_last.map(|found| Found { x: found.y, y: found.x, ..found })]
    }

    /// For every slot the cheapest conversation after it, within the limit.
    fn minima_after(&mut self, windows: &SchoolWindows) {
        conversations_after(&self.c, windows, &mut self.after, &mut self.queue);
    }

    /// The best with `last` last and `other` strictly before it, within the span.
    fn with_last(
        &self,
        last: &[i64],
        other: &[i64],
        windows: &SchoolWindows,
        without: i64,
        queue: &mut Vec<u32>,
    ) -> Option<Found> {
        let mut best: Option<Found> = None;
        let mut head = 0;
        for slot in 0..windows.slots {
            while head < queue.len() && queue[head] < windows.earliest[slot] {
                head += 1;
            }
            if let Some(&before) = queue.get(head) {
                let (talk, at) = self.after[slot];
                let (talk, at) = if talk <= without { (talk, Some(at)) } else { (without, None) };
                let total = last[slot] + other[before as usize] + talk;
                if best.is_none_or(|best| total < best.total) {
                    best = Some(Found { total, x: u32::try_from(slot).expect("a slot"), y: before, talk: at });
                }
            }
            while queue.len() > head && other[*queue.last().expect("not empty") as usize] > other[slot] {
                queue.pop();
            }
            queue.push(u32::try_from(slot).expect("a slot"));
        }
        best
    }
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
