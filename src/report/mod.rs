//! A plan for people's eyes: pure functions of a [`Problem`](crate::domain::Problem) and its
//! [`Plan`](crate::domain::Plan).

pub mod gaps;
pub mod page;
pub mod text;
pub mod words;
