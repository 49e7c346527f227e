//! `solve` finds what brute force finds.

use std::panic::catch_unwind;

use opendoor::domain::{LockRef, Problem, Status};
use opendoor::engine::{Options, Silent};
use opendoor::{Failure, solve};

use crate::search::{Best, optimum};
use crate::{decides, instances};

/// The instance with these locks and no other.
fn with_locks(problem: &Problem, locks: &[LockRef]) -> Problem {
    let mut kept = problem.clone();
    kept.locks.clear();
    kept.rules.must.clear();
    for lock in locks {
        match *lock {
            LockRef::Lock(at) => kept.locks.push(problem.locks[at].clone()),
            LockRef::Must(at) => kept.rules.must.push(problem.rules.must[at]),
        }
    }
    kept
}

/// What is wrong with a conflict: `None` when the set can't hold and, without any one of it, the rest can.
fn reducible(problem: &Problem, locks: &[LockRef]) -> Option<String> {
    if optimum(&with_locks(problem, locks)).is_some() {
        return Some(format!("{locks:?} can hold together"));
    }
    let without = |at: usize| [&locks[..at], &locks[at + 1..]].concat();
    let idle = (0..locks.len()).find(|&at| optimum(&with_locks(problem, &without(at))).is_none())?;
    Some(format!("{locks:?} can't hold without {:?} either", locks[idle]))
}

/// What is wrong with the answer to `problem`, if anything.
fn wrong(problem: &Problem, optimum: Option<i64>) -> Option<String> {
    // A panic is one wrong answer among others, so that all of them are seen at once.
    let Ok(answer) = catch_unwind(|| solve(problem, &Options::default(), &mut Silent)) else {
        return Some(format!("a panic; the least is {optimum:?}"));
    };
    match (answer, optimum) {
        (Ok(plan), Some(least)) => {
            let fine = plan.total == least && plan.bound <= least && plan.status == Status::Optimal;
            let (total, bound, status) = (plan.total, plan.bound, plan.status);
            (!fine).then(|| format!("total {total}, bound {bound}, {status:?}; the least is {least}"))
        }
        (Err(Failure::Conflict(conflict)), None) => reducible(problem, &conflict.locks),
        (Ok(plan), None) => Some(format!("total {} where locks can't hold together", plan.total)),
        (Err(failure), least) => Some(format!("{failure:?}; the least is {least:?}")),
    }
}

#[test]
fn solve_agrees_with_brute_force() {
    let instances = instances();
    assert!(instances.len() >= 300, "brute force decided {} instances only", instances.len());
    let wrong: Vec<String> = instances
        .iter()
        .filter_map(|(seed, problem, optimum)| Some(format!("seed {seed}: {}", wrong(problem, *optimum)?)))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), instances.len(), wrong.join("\n"));
}

#[test]
fn solve_agrees_on_further_kinds() {
    let instances = decides::instances();
    assert!(instances.len() >= 2_500, "brute force decided {} instances only", instances.len());
    let judged = |(seed, problem, best): &(u64, Problem, Option<Best>)| {
        Some(format!("seed {seed}: {}", wrong(problem, best.as_ref().map(|best| best.total))?))
    };
    let wrong: Vec<String> = instances.iter().filter_map(judged).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), instances.len(), wrong.join("\n"));
}

#[test]
fn the_samples_of_kinds_are_the_best() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/instances/kinds");
    let mut wrong_ones = vec![];
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let bytes = std::fs::read(&path).expect("a file");
            let problem = opendoor::format::read_instance(&bytes).expect("it is valid").problem;
            let found = wrong(&problem, optimum(&problem));
            wrong_ones.extend(found.map(|found| format!("{}: {found}", path.display())));
        }
    }
    assert!(wrong_ones.is_empty(), "{}", wrong_ones.join("\n"));
}
