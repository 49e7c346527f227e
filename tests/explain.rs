//! Why somebody is left out: what is said is true, since doing something about it lets the engine place them.

#[path = "common/hand.rs"]
#[allow(dead_code, reason = "each test file uses a part of this")]
mod hand;

use hand::{Names, day, problem, score};
use opendoor::domain::{
    CoverNeed, Kind, LineManagers, PeriodUse, Plan, Problem, Reason, ReasonCode, Status, TeacherId, Triads, Unserved,
    Weekday,
};
use opendoor::engine::{Options, Silent};
use opendoor::{explain, solve};

/// The hand-made school where only these take part.
fn with(people: &[&str]) -> Problem {
    let mut problem = problem();
    for teacher in &mut problem.teachers {
        teacher.participates = people.contains(&teacher.id.as_str());
    }
    problem
}

/// Only pairs are planned, so that an odd one is left out.
fn only_pairs(problem: &mut Problem) {
    problem.rules.arrangements = vec![Kind::Pair];
}

/// Nobody takes a class but the dear supervisor.
fn only_sam(problem: &mut Problem) {
    problem.supply = Vec::new().into();
    problem.supervisors = vec![problem.supervisors.as_slice()[0].clone()].into();
    problem.teacher("cy").cover.willing = Some(false);
}

fn planned(problem: &Problem) -> Plan {
    solve(problem, &Options { threads: Some(1), ..Options::default() }, &mut Silent).expect("a plan")
}

fn reasons_of(plan: &Plan, teacher: TeacherId) -> &[Reason] {
    let entry = plan.unserved.iter().find(|entry| entry.teacher == teacher).expect("unserved");
    &entry.reasons
}

/// The teacher is left out, first for this reason, in these words.
#[track_caller]
fn left_out(problem: &Problem, teacher: &str, code: ReasonCode, words: &str) {
    let plan = planned(problem);
    assert_eq!(plan.status, Status::Optimal);
    let reasons = reasons_of(&plan, problem.t(teacher));
    assert_eq!(reasons.first().map(|reason| reason.code), Some(code), "{reasons:?}");
    assert!(reasons[0].text.contains(words), "{reasons:?}");
    assert!(reasons.iter().all(|reason| reason.would_help.is_none()));
}

#[track_caller]
fn nobody_left_out(problem: &Problem) {
    assert_eq!(planned(problem).unserved, []);
}

#[test]
fn with_nothing_in_the_way_the_two_are_partners() {
    nobody_left_out(&with(&["ann", "bob"]));
}

#[test]
fn alone() {
    left_out(&with(&["ann"]), "ann", ReasonCode::NoPartner, "Nobody else wants a partner.");
}

#[test]
fn line_managers_and_forbidden_pairs() {
    let mut problem = with(&["ann", "bob", "dee"]);
    problem.teacher("ann").line_manager = Some(problem.t("bob"));
    problem.rules.forbid = vec![[problem.t("dee"), problem.t("ann")]];
    let words = "All 2 others who want partners are ruled out: 1 by rules.line_managers, 1 by rules.forbid.";
    left_out(&problem, "ann", ReasonCode::NoPartner, words);
    problem.teacher("dee").participates = false;
    problem.rules.line_managers = LineManagers::Allowed;
    nobody_left_out(&problem);
}

#[test]
fn min_match() {
    let mut problem = with(&["ann", "bob"]);
    problem.rules.min_match = score(451);
    left_out(&problem, "bob", ReasonCode::MinMatch, "With one colleague whom the other rules allow");
    problem.rules.min_match = score(450);
    nobody_left_out(&problem);
}

#[test]
fn no_visit_for_want_of_time() {
    let mut problem = with(&["ann", "bob"]);
    problem.lesson("a-tue2").cover = CoverNeed::Never;
    let words = "With the one colleague who may be a partner there are no two visits";
    left_out(&problem, "ann", ReasonCode::NoVisit, words);
    problem.lesson("a-tue2").cover = CoverNeed::Any;
    nobody_left_out(&problem);
}

