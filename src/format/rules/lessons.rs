//! E14xx: lessons, and W2001.

use crate::domain::{
    CoverNeed, Date, Key, Keyed, Lesson, LessonId, PeriodId, School, SchoolId, Teacher, TeacherId, Weekday, When,
};
use crate::format::code::Code;
use crate::format::decode::At;
use crate::format::instance::Context;
use crate::format::scalars::Words;
use crate::format::sink::{Finding, Sink, quote};
use crate::format::tree::{Node, Span, Value};

/// The teachers of a lesson are all of one school.
pub fn e1401_teachers_of_two_schools(
    context: &Context<'_>,
    first: Option<SchoolId>,
    teacher: TeacherId,
    span: Span,
    sink: &mut Sink,
) {
    if let (Some(first), Some(school)) = (first, context.school_of(teacher))
        && first != school
    {
        sink.push(
            Finding::new(Code::E1401, span, "this teacher is of another school than the lesson's first teacher")
                .expected("teachers of one school"),
        );
    }
}

/// A lesson without teachers is of the only school, or of the one that declares its first class; `declaring` are those
/// that do.
pub fn e1402_school_unknown(
    context: &Context<'_>,
    mut declaring: impl Iterator<Item = SchoolId>,
    span: Span,
    sink: &mut Sink,
) -> Option<SchoolId> {
    if context.school_entries.len() == 1 {
        return Some(SchoolId::from_index(0));
    }
    let found = declaring.next().filter(|_| declaring.next().is_none());
    if found.is_none() {
        sink.push(
            Finding::new(Code::E1402, span.opening(), "the school of this lesson can't be told: it has no teachers")
                .expected("`teachers`, or a first class that one school alone lists in `classes`"),
        );
    }
    found
}

/// A lesson is every week on a weekday, or once on a date.
pub fn e1403_weekday_or_date(span: Span, both: bool, sink: &mut Sink) {
    let found = if both { "both `weekday` and `date`" } else { "neither `weekday` nor `date`" };
    sink.push(
        Finding::new(Code::E1403, span, format!("a lesson with {found}"))
            .found(found)
            .expected("either `weekday` or `date`"),
    );
}

/// A date says it all: there is no week to choose.
pub fn e1404_dated_with_week(span: Span, sink: &mut Sink) {
    sink.push(
        Finding::new(Code::E1404, span, "a lesson with a `date` has no `week`").expected("no `week`, or a `weekday`"),
    );
}

/// A lesson lies on a weekday that its school has.
pub fn e1405_school_does_not_teach(school: &School, weekday: At<Weekday>, sink: &mut Sink) -> Option<()> {
    if school.weekdays.contains(weekday.value) {
        return Some(());
    }
    let days: Vec<&str> = school.weekdays.iter().map(Words::word).collect();
    sink.push(
        Finding::new(
            Code::E1405,
            weekday.span,
            format!("the school {} does not teach on {}", quote(&school.id), weekday.value.word()),
        )
        .found(weekday.value.word())
        .expected(format!("one of {}", days.join(", "))),
    );
    None
}

/// The period of a lesson rings on its weekday.
pub fn e1406_period_does_not_ring(
    school: &School,
    weekday: Weekday,
    period: At<PeriodId>,
    sink: &mut Sink,
) -> Option<()> {
    if school.bell_of(period.value, weekday).is_some() {
        return Some(());
    }
    let rings: Vec<&str> = school.bell_on(weekday).iter().map(|bell| school.period_ids[bell.period].as_str()).collect();
    let name = quote(&school.period_ids[period.value]);
    sink.push(
        Finding::new(Code::E1406, period.span, format!("the period {name} does not ring on {}", weekday.word()))
            .expected(format!("one of {}", rings.join(", "))),
    );
    None
}

/// A lesson starts in a period of use `lesson`.
pub fn e1407_no_lesson_period(school: &School, weekday: Weekday, period: At<PeriodId>, sink: &mut Sink) -> Option<()> {
    let usage = school.bell_of(period.value, weekday)?.usage;
    if usage == crate::domain::PeriodUse::Lesson {
        return Some(());
    }
    let name = quote(&school.period_ids[period.value]);
    sink.push(
        Finding::new(Code::E1407, period.span, format!("no lesson starts in the period {name}"))
            .found(format!("a period of use \"{}\"", usage.word()))
            .expected("a period of use \"lesson\""),
    );
    None
}

