//! From a byte of the source to its JSON Pointer, line and column.

use super::tree::{Node, Value};

/// The JSON Pointer of the value, or key, that starts at byte `at`.
///
/// Every value and every key of a JSON text starts at a byte of its own, so the byte alone names it.
#[must_use]
pub fn pointer_of(root: &Node<'_>, at: usize) -> String {
    let mut pointer = String::new();
    let mut node = root;
    while node.span.start < at {
        match &node.value {
            Value::List(items) => {
                let Some(index) = items.partition_point(|item| item.span.start <= at).checked_sub(1) else { break };
                pointer.push('/');
                pointer.push_str(&index.to_string());
                node = &items[index];
            }
            Value::Object(members) => {
                let Some(index) = members.partition_point(|member| member.key_span.start <= at).checked_sub(1) else {
                    break;
                };
                let member = &members[index];
                pointer.push('/');
                pointer.push_str(&member.key.replace('~', "~0").replace('/', "~1"));
                if at < member.node.span.start {
                    break;
                }
                node = &member.node;
            }
            _ => break,
        }
    }
    pointer
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