#[test]
fn no_visit_for_want_of_cover() {
    let mut problem = with(&["ann", "bob"]);
    only_sam(&mut problem);
    let sam = std::mem::take(&mut problem.supervisors);
    left_out(&problem, "bob", ReasonCode::NoVisit, "time and cover");
    problem.supervisors = sam;
    nobody_left_out(&problem);
}

#[test]
fn no_visit_within_the_span() {
    let mut problem = with(&["ann", "bob"]);
    problem.rules.visit_span_days = 0;
    // Ann watches on a Tuesday; of hers only Wednesday and Thursday are open.
    problem.lesson("a-tue2").open = false;
    left_out(&problem, "bob", ReasonCode::NoVisit, "rules.visit_span_days (0 school days)");
    problem.rules.visit_span_days = 1;
    nobody_left_out(&problem);
}

#[test]
fn nothing_to_watch() {
    let mut problem = with(&["ann", "cy"]);
    left_out(&problem, "cy", ReasonCode::NoVisit, "No lesson of this teacher's can be watched");
    problem.teach("c-mon1", &["cy"], "7C", Weekday::Mon, "1");
    nobody_left_out(&problem);
}

#[test]
fn no_conversation() {
    let mut problem = with(&["ann", "bob"]);
    problem.rules.conversation_in = vec![PeriodUse::Break];
    let lunch = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri]
        .map(|weekday| problem.on(weekday, &["lunch"]));
    problem.teacher("bob").busy = lunch.to_vec();
    left_out(&problem, "ann", ReasonCode::NoConversation, "rules.conversation_within_days (5 school days)");
    problem.teacher("bob").busy.pop();
    nobody_left_out(&problem);
}

#[test]
fn budget() {
    let mut problem = with(&["ann", "bob"]);
    only_sam(&mut problem);
    problem.budget.money = Some(1_199);
    left_out(&problem, "ann", ReasonCode::Budget, "would fit the rest of the plan but for budget.money.");
    problem.budget.money = Some(1_200);
    nobody_left_out(&problem);
    problem.budget.cover_periods = Some(0);
    left_out(&problem, "ann", ReasonCode::Budget, "but for budget.cover_periods.");
}

#[test]
fn a_budget_spent_on_others() {
    let mut problem = tuesdays();
    problem.supervisors.push(problem.supervisors.as_slice()[0].clone());
    nobody_left_out(&problem);
    problem.budget.money = Some(3_599);
    left_out(&problem, "dee", ReasonCode::Budget, "budget.money");
}

#[test]
fn hosting() {
    let mut problem = with(&["ann", "bob"]);
    problem.teacher("bob").hosting.max = Some(0);
    left_out(&problem, "ann", ReasonCode::Cap, "comes up against hosting.max or max_per_year, the rest");
    problem.teacher("bob").hosting.max = Some(1);
    nobody_left_out(&problem);
}

#[test]
fn periods_lent() {
    let mut problem = with(&["ann", "bob"]);
    problem.lesson("a-tue2").open = false;
    problem.teacher("bob").periods_lent_per_week = 0;
    left_out(&problem, "bob", ReasonCode::Cap, "comes up against periods_lent.max_per_week, the rest");
    problem.teacher("bob").periods_lent_per_week = 1;
    nobody_left_out(&problem);
}

#[test]
fn the_quota() {
    let mut problem = with(&["ann", "bob"]);
    problem.lesson("a-tue2").open = false;
    problem.rules.protected_quota = score(1_000);
    // Two free lesson periods a week beside eighteen taught and closed ones.
    for (weekday, from) in [(Weekday::Mon, 0), (Weekday::Tue, 0), (Weekday::Wed, 1), (Weekday::Thu, 0)] {
        for period in ["1", "2", "3", "4"].into_iter().skip(from) {
            if weekday != Weekday::Tue || period != "2" {
                let id = format!("b-{weekday:?}{period}");
                problem.teach(&id, &["bob"], "8Y", weekday, period).cover = CoverNeed::Never;
            }
        }
    }
    left_out(&problem, "bob", ReasonCode::Cap, "comes up against rules.protected_quota, the rest");
    problem.rules.protected_quota = score(100);
    nobody_left_out(&problem);
}

