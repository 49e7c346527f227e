//! Rules that somebody could relax, and what that is called.

use crate::domain::{Pence, SupplyId, SupplyUnit, TeacherId};

/// One rule relaxed, or one more consent given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relaxation {
    /// A teacher consents to watch and talk in protected time.
    Consent(TeacherId),
    /// A teacher lends one more period a week.
    Lend(TeacherId),
    /// A teacher hosts once more.
    Host(TeacherId),
    /// A teacher who takes part wants one more partner.
    Again(TeacherId),
    /// A teacher who does not take part does.
    TakePart(TeacherId),
    /// A teacher is willing to cover.
    Cover(TeacherId),
    /// Two are no longer a forbidden pair.
    Allow([TeacherId; 2]),
    /// `rules.conversation_within_days` is so many.
    ConversationWithin(u32),
    /// `rules.visit_span_days` is so many.
    VisitSpan(u32),
    /// Conversations may be in breaks.
    Breaks,
    /// Conversations may be left out, at their price.
    ConversationPreferred,
    /// `rules.after_max_per_week` is so many.
    After(u32),
    /// `rules.protected_quota` is 0.
    NoQuota,
    /// Every colleague may be asked to cover who has not said no.
    AllCover,
    /// A school may have as many triads as pay.
    Triads,
    /// Line managers and reports may be partners.
    LineManagers,
    /// `rules.min_match` is 0.
    AnyMatch,
    /// `rules.observers_per_lesson` is so many.
    Observers(u32),
    /// `rules.class_cover_max` is so many.
    ClassCover(u32),
    /// `rules.class_watched_max` is so many.
    ClassWatched(u32),
    /// `rules.away_at_once.school` is so many.
    AwaySchool(u32),
    /// `rules.away_at_once.department` is so many.
    AwayDepartment(u32),
    /// `rules.keep_back` is so many.
    KeepBack(u32),
    /// `rules.notice_days` is 0.
    NoNotice,
    /// So many more covered periods than `budget.cover_periods` allows now.
    CoverPeriods(u32),
    /// One more unit of a source of supply on a day.
    SupplyPerDay(SupplyId),
    /// So much more money, pence, in every budget there is: what some units of supply cost, where it is that.
    Money {
        /// Pence.
        pence: Pence,
        /// Units of supply, and what kind.
        units: Option<(u32, SupplyUnit)>,
    },
}

impl Relaxation {
    /// In words that complete "if"; `who` names people, `source` sources of supply, `pounds` writes money.
    #[must_use]
    pub fn words(
        &self,
        who: impl Fn(TeacherId) -> String,
        source: impl Fn(SupplyId) -> String,
        pounds: impl Fn(Pence) -> String,
    ) -> String {
        match *self {
            Self::Consent(id) => format!("{} consents to watch and talk in protected time", who(id)),
            Self::Lend(id) => format!("{} lends one more period a week", who(id)),
            Self::Host(id) => format!("{} hosts one more visit", who(id)),
            Self::Again(id) => format!("{} takes one more partner", who(id)),
            Self::TakePart(id) => format!("{} takes part", who(id)),
            Self::Cover(id) => format!("{} is willing to cover", who(id)),
            Self::Allow([a, b]) => format!("{} and {} may be partners (rules.forbid)", who(a), who(b)),
            Self::ConversationWithin(days) => format!("they may talk within {days} school days of the visits"),
            Self::VisitSpan(days) => format!("the visits of a pair may lie {days} school days apart"),
            Self::Breaks => "they may talk in breaks".to_owned(),
            Self::ConversationPreferred => "a conversation may be left out".to_owned(),
            Self::After(times) => format!("everybody gives up to {times} after-school periods a week"),
            Self::NoQuota => "no free periods are kept back (rules.protected_quota 0)".to_owned(),
            Self::AllCover => "every colleague may be asked to cover who has not said no".to_owned(),
            Self::Triads => "a school may have any number of triads".to_owned(),
            Self::LineManagers => "line managers and reports may be partners".to_owned(),
            Self::AnyMatch => "a visit needs no least match (rules.min_match 0)".to_owned(),
            Self::Observers(count) => format!("up to {count} may watch one lesson"),
            Self::ClassCover(times) => format!("a class may be without its teacher {times} times"),
            Self::ClassWatched(times) => format!("a class may be watched {times} times"),
            Self::AwaySchool(count) => format!("up to {count} of a school may be away at once"),
            Self::AwayDepartment(count) => format!("up to {count} of a department may be away at once"),
            Self::KeepBack(0) => "no supervisor is kept back".to_owned(),
            Self::KeepBack(count) => format!("only {count} supervisors of a school are kept back"),
            Self::NoNotice => "visits may be from the first day on".to_owned(),
            Self::CoverPeriods(1) => "one more period may be covered".to_owned(),
            Self::CoverPeriods(count) => format!("{count} more periods may be covered"),
            Self::SupplyPerDay(id) => format!("one more may come from {} on a day", source(id)),
            Self::Money { pence, units: Some((count, unit)) } => {
                let unit = match unit {
                    SupplyUnit::Day => "supply day",
                    SupplyUnit::HalfDay => "half day of supply",
                    SupplyUnit::Period => "period of supply",
                };
                let (number, s) = if count == 1 { ("one more".to_owned(), "") } else { (format!("{count} more"), "s") };
                // Of "half day of supply" the plural is in the middle.
                let units = if unit.contains(" of ") {
                    unit.replacen(" of", &format!("{s} of"), 1)
                } else {
                    format!("{unit}{s}")
                };
                format!("{number} {units} may be paid for ({} more)", pounds(pence))
            }
            Self::Money { pence, units: None } => format!("{} more may be spent", pounds(pence)),
        }
    }
}
