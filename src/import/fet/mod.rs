//! FET (`.fet`): the file of a solved timetable, in which every active activity is locked to a day and an hour.

mod constraints;

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::grid::{self, Entry, Table, TableClass};
use super::week::Day;
use super::xml::{Document, Node};
use super::{ImportError, Imported, LeftOut, Options, decode};

/// Imports a solved FET timetable (`X_data_and_timetable.fet`, or any file with a time for each active activity).
///
/// Each activity becomes the lesson `a<Id>`. Times at which a teacher is not available become `unavailable`, break
/// times become breaks of the bell. In the mode of mornings and afternoons two FET days are one day, its periods
/// `am …` and `pm …`. Names are keys and stay as they are, blanks included.
///
/// # Errors
/// Everything that is wrong, all at once; see [`ImportError`].
pub fn fet(bytes: &[u8], options: &Options) -> Result<Imported, Vec<ImportError>> {
    let text = decode::xml(bytes, options.encoding.as_deref()).map_err(|e| vec![e])?;
    let file = Document::parse(&text, "fet").map_err(|e| vec![e])?;
    let mut reader = Reader { file: &file, errors: Vec::new(), left_out: Vec::new() };
    if let Some(label) = &options.encoding {
        reader.left_out.push(LeftOut::Encoding { label: label.clone() });
    }
    let table = reader.table();
    if !reader.errors.is_empty() {
        return Err(reader.errors);
    }
    grid::build(table, options, reader.left_out)
}

struct Reader<'a> {
    file: &'a Document<'a>,
    errors: Vec<ImportError>,
    left_out: Vec<LeftOut>,
}

/// Names in the order of the file.
type Names<'a> = IndexMap<&'a str, usize>;

/// How the days and hours of FET lie in the days and periods of the table.
struct Slots<'a> {
    days: Names<'a>,
    hours: Names<'a>,
    halves: bool,
}

impl Slots<'_> {
    fn of(&self, day: usize, hour: usize) -> (usize, usize) {
        if self.halves { (day / 2, hour + (day % 2) * self.hours.len()) } else { (day, hour) }
    }
}

impl<'a> Reader<'a> {
    fn table(&mut self) -> Table {
        let root = &self.file.root;
        let halves = match root.text_of("Mode").map_or("Official", str::trim) {
            "Official" | "Block_Planning" => false,
            "Mornings_Afternoons" => true,
            other => {
                self.errors.push(ImportError::Mode { found: other.to_owned() });
                false
            }
        };
        let slots = Slots { days: self.names("Days_List", "Day"), hours: self.names("Hours_List", "Hour"), halves };
        let mut table = Table { school: root.text_of("Institution_Name").map(str::to_owned), ..Table::default() };
        table.school = table.school.filter(|name| !name.trim().is_empty());
        self.calendar(&slots, &mut table);
        let mut teachers = self.names("Teachers_List", "Teacher");
        let (classes, students) = self.students();
        table.classes = students;
        let (mut rooms, capacities) = self.rooms();
        let activities = self.activities();
        let times = self.times(&activities, &slots);
        let places = self.places(&activities);
        let mut class_index = classes;
        let (mut several_rooms, mut tagged) = (0, 0);
        for (id, activity) in &activities {
            let Some(&(day, hour)) = times.get(id) else { continue };
            let Some(length) = self.number(activity, "Duration") else { continue };
            if length > slots.hours.len() - hour {
                self.errors.push(ImportError::RunsOver { lesson: (*id).to_owned(), place: self.file.place(activity) });
                continue;
            }
            let real = places.get(id).map(Vec::as_slice).unwrap_or_default();
            several_rooms += usize::from(real.len() > 1);
            tagged += usize::from(activity.child("Activity_Tag").is_some());
            let (day, period) = slots.of(day, hour);
            let sets = named(activity, "Students");
            table.entries.push(Entry {
                id: format!("a{id}"),
                teachers: keys(&mut teachers, named(activity, "Teacher")),
                open: !sets.is_empty(),
                classes: keys(&mut class_index, sets),
                room: real.first().map(|&room| key(&mut rooms, room)),
                subject: activity.text_of("Subject").filter(|subject| !subject.is_empty()).map(str::to_owned),
                day,
                period,
                length,
            });
        }
        let late_classes = class_index.keys().skip(table.classes.len());
        let late: Vec<TableClass> =
            late_classes.map(|&id| TableClass { id: id.to_owned(), ..TableClass::default() }).collect();
        table.classes.extend(late);
        self.not_available(&mut teachers, &slots, &mut table.away);
        self.break_times(&slots, &mut table.breaks);
        table.teachers = teachers.keys().map(|&name| (name.to_owned(), name.to_owned())).collect();
        table.rooms = rooms.keys().map(|&id| (id.to_owned(), capacities.get(id).copied().flatten())).collect();
        if several_rooms > 0 {
            self.left_out.push(LeftOut::FurtherRooms { lessons: several_rooms });
        }
        if tagged > 0 {
            self.left_out.push(LeftOut::Tags { activities: tagged });
        }
        self.constraints();
        table
    }

