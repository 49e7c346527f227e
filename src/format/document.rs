//! A JSON document that is not an instance yet: a patch, a list of scenarios, a line of a batch, or what a patch is
//! applied to. Strictly read, with a place for everything that is found to be wrong with it later.

use serde_json::{Map, Number, Value};

use super::code::Code;
use super::diagnostic::{Report, locate};
use super::nearest::nearest;
use super::sink::{Finding, Sink, quote};
use super::tree::{Node, Span, Value as Read, parse};

/// A JSON document and its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it says, with the keys of objects in their order.
    pub value: Value,
    source: Vec<u8>,
}

/// What is wrong with a value of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    code: Code,
    pointer: String,
    message: String,
    found: String,
    expected: String,
    nearest: Option<String>,
}

impl Complaint {
    /// A complaint about the value at `pointer` (RFC 6901), in one sentence without a full stop.
    #[must_use]
    pub fn new(code: Code, pointer: &str, message: impl Into<String>) -> Self {
        let (found, expected) = (String::new(), String::new());
        Self { code, pointer: pointer.to_owned(), message: message.into(), found, expected, nearest: None }
    }

    /// With what was found.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = found.into();
        self
    }

    /// With what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// With the one of `known` that `word` may have been meant to be.
    #[must_use]
    pub fn nearest<'k>(mut self, word: &str, known: impl Iterator<Item = &'k str>) -> Self {
        self.nearest = nearest(word, known).map(str::to_owned);
        self
    }

    /// The JSON Pointer of the value.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The same below `pointer`, where the document is a part of a larger one.
    #[must_use]
    pub fn below(mut self, pointer: &str) -> Self {
        self.pointer.insert_str(0, pointer);
        self
    }

    /// A value of another type than `expected`, such as "an object".
    #[must_use]
    pub fn wrong_type(pointer: &str, found: &Value, expected: &str) -> Self {
        let kind = match found {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        Self::new(Code::E0103, pointer, format!("{kind} where {expected} belongs")).found(kind).expected(expected)
    }

    /// A key that `what`, such as "a scenario", does not have.
    #[must_use]
    pub fn unknown_key(pointer: &str, key: &str, what: &str, known: &[&str]) -> Self {
        Self::new(Code::E0101, &pointer_to(pointer, key), format!("{what} has no key {}", quote(key)))
            .expected(format!("one of {}", known.join(", ")))
            .nearest(key, known.iter().copied())
    }

    /// A key that `what` lacks.
    #[must_use]
    pub fn missing_key(pointer: &str, key: &str, what: &str) -> Self {
        Self::new(Code::E0102, pointer, format!("{what} lacks its key `{key}`"))
            .expected(format!("a key `{key}` in this object"))
    }
}

/// The JSON Pointer of the member `key` of the object at `pointer`.
#[must_use]
pub fn pointer_to(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

impl Document {
    /// Reads any JSON document, as strictly as an instance: UTF-8, RFC 8259, no key twice.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(source: &[u8]) -> Result<Self, Report> {
        let mut sink = Sink::new();
        let root = parse(source, &[], &mut sink);
        let value = root.as_ref().and_then(|root| plain(root, &mut sink));
        let failed = sink.has_errors();
        let diagnostics = locate(sink, root.as_ref(), source);
        match value {
            Some(value) if !failed => Ok(Self { value, source: source.to_vec() }),
            _ => Err(Report { diagnostics }),
        }
    }

    /// A value that no file holds, as if it stood in one with two spaces of indent.
    ///
    /// # Panics
    /// Never: a JSON value can be written.
    #[must_use]
    pub fn of(value: Value) -> Self {
        let source = serde_json::to_vec_pretty(&value).expect("a JSON value can be written");
        Self { value, source }
    }

    /// The bytes that it was read from, for [`Report::render`].
    #[must_use]
    pub fn source(&self) -> &[u8] {
        &self.source
    }

    /// The report of `complaints`, each at the place of its value.
    #[must_use]
    pub fn report(&self, complaints: Vec<Complaint>) -> Report {
        let mut sink = Sink::new();
        let root = parse(&self.source, &[], &mut sink);
        for complaint in complaints {
            let span = root.as_ref().map_or_else(Span::default, |root| place(root, &complaint));
            sink.push(
                Finding::new(complaint.code, span, complaint.message)
                    .found(complaint.found)
                    .expected(complaint.expected)
                    .nearest(complaint.nearest),
            );
        }
        Report { diagnostics: locate(sink, root.as_ref(), &self.source) }
    }
}

