//! The same instance with a little more room.

use opendoor::domain::{Pattern, Problem, SHAPES, Score, StaffCover, TeacherId, Video};

use crate::build;
use crate::dice::Dice;
use crate::generator::pattern;

/// Every budget is raised.
pub fn budget(dice: &mut Dice, problem: &Problem) -> Problem {
    let mut problem = problem.clone();
    let more = dice.pick(&[1, 500, 3_000]);
    let raise = |limit: &mut Option<i64>| *limit = limit.map(|limit| limit + more);
    raise(&mut problem.budget.money);
    raise(&mut problem.budget.per_week);
    problem.budget.per_school.iter_mut().for_each(|(_, limit)| *limit += more);
    problem.budget.cover_periods = problem.budget.cover_periods.map(|limit| limit + 1);
    problem
}

/// One cap, or one limit of the rules, is loosened.
pub fn cap(dice: &mut Dice, problem: &Problem) -> Problem {
    let mut problem = problem.clone();
    let one = |cap: &mut Option<u32>| *cap = cap.map(|cap| cap + 1);
    let rules = &mut problem.rules;
    match dice.below(16) {
        0 => problem.teachers.iter_mut().for_each(|t| t.cover.max_per_day += 1),
        1 => problem.teachers.iter_mut().for_each(|t| one(&mut t.cover.max_per_week)),
        2 => problem.teachers.iter_mut().for_each(|t| one(&mut t.cover.max_per_round)),
        3 => problem.teachers.iter_mut().for_each(|t| one(&mut t.hosting.max)),
        4 => problem.teachers.iter_mut().for_each(|t| t.periods_lent_per_week += 1),
        5 => problem.supervisors.iter_mut().for_each(|s| one(&mut s.max_per_day)),
        6 => problem.supply.iter_mut().for_each(|s| one(&mut s.max_per_day)),
        7 => {
            rules.class_cover_max += 1;
            problem.classes.iter_mut().for_each(|c| one(&mut c.cover_max));
        }
        8 => {
            rules.class_watched_max += 1;
            problem.classes.iter_mut().for_each(|c| one(&mut c.watched_max));
        }
        9 => problem.classes.iter_mut().for_each(|c| c.study_release += 1),
        10 => rules.observers_per_lesson += 1,
        11 => rules.after_max_per_week += 1,
        12 => rules.protected_quota = Score::ZERO,
        13 => rules.visit_span_days += 1,
        14 => rules.conversation_within_days += 1,
        _ => {
            rules.keep_back = 0;
            one(&mut rules.away_at_once.school);
            one(&mut rules.away_at_once.department);
        }
    }
    problem
}

/// One or all of the kinds that were not in play come in, where everybody consents to everything: consents alone change
/// nothing.
pub fn kind(dice: &mut Dice, problem: &Problem) -> Problem {
    let mut problem = problem.clone();
    for teacher in &mut problem.teachers {
        (teacher.swap, teacher.film) = (true, true);
        teacher.open_door |= dice.chance(30);
    }
    let others: Vec<_> =
        SHAPES.iter().map(|shape| shape.kind).filter(|kind| !problem.rules.arrangements.contains(kind)).collect();
    let video = Video {
        kits: problem.schools.keys().map(|school| (school, 1)).collect(),
        money_per_recording: 100,
        min_strength: Score::ZERO,
    };
    match dice.below(others.len() + 2) {
        0 => problem.rules.video = Some(video),
        1 => {
            problem.rules.video = Some(video);
            problem.rules.arrangements.extend(others);
        }
        at => problem.rules.arrangements.push(others[at - 2]),
    }
    problem
}

/// Somebody more who covers: a colleague who was not asked, or a new one who is free all week.
pub fn colleague(dice: &mut Dice, problem: &Problem) -> Problem {
    let mut problem = problem.clone();
    let unasked = |id: &TeacherId| {
        let willing = problem.teachers[*id].cover.willing;
        willing == Some(false) || problem.rules.staff_cover == StaffCover::Volunteers && willing.is_none()
    };
    let unasked: Vec<TeacherId> = problem.teachers.keys().filter(unasked).collect();
    let who = if unasked.is_empty() || dice.chance(50) {
        let schools: Vec<_> = problem.schools.keys().collect();
        let new = build::teacher(&mut problem, dice.pick(&schools));
        problem.teachers[new].participates = false;
        new
    } else {
        dice.pick(&unasked)
    };
    problem.teachers[who].cover.willing = Some(true);
    problem
}

/// The other way round: people are absent or busy for a while where they don't teach.
pub fn absence(dice: &mut Dice, problem: &Problem) -> Problem {
    let mut problem = problem.clone();
    for id in problem.teachers.keys().collect::<Vec<_>>() {
        let school = problem.teachers[id].school;
        let patterns: Vec<Pattern> = (0..3).map(|_| pattern(dice, &problem, school, 10)).collect();
        let mut idle = patterns.into_iter().filter(|pattern| !hits(&problem, id, pattern));
        let (unavailable, busy) = (idle.next(), idle.next());
        problem.teachers[id].unavailable.extend(unavailable);
        problem.teachers[id].busy.extend(busy);
    }
    problem
}

/// Whether the pattern may fall on a lesson of the teacher: on a date with one, in a period that overlaps it.
fn hits(problem: &Problem, who: TeacherId, pattern: &Pattern) -> bool {
    let school = &problem.schools[problem.teachers[who].school];
    let (first, last) = (problem.round.start.monday(), problem.round.end.monday().plus(6));
    first.through(last).filter(|&date| pattern.covers_date(school, date)).any(|date| {
        let theirs = problem.lessons.iter().filter(|lesson| lesson.teachers.contains(&who));
        let taught = theirs
            .filter(|lesson| problem.is_timetabled(lesson, date))
            .flat_map(|lesson| school.periods_of(lesson.period, lesson.length, date.weekday()).unwrap_or_default());
        let entry = |period| school.bell_of(period, date.weekday());
        taught.filter_map(entry).any(|lesson| match &pattern.periods {
            None => true,
            Some(named) => {
                named.iter().filter_map(|&period| entry(period)).any(|named| named.overlaps(lesson.start, lesson.end))
            }
        })
    })
}
