//! The instance: times, resources, events and the times that resources must not be used in.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::import::ImportError;
use crate::import::error::nearest;
use crate::import::week::Day;
use crate::import::xml::{Document, Node};

/// What a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Teacher,
    Class,
    Room,
    Student,
    Other,
}

#[derive(Debug)]
pub(super) struct Resource<'a> {
    pub name: &'a str,
    pub kind: Kind,
}

/// Where a time lies.
#[derive(Debug)]
pub(super) struct Slot {
    pub day: usize,
    pub period: usize,
}

#[derive(Debug)]
pub(super) struct Event<'a> {
    pub duration: usize,
    /// The time given beforehand.
    pub time: Option<usize>,
    /// The resources given beforehand, those of groups included.
    pub resources: Vec<&'a str>,
    /// Those of them that are groups of students only, with their sizes, and how many students stand in no group.
    pub student_groups: Vec<(&'a str, usize)>,
    pub single_students: usize,
    /// The roles that a solution is to fill.
    pub roles: Vec<&'a str>,
    /// The id of the course.
    pub course: Option<&'a str>,
}

#[derive(Debug)]
pub(super) struct Instance<'a> {
    pub id: &'a str,
    pub name: Option<&'a str>,
    pub days: Vec<Day>,
    /// The times in order.
    pub times: Vec<Slot>,
    pub time_index: BTreeMap<&'a str, usize>,
    pub resources: IndexMap<&'a str, Resource<'a>>,
    pub events: IndexMap<&'a str, Event<'a>>,
    /// Names of the courses.
    courses: BTreeMap<&'a str, &'a str>,
    /// Resources and times of the required constraints against unavailable times that name teachers.
    pub unavailable: Vec<(Vec<&'a str>, Vec<usize>)>,
    /// How many constraints there are.
    pub constraints: usize,
}

type Groups<'a> = BTreeMap<&'a str, Vec<&'a str>>;

impl<'a> Instance<'a> {
    pub fn read(file: &'a Document<'_>, node: &'a Node) -> Result<Self, Vec<ImportError>> {
        let mut reader = Reader { file, errors: Vec::new() };
        let mut instance = Instance {
            id: node.attribute("Id").unwrap_or(""),
            name: node.child("MetaData").and_then(|meta| meta.text_of("Name")).filter(|name| !name.trim().is_empty()),
            days: Vec::new(),
            times: Vec::new(),
            time_index: BTreeMap::new(),
            resources: IndexMap::new(),
            events: IndexMap::new(),
            courses: BTreeMap::new(),
            unavailable: Vec::new(),
            constraints: node.child("Constraints").map_or(0, |list| list.all().len()),
        };
        let time_groups = reader.times(node, &mut instance);
        let groups = reader.resources(node, &mut instance);
        reader.events(node, &groups, &mut instance);
        reader.unavailable(node, &groups, &time_groups, &mut instance);
        if reader.errors.is_empty() { Ok(instance) } else { Err(reader.errors) }
    }

    /// What the resource of that id is.
    pub fn kind(&self, id: &str) -> Kind {
        self.resources.get(id).map_or(Kind::Other, |resource| resource.kind)
    }

    /// What the event is about: the name of its course.
    pub fn subject(&self, event: &str) -> Option<&'a str> {
        let course = self.events.get(event)?.course?;
        Some(self.courses.get(course).copied().unwrap_or(course))
    }

    /// The periods that `duration` times from `time` on fill: day, first period, length; one run a day.
    pub fn runs(&self, time: usize, duration: usize) -> Vec<(usize, usize, usize)> {
        let mut runs: Vec<(usize, usize, usize)> = Vec::new();
        for slot in self.times.iter().skip(time).take(duration) {
            match runs.last_mut() {
                Some((day, first, length)) if *day == slot.day && *first + *length == slot.period => *length += 1,
                _ => runs.push((slot.day, slot.period, 1)),
            }
        }
        runs
    }
}

pub(super) struct Reader<'a, 'f> {
    pub file: &'a Document<'f>,
    pub errors: Vec<ImportError>,
}