/// The place of what is complained of: the key, where the key is wrong; the brace, where the object lacks something.
fn place(root: &Node<'_>, complaint: &Complaint) -> Span {
    let mut at = (root.span, root);
    for token in complaint.pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let next = match &at.1.value {
            Read::Object(members) => {
                members.iter().find(|member| member.key == token).map(|member| (member.key_span, &member.node))
            }
            Read::List(items) => {
                token.parse().ok().and_then(|index: usize| items.get(index)).map(|node| (node.span, node))
            }
            _ => None,
        };
        let Some(next) = next else { break };
        at = next;
    }
    match complaint.code {
        Code::E0101 | Code::E5002 => at.0,
        Code::E0102 => at.1.span.opening(),
        _ => at.1.span,
    }
}

/// A tree as a plain value.
fn plain(node: &Node<'_>, sink: &mut Sink) -> Option<Value> {
    Some(match &node.value {
        Read::Null => Value::Null,
        Read::Bool(value) => Value::Bool(*value),
        Read::Text(text) => Value::String(text.clone().into_owned()),
        Read::Number(literal) => Value::Number(number(literal, node.span, sink)?),
        Read::List(items) => Value::Array(items.iter().map(|item| plain(item, sink)).collect::<Option<_>>()?),
        Read::Long(list) => Value::Array(list.nodes().map(|item| plain(&item, sink)).collect::<Option<_>>()?),
        Read::Object(members) => {
            let mut object = Map::with_capacity(members.len());
            for member in members {
                object.insert(member.key.clone().into_owned(), plain(&member.node, sink)?);
            }
            Value::Object(object)
        }
    })
}

/// A number; one beyond what any number of the formats can be is an error here already.
fn number(literal: &str, span: Span, sink: &mut Sink) -> Option<Number> {
    let number = literal.parse::<Number>().ok();
    if number.is_none() {
        let finding = Finding::new(Code::E0106, span, format!("{} is out of range", quote(literal)));
        sink.push(finding.found(quote(literal)).expected("a number of at most 64 bits"));
    }
    number
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_is_read_as_strictly_as_an_instance() {
        let read = Document::read(b"{\"b\": [1, true, null], \"a\": \"\\u00e9\"}").expect("JSON");
        assert_eq!(read.value, json!({"b": [1, true, null], "a": "\u{e9}"}));
        assert_eq!(read.value.as_object().and_then(|object| object.keys().next()).map(String::as_str), Some("b"));
        let codes = |source: &[u8]| -> Vec<&str> {
            let report = Document::read(source).expect_err("an error");
            report.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
        };
        assert_eq!(codes(b""), ["E0003"]);
        assert_eq!(codes(b"{\"a\": 1, \"a\": 2, \"b\": 0, \"b\": 1}"), ["E0006", "E0006"]);
        assert_eq!(codes(b"[1e999]"), ["E0106"]);
        assert_eq!(codes(b"[1,]"), ["E0004"]);
    }

    #[test]
    fn complaints_find_their_places() {
        let read = Document::read(b"{\n  \"a\": { \"b/c\": [true, 7] }\n}").expect("JSON");
        let report = read.report(vec![
            Complaint::wrong_type("/a/b~1c/1", &json!(7), "a text"),
            Complaint::unknown_key("/a", "b/c", "a thing", &["bc"]),
            Complaint::missing_key("/a", "d", "a thing"),
        ]);
        let told: Vec<_> = report
            .diagnostics
            .iter()
            .map(|found| (found.code.as_str(), found.pointer.as_str(), found.line, found.column))
            .collect();
        assert_eq!(told, [("E0102", "/a", 2, 8), ("E0101", "/a/b~1c", 2, 10), ("E0103", "/a/b~1c/1", 2, 24)]);
        assert_eq!(report.diagnostics[1].nearest.as_deref(), Some("bc"));
    }

    #[test]
    fn the_canonical_hash_knows_no_layout() {
        let hash = |source: &[u8]| crate::format::canonical_hash(&Document::read(source).expect("JSON").value);
        assert_eq!(hash(b"{\"b\":1,\"a\":[0.50]}"), hash(b"{ \"a\": [5e-1],\n \"b\": 1 }"));
        assert_ne!(hash(b"{\"a\":1}"), hash(b"{\"a\":2}"));
        // The hash of `{"a":1}` as any tool gives it.
        let known = "sha256:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
        assert_eq!(hash(b"{ \"a\" : 1 }"), known);
    }
}
