//! The cheapest set of elements that does something, where more elements always do it too and at no higher price: fewest
//! elements first, of equals the least price. By implicit hitting sets (Davies and Bacchus, *Solving MAXSAT by solving a
//! sequence of simpler SAT instances*, 2011; Liffiton and Sakallah, *Algorithms for computing minimal unsatisfiable
//! subsets of constraints*, 2008): a set that fails, made as large as it goes, leaves out something of which one element is
//! needed. Sets that have one of each of those are all that is left to ask about, the smallest first. Among as many
//! elements as it takes, a set that does it at no less than the best price known fails in the same sense.

use super::hitting::{Set, Smallest, is_within, small, smallest, without};
use crate::domain::Pence;

/// What is known of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It does it.
    Does {
        /// Elements of it that do it on their own at `at_most`.
        needs: Set,
        /// Neither it nor any part of it does it for less, pence.
        at_least: Pence,
        /// It does it for so much, pence.
        at_most: Pence,
    },
    /// Neither it nor any part of it does it.
    Fails,
    /// It was not settled.
    Open,
    /// Nothing more can be asked.
    Spent,
}

/// The best set found, with what is proven of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cheapest {
    /// It.
    pub set: Set,
    /// It does it for so much, pence.
    pub price: Pence,
    /// No set of fewer elements does it.
    pub at_least: usize,
    /// Whether no set of fewer, and none of as many for less, does it.
    pub proven: bool,
}

/// The cheapest of the sets of elements below `count`; `None` where none is known to do it. `ask` is told of one or two
/// sets at once and answers in their order. `does` are sets known to do it at some price, `bounds` sets of which it is
/// known that neither they nor any part of them does it for less, if it does it at all.
pub fn cheapest(
    count: usize,
    does: Vec<(Set, Pence)>,
    bounds: Vec<(Set, Pence)>,
    ask: &mut dyn FnMut(&[Set]) -> Vec<Answer>,
) -> Option<Cheapest> {
    let mut search = Search { count, does, bounds, fails: Vec::new(), open: Vec::new(), is_spent: false };
    // Fewest first; then, of as many, the least price.
    while search.step(false, ask) {}
    while search.step(true, ask) {}
    let (set, price) = search.best()?;
    let at_least = match smallest(&search.fails, set.len(), &search.weight()) {
        Smallest::Set(fewer) => fewer.len(),
        Smallest::None => set.len(),
        Smallest::Open => usize::from(!search.fails.is_empty()),
    };
    let below = (set.len() + 1, price);
    let proven = smallest(&search.needed(below), below.0, &search.weight()) == Smallest::None;
    Some(Cheapest { at_least, proven: proven && at_least == set.len(), set, price })
}

struct Search {
    count: usize,
    /// Sets that do it, and at what price.
    does: Vec<(Set, Pence)>,
    /// Sets, and what neither they nor any part of them does it for less than.
    bounds: Vec<(Set, Pence)>,
    /// What sets that fail leave out: of each one element is needed.
    fails: Vec<Set>,
    /// What sets that were not settled leave out.
    open: Vec<Set>,
    is_spent: bool,
}

impl Search {
    /// The smallest set known that does it, of equals the one of the least price, of equals the first.
    fn best(&self) -> Option<(Set, Pence)> {
        self.does.iter().min_by_key(|(set, price)| (set.len(), *price)).cloned()
    }

    /// Of what one element is needed to do it, and where as many elements are allowed as the best has, for less.
    fn needed(&self, (below, price): (usize, Pence)) -> Vec<Set> {
        let mut needed = self.fails.clone();
        if self.best().is_some_and(|(best, _)| best.len() < below) {
            let dear = self.bounds.iter().filter(|&&(_, at_least)| at_least >= price);
            needed.extend(dear.map(|(set, _)| without(self.count, set)));
        }
        needed
    }

    /// How many of the sets known an element is in.
    fn weight(&self) -> Vec<u32> {
        let mut weight = vec![0; self.count];
        self.does.iter().flat_map(|(set, _)| set).for_each(|&element| weight[element] += 1);
        weight
    }

    /// Asks about the smallest set that may do it in fewer elements, or in as many for less (`for_less`), and about one
    /// around it that is as large as it can be and still fail for all that is known, or the next one of as many. False when there is none, or no
    /// way to ask.
    fn step(&mut self, for_less: bool, ask: &mut dyn FnMut(&[Set]) -> Vec<Answer>) -> bool {
        let Some((best, price)) = self.best() else { return false };
        if self.is_spent {
            return false;
        }
        let below = best.len() + usize::from(for_less);
        let mut needed = self.needed((below, price));
        needed.extend_from_slice(&self.open);
        let Smallest::Set(set) = smallest(&needed, below, &self.weight()) else { return false };
        // What does it, and for less: the large one is to have none of these.
        let rivals = self.does.iter().filter(|(_, other)| !for_less || *other < price);
        let others: Vec<Set> = rivals
            .map(|(rival, _)| rival.iter().copied().filter(|element| set.binary_search(element).is_err()).collect())
            .collect();
        let mut asked = vec![set.clone()];
        if for_less && set.len() == 1 {
            // Of single elements every one is soon asked about, while many together are nearly always better than one.
            needed.push(without(self.count, &set));
            if let Smallest::Set(other) = smallest(&needed, below, &self.weight()) {
                asked.push(other);
            }
        } else if others.iter().all(|other| !other.is_empty()) {
            let large = without(self.count, &small(&others));
            if large != set && is_within(&set, &large) {
                asked.push(large);
            }
        }
        for (asked, answer) in asked.iter().zip(ask(&asked)) {
            self.hear(asked, answer, asked.len() == set.len(), (for_less, price));
        }
        true
    }

