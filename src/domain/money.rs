//! Money and scores as integers.

/// Whole pence. Money, goodwill and value are all told in pence.
pub type Pence = i64;

/// A score between 0 and 1 in thousandths (0..=1000).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u16);

impl Score {
    /// No score at all.
    pub const ZERO: Self = Self(0);
    /// The full score.
    pub const ONE: Self = Self(1000);

    /// A score of so many thousandths, if it is at most 1.
    #[must_use]
    pub const fn from_thousandths(thousandths: u16) -> Option<Self> {
        if thousandths <= 1000 { Some(Self(thousandths)) } else { None }
    }

    /// The score in thousandths.
    #[must_use]
    pub const fn thousandths(self) -> u16 {
        self.0
    }

    /// The exact product of two scores, in millionths.
    #[must_use]
    pub fn times(self, other: Self) -> Millionths {
        u32::from(self.0) * u32::from(other.0)
    }
}

/// Millionths of one: products of two scores, and gaps.
pub type Millionths = u32;

/// `rate` pence times `share` of `whole`, rounded to whole pence, half away from zero (SPEC §4).
#[must_use]
pub fn priced(rate: Pence, share: u32, whole: u32) -> Pence {
    let (numerator, whole) = (i128::from(rate) * i128::from(share), i128::from(whole));
    let doubled = 2 * numerator.abs() + whole;
    let rounded = doubled / (2 * whole);
    let signed = if numerator < 0 { -rounded } else { rounded };
    Pence::try_from(signed).expect("a share of a sum of pence is a sum of pence")
}

/// `percent` per cent of `value`, rounded to whole pence, half away from zero.
#[must_use]
pub fn percent_of(value: Pence, percent: u32) -> Pence {
    priced(value, percent, 100)
}

/// The gap of SPEC §8 in millionths: `(total - bound) / max(1, size)`, rounded up, where `size` is
/// money + goodwill + unserved cost + value. Saturates at `u64::MAX`; a negative difference is 0.
#[must_use]
pub fn gap(total: Pence, bound: Pence, size: Pence) -> u64 {
    let over = i128::from(total) - i128::from(bound);
    if over <= 0 {
        return 0;
    }
    let size = i128::from(size.max(1));
    u64::try_from((over * 1_000_000 + size - 1) / size).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(priced(5, 1, 2), 3);
        assert_eq!(priced(-5, 1, 2), -3);
        assert_eq!(priced(12_000, 540_000, 1_000_000), 6_480);
        assert_eq!(percent_of(5, 50), 3);
        assert_eq!(percent_of(7, 80), 6);
    }

    #[test]
    fn the_gap_is_rounded_up() {
        assert_eq!(gap(100, 100, 50), 0);
        assert_eq!(gap(101, 100, 3_000_000), 1);
        assert_eq!(gap(3, 0, 2), 1_500_000);
        assert_eq!(gap(1, 0, 0), 1_000_000);
    }
}
