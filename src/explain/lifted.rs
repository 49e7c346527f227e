//! The instance without its caps and budgets: what remains are times, sources of cover and who may be partners.

use crate::domain::{Problem, Score};

/// More than anybody could ever use.
const MANY: u32 = 1_000_000;

/// `problem` with every cap and budget out of reach. A limit that the instance does not have is not made up, so both
/// compile to the same rows, the protected quota aside.
pub fn without_caps(problem: &Problem) -> Problem {
    let mut lifted = problem.clone();
    let rules = &mut lifted.rules;
    rules.protected_quota = Score::ZERO;
    rules.observers_per_lesson = rules.observers_per_lesson.max(1);
    rules.after_max_per_week = MANY;
    rules.away_at_once.school = rules.away_at_once.school.map(|_| MANY);
    rules.away_at_once.department = rules.away_at_once.department.map(|_| MANY);
    let budget = &mut lifted.budget;
    budget.money = budget.money.map(|_| i64::from(u32::MAX) * i64::from(MANY));
    budget.per_week = budget.per_week.map(|_| i64::from(u32::MAX) * i64::from(MANY));
    for (_, limit) in &mut budget.per_school {
        *limit = i64::from(u32::MAX) * i64::from(MANY);
    }
    budget.cover_periods = budget.cover_periods.map(|_| MANY);
    for teacher in &mut lifted.teachers {
        teacher.hosting.max = Some(MANY);
        teacher.hosting.max_per_year = None;
        teacher.periods_lent_per_week = MANY;
        teacher.cover.max_per_day = MANY;
        teacher.cover.max_per_week = teacher.cover.max_per_week.map(|_| MANY);
        teacher.cover.max_per_round = None;
    }
    for class in &mut lifted.classes {
        class.cover_max = Some(MANY);
        class.watched_max = Some(MANY);
    }
    for supervisor in &mut lifted.supervisors {
        supervisor.max_per_day = supervisor.max_per_day.map(|_| MANY);
    }
    for supply in &mut lifted.supply {
        supply.max_per_day = supply.max_per_day.map(|_| MANY);
    }
    lifted
}
