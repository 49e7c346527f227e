//! Rows: what is shared. Each is `sum of coefficients <= limit`, linear over the parts of schedules and over the
//! auxiliary columns, so that pricing a row out keeps the bound valid (ENGINE.md, "Rows, all linear").

use indexmap::IndexMap;

use crate::domain::{ClassId, Half, LessonId, LockRef, SchoolId, SupervisorId, SupplyId, TeacherId};

/// Who is good enough to take a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// Anybody.
    Any,
    /// Somebody who has the subject (an index into [`Model::subjects`](super::Model::subjects)).
    Subject(u32),
}

/// What a row limits. Slots are local to the school concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the fields are named after what they index")]
pub enum RowKey {
    /// A touched own period belongs to one thing (C1, C3).
    Use { teacher: TeacherId, slot: u32 },
    /// Outside the bell two things don't overlap; `minute` starts an elementary interval (C1).
    Outside { teacher: TeacherId, minute: u32 },
    /// Leave an occurrence or be watched in it: seats * left + hosted <= seats (C2, C7).
    LeaveOrHost { teacher: TeacherId, lesson: LessonId, slot: u32 },
    /// Observers of an occurrence (C7).
    Seats { lesson: LessonId, slot: u32 },
    /// Visits hosted (C7).
    Hosting { teacher: TeacherId },
    /// Times a class is watched (C7).
    Watched { class: ClassId },
    /// Times a class loses its teacher (C7).
    Lost { class: ClassId },
    /// Things that take own lesson periods in a week (C8).
    Lent { teacher: TeacherId, week: u32 },
    /// Free lesson periods touched in a week (C8).
    Quota { teacher: TeacherId, week: u32 },
    /// After-school periods given in a week (C8).
    After { teacher: TeacherId, week: u32 },
    /// Occurrences left less covers given, by slot and need (C5).
    Cover { school: SchoolId, slot: u32, need: Need },
    /// Teachers who leave a lesson that several teach: one stays (C5).
    Stay { lesson: LessonId, slot: u32 },
    /// An occurrence is put on study, or joins another lesson, only when it is left (C5).
    Studyable { lesson: LessonId, slot: u32 },
    /// Study releases of a class (C6).
    StudyRelease { class: ClassId },
    /// Teachers of a school away from lessons of theirs at once (C18).
    AwaySchool { school: SchoolId, slot: u32 },
    /// Likewise of a department (an index into [`Model::departments`](super::Model::departments)).
    AwayDepartment { department: u32, slot: u32 },
    /// Covers of a colleague in a day (C6).
    StaffDay { teacher: TeacherId, day: u32 },
    /// Covers of a colleague in a week (C6).
    StaffWeek { teacher: TeacherId, week: u32 },
    /// Covers of a colleague less steps of the ladder (§4; the steps end at the cap of the round, C6).
    Ladder { teacher: TeacherId },
    /// A supervisor is in one place (C1).
    SupervisorAt { supervisor: SupervisorId, slot: u32 },
    /// Covers of a supervisor in a day (C6).
    SupervisorDay { supervisor: SupervisorId, day: u32 },
    /// Supervisors of a school used at once (C6, `keep_back`).
    KeepBack { school: SchoolId, slot: u32 },
    /// Covers by units of a source at an instant less units hired (C6).
    UnitAt { supply: SupplyId, half: Option<Half>, slot: u32 },
    /// Units of a source hired in all less their total (ties the total that branching fixes).
    HiredAtMost { supply: SupplyId },
    /// The total less units of a source hired in all.
    HiredAtLeast { supply: SupplyId },
    /// Units of a source hired on a date (C6).
    HireDay { supply: SupplyId, day: u32 },
    /// Money in all (C13), in steps; likewise the next two.
    Money,
    /// Pence of a school (C13).
    SchoolMoney { school: SchoolId },
    /// Pence of a calendar week (C13).
    WeekMoney { week: u32 },
    /// Covered occurrences in all (C13).
    CoverPeriods,
    /// Recordings of a school in a period (C6).
    Kit { school: SchoolId, slot: u32 },
    /// Teach an occurrence as planned together, or give it up: one of the two, once.
    TeachOrLeave { teacher: TeacherId, lesson: LessonId, slot: u32 },
    /// An occurrence that two teach is taught as planned together once.
    Taught { lesson: LessonId, slot: u32 },
    /// Leave an occurrence or let another join it: one of the two, once (C5).
    Receive { lesson: LessonId, slot: u32 },
    /// Partners of mutual kinds (C11).
    Mutual { teacher: TeacherId },
    /// Two people are partners once (C9); the earlier in the instance first.
    PairOnce { members: [TeacherId; 2] },
    /// 1 <= hosted in the first days + late, negated (§4).
    LeaderLate { leader: TeacherId },
    /// 1 <= what meets the lock, negated (C15).
    Lock { lock: LockRef },
    /// A lock that nothing can meet: 0 <= -1 (C15).
    Never { lock: LockRef },
}

