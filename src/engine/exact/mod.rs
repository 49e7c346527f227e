//! The only place that talks to HiGHS: a linear program that grows and is solved again from where it stood, and an
//! integer program. Floating point stays inside; integers come out.

mod lp;
mod mip;

pub use lp::{Lp, NoPoint, Point};
pub use mip::{Care, Ending, Limits, Mip, Outcome};
