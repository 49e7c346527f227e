//! Instances that fall apart: planned part by part, with prices on the budgets that the parts share.

use opendoor::domain::{Components, LineManagers, Lock, LockRef, Plan, Problem, Status};
use opendoor::engine::{Cancel, Event, Observer, Options, Silent, plan_with_certificate};
use opendoor::generate::{Preset, Spec, generate};
use opendoor::{Failure, solve, verify};

/// Schools of a district with no way between them.
fn apart(teachers: u32, schools: u32, seed: u64) -> Problem {
    let mut problem = generate(&Spec { preset: Preset::District, teachers, schools, weeks: 2, seed });
    problem.travel.clear();
    problem
}

fn timeless(mut plan: Plan) -> Plan {
    plan.stats.milliseconds = 0;
    plan
}

#[test]
fn ways_and_locks_hold_schools_together() {
    let mut problem = generate(&Spec { preset: Preset::District, teachers: 8, schools: 11, weeks: 2, seed: 1 });
    // Clusters of eight.
    assert_eq!(Components::of(&problem).len(), 2);
    problem.travel.clear();
    let components = Components::of(&problem);
    assert_eq!(components.len(), 11);
    let teachers: usize = (0..11).map(|component| components.teachers(component)).sum();
    assert_eq!(teachers, problem.teachers.len());
    let lessons: usize = (0..11).map(|component| components.component(component).problem.lessons.len()).sum();
    assert_eq!(lessons, problem.lessons.len());
    let of = |school: usize| {
        problem.teachers.entries().find(|(_, teacher)| problem.schools.keys().nth(school) == Some(teacher.school))
    };
    let pair = [of(0).expect("a teacher").0, of(4).expect("a teacher").0];
    problem.locks.push(Lock::Pair(pair));
    assert_eq!(Components::of(&problem).len(), 10);
}

#[test]
fn parts_planned_one_by_one_are_as_good_as_one_search() {
    for seed in 0..3 {
        let problem = apart(12, 4, seed);
        let parts = solve(&problem, &Options::default(), &mut Silent).expect("a plan");
        // With a certificate there is one search over the whole.
        let whole = plan_with_certificate(&problem, &Options::default(), &mut Silent).expect("a plan").plan;
        assert_eq!((parts.status, parts.total), (Status::Optimal, whole.total), "seed {seed}");
        assert_eq!(parts.total, parts.bound);
    }
}

#[test]
fn a_budget_that_binds_is_shared_as_well_as_one_search_does() {
    let mut problem = apart(12, 3, 2);
    let free = solve(&problem, &Options::default(), &mut Silent).expect("a plan");
    assert!(free.money > 0, "nothing is spent, so nothing can bind");
    problem.budget.money = Some(free.money / 2);
    let shared = solve(&problem, &Options::default(), &mut Silent).expect("a plan");
    let whole = plan_with_certificate(&problem, &Options::default(), &mut Silent).expect("a plan").plan;
    assert!(shared.money <= free.money / 2 && shared.total > free.total);
    assert_eq!(shared.total, whole.total);
}

/// Hears how many parts are planned.
#[derive(Default)]
struct Parts(Vec<(usize, usize)>);

impl Observer for Parts {
    fn event(&mut self, event: &Event) {
        if let Event::Part { done, of } = *event {
            self.0.push((done, of));
        }
    }
}

#[test]
fn many_schools_share_a_budget_by_its_price() {
    let mut problem = apart(25, 22, 1);
    assert!(problem.teachers.len() > 400, "so few are searched as a whole");
    let mut parts = Parts::default();
    let free = solve(&problem, &Options::default(), &mut parts).expect("a plan");
    assert_eq!(parts.0.last(), Some(&(22, 22)));
    assert!(free.gap <= 2_000, "gap {}", free.gap);
    problem.budget.money = Some(free.money * 2 / 5);
    let plan = solve(&problem, &Options::default(), &mut Silent).expect("a plan");
    assert!(verify::check(&problem, &plan).is_empty());
    assert!(plan.money <= free.money * 2 / 5 && plan.bound <= plan.total);
    assert!(plan.bound >= free.bound, "less money can't be better");
    assert!(!plan.unserved.is_empty() && plan.unserved.iter().all(|entry| !entry.reasons.is_empty()), "no reason");
    assert!(plan.gap <= 10_000, "two fifths of the money: gap {}", plan.gap);
    let free_covers: usize = free.arrangements.iter().flat_map(|one| &one.visits).map(|visit| visit.covers.len()).sum();
    problem.budget.money = None;
    problem.budget.cover_periods = Some(u32::try_from(free_covers / 2).expect("a few covers"));
    let plan = solve(&problem, &Options::default(), &mut Silent).expect("a plan");
    assert!(plan.gap <= 10_000, "half of the covers: gap {}", plan.gap);
}

