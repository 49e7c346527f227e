//! Explanations: every counterfactual is what a solve of the patched instance gives.

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

use std::time::Duration;

use opendoor::domain::{Plan, Problem, Status, TeacherId};
use opendoor::engine::{Options, Silent};
use opendoor::explain::{Choice, Explanation, Instead, Relaxation};
use opendoor::format::{Document, read_plan, write_instance, write_plan};
use opendoor::scenario::{Patch, Subject, explain, read, write_into};
use opendoor::{report, solve, verify};
use serde_json::Value;

fn options() -> Options {
    Options { time_limit: Some(Duration::from_secs(20)), threads: Some(1), ..Options::default() }
}

fn document(problem: &Problem) -> Value {
    Document::read(write_instance(problem).as_bytes()).expect("JSON").value
}

fn tiny() -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/tiny.json");
    Document::read(&std::fs::read(path).expect("the instance")).expect("JSON").value
}

/// The patched instance solved anew, by nothing that the explanation used.
fn solved(instance: &Value, patch: &str) -> Option<(Problem, Plan)> {
    let patch = Document::read(patch.as_bytes()).expect("JSON").value;
    let patched = Patch::of(&patch).expect("a patch").apply(instance).expect("it fits");
    let problem = read(&patched).expect("a sound instance").problem;
    let plan = solve(&problem, &options(), &mut Silent).ok()?;
    Some((problem, plan))
}

fn missing(plan: &Plan, teacher: TeacherId) -> u32 {
    plan.unserved.iter().find(|entry| entry.teacher == teacher).map_or(0, |entry| entry.missing)
}

/// Who is left out.
fn missed(problem: &Problem, plan: &Plan) -> Vec<TeacherId> {
    let has_part = |entry: &&opendoor::domain::Unserved| problem.teachers[entry.teacher].participates;
    plan.unserved.iter().filter(has_part).map(|entry| entry.teacher).collect()
}

/// Holds everything that is promised to a solve of its own; how much that was.
fn hold(instance: &Value, plan: &Plan, found: &Explanation) -> usize {
    let problem = read(instance).expect("a sound instance").problem;
    let mut held = 0;
    for left in &found.left_out {
        for help in &left.helps {
            let (_, new) = solved(instance, &help.change.patch).expect("a plan");
            assert!(missing(&new, left.teacher) < missing(plan, left.teacher), "{help:?}");
            let change = new.total - plan.total;
            assert!(help.change.at_least <= change && change <= help.change.at_most, "{help:?}: {change}");
            assert!(help.change.at_most < 0, "it pays");
            if found.exact {
                assert_eq!((help.change.at_least, help.change.at_most), (change, change));
                assert_eq!(help.money, new.money - plan.money);
            }
            held += 1;
        }
    }
    for chosen in &found.chosen {
        for next in &chosen.next {
            match (&next.found, solved(instance, &next.patch)) {
                (None, None) => {}
                (Some((effect, _)), Some((_, new))) => {
                    let change = new.total - plan.total;
                    assert!(effect.at_least <= change && change <= effect.at_most, "{next:?}: {change}");
                    // What forbids something never gains, unless who is busy then teaches less and so keeps less free time
                    // back.
                    let quota = problem.rules.protected_quota.thousandths() > 0;
                    let keeps = |visit: usize| {
                        let observer = plan.arrangements[chosen.arrangement].visits[visit].observer;
                        quota && problem.teachers[observer].protected.is_empty()
                    };
                    let may_gain = matches!(next.choice, Choice::Period(visit) if keeps(visit));
                    assert!(effect.at_most >= 0 || may_gain, "{next:?}");
                }
                (promised, there) => panic!("{promised:?}, but there is a plan: {}", there.is_some()),
            }
            held += 1;
        }
    }
    if let Some((all, tried)) = found.serves_all.as_ref().and_then(|all| Some((all, all.tried.as_ref()?))) {
        let (problem, new) = solved(instance, &tried.change.patch).expect("a plan");
        if all.too_dear.is_empty() {
            let change = new.total - plan.total;
            assert!(tried.change.at_least <= change && change <= tried.change.at_most, "{tried:?}: {change}");
            assert_eq!(all.still, missed(&problem, &new), "{tried:?}");
        } else {
            assert!(missed(&problem, &new).len() > all.still.len(), "{all:?}");
        }
        held += 1;
    }
    held
}

