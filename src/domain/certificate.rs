//! What proves a bound: prices of what is shared, and duals of the matching (SPEC §8, "Proof").

use super::calendar::{Date, Half};
use super::ids::{ClassId, LessonId, PeriodId, SchoolId, SupervisorId, SupplyId, TeacherId};
use super::money::Pence;
use super::plan::CoverBy;
use super::steering::LockRef;

/// Something shared that has a price: a sum over what a plan does that is at most a limit. A period is one of the
/// school of the teacher, lesson or source; `monday` stands for its calendar week.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the fields are named after what they are")]
pub enum Row {
    /// Things that an own period is given to: one (C1, C3).
    Use { teacher: TeacherId, date: Date, period: PeriodId },
    /// Things at a minute of the day outside the own bell: one (C1).
    Outside { teacher: TeacherId, date: Date, minute: u32 },
    /// Leave an occurrence or be watched in it: seats * left + hosted <= seats (C2, C7).
    LeaveOrHost { teacher: TeacherId, lesson: LessonId, date: Date, period: PeriodId },
    /// Observers of an occurrence (C7).
    Seats { lesson: LessonId, date: Date, period: PeriodId },
    /// Visits hosted (C7).
    Hosting { teacher: TeacherId },
    /// Times a class is watched (C7).
    Watched { class: ClassId },
    /// Times a class loses its teacher (C7).
    Lost { class: ClassId },
    /// Things that take own lesson periods in a week (C8).
    Lent { teacher: TeacherId, monday: Date },
    /// Free lesson periods touched in a week (C8).
    Quota { teacher: TeacherId, monday: Date },
    /// After-school periods given in a week (C8).
    After { teacher: TeacherId, monday: Date },
    /// Occurrences left less covers given: none, by the subject that the cover needs, if any (C5).
    Cover { school: SchoolId, date: Date, period: PeriodId, subject: Option<String> },
    /// Teachers who leave a lesson that several teach: one stays (C5).
    Stay { lesson: LessonId, date: Date, period: PeriodId },
    /// Put on study less left: none (C5).
    Studyable { lesson: LessonId, date: Date, period: PeriodId },
    /// Study releases of a class (C6).
    StudyRelease { class: ClassId },
    /// Teachers of a school away from lessons of theirs at once (C18).
    AwaySchool { school: SchoolId, date: Date, period: PeriodId },
    /// Likewise of a department (C18).
    AwayDepartment { school: SchoolId, department: String, date: Date, period: PeriodId },
    /// Covers of a colleague in a day (C6).
    StaffDay { teacher: TeacherId, date: Date },
    /// Covers of a colleague in a week (C6).
    StaffWeek { teacher: TeacherId, monday: Date },
    /// Covers of a colleague less steps of the `staff_cover` ladder taken: none (§4).
    Ladder { teacher: TeacherId },
    /// Classes of a supervisor at the start of a period: one (C1).
    SupervisorAt { supervisor: SupervisorId, date: Date, period: PeriodId },
    /// Covers of a supervisor in a day (C6).
    SupervisorDay { supervisor: SupervisorId, date: Date },
    /// Supervisors of a school used in a period (C6, `keep_back`).
    KeepBack { school: SchoolId, date: Date, period: PeriodId },
    /// Classes with a source at the start of a period less units hired (for that half of the day): none (C6).
    UnitAt { supply: SupplyId, half: Option<Half>, date: Date, period: PeriodId },
    /// Units of a source hired in all less their total: none.
    HiredAtMost { supply: SupplyId },
    /// The total less units of a source hired in all: none.
    HiredAtLeast { supply: SupplyId },
    /// Units of a source hired on a date (C6).
    HireDay { supply: SupplyId, date: Date },
    /// Pence in all (C13), in steps: what every amount that may be paid is a multiple of. At most the largest sum of
    /// such amounts that the budget allows; likewise the next two.
    Money,
    /// Pence of a school (C13).
    SchoolMoney { school: SchoolId },
    /// Pence of a calendar week (C13).
    WeekMoney { monday: Date },
    /// Covered occurrences in all (C13).
    CoverPeriods,
    /// Times that two people are partners: once (C9). The earlier in the instance first.
    PairOnce { members: [TeacherId; 2] },
    /// A leader is hosted early, or late: one at least (§4).
    LeaderLate { leader: TeacherId },
    /// What meets the lock: one at least (C15).
    Lock { lock: LockRef },
    /// Arrangements in all, where a decision says how many at most.
    ArrangementsAtMost,
    /// Arrangements in all, where a decision says how many at least.
    ArrangementsAtLeast,
    /// Arrangements of just the two, where a decision says how many at most. The earlier in the instance first.
    PairAtMost { members: [TeacherId; 2] },
    /// Arrangements of just the two, where a decision says how many at least.
    PairAtLeast { members: [TeacherId; 2] },
}

/// A whole number that every plan has, and that a proof by cases may split on. What a plan has without need, such as
/// units hired that nothing asks for, is not counted: a plan without it is no dearer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the fields are named after what they are")]
pub enum Counted {
    /// Arrangements in all.
    Arrangements,
    /// Arrangements of just the two. The earlier in the instance first.
    Pair { members: [TeacherId; 2] },
    /// Rings of three of a school.
    Rings { school: SchoolId },
    /// Units of a source hired in all.
    Hired { supply: SupplyId },
    /// Units of a source hired on a date, for that half or period where they are bought so.
    Hire { supply: SupplyId, date: Date, half: Option<Half>, period: Option<PeriodId> },
    /// Covers by a colleague, supervisor or source in a period of their school, of lessons that need that subject, if any.
    Covers { by: CoverBy, date: Date, period: PeriodId, subject: Option<String> },
    /// Whether an occurrence is put on study.
    Study { lesson: LessonId, date: Date, period: PeriodId },
    /// Whether a colleague covers more than `step` times.
    Step { teacher: TeacherId, step: u32 },
    /// Whether a leader is not hosted early.
    Late { leader: TeacherId },
}

/// How many of something there are in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// So many or more.
    AtLeast(u32),
    /// So many or fewer.
    AtMost(u32),
}

/// One side of a split into two cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What is split on.
    pub counted: Counted,
    /// Which of the two cases.
    pub side: Side,
}

/// A teacher as wanting one more partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vertex {
    /// Who.
    pub teacher: TeacherId,
    /// Which of the partners wanted, from 0.
    pub copy: u32,
}

/// An odd set of vertices, or an even one of a school that may have one triad at most, with its dual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VertexSet {
    /// The vertices, three or more.
    pub members: Vec<Vertex>,
    /// The dual, half milli-pence.
    pub dual: i64,
}

/// A case, and what proves that no plan in it costs less than the bound: at these prices, whatever is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// What sets the plans of the case apart, from the first split on; none where there is one case only.
    pub branch: Vec<Decision>,
    /// Prices other than 0, milli-pence per unit of the row.
    pub prices: Vec<(Row, i64)>,
    /// Duals of vertices other than 0, half milli-pence.
    pub vertices: Vec<(Vertex, i64)>,
    /// Odd sets with a dual other than 0.
    pub odd_sets: Vec<VertexSet>,
}

/// What proves that no plan of an instance costs less than `bound`: cases that every plan is in one of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// `sha256:` and the hash of the instance's bytes; empty when nobody hashed them.
    pub instance: String,
    /// No plan costs less, pence.
    pub bound: Pence,
    /// The leaves of the tree of splits.
    pub leaves: Vec<Leaf>,
}
