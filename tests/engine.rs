//! The kernels of the engine, and what its search promises.

use std::time::Duration;

use opendoor::compile::Model;
use opendoor::domain::{ConversationRule, Kind, Mode, Plan, Problem, Proof, Status, Triads};
use opendoor::engine::{Cancel, Event, Kernel, Observer, Options, Outcome, Silent};
use opendoor::generate::{Preset, Spec, generate};
use opendoor::{solve, solve_with_certificate};
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
        assert!(model.twos.iter().any(|pair| pair.free), "no pair is swept");
        // Small prices are weighed side by side in few bits, large ones one by one, and some schools have both.
        for (seed, times) in (0..6).flat_map(|seed| [1, 40, 1_000_000].map(|times| (seed, times))) {
            let prices: Vec<i64> = prices(model.rows.len(), seed).iter().map(|price| price * times).collect();
            let (swept, all) = (kernel.cheapest(&prices), kernel.cheapest_of_all(&prices));
            assert_eq!(swept, all, "{preset:?}, prices {seed}, times {times}");
        }
    }
}

/// Rounds that are longer than the windows in time, with a training day in them.
#[test]
fn the_sweep_keeps_every_window_in_time() {
    for (preset, teachers) in [(Preset::Primary, 10), (Preset::Secondary, 12)] {
        for (span, within) in [(0, 0), (1, 3), (4, 1), (7, 40), (40, 2)] {
            let mut problem = generate(&Spec { preset, teachers, schools: 1, weeks: 4, seed: 3 });
            problem.rules.visit_span_days = span;
            problem.rules.conversation_within_days = within;
            // Staff are free on the training day, which is no school day: two dates then count as one.
            for closed in problem.schools.iter_mut().flat_map(|school| &mut school.closed) {
                closed.staff_released = true;
            }
            let model = Model::new(&problem);
            let kernel = Kernel::new(&model);
            for seed in 0..3 {
                let prices = prices(model.rows.len(), seed);
                let (swept, all) = (kernel.cheapest(&prices), kernel.cheapest_of_all(&prices));
                assert!(swept.iter().any(Option::is_some), "no pair has a schedule");
                assert_eq!(swept, all, "{preset:?}, span {span}, within {within}, prices {seed}");
            }
        }
    }
}

/// A school with these kinds in play.
fn school_with(preset: Preset, teachers: u32, seed: u64, kinds: &[Kind], triads: Triads) -> Problem {
    let mut problem = school(preset, teachers, seed);
    problem.rules.arrangements = kinds.to_vec();
    problem.rules.triads = triads;
    problem
}

const BOTH: [Kind; 2] = [Kind::Pair, Kind::Triad];

#[test]
fn the_best_ring_is_what_going_through_all_rings_finds() {
    for (preset, teachers, weeks) in [(Preset::Primary, 9, 2), (Preset::Secondary, 10, 3)] {
        let mut problem = generate(&Spec { preset, teachers, schools: 1, weeks, seed: 5 });
        problem.rules.arrangements = BOTH.to_vec();
        // Visits on one or two days, and going without a conversation, now and then.
        for (span, rule) in
            [(10, ConversationRule::Required), (0, ConversationRule::Preferred), (2, ConversationRule::None)]
        {
            problem.rules.visit_span_days = span;
            problem.rules.conversation = rule;
            let model = Model::new(&problem);
            let kernel = Kernel::new(&model);
            for seed in 0..4 {
                let prices = prices(model.rows.len(), seed);
                let mut dice = ChaCha8Rng::seed_from_u64(seed);
                let paid: Vec<i64> = problem.teachers.iter().map(|_| dice.random_range(0..20_000_000)).collect();
                let best = kernel.best_rings(&prices, &paid);
                assert_eq!(best, kernel.best_rings_of_all(&prices, &paid), "{preset:?}, span {span}, prices {seed}");
                assert!(seed > 0 || best.iter().flatten().count() == 1, "{preset:?}, span {span}: no ring");
            }
        }
    }
}

