//! The reader of instances: one decoder per type, and the assembly of the problem.

mod context;
mod cover;
mod later;
mod lesson;
mod pattern;
mod policy;
mod rates;
mod requests;
mod school;
mod steering;
mod table;
mod teacher;

pub use context::{Context, SchoolEntry};
pub use policy::{built_kinds, is_built};
pub use steering::cover_by;
pub use table::Table;

use std::collections::HashSet;

use crate::domain::{Key, Keyed, Lesson, LessonId, Problem, Profile, Rates, Rules, School, Teacher, TeacherId};

use super::decode::{Fields, each, list, text};
use super::diagnostic::{Diagnostic, Report, locate};
use super::rules::lessons::w2001_two_lessons_at_one_time;
use super::rules::shape;
use super::scalars::word;
use super::sink::Sink;
use super::tree::{Node, Value, parse};

/// The format of instances.
pub const FORMAT: &str = "opendoor/1";

/// The lists that grow with the number of teachers: they are read entry by entry.
const LONG: [&str; 5] = ["schools", "teachers", "classes", "rooms", "lessons"];

/// An instance as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What it says.
    pub problem: Problem,
    /// What is doubtful in it, in the order of the source.
    pub warnings: Vec<Diagnostic>,
    /// `sha256:` and the hash of the bytes as read, in hexadecimal.
    pub hash: String,
}

/// Reads an instance.
///
/// # Errors
/// Everything that is wrong with it, in the order of the source: never only the first error.
pub fn read_instance(source: &[u8]) -> Result<Reading, Report> {
    let mut sink = Sink::new();
    let root = parse(source, &LONG, &mut sink);
    let problem = root.as_ref().and_then(|root| instance(root, &mut sink));
    let failed = sink.has_errors();
    let diagnostics = locate(sink, root.as_ref(), source);
    match problem {
        Some(problem) if !failed => Ok(Reading { problem, warnings: diagnostics, hash: super::hash_of(source) }),
        _ => Err(Report { diagnostics }),
    }
}

/// Everything that could be read, or `None` when something that a problem needs is missing. The caller rejects it
/// when there were errors.
fn instance<'n>(root: &'n Node<'n>, sink: &mut Sink) -> Option<Problem> {
    let mut fields = Fields::of(root, "an instance", sink)?;
    fields.required("format", |node, sink| {
        let format = text(node, sink)?;
        shape::e0116_wrong_format(format, node.span, FORMAT, sink)
    })?;
    let round = fields.required("round", school::round);
    let profile = fields.optional("profile", word).unwrap_or(Profile::England);
    let focus_list = fields.node("focuses");
    let school_list = fields.required_node("schools");
    let travel_list = fields.node("travel");
    let teacher_list = fields.required_node("teachers");
    let class_list = fields.node("classes");
    let room_list = fields.node("rooms");
    let lesson_list = fields.required_node("lessons");
    let cover_node = fields.node("cover");

    let sink = fields.sink();
    let cover_list = |key: &str| match cover_node.map(|node| &node.value) {
        Some(Value::Object(members)) => members.iter().find(|member| member.key == key).map(|member| &member.node),
        _ => None,
    };
    let mut context = Context {
        focuses: Table::of(focus_list, "a focus", sink),
        schools: Table::of(school_list, "a school", sink),
        teachers: Table::of(teacher_list, "a teacher", sink),
        lessons: Table::of(lesson_list, "a lesson", sink),
        supervisors: Table::of(cover_list("supervisors"), "a supervisor", sink),
        supply: Table::of(cover_list("supply"), "a source of supply", sink),
        school_entries: Vec::new(),
        teacher_schools: Vec::new(),
        lesson_schools: Vec::new(),
    };

    let focuses = focus_list.and_then(|node| list(node, sink, school::focus)).unwrap_or_default();
    if let Some(schools) = school_list {
        shape::e0113_empty_list(schools, "school", sink);
    }
    context.school_entries = each(school_list, sink, |_, node, sink| school::school(node, sink));
    let travel = travel_list.and_then(|node| cover::travel(&context, node, sink));
    let mut teacher_schools = Vec::new();
    let teachers: Vec<Option<Teacher>> = each(teacher_list, sink, |index, node, sink| {
        let (school, teacher) = teacher::teacher(&context, TeacherId::from_index(index), node, sink);
        teacher_schools.push(school);
        teacher
    });
    context.teacher_schools = teacher_schools;
    let mut classes = lesson::classes(&context, class_list, sink);
    let mut rooms = lesson::rooms(&context, room_list, sink);
    let mut lesson_schools = Vec::new();
    let lessons: Vec<Option<Lesson>> = each(lesson_list, sink, |_, node, sink| {
        let (school, lesson) = lesson::lesson(&context, node, &mut classes, &mut rooms, sink);
        lesson_schools.push(school);
        lesson
    });
    context.lesson_schools = lesson_schools;
    let (classes, rooms) = (classes.into_items(), rooms.into_items());
    let cover = cover_node.map_or(Some(cover::Cover::default()), |node| cover::cover(&context, node, sink));

    let budget = fields.optional("budget", |node, sink| cover::budget(&context, node, sink));
    let rules = fields.optional("rules", |node, sink| policy::rules(&context, profile, node, sink));
    let rules = rules.unwrap_or_else(|| Rules::of(profile));
    let rates = fields.optional("rates", rates::rates).unwrap_or_else(Rates::default);
    let locks = fields.list("locks", |node, sink| steering::lock(&context, node, sink));
    let requests = fields.list("requests", |node, sink| requests::request(&context, round.as_ref(), node, sink));
    let mut rounds = HashSet::new();
    let history = fields.list("history", |node, sink| steering::history(&context, &mut rounds, node, sink));
    fields.optional("walks", |node, sink| later::walks(&context, &rules.arrangements, node, sink));
    fields.optional("groups", |node, sink| later::groups(&context, &rules.arrangements, node, sink));

    let clean = !fields.sink().has_errors();
    let school_entries = std::mem::take(&mut context.school_entries);
    // Nothing refers to anything any more: room for the last look at the whole.
    drop(context);
    let schools: Option<Keyed<_, School>> =
        school_entries.into_iter().map(|entry| entry.map(|entry| entry.school)).collect();
    let teachers: Option<Keyed<TeacherId, Teacher>> = teachers.into_iter().collect();
    let lessons: Option<Keyed<LessonId, Lesson>> = lessons.into_iter().collect();
    if let (true, Some(schools), Some(teachers), Some(lessons)) = (clean, &schools, &teachers, &lessons) {
        w2001_two_lessons_at_one_time(lessons, schools, teachers, lesson_list, fields.sink());
    }
    fields.finish();
    let cover = cover?;
    Some(Problem {
        round: round?,
        profile,
        focuses: Keyed::from(focuses),
        schools: schools?,
        travel: travel.unwrap_or_default(),
        teachers: teachers?,
        classes,
        rooms,
        lessons: lessons?,
        supervisors: cover.supervisors,
        supply: cover.supply,
        study_money: cover.study_money,
        budget: budget.unwrap_or_default(),
        rules,
        rates,
        locks,
        requests,
        history,
        keep: None,
    })
}
