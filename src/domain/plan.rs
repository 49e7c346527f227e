//! The answer: a plan as SPEC §8 writes it.

use super::calendar::{Date, Half};
use super::change::Changed;
use super::cover::SupplyUnit;
use super::ids::{FocusId, LessonId, PeriodId, SchoolId, SupervisorId, SupplyId, TeacherId};
use super::money::{Pence, gap};

/// A kind of arrangement (SPEC §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Two teachers, each watches the other.
    Pair,
    /// Three in a ring.
    Triad,
    /// One visit, not returned.
    OneWay,
    /// Two take each other's class.
    Swap,
    /// Planned together, taught apart.
    PlanTogether,
    /// A learning walk.
    Walk,
    /// A visit by trained students (reserved).
    Student,
    /// A meeting of a theme group.
    Meeting,
}

/// One period of one lesson on one date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occurrence {
    /// The lesson.
    pub lesson: LessonId,
    /// The date.
    pub date: Date,
    /// The period, of the lesson's school.
    pub period: PeriodId,
}

/// Who takes a class left behind (SPEC §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoverBy {
    /// Another timetabled teacher of the lesson teaches it.
    NoneNeeded,
    /// The classes are put on supervised study.
    Study,
    /// A cover supervisor.
    Supervisor(SupervisorId),
    /// A colleague.
    Staff(TeacherId),
    /// A hired unit of a source of supply.
    Supply(SupplyId),
    /// The classes join this lesson (`join`).
    Join(LessonId),
}

/// An occurrence that an observer leaves, and who takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    /// The occurrence left.
    pub at: Occurrence,
    /// Who takes it.
    pub by: CoverBy,
    /// Money (of supply: 0, it stands in the hires).
    pub money: Pence,
    /// Goodwill.
    pub goodwill: Pence,
}

/// How a visit is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// In the room.
    InPerson,
    /// By film: the occurrence is recorded, and watched later (`video`).
    Film(Viewing),
    /// The observer takes the host's class while the host takes the observer's (`swap`).
    Exchange,
}

/// When a film is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Viewing {
    /// The date.
    pub date: Date,
    /// The period, of the observer's own school.
    pub period: PeriodId,
}

/// One observer at one occurrence of one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Who watches.
    pub observer: TeacherId,
    /// Whose lesson.
    pub host: TeacherId,
    /// What is watched.
    pub at: Occurrence,
    /// How.
    pub mode: Mode,
    /// The focus; `None` where the instance has none.
    pub focus: Option<FocusId>,
    /// Value.
    pub value: Pence,
    /// Goodwill for own free, after-school and protected periods, the viewing's included.
    pub own_time: Pence,
    /// Money for the journey.
    pub travel: Pence,
    /// Money for the film, where it is by film.
    pub money: Pence,
    /// Every occurrence that the observer leaves.
    pub covers: Vec<Cover>,
}

/// A period that the members of an arrangement spend together: the learning conversation, or a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conversation {
    /// The date.
    pub date: Date,
    /// The school whose period it is.
    pub school: SchoolId,
    /// The period.
    pub period: PeriodId,
    /// Goodwill for the members' own periods.
    pub own_time: Pence,
}

/// A lesson that a member teaches as planned together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Taught {
    /// Who teaches it.
    pub teacher: TeacherId,
    /// The occurrence.
    pub at: Occurrence,
    /// Whether it is taught again, after the conversation.
    pub again: bool,
}

/// What is planned as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrangement {
    /// The id in the plan.
    pub id: String,
    /// The kind.
    pub kind: Kind,
    /// The members.
    pub members: Vec<TeacherId>,
    /// The visits.
    pub visits: Vec<Visit>,
    /// Value that stands on no visit, pence (of lessons planned together).
    pub value: Pence,
    /// When the members meet to plan.
    pub meetings: Vec<Conversation>,
    /// The lessons that they then teach.
    pub teaches: Vec<Taught>,
    /// The conversation, if there is one.
    pub conversation: Option<Conversation>,
}

/// Units of supply bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hire {
    /// The source.
    pub source: SupplyId,
    /// The school.
    pub school: SchoolId,
    /// The date.
    pub date: Date,
    /// What is bought.
    pub unit: SupplyUnit,
    /// Which half, of a half day.
    pub half: Option<Half>,
    /// Which period, of a period.
    pub period: Option<PeriodId>,
    /// How many.
    pub count: u32,
    /// Money for all of them.
    pub money: Pence,
}

/// The four sums of the objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sum {
    /// What is really paid.
    Money,
    /// What the school would pay to avoid an annoyance.
    Goodwill,
    /// What it would pay for a benefit.
    Value,
    /// What partners wanted and not got cost.
    Unserved,
}

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineWhat {
    /// The two were partners in an earlier round.
    RepeatPartner,
    /// The school prefers this pair.
    Prefer,
    /// The school would rather avoid it.
    Avoid,
    /// Both are of one department.
    SameDepartment,
    /// A leader is not hosted in the first days.
    LeaderLate,
    /// The arrangement has no conversation.
    NoConversation,
}

/// A cost or credit that stands on no visit, cover, conversation, hire or unserved entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What for.
    pub what: LineWhat,
    /// The sum it adds to.
    pub sum: Sum,
    /// Pence, >= 0.
    pub pence: Pence,
    /// The pair, the leader, or the arrangement's members.
    pub members: Vec<TeacherId>,
}

