//! Re-plans: nothing clashes and nothing changes, the past stays, what changes is listed and priced, and the bound holds.

#[path = "oracle/build.rs"]
#[allow(dead_code, reason = "shared with the oracle, which uses more of it")]
mod build;
#[path = "oracle/dice.rs"]
#[allow(dead_code, reason = "shared with the laws, which use more of it")]
mod dice;
#[path = "oracle/generator.rs"]
#[allow(dead_code, reason = "shared with the oracle, which uses more of it")]
mod generator;
#[path = "oracle/stress.rs"]
mod stress;

use std::collections::BTreeSet;
use std::time::Duration;

use dice::Dice;
use opendoor::domain::{Changed, Date, Element, Pattern, Plan, Problem, Status, TeacherId};
use opendoor::engine::{Options, Silent};
use opendoor::explain::notices;
use opendoor::scenario::{Ask, Replanned, Stuck, replan};
use opendoor::{format, solve, verify};

fn tiny() -> Problem {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/tiny.json");
    format::read_instance(&std::fs::read(path).expect("the instance")).expect("a sound instance").problem
}

fn options() -> Options {
    Options { time_limit: Some(Duration::from_secs(20)), threads: Some(1), ..Options::default() }
}

fn planned(problem: &Problem) -> Option<Plan> {
    solve(problem, &options(), &mut Silent).ok()
}

fn ask<'a>(before: &'a Problem, plan: &'a Plan, after: &'a Problem, from: Date) -> Ask<'a> {
    Ask { before, plan, after, from, let_go: &[], improve: false }
}

fn teacher(problem: &Problem, id: &str) -> TeacherId {
    problem.teachers.entries().find(|(_, one)| one.id == id).expect("a teacher").0
}

/// The instance with somebody unavailable on a date.
fn absent(problem: &Problem, who: TeacherId, date: Date) -> Problem {
    let mut changed = problem.clone();
    changed.teachers[who].unavailable.push(Pattern { date: Some(date), ..Pattern::default() });
    changed
}

/// What must hold of every re-plan.
fn is_sound(ask: &Ask<'_>, found: &Replanned) {
    let before = ask.plan.elements(ask.before);
    let after = found.plan.elements(ask.after);
    assert_eq!(verify::check(ask.after, &found.plan), []);
    assert_eq!(verify::against(ask.after, &found.plan, &before, ask.plan.published, ask.from), []);
    let past = |elements: &[Element]| -> Vec<Element> {
        elements.iter().filter(|element| element.date() < ask.from).cloned().collect()
    };
    assert_eq!(past(&before), past(&after), "what lies before the date stays");
    assert!(found.plan.bound <= found.plan.total);
    assert_eq!(found.plan.status == Status::Optimal, found.plan.bound == found.plan.total);
    let rates = &ask.after.rates;
    let rate = if ask.plan.published { rates.change_published } else { rates.change };
    assert!(found.plan.changes.iter().all(|change| change.pence == rate));
    let ids: BTreeSet<&str> = found.plan.arrangements.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids.len(), found.plan.arrangements.len(), "ids are unique");
}

#[test]
fn where_nothing_clashes_nothing_changes() {
    let problem = tiny();
    let plan = planned(&problem).expect("a plan");
    let date = problem.round.end;
    // Bob has nothing on the last day.
    let after = absent(&problem, teacher(&problem, "bob"), date);
    for from in problem.round.start.through(problem.round.end) {
        let ask = ask(&problem, &plan, &after, from);
        let found = replan(&ask, &options(), &mut Silent).expect("a plan");
        is_sound(&ask, &found);
        assert_eq!(found.clashes, []);
        assert_eq!(found.plan.changes, []);
        assert_eq!(found.plan.arrangements, plan.arrangements);
        assert_eq!((found.plan.total, found.plan.status), (plan.total, Status::Optimal));
    }
}