/// Two pairs that need a class covered on Tuesdays in period 2, of which there are two: the second pair needs both.
fn tuesdays() -> Problem {
    let mut problem = with(&["ann", "bob", "dee", "eve"]);
    only_pairs(&mut problem);
    only_sam(&mut problem);
    problem.lesson("d-mon2").open = false;
    problem.lesson("e-mon1").open = false;
    problem
}

#[test]
fn cover_that_others_need() {
    let mut problem = tuesdays();
    let plan = planned(&problem);
    let reasons = reasons_of(&plan, problem.t("dee"));
    let codes: Vec<ReasonCode> = reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(codes, [ReasonCode::Cap, ReasonCode::NobodyLeft], "{reasons:?}");
    assert!(reasons[0].text.starts_with("With 1 of the 3 colleagues who may be partners every"), "{reasons:?}");
    assert!(reasons[0].text.contains("a period without anybody left to cover"), "{reasons:?}");
    assert!(reasons[1].text.starts_with("2 colleagues could be partners"), "{reasons:?}");
    problem.supervisors.push(problem.supervisors.as_slice()[0].clone());
    nobody_left_out(&problem);
}

#[test]
fn nobody_left() {
    let odd = with(&["ann", "bob", "dee"]);
    nobody_left_out(&odd);
    let mut problem = odd;
    only_pairs(&mut problem);
    left_out(&problem, "dee", ReasonCode::NobodyLeft, "2 colleagues could be partners, but all of them have");
    problem.teacher("eve").participates = true;
    nobody_left_out(&problem);
}

#[test]
fn too_dear() {
    let mut problem = with(&["ann", "bob"]);
    problem.rates.unserved = vec![0];
    (problem.rates.learning, problem.rates.feedback) = (0, 0);
    let words = "With the one colleague who may be a partner an arrangement would still fit, but would cost";
    left_out(&problem, "ann", ReasonCode::TooDear, words);
    problem.rates.unserved = vec![40_000];
    nobody_left_out(&problem);
}

/// The plan of nobody at all, as a search that ended early could give it.
fn nothing_planned(problem: &Problem, status: Status) -> Plan {
    let mut plan = hand::plan(problem);
    plan.status = status;
    plan.arrangements.clear();
    let missing = |teacher| Unserved { teacher, missing: 1, cost: 40_000, reasons: Vec::new() };
    let takes_part = |id: &TeacherId| problem.teachers[*id].participates;
    plan.unserved = problem.teachers.keys().filter(takes_part).map(missing).collect();
    plan
}

#[test]
fn a_search_that_ended_early_claims_nothing() {
    let mut problem = with(&["ann", "bob"]);
    let mut plan = nothing_planned(&problem, Status::Interrupted);
    explain::reasons(&problem, &mut plan);
    for entry in &plan.unserved {
        assert_eq!(entry.reasons.len(), 1, "{entry:?}");
        assert_eq!(entry.reasons[0].code, ReasonCode::Unsettled);
    }
    // Less than the cheapest schedule costs: that much is certain without a search.
    problem.rates.unserved = vec![1];
    (problem.rates.learning, problem.rates.feedback) = (0, 0);
    let mut plan = nothing_planned(&problem, Status::Interrupted);
    explain::reasons(&problem, &mut plan);
    assert_eq!(plan.unserved[0].reasons[0].code, ReasonCode::TooDear);
}