#[test]
fn every_counterfactual_of_fifty_instances_holds() {
    let (mut instances, mut held, mut helped) = (0, 0, 0);
    for seed in 0.. {
        if instances == 50 {
            break;
        }
        let problem = generator::instance(seed);
        let Ok(plan) = solve(&problem, &options(), &mut Silent) else { continue };
        if plan.status != Status::Optimal || (plan.unserved.is_empty() && seed % 4 > 0) {
            continue;
        }
        let instance = document(&problem);
        if read(&instance).is_err() {
            continue; // Some pairs stand twice in their list.
        }
        instances += 1;
        let subject = Subject { serve_all: instances % 5 == 0, most: 30, ..Subject::default() };
        let found = explain(&instance, &problem, &plan, &subject, &options()).expect("an explanation");
        assert_eq!(found.could_save, 0, "seed {seed}");
        held += hold(&instance, &plan, &found);
        helped += found.left_out.iter().map(|left| left.helps.len()).sum::<usize>();
        // What is written into the plan is a plan as good as before, and comes back as it was.
        let mut told = plan.clone();
        write_into(&mut told, &found, |tried| report::text::would_help(&problem, tried));
        assert_eq!(verify::check(&problem, &told), [], "seed {seed}");
        let read = read_plan(write_plan(&told, &problem).as_bytes(), &problem).expect("a plan").plan;
        assert_eq!(read.unserved, told.unserved, "seed {seed}");
        assert!(!report::text::why(&problem, &plan, &found).is_empty());
    }
    assert!(held >= 200 && helped >= 30, "{held} counterfactuals, {helped} of them help somebody");
}

#[test]
fn a_consent_that_would_serve_two_is_found() {
    let mut instance = tiny();
    // Everything that Ann has free is planning time.
    instance["teachers"][0]["protected"] = serde_json::json!([{}]);
    let problem = read(&instance).expect("a sound instance").problem;
    let plan = solve(&problem, &options(), &mut Silent).expect("a plan");
    let ann = problem.teachers.keys().next().expect("a teacher");
    assert!(missing(&plan, ann) > 0);
    let subject = Subject { teacher: Some(ann), most: 40, serve_all: true, ..Subject::default() };
    let found = explain(&instance, &problem, &plan, &subject, &options()).expect("an explanation");
    hold(&instance, &plan, &found);
    let [left] = &found.left_out[..] else { panic!("{found:?}") };
    let consent = left.helps.iter().find(|help| help.relaxed == [Relaxation::Consent(ann)]).expect("it helps");
    assert_eq!(consent.change.patch, r#"{"teachers":{"ann":{"protected_use":"watch"}}}"#);
    assert!(consent.protected > 0 && consent.arrangements == 1);
    let all = found.serves_all.expect("a set");
    assert_eq!(all.still, []);
    assert!(all.cheapest);
}

#[test]
fn choices_have_their_next_best() {
    let instance = tiny();
    let problem = read(&instance).expect("a sound instance").problem;
    let plan = solve(&problem, &options(), &mut Silent).expect("a plan");
    let pair: Vec<TeacherId> = problem.teachers.keys().take(2).collect();
    let subject = Subject { pair: Some([pair[0], pair[1]]), most: 40, ..Subject::default() };
    let found = explain(&instance, &problem, &plan, &subject, &options()).expect("an explanation");
    assert_eq!(hold(&instance, &plan, &found), 4, "partners, two periods and a cover");
    let [chosen] = &found.chosen[..] else { panic!("{found:?}") };
    let partners = chosen.next.iter().find(|next| next.choice == Choice::Partners).expect("it is asked");
    let Some((effect, Instead::Partners(with))) = &partners.found else { panic!("{partners:?}") };
    assert!(effect.at_least > 0 && effect.at_least == effect.at_most);
    assert!(with.iter().all(|(member, others)| !others.contains(&pair[usize::from(*member == pair[0])])));
}

#[test]
fn a_lock_is_an_answer() {
    let mut instance = tiny();
    instance["locks"] = serde_json::json!([{ "pair": ["ann", "bob"] }]);
    let problem = read(&instance).expect("a sound instance").problem;
    let plan = solve(&problem, &options(), &mut Silent).expect("a plan");
    let pair: Vec<TeacherId> = problem.teachers.keys().take(2).collect();
    let subject = Subject { pair: Some([pair[0], pair[1]]), most: 1, ..Subject::default() };
    let found = explain(&instance, &problem, &plan, &subject, &options()).expect("an explanation");
    assert_eq!(found.chosen[0].next[0].found, None);
    assert_eq!(found.chosen[0].untried, 3, "one solve was allowed");
    assert!(report::text::why(&problem, &plan, &found).contains("locks ask for it"));
}

#[test]
fn a_pair_of_a_whole_school_is_explained_whatever_the_threads() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/secondary.json");
    let instance = Document::read(&std::fs::read(path).expect("the instance")).expect("JSON").value;
    let problem = read(&instance).expect("a sound instance").problem;
    let plan = solve(&problem, &options(), &mut Silent).expect("a plan");
    let members = &plan.arrangements[0].members;
    let subject = Subject { pair: Some([members[0], members[1]]), most: 40, ..Subject::default() };
    let unhurried = |threads| Options { threads: Some(threads), ..Options::default() };
    let found = explain(&instance, &problem, &plan, &subject, &unhurried(1)).expect("an explanation");
    assert_eq!(hold(&instance, &plan, &found), found.solves - 1, "each is held to a solve from nothing");
    assert_eq!(found.chosen[0].untried, 0);
    assert_eq!(explain(&instance, &problem, &plan, &subject, &unhurried(3)), Ok(found));
}
