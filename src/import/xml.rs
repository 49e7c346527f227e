//! A small tree of an XML file, each element with its place.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::{ImportError, Place};

/// Deeper files are none of ours, and a tree without bound could not be dropped.
const DEEPEST: usize = 64;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// The name.
    pub name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Self>,
    text: String,
    at: usize,
}

impl Node {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All children.
    pub fn all(&self) -> &[Self] {
        &self.children
    }

    /// The children of that name.
    pub fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> + use<'a> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child of that name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of that name inside the child `list`.
    pub fn listed<'a>(&'a self, list: &'a str, name: &'a str) -> impl Iterator<Item = &'a Self> + use<'a> {
        self.child(list).into_iter().flat_map(move |list| list.children(name))
    }

    /// The text of this element, untrimmed: it may be a key.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of the first child of that name, untrimmed.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(Self::text)
    }
}

/// A file.
#[derive(Debug)]
pub(super) struct Document<'a> {
    text: &'a str,
    /// The outermost element.
    pub root: Node,
}

impl<'a> Document<'a> {
    /// Reads a tree whose root is called `root`.
    pub fn parse(text: &'a str, root: &'static str) -> Result<Self, ImportError> {
        let broken = |what: String, at: usize| ImportError::Xml { what, place: Place::of(text, at) };
        let mut reader = Reader::from_str(text);
        let mut open: Vec<Node> = Vec::new();
        let mut whole: Option<Node> = None;
        loop {
            let at = place_of(reader.buffer_position());
            let event = reader.read_event().map_err(|e| broken(e.to_string(), place_of(reader.error_position())))?;
            match event {
                Event::Start(tag) => {
                    let node = element(&tag, at).map_err(|what| broken(what, at))?;
                    if open.is_empty() && (whole.is_some() || node.name != root) {
                        return Err(ImportError::WrongRoot { expected: root, found: node.name });
                    }
                    if open.len() >= DEEPEST {
                        return Err(broken(format!("elements nest more than {DEEPEST} deep"), at));
                    }
                    open.push(node);
                }
                Event::Empty(tag) => {
                    let node = element(&tag, at).map_err(|what| broken(what, at))?;
                    match open.last_mut() {
                        Some(parent) => parent.children.push(node),
                        None if node.name == root && whole.is_none() => whole = Some(node),
                        None => return Err(ImportError::WrongRoot { expected: root, found: node.name }),
                    }
                }
                Event::End(_) => {
                    let Some(node) = open.pop() else { return Err(broken("an end without a start".to_owned(), at)) };
                    match open.last_mut() {
                        Some(parent) => parent.children.push(node),
                        None => whole = Some(node),
                    }
                }
                Event::Text(chunk) => {
                    let chunk = chunk.xml10_content();
                    match open.last_mut() {
                        Some(node) => node.text.push_str(&chunk),
                        None if chunk.trim().is_empty() => {}
                        None if whole.is_none() => {
                            return Err(ImportError::WrongRoot { expected: root, found: "text".to_owned() });
                        }
                        None => return Err(broken("text after the end".to_owned(), at)),
                    }
                }
                Event::CData(chunk) => {
                    if let Some(node) = open.last_mut() {
                        node.text.push_str(&chunk.xml10_content());
                    }
                }
                Event::GeneralRef(reference) => {
                    let known = match reference.resolve_char_ref() {
                        Ok(Some(character)) => Some(character.to_string()),
                        Ok(None) => resolve_predefined_entity(&reference.xml10_content()).map(str::to_owned),
                        Err(e) => return Err(broken(e.to_string(), at)),
                    };
                    let Some(known) = known else { return Err(broken("an unknown entity".to_owned(), at)) };
                    if let Some(node) = open.last_mut() {
                        node.text.push_str(&known);
                    }
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        if let Some(node) = open.last() {
            return Err(broken(format!("`{}` is never closed", node.name), node.at));
        }
        let root = whole.ok_or_else(|| ImportError::WrongRoot { expected: root, found: "an empty file".to_owned() })?;
        Ok(Self { text, root })
    }

    /// Where an element stands.
    pub fn place(&self, node: &Node) -> Place {
        Place::of(self.text, node.at)
    }
}

fn place_of(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn element(tag: &BytesStart<'_>, at: usize) -> Result<Node, String> {
    let name = tag.name().as_ref().to_owned();
    let attributes = tag
        .attributes()
        .map(|attribute| {
            let attribute = attribute.map_err(|e| e.to_string())?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|e| e.to_string())?;
            Ok((attribute.key.as_ref().to_owned(), value.into_owned()))
        })
        .collect::<Result<_, String>>()?;
    Ok(Node { name, attributes, at, ..Node::default() })
}
