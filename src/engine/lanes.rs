//! Many pairs at once: a teacher against eight colleagues side by side, in numbers of 32 bits, so that one instruction
//! does for several of them. What does not fit into 32 bits is left to the sweep of one pair (`windows`).

use super::price::Pricer;
use super::windows::SchoolWindows;
use crate::domain::{Key, SchoolId, TeacherId};

/// Colleagues side by side.
const LANES: usize = 8;

/// One number of each.
type Lanes = [i32; LANES];

/// What prices are cut off at, milli-pence: a visit, another one and a conversation, of which no two are in lanes yet,
/// fit four times.
const DEAR: i32 = 500_000_000;

/// Sums below this have no price in them that was cut off, even where all others are [`CREDIT`].
const EXACT: i32 = 490_000_000;

/// No price is below this, milli-pence, or the school is not for lanes.
const CREDIT: i64 = -1_000_000;

/// The prices of the parts of one school, slot after slot, in each slot by the place among the staff.
#[derive(Debug)]
pub struct SchoolLanes {
    /// Staff, rounded up to whole lanes.
    width: usize,
    away: Vec<i32>,
    seats: Vec<i32>,
    talks: Vec<i32>,
}

impl SchoolLanes {
    /// The lanes of a school; `None` where some price does not fit.
    pub(super) fn of(pricer: &Pricer<'_>, school: SchoolId) -> Option<Self> {
        let staff = pricer.model.staff_of(school);
        let slots = pricer.windows.schools[school.index()].slots;
        let width = staff.len().max(1).next_multiple_of(LANES);
        let dear = || vec![DEAR; slots * width];
        let mut lanes = Self { width, away: dear(), seats: dear(), talks: dear() };
        for (place, &teacher) in staff.iter().enumerate() {
            let of_teacher = [
                (&mut lanes.seats, &pricer.seats[teacher.index()].prices[..]),
                (&mut lanes.away, pricer.away_prices(teacher)),
                (&mut lanes.talks, pricer.talk_prices(teacher)),
            ];
            for (list, prices) in of_teacher {
                for (row, &price) in list.chunks_exact_mut(width).zip(prices) {
                    row[place] = if price < CREDIT { None } else { Some(narrow(price)) }?;
                }
            }
        }
        Some(lanes)
    }

    /// Prices of `list` in a slot, of eight from the place `first` on.
    #[inline]
    fn eight(&self, list: &[i32], slot: usize, first: usize) -> Lanes {
        let at = slot * self.width + first;
        list[at..at + LANES].try_into().expect("whole lanes")
    }
}

fn narrow(price: i64) -> i32 {
    i32::try_from(price).map_or(DEAR, |price| price.min(DEAR))
}

/// How two who watch each other talk about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Talking {
    /// Whether they may.
    pub may: bool,
    /// The price of going without, milli-pence; [`NEVER`](super::price::NEVER) where they must talk.
    pub without: i64,
}

/// One teacher against eight at a time. Who asks for pairs in their order has each eight worked out once.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Who, the place of the first of the eight, and the place in the own school.
    turn: Option<(TeacherId, usize)>,
    /// Prices of being away, being watched and talking, by slot.
    own: Vec<[i32; 3]>,
    least_visits: Option<[Lanes; 2]>,
    best: Option<(Talking, Best)>,
    /// Least price of a conversation after each slot, or of none.
    after: Vec<Lanes>,
    /// Least price of a conversation, and of either visit, in each block.
    talks: Vec<Lanes>,
    visits: Vec<[Lanes; 2]>,
}

/// The best of each of the eight.
#[derive(Debug, Clone, Copy)]
struct Best {
    total: Lanes,
    /// The slot of the last visit.
    last: Lanes,
}

#[inline]
fn least(a: Lanes, b: Lanes) -> Lanes {
    std::array::from_fn(|lane| a[lane].min(b[lane]))
}

#[inline]
fn sum(a: Lanes, b: Lanes) -> Lanes {
    std::array::from_fn(|lane| a[lane].wrapping_add(b[lane]))
}

