//! The kinds of arrangement, as data: one file per kind says who its members are, what it offers them, what it uses and
//! on what terms (SPEC §6). Compiler, checker and report go by these; none of them knows a kind by name.
//!
//! A kind is made of *elements*: visits (in the room, or by film), an exchange of classes, a meeting, lessons taught as
//! planned, a conversation. A further kind made of these is a further file here.

mod one_way;
mod pair;
mod plan_together;
mod swap;
mod triad;

use super::calendar::Date;
use super::ids::{FocusId, TeacherId};
use super::plan::{Kind, Occurrence};
use super::policy::{ConversationRule, Rates, Rules};
use super::problem::Problem;

/// Who watches whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visits {
    /// Nobody.
    None,
    /// The first member watches the second, once.
    First,
    /// Each member watches the next once, and the last one the first.
    Ring,
    /// Two who teach in the same period each take the other's class.
    Exchange,
}

/// Why something may not be, in words that complete "this may not be, since".
pub type Why = &'static str;

/// A visit that somebody might make.
#[derive(Debug, Clone, Copy)]
pub struct Watching {
    /// Who watches.
    pub observer: TeacherId,
    /// Whose lesson.
    pub host: TeacherId,
    /// What is watched.
    pub at: Occurrence,
    /// The focus of the visit.
    pub focus: Option<FocusId>,
}

/// What a kind offers and what it uses.
#[derive(Debug)]
pub struct Shape {
    /// The kind.
    pub kind: Kind,
    /// In a sentence, with its article.
    pub name: &'static str,
    /// Of several, without article.
    pub plural: &'static str,
    /// How many members it has.
    pub members: usize,
    /// Whether all of them are of one school.
    pub one_school: bool,
    /// How many of the members, the first ones, get a partner by it.
    pub served: usize,
    /// Whether it counts towards [`Teacher::visits`](super::Teacher::visits), and meets `must` and locks on pairs.
    pub mutual: bool,
    /// Who watches whom.
    pub visits: Visits,
    /// Whether its visits may be by film, where `rules.video` says so.
    pub films: bool,
    /// Whether its members plan a lesson in a meeting, which each then teaches, and again after the conversation where
    /// there is a class left to teach it to.
    pub planned: bool,
    /// Whether certificates cover it.
    pub certified: bool,
    /// Per cent of the value of its visits (where there are none: of those that the members would make) that it has.
    pub percent: fn(&Rates) -> u32,
    /// Whether it has a conversation.
    pub conversation: fn(&Rules) -> ConversationRule,
    /// How many of it a school may have; `None` = any number.
    pub most_per_school: fn(&Rules) -> Option<u32>,
    /// Whether these may be its members, consents and subjects in mind.
    ///
    /// # Errors
    /// Why not.
    pub may_form: fn(&Problem, &[TeacherId]) -> Result<(), Why>,
    /// Whether it may have this visit.
    ///
    /// # Errors
    /// Why not.
    pub may_watch: fn(&Problem, &Watching) -> Result<(), Why>,
}

/// What a kind asks for that asks for nothing special.
const PLAIN: Shape = Shape {
    kind: Kind::Pair,
    name: "",
    plural: "",
    members: 2,
    one_school: false,
    served: 2,
    mutual: true,
    visits: Visits::None,
    films: false,
    planned: false,
    certified: false,
    percent: |_| 100,
    conversation: |rules| rules.conversation,
    most_per_school: |_| None,
    may_form: |_, _| Ok(()),
    may_watch: |_, _| Ok(()),
};

/// The kinds that are planned, in the order in which the solver offers them.
pub const SHAPES: [&Shape; 5] = [&pair::SHAPE, &triad::SHAPE, &one_way::SHAPE, &swap::SHAPE, &plan_together::SHAPE];

impl Kind {
    /// What the kind offers and uses; `None` of a kind that is not planned.
    #[must_use]
    pub fn shape(self) -> Option<&'static Shape> {
        SHAPES.into_iter().find(|shape| shape.kind == self)
    }
}

impl Shape {
    /// Whether the kind is in play.
    #[must_use]
    pub fn in_play(&self, rules: &Rules) -> bool {
        rules.arrangements.contains(&self.kind) && (self.most_per_school)(rules) != Some(0)
    }
}

/// Whether a certificate covers everything that is in play: kinds of visits in the room, covers other than joined
/// classes, nobody who wants partners of other kinds besides or but offers to have them.
#[must_use]
pub fn is_certifiable(problem: &Problem) -> bool {
    let rules = &problem.rules;
    SHAPES.into_iter().filter(|shape| shape.in_play(rules)).all(|shape| shape.certified)
        && rules.video.is_none()
        && !problem.lessons.iter().any(|lesson| lesson.join)
        && problem.teachers.keys().all(|teacher| problem.wanted(teacher) == problem.teachers[teacher].wanted())
        && problem.teachers.iter().all(|teacher| teacher.offered == 0)
}

/// Whether a host asks for just this visit (`requests`), on its date.
fn is_requested(problem: &Problem, watching: &Watching) -> bool {
    let Watching { host, at, focus, .. } = *watching;
    let open = |expires: Option<Date>| expires.is_none_or(|last| at.date <= last);
    problem.requests.iter().any(|request| {
        request.host == host
            && request.lesson.is_none_or(|lesson| lesson == at.lesson)
            && request.date.is_none_or(|date| date == at.date)
            && request.period.is_none_or(|period| period == at.period)
            && request.focus.is_none_or(|wanted| focus == Some(wanted))
            && open(request.expires)
    })
}
