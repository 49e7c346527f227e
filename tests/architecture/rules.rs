//! The rules themselves: each returns what breaks it, as `file:line: why`.

use crate::source::{Source, Token};

/// Who may import whom (`domain` may be used by all but `matching`; a module may always use itself).
/// `solve` is what `lib.rs` re-exports at the root: the engine, the reasons, then the checker.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("matching", &[]),
    ("compile", &["domain"]),
    ("verify", &["domain"]),
    ("engine", &["domain", "compile", "matching"]),
    ("explain", &["domain", "compile", "verify"]),
    ("format", &["domain", "explain"]),
    ("import", &["domain", "explain"]),
    ("report", &["domain", "explain"]),
    ("generate", &["domain"]),
    ("solve", &["domain", "engine", "explain", "verify"]),
    ("scenario", &["domain", "engine", "explain", "verify", "format", "solve"]),
    ("cli", EVERYTHING),
    ("service", EVERYTHING),
    ("main", &["cli"]),
    ("lib", &["solve"]),
];

const EVERYTHING: &[&str] = &[
    "domain", "matching", "compile", "verify", "engine", "explain", "format", "import", "report", "generate", "solve",
    "scenario",
];

/// What `lib.rs` re-exports at the root, and the file it stands in.
const AT_THE_ROOT: &[(&str, &str)] = &[("Failure", "solve"), ("solve_with_certificate", "solve")];

/// Where floating point may stand: beside HiGHS, in reports, and where the JSON Schema tells the defaults of scores.
const FLOATS: &[&str] = &["src/engine/exact", "src/report/", "src/format/wire/policy.rs", "src/format/schema.rs"];

/// Flat catalogues that may be longer than [`LONGEST`].
const CATALOGUES: &[&str] = &["tests/verify.rs"];

const LONGEST: usize = 500;

/// The modules that `module` may use; `None` for one that the table does not know.
pub fn allowed(module: &str) -> Option<&'static [&'static str]> {
    MAY_USE.iter().find(|(name, _)| *name == module).map(|(_, uses)| *uses)
}

/// Imports and paths that the table forbids.
pub fn edges(source: &Source) -> Vec<String> {
    let own = source.module().first().cloned().unwrap_or_else(|| "lib".to_owned());
    let uses = allowed(&own).unwrap_or(&[]);
    roots(source)
        .into_iter()
        .filter(|(root, _)| *root != own && !uses.contains(&root.as_str()))
        .map(|(root, line)| format!("{}:{line}: {own} may not use {root}", source.name))
        .collect()
}

/// The top modules that the paths of a source name, with their lines.
fn roots(source: &Source) -> Vec<(String, usize)> {
    let file = source.module();
    let mut inline: Vec<(String, usize)> = Vec::new();
    let (mut depth, mut at, mut found) = (0_usize, 0, Vec::new());
    let word = |at: usize| match source.tokens.get(at) {
        Some((Token::Word(word), _)) => Some(word.as_str()),
        _ => None,
    };
    let sign = |at: usize, sign: char| matches!(source.tokens.get(at), Some((Token::Sign(s), _)) if *s == sign);
    let separator = |at: usize| matches!(source.tokens.get(at), Some((Token::PathSep, _)));
    while at < source.tokens.len() {
        let starts_path = separator(at + 1) && !(at > 0 && separator(at - 1));
        match word(at) {
            Some("mod") if word(at + 1).is_some() && sign(at + 2, '{') => {
                inline.push((word(at + 1).unwrap_or_default().to_owned(), depth));
            }
            Some("crate" | "opendoor") if starts_path => {
                found.extend(firsts(source, at + 2));
            }
            Some("super") if starts_path => {
                let mut module: Vec<&str> = file.iter().map(String::as_str).collect();
                module.extend(inline.iter().map(|(name, _)| name.as_str()));
                while word(at) == Some("super") && separator(at + 1) {
                    module.pop();
                    at += 2;
                }
                if module.is_empty() {
                    found.extend(firsts(source, at));
                }
                continue;
            }
            _ if sign(at, '{') => depth += 1,
            _ if sign(at, '}') => {
                depth = depth.saturating_sub(1);
                inline.retain(|(_, opened)| *opened < depth);
            }
            _ => {}
        }
        at += 1;
    }
    found
        .into_iter()
        .map(|(root, line)| match AT_THE_ROOT.iter().find(|(name, _)| *name == root) {
            Some((_, file)) => ((*file).to_owned(), line),
            None => (root, line),
        })
        .collect()
}

