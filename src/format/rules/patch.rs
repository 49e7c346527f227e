//! E50xx: what patches, lists of scenarios and batches demand beyond what every file does. Each function makes the
//! complaint; where it stands is for the [`Document`](crate::format::Document) to tell.

use std::fmt::Display;

use crate::format::code::Code;
use crate::format::document::Complaint;
use crate::format::sink::quote;

/// A list is patched by id only where each of its entries has one of its own.
#[must_use]
pub fn e5001_not_by_id(pointer: &str, why: &str) -> Complaint {
    Complaint::new(Code::E5001, pointer, format!("this list can't be patched by id: {why}"))
        .found("an object")
        .expected("the whole list, as it shall be")
}

/// What is removed is there.
#[must_use]
pub fn e5002_nothing_to_remove<'k>(pointer: &str, id: &str, known: impl Iterator<Item = &'k str>) -> Complaint {
    Complaint::new(Code::E5002, pointer, format!("no entry of the list has the id {}", quote(id)))
        .found("null, which removes")
        .expected("the id of an entry")
        .nearest(id, known)
}

/// An entry is changed by an object or removed by null.
#[must_use]
pub fn e5003_neither_object_nor_null(pointer: &str, id: &str) -> Complaint {
    Complaint::new(Code::E5003, pointer, format!("this says nothing about the entry {}", quote(id)))
        .expected("an object with what changes, or null to remove the entry")
}

/// An id is the name of an entry: a patch changes what it names.
#[must_use]
pub fn e5004_other_id(pointer: &str, id: &str, other: &str) -> Complaint {
    Complaint::new(Code::E5004, pointer, format!("the entry {} would become {}", quote(id), quote(other)))
        .found(quote(other))
        .expected(format!("{}, or no `id` here", quote(id)))
}

/// A file that is named is there and can be read.
#[must_use]
pub fn e5005_unreadable(pointer: &str, path: &str, why: impl Display) -> Complaint {
    Complaint::new(Code::E5005, pointer, format!("{} can't be read: {why}", quote(path)))
        .found(quote(path))
        .expected("the path of an instance, from the folder that the command runs in")
}

/// Names tell scenarios apart.
#[must_use]
pub fn e5006_name_twice(pointer: &str, name: &str) -> Complaint {
    Complaint::new(Code::E5006, pointer, format!("two scenarios are named {}", quote(name)))
        .found(quote(name))
        .expected("a name of its own")
}

/// What is too large for a line has a file of its own.
#[must_use]
pub fn e5007_line_too_long(bytes: usize, most: usize) -> Complaint {
    Complaint::new(Code::E5007, "", format!("a line of {bytes} bytes"))
        .found(format!("{bytes} bytes"))
        .expected(format!("at most {most}; a larger instance in a file, named by `instance_path`"))
}

/// A line of a batch says which instance it is about.
#[must_use]
pub fn e5008_not_one_instance(pointer: &str, found: &str) -> Complaint {
    Complaint::new(Code::E5008, pointer, format!("a line with {found}"))
        .found(found)
        .expected("either `instance` or `instance_path`")
}
