//! E01xx: what must hold of single values: keys, types, numbers, dates, words.

use std::ops::RangeInclusive;

use jiff::tz::TimeZoneDatabase;

use crate::domain::{Date, Minute, Score};
use crate::format::code::Code;
use crate::format::scalars::{Decimal, MAX_COUNT, YEARS, parse_date, parse_minute};
use crate::format::sink::{Finding, Sink, quote};
use crate::format::tree::{Member, Node, Span, Value};

/// Every key is one that the format knows.
pub fn e0101_unknown_key(member: &Member<'_>, what: &str, known: &[&'static str], sink: &mut Sink) {
    let nearest = sink.nearest(&member.key, known.iter().copied());
    let expected = if known.len() <= 12 { format!("one of {}", known.join(", ")) } else { format!("a key of {what}") };
    sink.push(
        Finding::new(Code::E0101, member.key_span, format!("{what} has no key {}", quote(&member.key)))
            .expected(expected)
            .nearest(nearest),
    );
}

/// What has no default is given.
pub fn e0102_missing_key(object: Span, what: &str, key: &str, sink: &mut Sink) {
    sink.push(
        Finding::new(Code::E0102, object.opening(), format!("{what} lacks its key `{key}`"))
            .expected(format!("a key `{key}` in this object")),
    );
}

/// A value is of the type that its key has.
pub fn e0103_wrong_type<T>(node: &Node<'_>, expected: &str, sink: &mut Sink) -> Option<T> {
    let found = match &node.value {
        Value::Text(text) => format!("the text {}", quote(text)),
        Value::Number(number) => format!("the number {}", quote(number)),
        Value::Bool(value) => value.to_string(),
        other => other.kind().to_owned(),
    };
    sink.push(
        Finding::new(Code::E0103, node.span, format!("{found} where {expected} belongs"))
            .found(node.value.kind())
            .expected(expected),
    );
    None
}

/// A word is one of those that its key knows.
pub fn e0104_unknown_word<T>(
    word: &str,
    span: Span,
    what: &str,
    known: impl Iterator<Item = &'static str> + Clone,
    sink: &mut Sink,
) -> Option<T> {
    let nearest = sink.nearest(word, known.clone());
    let list: Vec<String> = known.map(|known| format!("\"{known}\"")).collect();
    sink.push(
        Finding::new(Code::E0104, span, format!("{} is not {what}", quote(word)))
            .expected(format!("one of {}", list.join(", ")))
            .nearest(nearest),
    );
    None
}

/// Pence, counts and minutes are whole.
pub fn e0105_not_whole(literal: &str, span: Span, sink: &mut Sink) -> Option<Decimal> {
    let decimal = Decimal::of(literal);
    if decimal.digits.is_empty() || decimal.exponent >= 0 {
        return Some(decimal);
    }
    sink.push(
        Finding::new(Code::E0105, span, format!("{} is not whole", quote(literal)))
            .found(format!("the number {}", quote(literal)))
            .expected("a whole number (money is in pence)"),
    );
    None
}

/// A whole number is within the bounds of its key.
pub fn e0106_out_of_range(
    value: &Decimal,
    literal: &str,
    range: RangeInclusive<i64>,
    span: Span,
    sink: &mut Sink,
) -> Option<i64> {
    let within = value.scaled(0).filter(|value| range.contains(value));
    if within.is_none() {
        let expected = match (*range.start(), *range.end()) {
            (0, most) if most >= i64::from(MAX_COUNT) => format!("0 or more, at most {most}"),
            (least, most) => format!("a whole number from {least} to {most}"),
        };
        sink.push(
            Finding::new(Code::E0106, span, format!("{} is out of range", quote(literal)))
                .found(quote(literal))
                .expected(expected),
        );
    }
    within
}

/// A score lies between 0 and 1.
pub fn e0107_score_out_of_range(score: &Decimal, literal: &str, span: Span, sink: &mut Sink) -> Option<()> {
    let below = score.negative && !score.digits.is_empty();
    if !below && !score.exceeds_one() {
        return Some(());
    }
    sink.push(
        Finding::new(Code::E0107, span, format!("the score {} is not between 0 and 1", quote(literal)))
            .found(quote(literal))
            .expected("a score from 0 to 1"),
    );
    None
}