/// A long lesson has as many lesson periods after its first one as it needs.
pub fn e1408_runs_past_the_last_period(
    school: &School,
    weekday: Weekday,
    period: PeriodId,
    length: At<u32>,
    sink: &mut Sink,
) {
    if school.periods_of(period, length.value, weekday).is_some() {
        return;
    }
    let fits = (1..length.value).rev().find(|&fits| school.periods_of(period, fits, weekday).is_some()).unwrap_or(1);
    let name = quote(&school.period_ids[period]);
    sink.push(
        Finding::new(Code::E1408, length.span, "the lesson runs past the last lesson period of the day")
            .found(format!("{} periods from {name}", length.value))
            .expected(format!("at most {fits}")),
    );
}

/// Who covers a `qualified` lesson has its subject, so it has one.
pub fn e1409_qualified_without_subject(cover: At<CoverNeed>, subject: Option<&str>, sink: &mut Sink) {
    if cover.value == CoverNeed::Qualified && subject.is_none() {
        sink.push(
            Finding::new(Code::E1409, cover.span, "cover \"qualified\" needs a `subject`")
                .expected("a `subject`, or another `cover`"),
        );
    }
}

/// Somebody is timetabled twice at a time: busy is busy, and if left both lessons are covered. `list` are the lessons
/// in the source.
pub fn w2001_two_lessons_at_one_time(
    lessons: &Keyed<LessonId, Lesson>,
    schools: &Keyed<SchoolId, School>,
    teachers: &Keyed<TeacherId, Teacher>,
    list: Option<&Node<'_>>,
    sink: &mut Sink,
) {
    let most = lessons.iter().map(|lesson| lesson.teachers.len() * lesson.length as usize).sum();
    let mut held: Vec<(Slot, LessonId)> = Vec::with_capacity(most);
    for (id, lesson) in lessons.entries() {
        held.extend(slots(&schools[lesson.school], lesson).map(|slot| (slot, id)));
    }
    held.sort_unstable();
    let clash = |id: LessonId, lesson: &Lesson| {
        let school = &schools[lesson.school];
        slots(school, lesson).find_map(|slot| {
            let earlier = &held[held.partition_point(|other| other.0 < slot)..];
            let mut earlier = earlier.iter().take_while(|other| **other < (slot, id)).map(|other| other.1);
            earlier.find(|&other| meet(school, lesson, &lessons[other])).map(|other| (slot.0, other))
        })
    };
    let starts: &mut dyn Iterator<Item = usize> = match list.map(|node| &node.value) {
        Some(Value::List(items)) => &mut items.iter().map(|item| item.span.start),
        Some(Value::Long(list)) => &mut list.starts(),
        _ => return,
    };
    for ((id, lesson), start) in lessons.entries().zip(starts) {
        if let Some((teacher, other)) = clash(id, lesson) {
            let name = teachers[teacher].id.as_str();
            let span = Span { start, end: start + 1 };
            sink.push(
                Finding::new(Code::W2001, span, format!("{} has two lessons at one time", quote(name)))
                    .found(format!("this one and {}", quote(&lessons[other].id)))
                    .expected("one; if the teacher leaves, both are covered"),
            );
        }
    }
}

/// A teacher's period of a weekday.
type Slot = (TeacherId, Weekday, PeriodId);

/// The slots that a lesson takes, period by period.
fn slots(school: &School, lesson: &Lesson) -> impl Iterator<Item = Slot> {
    let weekday = match lesson.when {
        When::Once(date) => date.weekday(),
        When::Weekly { weekday, .. } => weekday,
    };
    let periods = school.periods_of(lesson.period, lesson.length, weekday).unwrap_or_default();
    periods.into_iter().flat_map(move |period| lesson.teachers.iter().map(move |&teacher| (teacher, weekday, period)))
}

/// Whether two lessons of one period and weekday may fall on one date.
fn meet(school: &School, a: &Lesson, b: &Lesson) -> bool {
    let earliest: Option<Date> = a.from.max(b.from);
    let latest: Option<Date> = [a.until, b.until].into_iter().flatten().min();
    let within = |date: Date| earliest.is_none_or(|from| from <= date) && latest.is_none_or(|until| date <= until);
    let overlap = earliest.zip(latest).is_none_or(|(from, until)| from <= until);
    match (a.when, b.when) {
        (When::Once(a), When::Once(b)) => a == b && within(a),
        (When::Once(date), When::Weekly { week, .. }) | (When::Weekly { week, .. }, When::Once(date)) => {
            within(date) && week.is_none_or(|week| school.week_on(date) == Some(week))
        }
        (When::Weekly { week: a, .. }, When::Weekly { week: b, .. }) => {
            overlap && (a.is_none() || b.is_none() || a == b)
        }
    }
}
