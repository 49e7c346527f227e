//! Decoders of the contract's scalars: ids, counts, pence, scores, dates, times and words.

use std::ops::RangeInclusive;

use crate::domain::{Date, Minute, Pence, Score};

use super::decode::{number, text};
use super::rules::shape;
use super::sink::Sink;
use super::tree::Node;

/// Most pence of a price, rate or budget, up or down: sums of millions of them stay exact.
pub const MAX_PENCE: Pence = 1_000_000_000_000;

/// Most of anything counted: to lift a cap write this. Sums of thousands of them still fit.
pub const MAX_COUNT: u32 = 1_000_000;

/// Years that a date may lie in.
pub const YEARS: RangeInclusive<i16> = 2000..=2199;

/// An id, or a name that works like one: not empty, no blanks at its ends, no control characters.
pub fn id<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<&'n str> {
    let id = text(node, sink)?;
    shape::e0111_unusable_id(id, node.span, sink)
}

/// A whole number in `range`.
pub fn whole<'n>(node: &'n Node<'n>, range: RangeInclusive<i64>, sink: &mut Sink) -> Option<i64> {
    let literal = number(node, "a whole number", sink)?;
    let value = shape::e0105_not_whole(literal, node.span, sink)?;
    shape::e0106_out_of_range(&value, literal, range, node.span, sink)
}

/// A count or cap: 0 or more.
pub fn count<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<u32> {
    within(0, MAX_COUNT)(node, sink)
}

/// A count between two bounds, both included.
pub fn within<'n>(least: u32, most: u32) -> impl Fn(&'n Node<'n>, &mut Sink) -> Option<u32> {
    move |node, sink| whole(node, i64::from(least)..=i64::from(most), sink).and_then(|value| u32::try_from(value).ok())
}

/// Whole pence, 0 or more.
pub fn pence<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Pence> {
    whole(node, 0..=MAX_PENCE, sink)
}

/// Whole pence, also below 0.
pub fn signed_pence<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Pence> {
    whole(node, -MAX_PENCE..=MAX_PENCE, sink)
}

/// A score: 0 to 1 with at most three decimals, read exactly.
pub fn score<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Score> {
    let literal = number(node, "a score between 0 and 1", sink)?;
    let decimal = Decimal::of(literal);
    shape::e0107_score_out_of_range(&decimal, literal, node.span, sink)?;
    shape::e0108_too_many_decimals(&decimal, literal, node.span, sink)
}

/// A date, `2026-11-02`.
pub fn date<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Date> {
    let text = text(node, sink)?;
    shape::e0109_not_a_date(text, node.span, sink)
}

/// A time of day, `08:50`, as minutes after midnight.
pub fn minute<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Minute> {
    let text = text(node, sink)?;
    shape::e0110_not_a_time(text, node.span, sink)
}

/// Values that the format writes as one of a few words.
pub trait Words: Copy + PartialEq + 'static {
    /// What the words are for: "a weekday".
    const WHAT: &'static str;
    /// Every word with its value.
    const WORDS: &'static [(&'static str, Self)];

    /// The word of this value.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| word)
    }
}

/// One of the words of `T`.
pub fn word<'n, T: Words>(node: &'n Node<'n>, sink: &mut Sink) -> Option<T> {
    let word = text(node, sink)?;
    match T::WORDS.iter().find(|(known, _)| *known == word) {
        Some((_, value)) => Some(*value),
        None => shape::e0104_unknown_word(word, node.span, T::WHAT, T::WORDS.iter().map(|(known, _)| *known), sink),
    }
}

/// A date as text, if it is one of the calendar in [`YEARS`].
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() });
    if !shaped {
        return None;
    }
    let year: i16 = text[..4].parse().ok().filter(|year| YEARS.contains(year))?;
    let day = jiff::civil::Date::new(year, text[5..7].parse().ok()?, text[8..].parse().ok()?).ok()?;
    let hours = day.duration_since(jiff::civil::Date::constant(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).ok().map(Date::from_days)
}

