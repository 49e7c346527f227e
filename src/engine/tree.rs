//! The tree of cases that branching makes, with what proves a bound of each: kept only where a certificate is asked for.

use crate::domain::{Certificate, Counted, Decision, Leaf, Pence, Side};

/// Most prices and duals that are kept; of a tree with more only the root is certified.
const MOST_NUMBERS: usize = 1 << 20;

/// The cases, each after the one that it is part of.
pub struct Tree {
    cases: Vec<Case>,
    numbers: usize,
    /// Whether there was too much to keep.
    given_up: bool,
}

struct Case {
    /// What it is part of, and by which decision.
    from: Option<(usize, Decision)>,
    /// The best bound found for it, and what proves it. Where there is none, that of what it is part of holds.
    proven: Option<(Pence, Leaf)>,
    /// The first of its two parts; the other one is next.
    parts: Option<usize>,
}

impl Tree {
    /// The whole search, with what proves a bound of it.
    pub fn new(bound: Pence, leaf: Leaf) -> Self {
        let root = Case { from: None, proven: Some((bound, leaf)), parts: None };
        Self { cases: vec![root], numbers: 0, given_up: false }
    }

    /// Splits a case in two by a count, at most `most` of it and more; the first of the parts.
    pub fn split(&mut self, case: usize, counted: &Counted, most: u32) -> usize {
        let first = self.cases.len();
        if !self.given_up {
            self.cases[case].parts = Some(first);
            for side in [Side::AtMost(most), Side::AtLeast(most + 1)] {
                let decision = Decision { counted: counted.clone(), side };
                self.cases.push(Case { from: Some((case, decision)), proven: None, parts: None });
            }
        }
        first
    }

    /// Keeps what proves a bound of a case.
    pub fn prove(&mut self, case: usize, bound: Pence, leaf: Leaf) {
        if self.given_up {
            return;
        }
        self.numbers += leaf.prices.len() + leaf.vertices.len() + leaf.odd_sets.len();
        if self.numbers > MOST_NUMBERS {
            self.given_up = true;
            self.cases.truncate(1);
            self.cases[0].parts = None;
        } else {
            self.cases[case].proven = Some((bound, leaf));
        }
    }

    /// The certificate of the least bound among cases that fell into no parts. A part of a case that proves it alone is
    /// left out.
    pub fn certificate(&self) -> Option<Certificate> {
        // The case whose proof holds best for each, since a part of a case keeps its bound.
        let mut best: Vec<(Pence, usize)> = Vec::with_capacity(self.cases.len());
        for (index, case) in self.cases.iter().enumerate() {
            let own = case.proven.as_ref().map(|&(bound, _)| (bound, index));
            let whole = case.from.as_ref().map(|&(whole, _)| best[whole]);
            best.push(own.into_iter().chain(whole).max_by_key(|&(bound, _)| bound)?);
        }
        let last = self.cases.iter().zip(&best).filter(|(case, _)| case.parts.is_none());
        let bound = last.map(|(_, &(bound, _))| bound).min()?;
        let mut leaves = Vec::new();
        let mut open = vec![0];
        while let Some(index) = open.pop() {
            let (proven, by) = best[index];
            match self.cases[index].parts {
                Some(first) if proven < bound => open.extend([first + 1, first]),
                _ => {
                    let (_, leaf) = self.cases[by].proven.as_ref()?;
                    leaves.push(Leaf { branch: self.branch(index), ..leaf.clone() });
                }
            }
        }
        Some(Certificate { instance: String::new(), bound, leaves })
    }

    /// The decisions of a case, from the first on.
    fn branch(&self, mut case: usize) -> Vec<Decision> {
        let mut branch = Vec::new();
        while let Some((whole, decision)) = &self.cases[case].from {
            branch.push(decision.clone());
            case = *whole;
        }
        branch.reverse();
        branch
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Key, Row, TeacherId};

    fn leaf(prices: usize) -> Leaf {
        let prices = vec![(Row::Money, 1); prices];
        Leaf { branch: Vec::new(), prices, vertices: Vec::new(), odd_sets: Vec::new() }
    }

    /// Bound, and of each leaf how many prices it has and how many decisions.
    fn told(tree: &Tree) -> (Pence, Vec<(usize, usize)>) {
        let certificate = tree.certificate().expect("a root with a proof");
        let leaves = certificate.leaves.iter().map(|leaf| (leaf.prices.len(), leaf.branch.len()));
        (certificate.bound, leaves.collect())
    }

    #[test]
    fn leaves_are_the_cases_that_it_takes() {
        let mut tree = Tree::new(10, leaf(1));
        assert_eq!(told(&tree), (10, vec![(1, 0)]));
        // A part without a proof of its own keeps the one of the whole; then the whole does as well.
        let few = tree.split(0, &Counted::Arrangements, 4);
        tree.prove(few, 30, leaf(2));
        assert_eq!(told(&tree), (10, vec![(1, 0)]));
        tree.prove(few + 1, 20, leaf(3));
        assert_eq!(told(&tree), (20, vec![(2, 1), (3, 1)]));
        // A worse proof of a part is not taken, and a case that is split in vain stays whole.
        let late = tree.split(few, &Counted::Late { leader: TeacherId::from_index(0) }, 0);
        tree.prove(late, 5, leaf(4));
        tree.prove(late + 1, 99, leaf(5));
        assert_eq!(told(&tree), (20, vec![(2, 1), (3, 1)]));
        let again = tree.split(few + 1, &Counted::Late { leader: TeacherId::from_index(0) }, 0);
        tree.prove(again, 40, leaf(6));
        tree.prove(again + 1, 40, leaf(7));
        assert_eq!(told(&tree), (30, vec![(2, 1), (6, 2), (7, 2)]));
        let sides: Vec<Side> = tree.branch(again + 1).iter().map(|decision| decision.side).collect();
        assert_eq!(sides, [Side::AtLeast(5), Side::AtLeast(1)]);
    }

    #[test]
    fn what_is_too_large_falls_back_to_the_root() {
        let mut tree = Tree::new(10, leaf(1));
        let few = tree.split(0, &Counted::Arrangements, 4);
        tree.prove(few, 30, leaf(2));
        tree.prove(few + 1, 30, leaf(MOST_NUMBERS));
        assert_eq!(told(&tree), (10, vec![(1, 0)]));
        let more = tree.split(few + 1, &Counted::Arrangements, 8);
        tree.prove(more, 40, leaf(3));
        assert_eq!(told(&tree), (10, vec![(1, 0)]));
    }
}
