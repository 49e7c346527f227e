//! The ids of one kind, found by name and told in order.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};
use std::marker::PhantomData;

use crate::domain::Key;
use crate::format::parser::Placed;
use crate::format::rules::ids;
use crate::format::sink::Sink;
use crate::format::tree::{Node, Value};

/// The ids of one kind; the index of an id is the position of its entry in the list.
///
/// A file may name millions: the index holds positions of four bytes, the names themselves stay in the source.
#[derive(Debug)]
pub struct Table<'n, K> {
    /// The id of each entry; `None` where it has none that can be used, or one that stood before.
    names: Vec<Option<Cow<'n, str>>>,
    /// By the hash of an id its position and one, in the first free place from there on; 0 is a free place.
    places: Vec<u32>,
    hasher: RandomState,
    key: PhantomData<K>,
}

impl<'n, K: Key> Table<'n, K> {
    /// The ids of the entries of `list`; `what` they are, for the report of ids that stand twice. Entries without
    /// a usable id keep their position: their decoders report them.
    pub fn of(list: Option<&'n Node<'n>>, what: &'static str, sink: &mut Sink) -> Self {
        match list.map(|node| &node.value) {
            Some(Value::List(entries)) => Self::of_entries(entries.len(), entries.iter().map(id_of), what, sink),
            Some(Value::Long(list)) => Self::of_entries(list.len(), list.ids(), what, sink),
            _ => Self::of_size(0),
        }
    }

    fn of_entries(
        size: usize,
        entries: impl Iterator<Item = Option<Placed<'n>>>,
        what: &'static str,
        sink: &mut Sink,
    ) -> Self {
        let mut table = Self::of_size(size);
        for entry in entries {
            let name = entry.and_then(|(name, span)| {
                if table.get(&name).is_some() {
                    ids::e1101_id_stands_twice(&name, span, what, sink);
                    return None;
                }
                Some(name)
            });
            table.push(name);
        }
        table
    }

    /// The ids of what was read before, in its order.
    pub fn of_ids(ids: impl ExactSizeIterator<Item = &'n String>) -> Self {
        let mut table = Self::of_size(ids.len());
        ids.for_each(|id| table.push(Some(Cow::Borrowed(id))));
        table
    }

    /// Room for `size` entries. At most half of the places are ever taken.
    fn of_size(size: usize) -> Self {
        let places = vec![0; (2 * size).next_power_of_two()];
        Self { names: Vec::with_capacity(size), places, hasher: RandomState::new(), key: PhantomData }
    }

    fn push(&mut self, name: Option<Cow<'n, str>>) {
        if let Some(name) = &name {
            let place = self.place(name);
            self.places[place] = u32::try_from(self.names.len() + 1).expect("fewer than 2^32 of a kind");
        }
        self.names.push(name);
    }

    /// The place that holds the position of `id`, or the free one where it belongs.
    fn place(&self, id: &str) -> usize {
        let most = self.places.len() - 1;
        // Cut off what is more than the places: their number is a power of two.
        let mut place =
            usize::try_from(self.hasher.hash_one(id) & u64::try_from(most).unwrap_or(u64::MAX)).unwrap_or(0);
        while self.at(place).is_some_and(|position| self.names[position].as_deref() != Some(id)) {
            place = (place + 1) & most;
        }
        place
    }

    /// The position that `place` holds.
    fn at(&self, place: usize) -> Option<usize> {
        (self.places[place] as usize).checked_sub(1)
    }

    /// The index of an id.
    pub fn get(&self, id: &str) -> Option<K> {
        self.at(self.place(id)).map(K::from_index)
    }

    /// Every id, in the order of the instance.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().flatten().map(AsRef::as_ref)
    }
}

/// The first key `id` of an entry, if it is a text.
fn id_of<'n>(entry: &'n Node<'n>) -> Option<Placed<'n>> {
    let Value::Object(members) = &entry.value else { return None };
    let member = members.iter().find(|member| member.key == "id")?;
    let Value::Text(name) = &member.node.value else { return None };
    Some((Cow::Borrowed(name), member.node.span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LessonId;

    #[test]
    fn names_are_found_by_position_and_told_in_order() {
        let ids: Vec<String> = (0..1000).map(|number| format!("l{number}")).collect();
        let table: Table<'_, LessonId> = Table::of_ids(ids.iter());
        for (position, id) in ids.iter().enumerate() {
            assert_eq!(table.get(id), Some(LessonId::from_index(position)));
        }
        assert_eq!(table.get("l1000"), None);
        assert!(table.names().eq(ids.iter()));
        let none: Table<'_, LessonId> = Table::of_ids([].iter());
        assert_eq!(none.get("l1"), None);
    }
}
