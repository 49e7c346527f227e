//! E11xx and E12xx: ids are unique in their scope, and references find what they name.

use crate::domain::{FocusId, Key, LessonId, PeriodId, SchoolId, SupervisorId, SupplyId, TeacherId, WeekId};
use crate::format::code::Code;
use crate::format::instance::{Context, SchoolEntry, Table};
use crate::format::sink::{Finding, Sink, quote};
use crate::format::tree::Span;

/// An id stands once in its scope.
pub fn e1101_id_stands_twice(id: &str, span: Span, what: &str, sink: &mut Sink) {
    sink.push(
        Finding::new(Code::E1101, span, format!("the id {} of {what} stands twice", quote(id)))
            .expected("an id of its own"),
    );
}

fn reference<K: Key>(code: Code, table: &Table<'_, K>, id: &str, span: Span, what: &str, sink: &mut Sink) -> Option<K> {
    let found = table.get(id);
    if found.is_none() {
        let nearest = sink.nearest(id, table.names());
        sink.push(
            Finding::new(code, span, format!("no {what} has the id {}", quote(id)))
                .expected(format!("the id of a {what}"))
                .nearest(nearest),
        );
    }
    found
}

/// A school of the instance.
pub fn e1201_unknown_school(context: &Context<'_>, id: &str, span: Span, sink: &mut Sink) -> Option<SchoolId> {
    reference(Code::E1201, &context.schools, id, span, "school", sink)
}

/// A focus of the instance.
pub fn e1202_unknown_focus(context: &Context<'_>, id: &str, span: Span, sink: &mut Sink) -> Option<FocusId> {
    reference(Code::E1202, &context.focuses, id, span, "focus", sink)
}

/// A teacher of the instance.
pub fn e1203_unknown_teacher(context: &Context<'_>, id: &str, span: Span, sink: &mut Sink) -> Option<TeacherId> {
    reference(Code::E1203, &context.teachers, id, span, "teacher", sink)
}

/// A period of the school's bell.
pub fn e1204_unknown_period(entry: &SchoolEntry, id: &str, span: Span, sink: &mut Sink) -> Option<PeriodId> {
    let school = &entry.school;
    let found = school.period_ids.entries().find(|(_, known)| *known == id).map(|(period, _)| period);
    if found.is_none() && entry.bell_is_sound {
        unknown_period(id, span, &format!("{} has", quote(&school.id)), school.period_ids.iter(), sink);
    }
    found
}

/// A period of any of several schools, where it is not said of which.
pub fn e1204_unknown_period_anywhere(entries: &[&SchoolEntry], id: &str, span: Span, sink: &mut Sink) -> Option<()> {
    let known = || entries.iter().flat_map(|entry| entry.school.period_ids.iter());
    if known().any(|known| known == id) {
        return Some(());
    }
    if entries.iter().all(|entry| entry.bell_is_sound) {
        unknown_period(id, span, "none of the schools has", known(), sink);
    }
    None
}

fn unknown_period<'c>(id: &str, span: Span, whose: &str, known: impl Iterator<Item = &'c String>, sink: &mut Sink) {
    let nearest = sink.nearest(id, known.map(String::as_str));
    sink.push(
        Finding::new(Code::E1204, span, format!("{whose} no period {}", quote(id)))
            .expected("the id of a period of its bell")
            .nearest(nearest),
    );
}

/// A label of the school's cycle.
pub fn e1205_unknown_week(weeks: &[String], label: &str, span: Span, sink: &mut Sink) -> Option<WeekId> {
    let found = weeks.iter().position(|week| week == label).map(WeekId::from_index);
    if found.is_none() {
        let nearest = sink.nearest(label, weeks.iter().map(String::as_str));
        sink.push(
            Finding::new(Code::E1205, span, format!("the cycle has no week {}", quote(label)))
                .expected(format!("one of {}", weeks.join(", ")))
                .nearest(nearest),
        );
    }
    found
}

/// A lesson of the instance.
pub fn e1206_unknown_lesson(context: &Context<'_>, id: &str, span: Span, sink: &mut Sink) -> Option<LessonId> {
    reference(Code::E1206, &context.lessons, id, span, "lesson", sink)
}

/// A cover supervisor of the instance.
pub fn e1207_unknown_supervisor(context: &Context<'_>, id: &str, span: Span, sink: &mut Sink) -> Option<SupervisorId> {
    reference(Code::E1207, &context.supervisors, id, span, "supervisor", sink)
}

/// A source of supply of the instance.
pub fn e1208_unknown_supply(context: &Context<'_>, id: &str, span: Span, sink: &mut Sink) -> Option<SupplyId> {
    reference(Code::E1208, &context.supply, id, span, "source of supply", sink)
}
