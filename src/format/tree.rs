//! JSON text into a tree that knows where everything stands.

use std::borrow::Cow;
use std::num::NonZeroUsize;

use super::parser::{Flaw, Parser, Placed};
use super::rules::bytes;
use super::sink::Sink;

/// Levels of nesting that a file may have; the formats need eight.
pub const MAX_DEPTH: usize = 100;

/// A range of bytes of the source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The first byte alone: what lacks something is shown by its opening brace.
    #[must_use]
    pub const fn opening(self) -> Self {
        Self { start: self.start, end: self.start + 1 }
    }
}

/// A JSON value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node<'a> {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value<'a>,
}

/// A JSON value. Numbers keep their text, so that nothing is lost to floating point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it was written.
    Number(&'a str),
    /// A string, escapes resolved.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// A list, not empty, whose entries are read one by one.
    Long(Box<Long<'a>>),
    /// An object, in the order of the source.
    Object(Vec<Member<'a>>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member<'a> {
    /// The key.
    pub key: Cow<'a, str>,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// The value.
    pub node: Node<'a>,
}

impl Value<'_> {
    /// What it is, in a word with its article.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) | Self::Long(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// A list of which only the places of the entries are known: each is made a tree when it is asked for, so that the
/// tree of the whole file is never there at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Long<'a> {
    text: &'a str,
    /// The depth of its entries.
    level: usize,
    entries: Vec<Entry>,
}

/// The place of one entry of a long list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    start: usize,
    /// Where the text of its first key `id` starts, if it is an object that has one.
    id: Option<NonZeroUsize>,
}

impl Entry {
    /// The entry that starts at byte `start`, with its id at byte `id`.
    #[must_use]
    pub fn new(start: usize, id: Option<usize>) -> Self {
        Self { start, id: id.and_then(NonZeroUsize::new) }
    }
}

impl<'a> Long<'a> {
    /// Of entries that have been gone through, at depth `level` of `text`.
    #[must_use]
    pub const fn new(text: &'a str, level: usize, entries: Vec<Entry>) -> Self {
        Self { text, level, entries }
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The entries, each as a tree of its own.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'a>> {
        (0..self.len()).map(|index| self.node(index))
    }

    /// The entry of an index as a tree.
    #[must_use]
    pub fn node(&self, index: usize) -> Node<'a> {
        let start = self.entries[index].start;
        Parser::at(self.text, start).value_here(self.level).expect("it was gone through before")
    }

    /// The entry that byte `at` lies in, or that is the last one before it: its index, and its own first byte.
    #[must_use]
    pub fn around(&self, at: usize) -> Option<(usize, usize)> {
        let index = self.entries.partition_point(|entry| entry.start <= at).checked_sub(1)?;
        Some((index, self.entries[index].start))
    }

    /// The first byte of each entry.
    pub fn starts(&self) -> impl Iterator<Item = usize> {
        self.entries.iter().map(|entry| entry.start)
    }

    /// The id of each entry with its place; `None` where there is none, or none that is a text.
    pub fn ids(&self) -> impl Iterator<Item = Option<Placed<'a>>> {
        self.entries.iter().map(|entry| Parser::at(self.text, entry.id?.get()).text_here().ok())
    }
}

/// Parses strict JSON: no comments, no trailing commas, nothing that RFC 8259 does not know. The lists under the keys
/// `long` of the outermost object come as [`Value::Long`], unless they are empty.
/// `None` when there is no tree at all; what is wrong is in `sink`. Keys that stand twice are reported and kept.
#[must_use]
pub fn parse<'a>(source: &'a [u8], long: &[&str], sink: &mut Sink) -> Option<Node<'a>> {
    let text = bytes::e0001_not_utf8(source, sink)?;
    bytes::e0002_byte_order_mark(text, sink)?;
    bytes::e0003_empty(text, sink)?;
    match Parser::at(text, 0).whole(long) {
        Ok((root, twice)) => {
            for (key, span) in twice {
                bytes::e0006_duplicate_key(&key, span, sink);
            }
            Some(root)
        }
        Err(Flaw::Syntax(span, found)) => {
            bytes::e0004_syntax(span, &found, sink);
            None
        }
        Err(Flaw::TooDeep(span)) => {
            bytes::e0005_too_deep(span, sink);
            None
        }
    }
}
