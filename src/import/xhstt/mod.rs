//! XHSTT (`HighSchoolTimetableArchive`): the benchmark format of high-school timetabling; instances with solutions.

mod instance;
mod solution;

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::error::nearest;
use super::grid::{self, Entry, Table, TableClass};
use super::xml::{Document, Node};
use super::{ImportError, Imported, LeftOut, Options, decode};
use instance::{Instance, Kind};
use solution::{Placed, Solution};

/// Imports one solution of one instance of an archive.
///
/// Each placed part of an event is a lesson, called like the event where there is one part and `<event>-1`,
/// `<event>-2`… where there are several. Resources of the types `Teacher`, `Class` and `Room` are those; an event of
/// students without a class has their groups, its course or (without one) itself for a class. The periods of a day are called by
/// their number. Times that a teacher must not be used in (`AvoidUnavailableTimesConstraint`, required) become
/// `unavailable`.
///
/// # Errors
/// Everything that is wrong, all at once; see [`ImportError`].
pub fn xhstt(bytes: &[u8], options: &Options) -> Result<Imported, Vec<ImportError>> {
    let text = decode::xml(bytes, options.encoding.as_deref()).map_err(|e| vec![e])?;
    let file = Document::parse(&text, "HighSchoolTimetableArchive").map_err(|e| vec![e])?;
    let node = chosen(&file, options).map_err(|e| vec![e])?;
    let mut left_out = Vec::new();
    if let Some(label) = &options.encoding {
        left_out.push(LeftOut::Encoding { label: label.clone() });
    }
    let instance = Instance::read(&file, node)?;
    let solution = solution::choose(&file, &instance, options.solution, &mut left_out)?;
    let table = table(&instance, &solution, &mut left_out);
    grid::build(table, options, left_out)
}

fn chosen<'a>(file: &'a Document<'_>, options: &Options) -> Result<&'a Node, ImportError> {
    let instances: Vec<(&str, &Node)> = file
        .root
        .listed("Instances", "Instance")
        .filter_map(|instance| Some((instance.attribute("Id")?, instance)))
        .collect();
    let ids = || instances.iter().map(|&(id, _)| id);
    match &options.instance {
        Some(wanted) => instances.iter().find(|(id, _)| id == wanted).map(|&(_, node)| node).ok_or_else(|| {
            let (found, nearest) = (wanted.clone(), nearest(wanted, ids()));
            ImportError::Unknown { kind: "instance", found, nearest, place: None }
        }),
        None => match instances.as_slice() {
            [(_, node)] => Ok(node),
            [] => Err(ImportError::Missing {
                element: file.root.name.clone(),
                what: "Instance",
                place: file.place(&file.root),
            }),
            _ => Err(ImportError::WhichInstance { ids: ids().map(str::to_owned).collect() }),
        },
    }
}