    fn calendar(&mut self, slots: &Slots<'_>, table: &mut Table) {
        let hours: Vec<String> = slots.hours.keys().map(|&hour| hour.to_owned()).collect();
        let names = slots.days.keys().step_by(if slots.halves { 2 } else { 1 });
        let periods = if slots.halves { 2 * hours.len() } else { hours.len() };
        table.days = names.map(|&name| Day { name: name.to_owned(), week: None, periods }).collect();
        if slots.halves {
            if !slots.days.len().is_multiple_of(2) {
                self.errors.push(ImportError::OddHalfDays { days: slots.days.len() });
            }
            let half = |half: &str| hours.iter().map(|hour| format!("{half} {hour}")).collect::<Vec<_>>();
            table.periods = [half("am"), half("pm")].concat();
            table.afternoon = Some(hours.len());
            table.hours = [hours.clone(), hours].concat();
        } else {
            table.periods.clone_from(&hours);
            table.hours = hours;
        }
    }

    /// The names in a list, each once.
    fn names(&mut self, list: &'static str, element: &'static str) -> Names<'a> {
        let mut names = Names::new();
        for node in self.file.root.listed(list, element) {
            match node.text_of("Name").filter(|name| !name.is_empty()) {
                Some(name) => {
                    if names.contains_key(name) {
                        let (kind, id) = (kind_of(element), name.to_owned());
                        self.errors.push(ImportError::Twice { kind, id, place: self.file.place(node) });
                    }
                    key(&mut names, name);
                }
                None => self.missing(node, "Name"),
            }
        }
        names
    }

    fn missing(&mut self, node: &Node, what: &'static str) {
        let place = self.file.place(node);
        self.errors.push(ImportError::Missing { element: node.name.clone(), what, place });
    }

    fn number(&mut self, node: &Node, element: &'static str) -> Option<usize> {
        let found = node.text_of(element).unwrap_or("");
        let number = found.trim().parse().ok().filter(|&number: &usize| number > 0);
        if number.is_none() {
            let place = self.file.place(node.child(element).unwrap_or(node));
            self.errors.push(ImportError::NotANumber { element, found: found.to_owned(), place });
        }
        number
    }

    /// Years, groups and subgroups, each once; a group has the year that it stands under, if that is one only.
    fn students(&self) -> (Names<'a>, Vec<TableClass>) {
        let mut names = Names::new();
        let mut classes: Vec<TableClass> = Vec::new();
        let mut add = |set: &'a Node, year: &str| {
            let Some(name) = set.text_of("Name").filter(|name| !name.is_empty()) else { return };
            let at = key(&mut names, name);
            if let Some(class) = classes.get_mut(at) {
                class.year = class.year.take().filter(|other| other == year);
            } else {
                let size = set.text_of("Number_of_Students").and_then(|size| size.trim().parse().ok());
                let size = size.filter(|&size: &u32| size > 0);
                classes.push(TableClass { id: name.to_owned(), year: Some(year.to_owned()), size });
            }
        };
        for year in self.file.root.listed("Students_List", "Year") {
            let name = year.text_of("Name").unwrap_or("");
            add(year, name);
            for group in year.children("Group") {
                add(group, name);
                group.children("Subgroup").for_each(|subgroup| add(subgroup, name));
            }
        }
        (names, classes)
    }

    fn rooms(&mut self) -> (Names<'a>, BTreeMap<&'a str, Option<u32>>) {
        /// What FET writes when nobody gave a capacity.
        const UNLIMITED: u32 = 30_000;
        let names = self.names("Rooms_List", "Room");
        let capacity = |room: &Node| room.text_of("Capacity").and_then(|text| text.trim().parse().ok());
        let capacities = self
            .file
            .root
            .listed("Rooms_List", "Room")
            .filter_map(|room| Some((room.text_of("Name")?, capacity(room).filter(|&most| most < UNLIMITED))))
            .collect();
        (names, capacities)
    }

    /// The active activities by id.
    fn activities(&mut self) -> IndexMap<&'a str, &'a Node> {
        let mut activities = IndexMap::new();
        let mut inactive = Vec::new();
        for activity in self.file.root.listed("Activities_List", "Activity") {
            let Some(id) = activity.text_of("Id").map(str::trim).filter(|id| !id.is_empty()) else {
                self.missing(activity, "Id");
                continue;
            };
            if !is_active(activity) {
                inactive.push(id.to_owned());
            } else if activities.insert(id, activity).is_some() {
                let place = self.file.place(activity);
                self.errors.push(ImportError::Twice { kind: "activity", id: id.to_owned(), place });
            }
        }
        if !inactive.is_empty() {
            self.left_out.push(LeftOut::Inactive { activities: inactive });
        }
        activities
    }
}

/// The texts of the children of that name that say anything.
fn named<'a>(node: &'a Node, name: &'static str) -> Vec<&'a str> {
    node.children(name).map(Node::text).filter(|name| !name.is_empty()).collect()
}

fn key<'a>(names: &mut Names<'a>, name: &'a str) -> usize {
    let next = names.len();
    *names.entry(name).or_insert(next)
}

/// The keys of some names, each once.
fn keys<'a>(names: &mut Names<'a>, some: Vec<&'a str>) -> Vec<usize> {
    let mut keys = Vec::new();
    for name in some {
        let key = key(names, name);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

fn kind_of(element: &'static str) -> &'static str {
    match element {
        "Day" => "day",
        "Hour" => "hour",
        "Teacher" => "teacher",
        _ => "room",
    }
}

fn is_active(node: &Node) -> bool {
    !node.text_of("Active").is_some_and(|text| matches!(text.trim().to_lowercase().as_str(), "false" | "no" | "0"))
}
