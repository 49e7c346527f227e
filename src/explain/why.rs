//! What solving again tells of a plan, as facts: why these partners, periods and covers, and what would serve who is left
//! out. `scenario::explain` finds them; every one of them is a solve of a changed instance.

use super::relaxation::Relaxation;
use crate::domain::{Change, CoverBy, Occurrence, Pence, ReasonCode, TeacherId};

/// What a change does to the total, pence: exactly so much where both are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// At least.
    pub at_least: Pence,
    /// At most.
    pub at_most: Pence,
}

/// A rule relaxed, and what a solve says comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// What is relaxed, all at once.
    pub relaxed: Vec<Relaxation>,
    /// The reason that it speaks to.
    pub code: ReasonCode,
    /// The patch, and its effect on the total.
    pub change: Change,
    /// Arrangements more.
    pub arrangements: i64,
    /// Money more, pence.
    pub money: Pence,
    /// Protected periods of the teacher that the plan then uses.
    pub protected: u32,
}

/// Somebody who is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Who.
    pub teacher: TeacherId,
    /// Partners missing.
    pub missing: u32,
    /// What would help, the largest gain first.
    pub helps: Vec<Tried>,
    /// How many relaxations were tried.
    pub tried: usize,
    /// How many were not, the work being limited.
    pub untried: usize,
}

/// What the plan has instead of something that it may not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instead {
    /// The partners of each member.
    Partners(Vec<(TeacherId, Vec<TeacherId>)>),
    /// When the visit is.
    At(Occurrence),
    /// Who takes the class.
    By(CoverBy),
    /// Nothing: it is not in the plan at all.
    Nothing,
}

/// Something that was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    /// The partners.
    Partners,
    /// The period of a visit, by its index.
    Period(usize),
    /// Who takes a class, by the indices of visit and cover.
    Cover(usize, usize),
}

/// What the best plan without a choice would cost more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextBest {
    /// Of what.
    pub choice: Choice,
    /// What it is told as: a patch of the instance.
    pub patch: String,
    /// The plan without it, by comparison; `None` when there is none: locks ask for it.
    pub found: Option<(Effect, Instead)>,
}

/// Why an arrangement is as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Its index in the plan.
    pub arrangement: usize,
    /// What the plan without each choice would be.
    pub next: Vec<NextBest>,
    /// How many choices were not looked into, the work being limited.
    pub untried: usize,
}

/// The cheapest set of relaxations with which a plan serves everybody, as far as any does: fewest relaxations first, of
/// equals the least total of the best such plan. Who is served has all the partners wanted as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServesAll {
    /// The relaxations, and what comes of the best plan that serves all of them; none where nothing is to be relaxed, or
    /// no relaxation serves anybody.
    pub tried: Option<Tried>,
    /// Who is left out all the same.
    pub still: Vec<TeacherId>,
    /// Who the best plan then leaves out although the relaxations would serve them: it is too dear at the weights of the
    /// instance.
    pub too_dear: Vec<TeacherId>,
    /// What it is a choice of.
    pub among: Vec<Relaxation>,
    /// No set of fewer relaxations serves as many.
    pub at_least: usize,
    /// Whether no set of as few serves as many at a lower total.
    pub cheapest: bool,
    /// Whether all relaxations together serve no more.
    pub most: bool,
}

/// Everything that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What a better plan of the same instance that was met on the way would save, pence; 0 for none.
    pub could_save: Pence,
    /// Whether all effects are exact.
    pub exact: bool,
    /// Arrangements.
    pub chosen: Vec<Chosen>,
    /// Who is left out.
    pub left_out: Vec<LeftOut>,
    /// What would serve everybody, where that was asked.
    pub serves_all: Option<ServesAll>,
    /// Solves made.
    pub solves: usize,
}