/// Where numbers are odd a triad serves the one who is left; and having more kinds in play never costs more.
#[test]
fn odd_schools_are_proven_with_triads_and_serve_everybody() {
    for (teachers, seed) in [(15, 0), (25, 0), (24, 1), (65, 0)] {
        let problem = school_with(Preset::Secondary, teachers, seed, &BOTH, Triads::Odd);
        let Outcome { plan, certificate } =
            solve_with_certificate(&problem, &Options::default(), &mut Silent).expect("a plan");
        let name = format!("{teachers} teachers, seed {seed}");
        assert_eq!((plan.status, plan.proof), (Status::Optimal, Proof::Prices), "{name}, gap {}", plan.gap);
        assert_eq!(certificate.map(|certificate| certificate.bound), Some(plan.total), "{name}");
        assert!(plan.stats.matchings <= 30 && plan.stats.nodes <= 50, "{name}: {:?}", plan.stats);
        assert_eq!(plan.unserved, [], "{name}");
        let triads = plan.arrangements.iter().filter(|of| of.kind == Kind::Triad).count();
        let wanted: u32 = problem.teachers.iter().map(opendoor::domain::Teacher::wanted).sum();
        assert_eq!(triads, usize::from(wanted % 2 == 1), "{name}");
        let pairs = school_with(Preset::Secondary, teachers, seed, &[Kind::Pair], Triads::Odd);
        let pairs = solve(&pairs, &Options::default(), &mut Silent).expect("a plan");
        assert!(plan.total <= pairs.total, "{name}: {} with triads, {} without", plan.total, pairs.total);
    }
}

