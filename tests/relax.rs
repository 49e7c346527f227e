//! The cheapest set of relaxations that serves everybody: what every set of as few relaxations gives, solved one by one
//! from its patch.

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

use std::collections::BTreeMap;

use opendoor::domain::{Pence, Plan, Problem, Status};
use opendoor::engine::{Options, Silent};
use opendoor::explain::{Explanation, Relaxation, ServesAll};
use opendoor::format::{Document, write_instance};
use opendoor::scenario::{Patch, Subject, explain, patch_of, read};
use opendoor::{report, solve};
use serde_json::{Value, json};

/// A partner missed is so much dearer than all else together.
const RAISE: Pence = 10_000_000;

/// Most relaxations of a set that brute force tries.
const MOST_IN_SET: usize = 2;

/// Random instances whose answers brute force finds too, and how many of these may take sets of two: they are hundreds.
const BY_FORCE: usize = 24;
const BY_FORCE_OF_TWO: usize = 4;

fn options() -> Options {
    Options { threads: Some(1), ..Options::default() }
}

fn document(problem: &Problem) -> Value {
    Document::read(write_instance(problem).as_bytes()).expect("JSON").value
}

fn problem_of(instance: &Value) -> Problem {
    read(instance).unwrap_or_else(|rejected| panic!("{}", rejected.render("instance"))).problem
}

fn planned(problem: &Problem) -> Plan {
    let plan = solve(problem, &options(), &mut Silent).expect("a plan");
    assert_eq!(plan.status, Status::Optimal);
    plan
}

fn asked(instance: &Value, problem: &Problem, plan: &Plan, most: usize) -> Explanation {
    // Nobody is asked about one by one, so that all solves are for what serves everybody.
    let pair = plan.arrangements.first().map(|one| [one.members[0], one.members[1]]);
    let subject = Subject { serve_all: true, pair, most, ..Subject::default() };
    explain(instance, problem, plan, &subject, &options()).expect("an explanation")
}

fn serves_all(instance: &Value, problem: &Problem, plan: &Plan, most: usize) -> ServesAll {
    asked(instance, problem, plan, most).serves_all.expect("it was asked for")
}

/// Partners missed by those who want them as it is, and the total at the weights of the instance: least in this order.
fn with(instance: &Value, base: &Problem, set: &[Relaxation]) -> (u32, Pence) {
    let patch = Patch::of(&patch_of(base, set)).expect("a patch");
    let mut problem = problem_of(&patch.apply(instance).expect("it fits"));
    problem.rates.unserved.iter_mut().for_each(|step| *step += RAISE);
    let ids: Vec<_> = problem.teachers.keys().collect();
    for id in ids {
        problem.teachers[id].offered = problem.wanted(id) - base.wanted(id);
    }
    let plan = planned(&problem);
    let missing =
        |entry: &opendoor::domain::Unserved| entry.missing.saturating_sub(problem.teachers[entry.teacher].offered);
    let missing: u32 = plan.unserved.iter().map(missing).sum();
    (missing, plan.total - RAISE * Pence::from(missing))
}

/// Every set of `size` of them.
fn sets(of: &[Relaxation], size: usize) -> Vec<Vec<Relaxation>> {
    let Some(rest) = size.checked_sub(1) else { return vec![Vec::new()] };
    let from = |(at, &first): (usize, &Relaxation)| {
        sets(&of[at + 1..], rest).into_iter().map(move |set| [vec![first], set].concat())
    };
    of.iter().enumerate().flat_map(from).collect()
}

/// The fewest relaxations, and the least total with so many; `None` where it takes more than brute force tries. Sets whose
/// patch is the same, as one more unit beside three more, are solved once.
fn by_force(instance: &Value, base: &Problem, among: &[Relaxation], goal: u32) -> Option<(usize, Pence)> {
    let mut solved = BTreeMap::new();
    (0..=MOST_IN_SET).find_map(|size| {
        let tried = sets(among, size)
            .into_iter()
            .map(|set| *solved.entry(patch_of(base, &set).to_string()).or_insert_with(|| with(instance, base, &set)));
        let serving = tried.filter(|&(missing, _)| missing <= goal).map(|(_, total)| total);
        Some((size, serving.min()?))
    })
}

