//! JSON text into a tree that knows where everything stands.

use std::borrow::Cow;
use std::collections::HashSet;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

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
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Parses strict JSON: no comments, no trailing commas, nothing that RFC 8259 does not know.
/// `None` when there is no tree at all; what is wrong is in `sink`. Keys that stand twice are reported and kept.
#[must_use]
pub fn parse<'a>(source: &'a [u8], sink: &mut Sink) -> Option<Node<'a>> {
    let text = bytes::e0001_not_utf8(source, sink)?;
    bytes::e0002_byte_order_mark(text, sink)?;
    bytes::e0003_empty(text, sink)?;
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let value = match parse_to_ast(text, &CollectOptions::default(), &strict) {
        Ok(parsed) => parsed.value,
        Err(error) => {
            report(&error, text, sink);
            return None;
        }
    };
    // The parser lets pass what is not JSON after all (raw control characters, exotic blanks): a second opinion.
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let at = offset_of(text, error.line(), error.column());
        bytes::e0004_syntax(Span { start: at, end: at + 1 }, "a character that JSON does not allow here", sink);
        return None;
    }
    let root = node(value?);
    bytes::e0005_too_deep(&root, sink)?;
    duplicates(&root, sink);
    Some(root)
}

fn report(error: &ParseError, text: &str, sink: &mut Sink) {
    let range = error.range();
    let start = range.start.min(text.len());
    let span = Span { start, end: range.end.clamp(start, text.len()) };
    if matches!(error.kind(), ParseErrorKind::NestingDepthExceeded) {
        bytes::e0005_deeper_than_the_parser(span, sink);
    } else {
        let kind = error.kind().to_string();
        let mut words = kind.chars();
        let lower: String = words.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(words).collect();
        bytes::e0004_syntax(span, &lower, sink);
    }
}

/// The byte of a line and column as the second reader counts them: from 1, columns in bytes.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len().saturating_sub(1));
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn span(ranged: &impl Ranged) -> Span {
    let range = ranged.range();
    Span { start: range.start, end: range.end }
}

/// The parser's own tree, which is at most 512 levels deep, as ours.
fn node(value: ast::Value<'_>) -> Node<'_> {
    let span = span(&value);
    let value = match value {
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::BooleanLit(lit) => Value::Bool(lit.value),
        ast::Value::NumberLit(lit) => Value::Number(lit.value),
        ast::Value::StringLit(lit) => Value::Text(lit.value),
        ast::Value::Array(list) => Value::List(list.elements.into_iter().map(node).collect()),
        ast::Value::Object(object) => Value::Object(object.properties.into_iter().map(member).collect()),
    };
    Node { span, value }
}

fn member(prop: ast::ObjectProp<'_>) -> Member<'_> {
    let (key_span, key) = match prop.name {
        ast::ObjectPropName::String(lit) => (span(&lit), lit.value),
        ast::ObjectPropName::Word(lit) => (span(&lit), Cow::Borrowed(lit.value)),
    };
    Member { key, key_span, node: node(prop.value) }
}

fn duplicates(node: &Node<'_>, sink: &mut Sink) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| duplicates(item, sink)),
        Value::Object(members) => {
            // Few keys are compared one by one: most objects are small.
            let mut seen = HashSet::new();
            for (index, member) in members.iter().enumerate() {
                let twice = if members.len() <= 32 {
                    members[..index].iter().any(|earlier| earlier.key == member.key)
                } else {
                    !seen.insert(&member.key)
                };
                if twice {
                    bytes::e0006_duplicate_key(member, sink);
                }
                duplicates(&member.node, sink);
            }
        }
        _ => {}
    }
}