/// Why somebody is left out, in one word. Where it holds for some possible partners only, the text says for how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReasonCode {
    /// Nobody is an allowed partner (line managers, `forbid`, `min_match`, nobody else takes part).
    NoPartner,
    /// No allowed partner is above `rules.min_match`.
    MinMatch,
    /// With no allowed partner is there a visit both ways that could be covered.
    NoVisit,
    /// With no allowed partner is there common free time for a conversation after the visits.
    NoConversation,
    /// A budget stands in the way.
    Budget,
    /// A cap stands in the way (hosting, covers, periods lent, classes).
    Cap,
    /// Everybody who would fit has a partner: the numbers are odd, or others gain more.
    NobodyLeft,
    /// Every arrangement costs more than it is worth.
    TooDear,
    /// The search ended before it was settled whether an arrangement pays.
    Unsettled,
}

/// A reason with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// In one word.
    pub code: ReasonCode,
    /// In a sentence.
    pub text: String,
    /// A change of the instance that would help, confirmed by a solve.
    pub would_help: Option<Change>,
}

/// A change of the instance and what it would do to the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// A merge patch (SPEC §7) as JSON text.
    pub patch: String,
    /// What it does to the total at least, pence.
    pub at_least: Pence,
    /// What it does to the total at most, pence; equal to `at_least` when exact.
    pub at_most: Pence,
}

/// A teacher who has fewer partners than wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unserved {
    /// Who.
    pub teacher: TeacherId,
    /// How many partners are missing.
    pub missing: u32,
    /// What that costs.
    pub cost: Pence,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// What the round asks of one teacher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Who.
    pub teacher: TeacherId,
    /// Visits made.
    pub visits_made: u32,
    /// Visits hosted.
    pub hosted: u32,
    /// Covers taken as colleague.
    pub covers_taken: u32,
    /// Own free lesson periods charged.
    pub free_periods: u32,
    /// Protected periods charged.
    pub protected_periods: u32,
    /// Own after-school and break periods charged.
    pub after_periods: u32,
}

impl Load {
    /// Nothing is asked of `teacher`.
    #[must_use]
    pub const fn nothing(teacher: TeacherId) -> Self {
        Self {
            teacher,
            visits_made: 0,
            hosted: 0,
            covers_taken: 0,
            free_periods: 0,
            protected_periods: 0,
            after_periods: 0,
        }
    }
}

/// How the search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The total equals the bound.
    Optimal,
    /// The gap is stated.
    Feasible,
    /// The clock or the user ended it; the gap is stated.
    Interrupted,
}

/// What the bound rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// One vector of prices.
    Prices,
    /// One vector of prices per leaf of a branching.
    Tree,
    /// A program of all columns that matter, closed by HiGHS.
    Solver,
}

/// How much work the search was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Wall clock, milliseconds.
    pub milliseconds: u64,
    /// Columns generated.
    pub columns: u64,
    /// Matchings solved.
    pub matchings: u64,
    /// Nodes of branching.
    pub nodes: u64,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// `sha256:` and the hash of the instance.
    pub instance: String,
    /// The version of the engine that wrote it.
    pub engine: String,
    /// The seed it was given.
    pub seed: u64,
    /// Whether people have been told.
    pub published: bool,
    /// How the search ended.
    pub status: Status,
    /// What the bound rests on.
    pub proof: Proof,
    /// money + goodwill + unserved cost - value.
    pub total: Pence,
    /// No plan costs less.
    pub bound: Pence,
    /// [`gap`](super::gap()) in millionths.
    pub gap: u64,
    /// What is really paid.
    pub money: Pence,
    /// What annoyances weigh.
    pub goodwill: Pence,
    /// What partners wanted and not got cost.
    pub unserved_cost: Pence,
    /// What the visits are worth.
    pub value: Pence,
    /// The arrangements.
    pub arrangements: Vec<Arrangement>,
    /// Units of supply bought.
    pub hires: Vec<Hire>,
    /// What stands nowhere else.
    pub lines: Vec<Line>,
    /// Who is left out.
    pub unserved: Vec<Unserved>,
    /// What the round asks of everybody, in the order of the instance.
    pub loads: Vec<Load>,
    /// Of a re-plan: what differs from the plan before.
    pub changes: Vec<Changed>,
    /// How much work it was.
    pub stats: Stats,
}

impl Plan {
    /// Covered occurrences as a budget counts them: those that nobody needs to take are none, classes exchanged have no
    /// cover (C13).
    #[must_use]
    pub fn covered(&self) -> usize {
        let covers = self.arrangements.iter().flat_map(|one| &one.visits).flat_map(|visit| &visit.covers);
        covers.filter(|cover| cover.by != CoverBy::NoneNeeded).count()
    }

    /// What the gap is measured by (SPEC §8), pence: money + goodwill + unserved cost + value.
    #[must_use]
    pub fn size(&self) -> Pence {
        self.money + self.goodwill + self.unserved_cost + self.value
    }

    /// Takes what is proven of the plan: no plan costs less than `bound`, pence, or than this one. Gap and status follow;
    /// a search that was `interrupted` says so unless the plan is the best there is.
    pub fn set_bound(&mut self, bound: Pence, interrupted: bool) {
        self.bound = bound.min(self.total);
        self.gap = gap(self.total, self.bound, self.size());
        self.status = match (self.total == self.bound, interrupted) {
            (true, _) => Status::Optimal,
            (false, true) => Status::Interrupted,
            (false, false) => Status::Feasible,
        };
    }
}