#[test]
fn a_plan_that_does_not_fit_the_instance_is_no_panic() {
    let problem = problem();
    let mut plan = hand::plan(&problem);
    plan.arrangements[0].visits[0].at.date = day(12, 24);
    explain::reasons(&problem, &mut plan);
    assert!(!plan.unserved[0].reasons.is_empty());
}

/// The triad made by hand beside Ann, who is left out.
fn beside_a_triad() -> (Problem, Plan) {
    let (mut problem, mut plan) = hand::triad();
    problem.teacher("ann").participates = true;
    let teacher = problem.t("ann");
    plan.unserved = vec![Unserved { teacher, missing: 1, cost: 40_000, reasons: Vec::new() }];
    (problem, plan)
}

/// Codes and texts of the reasons of the first who is left out.
fn told(problem: &Problem, plan: &Plan) -> Vec<(ReasonCode, String)> {
    let mut plan = plan.clone();
    explain::reasons(problem, &mut plan);
    plan.unserved.swap_remove(0).reasons.into_iter().map(|reason| (reason.code, reason.text)).collect()
}

#[test]
fn who_is_in_a_triad_has_a_partner() {
    let (mut problem, plan) = beside_a_triad();
    let served = (
        ReasonCode::NobodyLeft,
        "3 colleagues could be partners, but all of them have the partners they want.".to_owned(),
    );
    let taken = (ReasonCode::Cap, "The school has the one triad that it may have: rules.triads is \"odd\".".to_owned());
    assert_eq!(told(&problem, &plan), [served.clone(), taken.clone()]);
    problem.rules.triads = Triads::Free;
    assert_eq!(told(&problem, &plan), [served]);
    // Without pairs only triads are spoken of.
    problem.rules.arrangements = vec![Kind::Triad];
    assert_eq!(
        told(&problem, &plan),
        [(ReasonCode::TooDear, "No triad both fits the rest of the plan and pays.".into())]
    );
    problem.rules.triads = Triads::Odd;
    assert_eq!(told(&problem, &plan), [taken]);
    problem.rules.forbid = ["cy", "dee"].map(|other| [problem.t("ann"), problem.t(other)]).to_vec();
    let found = told(&problem, &plan);
    assert_eq!(found[0].0, ReasonCode::NoPartner);
    assert!(found[0].1.contains("there are not two others of the school"), "{found:?}");
}

#[test]
fn what_a_triad_takes_is_taken() {
    let (mut problem, mut plan) = beside_a_triad();
    problem.rules.forbid = ["cy", "eve"].map(|other| [problem.t("ann"), problem.t(other)]).to_vec();
    let dee = problem.teacher("dee");
    (dee.visits, dee.hosting.max) = (2, Some(1));
    let teacher = problem.t("dee");
    plan.unserved.push(Unserved { teacher, missing: 1, cost: 15_000, reasons: Vec::new() });
    // Cy watches Dee already.
    let found = told(&problem, &plan);
    assert_eq!(found[0].0, ReasonCode::Cap);
    assert!(found[0].1.contains("every arrangement comes up against hosting.max"), "{found:?}");
    // Where a triad could have both, what is tried is a pair.
    problem.rules.forbid.pop();
    let found = told(&problem, &plan);
    assert!(found[0].1.contains("every pair comes up against hosting.max"), "{found:?}");
}

#[test]
fn everybody_left_out_has_a_reason_without_scores() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/instances/tiny.json")).expect("a file");
    let problem = opendoor::format::read_instance(text.as_bytes());
    let mut problem = problem.expect("a valid instance").problem;
    for teacher in &mut problem.teachers {
        teacher.hosting.max = Some(1);
        teacher.visits = 2 * u32::from(teacher.participates);
    }
    let plan = planned(&problem);
    assert!(!plan.unserved.is_empty());
    for entry in &plan.unserved {
        assert!(!entry.reasons.is_empty(), "{entry:?}");
        assert!(entry.reasons.iter().all(|reason| !reason.text.contains("0.")), "{entry:?}");
    }
}
