//! A re-plan on a terminal: what changes, why, and who must hear what.

use super::super::words::{Names, count, day, listed, long_day, pounds};
use super::layout::{Table, wrapped};
use crate::domain::{Changed, Date, Element, Manner, Plan, Problem, TakenBy, TeacherId};
use crate::explain::{Audience, notices};

/// Columns that a paragraph is indented by.
const INDENT: usize = 2;

/// The changes of `plan`, a plan of `after` made from one of `before`: why the old one can't stay (a reason each, the
/// arrangement first), what is off and what is new, and person by person what they must hear.
#[must_use]
pub fn replan(before: &Problem, after: &Problem, plan: &Plan, from: Date, reasons: &[(String, String)]) -> String {
    let told = Told { before: Words::new(before), after: Words::new(after) };
    let title = if after.round.title.is_empty() { "Round" } else { &after.round.title };
    let mut text = format!("{title}, planned anew from {} on\n", long_day(from));
    text.extend([&summed(plan), "\n"]);
    if !reasons.is_empty() {
        text.push_str("\nWhy\n");
        let mut table = Table::default();
        for (arrangement, why) in reasons {
            table.row(vec![arrangement.clone(), why.clone()]);
        }
        text.push_str(&table.render(INDENT));
    }
    if !plan.changes.is_empty() {
        text.push_str("\nWhat changes\n");
        text.push_str(&told.rows(plan.changes.iter().flat_map(sides)).render(INDENT));
        text.push_str("\nWho must hear what\n");
        for notice in notices(plan, before, after) {
            text.extend(["  ", &told.audience(&notice.who), "\n"]);
            let gone = notice.gone.iter().map(|element| (element, false));
            let new = notice.new.iter().map(|element| (element, true));
            text.push_str(&told.rows(gone.chain(new)).render(INDENT + 2));
        }
    }
    text
}

/// How many changes, at what price.
fn summed(plan: &Plan) -> String {
    let off = plan.changes.iter().filter(|one| one.was.is_some()).count();
    let new = plan.changes.iter().filter(|one| one.now.is_some()).count();
    if plan.changes.is_empty() {
        return "Nothing changes.".to_owned();
    }
    let changes = count(plan.changes.len(), "change");
    wrapped(&format!("{changes}: {off} off, {new} new; weighed as {} of goodwill", pounds(plan.changes_cost())), 0)
}

/// The sides of a change that are there, and whether they are new.
fn sides(change: &Changed) -> impl Iterator<Item = (&Element, bool)> {
    let was = change.was.iter().map(|element| (element, false));
    was.chain(change.now.iter().map(|element| (element, true)))
}

/// The words of both instances.
struct Told<'a> {
    before: Words<'a>,
    after: Words<'a>,
}

impl Told<'_> {
    fn rows<'e>(&self, elements: impl Iterator<Item = (&'e Element, bool)>) -> Table {
        let mut table = Table::default();
        for (element, is_new) in elements {
            let words = if is_new { &self.after } else { &self.before };
            let (period, what) = words.element(element);
            let side = if is_new { "new" } else { "off" };
            table.row(vec![side.to_owned(), day(element.date()), period, what]);
        }
        table
    }

    fn audience(&self, who: &Audience) -> String {
        match who {
            Audience::Teacher(id) => self.after.find(id).or_else(|| self.before.find(id)).unwrap_or_else(|| id.clone()),
            Audience::Supervisor(id) => format!("{id} (supervisor)"),
            Audience::Supply(id) => format!("{id} (supply)"),
        }
    }
}

/// The words of one instance, by ids.
struct Words<'a> {
    problem: &'a Problem,
    names: Names<'a>,
}

impl<'a> Words<'a> {
    fn new(problem: &'a Problem) -> Self {
        Self { problem, names: Names::new(problem) }
    }

    fn find(&self, id: &str) -> Option<String> {
        let teacher = |key: &TeacherId| self.problem.teachers[*key].id == id;
        self.problem.teachers.keys().find(teacher).map(|key| self.names.teacher(key))
    }

    fn teacher(&self, id: &str) -> String {
        self.find(id).unwrap_or_else(|| id.to_owned())
    }

    fn lesson(&self, id: &str) -> String {
        let lesson = self.problem.lessons.entries().find(|(_, lesson)| lesson.id == id);
        lesson.map_or_else(|| id.to_owned(), |(key, _)| self.names.lesson(key))
    }

    /// The period, and what is then.
    fn element(&self, element: &Element) -> (String, String) {
        match element {
            Element::Visit { period, observer, host, lesson, manner, .. } => {
                let how = match manner {
                    Manner::InPerson => "",
                    Manner::Film => ", on film",
                    Manner::Exchange => ", classes exchanged",
                };
                let (observer, host, lesson) = (self.teacher(observer), self.teacher(host), self.lesson(lesson));
                (period.clone(), format!("{observer} watches {host}: {lesson}{how}"))
            }
            Element::Cover { period, lesson, by, .. } => {
                let by = match by {
                    TakenBy::NoneNeeded => "its other teacher".to_owned(),
                    TakenBy::Study => "supervised study".to_owned(),
                    TakenBy::Supervisor(id) => format!("{id} (supervisor)"),
                    TakenBy::Staff(id) => format!("{} (colleague)", self.teacher(id)),
                    TakenBy::Supply(id) => format!("{id} (supply)"),
                    TakenBy::Join(id) => self.lesson(id),
                };
                (period.clone(), format!("{} is with {by}", self.lesson(lesson)))
            }
            Element::Conversation { period, members, .. } => {
                let members: Vec<String> = members.iter().map(|id| self.teacher(id)).collect();
                (period.clone(), format!("{} talk", listed(&members)))
            }
        }
    }
}
