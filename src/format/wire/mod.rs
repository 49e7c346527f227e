//! The two JSON formats as types: what the writer fills in and what the schema is made from.
//!
//! One struct per object of SPEC §2, §7 and §8, one field per key, in the order of the contract. Keys whose effect is
//! not built yet are here too: they belong to the format, and the reader refuses them by name. A field of type
//! `Option` is a key that may be left out. The reader does not use these types: it decodes a tree with positions, so
//! that it can report every error and not only the first.

mod changes;
mod cover;
mod instance;
mod lessons;
mod people;
mod plan;
mod policy;
mod scalar;
mod school;
mod steering;

pub use changes::{Changed, ConversationElement, Element, VisitElement};
pub use cover::{Budget, Cover, CoverSource, Study, Supervisor, Supply, SupplyUnit, Travel};
pub use instance::{Focus, Instance, InstanceFormat, Round};
pub use lessons::{Away, Class, CoverNeed, Lesson, Room};
pub use people::{CoverTerms, Hosting, PeriodsLent, ProtectedUse, Teacher};
pub use plan::{
    Arrangement, Change, Conversation, CoverEntry, Half, Hire, Line, LineWhat, Load, Mode, Plan, PlanFormat, Proof,
    Reason, ReasonCode, Stats, Status, Sum, Taught, Unserved, Viewing, Visit,
};
pub use policy::{
    AwayAtOnce, ConversationRule, Kind, LineManagers, Profile, ProtectedRule, Rates, Rules, StaffCover, Triads, Video,
};
pub use scalar::{Clock, Decimal, Each, IsoDate, Score, Table, Verbatim};
pub use school::{Anchor, Bell, Closed, Cycle, Pattern, PeriodUse, School, Weekday};
pub use steering::{
    ConversationLock, CoverBy, CoverLock, Group, History, Lock, NeverOnLock, OutLock, Request, VisitLock, WalkOrder,
};