/// A time of day as text, `00:00` to `24:00`.
#[must_use]
pub fn parse_minute(text: &str) -> Option<Minute> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |digits: &str| {
        (digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse::<Minute>().ok())?
    };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (minutes < 60 && hours * 60 + minutes <= 24 * 60).then_some(hours * 60 + minutes)
}

/// A number as JSON writes it, taken apart without rounding: `digits` x 10^`exponent`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal {
    /// Whether it is below zero.
    pub negative: bool,
    /// The digits without zeros at either end; empty for zero.
    pub digits: String,
    /// The power of ten of the last digit, clamped far outside everything that is used.
    pub exponent: i64,
}

impl Decimal {
    /// Of a literal that the JSON parser let pass.
    #[must_use]
    pub fn of(literal: &str) -> Self {
        const FAR: i64 = 1_000_000_000;
        let (negative, rest) = literal.strip_prefix('-').map_or((false, literal), |rest| (true, rest));
        let (mantissa, power) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let power = power.parse::<i64>().unwrap_or(if power.starts_with('-') { -FAR } else { FAR }).clamp(-FAR, FAR);
        let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{integer}{fraction}");
        let trimmed = all.trim_end_matches('0');
        let decimals = i64::try_from(fraction.len()).unwrap_or(FAR);
        let dropped = i64::try_from(all.len() - trimmed.len()).unwrap_or(FAR);
        Self { negative, digits: trimmed.trim_start_matches('0').to_owned(), exponent: power - decimals + dropped }
    }

    /// The value times 10^`places`, when that is a whole number of at most 18 digits.
    #[must_use]
    pub fn scaled(&self, places: i64) -> Option<i64> {
        if self.digits.is_empty() {
            return Some(0);
        }
        let zeros = self.exponent.checked_add(places).filter(|zeros| (0..=18).contains(zeros))?;
        let length = i64::try_from(self.digits.len()).ok()?;
        if length + zeros > 18 {
            return None;
        }
        let value = self.digits.parse::<i64>().ok()? * 10_i64.checked_pow(u32::try_from(zeros).ok()?)?;
        Some(if self.negative { -value } else { value })
    }

    /// Whether it is more than one.
    #[must_use]
    pub fn exceeds_one(&self) -> bool {
        if self.negative || self.digits.is_empty() {
            return false;
        }
        // Digits before the decimal point.
        let before = i64::try_from(self.digits.len()).unwrap_or(i64::MAX).saturating_add(self.exponent);
        before > 1 || (before == 1 && self.digits != "1")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_real_days() {
        assert_eq!(parse_date("2026-11-02").map(Date::days), Some(20_759));
        assert_eq!(parse_date("2028-02-29").map(|date| date.plus(1)), parse_date("2028-03-01"));
        for wrong in
            ["2026-02-29", "2026-13-01", "2026-1-01", "02/11/2026", "2026-11-02T00:00", "1999-12-31", "é026-11-2", ""]
        {
            assert_eq!(parse_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn times_are_of_one_day() {
        assert_eq!(parse_minute("08:50"), Some(530));
        assert_eq!(parse_minute("24:00"), Some(1440));
        for wrong in ["8:50", "24:01", "12:60", "12:5", "+1:00", "12", "12:00:00", ""] {
            assert_eq!(parse_minute(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_are_taken_apart_exactly() {
        assert_eq!(Decimal::of("0.900").scaled(3), Some(900));
        assert_eq!(Decimal::of("9e-1").scaled(3), Some(900));
        assert_eq!(Decimal::of("0.0625").scaled(3), None);
        assert_eq!(Decimal::of("-0").scaled(3), Some(0));
        assert_eq!(Decimal::of("1e2").scaled(0), Some(100));
        assert_eq!(Decimal::of("1.50").scaled(0), None);
        assert_eq!(Decimal::of("1e99999999999999999999").scaled(0), None);
        assert_eq!(Decimal::of("0e99999999999999999999").scaled(0), Some(0));
        assert!(Decimal::of("1.0001").exceeds_one());
        assert!(Decimal::of("10e0").exceeds_one());
        assert!(!Decimal::of("1.000").exceeds_one());
        assert!(!Decimal::of("10e-1").exceeds_one());
        assert!(!Decimal::of("0.9999999999999999999999999").exceeds_one());
    }
}