#[test]
fn the_cheapest_is_that_of_all_sets() {
    let (mut instances, mut by_size, mut solves) = (0, [0; MOST_IN_SET + 1], 0);
    for seed in 0.. {
        if instances == BY_FORCE {
            break;
        }
        let instance = document(&generator::instance(seed));
        let Ok(problem) = read(&instance).map(|reading| reading.problem) else { continue };
        let Ok(plan) = solve(&problem, &options(), &mut Silent) else { continue };
        if plan.status != Status::Optimal || plan.unserved.is_empty() || plan.arrangements.is_empty() {
            continue;
        }
        let explained = asked(&instance, &problem, &plan, 400);
        let all = explained.serves_all.expect("it was asked for");
        let (goal, _) = with(&instance, &problem, &all.among);
        let missing: u32 = plan.unserved.iter().map(|entry| entry.missing).sum();
        assert!(all.most, "seed {seed}: {all:?}");
        if goal == missing {
            assert_eq!(all.tried, None, "seed {seed}");
            continue;
        }
        let tried = all.tried.as_ref().unwrap_or_else(|| panic!("seed {seed}: {all:?}"));
        let (left, total) = with(&instance, &problem, &tried.relaxed);
        assert_eq!(left, goal, "seed {seed}: {all:?}");
        assert!(all.cheapest && all.at_least == tried.relaxed.len(), "seed {seed}: {all:?}");
        if tried.relaxed.len() > MOST_IN_SET || (tried.relaxed.len() == 2 && by_size[2] == BY_FORCE_OF_TWO) {
            continue;
        }
        let found = Some((tried.relaxed.len(), total));
        assert_eq!(found, by_force(&instance, &problem, &all.among, goal), "seed {seed}: {all:?}");
        assert_eq!((tried.change.at_least, tried.change.at_most), (total - plan.total, total - plan.total));
        by_size[tried.relaxed.len()] += 1;
        instances += 1;
        solves += explained.solves;
    }
    assert!(by_size[1] >= 15 && by_size[2] >= 3, "{by_size:?}");
    // Of the hundreds of sets of two few are asked about.
    assert!(solves <= instances * 20, "{solves} solves for {instances} instances");
}

/// An id, and the periods of lessons, of free and of protected time.
type Person = (&'static str, &'static [u32], &'static [u32], &'static [u32]);

/// Nine people of whom three are left out. Ann, Bob and Cy could watch one another in a ring if Ann and Bob gave a protected
/// period each; neither of these serves anybody alone. Of the six others everybody has a partner, and three of them could
/// each take one of the three as well.
fn ring() -> Value {
    let periods: Vec<Value> = (1..=8)
        .map(|at| json!({ "id": at.to_string(), "start": format!("{:02}:00", at + 8), "end": format!("{:02}:50", at + 8) }))
        .collect();
    // Who teaches, is free, has protected time when; at any other time they are busy.
    let people: [Person; 9] = [
        ("ann", &[3], &[4], &[1]),
        ("bob", &[1], &[5], &[2]),
        ("cy", &[2], &[3, 6], &[]),
        ("xa", &[4, 8], &[3, 7], &[]),
        ("xb", &[5, 8], &[1, 7], &[]),
        ("xc", &[6, 8], &[2, 7], &[]),
        ("ya", &[7], &[8], &[]),
        ("yb", &[7], &[8], &[]),
        ("yc", &[7], &[8], &[]),
    ];
    let ids = |periods: &[u32]| periods.iter().map(u32::to_string).collect::<Vec<_>>();
    let teachers = people.iter().map(|(id, teaches, free, protected)| {
        let busy: Vec<u32> = (1..=8).filter(|at| ![*teaches, *free, *protected].concat().contains(at)).collect();
        let own = if protected.is_empty() { json!([]) } else { json!([{ "periods": ids(protected) }]) };
        let strength = if id.len() == 2 && *id != "cy" { 0.9 } else { 0.1 };
        json!({ "id": id, "name": id, "school": "s", "busy": [{ "periods": ids(&busy) }], "protected": own,
                "strengths": { "f": strength }, "needs": { "f": 0.9 } })
    });
    let lessons = people.iter().flat_map(|(id, teaches, ..)| {
        teaches.iter().map(move |at| {
            json!({ "id": format!("{id}{at}"), "teachers": [id], "classes": [format!("{id}{at}")],
                    "date": "2026-11-02", "period": at.to_string() })
        })
    });
    json!({
        "format": "opendoor/1",
        "round": { "title": "A day", "start": "2026-11-02", "end": "2026-11-02", "timezone": "Europe/London" },
        "focuses": [{ "id": "f", "name": "f" }],
        "schools": [{ "id": "s", "name": "s", "periods": periods }],
        "teachers": teachers.collect::<Vec<_>>(),
        "lessons": lessons.collect::<Vec<_>>(),
        "rules": { "conversation": "none", "protected_quota": 0.0, "triads": "free" },
    })
}

