//! The exhaustive oracle: a third reading of the contract, by brute force over tiny instances.

use opendoor::domain::Problem;

mod build;
mod by_hand;
mod choices;
mod cover;
mod dice;
mod facts;
mod generator;
mod relax;
mod search;
mod stress;

/// Instances in which each rule is to bind, and how many are looked at.
const BINDING: usize = 5;
const INSTANCES: u64 = 840;
/// Combinations after which brute force gives an instance up.
const MOST: u64 = 20_000;

/// The first instances that brute force can decide, each with its seed and optimum.
fn instances() -> Vec<(u64, Problem, Option<i64>)> {
    let decided = |seed: u64| {
        let problem = generator::instance(seed);
        let best = search::best(&problem, MOST).ok()?;
        Some((seed, problem, best.map(|best| best.total)))
    };
    (0..INSTANCES).filter_map(decided).collect()
}

#[test]
fn every_rule_binds() {
    let start = std::time::Instant::now();
    let instances = instances();
    println!("{} in {:?}", instances.len(), start.elapsed());
    let served =
        instances.iter().filter(|i| search::best(&i.1, MOST).unwrap().is_some_and(|b| !b.chosen.is_empty())).count();
    let covered =
        instances.iter().filter(|i| search::best(&i.1, MOST).unwrap().is_some_and(|b| !b.covers.is_empty())).count();
    println!("served {served} covered {covered} none {}", instances.iter().filter(|i| i.2.is_none()).count());
    let binds = |relax: fn(&mut Problem)| {
        let binding = instances.iter().filter(|(_, problem, optimum)| {
            let mut relaxed = problem.clone();
            relax(&mut relaxed);
            let differs = |best: Option<search::Best>| best.map(|best| best.total) != *optimum;
            relaxed != *problem && search::best(&relaxed, MOST).is_ok_and(differs)
        });
        binding.take(BINDING).count()
    };
    let counts: Vec<(&str, usize)> = relax::RELAXATIONS.iter().map(|&(name, relax)| (name, binds(relax))).collect();
    println!("{:?}", start.elapsed());
    let idle: Vec<_> = counts.iter().filter(|(_, count)| *count < BINDING).collect();
    assert!(idle.is_empty(), "these bind in fewer than {BINDING} instances: {idle:?}");
}