#[inline]
fn plus(one: i32, all: Lanes) -> Lanes {
    std::array::from_fn(|lane| one.wrapping_add(all[lane]))
}

impl Beside {
    /// The least prices of the visits of `a` to `b` and of `b` to `a`, milli-pence; `None` where that is not for lanes.
    pub fn least_visits(&mut self, pricer: &Pricer<'_>, a: TeacherId, b: TeacherId) -> Option<[Option<i64>; 2]> {
        let (school, lane) = self.turn(pricer, a, b)?;
        let visits = match self.least_visits {
            Some(visits) => visits,
            None => self.weigh_visits(school),
        };
        Some(visits.map(|visit| (visit[lane] < EXACT).then_some(i64::from(visit[lane]))))
    }

    /// The least price of all that a plain schedule of the two does, milli-pence; `None` where that is not for lanes.
    pub fn least(&mut self, pricer: &Pricer<'_>, two: [TeacherId; 2], talking: Talking) -> Option<i64> {
        let (_, best, lane) = self.best(pricer, two, talking)?;
        (best.total[lane] < EXACT).then_some(i64::from(best.total[lane]))
    }

    /// Slots of the first's visit, of the second's, and of the conversation, at the least price.
    pub fn slots(
        &mut self,
        pricer: &Pricer<'_>,
        two: [TeacherId; 2],
        talking: Talking,
    ) -> Option<(u32, u32, Option<u32>)> {
        let (school, best, lane) = self.best(pricer, two, talking)?;
        let windows = &pricer.windows.schools[pricer.model.problem.teachers[two[0]].school.index()];
        let place = self.turn?.1 + lane;
        let other = |list: &[i32], slot: usize| list[slot * school.width + place];
        let x = |slot: usize| self.own[slot][0] + other(&school.seats, slot);
        let y = |slot: usize| self.own[slot][1] + other(&school.away, slot);
        let talk = |slot: usize| self.own[slot][2] + other(&school.talks, slot);
        let index = |slot: usize| u32::try_from(slot).expect("a slot");
        let (last, after) = (usize::try_from(best.last[lane]).expect("a slot"), &self.after);
        let after = after[last][lane];
        let before = || windows.earliest[last] as usize..last;
        let left = best.total[lane] - after;
        let (x_at, y_at) = match before().find(|&slot| y(slot) == left - x(last)) {
            Some(slot) => (last, slot),
            None => (before().find(|&slot| x(slot) == left - y(last))?, last),
        };
        let talk = (last + 1..windows.latest[last] as usize).find(|&slot| talking.may && talk(slot) == after);
        Some((index(x_at), index(y_at), talk.map(index)))
    }

