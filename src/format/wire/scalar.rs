//! The single values of the two formats: dates, times, decimals, tables and verbatim JSON.

use std::borrow::Cow;

use jiff::ToSpan as _;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::domain::{Date, Minute};

/// A date as `2026-11-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IsoDate(pub Date);

impl std::fmt::Display for IsoDate {
    /// Dates beyond the years of ISO 8601, which no reader lets in, are written as the nearest one.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The whole range of jiff's dates, from either end to the other.
        const LONGEST: i32 = 7_304_484;
        let epoch = jiff::civil::date(1970, 1, 1);
        write!(f, "{}", epoch.saturating_add(self.0.days().clamp(-LONGEST, LONGEST).days()))
    }
}

impl Serialize for IsoDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for IsoDate {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$" })
    }
}

/// A time of day as `08:50`, local to the school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock(pub Minute);

impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for Clock {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Clock {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Clock".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$" })
    }
}

/// A number with at most `DIGITS` decimals, told exactly in units of the last one: no float on the way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decimal<const DIGITS: usize>(pub u64);

impl<const DIGITS: usize> std::fmt::Display for Decimal<DIGITS> {
    /// At least one decimal, no further trailing zeros.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = format!("{:0width$}", self.0, width = DIGITS + 1);
        let (whole, decimals) = digits.split_at(digits.len() - DIGITS);
        let decimals = decimals.trim_end_matches('0');
        write!(f, "{whole}.{}", if decimals.is_empty() { "0" } else { decimals })
    }
}

impl<const DIGITS: usize> Serialize for Decimal<DIGITS> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_string()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

impl<const DIGITS: usize> JsonSchema for Decimal<DIGITS> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Decimal{DIGITS}").into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0 })
    }
}

/// A score: 0 to 1 with at most three decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Score(pub Decimal<3>);

impl From<crate::domain::Score> for Score {
    fn from(score: crate::domain::Score) -> Self {
        Self(Decimal(u64::from(score.thousandths())))
    }
}

impl JsonSchema for Score {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Score".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0, "maximum": 1 })
    }
}

/// An object whose keys are ids, dates or labels, in the order given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table<K, V>(pub Vec<(K, V)>);

impl<K, V> Table<K, V> {
    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K, V> FromIterator<(K, V)> for Table<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<K: Serialize, V: Serialize> Serialize for Table<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<K, V: JsonSchema> JsonSchema for Table<K, V> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Table_of_{}", V::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<V>() })
    }
}

/// A list whose entries are made one by one while it is written: a large instance is never there a second time as
/// wire types.
pub struct Each<'a, T> {
    entries: Box<dyn Fn() -> Box<dyn Iterator<Item = T> + 'a> + 'a>,
}

impl<'a, T> Each<'a, T> {
    /// The list of what `entries` yields, which is the same each time.
    #[must_use]
    pub fn of<I: Iterator<Item = T> + 'a>(entries: impl Fn() -> I + 'a) -> Self {
        Self { entries: Box::new(move || Box::new(entries())) }
    }

    /// The entries.
    #[must_use]
    pub fn entries(&self) -> Box<dyn Iterator<Item = T> + 'a> {
        (self.entries)()
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Each<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.entries()).finish()
    }
}

impl<T: PartialEq> PartialEq for Each<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.entries().eq(other.entries())
    }
}

impl<T: Serialize> Serialize for Each<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.entries())
    }
}

impl<T: JsonSchema> JsonSchema for Each<'_, T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        Vec::<T>::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<T>::json_schema(generator)
    }
}

/// An object of free form (a merge patch), as JSON text that is written as it stands. Text that is no JSON is
/// written as a string, so that nothing is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verbatim<'a>(pub &'a str);

impl Serialize for Verbatim<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serde_json::from_str::<&RawValue>(self.0) {
            Ok(json) => json.serialize(serializer),
            Err(_) => serializer.serialize_str(self.0),
        }
    }
}

impl JsonSchema for Verbatim<'_> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Patch".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let written = |millionths| Decimal::<6>(millionths).to_string();
        assert_eq!(written(0), "0.0");
        assert_eq!(written(1), "0.000001");
        assert_eq!(written(1_234), "0.001234");
        assert_eq!(written(1_500_000), "1.5");
        assert_eq!(written(u64::MAX), "18446744073709.551615");
        assert_eq!(Decimal::<3>(1_000).to_string(), "1.0");
        assert_eq!(serde_json::to_string(&Decimal::<6>(10)).unwrap(), "0.00001");
    }

    #[test]
    fn dates_and_times_are_iso() {
        assert_eq!(IsoDate(Date::from_days(0)).to_string(), "1970-01-01");
        assert_eq!(IsoDate(Date::from_days(20_759)).to_string(), "2026-11-02");
        assert_eq!(IsoDate(Date::from_days(i32::MAX)).to_string(), "9999-12-31");
        assert_eq!(Clock(530).to_string(), "08:50");
        assert_eq!(Clock(1_440).to_string(), "24:00");
    }

    #[test]
    fn patches_stand_as_they_are() {
        let patch = r#"{"rules":{"min_match":0.10}}"#;
        assert_eq!(serde_json::to_string(&Verbatim(patch)).unwrap(), patch);
        assert_eq!(serde_json::to_string(&Verbatim("no json")).unwrap(), r#""no json""#);
    }
}