/// Ends the search as soon as all parts are planned once.
struct Once(Cancel);

impl Observer for Once {
    fn event(&mut self, event: &Event) {
        if matches!(event, Event::Part { done, of } if done == of) {
            self.0.cancel();
        }
    }
}

#[test]
fn a_budget_is_kept_where_there_is_no_time_for_its_price() {
    let mut problem = apart(25, 22, 1);
    let options = Options { gap: 5_000, ..Options::default() };
    let free = solve(&problem, &options, &mut Silent).expect("a plan");
    problem.budget.money = Some(free.money * 2 / 5);
    let mut once = Once(options.cancel.clone());
    let plan = solve(&problem, &options, &mut once).expect("a plan that the checker takes");
    assert_eq!(plan.status, Status::Interrupted);
    assert!(plan.money <= free.money * 2 / 5 && plan.money > 0, "{} of {} pence", plan.money, free.money);
    assert!(plan.bound <= free.total && free.total <= plan.total);
    assert!(!plan.arrangements.is_empty(), "nothing is planned");
}

#[test]
fn threads_make_no_difference_to_parts() {
    let problem = apart(12, 6, 5);
    let with = |threads| {
        let options = Options { threads: Some(threads), ..Options::default() };
        timeless(solve(&problem, &options, &mut Silent).expect("a plan"))
    };
    assert_eq!(with(1), with(2));
}

#[test]
fn locks_that_clash_in_a_part_are_named_as_in_the_whole() {
    let mut problem = apart(12, 3, 1);
    problem.rules.line_managers = LineManagers::Allowed;
    problem.rules.forbid.clear();
    let last = problem.schools.keys().last().expect("a school");
    let staff: Vec<_> =
        problem.teachers.entries().filter(|(_, teacher)| teacher.school == last && teacher.wanted() == 1).collect();
    let (a, b) = (staff[0].0, staff[1].0);
    problem.locks =
        vec![Lock::Out(problem.teachers.keys().next().expect("a teacher")), Lock::Out(a), Lock::Pair([a, b])];
    match solve(&problem, &Options::default(), &mut Silent) {
        Err(Failure::Conflict(conflict)) => assert_eq!(conflict.locks, [LockRef::Lock(1), LockRef::Lock(2)]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn of_parts_whose_locks_clash_the_first_is_named_whatever_the_threads() {
    let mut problem = apart(12, 16, 1);
    problem.rules.line_managers = LineManagers::Allowed;
    problem.rules.forbid.clear();
    let schools: Vec<_> = problem.schools.keys().collect();
    // Two threads begin with the first and the ninth: the later clash is found first.
    for &school in [schools[7], schools[8]].iter().rev() {
        let staff: Vec<_> = problem
            .teachers
            .entries()
            .filter(|(_, teacher)| teacher.school == school && teacher.wanted() == 1)
            .map(|(id, _)| id)
            .collect();
        problem.locks.extend([Lock::Out(staff[0]), Lock::Pair([staff[0], staff[1]])]);
    }
    for threads in [1, 2, 3] {
        let options = Options { threads: Some(threads), whole_conflict: true, ..Options::default() };
        match solve(&problem, &options, &mut Silent) {
            Err(Failure::Conflict(conflict)) => {
                assert_eq!(conflict.locks, [LockRef::Lock(2), LockRef::Lock(3)], "{threads} threads");
            }
            other => panic!("{other:?}"),
        }
    }
}