fn table(instance: &Instance<'_>, solution: &Solution<'_>, left_out: &mut Vec<LeftOut>) -> Table {
    let periods = instance.days.iter().map(|day| day.periods).max().unwrap_or(0);
    let numbers: Vec<String> = (1..=periods).map(|number| number.to_string()).collect();
    let mut table = Table {
        school: instance.name.map(str::to_owned),
        days: instance.days.clone(),
        hours: numbers.clone(),
        periods: numbers,
        ..Table::default()
    };
    let mut teachers: IndexMap<&str, usize> = IndexMap::new();
    let mut classes: IndexMap<String, usize> = IndexMap::new();
    let mut rooms: IndexMap<&str, usize> = IndexMap::new();
    let mut students = 0;
    for (&id, resource) in &instance.resources {
        match resource.kind {
            Kind::Teacher => {
                teachers.insert(id, table.teachers.len());
                table.teachers.push((id.to_owned(), resource.name.to_owned()));
            }
            Kind::Class => {
                classes.insert(id.to_owned(), table.classes.len());
                table.classes.push(TableClass { id: id.to_owned(), ..TableClass::default() });
            }
            Kind::Room => {
                rooms.insert(id, table.rooms.len());
                table.rooms.push((id.to_owned(), None));
            }
            Kind::Student => students += 1,
            Kind::Other => {}
        }
    }
    let own_classes = table.classes.len();
    let mut parts: IndexMap<&str, usize> = IndexMap::new();
    for placed in &solution.placed {
        *parts.entry(placed.event).or_default() += instance.runs(placed.time, placed.duration).len();
    }
    let mut part_of: IndexMap<&str, usize> = IndexMap::new();
    let mut several_rooms = 0;
    for placed in &solution.placed {
        let of_kind = |kind| placed.resources.iter().copied().filter(move |id| instance.kind(id) == kind);
        let mut sets: Vec<usize> = of_kind(Kind::Class).filter_map(|id| classes.get(id).copied()).collect();
        let learners = of_kind(Kind::Student).count();
        if sets.is_empty() && learners > 0 {
            for (id, size) in stand_ins(instance, placed, learners) {
                sets.push(stand_in(instance, id, size, &mut classes, &mut table.classes));
            }
        }
        let mut places = of_kind(Kind::Room).filter_map(|id| rooms.get(id).copied());
        let room = places.next();
        several_rooms += usize::from(places.next().is_some());
        for (day, period, length) in instance.runs(placed.time, placed.duration) {
            let part = part_of.entry(placed.event).or_default();
            *part += 1;
            let single = parts.get(placed.event) == Some(&1);
            table.entries.push(Entry {
                id: if single { placed.event.to_owned() } else { format!("{}-{part}", placed.event) },
                teachers: of_kind(Kind::Teacher).filter_map(|id| teachers.get(id).copied()).collect(),
                classes: sets.clone(),
                room,
                subject: instance.subject(placed.event).map(str::to_owned),
                day,
                period,
                length,
                open: true,
            });
        }
    }
    table.away = away(instance, &teachers);
    let stand_ins = table.classes.len() - own_classes;
    let constraints = instance.constraints - instance.unavailable.len();
    let facts = [
        (solution.unplaced.len(), LeftOut::Unplaced { events: solution.unplaced.clone() }),
        (solution.open_roles, LeftOut::OpenRoles { roles: solution.open_roles }),
        (stand_ins, LeftOut::CoursesAsClasses { classes: stand_ins }),
        (students, LeftOut::Students { students }),
        (several_rooms, LeftOut::FurtherRooms { lessons: several_rooms }),
        (constraints, LeftOut::Constraints { constraints }),
    ];
    left_out.extend(facts.into_iter().filter(|(count, _)| *count > 0).map(|(_, fact)| fact));
    table
}

/// What stands for the students of an event, with their number: the groups that it names, and for students outside
/// groups its course, or the event itself.
fn stand_ins<'a>(instance: &Instance<'a>, placed: &Placed<'a>, learners: usize) -> Vec<(&'a str, usize)> {
    let Some(event) = instance.events.get(placed.event) else { return Vec::new() };
    let mut classes = event.student_groups.clone();
    if event.single_students > 0 || classes.is_empty() {
        let size = if classes.is_empty() { learners } else { event.single_students };
        classes.push((event.course.unwrap_or(placed.event), size));
    }
    classes
}

/// The class of that id which stands for students; its size is that of its largest lesson.
fn stand_in(
    instance: &Instance<'_>,
    id: &str,
    learners: usize,
    index: &mut IndexMap<String, usize>,
    classes: &mut Vec<TableClass>,
) -> usize {
    // A real class of that name is another thing.
    let id = if instance.kind(id) == Kind::Class { format!("course {id}") } else { id.to_owned() };
    let at = *index.entry(id).or_insert_with_key(|id| {
        classes.push(TableClass { id: id.clone(), ..TableClass::default() });
        classes.len() - 1
    });
    let learners = u32::try_from(learners).unwrap_or(u32::MAX);
    classes[at].size = classes[at].size.max(Some(learners));
    at
}

fn away(instance: &Instance<'_>, teachers: &IndexMap<&str, usize>) -> BTreeSet<(usize, usize, usize)> {
    let mut away = BTreeSet::new();
    for (resources, times) in &instance.unavailable {
        for teacher in resources.iter().filter_map(|id| teachers.get(id)) {
            let slots = times.iter().filter_map(|&time| instance.times.get(time));
            away.extend(slots.map(|slot| (*teacher, slot.day, slot.period)));
        }
    }
    away
}