#[test]
fn an_absence_changes_little() {
    let problem = tiny();
    let mut plan = planned(&problem).expect("a plan");
    let cy = teacher(&problem, "cy");
    let after = absent(&problem, cy, problem.round.end);
    for published in [false, true] {
        plan.published = published;
        let ask = ask(&problem, &plan, &after, problem.round.start.plus(1));
        let found = replan(&ask, &options(), &mut Silent).expect("a plan");
        is_sound(&ask, &found);
        // Only when the two talk.
        let [Changed { was: None, now: Some(new), .. }, Changed { was: Some(old), now: None, .. }] =
            &found.plan.changes[..]
        else {
            panic!("{:?}", found.plan.changes)
        };
        assert!(matches!((old, new), (Element::Conversation { .. }, Element::Conversation { .. })));
        let price = if published { 4_000 } else { 1_000 };
        assert_eq!(found.plan.changes_cost(), price);
        assert_eq!(found.clashes[0].arrangement.as_deref(), Some("p2"));
        let told: Vec<_> =
            notices(&found.plan, &problem, &after).into_iter().map(|one| (one.gone.len(), one.new.len())).collect();
        assert_eq!(told, [(1, 1), (1, 1)], "the two hear of it, nobody else");
        let written = format::write_plan(&found.plan, &after);
        let read = format::read_plan(written.as_bytes(), &after).expect("a plan").plan;
        assert_eq!(read.changes, found.plan.changes);
    }
}

#[test]
fn what_has_taken_place_and_cannot_go_on_is_told() {
    let problem = tiny();
    let plan = planned(&problem).expect("a plan");
    // Bob has watched Ann on Monday, and is away on the day on which she was to watch him, with no later one.
    let mut after = absent(&problem, teacher(&problem, "bob"), problem.round.start.plus(1));
    after = absent(&after, teacher(&problem, "bob"), problem.round.end);
    let from = problem.round.start.plus(1);
    let stuck = replan(&ask(&problem, &plan, &after, from), &options(), &mut Silent).expect_err("no plan");
    let Stuck::Past { arrangements, .. } = stuck else { panic!("{stuck:?}") };
    assert_eq!(arrangements, ["p1"]);
    let ask = Ask { let_go: &arrangements, ..ask(&problem, &plan, &after, from) };
    let found = replan(&ask, &options(), &mut Silent).expect("a plan without it");
    assert_eq!(verify::check(&after, &found.plan), []);
    assert!(found.plan.arrangements.iter().all(|one| one.id != "p1"));
    assert!(found.plan.changes.iter().flat_map(|one| one.was.iter().chain(&one.now)).all(|one| one.date() >= from));
}

#[test]
fn the_checker_sees_wrong_changes() {
    let problem = tiny();
    let plan = planned(&problem).expect("a plan");
    let after = absent(&problem, teacher(&problem, "cy"), problem.round.end);
    let ask = ask(&problem, &plan, &after, problem.round.start);
    let found = replan(&ask, &options(), &mut Silent).expect("a plan").plan;
    let before = plan.elements(&problem);
    let wrong = |change: &dyn Fn(&mut Plan)| {
        let mut plan = found.clone();
        change(&mut plan);
        let alone = verify::check(&after, &plan);
        let beside = verify::against(&after, &plan, &before, false, ask.from);
        (alone.len(), beside.len())
    };
    assert_eq!(wrong(&|_| {}), (0, 0));
    // A price that is none, and the sums that go with it.
    assert_eq!(wrong(&|plan| plan.changes[0].pence += 1), (3, 1));
    // Something new that is not there.
    assert_eq!(wrong(&|plan| plan.changes[1].now = plan.changes[1].was.take()), (1, 1));
    // Left out, with the right sums: only the plan before tells.
    let left_out = |plan: &mut Plan| {
        plan.goodwill -= plan.changes_cost();
        plan.total -= plan.changes_cost();
        (plan.bound, plan.gap, plan.status) = (plan.total, 0, Status::Optimal);
        plan.changes.clear();
    };
    assert_eq!(wrong(&left_out), (0, 2));
    // Gone and still there.
    assert!(wrong(&|plan| plan.changes[0].was = plan.changes[0].now.take()).0 > 0);
    assert!(wrong(&|plan| plan.changes[0].now = None).0 > 0);
}

