//! What can stand in the way, as a small set.

use std::ops::{BitAnd, BitOr, BitOrAssign};

use crate::compile::RowKey;

/// A set of caps and budgets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Caps(u32);

impl Caps {
    /// Own time that the plan needs already.
    pub const TIME: Self = Self(1);
    /// Observers in a lesson, and lessons that are left.
    pub const SEATS: Self = Self(1 << 1);
    /// Visits hosted.
    pub const HOSTING: Self = Self(1 << 2);
    /// Times a class is watched.
    pub const WATCHED: Self = Self(1 << 3);
    /// Times a class loses its teacher.
    pub const LOST: Self = Self(1 << 4);
    /// Periods lent in a week.
    pub const LENT: Self = Self(1 << 5);
    /// Free periods that stay untouched.
    pub const QUOTA: Self = Self(1 << 6);
    /// After-school periods in a week.
    pub const AFTER: Self = Self(1 << 7);
    /// Teachers away at once.
    pub const AWAY: Self = Self(1 << 8);
    /// Nobody is left to take a class.
    pub const COVER: Self = Self(1 << 9);
    /// Money in all.
    pub const MONEY: Self = Self(1 << 10);
    /// Money of a school.
    pub const SCHOOL_MONEY: Self = Self(1 << 11);
    /// Money of a week.
    pub const WEEK_MONEY: Self = Self(1 << 12);
    /// Covered occurrences.
    pub const COVER_PERIODS: Self = Self(1 << 13);

    /// What the row of `key` is part of; the rows of who covers are all one.
    pub const fn of(key: &RowKey) -> Self {
        match key {
            RowKey::Use { .. } | RowKey::Outside { .. } | RowKey::PairOnce { .. } => Self::TIME,
            RowKey::LeaveOrHost { .. } | RowKey::Seats { .. } | RowKey::Stay { .. } => Self::SEATS,
            RowKey::Hosting { .. } => Self::HOSTING,
            RowKey::Watched { .. } => Self::WATCHED,
            RowKey::Lost { .. } => Self::LOST,
            RowKey::Lent { .. } => Self::LENT,
            RowKey::Quota { .. } => Self::QUOTA,
            RowKey::After { .. } => Self::AFTER,
            RowKey::AwaySchool { .. } | RowKey::AwayDepartment { .. } => Self::AWAY,
            RowKey::Money => Self::MONEY,
            RowKey::SchoolMoney { .. } => Self::SCHOOL_MONEY,
            RowKey::WeekMoney { .. } => Self::WEEK_MONEY,
            RowKey::CoverPeriods => Self::COVER_PERIODS,
            _ => Self::COVER,
        }
    }

    /// Whether it is a budget's row.
    pub const fn is_budget(self) -> bool {
        self.0 >= Self::MONEY.0
    }

    /// Whether nothing stands in the way.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the two have something in common.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Caps {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Caps {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl BitAnd for Caps {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// What stood in the way of several things.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// Of any of them.
    pub any: Caps,
    /// Of all of them; `None` before the first.
    all: Option<Caps>,
}

impl Tally {
    /// One more thing that `caps` stood in the way of.
    pub fn add(&mut self, caps: Caps) {
        self.any |= caps;
        self.all = Some(self.all.map_or(caps, |all| all & caps));
    }

    /// The things of `other` too.
    pub fn join(&mut self, other: Self) {
        if let Some(all) = other.all {
            self.any |= other.any;
            self.all = Some(self.all.map_or(all, |own| own & all));
        }
    }

    /// What stood in the way of each, or else of one or the other: none of the things keeps all that is named.
    pub fn named(self) -> Caps {
        self.all.filter(|all| !all.is_empty()).unwrap_or(self.any)
    }
}
