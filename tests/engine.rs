//! The kernels of the engine, and what its search promises.

use std::time::Duration;

use opendoor::compile::Model;
use opendoor::domain::{Plan, Problem, Proof, Status};
use opendoor::engine::{Cancel, Event, Kernel, Observer, Options, Silent};
use opendoor::generate::{Preset, Spec, generate};
use opendoor::solve;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn school(preset: Preset, teachers: u32, seed: u64) -> Problem {
    generate(&Spec { preset, teachers, schools: 1, weeks: 2, seed })
}

/// Sparse random prices, milli-pence.
fn prices(rows: usize, seed: u64) -> Vec<i64> {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    (0..rows).map(|_| if dice.random_range(0..4) == 0 { dice.random_range(0..3_000_000) } else { 0 }).collect()
}

#[test]
fn the_sweep_finds_what_going_through_all_schedules_finds() {
    for (preset, teachers) in [(Preset::Primary, 14), (Preset::Secondary, 16)] {
        let problem = school(preset, teachers, 5);
        let model = Model::new(&problem);
        let kernel = Kernel::new(&model);
        assert!(model.pairs.iter().any(|pair| pair.free), "no pair is swept");
        for seed in 0..6 {
            let prices = prices(model.rows.len(), seed);
            assert_eq!(kernel.cheapest(&prices), kernel.cheapest_of_all(&prices), "{preset:?}, prices {seed}");
        }
    }
}

#[test]
fn any_prices_give_a_bound_below_any_plan() {
    for seed in 0..4 {
        let problem = school(Preset::Primary, 12, seed);
        let plan = solve(&problem, &Options::default(), &mut Silent).expect("a plan");
        let model = Model::new(&problem);
        let kernel = Kernel::new(&model);
        for vector in 0..20 {
            let bound = kernel.bound(&prices(model.rows.len(), vector));
            assert!(bound <= plan.total, "seed {seed}, prices {vector}: {bound} > {}", plan.total);
        }
        assert!(kernel.bound(&vec![0; model.rows.len()]) <= plan.bound);
    }
}

/// Work, not seconds: what it takes to prove a whole school, with room for small changes.
#[test]
fn a_whole_school_is_proven_with_little_work() {
    let reading = opendoor::format::read_instance(include_bytes!("../instances/secondary.json")).expect("valid");
    let plan = solve(&reading.problem, &Options::default(), &mut Silent).expect("a plan");
    assert_eq!(plan.status, Status::Optimal);
    assert!(plan.stats.matchings <= 60, "{} matchings", plan.stats.matchings);
    assert!(plan.stats.columns <= 8_000, "{} columns", plan.stats.columns);
}

#[test]
fn whole_schools_are_proven_by_prices_alone() {
    // The second has teachers with two partners whose fractions only the wider odd sets forbid.
    for seed in [0, 1, 4, 9] {
        let plan = solve(&school(Preset::Secondary, 65, seed), &Options::default(), &mut Silent).expect("a plan");
        assert_eq!((plan.status, plan.proof), (Status::Optimal, Proof::Prices), "seed {seed}, gap {}", plan.gap);
        assert!(plan.stats.matchings <= 40, "seed {seed}: {} matchings", plan.stats.matchings);
        assert!(plan.stats.nodes <= 50, "seed {seed}: {} nodes", plan.stats.nodes);
    }
}

#[test]
fn where_half_days_of_supply_hold_the_gap_branching_closes_it() {
    let plan = solve(&school(Preset::Primary, 25, 3), &Options::default(), &mut Silent).expect("a plan");
    assert_eq!((plan.status, plan.proof), (Status::Optimal, Proof::Tree), "gap {}", plan.gap);
    assert!(plan.hires.iter().any(|hire| hire.count > 0), "nothing is hired, so nothing was branched on");
}

/// The plan but for how long it took.
fn timeless(mut plan: Plan) -> Plan {
    plan.stats.milliseconds = 0;
    plan
}

#[test]
fn threads_make_no_difference() {
    for (preset, teachers) in [(Preset::Primary, 20), (Preset::Secondary, 24)] {
        let problem = school(preset, teachers, 9);
        let with = |threads| {
            let options = Options { threads: Some(threads), ..Options::default() };
            timeless(solve(&problem, &options, &mut Silent).expect("a plan"))
        };
        let one = with(1);
        assert_eq!(one, with(2));
        assert_eq!(one, with(3));
    }
}

/// Keeps what it hears.
#[derive(Default)]
struct Ear(Vec<Event>);

impl Observer for Ear {
    fn event(&mut self, event: &Event) {
        self.0.push(*event);
    }
}

#[test]
fn bounds_rise_plans_fall_and_never_cross() {
    let problem = school(Preset::Primary, 25, 3);
    let mut ear = Ear::default();
    let plan = solve(&problem, &Options::default(), &mut ear).expect("a plan");
    let bounds: Vec<i64> =
        ear.0.iter().filter_map(|event| if let Event::Bound { bound } = event { Some(*bound) } else { None }).collect();
    let totals: Vec<i64> = ear
        .0
        .iter()
        .filter_map(|event| if let Event::Plan { total, .. } = event { Some(*total) } else { None })
        .collect();
    assert!(bounds.is_sorted() && totals.iter().rev().is_sorted(), "{:?}", ear.0);
    assert_eq!(totals.last(), Some(&plan.total));
    assert!(bounds.iter().all(|bound| *bound <= plan.total));
}

#[test]
fn out_of_time_or_cancelled_the_best_plan_so_far_is_given_with_a_bound() {
    let problem = school(Preset::Secondary, 30, 1);
    let cancel = Cancel::default();
    cancel.cancel();
    let cancelled = Options { cancel, ..Options::default() };
    let late = Options { time_limit: Some(Duration::ZERO), ..Options::default() };
    for options in [cancelled, late] {
        let plan = solve(&problem, &options, &mut Silent).expect("the plan so far");
        assert_eq!(plan.status, Status::Interrupted);
        let best = solve(&problem, &Options::default(), &mut Silent).expect("a plan");
        assert!(plan.bound <= best.total && best.total <= plan.total);
    }
}
