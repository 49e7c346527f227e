//! What the constraints of a solved file tell: times and rooms of the activities, absences and breaks.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{Names, Reader, Slots, is_active, key, named};
use crate::import::error::nearest;
use crate::import::xml::Node;
use crate::import::{ImportError, LeftOut};

impl<'a> Reader<'a> {
    /// The constraints of that name that hold for sure.
    fn hard(&self, list: &'static str, name: &'static str) -> impl Iterator<Item = &'a Node> + use<'a> {
        self.file.root.listed(list, name).filter(|node| is_active(node) && is_certain(node))
    }

    /// The day and hour of each activity. Without them all it is a problem, no timetable.
    pub fn times(
        &mut self,
        activities: &IndexMap<&'a str, &'a Node>,
        slots: &Slots<'_>,
    ) -> BTreeMap<&'a str, (usize, usize)> {
        let mut times = BTreeMap::new();
        for lock in self.hard("Time_Constraints_List", "ConstraintActivityPreferredStartingTime") {
            let Some((&id, _)) = lock.text_of("Activity_Id").and_then(|id| activities.get_key_value(id.trim())) else {
                continue;
            };
            let day = self.slot(lock, ["Preferred_Day", "Day"], "day", &slots.days);
            let hour = self.slot(lock, ["Preferred_Hour", "Hour"], "hour", &slots.hours);
            let (Some(day), Some(hour)) = (day, hour) else { continue };
            if times.insert(id, (day, hour)).is_some_and(|other| other != (day, hour)) {
                let place = self.file.place(lock);
                self.errors.push(ImportError::TwoTimes { activity: id.to_owned(), place });
            }
        }
        let unplaced = activities.len() - times.len();
        if unplaced > 0 && self.errors.is_empty() {
            self.errors.push(ImportError::Unplaced { unplaced, activities: activities.len() });
        }
        times
    }

    fn slot(&mut self, node: &Node, names: [&str; 2], kind: &'static str, known: &Names<'_>) -> Option<usize> {
        let Some(found) = names.iter().find_map(|name| node.child(name)) else {
            self.missing(node, if kind == "day" { "day" } else { "hour" });
            return None;
        };
        let at = known.get(found.text()).copied();
        if at.is_none() {
            self.errors.push(ImportError::Unknown {
                kind,
                found: found.text().to_owned(),
                nearest: nearest(found.text(), known.keys().copied()),
                place: Some(self.file.place(found)),
            });
        }
        at
    }

    /// The rooms of each activity: the real ones of a virtual room.
    pub fn places(&self, activities: &IndexMap<&'a str, &'a Node>) -> BTreeMap<&'a str, Vec<&'a str>> {
        let mut places = BTreeMap::new();
        for lock in self.hard("Space_Constraints_List", "ConstraintActivityPreferredRoom") {
            let id = lock.text_of("Activity_Id").and_then(|id| activities.get_key_value(id.trim()));
            let Some((&id, _)) = id else { continue };
            let mut rooms = named(lock, "Real_Room");
            if rooms.is_empty() {
                rooms = named(lock, "Room");
            }
            places.insert(id, rooms);
        }
        places
    }

    pub fn not_available(
        &mut self,
        teachers: &mut Names<'a>,
        slots: &Slots<'_>,
        away: &mut BTreeSet<(usize, usize, usize)>,
    ) {
        const NAME: &str = "ConstraintTeacherNotAvailableTimes";
        let mut kept = 0;
        for list in self.hard("Time_Constraints_List", NAME) {
            kept += 1;
            let Some(teacher) = list.text_of("Teacher").filter(|name| !name.is_empty()) else {
                self.missing(list, "Teacher");
                continue;
            };
            let teacher = key(teachers, teacher);
            for time in list.children("Not_Available_Time") {
                if let Some((day, period)) = self.time(time, slots) {
                    away.insert((teacher, day, period));
                }
            }
        }
        let wishes = self.file.root.listed("Time_Constraints_List", NAME).count() - kept;
        if wishes > 0 {
            self.left_out.push(LeftOut::Wishes { constraints: wishes });
        }
    }

    pub fn break_times(&mut self, slots: &Slots<'_>, breaks: &mut BTreeSet<(usize, usize)>) {
        for list in self.hard("Time_Constraints_List", "ConstraintBreakTimes") {
            breaks.extend(list.children("Break_Time").filter_map(|time| self.time(time, slots)).collect::<Vec<_>>());
        }
    }

    fn time(&mut self, node: &Node, slots: &Slots<'_>) -> Option<(usize, usize)> {
        let day = self.slot(node, ["Day", "Preferred_Day"], "day", &slots.days);
        let hour = self.slot(node, ["Hour", "Preferred_Hour"], "hour", &slots.hours);
        Some(slots.of(day?, hour?))
    }

    /// Counts the constraints that were not read.
    pub fn constraints(&mut self) {
        const READ: [&str; 4] = [
            "ConstraintActivityPreferredStartingTime",
            "ConstraintActivityPreferredRoom",
            "ConstraintTeacherNotAvailableTimes",
            "ConstraintBreakTimes",
        ];
        let lists = ["Time_Constraints_List", "Space_Constraints_List"];
        let all = lists.iter().filter_map(|list| self.file.root.child(list)).flat_map(Node::all);
        let constraints = all.filter(|node| !READ.contains(&node.name.as_str())).count();
        if constraints > 0 {
            self.left_out.push(LeftOut::Constraints { constraints });
        }
    }
}

/// A weight of 100 per cent, which older files write with decimals; nothing said is certain.
fn is_certain(node: &Node) -> bool {
    node.text_of("Weight_Percentage").is_none_or(|weight| {
        let weight = weight.trim();
        weight.split(['.', ',']).next() == Some("100")
    })
}