/// A score has at most three decimals, so that every product is exact.
pub fn e0108_too_many_decimals(score: &Decimal, literal: &str, span: Span, sink: &mut Sink) -> Option<Score> {
    let exact =
        score.scaled(3).and_then(|thousandths| u16::try_from(thousandths).ok()).and_then(Score::from_thousandths);
    if exact.is_none() {
        sink.push(
            Finding::new(Code::E0108, span, format!("the score {} has more than three decimals", quote(literal)))
                .found(quote(literal))
                .expected("at most three decimals"),
        );
    }
    exact
}

/// A date is a real day, written the ISO way.
pub fn e0109_not_a_date(text: &str, span: Span, sink: &mut Sink) -> Option<Date> {
    let date = parse_date(text);
    if date.is_none() {
        sink.push(Finding::new(Code::E0109, span, format!("{} is not a date", quote(text))).expected(format!(
            "a day of the calendar as YYYY-MM-DD, {} to {}",
            YEARS.start(),
            YEARS.end()
        )));
    }
    date
}

/// A time of day is written `HH:MM`.
pub fn e0110_not_a_time(text: &str, span: Span, sink: &mut Sink) -> Option<Minute> {
    let minute = parse_minute(text);
    if minute.is_none() {
        sink.push(
            Finding::new(Code::E0110, span, format!("{} is not a time of day", quote(text)))
                .expected("a time as HH:MM, 00:00 to 24:00"),
        );
    }
    minute
}

/// An id can be told from every other and written down.
pub fn e0111_unusable_id<'n>(id: &'n str, span: Span, sink: &mut Sink) -> Option<&'n str> {
    if !id.is_empty() && id.trim() == id && !id.contains(char::is_control) {
        return Some(id);
    }
    let found = if id.is_empty() { "an empty text".to_owned() } else { quote(id) };
    sink.push(
        Finding::new(Code::E0111, span, format!("{found} is not usable as an id"))
            .expected("a text that is not empty, without blanks at its ends and without control characters"),
    );
    None
}

/// A list has as many entries as its key says.
pub fn e0112_wrong_number<T>(span: Span, found: usize, expected: &str, sink: &mut Sink) -> Option<T> {
    sink.push(
        Finding::new(Code::E0112, span, format!("a list of {found} where {expected} belong"))
            .found(format!("{found} entries"))
            .expected(format!("{expected} entries")),
    );
    None
}

/// A list that means nothing when empty is not.
pub fn e0113_empty_list(list: &Node<'_>, what: &str, sink: &mut Sink) {
    if matches!(&list.value, Value::List(entries) if entries.is_empty()) {
        sink.push(
            Finding::new(Code::E0113, list.span, format!("no {what} at all"))
                .found("an empty list")
                .expected(format!("at least one {what}")),
        );
    }
}

/// A list that is a set names each entry once. `shown` is the entry as text.
pub fn e0114_repeated_entry(shown: &str, span: Span, what: &str, sink: &mut Sink) {
    sink.push(
        Finding::new(Code::E0114, span, format!("{} stands twice in {what}", quote(shown))).expected("each entry once"),
    );
}

/// The file says which format it has, and it is the one that is read here.
pub fn e0116_wrong_format(found: &str, span: Span, expected: &'static str, sink: &mut Sink) -> Option<()> {
    if found == expected {
        return Some(());
    }
    sink.push(
        Finding::new(Code::E0116, span, format!("the format {} is not read here", quote(found)))
            .found(quote(found))
            .expected(format!("\"{expected}\"")),
    );
    None
}

/// A lock, or what changed, is an object with one key, which says what kind it is.
pub fn e0115_not_one_key(span: Span, keys: usize, what: &str, known: &str, sink: &mut Sink) -> Option<()> {
    if keys == 1 {
        return Some(());
    }
    sink.push(
        Finding::new(Code::E0115, span.opening(), format!("{what} with {keys} keys"))
            .found(format!("{keys} keys"))
            .expected(format!("exactly one of {known}")),
    );
    None
}

/// A time zone is one of the IANA database.
pub fn e0117_unknown_time_zone(name: &str, span: Span, sink: &mut Sink) -> Option<()> {
    // The database that is built in: the answer does not depend on the machine.
    let database = TimeZoneDatabase::bundled();
    let known: Vec<String> = database.available().map(|name| name.to_string()).collect();
    if known.iter().any(|known| known == name) {
        return Some(());
    }
    let nearest = sink.nearest(name, known.iter().map(String::as_str));
    sink.push(
        Finding::new(Code::E0117, span, format!("unknown time zone {}", quote(name)))
            .expected("an IANA name such as \"Europe/London\"")
            .nearest(nearest),
    );
    None
}
