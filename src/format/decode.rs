//! From a tree to typed values, one decoder per type. Each reports what is wrong and goes on: a decoder that gives
//! `None` has reported why.

use super::rules::shape;
use super::sink::Sink;
use super::tree::{Member, Node, Span, Value};

/// A value and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> At<T> {
    /// Another value at the same place.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> At<U> {
        At { value: f(self.value), span: self.span }
    }
}

/// The keys of one object, asked for one by one; who was not asked for is unknown.
#[derive(Debug)]
pub struct Fields<'n, 's> {
    span: Span,
    /// What the object is, for messages: "a teacher".
    what: &'static str,
    members: &'n [Member<'n>],
    asked: Vec<&'static str>,
    /// Where to look first: keys mostly stand in the order asked for.
    cursor: usize,
    sink: &'s mut Sink,
}

impl<'n, 's> Fields<'n, 's> {
    /// The fields of `node`, which should be an object.
    pub fn of(node: &'n Node<'n>, what: &'static str, sink: &'s mut Sink) -> Option<Self> {
        let members = object(node, what, sink)?;
        Some(Self { span: node.span, what, members, asked: Vec::with_capacity(32), cursor: 0, sink })
    }

    fn find(&mut self, key: &'static str) -> Option<&'n Member<'n>> {
        self.asked.push(key);
        let (before, after) = self.members.split_at(self.cursor);
        let found = after
            .iter()
            .position(|member| member.key == key)
            .map(|at| at + self.cursor)
            .or_else(|| before.iter().position(|member| member.key == key))?;
        self.cursor = found + 1;
        // Of a key that stands twice the first one counts, wherever the cursor is.
        let first = self.members[..found].iter().position(|member| member.key == key).unwrap_or(found);
        Some(&self.members[first])
    }

    /// The value of `key`, which must be there.
    pub fn required<T>(
        &mut self,
        key: &'static str,
        decoder: impl FnOnce(&'n Node<'n>, &mut Sink) -> Option<T>,
    ) -> Option<T> {
        let node = self.required_node(key)?;
        decoder(node, self.sink)
    }

    /// The value of `key` unread, which must be there.
    pub fn required_node(&mut self, key: &'static str) -> Option<&'n Node<'n>> {
        let node = self.node(key);
        if node.is_none() {
            shape::e0102_missing_key(self.span, self.what, key, self.sink);
        }
        node
    }

    /// The value of `key` unread, if it is there.
    pub fn node(&mut self, key: &'static str) -> Option<&'n Node<'n>> {
        self.find(key).map(|member| &member.node)
    }

    /// The value of `key`, if it is there.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        decoder: impl FnOnce(&'n Node<'n>, &mut Sink) -> Option<T>,
    ) -> Option<T> {
        self.find(key).and_then(|member| decoder(&member.node, self.sink))
    }

    /// The value of `key`, if it is there and not `null`.
    pub fn nullable<T>(
        &mut self,
        key: &'static str,
        decoder: impl FnOnce(&'n Node<'n>, &mut Sink) -> Option<T>,
    ) -> Option<T> {
        self.find(key)
            .filter(|member| member.node.value != Value::Null)
            .and_then(|member| decoder(&member.node, self.sink))
    }

    /// The list of `key`, empty where it is left out.
    pub fn list<T>(&mut self, key: &'static str, item: impl FnMut(&'n Node<'n>, &mut Sink) -> Option<T>) -> Vec<T> {
        self.optional(key, |node, sink| list(node, sink, item)).unwrap_or_default()
    }

    /// The boolean of `key`, or what it is when left out.
    pub fn flag(&mut self, key: &'static str, default: bool) -> bool {
        self.optional(key, boolean).unwrap_or(default)
    }

    /// The object's place.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Where to report.
    pub fn sink(&mut self) -> &mut Sink {
        self.sink
    }

    /// Reports every key that nobody asked for.
    pub fn finish(self) {
        for member in self.members {
            if !self.asked.iter().any(|key| *key == member.key) {
                shape::e0101_unknown_key(member, self.what, &self.asked, self.sink);
            }
        }
    }
}

/// The members of an object; `what` it should be.
pub fn object<'n>(node: &'n Node<'n>, what: &'static str, sink: &mut Sink) -> Option<&'n [Member<'n>]> {
    match &node.value {
        Value::Object(members) => Some(members),
        _ => shape::e0103_wrong_type(node, &format!("an object ({what})"), sink),
    }
}

