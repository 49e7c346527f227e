//! Hitting sets: of every set one element. The smallest one, exactly: the sets are few.

/// Elements, ascending.
pub type Set = Vec<usize>;

/// Steps of one search: a limit counted in work.
const MOST_STEPS: u64 = 2_000_000;

/// What a search for a smallest hitting set found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Smallest {
    /// It.
    Set(Set),
    /// None is as small as was asked.
    None,
    /// It was not settled: too much work.
    Open,
}

/// The elements below `count` that are not in `set`.
pub fn without(count: usize, set: &[usize]) -> Set {
    (0..count).filter(|element| set.binary_search(element).is_err()).collect()
}

/// Whether every element of `inner` is in `outer`.
pub fn is_within(inner: &[usize], outer: &[usize]) -> bool {
    inner.iter().all(|element| outer.binary_search(element).is_ok())
}

/// A smallest set of fewer than `below` elements that has one of each of `sets`; of equals one whose elements have the
/// largest `weight`, as far as a first choice tells.
pub fn smallest(sets: &[Set], below: usize, weight: &[u32]) -> Smallest {
    let mut ranked: Vec<Set> = sets.to_vec();
    for set in &mut ranked {
        set.sort_by_key(|&element| (std::cmp::Reverse(weight[element]), element));
    }
    let mut search = Search { sets: &ranked, chosen: Vec::new(), banned: vec![false; weight.len()], steps: 0 };
    let least = search.apart();
    for size in least..below {
        match search.within(size) {
            Some(true) => {
                search.chosen.sort_unstable();
                return Smallest::Set(search.chosen);
            }
            Some(false) => {}
            None => return Smallest::Open,
        }
    }
    Smallest::None
}

/// A set that has one of each of `sets` and could do without none of its elements, small though perhaps not the
/// smallest. None of `sets` is empty.
pub fn small(sets: &[Set]) -> Set {
    let mut chosen: Set = Vec::new();
    loop {
        let open: Vec<&Set> = sets.iter().filter(|set| !meets(set, &chosen)).collect();
        let times = |element: usize| open.iter().filter(|set| set.contains(&element)).count();
        let elements = open.iter().flat_map(|set| set.iter().copied());
        let best = elements.max_by_key(|&element| (times(element), std::cmp::Reverse(element)));
        let Some(best) = best else { break };
        chosen.push(best);
    }
    let mut at = 0;
    while at < chosen.len() {
        let mut fewer = chosen.clone();
        fewer.remove(at);
        if sets.iter().all(|set| meets(set, &fewer)) {
            chosen = fewer;
        } else {
            at += 1;
        }
    }
    chosen.sort_unstable();
    chosen
}

fn meets(set: &[usize], chosen: &[usize]) -> bool {
    set.iter().any(|element| chosen.contains(element))
}

struct Search<'s> {
    sets: &'s [Set],
    chosen: Vec<usize>,
    /// Tried before, in this place.
    banned: Vec<bool>,
    steps: u64,
}

impl Search<'_> {
    /// How many of the sets that are not hit have nothing in common: so many elements are still needed.
    fn apart(&self) -> usize {
        let mut seen: Vec<&Set> = Vec::new();
        for set in self.sets.iter().filter(|set| !meets(set, &self.chosen)) {
            if !seen.iter().any(|other| meets(set, other)) {
                seen.push(set);
            }
        }
        seen.len()
    }

    /// Whether so many more elements can hit the rest, which `chosen` then does; `None` when it takes too long.
    fn within(&mut self, more: usize) -> Option<bool> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return None;
        }
        let free = |set: &Set| set.iter().filter(|&&element| !self.banned[element]).count();
        let open = self.sets.iter().filter(|set| !meets(set, &self.chosen)).min_by_key(|set| free(set));
        let Some(set) = open else { return Some(true) };
        if more == 0 || self.apart() > more {
            return Some(false);
        }
        let elements: Vec<usize> = set.iter().copied().filter(|&element| !self.banned[element]).collect();
        let mut found = Some(false);
        for &element in &elements {
            self.chosen.push(element);
            found = self.within(more - 1);
            if found != Some(false) {
                break;
            }
            self.chosen.pop();
            self.banned[element] = true;
        }
        for element in elements {
            self.banned[element] = false;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sets from a seed, over so many elements.
    fn sets(seed: u64, count: usize) -> Vec<Set> {
        let mut state = seed;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).expect("small") % below
        };
        (0..next(9))
            .map(|_| {
                let mut set: Set = (0..=next(4)).map(|_| next(count)).collect();
                set.sort_unstable();
                set.dedup();
                set
            })
            .collect()
    }

    #[test]
    fn the_smallest_is_that_of_all_subsets() {
        const COUNT: usize = 8;
        for seed in 0..2_000 {
            let sets = sets(seed, COUNT);
            let subset = |bits: u32| (0..COUNT).filter(|element| bits >> element & 1 == 1).collect::<Set>();
            let hits = |set: &Set| sets.iter().all(|one| meets(one, set));
            let least = (0..1 << COUNT).map(subset).filter(hits).map(|set| set.len()).min().expect("all of them do");
            let Smallest::Set(found) = smallest(&sets, COUNT + 1, &[0; COUNT]) else { panic!("there is one") };
            assert!(hits(&found) && found.len() == least, "{sets:?}: {found:?}");
            assert_eq!(smallest(&sets, least, &[0; COUNT]), Smallest::None);
            let small = small(&sets);
            assert!(hits(&small) && (0..small.len()).all(|at| !hits(&[&small[..at], &small[at + 1..]].concat())));
        }
    }

    #[test]
    fn the_heavier_is_chosen_first() {
        assert_eq!(smallest(&[vec![0, 1, 2]], 2, &[1, 5, 5]), Smallest::Set(vec![1]));
        assert_eq!(without(4, &[1, 3]), [0, 2]);
        assert!(is_within(&[1], &[0, 1]) && !is_within(&[2], &[0, 1]) && is_within(&[], &[]));
    }
}
