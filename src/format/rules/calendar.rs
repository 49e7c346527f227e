//! E10xx: rounds, bells, cycles and ranges of dates.

use crate::domain::{Bell, Cycle, Date, FixedMonday, Minute, Pattern, School, Weekdays};
use crate::format::code::Code;
use crate::format::decode::At;
use crate::format::sink::{Finding, Sink, quote};
use crate::format::tree::Span;

/// Most days of a round.
const LONGEST_ROUND: i32 = 400;

/// The round ends on or after the day on which it starts.
pub fn e1001_round_upside_down(start: Date, end: At<Date>, sink: &mut Sink) -> Option<()> {
    if start <= end.value {
        return Some(());
    }
    sink.push(
        Finding::new(Code::E1001, end.span, "the round ends before it starts").expected("a date on or after `start`"),
    );
    None
}

/// A round is a few weeks, at most a school year.
pub fn e1002_round_too_long(start: Date, end: At<Date>, sink: &mut Sink) {
    let days = end.value.days() - start.days() + 1;
    if days > LONGEST_ROUND {
        sink.push(
            Finding::new(Code::E1002, end.span, "the round is too long")
                .found(format!("{days} days"))
                .expected(format!("at most {LONGEST_ROUND} days")),
        );
    }
}

/// A range of dates ends on or after the day on which it starts.
pub fn e1003_range_upside_down(from: Option<Date>, to: Option<At<Date>>, sink: &mut Sink) {
    if let (Some(from), Some(to)) = (from, to)
        && to.value < from
    {
        sink.push(
            Finding::new(Code::E1003, to.span, "the range ends before it starts").expected("a date on or after `from`"),
        );
    }
}

/// A period ends after it starts.
pub fn e1004_period_upside_down(start: Minute, end: At<Minute>, sink: &mut Sink) {
    if end.value <= start {
        sink.push(
            Finding::new(Code::E1004, end.span, "the period ends before it starts").expected("a time after `start`"),
        );
    }
}

/// A period id may stand in several entries of the bell, but once on each weekday.
pub fn e1005_period_rings_twice(entry: At<&Bell>, id: &str, earlier: &[Bell], weekdays: Weekdays, sink: &mut Sink) {
    let days = |bell: &Bell| bell.weekdays.unwrap_or(weekdays);
    let clash = |bell: &&Bell| bell.period == entry.value.period && days(bell).meets(days(entry.value));
    if earlier.iter().any(|bell| clash(&bell)) {
        sink.push(
            Finding::new(
                Code::E1005,
                entry.span.opening(),
                format!("the period {} rings twice on one weekday", quote(id)),
            )
            .expected("one entry per period and weekday (`weekdays` without a day in common)"),
        );
    }
}

/// Weeks are named by their Mondays.
pub fn e1006_not_a_monday(date: Date, span: Span, sink: &mut Sink) -> Option<Date> {
    if date.monday() == date {
        return Some(date);
    }
    sink.push(Finding::new(Code::E1006, span, "this date is not a Monday").expected("the Monday of the week"));
    None
}

/// An override of the anchor's own Monday says the same.
pub fn e1007_override_contradicts_anchor(anchor: FixedMonday, given: At<FixedMonday>, sink: &mut Sink) {
    if given.value.monday == anchor.monday && given.value.week != anchor.week {
        sink.push(
            Finding::new(Code::E1007, given.span, "this override contradicts the anchor, which is the same Monday")
                .expected("the week of the anchor, or another Monday"),
        );
    }
}

/// Only a cycle has weeks.
pub fn e1008_week_without_cycle<'s>(school: &'s School, span: Span, sink: &mut Sink) -> Option<&'s Cycle> {
    if school.cycle.is_none() {
        sink.push(
            Finding::new(Code::E1008, span, format!("the school {} has no cycle of weeks", quote(&school.id)))
                .expected("no `week`, or a `cycle` of the school"),
        );
    }
    school.cycle.as_ref()
}

/// A pattern whose parts contradict each other speaks of nothing.
pub fn w2002_pattern_never_applies(pattern: &Pattern, school: &School, span: Span, sink: &mut Sink) {
    if let Some(date) = pattern.date
        && !pattern.covers_date(school, date)
    {
        sink.push(
            Finding::new(Code::W2002, span.opening(), "this time pattern never applies")
                .found("a `date` that is not of this `weekday` or `week`")
                .expected("a `date` alone, or one that fits"),
        );
    }
}

/// A bell entry for weekdays on which the school does not teach is of no use.
pub fn w2003_period_never_rings(entry: &Bell, id: &str, span: Span, weekdays: Weekdays, sink: &mut Sink) {
    if entry.weekdays.is_some_and(|days| !days.meets(weekdays)) {
        sink.push(
            Finding::new(Code::W2003, span.opening(), format!("the period {} never rings", quote(id)))
                .found("only weekdays that the school does not have")
                .expected("one of the school's `weekdays`"),
        );
    }
}
