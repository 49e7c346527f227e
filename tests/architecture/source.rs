//! A Rust source as tokens: enough of a lexer to read paths and words without comments and strings.

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A word, keywords included.
    Word(String),
    /// A number as written.
    Number(String),
    /// `::`
    PathSep,
    /// Any other sign.
    Sign(char),
}

/// A source file.
#[derive(Debug)]
pub struct Source {
    /// Its path in the repository, with `/`.
    pub name: String,
    /// The text.
    pub text: String,
    /// Its tokens with their lines, counted from 1; comments, strings and characters are left out.
    pub tokens: Vec<(Token, usize)>,
}

impl Source {
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.to_owned(), tokens: tokens(text) }
    }

    /// The modules that the file stands in: `src/engine/price.rs` is `["engine", "price"]`.
    pub fn module(&self) -> Vec<String> {
        let path = self.name.trim_start_matches("src/").trim_end_matches(".rs");
        let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        if parts.last().is_some_and(|last| last == "mod") || parts == ["lib"] {
            parts.pop();
        }
        parts
    }
}

fn tokens(text: &str) -> Vec<(Token, usize)> {
    let chars: Vec<char> = text.chars().collect();
    let (mut at, mut line, mut found) = (0, 1, Vec::new());
    while at < chars.len() {
        let end = token_end(&chars, at, &mut found, line);
        line += chars[at..end].iter().filter(|&&c| c == '\n').count();
        at = end;
    }
    found
}

/// Reads what starts at `at`, pushes it when it is a token, and returns where it ends.
fn token_end(chars: &[char], at: usize, found: &mut Vec<(Token, usize)>, line: usize) -> usize {
    let next = |offset: usize| chars.get(at + offset).copied().unwrap_or('\0');
    let while_from = |from: usize, fits: &dyn Fn(char) -> bool| {
        chars[from..].iter().position(|&c| !fits(c)).map_or(chars.len(), |offset| from + offset)
    };
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    match chars[at] {
        '/' if next(1) == '/' => while_from(at, &|c| c != '\n'),
        '/' if next(1) == '*' => comment_end(chars, at),
        '"' => string_end(chars, at),
        'r' | 'b' | 'c' if raw_hashes(chars, at).is_some() => raw_end(chars, at),
        'b' | 'c' if next(1) == '"' => string_end(chars, at + 1),
        // A character, or else a lifetime.
        '\'' if next(1) == '\\' => while_from(at + 3, &|c| c != '\'').saturating_add(1).min(chars.len()),
        '\'' if next(2) == '\'' => at + 3,
        '\'' => while_from(at + 1, &is_word),
        c if c.is_ascii_digit() => {
            let field = matches!(found.last(), Some((Token::Sign('.'), _)));
            let mut end = while_from(at, &is_word);
            let fraction = chars.get(end + 1).is_some_and(char::is_ascii_digit);
            if !field && chars.get(end) == Some(&'.') && fraction {
                end = while_from(end + 1, &is_word);
            }
            found.push((Token::Number(chars[at..end].iter().collect()), line));
            end
        }
        c if is_word(c) => {
            let end = while_from(at, &is_word);
            found.push((Token::Word(chars[at..end].iter().collect()), line));
            end
        }
        ':' if next(1) == ':' => {
            found.push((Token::PathSep, line));
            at + 2
        }
        c => {
            if !c.is_whitespace() {
                found.push((Token::Sign(c), line));
            }
            at + 1
        }
    }
}

fn comment_end(chars: &[char], from: usize) -> usize {
    let (mut at, mut depth) = (from + 2, 1);
    while at < chars.len() && depth > 0 {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (at, depth) = (at + 2, depth + 1),
            ('*', Some('/')) => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
    }
    at
}

fn string_end(chars: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// How many `#` a raw string has that starts here; `None` when none does.
fn raw_hashes(chars: &[char], at: usize) -> Option<usize> {
    let from = if chars[at] == 'r' { at } else { at + 1 };
    if chars.get(from) != Some(&'r') {
        return None;
    }
    let hashes = chars[from + 1..].iter().take_while(|&&c| c == '#').count();
    (chars.get(from + 1 + hashes) == Some(&'"')).then_some(hashes)
}

fn raw_end(chars: &[char], at: usize) -> usize {
    let hashes = raw_hashes(chars, at).unwrap_or(0);
    let open = at + chars[at..].iter().position(|&c| c == '"').unwrap_or(0);
    let closes = |quote: usize| {
        chars[quote] == '"' && chars[quote + 1..].iter().take(hashes).filter(|&&c| c == '#').count() == hashes
    };
    (open + 1..chars.len()).find(|&quote| closes(quote)).map_or(chars.len(), |quote| quote + 1 + hashes)
}
