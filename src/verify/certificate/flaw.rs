//! Why a certificate is refused.

use std::fmt;

use crate::domain::Pence;

/// What is wrong with a certificate. Indices are those of its lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// The instance plans other kinds of arrangements than pairs and triads, visits by film, or classes that join
    /// another lesson, of which prices prove nothing here.
    Kinds,
    /// The leaves are not the cases of splits on whole numbers: a plan might be in none of them.
    Cases,
    /// The decision is on nothing that the instance has.
    Decision {
        /// Index in the branch.
        decision: usize,
    },
    /// One of several leaves is wrong.
    Leaf {
        /// Index of the leaf.
        leaf: usize,
        /// What is wrong with it.
        flaw: Box<Flaw>,
    },
    /// The price is below 0, or too large to count with.
    Price {
        /// Index of the price.
        price: usize,
    },
    /// The row of the price has one already.
    RowTwice {
        /// Index of the price.
        price: usize,
    },
    /// Nothing that a plan of the instance can do stands in the row.
    NoRow {
        /// Index of the price.
        price: usize,
    },
    /// The vertex is none: its teacher does not want that many partners, or it stands there twice.
    Vertex {
        /// Index of the vertex.
        vertex: usize,
    },
    /// The dual of the vertex is below 0, or too large to count with.
    VertexDual {
        /// Index of the vertex.
        vertex: usize,
    },
    /// The set has fewer than three members, an even number, one twice, one that is no vertex, or a dual that is
    /// below 0 or too large to count with.
    OddSet {
        /// Index of the set.
        set: usize,
    },
    /// A schedule of two teachers saves more than their duals allow.
    Underpaid {
        /// Their ids.
        members: [String; 2],
    },
    /// The numbers prove less than the bound stated.
    Bound {
        /// Stated, pence.
        stated: Pence,
        /// Proven, pence.
        proven: Pence,
    },
    /// The numbers prove a bound beyond all money.
    Size,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kinds => {
                let what = "other arrangements than pairs and triads, films or joined classes";
                write!(f, "the instance plans {what}, of which prices prove nothing yet")
            }
            Self::Cases => write!(f, "its leaves are not the cases of splits in two, all of them"),
            Self::Decision { decision } => write!(f, "decision {decision} is on nothing that the instance has"),
            Self::Leaf { leaf, flaw } => write!(f, "in leaf {leaf}, {flaw}"),
            Self::Price { price } => write!(f, "price {price} is below 0 or too large"),
            Self::RowTwice { price } => write!(f, "price {price} is of a row that has one already"),
            Self::NoRow { price } => write!(f, "price {price} is of a row in which nothing of the instance stands"),
            Self::Vertex { vertex } => write!(f, "vertex {vertex} is no partner wanted, or stands there twice"),
            Self::VertexDual { vertex } => write!(f, "the dual of vertex {vertex} is below 0 or too large"),
            Self::OddSet { set } => {
                write!(
                    f,
                    "odd set {set} is no odd set of three or more vertices, nor an even one of a school with one triad at most, \
                     with a dual of 0 or more"
                )
            }
            Self::Underpaid { members: [a, b] } => {
                write!(f, "{a} and {b} can be partners for less than their duals allow")
            }
            Self::Bound { stated, proven } => write!(f, "it states {stated} pence, and its numbers prove {proven}"),
            Self::Size => write!(f, "its numbers are beyond all money"),
        }
    }
}

impl std::error::Error for Flaw {}
