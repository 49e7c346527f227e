//! From a byte of the source to its JSON Pointer, line and column.

use super::tree::{Node, Value};

/// Finds the JSON Pointers of places.
///
/// Every value and every key of a JSON text starts at a byte of its own, so the byte alone names it.
#[derive(Debug)]
pub struct Pointers<'r, 'a> {
    root: Option<&'r Node<'a>>,
    /// The entry of a long list that was looked into last: many places in a row are in one entry.
    entry: Option<Node<'a>>,
}

impl<'r, 'a> Pointers<'r, 'a> {
    /// Of the tree below `root`; every pointer is empty where there is none.
    #[must_use]
    pub const fn of(root: Option<&'r Node<'a>>) -> Self {
        Self { root, entry: None }
    }

    /// The JSON Pointer of the value, or key, that starts at byte `at`.
    pub fn pointer(&mut self, at: usize) -> String {
        let mut pointer = String::new();
        if let Some(root) = self.root {
            below(root, at, &mut self.entry, &mut pointer);
        }
        pointer
    }
}

/// Appends the way from `node` down to what starts at byte `at`.
fn below<'a>(node: &Node<'a>, at: usize, last: &mut Option<Node<'a>>, pointer: &mut String) {
    if node.span.start >= at {
        return;
    }
    match &node.value {
        Value::List(items) => {
            let Some(index) = items.partition_point(|item| item.span.start <= at).checked_sub(1) else { return };
            step(&index.to_string(), pointer);
            below(&items[index], at, last, pointer);
        }
        Value::Long(list) => {
            let Some((index, start)) = list.around(at) else { return };
            step(&index.to_string(), pointer);
            let entry = match last.take() {
                Some(entry) if entry.span.start == start => entry,
                _ => list.node(index),
            };
            below(&entry, at, &mut None, pointer);
            *last = Some(entry);
        }
        Value::Object(members) => {
            let Some(index) = members.partition_point(|member| member.key_span.start <= at).checked_sub(1) else {
                return;
            };
            let member = &members[index];
            step(&member.key.replace('~', "~0").replace('/', "~1"), pointer);
            if at >= member.node.span.start {
                below(&member.node, at, last, pointer);
            }
        }
        _ => {}
    }
}

fn step(token: &str, pointer: &mut String) {
    pointer.push('/');
    pointer.push_str(token);
}

/// Lines and columns of ascending places, found in one walk over the source.
#[derive(Debug)]
pub struct Lines<'s> {
    source: &'s [u8],
    at: usize,
    line: usize,
    column: usize,
}

impl<'s> Lines<'s> {
    /// At the start of the source.
    #[must_use]
    pub const fn of(source: &'s [u8]) -> Self {
        Self { source, at: 0, line: 1, column: 1 }
    }

    /// Line and column (in characters) of byte `at`, both from 1. Places are asked for in ascending order.
    pub fn place(&mut self, at: usize) -> (usize, usize) {
        let end = at.min(self.source.len());
        while self.at < end {
            match self.source[self.at] {
                b'\n' => {
                    self.line += 1;
                    self.column = 1;
                }
                // The further bytes of a character of UTF-8.
                0x80..=0xBF => {}
                _ => self.column += 1,
            }
            self.at += 1;
        }
        (self.line, self.column)
    }
}
