//! The restrictions that the `england` profile makes by default, each of which can be switched on alone.

use opendoor::domain::{Budget, Kind, LineManagers, Problem, Rules, Score, StaffCover, Triads};
use serde::{Deserialize, Serialize};

/// Which restrictions hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Restrictions {
    /// All of `england`.
    England,
    /// None: pairs alone, every colleague may cover, nothing is capped by default, no budget.
    None,
    /// None but this one.
    Only(Restriction),
}

/// One default of `england`, or the teachers' own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Restriction {
    StaffCover,
    Quota,
    LineManagers,
    Observers,
    ClassCover,
    ClassWatched,
    After,
    Lent,
    Span,
    Within,
    Triads,
    /// A budget of half of what the round without restrictions spends.
    Money,
    /// As many covered occurrences as a third of the teachers.
    CoverPeriods,
}

impl Restriction {
    /// In the order of the page.
    pub const ALL: [Self; 13] = [
        Self::StaffCover,
        Self::Quota,
        Self::LineManagers,
        Self::Observers,
        Self::ClassCover,
        Self::ClassWatched,
        Self::After,
        Self::Lent,
        Self::Span,
        Self::Within,
        Self::Triads,
        Self::Money,
        Self::CoverPeriods,
    ];

    /// As the contract calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::StaffCover => "staff_cover volunteers",
            Self::Quota => "protected_quota 0.1",
            Self::LineManagers => "line_managers never",
            Self::Observers => "observers_per_lesson 1",
            Self::ClassCover => "class_cover_max 2 (1 where the class says so)",
            Self::ClassWatched => "class_watched_max 3",
            Self::After => "after_max_per_week 1",
            Self::Lent => "periods_lent 2 (1 where the teacher says so)",
            Self::Span => "visit_span_days 10",
            Self::Within => "conversation_within_days 5",
            Self::Triads => "triads odd",
            Self::Money => "budget.money half of what is spent without",
            Self::CoverPeriods => "budget.cover_periods a third of the teachers",
        }
    }
}

/// More than any cap is reached.
const LARGE: u32 = 1_000;

impl Restrictions {
    /// Makes them those of a generated problem, which comes with all of `england`.
    pub fn apply(self, problem: &mut Problem) {
        let only = match self {
            Self::England => return,
            Self::None => None,
            Self::Only(restriction) => Some(restriction),
        };
        let england = problem.clone();
        lift(problem);
        let (rules, old) = (&mut problem.rules, &england.rules);
        match only {
            // A budget of money comes as a share.
            None | Some(Restriction::Money) => {}
            Some(Restriction::StaffCover) => rules.staff_cover = old.staff_cover,
            Some(Restriction::Quota) => rules.protected_quota = old.protected_quota,
            Some(Restriction::LineManagers) => rules.line_managers = old.line_managers,
            Some(Restriction::Observers) => rules.observers_per_lesson = old.observers_per_lesson,
            Some(Restriction::ClassCover) => {
                rules.class_cover_max = old.class_cover_max;
                for (class, old) in problem.classes.iter_mut().zip(&england.classes) {
                    class.cover_max = old.cover_max;
                }
            }
            Some(Restriction::ClassWatched) => rules.class_watched_max = old.class_watched_max,
            Some(Restriction::After) => rules.after_max_per_week = old.after_max_per_week,
            Some(Restriction::Lent) => {
                for (teacher, old) in problem.teachers.iter_mut().zip(&england.teachers) {
                    teacher.periods_lent_per_week = old.periods_lent_per_week;
                }
            }
            Some(Restriction::Span) => rules.visit_span_days = old.visit_span_days,
            Some(Restriction::Within) => rules.conversation_within_days = old.conversation_within_days,
            Some(Restriction::Triads) => {
                rules.arrangements.clone_from(&old.arrangements);
                rules.triads = old.triads;
            }
            Some(Restriction::CoverPeriods) => {
                problem.budget.cover_periods = u32::try_from(problem.teachers.len() / 3).ok();
            }
        }
    }
}

fn lift(problem: &mut Problem) {
    problem.rules = Rules {
        arrangements: vec![Kind::Pair],
        triads: Triads::Never,
        staff_cover: StaffCover::All,
        protected_quota: Score::ZERO,
        line_managers: LineManagers::Allowed,
        observers_per_lesson: 2,
        class_cover_max: LARGE,
        class_watched_max: LARGE,
        after_max_per_week: LARGE,
        visit_span_days: LARGE,
        conversation_within_days: LARGE,
        ..problem.rules.clone()
    };
    problem.budget = Budget::default();
    for class in &mut problem.classes {
        (class.cover_max, class.watched_max) = (None, None);
    }
    for teacher in &mut problem.teachers {
        teacher.periods_lent_per_week = LARGE;
    }
}
