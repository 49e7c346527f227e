//! Decoders of the round, focuses and schools.

use std::collections::HashSet;

use crate::domain::{
    Bell, Closed, Cycle, FixedMonday, Focus, Key, Keyed, PeriodId, PeriodUse, Round, School, Weekday, Weekdays,
};
use crate::format::decode::{At, Fields, at, boolean, each_at, list, map, text};
use crate::format::rules::{calendar, ids, shape};
use crate::format::scalars::{Words, date, id, minute, word};
use crate::format::sink::Sink;
use crate::format::tree::Node;

use super::context::SchoolEntry;

/// `round`.
pub fn round<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Round> {
    let mut fields = Fields::of(node, "the round", sink)?;
    let title = fields.optional("title", text);
    let start = fields.required("start", date);
    let end = fields.required("end", at(date));
    let timezone = fields.optional("timezone", at(text));
    let year = fields.optional("year", id);
    if let Some(zone) = timezone {
        shape::e0117_unknown_time_zone(zone.value, zone.span, fields.sink());
    }
    if let (Some(start), Some(end)) = (start, end)
        && calendar::e1001_round_upside_down(start, end, fields.sink()).is_some()
    {
        calendar::e1002_round_too_long(start, end, fields.sink());
    }
    fields.finish();
    Some(Round {
        title: title.unwrap_or_default().to_owned(),
        start: start?,
        end: end?.value,
        timezone: timezone.map(|zone| zone.value.to_owned()),
        year: year.map(str::to_owned),
    })
}

/// An entry of `focuses`.
pub fn focus<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Focus> {
    let mut fields = Fields::of(node, "a focus", sink)?;
    let id = fields.required("id", id);
    let name = fields.optional("name", text);
    fields.finish();
    let id = id?;
    Some(Focus { id: id.to_owned(), name: name.unwrap_or(id).to_owned() })
}

/// A set of weekdays, at least one, none twice.
pub fn weekdays<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Weekdays> {
    let days = list(node, sink, each_at(word::<Weekday>))?;
    let mut set = Weekdays::default();
    for day in &days {
        if set.contains(day.value) {
            shape::e0114_repeated_entry(day.value.word(), day.span, "`weekdays`", sink);
        }
        set = set.with(day.value);
    }
    shape::e0113_empty_list(node, "weekday", sink);
    Some(set)
}

/// An entry of `schools`.
pub fn school<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<SchoolEntry> {
    let mut fields = Fields::of(node, "a school", sink)?;
    let id = fields.required("id", id);
    let name = fields.optional("name", text);
    let before = fields.sink().errors();
    let weekdays = fields.optional("weekdays", weekdays).unwrap_or(Weekdays::SCHOOL_WEEK);
    let (period_ids, bell) = fields.required("periods", |node, sink| bell(node, weekdays, sink)).unwrap_or_default();
    let bell_is_sound = fields.sink().errors() == before;
    let before = fields.sink().errors();
    let cycle = fields.optional("cycle", cycle);
    let cycle_is_sound = fields.sink().errors() == before;
    let closed = fields.list("closed", closed);
    fields.finish();
    let id = id.unwrap_or_default();
    let school =
        School { id: id.to_owned(), name: name.unwrap_or(id).to_owned(), weekdays, period_ids, bell, cycle, closed };
    Some(SchoolEntry { school, bell_is_sound, cycle_is_sound })
}

type Periods = (Keyed<PeriodId, String>, Vec<Bell>);

fn bell<'n>(node: &'n Node<'n>, weekdays: Weekdays, sink: &mut Sink) -> Option<Periods> {
    let (mut names, mut bell) = (Vec::<String>::new(), Vec::new());
    list(node, sink, |node, sink| {
        let (name, mut entry) = bell_entry(node, sink)?;
        entry.period = PeriodId::from_index(names.iter().position(|known| known == name).unwrap_or(names.len()));
        if entry.period.index() == names.len() {
            names.push(name.to_owned());
        }
        calendar::e1005_period_rings_twice(At { value: &entry, span: node.span }, name, &bell, weekdays, sink);
        calendar::w2003_period_never_rings(&entry, name, node.span, weekdays, sink);
        bell.push(entry);
        Some(())
    })?;
    Some((Keyed::from(names), bell))
}

