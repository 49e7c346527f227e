//! The words that the formats use for values of the domain.

use crate::domain::{
    ConversationRule, CoverNeed, Kind, LineManagers, PeriodUse, Profile, ProtectedRule, ProtectedUse, StaffCover,
    SupplyUnit, Triads, Weekday,
};

use super::scalars::Words;

macro_rules! words {
    ($($type:ident $what:literal { $($word:literal $value:ident,)+ })+) => {$(
        impl Words for $type {
            const WHAT: &'static str = $what;
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$value),)+];
        }
    )+};
}

pub(super) use words;

/// A source of cover by its word, built or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Another timetabled teacher.
    NoneNeeded,
    /// Supervised study.
    Study,
    /// A cover supervisor.
    Supervisor,
    /// A colleague.
    Staff,
    /// A hired unit.
    Supply,
    /// Another lesson takes the class in.
    Join,
    /// The partner takes the class: said by the mode of a visit, and no cover.
    Swap,
}

words! {
    Weekday "a weekday" {
        "mon" Mon, "tue" Tue, "wed" Wed, "thu" Thu, "fri" Fri, "sat" Sat, "sun" Sun,
    }
    PeriodUse "a use of a period" { "lesson" Lesson, "break" Break, "after" After, }
    ProtectedUse "a use of protected time" { "never" Never, "watch" Watch, }
    CoverNeed "a need for cover" { "any" Any, "qualified" Qualified, "never" Never, }
    SupplyUnit "a unit of supply" { "day" Day, "half_day" HalfDay, "period" Period, }
    Profile "a profile" { "england" England, "open" Open, }
    Triads "a rule for triads" { "never" Never, "odd" Odd, "free" Free, }
    StaffCover "a rule for cover by colleagues" { "never" Never, "volunteers" Volunteers, "all" All, }
    ProtectedRule "a rule for protected time" { "never" Never, "consent" Consent, }
    LineManagers "a rule for line managers" { "never" Never, "allowed" Allowed, }
    ConversationRule "a rule for conversations" { "required" Required, "preferred" Preferred, "none" None, }
    Kind "a kind of arrangement" {
        "pair" Pair, "triad" Triad, "one_way" OneWay, "swap" Swap, "plan_together" PlanTogether, "walk" Walk,
        "student" Student, "meeting" Meeting,
    }
    Source "a source of cover" {
        "none_needed" NoneNeeded, "study" Study, "supervisor" Supervisor, "staff" Staff, "supply" Supply, "join" Join,
        "swap" Swap,
    }
}