impl<'a> Reader<'a, '_> {
    /// The `Id` or `Reference` of a node.
    fn attribute(&mut self, node: &'a Node, name: &'static str) -> Option<&'a str> {
        let value = node.attribute(name).filter(|value| !value.is_empty());
        if value.is_none() {
            let place = self.file.place(node);
            self.errors.push(ImportError::Missing { element: node.name.clone(), what: name, place });
        }
        value
    }

    fn twice(&mut self, kind: &'static str, id: &str, node: &Node) {
        self.errors.push(ImportError::Twice { kind, id: id.to_owned(), place: self.file.place(node) });
    }

    /// The id that a node refers to, if it is among the known ones.
    pub fn known<'k>(
        &mut self,
        node: &'a Node,
        kind: &'static str,
        is_known: bool,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Option<&'a str> {
        let id = self.attribute(node, "Reference")?;
        if is_known {
            return Some(id);
        }
        let (found, nearest, place) = (id.to_owned(), nearest(id, known), Some(self.file.place(node)));
        self.errors.push(ImportError::Unknown { kind, found, nearest, place });
        None
    }

    pub fn number(&mut self, node: &Node, element: &'static str) -> Option<usize> {
        let found = node.text_of(element).unwrap_or("");
        let number = found.trim().parse().ok().filter(|&number: &usize| number > 0);
        if number.is_none() {
            let place = self.file.place(node.child(element).unwrap_or(node));
            self.errors.push(ImportError::NotANumber { element, found: found.to_owned(), place });
        }
        number
    }

    /// Days and times; the groups of times by id.
    fn times(&mut self, node: &'a Node, instance: &mut Instance<'a>) -> BTreeMap<&'a str, Vec<usize>> {
        let Some(list) = node.child("Times") else { return BTreeMap::new() };
        let mut names: BTreeMap<(&str, &str), &str> = BTreeMap::new();
        for group in list.child("TimeGroups").into_iter().flat_map(Node::all) {
            if let (Some(id), Some(name)) = (group.attribute("Id"), group.text_of("Name")) {
                names.insert((&group.name, id), name);
            }
        }
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut days: IndexMap<&str, usize> = IndexMap::new();
        for time in list.children("Time") {
            let Some(id) = self.attribute(time, "Id") else { continue };
            let Some(day) = time.child("Day") else {
                let place = self.file.place(time);
                self.errors.push(ImportError::Missing { element: "Time".to_owned(), what: "Day", place });
                continue;
            };
            let Some(day) = self.attribute(day, "Reference") else { continue };
            let at = instance.times.len();
            if instance.time_index.insert(id, at).is_some() {
                self.twice("time", id, time);
            }
            let week = time.child("Week").and_then(|week| week.attribute("Reference"));
            let index = *days.entry(day).or_insert_with(|| {
                let name = names.get(&("Day", day)).copied().unwrap_or(day);
                let week = week.map(|week| names.get(&("Week", week)).copied().unwrap_or(week).to_owned());
                instance.days.push(Day { name: name.to_owned(), week, periods: 0 });
                instance.days.len() - 1
            });
            let period = instance.days[index].periods;
            instance.days[index].periods += 1;
            instance.times.push(Slot { day: index, period });
            let others = time.listed("TimeGroups", "TimeGroup").filter_map(|group| group.attribute("Reference"));
            for group in others.chain([day]).chain(week) {
                groups.entry(group).or_default().push(at);
            }
        }
        groups
    }

    /// Resources; the groups of them by id.
    fn resources(&mut self, node: &'a Node, instance: &mut Instance<'a>) -> Groups<'a> {
        let mut groups = Groups::new();
        for resource in node.listed("Resources", "Resource") {
            let Some(id) = self.attribute(resource, "Id") else { continue };
            let kind = match resource.child("ResourceType").and_then(|kind| kind.attribute("Reference")) {
                Some(kind) if kind.eq_ignore_ascii_case("teacher") => Kind::Teacher,
                Some(kind) if kind.eq_ignore_ascii_case("class") => Kind::Class,
                Some(kind) if kind.eq_ignore_ascii_case("room") => Kind::Room,
                Some(kind) if kind.eq_ignore_ascii_case("student") => Kind::Student,
                _ => Kind::Other,
            };
            let name = resource.text_of("Name").filter(|name| !name.is_empty()).unwrap_or(id);
            if instance.resources.insert(id, Resource { name, kind }).is_some() {
                self.twice("resource", id, resource);
            }
            for group in resource.listed("ResourceGroups", "ResourceGroup") {
                if let Some(group) = group.attribute("Reference") {
                    groups.entry(group).or_default().push(id);
                }
            }
        }
        groups
    }

    fn events(&mut self, node: &'a Node, groups: &Groups<'a>, instance: &mut Instance<'a>) {
        let Some(list) = node.child("Events") else { return };
        for group in list.child("EventGroups").into_iter().flat_map(Node::all) {
            if let (Some(id), Some(name)) = (group.attribute("Id"), group.text_of("Name")) {
                instance.courses.insert(id, name);
            }
        }
        for node in list.children("Event") {
            let Some(id) = self.attribute(node, "Id") else { continue };
            let time = node.child("Time").and_then(|time| self.time(time, instance));
            let mut resources: Vec<&str> = Vec::new();
            let mut roles = Vec::new();
            for resource in node.listed("Resources", "Resource") {
                if resource.attribute("Reference").is_none() {
                    roles.push(resource.text_of("Role").unwrap_or(""));
                } else if let Some(id) = self.resource(resource, instance) {
                    resources.push(id);
                }
            }
            let is_student = |id: &&&str| instance.kind(id) == Kind::Student;
            let single_students = resources.iter().filter(is_student).count();
            let mut student_groups = Vec::new();
            for group in node.listed("ResourceGroups", "ResourceGroup") {
                let is_known = group.attribute("Reference").is_some_and(|id| groups.contains_key(id));
                let Some(id) = self.known(group, "resource group", is_known, groups.keys().copied()) else { continue };
                let Some(members) = groups.get(id) else { continue };
                if members.iter().filter(is_student).count() == members.len() {
                    student_groups.push((id, members.len()));
                }
                resources.extend(members);
            }
            let mut seen = BTreeSet::new();
            resources.retain(|resource| seen.insert(*resource));
            let course = node.child("Course").and_then(|course| course.attribute("Reference"));
            let Some(duration) = self.number(node, "Duration") else { continue };
            let event = Event { duration, time, resources, student_groups, single_students, roles, course };
            if instance.events.insert(id, event).is_some() {
                self.twice("event", id, node);
            }
        }
    }

    /// The time that a node refers to.
    pub fn time(&mut self, node: &'a Node, instance: &Instance<'a>) -> Option<usize> {
        let at = node.attribute("Reference").and_then(|id| instance.time_index.get(id)).copied();
        self.known(node, "time", at.is_some(), instance.time_index.keys().copied())?;
        at
    }

    /// The resource that a node refers to.
    pub fn resource(&mut self, node: &'a Node, instance: &Instance<'a>) -> Option<&'a str> {
        let is_known = node.attribute("Reference").is_some_and(|id| instance.resources.contains_key(id));
        self.known(node, "resource", is_known, instance.resources.keys().copied())
    }

    fn unavailable(
        &mut self,
        node: &'a Node,
        groups: &Groups<'a>,
        time_groups: &BTreeMap<&'a str, Vec<usize>>,
        instance: &mut Instance<'a>,
    ) {
        for constraint in node.listed("Constraints", "AvoidUnavailableTimesConstraint") {
            if constraint.text_of("Required").map(str::trim) != Some("true") {
                continue;
            }
            let Some(applies) = constraint.child("AppliesTo") else { continue };
            let mut resources: Vec<&str> =
                applies.listed("Resources", "Resource").filter_map(|node| self.resource(node, instance)).collect();
            for group in applies.listed("ResourceGroups", "ResourceGroup") {
                let members = group.attribute("Reference").and_then(|id| groups.get(id));
                resources.extend(members.into_iter().flatten());
            }
            resources.retain(|id| instance.kind(id) == Kind::Teacher);
            let mut times: Vec<usize> =
                constraint.listed("Times", "Time").filter_map(|node| self.time(node, instance)).collect();
            for group in constraint.listed("TimeGroups", "TimeGroup") {
                let members = group.attribute("Reference").and_then(|id| time_groups.get(id));
                times.extend(members.into_iter().flatten());
            }
            if !resources.is_empty() {
                instance.unavailable.push((resources, times));
            }
        }
    }
}
