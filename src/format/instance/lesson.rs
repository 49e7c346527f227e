//! Decoders of classes, rooms and lessons.

use std::collections::{BTreeMap, HashMap};

use crate::domain::{
    Away, Class, ClassId, CoverNeed, Date, Keyed, Lesson, Room, RoomId, SchoolId, TeacherId, Weekday, When,
};
use crate::format::decode::{At, Fields, at, each, each_at, list, text};
use crate::format::rules::{calendar, ids, lessons as rules, shape};
use crate::format::scalars::{count, date, id, within, word};
use crate::format::sink::Sink;
use crate::format::tree::Node;

use super::context::Context;
use super::school::distinct;
use super::teacher::unbuilt_flag;

/// Most periods of one lesson.
const LONGEST: u32 = 20;

/// Classes or rooms: those that are declared, then those that lessons name.
#[derive(Debug)]
pub struct PerSchool<K, V> {
    /// Ids are unique in their school.
    by_id: HashMap<Box<str>, BTreeMap<SchoolId, K>>,
    items: Keyed<K, V>,
}

impl<K: crate::domain::Key, V> PerSchool<K, V> {
    fn new() -> Self {
        Self { by_id: HashMap::new(), items: Keyed::new() }
    }

    fn declare(&mut self, school: Option<SchoolId>, id: At<&str>, item: Option<V>, what: &str, sink: &mut Sink) {
        let (Some(school), Some(item)) = (school, item) else { return };
        let before = self.items.len();
        self.named(school, id.value, || item);
        if self.items.len() == before {
            ids::e1101_id_stands_twice(id.value, id.span, what, sink);
        }
    }

    fn named(&mut self, school: SchoolId, id: &str, make: impl FnOnce() -> V) -> K {
        let items = &mut self.items;
        let key = || items.push(make());
        if let Some(schools) = self.by_id.get_mut(id) {
            return *schools.entry(school).or_insert_with(key);
        }
        let key = key();
        self.by_id.insert(id.into(), BTreeMap::from([(school, key)]));
        key
    }

    /// The schools that have one of this id.
    fn schools(&self, id: &str) -> impl Iterator<Item = SchoolId> {
        self.by_id.get(id).into_iter().flat_map(|schools| schools.keys().copied())
    }

    /// The items in order.
    pub fn into_items(self) -> Keyed<K, V> {
        self.items
    }
}

/// Classes by school.
pub type Classes = PerSchool<ClassId, Class>;
/// Rooms by school.
pub type Rooms = PerSchool<RoomId, Room>;

/// `classes`.
pub fn classes(context: &Context<'_>, list: Option<&Node<'_>>, sink: &mut Sink) -> Classes {
    let mut classes = PerSchool::new();
    each(list, sink, |_, node, sink| class(context, node, &mut classes, sink));
    classes
}

fn class<'n>(context: &Context<'_>, node: &'n Node<'n>, classes: &mut Classes, sink: &mut Sink) -> Option<()> {
    let mut fields = Fields::of(node, "a class", sink)?;
    let id = fields.required("id", at(id));
    let school = fields.required("school", |node, sink| context.school(node, sink));
    let year = fields.optional("year", text);
    let size = fields.optional("size", count);
    let exam = fields.flag("exam", false);
    let study_release = fields.optional("study_release", count).unwrap_or(0);
    let cover_max = fields.optional("cover_max", count);
    let watched_max = fields.optional("watched_max", count);
    let away = fields.list("away", away);
    let id = id?;
    let class = school.map(|school| Class {
        declared: true,
        year: year.map(str::to_owned),
        size,
        exam,
        study_release,
        cover_max,
        watched_max,
        away,
        ..Class::new(id.value, school)
    });
    classes.declare(school, id, class, "a class", fields.sink());
    fields.finish();
    Some(())
}

fn away<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Away> {
    let mut fields = Fields::of(node, "an absence", sink)?;
    let from = fields.required("from", date);
    let to = fields.optional("to", at(date));
    let why = fields.optional("why", text);
    calendar::e1003_range_upside_down(from, to, fields.sink());
    fields.finish();
    let from = from?;
    Some(Away { from, to: to.map_or(from, |to| to.value), why: why.map(str::to_owned) })
}

/// `rooms`.
pub fn rooms(context: &Context<'_>, list: Option<&Node<'_>>, sink: &mut Sink) -> Rooms {
    let mut rooms = PerSchool::new();
    each(list, sink, |_, node, sink| room(context, node, &mut rooms, sink));
    rooms
}

fn room<'n>(context: &Context<'_>, node: &'n Node<'n>, rooms: &mut Rooms, sink: &mut Sink) -> Option<()> {
    let mut fields = Fields::of(node, "a room", sink)?;
    let id = fields.required("id", at(id));
    let school = fields.required("school", |node, sink| context.school(node, sink));
    let capacity = fields.optional("capacity", count);
    let id = id?;
    let room = school.map(|school| Room { id: id.value.to_owned(), school, declared: true, capacity });
    rooms.declare(school, id, room, "a room", fields.sink());
    fields.finish();
    Some(())
}

/// When a lesson is taught, as far as it could be read.
struct Day {
    when: Option<When>,
    weekday: Option<At<Weekday>>,
}

