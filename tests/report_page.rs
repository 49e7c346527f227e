//! The page as bytes: what is private stays where it belongs, nothing breaks out of its place, nothing is asked of a
//! network. How it looks is judged in `tests/page`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use opendoor::domain::{Arrangement, Change, Focus, Key, Kind, Mode, Plan, Problem, TeacherId, Visit};
use opendoor::engine::{Options, Silent};
use opendoor::format::{read_instance, read_plan};
use opendoor::report::page::{Audience, Curve, Point, Sweep, page};

fn read(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("the file is there")
}

fn tiny() -> (Problem, Plan) {
    let problem = read_instance(&read("instances/tiny.json")).expect("a good instance").problem;
    let plan = read_plan(&read("tests/golden/tiny.plan.json"), &problem).expect("a good plan").plan;
    (problem, plan)
}

/// A round that leaves some out, in which every name, focus, worth and reason is a word that stands nowhere else.
fn marked() -> (Problem, Plan) {
    let instance = read_instance(&read("instances/hard/primary-14-no-money.json")).expect("a good instance");
    let mut problem = instance.problem;
    let mut plan = opendoor::solve(&problem, &Options::default(), &mut Silent).expect("a plan");
    for (index, teacher) in problem.teachers.iter_mut().enumerate() {
        teacher.name = format!("Name{index}X");
    }
    for (index, visit) in plan.arrangements.iter_mut().flat_map(|one| &mut one.visits).enumerate() {
        let name = format!("Focus{index}X");
        visit.focus = Some(problem.focuses.push(Focus { id: name.clone(), name }));
        visit.value = 700_000 + i64::try_from(index).expect("a few");
    }
    for unserved in &mut plan.unserved {
        for reason in &mut unserved.reasons {
            reason.text = format!("Reason{}X", unserved.teacher.index());
        }
    }
    assert!(plan.arrangements.len() > 1 && plan.unserved.len() > 1);
    (problem, plan)
}

fn visits(plan: &Plan) -> impl Iterator<Item = &Visit> {
    plan.arrangements.iter().flat_map(|one| &one.visits)
}

/// The words of a visit that are private: its focus and what it is worth.
fn private(problem: &Problem, visit: &Visit) -> [String; 2] {
    let focus = visit.focus.expect("a focus");
    [problem.focuses[focus].name.clone(), opendoor::report::words::pounds(visit.value)]
}

#[test]
fn what_is_shared_has_no_focus_no_worth_no_money_and_no_reason() {
    let (problem, plan) = marked();
    let html = page(&problem, &plan, Audience::Everybody, None);
    for word in ["Focus", "worth £", "data-worth", "data-cost", "Reason", "Left out", "£", "oodwill"] {
        assert!(!html.contains(word), "{word} is shared");
    }
    for (who, teacher) in problem.teachers.entries().filter(|(who, _)| visits(&plan).any(|visit| visit.host == *who)) {
        assert!(html.contains(&teacher.name), "{who:?} is in the round");
    }
}

#[test]
fn the_planner_has_everything() {
    let (problem, plan) = marked();
    let html = page(&problem, &plan, Audience::Planner, None);
    for word in visits(&plan).flat_map(|visit| private(&problem, visit)) {
        assert!(html.contains(&word), "{word} is missing");
    }
    for unserved in &plan.unserved {
        assert!(html.contains(&format!("Reason{}X", unserved.teacher.index())));
    }
}

/// The focus of a visit is its observer's and its host's, the worth its observer's, a reason is of who is left out;
/// of all others a teacher's page tells nothing but the names of those they meet.
#[test]
fn a_teachers_own_page_is_about_them_alone() {
    let (problem, plan) = marked();
    for who in problem.teachers.keys() {
        let html = page(&problem, &plan, Audience::One(who), None);
        for visit in visits(&plan) {
            let [focus, worth] = private(&problem, visit);
            let own = [visit.observer, visit.host].contains(&who);
            assert_eq!(html.contains(&focus), own, "{focus} for {who:?}");
            assert_eq!(html.contains(&worth), visit.observer == who, "{worth} for {who:?}");
        }
        for unserved in &plan.unserved {
            let told = html.contains(&format!("Reason{}X", unserved.teacher.index()));
            assert_eq!(told, unserved.teacher == who && !unserved.reasons.is_empty());
        }
        let met: BTreeSet<TeacherId> = plan
            .arrangements
            .iter()
            .filter(|one| one.members.contains(&who))
            .flat_map(|one| one.members.clone())
            .chain(covered_by(&plan, who))
            .chain(covering(&plan, who))
            .chain([who])
            .collect();
        for (other, teacher) in problem.teachers.entries().filter(|(other, _)| !met.contains(other)) {
            assert!(!html.contains(&teacher.name), "{other:?} is on the page of {who:?}");
        }
    }
}

