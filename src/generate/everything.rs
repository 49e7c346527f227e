//! Every kind of arrangement in play: consents, wishes, kits and open doors over a school and its partner school.

use crate::domain::{Key, Kind, Problem, Request, SHAPES, SchoolId, Score, Video};

use super::draws::Draws;

/// A stream of its own, so that the timetables are those of the other presets.
const STREAM: u64 = u64::MAX - 1;

/// Pence of a recording: somebody sets the camera up.
const RECORDING: i64 = 300;

/// Puts every kind in play.
pub(super) fn add(problem: &mut Problem, seed: u64) {
    let draws = &mut Draws::new(seed, STREAM);
    let kinds: Vec<Kind> = SHAPES.into_iter().map(|shape| shape.kind).collect();
    problem.rules.arrangements = kinds;
    problem.rules.new_staff_visits = 1;
    problem.rules.video = Some(Video {
        kits: (0..problem.schools.len()).map(|school| (SchoolId::from_index(school), 1)).collect(),
        money_per_recording: RECORDING,
        min_strength: Score::from_thousandths(600).unwrap_or(Score::ZERO),
    });
    // A school that means it: what is learnt otherwise than in a colleague's room is worth nearly as much there.
    let rates = &mut problem.rates;
    (rates.swap_percent, rates.plan_together_percent, rates.video_percent) = (90, 90, 95);
    for teacher in &mut problem.teachers {
        // Early career teachers are those who host once.
        teacher.new_staff = teacher.participates && teacher.hosting.max == Some(1);
        teacher.film = draws.percent(35);
        teacher.swap = draws.percent(35);
        teacher.open_door = draws.percent(if teacher.participates { 5 } else { 50 });
    }
    for lesson in &mut problem.lessons {
        lesson.join = lesson.open && !lesson.classes.is_empty() && draws.percent(10);
    }
    let hosts: Vec<_> =
        problem.teachers.entries().filter(|(_, teacher)| teacher.participates).map(|(id, _)| id).collect();
    for _ in 0..3 {
        let host = hosts[draws.below(hosts.len())];
        let focus = problem.teachers[host].strengths.first().map(|&(focus, _)| focus);
        let expires = Some(problem.round.start.plus(13));
        problem.requests.push(Request { host, lesson: None, date: None, period: None, focus, expires });
    }
}
