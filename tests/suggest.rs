//! Answers to requests: put into the plan by hand, each is allowed, and costs what was said.

use std::time::Duration;

use opendoor::domain::{Arrangement, Hire, Kind, Plan, Problem, Request, TeacherId};
use opendoor::engine::{Options, Silent};
use opendoor::explain::Answer;
use opendoor::generate::{Preset, Spec, generate};
use opendoor::scenario::suggest;
use opendoor::{format, report, solve, verify};

fn options() -> Options {
    Options { time_limit: Some(Duration::from_secs(20)), threads: Some(1), ..Options::default() }
}

fn tiny() -> Problem {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/tiny.json");
    format::read_instance(&std::fs::read(path).expect("the instance")).expect("a sound instance").problem
}

fn any_of(host: TeacherId) -> Request {
    Request { host, lesson: None, date: None, period: None, focus: None, expires: None }
}

/// Puts every suggestion into the plan as it is, with the claims that go with it, and asks the checker.
fn hold(problem: &Problem, plan: &Plan, answer: &Answer) {
    for one in &answer.suggestions {
        let visit = &one.visit;
        let mut asked = problem.clone();
        asked.rules.arrangements.push(Kind::OneWay);
        asked.requests.push(answer.request);
        asked.teachers[visit.observer].hosting.max = Some(problem.teachers[visit.observer].hosting_max());
        asked.teachers[visit.observer].visits += 1;
        let mut with = plan.clone();
        with.arrangements.push(Arrangement {
            id: "asked".to_owned(),
            kind: Kind::OneWay,
            members: vec![visit.observer, visit.host],
            visits: vec![visit.clone()],
            value: 0,
            meetings: Vec::new(),
            teaches: Vec::new(),
            conversation: None,
        });
        let covers: i64 = visit.covers.iter().map(|cover| cover.money).sum();
        let hired = one.money - covers - visit.travel;
        if hired > 0 {
            let (source, supply) = problem.supply.entries().next().expect("who is hired");
            let (school, unit) = (supply.school, supply.unit);
            let (date, half, period) = (visit.at.date, None, None);
            with.hires.push(Hire { source, school, date, unit, half, period, count: 1, money: hired });
        }
        with.money += one.money;
        with.goodwill += visit.own_time + visit.covers.iter().map(|cover| cover.goodwill).sum::<i64>();
        with.value += visit.value;
        with.total = with.money + with.goodwill + with.unserved_cost - with.value;
        assert_eq!((one.effect.at_least, one.effect.at_most), (with.total - plan.total, with.total - plan.total));
        with.set_bound(with.bound, false);
        let violations = verify::check(&asked, &with);
        // What the round asks of whom would be told anew; nothing else is wrong.
        let other: Vec<_> = violations.iter().filter(|one| !one.text.contains("load")).collect();
        assert!(other.is_empty(), "{other:?}");
    }
}

#[test]
fn suggestions_fit_the_plan_as_it_is() {
    let problem = tiny();
    let plan = solve(&problem, &options(), &mut Silent).expect("a plan");
    let mut found = 0;
    for host in problem.teachers.keys() {
        let answer = suggest(&problem, &plan, &any_of(host), problem.round.start, &options()).expect("an answer");
        assert_eq!(answer.suggestions.len() + answer.cannot.len(), 3);
        hold(&problem, &plan, &answer);
        let costs: Vec<i64> = answer.suggestions.iter().map(|one| one.effect.at_most).collect();
        assert!(costs.is_sorted(), "the cheapest first");
        found += answer.suggestions.len();
        assert!(report::text::suggest(&problem, &answer).starts_with("Who could watch"));
    }
    assert!(found >= 3, "{found} suggestions");
}

#[test]
fn a_request_narrows_what_is_suggested() {
    let problem = tiny();
    let plan = solve(&problem, &options(), &mut Silent).expect("a plan");
    let host = problem.teachers.keys().nth(3).expect("Dee");
    let all = suggest(&problem, &plan, &any_of(host), problem.round.start, &options()).expect("an answer");
    let on = all.suggestions.first().expect("somebody").visit.at;
    let request = Request { lesson: Some(on.lesson), date: Some(on.date), period: Some(on.period), ..any_of(host) };
    let one = suggest(&problem, &plan, &request, problem.round.start, &options()).expect("an answer");
    assert_eq!(one.suggestions[0], all.suggestions[0]);
    assert!(one.suggestions.iter().all(|one| one.visit.at == on));
    let expired = Request { expires: Some(problem.round.start), ..request };
    let late = suggest(&problem, &plan, &expired, problem.round.start.plus(1), &options()).expect("an answer");
    assert_eq!(late.suggestions, []);
}

#[test]
fn a_primary_school_answers() {
    let problem = generate(&Spec { teachers: 10, weeks: 1, seed: 4, ..Spec::of(Preset::Primary) });
    let plan = solve(&problem, &options(), &mut Silent).expect("a plan");
    let host = problem.teachers.keys().nth(2).expect("somebody");
    let answer = suggest(&problem, &plan, &any_of(host), problem.round.start, &options()).expect("an answer");
    let teachers = problem.teachers.iter().filter(|one| one.participates).count();
    assert!(answer.suggestions.len() + answer.cannot.len() >= teachers - 1);
}

#[test]
fn a_whole_secondary_answers() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/secondary.json");
    let mut problem =
        format::read_instance(&std::fs::read(path).expect("the instance")).expect("a sound instance").problem;
    // What last round's partners cost again is no part of a visit.
    problem.rates.repeat_partner = 0;
    let plan = solve(&problem, &options(), &mut Silent).expect("a plan");
    let host = problem.teachers.keys().nth(5).expect("a teacher");
    let mut answer =
        suggest(&problem, &plan, &any_of(host), problem.round.start, &options()).expect("everybody is asked in time");
    let asked = problem.teachers.iter().filter(|teacher| teacher.participates).count() - 1;
    assert_eq!(answer.suggestions.len() + answer.cannot.len(), asked);
    // Who can't is told without a search for which locks of the plan are in the way.
    assert!(answer.suggestions.len() >= 10 && !answer.cannot.is_empty());
    answer.suggestions.retain(|one| one.money == 0);
    assert!(!answer.suggestions.is_empty());
    hold(&problem, &plan, &answer);
}
