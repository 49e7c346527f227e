//! What an instance names: every id with its typed index, read before anything that refers to it.

use crate::domain::{
    FocusId, Key, LessonId, PeriodId, Problem, School, SchoolId, SupervisorId, SupplyId, TeacherId, WeekId,
};
use crate::format::rules::{calendar, ids};
use crate::format::scalars::id;
use crate::format::sink::Sink;
use crate::format::tree::Node;

use super::table::Table;

/// A school as far as it could be read.
#[derive(Debug)]
pub struct SchoolEntry {
    /// The school.
    pub school: School,
    /// Whether the weekdays and every period were read: only then an id that is not among them is unknown.
    pub bell_is_sound: bool,
    /// Whether the cycle of weeks was read.
    pub cycle_is_sound: bool,
}

/// Everything that other entries refer to.
#[derive(Debug)]
pub struct Context<'n> {
    /// The focuses.
    pub focuses: Table<'n, FocusId>,
    /// The schools.
    pub schools: Table<'n, SchoolId>,
    /// The teachers.
    pub teachers: Table<'n, TeacherId>,
    /// The lessons.
    pub lessons: Table<'n, LessonId>,
    /// The supervisors.
    pub supervisors: Table<'n, SupervisorId>,
    /// The sources of supply.
    pub supply: Table<'n, SupplyId>,
    /// The schools as read; `None` where an entry is no school at all.
    pub school_entries: Vec<Option<SchoolEntry>>,
    /// The school of each teacher, where it is known.
    pub teacher_schools: Vec<Option<SchoolId>>,
    /// The school of each lesson, where it is known.
    pub lesson_schools: Vec<Option<SchoolId>>,
}

impl<'p> Context<'p> {
    /// What a whole instance names, for what is read against it.
    pub fn of_problem(problem: &'p Problem) -> Self {
        let entry = |school: &School| SchoolEntry { school: school.clone(), bell_is_sound: true, cycle_is_sound: true };
        Self {
            focuses: Table::of_ids(problem.focuses.iter().map(|focus| &focus.id)),
            schools: Table::of_ids(problem.schools.iter().map(|school| &school.id)),
            teachers: Table::of_ids(problem.teachers.iter().map(|teacher| &teacher.id)),
            lessons: Table::of_ids(problem.lessons.iter().map(|lesson| &lesson.id)),
            supervisors: Table::of_ids(problem.supervisors.iter().map(|supervisor| &supervisor.id)),
            supply: Table::of_ids(problem.supply.iter().map(|supply| &supply.id)),
            school_entries: problem.schools.iter().map(|school| Some(entry(school))).collect(),
            teacher_schools: problem.teachers.iter().map(|teacher| Some(teacher.school)).collect(),
            lesson_schools: problem.lessons.iter().map(|lesson| Some(lesson.school)).collect(),
        }
    }
}

impl Context<'_> {
    /// The entry of a school.
    pub fn entry(&self, school: Option<SchoolId>) -> Option<&SchoolEntry> {
        self.school_entries.get(school?.index())?.as_ref()
    }

    /// The school of a teacher, where it is known.
    pub fn school_of(&self, teacher: TeacherId) -> Option<SchoolId> {
        self.teacher_schools.get(teacher.index()).copied().flatten()
    }

    /// The school of a lesson, where it is known.
    pub fn school_of_lesson(&self, lesson: LessonId) -> Option<SchoolId> {
        self.lesson_schools.get(lesson.index()).copied().flatten()
    }

    /// A reference to a school.
    pub fn school<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<SchoolId> {
        ids::e1201_unknown_school(self, id(node, sink)?, node.span, sink)
    }

    /// A reference to a focus.
    pub fn focus<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<FocusId> {
        ids::e1202_unknown_focus(self, id(node, sink)?, node.span, sink)
    }

    /// A reference to a teacher.
    pub fn teacher<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<TeacherId> {
        ids::e1203_unknown_teacher(self, id(node, sink)?, node.span, sink)
    }

    /// A reference to a lesson.
    pub fn lesson<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<LessonId> {
        ids::e1206_unknown_lesson(self, id(node, sink)?, node.span, sink)
    }

    /// A period of a school; nothing can be said of it while the school is unknown.
    pub fn period<'n>(&self, node: &'n Node<'n>, school: Option<SchoolId>, sink: &mut Sink) -> Option<PeriodId> {
        let name = id(node, sink)?;
        ids::e1204_unknown_period(self.entry(school)?, name, node.span, sink)
    }

    /// A label of a school's cycle.
    pub fn week<'n>(&self, node: &'n Node<'n>, school: Option<SchoolId>, sink: &mut Sink) -> Option<WeekId> {
        let label = id(node, sink)?;
        let entry = self.entry(school)?;
        if !entry.cycle_is_sound {
            return None;
        }
        let cycle = calendar::e1008_week_without_cycle(&entry.school, node.span, sink)?;
        ids::e1205_unknown_week(cycle.weeks.as_slice(), label, node.span, sink)
    }
}