/// One relaxation after the other that leaves fewest missing, of equals the one with the least total.
fn greedy(instance: &Value, problem: &Problem, among: &[Relaxation]) -> Vec<Relaxation> {
    let mut set: Vec<Relaxation> = Vec::new();
    while with(instance, problem, &set).0 > 0 {
        let further = among.iter().filter(|one| !set.contains(one)).map(|&one| {
            let mut more = [set.clone(), vec![one]].concat();
            more.sort_unstable();
            (with(instance, problem, &more), more)
        });
        set = further.min().expect("a relaxation").1;
    }
    set
}

#[test]
fn one_after_the_other_takes_three_where_two_are_enough() {
    let instance = ring();
    let problem = problem_of(&instance);
    let plan = planned(&problem);
    assert_eq!(plan.unserved.len(), 3);
    let explained = asked(&instance, &problem, &plan, 200);
    let all = explained.serves_all.expect("it was asked for");
    let [ann, bob] = [0, 1].map(|at| problem.teachers.keys().nth(at).expect("a teacher"));
    let tried = all.tried.as_ref().expect("a set");
    assert_eq!(tried.relaxed, [Relaxation::Consent(ann), Relaxation::Consent(bob)]);
    assert!(all.cheapest && all.most && all.at_least == 2 && all.still.is_empty() && all.too_dear.is_empty());
    assert_eq!(greedy(&instance, &problem, &all.among).len(), 3);
    // There are hundreds of sets of two.
    assert!(all.among.len() >= 20 && explained.solves <= 40, "{} solves", explained.solves);
    let text = report::text::why(&problem, &plan, &asked(&instance, &problem, &plan, 200));
    assert!(text.contains("Everybody would be served, together") && text.contains("no fewer do that"), "{text}");
}

#[test]
fn what_was_not_settled_is_not_claimed() {
    let instance = ring();
    let problem = problem_of(&instance);
    let plan = planned(&problem);
    for most in 0..=12 {
        let all = serves_all(&instance, &problem, &plan, most);
        let size = all.tried.as_ref().map_or(usize::MAX, |tried| tried.relaxed.len());
        assert!(all.at_least <= 2 && (!all.cheapest || size == 2), "{most}: {all:?}");
        if most == 0 {
            assert!(all.tried.is_none() && !all.most && all.still.len() == 3);
        }
    }
}

#[test]
fn who_is_too_dear_is_told() {
    let mut instance = ring();
    // A partner is worth next to nothing, and a visit costs own time.
    instance["rates"] = json!({ "unserved": [0], "learning": 0, "feedback": 0 });
    let problem = problem_of(&instance);
    let plan = planned(&problem);
    assert_eq!(plan.unserved.len(), 9);
    let all = {
        let subject = Subject { serve_all: true, most: 400, ..Subject::default() };
        explain(&instance, &problem, &plan, &subject, &options()).expect("an explanation").serves_all.expect("a set")
    };
    let tried = all.tried.as_ref().expect("a set");
    assert!(all.cheapest && all.still.is_empty() && all.too_dear.len() == 9, "{all:?}");
    let (left, total) = with(&instance, &problem, &tried.relaxed);
    assert_eq!((left, tried.change.at_least, tried.change.at_most), (0, total, total));
    assert!(total > 0, "it costs more than it is worth");
    let subject = Subject { serve_all: true, most: 400, ..Subject::default() };
    let explained = explain(&instance, &problem, &plan, &subject, &options()).expect("an explanation");
    assert!(report::text::why(&problem, &plan, &explained).contains("dearer than to leave them out"));
}

#[test]
fn whom_nothing_serves_is_named() {
    let mut instance = ring();
    // All day away, so that nobody can watch or be watched.
    instance["teachers"].as_array_mut().expect("a list").push(json!({
        "id": "ill", "name": "ill", "school": "s", "unavailable": [{ "weekday": "mon" }],
    }));
    let problem = problem_of(&instance);
    let plan = planned(&problem);
    let ill = problem.teachers.keys().last().expect("a teacher");
    let all = serves_all(&instance, &problem, &plan, 200);
    assert_eq!(all.still, [ill]);
    assert!(all.most && all.cheapest && all.tried.expect("a set").relaxed.len() == 2);
    // And where there is nobody else, nothing serves anybody.
    for teacher in instance["teachers"].as_array_mut().expect("a list") {
        teacher["unavailable"] = json!([{ "weekday": "mon" }]);
    }
    let problem = problem_of(&instance);
    let plan = planned(&problem);
    let subject = Subject { serve_all: true, most: 400, ..Subject::default() };
    let explained = explain(&instance, &problem, &plan, &subject, &options()).expect("an explanation");
    let all = explained.serves_all.as_ref().expect("it was asked for");
    assert!(all.tried.is_none() && all.most && all.still.len() == 10, "{all:?}");
    assert!(report::text::why(&problem, &plan, &explained).contains("together serve no more of"));
}
