//! The grammar of RFC 8259, strictly: nothing that it does not know is let pass. Either a tree is built, or the text
//! is only gone through: both by the same functions, so that what was gone through can be built later.

use std::borrow::Cow;
use std::collections::HashSet;

use super::sink::quote;
use super::tree::{Entry, Long, MAX_DEPTH, Member, Node, Span, Value};

/// Why a text is not JSON, or not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// What was found at a place, in words.
    Syntax(Span, String),
    /// The bracket that opens one level too many.
    TooDeep(Span),
}

/// A text, or a key, and its place.
pub type Placed<'a> = (Cow<'a, str>, Span);

/// Keys of one object that are compared one by one before a set is worth its while: most objects are small.
const FEW: usize = 32;

/// Where the reading stands.
#[derive(Debug)]
pub struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// The keys read so far of every object that is open, the outermost first.
    open: Vec<Cow<'a, str>>,
    /// Keys that stood before in their object, with their places.
    twice: Vec<Placed<'a>>,
}

impl<'a> Parser<'a> {
    /// At byte `at` of `text`.
    #[must_use]
    pub const fn at(text: &'a str, at: usize) -> Self {
        Self { text, at, open: Vec::new(), twice: Vec::new() }
    }

    /// The whole text as a tree, in which the lists under the keys `long` of the outermost object are [`Long`]; and
    /// the keys that stand twice.
    pub fn whole(mut self, long: &[&str]) -> Result<(Node<'a>, Vec<Placed<'a>>), Flaw> {
        self.blanks();
        let root = self.value::<true>(1, long)?;
        self.blanks();
        if self.peek().is_some() { Err(self.unexpected("the end of the file")) } else { Ok((root, self.twice)) }
    }

