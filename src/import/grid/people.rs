//! Who and what of a table is kept: what a lesson names.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{Table, TableClass};
use crate::domain::{Class, ClassId, Key, Keyed, Room, RoomId, SchoolId, Teacher, TeacherId};
use crate::import::LeftOut;

/// Which teachers, classes and rooms are kept: those that a lesson names. Old index to new.
pub(super) struct People {
    pub teachers: IndexMap<usize, TeacherId>,
    pub classes: IndexMap<usize, ClassId>,
    pub rooms: IndexMap<usize, RoomId>,
}

impl People {
    pub fn of(table: &Table, left_out: &mut Vec<LeftOut>) -> Self {
        fn kept<K: Key>(used: BTreeSet<usize>) -> IndexMap<usize, K> {
            used.into_iter().enumerate().map(|(new, old)| (old, K::from_index(new))).collect()
        }
        let entries = || table.entries.iter();
        let people = Self {
            teachers: kept(entries().flat_map(|entry| entry.teachers.iter().copied()).collect()),
            classes: kept(entries().flat_map(|entry| entry.classes.iter().copied()).collect()),
            rooms: kept(entries().filter_map(|entry| entry.room).collect()),
        };
        let idle = table.teachers.len() - people.teachers.len();
        let (classes, rooms) = (table.classes.len() - people.classes.len(), table.rooms.len() - people.rooms.len());
        if idle > 0 {
            left_out.push(LeftOut::IdleTeachers { teachers: idle });
        }
        if classes + rooms > 0 {
            left_out.push(LeftOut::Unused { classes, rooms });
        }
        people
    }

    pub fn teachers(&self, table: &Table) -> Vec<Teacher> {
        let mut teachers: Vec<Teacher> = self
            .teachers
            .keys()
            .map(|&old| {
                let (id, name) = &table.teachers[old];
                Teacher::new(id, name, SchoolId::from_index(0))
            })
            .collect();
        for entry in &table.entries {
            for old in &entry.teachers {
                let subjects = &mut teachers[self.teachers[old].index()].subjects;
                if let Some(subject) = entry.subject.as_ref().filter(|subject| !subjects.contains(subject)) {
                    subjects.push(subject.clone());
                }
            }
        }
        teachers
    }

    pub fn classes(&self, table: &Table) -> Keyed<ClassId, Class> {
        self.classes
            .keys()
            .map(|&old| {
                let TableClass { id, year, size } = &table.classes[old];
                Class { declared: true, year: year.clone(), size: *size, ..Class::new(id, SchoolId::from_index(0)) }
            })
            .collect::<Vec<_>>()
            .into()
    }

    pub fn rooms(&self, table: &Table) -> Keyed<RoomId, Room> {
        let rooms = self.rooms.keys().map(|&old| {
            let (id, capacity) = &table.rooms[old];
            Room { id: id.clone(), school: SchoolId::from_index(0), declared: true, capacity: *capacity }
        });
        rooms.collect()
    }
}

/// Tells of ids that differ by blanks only.
pub(super) fn look_alikes(table: &Table, left_out: &mut Vec<LeftOut>) {
    look_alike("teachers", table.teachers.iter().map(|(id, _)| id), left_out);
    look_alike("classes", table.classes.iter().map(|class| &class.id), left_out);
    look_alike("rooms", table.rooms.iter().map(|(id, _)| id), left_out);
}

fn look_alike<'a>(kind: &'static str, ids: impl Iterator<Item = &'a String>, left_out: &mut Vec<LeftOut>) {
    let mut bare: BTreeMap<&str, usize> = BTreeMap::new();
    for id in ids {
        *bare.entry(id.trim()).or_default() += 1;
    }
    let names: usize = bare.values().filter(|&&count| count > 1).sum();
    if names > 0 {
        left_out.push(LeftOut::LookAlike { kind, names });
    }
}
