//! Some real timetables with every kind in play: planned and checked; then somebody is away, and the rest is planned
//! anew.

#![cfg(all(feature = "format", feature = "import"))]

mod common;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use common::{seed_round, shared_data};
use opendoor::domain::{Mode, Pattern, Profile, Request, SHAPES, Score, Video};
use opendoor::engine::{Options, Silent};
use opendoor::scenario::{Ask, Stuck, replan};
use opendoor::{import, solve, verify};

#[test]
fn every_kind_is_planned_and_planned_anew_on_real_timetables() {
    let Some(data) = shared_data() else { return };
    let folders = std::fs::read_dir(data.join("fet/solved")).expect("a folder");
    let mut folders: Vec<PathBuf> = folders.map(|folder| folder.expect("a folder").path()).collect();
    folders.sort_unstable();
    let options = Options { time_limit: Some(Duration::from_secs(6)), ..Options::default() };
    let (mut used, mut anew) = (BTreeSet::new(), 0);
    for (index, folder) in folders.iter().enumerate().step_by(6) {
        let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
        let fet = files.filter(|file| file.extension().is_some_and(|extension| extension == "fet")).min();
        let bytes = std::fs::read(fet.expect("a timetable")).expect("listed");
        let mut problem = import::fet(&bytes, &import::Options::default()).expect("it is imported").problem;
        seed_round(&mut problem, Profile::England, index as u64);
        problem.rules.arrangements = SHAPES.iter().map(|shape| shape.kind).collect();
        problem.rules.new_staff_visits = 1;
        problem.rules.video = Some(Video {
            kits: problem.schools.keys().map(|school| (school, 1)).collect(),
            money_per_recording: 200,
            min_strength: Score::ZERO,
        });
        (problem.rates.swap_percent, problem.rates.plan_together_percent) = (95, 95);
        for (at, teacher) in problem.teachers.iter_mut().enumerate() {
            (teacher.film, teacher.swap) = (at % 2 == 0, at % 2 == 1);
            (teacher.new_staff, teacher.open_door) = (at % 7 == 3, at % 9 == 4);
        }
        let host = problem.teachers.keys().next().expect("a teacher");
        problem.requests = vec![Request { host, lesson: None, date: None, period: None, focus: None, expires: None }];
        let plan = solve(&problem, &options, &mut Silent).expect("a plan that holds");
        assert!(plan.bound <= plan.total);
        used.extend(plan.arrangements.iter().map(|arrangement| format!("{:?}", arrangement.kind)));
        let visits = plan.arrangements.iter().flat_map(|arrangement| &arrangement.visits);
        used.extend(visits.filter(|visit| matches!(visit.mode, Mode::Film(_))).map(|_| "Film".to_owned()));

        let Some(who) = plan.arrangements.last().map(|arrangement| arrangement.members[0]) else { continue };
        let (from, mut after) = (problem.round.start.plus(2), problem.clone());
        after.teachers[who].unavailable.push(Pattern { date: Some(from), ..Pattern::default() });
        let ask = Ask { before: &problem, plan: &plan, after: &after, from, let_go: &[], improve: false };
        match replan(&ask, &options, &mut Silent) {
            Ok(new) => {
                assert_eq!(verify::check(&after, &new.plan), []);
                let before = plan.elements(&problem);
                assert_eq!(verify::against(&after, &new.plan, &before, plan.published, from), []);
                anew += 1;
            }
            // What has begun can't always go on, and the clock may end the search before it is known.
            Err(Stuck::Past { .. } | Stuck::Failure(opendoor::Failure::Interrupted)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    println!("used: {used:?}; planned anew: {anew} of {}", folders.len().div_ceil(6));
    assert!(used.len() >= 5, "only {used:?} are used");
    assert!(anew > 0, "nothing was planned anew");
}
