//! One pair, tried: can the two visit each other and talk?

use super::caps::{Caps, Tally};
use super::ground::{Ground, Piece};
use super::room::Room;
use crate::domain::{ConversationRule, SchoolId};

/// Most attempts for one pair.
const PER_PAIR: u32 = 20_000;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A schedule fits.
    Fits,
    /// No two visits.
    NoVisit,
    /// Two visits, but no conversation after them.
    NoTalk,
    /// Every schedule meets all or one of `caps`.
    Blocked {
        /// What they meet.
        caps: Caps,
        /// Whether two visits fit, a conversation aside.
        visits: bool,
    },
    /// Too many to try.
    Unsettled,
}

/// Everything that a pair could do.
pub struct Chances {
    /// By who watches: the first, the second.
    legs: [Vec<Piece>; 2],
    talks: Vec<Piece>,
    pair: Piece,
    days: Vec<u32>,
}

impl Chances {
    /// Of the pair of this index; visits that time rules out are not among them.
    pub fn of(ground: &Ground<'_>, index: usize) -> Self {
        let model = ground.lifted;
        let problem = model.problem;
        let pair = &model.twos[index];
        let members = [pair.a, pair.b];
        let legs = [(pair.a, pair.b), (pair.b, pair.a)].map(|(observer, host)| {
            let hosted = model.hosted[crate::domain::Key::index(host)].iter();
            hosted.filter_map(|&hosted| ground.leg(observer, host, hosted)).collect::<Vec<_>>()
        });
        let mut schools: Vec<SchoolId> = members.map(|member| problem.teachers[member].school).to_vec();
        let days = ground.days_of(schools[0], schools[1]).unwrap_or_default().to_vec();
        schools.dedup();
        let mut talks = Vec::new();
        if problem.rules.conversation == ConversationRule::Required {
            for school in schools {
                let slots = 0..model.grids[crate::domain::Key::index(school)].slots.len();
                let slots = slots.map(|slot| u32::try_from(slot).expect("fewer than 2^32 slots"));
                talks.extend(slots.filter_map(|slot| ground.talk(&members, school, slot)));
            }
            talks.sort_by_key(|talk| talk.start);
        }
        let entries = model.parts.entries(pair.part).to_vec();
        let pair = Piece { entries, cost: model.parts.cost(pair.part), day: 0, start: 0, end: 0 };
        Self { legs, talks, pair, days }
    }

    /// Least that an arrangement of the pair costs, cover aside, pence; `None` when there is none.
    pub fn least_cost(&self) -> Option<i64> {
        let least = |pieces: &[Piece]| pieces.iter().map(|piece| piece.cost).min();
        let talk = least(&self.talks).unwrap_or(0);
        Some(self.pair.cost + least(&self.legs[0])? + least(&self.legs[1])? + talk)
    }

    /// Whether a schedule fits in `room`; the first that does ends the search.
    pub fn attempt(&self, ground: &Ground<'_>, room: &mut Room<'_, '_>) -> Outcome {
        room.cut = false;
        let spare = room.attempts.saturating_sub(PER_PAIR);
        room.attempts -= spare;
        let outcome = self.search(ground, room);
        room.attempts += spare;
        if room.cut && outcome != Outcome::Fits { Outcome::Unsettled } else { outcome }
    }

    fn search(&self, ground: &Ground<'_>, room: &mut Room<'_, '_>) -> Outcome {
        let rules = &ground.lifted.problem.rules;
        let must_talk = rules.conversation == ConversationRule::Required;
        let [xs, ys] = &self.legs;
        let mut known = [vec![None; xs.len()], vec![None; ys.len()], vec![None; self.talks.len()]];
        let (mut together, mut talking) = (Tally::default(), Tally::default());
        let mut visits = false;
        for (i, x) in xs.iter().enumerate() {
            if !alone(room, &mut known[0], i, x).is_empty() {
                continue;
            }
            for (j, y) in ys.iter().enumerate() {
                if room.cut {
                    return Outcome::Unsettled;
                }
                let (early, late) = if x.end <= y.end { (x, y) } else { (y, x) };
                let apart = self.days[late.day as usize].abs_diff(self.days[early.day as usize]);
                if apart > rules.visit_span_days || !alone(room, &mut known[1], j, y).is_empty() {
                    continue;
                }
                let broken = room.attempt(&[&self.pair, x, y]);
                if !broken.is_empty() {
                    together.add(broken);
                    continue;
                }
                visits = true;
                if !must_talk {
                    return Outcome::Fits;
                }
                let first = self.talks.partition_point(|talk| talk.start < late.end);
                for (k, talk) in self.talks.iter().enumerate().skip(first) {
                    let after = self.days[talk.day as usize].saturating_sub(self.days[late.day as usize]);
                    if after > rules.conversation_within_days {
                        break;
                    }
                    if !alone(room, &mut known[2], k, talk).is_empty() {
                        continue;
                    }
                    let broken = room.attempt(&[&self.pair, x, y, talk]);
                    if broken.is_empty() {
                        return Outcome::Fits;
                    }
                    talking.add(broken);
                }
            }
        }
        if xs.is_empty() || ys.is_empty() {
            return Outcome::NoVisit;
        }
        let [xs, ys, talks] = known.map(|pieces| Stage::of(&pieces));
        if let Some(stage) = [&xs, &ys].into_iter().find(|stage| stage.is_shut) {
            return Outcome::Blocked { caps: stage.tally.named(), visits };
        }
        let mut visiting = together;
        visiting.join(xs.tally);
        visiting.join(ys.tally);
        if !visits {
            return if visiting.any.is_empty() {
                Outcome::NoVisit
            } else {
                Outcome::Blocked { caps: visiting.named(), visits }
            };
        }
        talking.join(talks.tally);
        talking.join(visiting);
        if talking.any.is_empty() { Outcome::NoTalk } else { Outcome::Blocked { caps: talking.named(), visits } }
    }
}

/// What stands in the way of `piece` alone, looked up once.
fn alone(room: &mut Room<'_, '_>, known: &mut [Option<Caps>], at: usize, piece: &Piece) -> Caps {
    *known[at].get_or_insert_with(|| room.attempt(&[piece]))
}

/// What stood in the way of all pieces of a kind.
struct Stage {
    tally: Tally,
    /// Whether every piece was tried and none fits.
    is_shut: bool,
}

impl Stage {
    fn of(pieces: &[Option<Caps>]) -> Self {
        let mut tally = Tally::default();
        for &caps in pieces.iter().flatten().filter(|caps| !caps.is_empty()) {
            tally.add(caps);
        }
        let is_shut = !pieces.is_empty() && pieces.iter().all(|caps| caps.is_some_and(|caps| !caps.is_empty()));
        Self { tally, is_shut }
    }
}
