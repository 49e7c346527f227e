//! Typed indices, and vectors that only their own key type opens.

use std::fmt::Debug;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// An index into a [`Keyed`] vector of its own kind.
pub trait Key: Copy + Eq + Ord + Debug {
    /// The key for position `index`.
    fn from_index(index: usize) -> Self;
    /// The position that this key opens.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl Key for $name {
            fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("fewer than 2^32 of a kind"))
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

ids!(
    /// A school, in the order of the instance.
    SchoolId,
    /// A teacher, in the order of the instance.
    TeacherId,
    /// A lesson (a timetable entry), in the order of the instance.
    LessonId,
    /// A focus: a strand of teaching.
    FocusId,
    /// A class, declared or only named in a lesson.
    ClassId,
    /// A room, declared or only named in a lesson.
    RoomId,
    /// A cover supervisor.
    SupervisorId,
    /// A source of supply.
    SupplyId,
    /// A period id of one school (an index into [`School::period_ids`](super::School::period_ids));
    /// several bell entries with disjoint weekdays may share it.
    PeriodId,
    /// A label of one school's cycle of weeks (an index into [`Cycle::weeks`](super::Cycle::weeks)).
    WeekId,
);

/// A vector that only `K` opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed<K, V> {
    items: Vec<V>,
    key: PhantomData<K>,
}

impl<K: Key, V> Keyed<K, V> {
    /// An empty vector.
    #[must_use]
    pub const fn new() -> Self {
        Self { items: Vec::new(), key: PhantomData }
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Appends an item and returns its key.
    pub fn push(&mut self, item: V) -> K {
        self.items.push(item);
        K::from_index(self.items.len() - 1)
    }

    /// The item of `key`, if there is one.
    #[must_use]
    pub fn get(&self, key: K) -> Option<&V> {
        self.items.get(key.index())
    }

    /// The items in order.
    pub fn iter(&self) -> std::slice::Iter<'_, V> {
        self.items.iter()
    }

    /// The items in order, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, V> {
        self.items.iter_mut()
    }

    /// The keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = K> + ExactSizeIterator + use<K, V> {
        (0..self.items.len()).map(K::from_index)
    }

    /// Keys with their items, in order.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (K, &V)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(index, item)| (K::from_index(index), item))
    }

    /// The items as a slice, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[V] {
        &self.items
    }
}

impl<K: Key, V> Default for Keyed<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> From<Vec<V>> for Keyed<K, V> {
    fn from(items: Vec<V>) -> Self {
        Self { items, key: PhantomData }
    }
}

impl<K: Key, V> FromIterator<V> for Keyed<K, V> {
    fn from_iter<I: IntoIterator<Item = V>>(items: I) -> Self {
        Self::from(items.into_iter().collect::<Vec<_>>())
    }
}

impl<K: Key, V> Index<K> for Keyed<K, V> {
    type Output = V;
    fn index(&self, key: K) -> &V {
        &self.items[key.index()]
    }
}

impl<K: Key, V> IndexMut<K> for Keyed<K, V> {
    fn index_mut(&mut self, key: K) -> &mut V {
        &mut self.items[key.index()]
    }
}

impl<'a, K: Key, V> IntoIterator for &'a mut Keyed<K, V> {
    type Item = &'a mut V;
    type IntoIter = std::slice::IterMut<'a, V>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.iter_mut()
    }
}

impl<'a, K: Key, V> IntoIterator for &'a Keyed<K, V> {
    type Item = &'a V;
    type IntoIter = std::slice::Iter<'a, V>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}