/// A list; entries that are wrong are reported and left out.
pub fn list<'n, T>(
    node: &'n Node<'n>,
    sink: &mut Sink,
    mut item: impl FnMut(&'n Node<'n>, &mut Sink) -> Option<T>,
) -> Option<Vec<T>> {
    match &node.value {
        Value::List(items) => {
            let mut made: Vec<T> = items.iter().filter_map(|node| item(node, sink)).collect();
            // What is kept is kept for good, millions of times over in a large instance.
            made.shrink_to_fit();
            Some(made)
        }
        _ => shape::e0103_wrong_type(node, "a list", sink),
    }
}

/// What `item` makes of every entry of a list, however long, in order; it is given their indices. Nothing for a list
/// that is left out, or that is none, which is reported.
pub fn each<T>(
    node: Option<&Node<'_>>,
    sink: &mut Sink,
    mut item: impl FnMut(usize, &Node<'_>, &mut Sink) -> T,
) -> Vec<T> {
    match node {
        None => Vec::new(),
        Some(Node { value: Value::List(items), .. }) => {
            items.iter().enumerate().map(|(index, node)| item(index, node, sink)).collect()
        }
        Some(Node { value: Value::Long(list), .. }) => {
            let mut made = Vec::with_capacity(list.len());
            made.extend(list.nodes().enumerate().map(|(index, node)| item(index, &node, sink)));
            made
        }
        Some(node) => shape::e0103_wrong_type(node, "a list", sink).unwrap_or_default(),
    }
}

/// Two entries.
pub fn pair<'n, T>(
    node: &'n Node<'n>,
    sink: &mut Sink,
    mut item: impl FnMut(&'n Node<'n>, &mut Sink) -> Option<T>,
) -> Option<[T; 2]> {
    match &node.value {
        Value::List(items) => match items.as_slice() {
            [a, b] => {
                let (a, b) = (item(a, sink), item(b, sink));
                Some([a?, b?])
            }
            _ => shape::e0112_wrong_number(node.span, items.len(), "two", sink),
        },
        _ => shape::e0103_wrong_type(node, "a list of two", sink),
    }
}

/// An object whose keys are data (ids, dates): every key, once, with its place and its value.
pub fn map<'n, T>(
    node: &'n Node<'n>,
    what: &'static str,
    sink: &mut Sink,
    mut value: impl FnMut(&'n Node<'n>, &mut Sink) -> Option<T>,
) -> Option<Vec<(At<&'n str>, T)>> {
    let members = object(node, what, sink)?;
    let decode = |member: &'n Member<'n>| {
        let key = At { value: member.key.as_ref(), span: member.key_span };
        value(&member.node, sink).map(|value| (key, value))
    };
    Some(members.iter().filter_map(decode).collect())
}

/// What `decoder` reads, with its place.
pub fn at<'n, T>(
    decoder: impl FnOnce(&'n Node<'n>, &mut Sink) -> Option<T>,
) -> impl FnOnce(&'n Node<'n>, &mut Sink) -> Option<At<T>> {
    move |node, sink| decoder(node, sink).map(|value| At { value, span: node.span })
}

/// As [`at`], for every entry of a list.
pub fn each_at<'n, T>(
    decoder: fn(&'n Node<'n>, &mut Sink) -> Option<T>,
) -> impl FnMut(&'n Node<'n>, &mut Sink) -> Option<At<T>> {
    move |node, sink| decoder(node, sink).map(|value| At { value, span: node.span })
}

/// `true` or `false`.
pub fn boolean<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<bool> {
    match node.value {
        Value::Bool(value) => Some(value),
        _ => shape::e0103_wrong_type(node, "true or false", sink),
    }
}

/// Any text.
pub fn text<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<&'n str> {
    match &node.value {
        Value::Text(text) => Some(text),
        _ => shape::e0103_wrong_type(node, "a text", sink),
    }
}

/// The text of a number as it was written; `what` it should be.
pub fn number<'n>(node: &'n Node<'n>, what: &str, sink: &mut Sink) -> Option<&'n str> {
    match node.value {
        Value::Number(text) => Some(text),
        _ => shape::e0103_wrong_type(node, what, sink),
    }
}