/// The first segments of the path, or group of paths, at `at`.
fn firsts(source: &Source, at: usize) -> Vec<(String, usize)> {
    match source.tokens.get(at) {
        Some((Token::Word(word), line)) => vec![(word.clone(), *line)],
        Some((Token::Sign('*'), line)) => vec![("*".to_owned(), *line)],
        Some((Token::Sign('{'), _)) => {
            let (mut depth, mut found) = (0, Vec::new());
            for (index, (token, line)) in source.tokens.iter().enumerate().skip(at) {
                let before = index.checked_sub(1).map(|index| &source.tokens[index].0);
                let opens = depth == 1 && matches!(before, Some(Token::Sign('{' | ',')));
                match token {
                    Token::Sign('{') => depth += 1,
                    Token::Sign('}') if depth == 1 => break,
                    Token::Sign('}') => depth -= 1,
                    Token::Word(word) if opens => found.push((word.clone(), *line)),
                    _ => {}
                }
            }
            found
        }
        _ => Vec::new(),
    }
}

/// Floating point where money and scores are exact.
pub fn floats(source: &Source) -> Vec<String> {
    if FLOATS.iter().any(|place| source.name.starts_with(place)) {
        return Vec::new();
    }
    let is_float = |token: &Token| match token {
        Token::Word(word) => word == "f32" || word == "f64",
        Token::Number(number) => {
            number.ends_with("f64") || number.ends_with("f32") || (number.contains('.') && !number.starts_with("0x"))
        }
        _ => false,
    };
    let broken = source.tokens.iter().filter(|(token, _)| is_float(token));
    broken.map(|(token, line)| format!("{}:{line}: floating point: {token:?}", source.name)).collect()
}

/// Terminal output past the one door.
pub fn terminal(source: &Source) -> Vec<String> {
    const MACROS: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];
    if source.name == "src/cli/console.rs" {
        return Vec::new();
    }
    source
        .tokens
        .windows(2)
        .filter_map(|pair| match (&pair[0], &pair[1]) {
            ((Token::Word(word), line), (Token::Sign('!'), _)) if MACROS.contains(&word.as_str()) => {
                Some(format!("{}:{line}: {word}! outside cli/console.rs", source.name))
            }
            _ => None,
        })
        .collect()
}

/// `unsafe` in more than one file.
pub fn unsafe_code(sources: &[Source]) -> Vec<String> {
    let is_unsafe = |source: &&Source| source.tokens.iter().any(|(token, _)| *token == Token::Word("unsafe".into()));
    let with: Vec<&Source> = sources.iter().filter(is_unsafe).collect();
    with.iter().skip(1).map(|source| format!("{}: unsafe, as in {}", source.name, with[0].name)).collect()
}

/// Kinds of arrangement known by name where teams, forms and elements are all there is. (A *pair* is also what a
/// matching calls an edge: of that kind only the type is looked for.)
pub fn kinds(source: &Source) -> Vec<String> {
    const NAMES: [&str; 9] =
        ["Triad", "Triads", "triad", "triads", "OneWay", "one_way", "Swap", "PlanTogether", "plan_together"];
    let places = ["src/engine/", "src/verify/", "src/matching/", "src/compile/"];
    // A certificate is of pairs and triads, and says so.
    if !places.iter().any(|place| source.name.starts_with(place)) || source.name.starts_with("src/verify/certificate") {
        return Vec::new();
    }
    let is_named = |at: usize| match &source.tokens[at].0 {
        Token::Word(word) if word == "Kind" => {
            matches!(source.tokens.get(at + 1), Some((Token::PathSep, _)))
        }
        Token::Word(word) => NAMES.contains(&word.as_str()),
        _ => false,
    };
    let named = (0..source.tokens.len()).filter(|&at| is_named(at));
    named.map(|at| format!("{}:{}: a kind by name", source.name, source.tokens[at].1)).collect()
}

/// A file longer than one can read.
pub fn length(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count();
    if lines <= LONGEST || CATALOGUES.contains(&source.name.as_str()) {
        return Vec::new();
    }
    vec![format!("{}: {lines} lines, {LONGEST} is the end", source.name)]
}

/// Marks of work that was left.
pub fn unfinished(source: &Source) -> Vec<String> {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("to", "do!"), concat!("unimple", "mented!")];
    let lines = source.text.lines().enumerate();
    lines
        .filter(|(_, line)| marks.iter().any(|mark| line.contains(mark)))
        .map(|(index, _)| format!("{}:{}: unfinished", source.name, index + 1))
        .collect()
}