/// An index of a row.
pub type RowId = u32;

/// The rows met so far, with their limits.
#[derive(Debug, Default)]
pub struct Rows {
    limits: IndexMap<RowKey, i64>,
}

impl Rows {
    /// The row of `key`, entered with `limit` when it is new.
    pub fn enter(&mut self, key: RowKey, limit: impl FnOnce() -> i64) -> RowId {
        let entry = self.limits.entry(key);
        let index = entry.index();
        entry.or_insert_with(limit);
        RowId::try_from(index).expect("fewer than 2^32 rows")
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.limits.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.limits.is_empty()
    }

    /// What `row` limits.
    pub fn key(&self, row: RowId) -> RowKey {
        *self.limits.get_index(row as usize).expect("a row that was entered").0
    }

    /// The limit of `row`.
    pub fn limit(&self, row: RowId) -> i64 {
        self.limits[row as usize]
    }

    /// The row of `key`, if it was entered.
    pub fn find(&self, key: &RowKey) -> Option<RowId> {
        self.limits.get_index_of(key).map(|index| RowId::try_from(index).expect("fewer than 2^32 rows"))
    }
}

/// Coefficients by row.
pub type Entry = (RowId, i64);

/// Parts of schedules and auxiliary columns: a cost in pence and the rows that they use.
#[derive(Debug, Default)]
pub struct Parts {
    cost: Vec<i64>,
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

/// An index of a part.
pub type PartId = u32;

/// The cost of what can't be had: larger than any sum of real costs, small enough to add a few of them.
pub const NEVER: i64 = i64::MAX / 64;

impl Parts {
    /// No parts yet.
    pub fn new() -> Self {
        Self { cost: Vec::new(), starts: vec![0], entries: Vec::new() }
    }

    /// Adds a part.
    pub fn push(&mut self, cost: i64, entries: &[Entry]) -> PartId {
        self.cost.push(cost);
        self.entries.extend_from_slice(entries);
        self.starts.push(u32::try_from(self.entries.len()).expect("fewer than 2^32 entries"));
        PartId::try_from(self.cost.len() - 1).expect("fewer than 2^32 parts")
    }

    /// Adds a part that can't be had.
    pub fn push_never(&mut self) -> PartId {
        self.push(NEVER, &[])
    }

    /// How many parts there are.
    pub fn len(&self) -> usize {
        self.cost.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cost.is_empty()
    }

    /// The cost of `part`, pence; [`NEVER`] when it can't be had.
    pub fn cost(&self, part: PartId) -> i64 {
        self.cost[part as usize]
    }

    /// Whether `part` can be had.
    pub fn can(&self, part: PartId) -> bool {
        self.cost[part as usize] < NEVER
    }

    /// The rows that `part` uses.
    pub fn entries(&self, part: PartId) -> &[Entry] {
        &self.entries[self.starts[part as usize] as usize..self.starts[part as usize + 1] as usize]
    }
}
