//! The exhaustive oracle: a third reading of the contract, by brute force over tiny instances.

mod build;
mod by_hand;
mod choices;
mod cover;
mod facts;
mod search;
