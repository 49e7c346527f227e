//! What the school fixes beforehand: locks and history (SPEC §7).

use super::calendar::Date;
use super::ids::{FocusId, LessonId, PeriodId, TeacherId};
use super::plan::CoverBy;

/// A visit that must exist; every part given must match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitLock {
    /// Who watches.
    pub observer: Option<TeacherId>,
    /// Whose lesson.
    pub host: Option<TeacherId>,
    /// Which lesson.
    pub lesson: Option<LessonId>,
    /// On which date.
    pub date: Option<Date>,
    /// In which period of the host's school, by its id (the host may be left open).
    pub period: Option<String>,
}

/// A cover that must exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverLock {
    /// The lesson left.
    pub lesson: LessonId,
    /// The date.
    pub date: Date,
    /// The period, of the lesson's school.
    pub period: PeriodId,
    /// Who takes it.
    pub by: CoverBy,
}

/// What must hold in any plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lock {
    /// The two are partners.
    Pair([TeacherId; 2]),
    /// A visit that matches exists.
    Visit(VisitLock),
    /// The cover exists.
    Cover(CoverLock),
    /// The conversation of exactly these members is then.
    Conversation {
        /// The members, ascending.
        members: Vec<TeacherId>,
        /// The date.
        date: Date,
        /// The period id; of any member's school that has it then.
        period: String,
    },
    /// The teacher (without one: everybody) does nothing for the round on that date.
    NeverOn {
        /// Who.
        teacher: Option<TeacherId>,
        /// When.
        date: Date,
    },
    /// The teacher neither visits, hosts, covers nor talks, wants nobody and is not unserved.
    Out(TeacherId),
}

/// An earlier round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// What the round was called.
    pub round: Option<String>,
    /// Its school year.
    pub year: Option<String>,
    /// Who were partners.
    pub partners: Vec<[TeacherId; 2]>,
    /// Covers taken as colleague.
    pub covers: Vec<(TeacherId, u32)>,
    /// Visits hosted.
    pub hosted: Vec<(TeacherId, u32)>,
}

/// A host asks to be visited; every part given must match, and what does is welcome as a one-way visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// Who asks.
    pub host: TeacherId,
    /// In which lesson.
    pub lesson: Option<LessonId>,
    /// On which date.
    pub date: Option<Date>,
    /// In which period, of the host's school.
    pub period: Option<PeriodId>,
    /// With which focus.
    pub focus: Option<FocusId>,
    /// The last date for which it stands.
    pub expires: Option<Date>,
}

/// Something that must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LockRef {
    /// An index into [`Problem::locks`](super::Problem::locks).
    Lock(usize),
    /// An index into [`Rules::must`](super::Rules::must).
    Must(usize),
}

/// Locks that can't hold together; without any one of them the rest can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The irreducible set, ascending.
    pub locks: Vec<LockRef>,
}