    /// The value that starts here, at depth `level`, as a tree.
    pub fn value_here(&mut self, level: usize) -> Result<Node<'a>, Flaw> {
        self.value::<true>(level, &[])
    }

    /// The text that starts here, and its place.
    pub fn text_here(&mut self) -> Result<Placed<'a>, Flaw> {
        let start = self.at;
        let text = self.string()?;
        Ok((text, self.since(start)))
    }

    /// A value; what it consists of is thrown away unless it is to be kept.
    fn value<const KEEP: bool>(&mut self, level: usize, long: &[&str]) -> Result<Node<'a>, Flaw> {
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => Value::Object(self.object::<KEEP>(level, long)?.0),
            Some(b'[') => Value::List(self.list::<KEEP>(level)?),
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            _ if self.word("true") => Value::Bool(true),
            _ if self.word("false") => Value::Bool(false),
            _ if self.word("null") => Value::Null,
            _ => return Err(self.unexpected("a value")),
        };
        Ok(Node { span: self.since(start), value })
    }

    fn list<const KEEP: bool>(&mut self, level: usize) -> Result<Vec<Node<'a>>, Flaw> {
        let open = self.enter(level)?;
        let mut items = Vec::new();
        let mut more = !self.closes(b']');
        while more {
            let item = self.value::<KEEP>(level + 1, &[])?;
            if KEEP {
                items.push(item);
            }
            more = self.goes_on(open, b']')?;
        }
        Ok(items)
    }

    /// A list of which only the places of the entries are kept.
    fn long_list(&mut self, level: usize) -> Result<Value<'a>, Flaw> {
        let open = self.enter(level)?;
        let mut entries = Vec::new();
        let mut more = !self.closes(b']');
        if !more {
            return Ok(Value::List(Vec::new()));
        }
        while more {
            let start = self.at;
            let id = if self.peek() == Some(b'{') {
                self.object::<false>(level + 1, &[])?.1
            } else {
                self.value::<false>(level + 1, &[])?;
                None
            };
            entries.push(Entry::new(start, id));
            more = self.goes_on(open, b']')?;
        }
        entries.shrink_to_fit();
        Ok(Value::Long(Box::new(Long::new(self.text, level + 1, entries))))
    }

    /// The members of an object, and where the text of its first `id` starts, if that is a text.
    fn object<const KEEP: bool>(
        &mut self,
        level: usize,
        long: &[&str],
    ) -> Result<(Vec<Member<'a>>, Option<usize>), Flaw> {
        let open = self.enter(level)?;
        let outer = self.open.len();
        let mut many = HashSet::new();
        let mut members = Vec::new();
        let (mut named, mut id) = (false, None);
        let mut more = !self.closes(b'}');
        while more {
            if self.peek() != Some(b'"') {
                return Err(if self.peek().is_none() {
                    unended(open, "an object")
                } else {
                    self.unexpected("a key in double quotes")
                });
            }
            let (key, key_span) = self.text_here()?;
            self.once(key.clone(), key_span, outer, &mut many);
            self.blanks();
            if self.peek() != Some(b':') {
                return Err(self.unexpected("the `:` after the key"));
            }
            self.at += 1;
            self.blanks();
            if !named && key == "id" {
                named = true;
                id = (self.peek() == Some(b'"')).then_some(self.at);
            }
            let start = self.at;
            let node = if self.peek() == Some(b'[') && long.contains(&key.as_ref()) {
                let value = self.long_list(level + 1)?;
                Node { span: self.since(start), value }
            } else {
                self.value::<KEEP>(level + 1, &[])?
            };
            if KEEP {
                members.push(Member { key: key.clone(), key_span, node });
            }
            self.open.push(key);
            more = self.goes_on(open, b'}')?;
        }
        self.open.truncate(outer);
        Ok((members, id))
    }

    /// Notes a key that stood before in its object; the keys before it are `open[outer..]`.
    fn once(&mut self, key: Cow<'a, str>, span: Span, outer: usize, many: &mut HashSet<Cow<'a, str>>) {
        let before = &self.open[outer..];
        let twice = if before.len() < FEW {
            before.contains(&key)
        } else {
            if many.is_empty() {
                many.extend(before.iter().cloned());
            }
            !many.insert(key.clone())
        };
        if twice {
            self.twice.push((key, span));
        }
    }

    /// Steps over the bracket that opens a list or an object at depth `level`, and tells its place.
    fn enter(&mut self, level: usize) -> Result<usize, Flaw> {
        let open = self.at;
        self.at += 1;
        if level > MAX_DEPTH {
            return Err(Flaw::TooDeep(self.since(open)));
        }
        self.blanks();
        Ok(open)
    }

    /// Whether `bracket` stands here, which is stepped over.
    fn closes(&mut self, bracket: u8) -> bool {
        let here = self.peek() == Some(bracket);
        self.at += usize::from(here);
        here
    }

    /// After an entry of what was opened at `open`: steps over what parts it from the next one, if there is one.
    fn goes_on(&mut self, open: usize, bracket: u8) -> Result<bool, Flaw> {
        self.blanks();
        if self.closes(bracket) {
            return Ok(false);
        }
        let list = bracket == b']';
        match self.peek() {
            Some(b',') => {
                let comma = self.at;
                self.at += 1;
                self.blanks();
                match self.peek() {
                    Some(byte) if byte == bracket => Err(Flaw::Syntax(
                        Span { start: comma, end: comma + 1 },
                        "a comma after the last entry".to_owned(),
                    )),
                    None => Err(unended(open, if list { "a list" } else { "an object" })),
                    Some(_) => Ok(true),
                }
            }
            None => Err(unended(open, if list { "a list" } else { "an object" })),
            Some(_) => Err(self.unexpected(if list { "`,` or `]`" } else { "`,` or `}`" })),
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Flaw> {
        let (text, open) = (self.text, self.at);
        let mut resolved: Option<String> = None;
        let mut from = open + 1;
        self.at = from;
        loop {
            let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1F);
            let Some(plain) = text.as_bytes()[self.at..].iter().position(special) else {
                return Err(unended(open, "a text"));
            };
            self.at += plain;
            let piece = &text[from..self.at];
            match text.as_bytes()[self.at] {
                b'"' => {
                    self.at += 1;
                    return Ok(match resolved {
                        None => Cow::Borrowed(piece),
                        Some(mut before) => {
                            before.push_str(piece);
                            Cow::Owned(before)
                        }
                    });
                }
                b'\\' => {
                    let escape = self.escape()?;
                    let before = resolved.get_or_insert_default();
                    before.push_str(piece);
                    before.push(escape);
                    from = self.at;
                }
                b'\n' | b'\r' => return Err(self.here("a line break within a text: its closing quote is missing")),
                other => {
                    return Err(self.here(&format!("the control character U+{other:04X} within a text")));
                }
            }
        }
    }

    /// The character that an escape stands for.
    fn escape(&mut self) -> Result<char, Flaw> {
        let start = self.at;
        self.at += 1;
        let kind = self.peek();
        self.at += 1;
        Ok(match kind {
            Some(same @ (b'"' | b'\\' | b'/')) => char::from(same),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(start),
            None => return Err(unended(start, "an escape")),
            Some(_) => {
                let shown = self.text[start + 1..].chars().next().unwrap_or_default();
                let span = Span { start, end: start + 1 + shown.len_utf8() };
                return Err(Flaw::Syntax(span, format!("the escape {}", quote(&format!("\\{shown}")))));
            }
        })
    }

    /// The character of the escape `\u` that starts at `start`: of four digits, or of a pair of surrogates.
    fn unicode(&mut self, start: usize) -> Result<char, Flaw> {
        let first = self.four_digits(start)?;
        let mut code = first;
        if (0xD800..0xDC00).contains(&first) && self.text.as_bytes()[self.at..].starts_with(b"\\u") {
            self.at += 2;
            let second = self.four_digits(start)?;
            if (0xDC00..0xE000).contains(&second) {
                code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            }
        }
        char::from_u32(code).ok_or_else(|| Flaw::Syntax(self.since(start), "half of a pair of surrogates".to_owned()))
    }

    fn four_digits(&mut self, start: usize) -> Result<u32, Flaw> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).unwrap_or_default();
        let mut code = 0;
        for &digit in digits {
            code = code * 16 + char::from(digit).to_digit(16).ok_or_else(|| unreadable_escape(start))?;
        }
        if digits.is_empty() {
            return Err(unreadable_escape(start));
        }
        self.at += 4;
        Ok(code)
    }

    /// A number as it is written.
    fn number(&mut self) -> Result<&'a str, Flaw> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let whole = self.at;
        self.digits("a digit")?;
        if self.at > whole + 1 && self.text.as_bytes()[whole] == b'0' {
            return Err(Flaw::Syntax(self.since(start), "a number that starts with zero".to_owned()));
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits("a digit after the point")?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits("a digit of the power of ten")?;
        }
        Ok(&self.text[start..self.at])
    }

    /// One digit or more.
    fn digits(&mut self, expected: &str) -> Result<(), Flaw> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start { Err(self.unexpected(expected)) } else { Ok(()) }
    }

    /// Whether `word` stands here, which is stepped over.
    fn word(&mut self, word: &str) -> bool {
        let here = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += if here { word.len() } else { 0 };
        here
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    const fn since(&self, start: usize) -> Span {
        Span { start, end: self.at }
    }

    /// What stands at this byte is wrong.
    fn here(&self, found: &str) -> Flaw {
        Flaw::Syntax(Span { start: self.at, end: self.at + 1 }, found.to_owned())
    }

    /// What stands here is not what belongs here.
    fn unexpected(&self, expected: &str) -> Flaw {
        let rest = &self.text[self.at..];
        let word: usize =
            rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').take(40).map(char::len_utf8).sum();
        let span = |length: usize| Span { start: self.at, end: self.at + length };
        let Some(first) = rest.chars().next() else {
            return Flaw::Syntax(span(0), format!("the end of the file where {expected} belongs"));
        };
        let found = if rest.starts_with("//") || rest.starts_with("/*") {
            return Flaw::Syntax(span(2), "a comment".to_owned());
        } else if word > first.len_utf8() {
            return Flaw::Syntax(span(word), format!("`{}` where {expected} belongs", &rest[..word]));
        } else if first == '\'' {
            "a single quote".to_owned()
        } else if first.is_whitespace() || first.is_control() {
            format!("the character U+{:04X}", u32::from(first))
        } else {
            format!("`{first}`")
        };
        Flaw::Syntax(span(first.len_utf8()), format!("{found} where {expected} belongs"))
    }
}

