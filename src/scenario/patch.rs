//! Patches (SPEC §7): an RFC 7396 merge patch over the instance as a JSON document, with one addition. Where the
//! instance has a list of objects with ids, the patch may give an object keyed by id: each entry is merged into the
//! element of that id, null removes it, a new id appends an element.

use serde_json::{Map, Value};

use crate::format::{Complaint, Document, Reading, Report, canonical_hash, patch as rules, pointer_to, read_instance};

/// The lists of an instance whose entries have ids, by what they stand in; so that one that is left out can be patched
/// by id like an empty one.
const BY_ID: [(&str, &[&str]); 3] = [
    ("", &["focuses", "schools", "teachers", "classes", "rooms", "lessons", "walks", "groups"]),
    ("/cover", &["supervisors", "supply"]),
    ("/schools/", &["periods"]),
];

/// A patch, as given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patch {
    changes: Map<String, Value>,
}

/// What is wrong, with the source that the places are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// What is wrong.
    pub report: Report,
    /// The bytes that its lines and columns are of: the patched instance, with two spaces of indent.
    pub source: Vec<u8>,
}

impl Patch {
    /// Reads a patch from a file of its own.
    ///
    /// # Errors
    /// Everything that is wrong with it as JSON; and when it is no object.
    pub fn parse(source: &[u8]) -> Result<Self, Report> {
        let document = Document::read(source)?;
        Self::of(&document.value).map_err(|complaints| document.report(complaints))
    }

    /// A patch that is part of another document.
    ///
    /// # Errors
    /// When it is no object.
    pub fn of(value: &Value) -> Result<Self, Vec<Complaint>> {
        match value {
            Value::Object(changes) => Ok(Self { changes: changes.clone() }),
            other => Err(vec![Complaint::wrong_type("", other, "a patch (an object)")]),
        }
    }

    /// The patch that sets the budget of money in all, in pence; `None` = no limit.
    #[must_use]
    pub fn money(pence: Option<i64>) -> Self {
        let budget = Value::from(Map::from_iter([("money".to_owned(), pence.map_or(Value::Null, Value::from))]));
        Self { changes: Map::from_iter([("budget".to_owned(), budget)]) }
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The patch as JSON.
    #[must_use]
    pub fn value(&self) -> Value {
        Value::Object(self.changes.clone())
    }

    /// `instance`, a document in the format of instances, with the changes made. Whether it still is a sound instance is
    /// for [`read`] to say.
    ///
    /// # Errors
    /// Every place of the patch that can't be applied; the pointers are those of the patch.
    pub fn apply(&self, instance: &Value) -> Result<Value, Vec<Complaint>> {
        let mut patched = instance.clone();
        let mut complaints = Vec::new();
        merge_object(&mut patched, &self.changes, "", &mut complaints);
        if complaints.is_empty() { Ok(patched) } else { Err(complaints) }
    }
}

/// The problem of an instance as a document, patched or given inline. Every error is reported as for an instance; the
/// hash is that of the RFC 8785 form (SPEC §8).
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(instance: &Value) -> Result<Reading, Rejected> {
    let document = Document::of(instance.clone());
    match read_instance(document.source()) {
        Ok(reading) => Ok(Reading { hash: canonical_hash(instance), ..reading }),
        Err(report) => Err(Rejected { report, source: document.source().to_vec() }),
    }
}

impl Rejected {
    /// The errors for people, each with its line of the patched instance; `name` is what that is called.
    #[must_use]
    pub fn render(&self, name: &str) -> String {
        self.report.render(&self.source, name)
    }
}

/// RFC 7396, with lists by id.
fn merge(target: &mut Value, patch: &Value, pointer: &str, complaints: &mut Vec<Complaint>) {
    match (&mut *target, patch) {
        (Value::Array(entries), Value::Object(changes)) => merge_list(entries, changes, pointer, complaints),
        (_, Value::Object(changes)) => merge_object(target, changes, pointer, complaints),
        _ => *target = patch.clone(),
    }
}

fn merge_object(target: &mut Value, changes: &Map<String, Value>, pointer: &str, complaints: &mut Vec<Complaint>) {
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(members) = target else { return };
    for (key, change) in changes {
        let at = pointer_to(pointer, key);
        if change.is_null() {
            // The others keep their order.
            members.shift_remove(key);
        } else {
            let absent =
                if change.is_object() && is_by_id(pointer, key) { Value::Array(Vec::new()) } else { Value::Null };
            merge(members.entry(key).or_insert(absent), change, &at, complaints);
        }
    }
}

/// Whether the list `key` of what stands at `pointer` of an instance has entries with ids.
fn is_by_id(pointer: &str, key: &str) -> bool {
    BY_ID.iter().any(|(at, keys)| {
        let here = if at.ends_with('/') {
            pointer.strip_prefix(at).is_some_and(|school| !school.contains('/'))
        } else {
            pointer == *at
        };
        here && keys.contains(&key)
    })
}

fn merge_list(entries: &mut Vec<Value>, changes: &Map<String, Value>, pointer: &str, complaints: &mut Vec<Complaint>) {
    let mut ids: Vec<String> = Vec::with_capacity(entries.len());
    for entry in entries.iter() {
        let Some(id) = entry.get("id").and_then(Value::as_str) else {
            complaints.push(rules::e5001_not_by_id(pointer, "its entries have no ids"));
            return;
        };
        ids.push(id.to_owned());
    }
    for (id, change) in changes {
        let at = pointer_to(pointer, id);
        let mut places = ids.iter().enumerate().filter(|(_, known)| *known == id).map(|(place, _)| place);
        let place = places.next();
        if places.next().is_some() {
            let why = format!("several entries have the id `{id}`");
            complaints.push(rules::e5001_not_by_id(&at, &why));
            continue;
        }
        match (change, place) {
            (Value::Null, Some(place)) => {
                entries.remove(place);
                ids.remove(place);
            }
            (Value::Null, None) => {
                complaints.push(rules::e5002_nothing_to_remove(&at, id, ids.iter().map(String::as_str)));
            }
            (Value::Object(members), _) => {
                if let Some(other) = members.get("id").filter(|other| other.as_str() != Some(id)) {
                    let other = other.as_str().map_or_else(|| other.to_string(), str::to_owned);
                    complaints.push(rules::e5004_other_id(&pointer_to(&at, "id"), id, &other));
                    continue;
                }
                let place = place.unwrap_or_else(|| {
                    entries.push(Value::from(Map::from_iter([("id".to_owned(), Value::from(id.as_str()))])));
                    ids.push(id.clone());
                    entries.len() - 1
                });
                merge_object(&mut entries[place], members, &at, complaints);
            }
            (_, _) => complaints.push(rules::e5003_neither_object_nor_null(&at, id)),
        }
    }
}
