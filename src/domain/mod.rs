//! What a school has and what it gets: the vocabulary that every other module speaks.
//!
//! [`Problem`] is the instance as meant: every reference is a typed index, every default is filled in,
//! and nothing that the instance says is lost, so that it can be written back. [`Plan`] is the answer.
//! **Domain never parses**: no IO, no serde, no floating point; money is whole pence, scores are thousandths.

mod calendar;
mod certificate;
mod change;
mod component;
mod cover;
mod ids;
mod kinds;
mod lessons;
mod money;
mod plan;
mod policy;
mod problem;
mod staff;
mod steering;

pub use calendar::{
    Bell, Closed, Cycle, Date, FixedMonday, Half, Minute, Pattern, PeriodUse, Round, School, Weekday, Weekdays,
};
pub use certificate::{Certificate, Counted, Decision, Leaf, Row, Side, Vertex, VertexSet};
pub use change::{Changed, Element, Keep, Manner, TakenBy};
pub use component::{Component, Components, Sets};
pub use cover::{Budget, Supervisor, Supply, SupplyUnit, Travel};
pub use ids::{
    ClassId, FocusId, Key, Keyed, LessonId, PeriodId, RoomId, SchoolId, SupervisorId, SupplyId, TeacherId, WeekId,
};
pub use kinds::{SHAPES, Shape, Visits, Watching, Why, is_certifiable};
pub use lessons::{Away, Class, CoverNeed, Lesson, Room, When};
pub use money::{Millionths, Pence, Score, gap, percent_of, priced};
pub use plan::{
    Arrangement, Change, Conversation, Cover, CoverBy, Hire, Kind, Line, LineWhat, Load, Mode, Occurrence, Plan, Proof,
    Reason, ReasonCode, Stats, Status, Sum, Taught, Unserved, Viewing, Visit,
};
pub use policy::{
    AwayAtOnce, ConversationRule, LineManagers, Profile, ProtectedRule, Rates, Rules, StaffCover, Triads, Video,
};
pub use problem::{Focus, Problem};
pub use staff::{CoverTerms, Hosting, ProtectedUse, Teacher};
pub use steering::{Conflict, CoverLock, History, Lock, LockRef, Request, VisitLock};