fn bell_entry<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<(&'n str, Bell)> {
    let mut fields = Fields::of(node, "a period", sink)?;
    let id = fields.required("id", id);
    let start = fields.required("start", minute);
    let end = fields.required("end", at(minute));
    let weekdays = fields.optional("weekdays", weekdays);
    let usage = fields.optional("use", word).unwrap_or(PeriodUse::Lesson);
    if let (Some(start), Some(end)) = (start, end) {
        calendar::e1004_period_upside_down(start, end, fields.sink());
    }
    fields.finish();
    let period = PeriodId::from_index(0);
    Some((id?, Bell { period, start: start?, end: end?.value, weekdays, usage }))
}

fn cycle<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Cycle> {
    let mut fields = Fields::of(node, "a cycle", sink)?;
    let weeks = fields.required("weeks", |node, sink| {
        let labels = list(node, sink, each_at(id))?;
        shape::e0113_empty_list(node, "week", sink);
        Some(distinct(labels, "`weeks`", sink))
    });
    let labels: Vec<String> = weeks.unwrap_or_default().into_iter().map(str::to_owned).collect();
    let known = !labels.is_empty();
    let week = |node: &'n Node<'n>, sink: &mut Sink| {
        let label = id(node, sink)?;
        if known { ids::e1205_unknown_week(&labels, label, node.span, sink) } else { None }
    };
    let anchor = fields.required("anchor", |node, sink| {
        let mut fields = Fields::of(node, "an anchor", sink)?;
        let monday = fields.required("monday", at(date));
        let week = fields.required("week", week);
        let monday = monday.and_then(|date| calendar::e1006_not_a_monday(date.value, date.span, fields.sink()));
        fields.finish();
        Some(FixedMonday { monday: monday?, week: week? })
    });
    let skip_closed_weeks = fields.optional("skip_closed_weeks", boolean).unwrap_or(true);
    let overrides = fields
        .optional("overrides", |node, sink| map(node, "Mondays with their weeks", sink, |node, sink| week(node, sink)));
    let mut fixed = Vec::new();
    for (key, week) in overrides.unwrap_or_default() {
        let monday = shape::e0109_not_a_date(key.value, key.span, fields.sink())
            .and_then(|date| calendar::e1006_not_a_monday(date, key.span, fields.sink()));
        if let Some(monday) = monday {
            let given = FixedMonday { monday, week };
            if let Some(anchor) = anchor {
                let given = At { value: given, span: key.span };
                calendar::e1007_override_contradicts_anchor(anchor, given, fields.sink());
            }
            fixed.push(given);
        }
    }
    fixed.sort_by_key(|fixed| fixed.monday);
    fields.finish();
    Some(Cycle { weeks: Keyed::from(labels.clone()), anchor: anchor?, skip_closed_weeks, overrides: fixed })
}

/// The entries of a list that is a set; the repeated ones are reported.
pub fn distinct<'n>(entries: Vec<At<&'n str>>, what: &str, sink: &mut Sink) -> Vec<&'n str> {
    // A set is worth its while for long lists only.
    let long = entries.len() > 16;
    let mut seen = HashSet::new();
    let mut first = Vec::with_capacity(entries.len());
    for entry in entries {
        if if long { seen.insert(entry.value) } else { !first.contains(&entry.value) } {
            first.push(entry.value);
        } else {
            shape::e0114_repeated_entry(entry.value, entry.span, what, sink);
        }
    }
    first
}

fn closed<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Closed> {
    let mut fields = Fields::of(node, "a closure", sink)?;
    let from = fields.required("from", date);
    let to = fields.optional("to", at(date));
    let why = fields.optional("why", text);
    let staff_released = fields.flag("staff_released", false);
    calendar::e1003_range_upside_down(from, to, fields.sink());
    fields.finish();
    let from = from?;
    Some(Closed { from, to: to.map_or(from, |to| to.value), why: why.map(str::to_owned), staff_released })
}