/// The oracle's instances, with an absence each.
fn cases() -> impl Iterator<Item = (u64, Problem, Plan, Problem, Date)> {
    (0..160).filter_map(|seed| {
        let problem = generator::instance(seed);
        let plan = planned(&problem)?;
        let mut dice = Dice::new(seed);
        let visits: Vec<_> = plan.arrangements.iter().flat_map(|one| &one.visits).collect();
        let visit = *visits.get(dice.below(visits.len().max(1)))?;
        let who = dice.pick(&[visit.observer, visit.host]);
        let after = absent(&problem, who, visit.at.date);
        let from = dice.pick(&[problem.round.start, visit.at.date]);
        Some((seed, problem, plan, after, from))
    })
}

#[test]
fn random_absences_keep_the_past_and_the_bound() {
    let (mut judged, mut optimal) = (0, 0);
    for (seed, problem, plan, after, from) in cases() {
        let ask = ask(&problem, &plan, &after, from);
        let found = match replan(&ask, &options(), &mut Silent) {
            Ok(found) => found,
            Err(Stuck::Past { .. } | Stuck::Failure(opendoor::Failure::Conflict(_))) => continue,
            Err(stuck) => panic!("seed {seed}: {stuck:?}"),
        };
        is_sound(&ask, &found);
        judged += 1;
        optimal += usize::from(found.plan.status == Status::Optimal);
        // The best plan of the changed instance, changes unheeded, costs at least the bound once they are priced.
        if from == problem.round.start
            && let Some(other) = planned(&after)
        {
            let before = plan.elements(&problem);
            let after = other.elements(&after);
            let kept = after.iter().filter(|element| before.binary_search(element).is_ok()).count();
            let changes = before.len() + after.len() - 2 * kept;
            let priced = other.total + problem.rates.change * i64::try_from(changes).expect("a few");
            assert!(found.plan.bound <= priced, "seed {seed}");
            assert!(found.plan.status != Status::Optimal || found.plan.total <= priced, "seed {seed}");
        }
    }
    assert!(judged >= 60, "{judged} re-plans");
    assert!(optimal * 2 >= judged, "{optimal} of {judged} are proven");
}

#[test]
fn unchanged_instances_keep_their_plans() {
    let mut judged = 0;
    for (seed, problem, plan, _, from) in cases() {
        let ask = ask(&problem, &plan, &problem, from);
        let found = replan(&ask, &options(), &mut Silent).unwrap_or_else(|stuck| panic!("seed {seed}: {stuck:?}"));
        is_sound(&ask, &found);
        assert_eq!((found.plan.changes.len(), found.plan.total), (0, plan.total), "seed {seed}");
        judged += 1;
    }
    assert!(judged >= 60, "{judged} plans");
}

#[test]
fn who_has_met_to_plan_a_lesson_goes_on_with_it() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/kinds/plan_together-best.json");
    let text = std::fs::read_to_string(path).expect("the instance");
    // Bob teaches on the second day, so that they meet on the first and talk on the second; changes cost nothing.
    let text = text.replace(
        r#""id": "bob-mon2", "teachers": ["bob"], "classes": ["8L"], "subject": "maths", "weekday": "mon""#,
        r#""id": "bob-tue2", "teachers": ["bob"], "classes": ["8L"], "subject": "maths", "weekday": "tue""#,
    );
    let mut problem = format::read_instance(text.as_bytes()).expect("a sound instance").problem;
    problem.rules.arrangements.retain(|kind| kind.shape().is_some_and(|shape| shape.planned));
    (problem.rates.change, problem.rates.change_published) = (0, 0);
    let plan = planned(&problem).expect("a plan");
    let old = &plan.arrangements[0];
    let tuesday = problem.round.end;
    assert!(old.meetings[0].date < tuesday, "they meet on the first day");
    let talk = old.conversation.expect("a conversation");
    assert_eq!(talk.date, tuesday);
    let mut after = problem.clone();
    let bob = teacher(&problem, "bob");
    let busy = Pattern { date: Some(tuesday), periods: Some(vec![talk.period]), ..Pattern::default() };
    after.teachers[bob].busy.push(busy);
    let ask = ask(&problem, &plan, &after, tuesday);
    let found = replan(&ask, &options(), &mut Silent).expect("a plan");
    is_sound(&ask, &found);
    let new = &found.plan.arrangements[0];
    assert_eq!(new.meetings[0].date, old.meetings[0].date);
    assert_eq!(new.meetings[0].period, old.meetings[0].period);
    assert_ne!(new.conversation, old.conversation);
}