#[test]
fn as_many_triads_as_pay_are_no_worse_than_one() {
    for seed in [0, 1] {
        let with = |kinds: &[Kind], triads| {
            let problem = school_with(Preset::Secondary, 9, seed, kinds, triads);
            solve(&problem, &Options::default(), &mut Silent).expect("a plan")
        };
        let (free, odd) = (with(&BOTH, Triads::Free), with(&BOTH, Triads::Odd));
        let (alone, none) = (with(&BOTH[1..], Triads::Odd), with(&BOTH, Triads::Never));
        for plan in [&free, &odd, &alone, &none] {
            assert_eq!(plan.status, Status::Optimal, "seed {seed}, gap {}", plan.gap);
        }
        let triads = |plan: &Plan| plan.arrangements.iter().filter(|of| of.kind == Kind::Triad).count();
        assert!(free.total <= odd.total && odd.total <= none.total.min(alone.total), "seed {seed}");
        assert!(triads(&odd) <= 1 && triads(&none) == 0, "seed {seed}");
        assert_eq!((triads(&alone), alone.arrangements.len()), (1, 1), "seed {seed}");
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
    let pairs = [0, 1, 4, 9].map(|seed| (seed, Triads::Never));
    for (seed, triads) in pairs.into_iter().chain([0, 1, 9].map(|seed| (seed, Triads::Odd))) {
        let problem = school_with(Preset::Secondary, 65, seed, &BOTH, triads);
        let plan = solve(&problem, &Options::default(), &mut Silent).expect("a plan");
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

#[test]
fn primary_schools_are_proven_with_little_work() {
    for (teachers, seed) in (0..5).map(|seed| (40, seed)).chain((0..5).map(|seed| (80, seed))) {
        let options = Options { time_limit: Some(Duration::from_secs(60)), ..Options::default() };
        let plan = solve(&school(Preset::Primary, teachers, seed), &options, &mut Silent).expect("a plan");
        let name = format!("{teachers} teachers, seed {seed}");
        assert_eq!(plan.status, Status::Optimal, "{name}: gap {}", plan.gap);
        assert_ne!(plan.proof, Proof::Solver, "{name}");
        assert!(plan.stats.nodes <= 40 && plan.stats.matchings <= 80, "{name}: {:?}", plan.stats);
    }
}

/// Money as short as it may get, in percent of what is spent when it is plenty: counted in work.
#[test]
fn starved_budgets_are_proven_with_little_work() {
    for seed in 1..4 {
        let mut problem = school(Preset::Primary, 80, seed);
        let options = Options { time_limit: Some(Duration::from_secs(60)), ..Options::default() };
        let plenty = solve(&problem, &options, &mut Silent).expect("a plan");
        assert!(plenty.money > 0, "nothing is spent, so no budget is short");
        let mut last = i64::MAX;
        for percent in [0, 10, 20, 50, 80] {
            problem.budget.money = Some(plenty.money * percent / 100);
            let plan = solve(&problem, &options, &mut Silent).expect("a plan");
            let name = format!("seed {seed}, {percent} %");
            assert_eq!(plan.status, Status::Optimal, "{name}: gap {}, {:?}", plan.gap, plan.stats);
            assert!(plan.stats.matchings <= 100 && plan.stats.nodes <= 40, "{name}: {:?}", plan.stats);
            assert!(plan.total <= last, "{name}: more money can't cost more");
            last = plan.total;
        }
        assert!(plenty.total <= last, "seed {seed}: more money can't cost more");
    }
}

/// Small schools as they come in a batch, to half a hundredth.
#[test]
fn small_schools_of_a_batch_take_little_work() {
    let options = Options { gap: 5_000, threads: Some(1), ..Options::default() };
    let (mut nodes, mut matchings, mut columns) = (0, 0, 0);
    for seed in 0..48 {
        let teachers = 6 + u32::try_from(seed).expect("a small seed") * 5 % 12;
        let plan = solve(&school(Preset::Primary, teachers, seed), &options, &mut Silent).expect("a plan");
        assert!(plan.gap <= 5_000, "{teachers} teachers, seed {seed}: gap {}", plan.gap);
        assert_eq!(plan.status == Status::Optimal, plan.gap == 0, "{teachers} teachers, seed {seed}");
        nodes += plan.stats.nodes;
        matchings += plan.stats.matchings;
        columns += plan.stats.columns;
    }
    assert!(nodes <= 150 && matchings <= 1_400 && columns <= 14_000, "{nodes} {matchings} {columns}");
}

/// Small rounds in which fractions of schedules beat every plan until something that is counted is made whole.
#[test]
fn hard_little_rounds_are_proven_with_few_nodes() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/instances/hard");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path()).collect();
    files.sort();
    assert_eq!(files.len(), 6);
    for file in files {
        let text = std::fs::read(&file).expect("a file");
        let mut problem = opendoor::format::read_instance(&text).expect("valid").problem;
        let mut plan_with = |kinds: &[Kind]| {
            problem.rules.arrangements = kinds.to_vec();
            let options = Options { time_limit: Some(Duration::from_secs(60)), ..Options::default() };
            let plan = solve(&problem, &options, &mut Silent).expect("a plan");
            assert_eq!(plan.status, Status::Optimal, "{}: gap {}", file.display(), plan.gap);
            let stats = plan.stats;
            assert!(stats.nodes <= 200 && stats.matchings <= 150, "{}: {stats:?}", file.display());
            plan.total
        };
        assert!(plan_with(&BOTH) <= plan_with(&BOTH[..1]), "{}: triads make it dearer", file.display());
    }
}

/// The plan but for how long it took.
fn timeless(mut plan: Plan) -> Plan {
    plan.stats.milliseconds = 0;
    plan
}

#[test]
fn with_every_kind_in_play_four_pay_and_a_school_with_its_partner_is_proven() {
    let problem = generate(&Spec::of(Preset::Everything));
    let plan = solve(&problem, &Options::default(), &mut Silent).expect("a plan");
    assert!(plan.gap <= 10_000, "the gap is {} millionths", plan.gap);
    let visits = || plan.arrangements.iter().flat_map(|arrangement| &arrangement.visits);
    let mut used: Vec<String> = plan.arrangements.iter().map(|arrangement| format!("{:?}", arrangement.kind)).collect();
    used.extend(visits().filter(|visit| matches!(visit.mode, Mode::Film(_))).map(|_| "Film".to_owned()));
    used.sort();
    used.dedup();
    assert!(used.len() >= 4, "only {used:?} are used");
    // They pay: without them the round costs more.
    let mut pairs = problem.clone();
    pairs.rules.arrangements = vec![Kind::Pair];
    pairs.rules.video = None;
    let without = solve(&pairs, &Options::default(), &mut Silent).expect("a plan");
    assert!(without.bound > plan.total, "{} is no worse than {}", without.bound, plan.total);
    // Counted in work: under five seconds on a small machine.
    assert!(plan.stats.matchings <= 80 && plan.stats.columns <= 3_000, "{:?}", plan.stats);
}

#[test]
fn threads_make_no_difference() {
    for (preset, teachers, triads) in [
        (Preset::Primary, 20, Triads::Never),
        (Preset::Secondary, 24, Triads::Odd),
        (Preset::Secondary, 15, Triads::Free),
    ] {
        let problem = school_with(preset, teachers, 9, &BOTH, triads);
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