    /// Turns to a pair: its school, and the lane of `b`. `None` where the two are not of one school that is for lanes.
    fn turn<'p>(&mut self, pricer: &'p Pricer<'_>, a: TeacherId, b: TeacherId) -> Option<(&'p SchoolLanes, usize)> {
        let teachers = &pricer.model.problem.teachers;
        if teachers[a].school != teachers[b].school {
            return None;
        }
        let school = pricer.lanes(teachers[a].school)?;
        let place = |teacher: TeacherId| pricer.windows.places[teacher.index()] as usize;
        let lane = place(b) % LANES;
        let first = place(b) - lane;
        if self.turn != Some((a, first)) {
            if self.turn.is_none_or(|(before, _)| before != a) {
                let rows = |list: &'p [i32]| list.chunks_exact(school.width).map(|row| row[place(a)]);
                let lists = rows(&school.away).zip(rows(&school.seats)).zip(rows(&school.talks));
                self.own.clear();
                self.own.extend(lists.map(|((away, seat), talk)| [away, seat, talk]));
            }
            self.turn = Some((a, first));
            (self.least_visits, self.best) = (None, None);
        }
        Some((school, lane))
    }

    fn best<'p>(
        &mut self,
        pricer: &'p Pricer<'_>,
        [a, b]: [TeacherId; 2],
        talking: Talking,
    ) -> Option<(&'p SchoolLanes, Best, usize)> {
        let (school, lane) = self.turn(pricer, a, b)?;
        let best = match self.best {
            Some((of, best)) if of == talking => best,
            _ => {
                let windows = &pricer.windows.schools[pricer.model.problem.teachers[a].school.index()];
                self.weigh_talks(school, windows, talking);
                let best = self.weigh(school, windows);
                self.best = Some((talking, best));
                best
            }
        };
        Some((school, best, lane))
    }

    fn weigh_visits(&mut self, school: &SchoolLanes) -> [Lanes; 2] {
        let (_, first) = self.turn.expect("somebody's turn");
        let (mut x_least, mut y_least) = ([DEAR; LANES], [DEAR; LANES]);
        for (slot, &[away, seat, _]) in self.own.iter().enumerate() {
            if away < DEAR || seat < DEAR {
                x_least = least(x_least, plus(away, school.eight(&school.seats, slot, first)));
                y_least = least(y_least, plus(seat, school.eight(&school.away, slot, first)));
            }
        }
        *self.least_visits.insert([x_least, y_least])
    }

    /// For every slot the least price of a conversation after it, within the limit, or of none.
    fn weigh_talks(&mut self, school: &SchoolLanes, windows: &SchoolWindows, talking: Talking) {
        let (_, first) = self.turn.expect("somebody's turn");
        let without = [narrow(talking.without); LANES];
        self.after.clear();
        self.after.resize(windows.slots, without);
        if !talking.may {
            return;
        }
        let blocks = &windows.blocks;
        self.talks.clear();
        self.talks.resize(blocks.len(), [DEAR; LANES]);
        let mut later = [DEAR; LANES];
        for (index, block) in blocks.iter().enumerate().rev() {
            later = match blocks.get(index + 1) {
                Some(next) if next.until == block.until => least(later, self.talks[index + 1]),
                Some(_) => self.talks[index + 1..block.until].iter().copied().fold([DEAR; LANES], least),
                None => [DEAR; LANES],
            };
            let (mut after, mut own) = (least(later, without), [DEAR; LANES]);
            for slot in (block.start..block.end).rev() {
                self.after[slot] = after;
                let talk = self.own[slot][2];
                // When the first can't, nobody's price matters.
                if talk < DEAR {
                    let talks = plus(talk, school.eight(&school.talks, slot, first));
                    (after, own) = (least(after, talks), least(own, talks));
                }
            }
            self.talks[index] = own;
        }
    }

    /// The least total of two visits and what comes after the last of them.
    fn weigh(&mut self, school: &SchoolLanes, windows: &SchoolWindows) -> Best {
        let (_, first) = self.turn.expect("somebody's turn");
        let mut best = Best { total: [i32::MAX; LANES], last: [0; LANES] };
        self.visits.clear();
        let (mut x_before, mut y_before) = ([DEAR; LANES], [DEAR; LANES]);
        let mut since = 0;
        for block in &windows.blocks {
            if block.since > since {
                since = block.since;
                (x_before, y_before) = ([DEAR; LANES], [DEAR; LANES]);
                for &[x, y] in &self.visits[since..] {
                    (x_before, y_before) = (least(x_before, x), least(y_before, y));
                }
            }
            let (mut x_own, mut y_own) = ([DEAR; LANES], [DEAR; LANES]);
            for slot in block.start..block.end {
                let [away, seat, _] = self.own[slot];
                if away >= DEAR && seat >= DEAR {
                    continue;
                }
                let x = plus(away, school.eight(&school.seats, slot, first));
                let y = plus(seat, school.eight(&school.away, slot, first));
                let total = sum(least(sum(x, y_before), sum(y, x_before)), self.after[slot]);
                let at = i32::try_from(slot).expect("a slot");
                // All ones where it is better: a choice without branches.
                best.last = std::array::from_fn(|lane| {
                    let better = -i32::from(total[lane] < best.total[lane]);
                    at & better | best.last[lane] & !better
                });
                best.total = least(best.total, total);
                (x_before, y_before) = (least(x_before, x), least(y_before, y));
                (x_own, y_own) = (least(x_own, x), least(y_own, y));
            }
            self.visits.push([x_own, y_own]);
        }
        best
    }
}