/// An entry of `lessons`: its school, where it can be told, and the lesson.
pub fn lesson<'n>(
    context: &Context<'_>,
    node: &'n Node<'n>,
    classes: &mut Classes,
    rooms: &mut Rooms,
    sink: &mut Sink,
) -> (Option<SchoolId>, Option<Lesson>) {
    let Some(mut fields) = Fields::of(node, "a lesson", sink) else { return (None, None) };
    let own_id = fields.required("id", id);
    let teachers = fields.optional("teachers", |node, sink| teachers(context, node, sink));
    let class_ids = fields.list("classes", each_at(id));
    let class_ids = distinct(class_ids, "`classes`", fields.sink());
    let school = match &teachers {
        Some(teachers) if !teachers.is_empty() => teachers.iter().find_map(|&teacher| context.school_of(teacher?)),
        _ => {
            let declaring = class_ids.first().into_iter().flat_map(|class| classes.schools(class));
            rules::e1402_school_unknown(context, declaring, node.span, fields.sink())
        }
    };
    let subject = fields.optional("subject", id);
    let room = fields.optional("room", id);
    let day = day(context, school, &mut fields);
    let period = fields.required("period", |node, sink| {
        context.period(node, school, sink).map(|period| At { value: period, span: node.span })
    });
    let length = fields.optional("length", at(within(1, LONGEST)));
    let from = fields.optional("from", date);
    let until = fields.optional("until", at(date));
    let open = fields.flag("open", true);
    let cover = fields.optional("cover", at(word)).unwrap_or(At { value: CoverNeed::Any, span: node.span });
    let walk = unbuilt_flag(&mut fields, "walk");
    let join = fields.flag("join", false);

    calendar::e1003_range_upside_down(from, until, fields.sink());
    rules::e1409_qualified_without_subject(cover, subject, fields.sink());
    if let (Some(entry), Some(weekday)) = (context.entry(school), day.weekday)
        && entry.bell_is_sound
        && rules::e1405_school_does_not_teach(&entry.school, weekday, fields.sink()).is_some()
        && let Some(period) = period
        && rules::e1406_period_does_not_ring(&entry.school, weekday.value, period, fields.sink()).is_some()
        && rules::e1407_no_lesson_period(&entry.school, weekday.value, period, fields.sink()).is_some()
    {
        let length = length.unwrap_or(At { value: 1, span: period.span });
        rules::e1408_runs_past_the_last_period(&entry.school, weekday.value, period.value, length, fields.sink());
    }
    fields.finish();

    let (Some(own_id), Some(at), Some(when), Some(period)) = (own_id, school, day.when, period) else {
        return (school, None);
    };
    let lesson = Lesson {
        id: own_id.to_owned(),
        school: at,
        teachers: teachers.unwrap_or_default().into_iter().flatten().collect(),
        classes: class_ids.into_iter().map(|id| classes.named(at, id, || Class::new(id, at))).collect(),
        subject: subject.map(str::to_owned),
        room: room
            .map(|id| rooms.named(at, id, || Room { id: id.to_owned(), school: at, declared: false, capacity: None })),
        when,
        period: period.value,
        length: length.map_or(1, |length| length.value),
        from,
        until: until.map(|until| until.value),
        open,
        cover: cover.value,
        walk,
        join,
    };
    (school, Some(lesson))
}

/// The teachers of a lesson; `None` for one that is unknown.
fn teachers<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Vec<Option<TeacherId>>> {
    let mut teachers: Vec<Option<TeacherId>> = Vec::new();
    list(node, sink, |node, sink| {
        let teacher = context.teacher(node, sink);
        if teacher.is_some() && teachers.contains(&teacher) {
            shape::e0114_repeated_entry(id(node, sink)?, node.span, "`teachers`", sink);
        } else if let Some(teacher) = teacher {
            let first = teachers.iter().find_map(|&earlier| context.school_of(earlier?));
            rules::e1401_teachers_of_two_schools(context, first, teacher, node.span, sink);
        }
        teachers.push(teacher);
        Some(())
    })?;
    Some(teachers)
}

fn day(context: &Context<'_>, school: Option<SchoolId>, fields: &mut Fields<'_, '_>) -> Day {
    let week = fields.optional("week", |node, sink| Some((node.span, context.week(node, school, sink))));
    let weekday = fields.optional("weekday", |node, sink| Some(At { value: word(node, sink), span: node.span }));
    let date = fields.optional("date", |node, sink| Some(At { value: date(node, sink), span: node.span }));
    let span = fields.span();
    let sink = fields.sink();
    match (weekday, date) {
        (Some(weekday), None) => {
            let weekday = weekday.value.map(|day| At { value: day, span: weekday.span });
            let week = week.map(|(_, week)| week);
            let when = match (weekday, week) {
                (None, _) | (_, Some(None)) => None,
                (Some(weekday), week) => Some(When::Weekly { week: week.flatten(), weekday: weekday.value }),
            };
            Day { when, weekday }
        }
        (None, Some(date)) => {
            if let Some((span, _)) = week {
                rules::e1404_dated_with_week(span, sink);
            }
            let once = date.value.map(|value| At { value, span: date.span });
            Day { when: once.map(|once| When::Once(once.value)), weekday: once.map(|once| once.map(Date::weekday)) }
        }
        (weekday, _) => {
            rules::e1403_weekday_or_date(
                weekday.map_or(span.opening(), |weekday| weekday.span),
                weekday.is_some(),
                sink,
            );
            Day { when: None, weekday: None }
        }
    }
}