    fn hear(&mut self, asked: &Set, answer: Answer, is_small: bool, (for_less, price): (bool, Pence)) {
        let left = without(self.count, asked);
        match answer {
            Answer::Does { needs, at_least, at_most } => {
                // What it can't do for less than the best, and was not shown not to, is not asked again.
                if is_small && for_less && at_least < price && at_most >= price {
                    self.open.push(left);
                }
                self.bounds.push((asked.clone(), at_least));
                self.does.push((needs, at_most));
            }
            Answer::Fails => self.fails.push(left),
            Answer::Open if is_small => self.open.push(left),
            Answer::Open => {}
            Answer::Spent => self.is_spent = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNT: usize = 7;

    /// Numbers from a seed.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, most: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).expect("small") % most
        }

        fn set(&mut self, most: usize) -> Set {
            let mut set: Set = (0..=self.below(most)).map(|_| self.below(COUNT)).collect();
            set.sort_unstable();
            set.dedup();
            set
        }
    }

    /// The way that does it for least within `set`.
    fn best_way<'w>(ways: &'w [(Set, Pence)], set: &[usize]) -> Option<&'w (Set, Pence)> {
        ways.iter().filter(|(way, _)| is_within(way, set)).min_by_key(|(_, price)| *price)
    }

    /// Some ways to do it, each at a price.
    fn ways(numbers: &mut Numbers) -> Vec<(Set, Pence)> {
        let price = |numbers: &mut Numbers| Pence::try_from(numbers.below(6)).expect("small");
        (0..=numbers.below(6)).map(|_| (numbers.set(4), price(numbers))).collect()
    }

    /// Answers from the ways, with elements among the needs that are in vain now and then.
    fn answer(ways: &[(Set, Pence)], set: &Set, numbers: &mut Numbers) -> Answer {
        let Some((way, price)) = best_way(ways, set) else { return Answer::Fails };
        let needs = set.iter().copied().filter(|element| way.contains(element) || numbers.below(4) == 0).collect();
        Answer::Does { needs, at_least: *price, at_most: *price }
    }

    #[test]
    fn the_cheapest_is_that_of_all_subsets() {
        let all: Set = (0..COUNT).collect();
        let mut most = 0;
        for seed in 0..3_000 {
            let mut numbers = Numbers(seed);
            let ways = ways(&mut numbers);
            let subset = |bits: u32| all.iter().copied().filter(|element| bits >> element & 1 == 1).collect::<Set>();
            let priced = |set: Set| Some((set.len(), best_way(&ways, &set)?.1));
            let right = (0..1 << COUNT).map(subset).filter_map(priced).min().expect("all of them do it");
            // Of some sets it is known beforehand what they don't do it for less than.
            let known = |set: &Set| best_way(&ways, set).map_or(9, |way| way.1) - 1;
            let bounds: Vec<(Set, Pence)> =
                (0..3).map(|_| numbers.set(2)).map(|set| (set.clone(), known(&set))).collect();
            let mut asked = 0;
            let (_, price) = best_way(&ways, &all).expect("they do");
            let found = cheapest(COUNT, vec![(all.clone(), *price)], bounds, &mut |sets| {
                asked += sets.len();
                sets.iter().map(|set| answer(&ways, set, &mut numbers)).collect()
            });
            let found = found.expect("a set");
            assert_eq!((found.set.len(), found.price), right, "seed {seed}: {ways:?}");
            assert!(found.proven && found.at_least == right.0 && best_way(&ways, &found.set).is_some());
            most = most.max(asked);
        }
        assert!(most < 40, "{most} of the 128 subsets were asked about");
    }

    #[test]
    fn fewer_elements_come_before_a_lower_price() {
        let ways = [(vec![0, 1, 2], 0), (vec![3, 4], 5)];
        let found = cheapest(5, vec![(vec![0, 1, 2], 0)], Vec::new(), &mut |sets| {
            sets.iter().map(|set| answer(&ways, set, &mut Numbers(0))).collect()
        });
        assert_eq!(found, Some(Cheapest { set: vec![3, 4], price: 5, at_least: 2, proven: true }));
    }

    #[test]
    fn what_was_not_asked_is_not_claimed() {
        let ways = [(vec![0, 1], 3), (vec![2, 3], 2), (vec![4, 5, 6], 1)];
        for most in (0..20).chain([60]) {
            let mut left = most;
            let found = cheapest(COUNT, vec![(vec![4, 5, 6], 1)], Vec::new(), &mut |sets| {
                let one = |set: &Set| {
                    let spent = left == 0;
                    left -= usize::from(!spent);
                    if spent { Answer::Spent } else { answer(&ways, set, &mut Numbers(1)) }
                };
                sets.iter().map(one).collect()
            });
            let found = found.expect("one is known");
            assert!(found.at_least <= 2 && (!found.proven || (found.set.len(), found.price) == (2, 2)), "{found:?}");
            assert!(most < 60 || found.proven, "{most}: {found:?}");
        }
        // What is never settled proves nothing.
        let open = cheapest(COUNT, vec![(vec![0, 1], 3)], Vec::new(), &mut |sets| vec![Answer::Open; sets.len()]);
        assert_eq!(open, Some(Cheapest { set: vec![0, 1], price: 3, at_least: 0, proven: false }));
    }
}
