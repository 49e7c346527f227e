//! Every kind, and every way to make a visit, is used by best plans, decides what is best, and is held to its terms.

use opendoor::domain::{CoverBy, Kind, Problem, Score};

use crate::choices::Way;
use crate::mixed;
use crate::relax::Relaxation;
use crate::search::{Best, best};
use crate::{MOST, written};

/// How many instances are looked at, and in how many of them each is to be used and to decide.
pub const MIXED: u64 = 2_800;
const USED: usize = 25;
const BINDING: usize = 5;

/// What a plan may use: how to see it, and the instance without it.
type Feature = (&'static str, fn(&Best) -> bool, fn(&mut Problem));

fn without(problem: &mut Problem, kind: Kind) {
    problem.rules.arrangements.retain(|other| *other != kind);
}

fn filmed(best: &Best, kind: Kind) -> bool {
    let mut choices = best.chosen.iter().filter(|choice| choice.kind == kind);
    choices.any(|choice| choice.visits.iter().any(|visit| matches!(visit.way, Way::Film { .. })))
}

fn has(best: &Best, kind: Kind) -> bool {
    best.chosen.iter().any(|choice| choice.kind == kind)
}

const FEATURES: &[Feature] = &[
    ("one-way visits", |best| has(best, Kind::OneWay), |p| without(p, Kind::OneWay)),
    ("films in pairs", |best| filmed(best, Kind::Pair), |p| p.rules.video = None),
    ("films in triads", |best| filmed(best, Kind::Triad), |p| p.rules.video = None),
    ("swaps", |best| has(best, Kind::Swap), |p| without(p, Kind::Swap)),
    ("lessons planned together", |best| has(best, Kind::PlanTogether), |p| without(p, Kind::PlanTogether)),
    ("joined classes", joins, |p| p.lessons.iter_mut().for_each(|lesson| lesson.join = false)),
    ("pairs", |best| has(best, Kind::Pair), |p| without(p, Kind::Pair)),
    ("triads", |best| has(best, Kind::Triad), |p| without(p, Kind::Triad)),
];

fn joins(best: &Best) -> bool {
    best.covers.iter().any(|(_, by)| matches!(by, CoverBy::Join(_)))
}

/// The terms of each kind.
const TERMS: &[Relaxation] = &[
    ("new staff", |p| p.teachers.iter_mut().for_each(|t| t.new_staff = false)),
    ("new_staff_visits", |p| p.rules.new_staff_visits = 0),
    ("open_door", |p| p.teachers.iter_mut().for_each(|t| t.open_door = false)),
    ("requests", |p| p.requests.clear()),
    ("requests' lesson", |p| p.requests.iter_mut().for_each(|r| r.lesson = None)),
    ("requests' date", |p| p.requests.iter_mut().for_each(|r| r.date = None)),
    ("requests' period", |p| p.requests.iter_mut().for_each(|r| r.period = None)),
    ("requests' focus", |p| p.requests.iter_mut().for_each(|r| r.focus = None)),
    ("requests' expires", |p| p.requests.iter_mut().for_each(|r| r.expires = None)),
    ("one_way_conversation", |p| p.rules.one_way_conversation = opendoor::domain::ConversationRule::None),
    ("no_conversation", |p| p.rates.no_conversation = 0),
    ("film", |p| p.teachers.iter_mut().for_each(|t| t.film = true)),
    ("kits", |p| p.rules.video.iter_mut().flat_map(|v| &mut v.kits).for_each(|(_, kits)| *kits = 9)),
    ("min_strength", |p| p.rules.video.iter_mut().for_each(|v| v.min_strength = Score::ZERO)),
    ("money_per_recording", |p| p.rules.video.iter_mut().for_each(|v| v.money_per_recording = 0)),
    ("video_percent", |p| p.rates.video_percent = 100),
    ("swap", |p| p.teachers.iter_mut().for_each(|t| t.swap = true)),
    ("swap_percent", |p| p.rates.swap_percent = 100),
    ("subjects", |p| p.teachers.iter_mut().for_each(|t| t.subjects = vec!["maths".into(), "art".into()])),
    ("subjects of lessons", |p| p.lessons.iter_mut().for_each(|l| l.subject = Some("maths".into()))),
    ("plan_together_percent", |p| p.rates.plan_together_percent = 100),
    ("join", |p| p.lessons.iter_mut().for_each(|l| l.join = true)),
    ("rates.join", |p| p.rates.join = 0),
    ("years", |p| p.classes.iter_mut().for_each(|c| c.year = Some("7".into()))),
    ("capacity", |p| p.rooms.iter_mut().for_each(|r| r.capacity = None)),
];

/// The mixed instances that brute force can decide, each with its best plan.
pub fn instances() -> Vec<(u64, Problem, Option<Best>)> {
    let decided = |seed: u64| {
        let problem = mixed::instance(seed);
        let best = best(&problem, MOST).ok()?;
        Some((seed, problem, best))
    };
    (0..MIXED).filter_map(decided).collect()
}

fn differs(problem: &Problem, found: Option<&Best>, relax: fn(&mut Problem)) -> bool {
    let mut other = problem.clone();
    relax(&mut other);
    let total = |best: Option<&Best>| best.map(|best| best.total);
    other != *problem && best(&other, MOST).is_ok_and(|best| total(best.as_ref()) != total(found))
}

#[test]
fn every_kind_is_used_and_decides() {
    let instances = instances();
    let mut idle = vec![];
    for &(name, used, without) in FEATURES {
        let using = instances.iter().filter(|(_, _, best)| best.as_ref().is_some_and(used));
        let using: Vec<_> = using.collect();
        let decide = using.iter().filter(|(_, problem, best)| differs(problem, best.as_ref(), without)).count();
        if using.len() < USED || decide < USED {
            idle.push(format!("{name}: used {}, decides {decide}", using.len()));
        }
    }
    assert!(idle.is_empty(), "of {} instances: {idle:?}", instances.len());
}

#[test]
fn every_term_of_a_kind_binds() {
    let instances = instances();
    let binds = |relax: fn(&mut Problem)| {
        let binding = instances.iter().filter(|(_, problem, best)| differs(problem, best.as_ref(), relax));
        binding.take(BINDING).count()
    };
    let counts = TERMS.iter().map(|&(name, relax)| (name, binds(relax)));
    let idle: Vec<(&str, usize)> = counts.filter(|(_, count)| *count < BINDING).collect();
    assert!(idle.is_empty(), "these bind in fewer than {BINDING} of {} instances: {idle:?}", instances.len());
}

#[test]
fn the_checker_allows_further_kinds() {
    for (seed, problem, best) in instances() {
        if let Some(best) = best {
            let violations = opendoor::verify::check(&problem, &written::plan(&problem, &best));
            assert_eq!(violations, [], "seed {seed}: {best:#?}");
        }
    }
}