/// Whose classes `who` takes.
fn covered_by(plan: &Plan, who: TeacherId) -> impl Iterator<Item = TeacherId> {
    use opendoor::domain::CoverBy;
    visits(plan)
        .filter(move |visit| visit.covers.iter().any(|cover| cover.by == CoverBy::Staff(who)))
        .map(|visit| visit.observer)
}

/// Who takes the classes of `who`.
fn covering(plan: &Plan, who: TeacherId) -> impl Iterator<Item = TeacherId> {
    use opendoor::domain::CoverBy;
    visits(plan).filter(move |visit| visit.observer == who).flat_map(|visit| &visit.covers).filter_map(|cover| {
        match cover.by {
            CoverBy::Staff(colleague) => Some(colleague),
            _ => None,
        }
    })
}

#[test]
fn names_are_text_wherever_they_stand() {
    let (mut problem, mut plan) = marked();
    let evil = r#"</script><script>alert("1")</script><b onclick='x'>&amp;"#;
    problem.round.title = evil.to_owned();
    for teacher in &mut problem.teachers {
        teacher.name = evil.to_owned();
        teacher.department = Some(evil.to_owned());
    }
    for room in &mut problem.rooms {
        room.id = evil.to_owned();
    }
    for class in &mut problem.classes {
        class.id = evil.to_owned();
    }
    for focus in &mut problem.focuses {
        focus.name = evil.to_owned();
    }
    for school in &mut problem.schools {
        school.name = evil.to_owned();
    }
    for (index, one) in plan.arrangements.iter_mut().enumerate() {
        one.id = format!("{evil}{index}");
    }
    for reason in plan.unserved.iter_mut().flat_map(|unserved| &mut unserved.reasons) {
        reason.text = evil.to_owned();
    }
    let who = plan.arrangements[0].members[0];
    for audience in [Audience::Planner, Audience::Everybody, Audience::One(who)] {
        let html = page(&problem, &plan, audience, None);
        assert_eq!(html.matches("<script").count(), 1, "{audience:?}");
        assert_eq!(html.matches("</script").count(), 1, "{audience:?}");
        assert!(!html.contains("<b onclick"), "{audience:?}");
        assert!(!html.contains(r#"alert("1")"#), "{audience:?}: a quotation mark ends an attribute");
        assert!(html.contains("&lt;b onclick"), "{audience:?}: it is shown as it is");
    }
}

#[test]
fn nothing_is_asked_of_a_network_and_the_bytes_are_always_the_same() {
    let (problem, plan) = marked();
    for audience in [Audience::Planner, Audience::Everybody] {
        let html = page(&problem, &plan, audience, None);
        for word in ["://", " src=", "@import", "url(", "fetch(", "XMLHttpRequest", "<link"] {
            assert!(!html.contains(word), "{word}");
        }
        assert!(html.contains("default-src 'none'"));
        assert_eq!(html, page(&problem, &plan, audience, None));
    }
}

#[test]
fn what_would_help_is_told_with_its_effect() {
    let (problem, mut plan) = marked();
    let mut help = |at_least, at_most| {
        let patch = r#"{"rules":{"visit_span_days":15}}"#.to_owned();
        plan.unserved[0].reasons[0].would_help = Some(Change { patch, at_least, at_most });
        page(&problem, &plan, Audience::Planner, None)
    };
    let exact = help(-31_000, -31_000);
    assert!(
        exact.contains(
            "<code>{&quot;rules&quot;:{&quot;visit_span_days&quot;:15}}</code> makes the total £310.00 lower."
        )
    );
    assert!(help(-31_000, 500).contains("makes the total between £310.00 lower and £5.00 higher."));
    // It may be about others, so it is not on the page of who is left out.
    let own = page(&problem, &plan, Audience::One(plan.unserved[0].teacher), None);
    assert!(own.contains("Left out: ") && !own.contains("visit_span_days"), "{own}");
}

#[test]
fn an_empty_round_has_a_page_too() {
    let (problem, mut plan) = tiny();
    plan.arrangements.clear();
    plan.loads.clear();
    for audience in [Audience::Planner, Audience::Everybody, Audience::One(TeacherId::from_index(0))] {
        let html = page(&problem, &plan, audience, None);
        assert!(html.contains("othing is planned"), "{html}");
    }
}

/// What an arrangement lacks is not made up: one without visits, one without a conversation.
#[test]
fn arrangements_are_told_by_what_they_hold() {
    let (problem, mut plan) = tiny();
    plan.arrangements[0].visits.clear();
    plan.arrangements[1].conversation = None;
    let html = page(&problem, &plan, Audience::Everybody, None);
    assert_eq!(html.matches("They talk").count(), 1);
    assert_eq!(html.matches("No conversation").count(), 1);
    assert_eq!(html.matches(r#"<li class="watches">"#).count(), 2);
    assert!(html.contains("No class is left."));
}

/// Films, exchanges of classes, lessons planned together and one-way visits, by their elements.
#[test]
fn every_element_of_every_kind_is_told() {
    let mut problem = read_instance(&read("instances/everything.json")).expect("a good instance").problem;
    let all = elements(&problem);
    // Where nobody can be watched in return, classes are exchanged and lessons planned together.
    problem.rules.arrangements = vec![Kind::Swap, Kind::PlanTogether];
    let others = elements(&problem);
    assert!((0..4).all(|element| all[element] + others[element] > 0), "{all:?} {others:?}");
}

/// Plans the round, compares its pages with the plan, and counts films, exchanges, meetings and lessons taught.
fn elements(problem: &Problem) -> [usize; 4] {
    let options = Options { time_limit: Some(Duration::from_secs(20)), ..Options::default() };
    let plan = opendoor::solve(problem, &options, &mut Silent).expect("a plan");
    let films = visits(&plan).filter(|visit| matches!(visit.mode, Mode::Film(_))).count();
    let exchanges = visits(&plan).filter(|visit| visit.mode == Mode::Exchange).count();
    let meetings: usize = plan.arrangements.iter().map(|one| one.meetings.len()).sum();
    let talks = plan.arrangements.iter().filter(|one| one.conversation.is_some()).count();
    let teaches: usize = plan.arrangements.iter().map(|one| one.teaches.len()).sum();
    let html = page(problem, &plan, Audience::Everybody, None);
    let steps = |role: &str| html.matches(&format!(r#"<li class="{role}">"#)).count();
    assert_eq!(steps("watches"), visits(&plan).count(), "each visit once, a film when it is watched");
    assert_eq!(steps("hosts"), films, "and once when it is made");
    assert_eq!(steps("talks"), meetings + talks);
    assert_eq!(steps("teaches"), teaches);
    // In the weeks each stands with all who take part in it.
    let chips = |role: &str| html.matches(&format!(r#"<div class="chip {role}">"#)).count();
    assert_eq!(chips("teaches"), teaches);
    let talk = |one: &Arrangement| one.members.len() * (one.meetings.len() + usize::from(one.conversation.is_some()));
    assert_eq!(chips("talks"), plan.arrangements.iter().map(talk).sum::<usize>());
    if let Some(visit) = visits(&plan).find(|visit| visit.mode == Mode::Exchange) {
        let own = page(problem, &plan, Audience::One(visit.host), None);
        assert!(own.contains("You take the class of") && own.contains("takes your class"), "{own}");
    }
    [films, exchanges, meetings, teaches]
}

#[test]
fn scenarios_are_a_table_and_budgets_a_curve_as_well() {
    let (problem, plan) = tiny();
    let point = |name: &str, budget, served| Point {
        name: name.to_owned(),
        budget,
        money: 1_500,
        total: -20_680,
        bound: -20_680,
        served,
        wanted: 4,
    };
    let mut curve = Curve {
        base: Some(point("as it is", Some(60_000), 4)),
        points: vec![point("budget 0", Some(0), 2), point("budget 1500", Some(1_500), 4)],
        unplanned: vec!["both locks".to_owned()],
        sweep: None,
    };
    let table = page(&problem, &plan, Audience::Planner, Some(&curve));
    assert!(table.contains("budget 1500") && !table.contains("<svg"), "{table}");
    assert!(table.contains("There is no plan for both locks."));
    let unlimited = Some(point("no limit", None, 4));
    curve.sweep = Some(Sweep { unlimited, knee: Some("budget 1500".to_owned()), enough: Some(1_500) });
    let charts = page(&problem, &plan, Audience::Planner, Some(&curve));
    assert_eq!(charts.matches("<svg").count(), 2);
    assert!(charts.contains("Up to £15.00 money buys most, after that less. From £15.00 on more money buys nothing."));
    assert!(!page(&problem, &plan, Audience::Everybody, Some(&curve)).contains("<svg"), "money is the planner's");
}
