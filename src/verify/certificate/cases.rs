//! Cases: that every plan is in one of them, and what is decided in each.

use std::collections::BTreeMap;

use super::rows::{Entry, Rows};
use crate::domain::{Counted, Decision, Row, Side, TeacherId};

/// Whether every plan is in one of the cases: all of them start with the two sides of one split, or there is one only
/// that nothing sets apart; and so on within each side.
pub(super) fn are_all(branches: &[&[Decision]]) -> bool {
    let mut open: Vec<Vec<&[Decision]>> = vec![branches.to_vec()];
    while let Some(cases) = open.pop() {
        if let [[]] = cases[..] {
            continue;
        }
        let Some(Decision { counted, side }) = cases.first().and_then(|branch| branch.first()) else { return false };
        let (least, most) = match *side {
            Side::AtMost(most) => (most.checked_add(1), Some(most)),
            Side::AtLeast(least) => (Some(least), least.checked_sub(1)),
        };
        let (Some(least), Some(most)) = (least, most) else { return false };
        let mut sides = [Vec::new(), Vec::new()];
        for branch in cases {
            let Some((first, rest)) = branch.split_first() else { return false };
            if first.counted != *counted {
                return false;
            }
            match first.side {
                Side::AtMost(it) if it == most => sides[0].push(rest),
                Side::AtLeast(it) if it == least => sides[1].push(rest),
                _ => return false,
            }
        }
        if sides.iter().any(Vec::is_empty) {
            return false;
        }
        open.extend(sides);
    }
    true
}

/// How much there may be of something.
struct Range {
    least: u32,
    most: Option<u32>,
    /// The first decision on it.
    decision: usize,
    /// Whether it is anything of the instance.
    met: bool,
}

/// What is decided in one case.
pub(super) struct Case {
    ranges: BTreeMap<Counted, Range>,
}

impl Case {
    /// Where all of `branch` holds.
    pub(super) fn new(branch: &[Decision]) -> Self {
        let mut ranges: BTreeMap<Counted, Range> = BTreeMap::new();
        for (index, Decision { counted, side }) in branch.iter().enumerate() {
            let none = Range { least: 0, most: None, decision: index, met: false };
            let range = ranges.entry(counted.clone()).or_insert(none);
            match *side {
                Side::AtLeast(least) => range.least = range.least.max(least),
                Side::AtMost(most) => range.most = Some(range.most.map_or(most, |other| other.min(most))),
            }
        }
        Self { ranges }
    }

    /// The range of what is otherwise had between `least` and `most` times.
    pub(super) fn narrowed(&mut self, counted: &Counted, least: i128, most: i128) -> (i128, i128) {
        let Some(range) = self.ranges.get_mut(counted) else { return (least, most) };
        range.met = true;
        (least.max(i128::from(range.least)), range.most.map_or(most, |other| most.min(i128::from(other))))
    }

    /// The rows of decisions on arrangements.
    pub(super) fn arrangements(&mut self, rows: &mut Rows) -> OfArrangements {
        let mut of = OfArrangements::default();
        for (counted, range) in &mut self.ranges {
            let (fewest, most, entries) = match counted {
                Counted::Arrangements => (Row::ArrangementsAtLeast, Row::ArrangementsAtMost, &mut of.each),
                &Counted::Pair { members } if members[0] < members[1] => {
                    (Row::PairAtLeast { members }, Row::PairAtMost { members }, of.pairs.entry(members).or_default())
                }
                _ => continue,
            };
            range.met = true;
            if range.least > 0 {
                entries.push((rows.enter(fewest, -i64::from(range.least)), -1));
            }
            if let Some(limit) = range.most {
                entries.push((rows.enter(most, i64::from(limit)), 1));
            }
        }
        of
    }

    /// The first decision on something that is nothing of the instance.
    pub(super) fn strange(&self) -> Option<usize> {
        self.ranges.values().filter(|range| !range.met).map(|range| range.decision).min()
    }
}

/// Rows that arrangements stand in because of decisions.
#[derive(Default)]
pub(super) struct OfArrangements {
    each: Vec<Entry>,
    pairs: BTreeMap<[TeacherId; 2], Vec<Entry>>,
}

impl OfArrangements {
    /// Those of any arrangement.
    pub(super) fn each(&self) -> &[Entry] {
        &self.each
    }

    /// Those of an arrangement of these members.
    pub(super) fn of(&self, members: &[TeacherId]) -> Vec<Entry> {
        let mut entries = self.each.clone();
        if let &[a, b] = members {
            entries.extend(self.pairs.get(&[a.min(b), a.max(b)]).into_iter().flatten());
        }
        entries
    }
}
