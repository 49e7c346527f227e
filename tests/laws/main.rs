//! Laws that every proven solve keeps, on random instances of six to twelve teachers.

#[path = "../oracle/build.rs"]
#[allow(dead_code, reason = "shared with the oracle, which uses more of it")]
mod build;
#[path = "../oracle/dice.rs"]
mod dice;
#[path = "../oracle/generator.rs"]
#[allow(dead_code, reason = "shared with the oracle, which uses more of it")]
mod generator;
mod looser;
mod renamed;
#[path = "../oracle/stress.rs"]
mod stress;

use std::time::Duration;

use dice::Dice;
use generator::{FLAVOURS, Size};
use opendoor::domain::{Plan, Problem, Stats, Status};
use opendoor::engine::{Options, Silent};
use opendoor::{Failure, solve};

/// Instances per law, and how many of them must be proven for it to say something.
const INSTANCES: usize = 30;
const PROVEN: usize = 15;

/// A medium instance; the flavour goes round.
fn instance(seed: usize) -> Problem {
    let mut dice = Dice::new(1_000_000 + seed as u64);
    let schools = dice.pick(&[1, 1, 2]);
    let teachers = if schools == 1 { dice.pick(&[6, 8, 10, 12]) } else { dice.pick(&[3, 4, 5]) };
    let size = Size {
        schools,
        teachers,
        days: dice.pick(&[2, 3]),
        weeks: dice.pick(&[1, 2]),
        periods: dice.pick(&[3, 4]),
        taught: dice.pick(&[50, 65, 80]),
    };
    generator::of(&mut dice, size, FLAVOURS[seed % FLAVOURS.len()])
}

/// What came of a solve.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Proven(Box<Plan>),
    Conflict,
    /// Not proven in time: no law speaks of it.
    Unproven,
}

fn outcome(problem: &Problem, threads: Option<usize>) -> Outcome {
    let options = Options { time_limit: Some(Duration::from_secs(2)), threads, ..Options::default() };
    match solve(problem, &options, &mut Silent) {
        Ok(mut plan) => {
            plan.stats = Stats { milliseconds: 0, ..plan.stats };
            if plan.status == Status::Optimal { Outcome::Proven(Box::new(plan)) } else { Outcome::Unproven }
        }
        Err(Failure::Conflict(_)) => Outcome::Conflict,
        Err(Failure::Interrupted) => Outcome::Unproven,
        Err(Failure::Rejected(violations)) => panic!("the checker rejects the plan: {violations:?}"),
        Err(Failure::Refused(flaw)) => panic!("the checker refuses the certificate: {flaw}"),
    }
}

/// Holds `law` of the totals before and after `change`, wherever both are proven; `None` is a conflict.
fn holds(change: impl Fn(&mut Dice, &Problem) -> Problem, law: impl Fn(Option<i64>, Option<i64>) -> bool) {
    let total = |problem: &Problem| match outcome(problem, None) {
        Outcome::Proven(plan) => Some(Some(plan.total)),
        Outcome::Conflict => Some(None),
        Outcome::Unproven => None,
    };
    let mut judged = 0;
    for seed in 0..INSTANCES {
        let problem = instance(seed);
        let changed = change(&mut Dice::new(seed as u64), &problem);
        if let (Some(before), Some(after)) = (total(&problem), total(&changed)) {
            assert!(law(before, after), "seed {seed}: {before:?} became {after:?}");
            judged += 1;
        }
    }
    assert!(judged >= PROVEN, "only {judged} of {INSTANCES} were proven");
}

/// Never dearer, and what could be planned still can.
fn never_costs_more(before: Option<i64>, after: Option<i64>) -> bool {
    before.is_none_or(|before| after.is_some_and(|after| after <= before))
}

#[test]
fn renaming_everything_leaves_the_total() {
    holds(|_, problem| renamed::renamed(problem), |before, after| before == after);
}

#[test]
fn reordering_everything_but_focuses_leaves_the_total() {
    holds(renamed::reordered, |before, after| before == after);
}

#[test]
fn a_larger_budget_never_costs_more() {
    holds(looser::budget, never_costs_more);
}

#[test]
fn a_looser_cap_never_costs_more() {
    holds(looser::cap, never_costs_more);
}

#[test]
fn another_kind_in_play_never_costs_more() {
    holds(looser::kind, never_costs_more);
}

#[test]
fn one_more_willing_colleague_never_costs_more() {
    holds(looser::colleague, never_costs_more);
}

#[test]
fn deleting_an_absence_that_hits_no_lesson_never_costs_more() {
    // Read backwards: the changed instance has the entries, the first one is without them.
    holds(looser::absence, |without, with| never_costs_more(with, without));
}

#[test]
fn threads_change_nothing() {
    let mut judged = 0;
    for seed in 0..INSTANCES {
        let problem = instance(seed);
        let (one, two) = (outcome(&problem, Some(1)), outcome(&problem, Some(2)));
        if one != Outcome::Unproven && two != Outcome::Unproven {
            assert_eq!(one, two, "seed {seed}");
            judged += 1;
        }
    }
    assert!(judged >= PROVEN, "only {judged} of {INSTANCES} were proven");
}