fn unended(open: usize, what: &str) -> Flaw {
    Flaw::Syntax(Span { start: open, end: open + 1 }, format!("{what} without its end"))
}

fn unreadable_escape(start: usize) -> Flaw {
    Flaw::Syntax(Span { start, end: start + 2 }, "an escape `\\u` without four hexadecimal digits".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaw(text: &str) -> (usize, String) {
        match Parser::at(text, 0).whole(&[]) {
            Err(Flaw::Syntax(span, found)) => {
                assert!(text.get(span.start..span.end).is_some(), "{text}: {span:?} cuts a character");
                (span.start, found)
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn what_is_no_json_is_told_in_words() {
        for (text, at, found) in [
            ("// a comment\n{}", 0, "a comment"),
            ("{\"a\": 1,}", 7, "a comma after the last entry"),
            ("[1 2]", 3, "`2` where `,` or `]` belongs"),
            ("{\"a\" 1}", 5, "`1` where the `:` after the key belongs"),
            ("{abc: 1}", 1, "`abc` where a key in double quotes belongs"),
            ("{'a': 1}", 1, "a single quote where a key in double quotes belongs"),
            ("[01]", 1, "a number that starts with zero"),
            ("[1.]", 3, "`]` where a digit after the point belongs"),
            ("[+1]", 1, "`+` where a value belongs"),
            ("[NaN]", 1, "`NaN` where a value belongs"),
            ("[truer]", 5, "`r` where `,` or `]` belongs"),
            ("[1e]", 3, "`]` where a digit of the power of ten belongs"),
            ("[-]", 2, "`]` where a digit belongs"),
            ("[\"\\x41\"]", 2, "the escape `\\x`"),
            ("[\"\\é\"]", 2, "the escape `\\é`"),
            ("[\"\\u12G4\"]", 2, "an escape `\\u` without four hexadecimal digits"),
            ("[\"\\u12", 2, "an escape `\\u` without four hexadecimal digits"),
            ("[\"\\ud800\"]", 2, "half of a pair of surrogates"),
            ("[\"\\ud800\\u0041\"]", 2, "half of a pair of surrogates"),
            ("[\"\\", 2, "an escape without its end"),
            ("[\"\u{1}\"]", 2, "the control character U+0001 within a text"),
            ("[\"two\nlines\"]", 5, "a line break within a text: its closing quote is missing"),
            ("[1,\u{A0}2]", 3, "the character U+00A0 where a value belongs"),
            (" [1", 1, "a list without its end"),
            ("[1,", 0, "a list without its end"),
            ("{\"a\":[{}", 5, "a list without its end"),
            ("{", 0, "an object without its end"),
            ("\"é", 0, "a text without its end"),
            ("{} {}", 3, "`{` where the end of the file belongs"),
            ("{\"a\":", 5, "the end of the file where a value belongs"),
        ] {
            assert_eq!(flaw(text), (at, found.to_owned()), "{text}");
        }
    }

    #[test]
    fn escapes_are_resolved() {
        let read = |text: &str| Parser::at(text, 0).text_here().expect("a text").0.into_owned();
        assert_eq!(read(r#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00z""#), "a\"\\/\u{8}\u{C}\n\r\té😀z");
        assert_eq!(read("\"plain é\""), "plain é");
    }

    #[test]
    fn keys_that_stand_twice_are_found_among_few_and_among_many() {
        let keys: Vec<String> = (0..100).map(|number| format!("\"k{number}\": {{\"a\": 1}}")).collect();
        let text = format!("{{\"x\": [{{\"a\": 1, \"\\u0061\": 2}}], {}, \"k7\": 1, \"k99\": 2}}", keys.join(", "));
        let (_, twice) = Parser::at(&text, 0).whole(&[]).expect("JSON");
        let names: Vec<&str> = twice.iter().map(|(key, _)| key.as_ref()).collect();
        assert_eq!(names, ["a", "k7", "k99"]);
    }
}
