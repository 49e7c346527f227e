//! The codes, the samples in `instances` and the sections of `src/docs/errors.md` agree, and every sample yields just
//! its code at the place that its section names.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use opendoor::format::{Code, Diagnostic, read_instance};

/// A section of the page on errors.
struct Section {
    code: String,
    title: String,
    cause: bool,
    action: bool,
    sample: String,
    pointer: String,
    /// Codes that come along and can't be had without.
    also: Vec<String>,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Codes from 3000 on are those of plans, certificates and patches: they have samples and tests of their own.
fn is_of_plans(code: &str) -> bool {
    ["E3", "W3", "E4", "E5"].iter().any(|start| code.starts_with(start))
}

fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let rest = &text[text.find(before)? + before.len()..];
    Some(rest[..rest.find(after)?].to_owned())
}

fn sections() -> Vec<Section> {
    let page = fs::read_to_string(root().join("src/docs/errors.md")).expect("the page on errors");
    page.split("\n## ")
        .skip(1)
        .filter(|section| !is_of_plans(section))
        .map(|section| {
            let (code, rest) = section.split_once(": ").expect("a heading with code and title");
            let sample_line = section.lines().find(|line| line.starts_with("- Sample: ")).expect("a sample");
            Section {
                code: code.to_owned(),
                title: rest.lines().next().unwrap_or_default().to_owned(),
                cause: section.contains("\n- Cause: "),
                action: section.contains("\n- Action: "),
                sample: between(sample_line, "- Sample: `", "`").expect("the name of the sample"),
                pointer: between(sample_line, "at `", "`").unwrap_or_default(),
                also: between(sample_line, "(with ", ":").into_iter().collect(),
            }
        })
        .collect()
}

fn samples() -> BTreeSet<String> {
    ["instances/invalid", "instances/doubtful"]
        .iter()
        .flat_map(|folder| fs::read_dir(root().join(folder)).expect("the samples"))
        .map(|entry| entry.expect("a sample").file_name().into_string().expect("a plain name"))
        .collect()
}

fn read_sample(name: &str) -> (Vec<u8>, Vec<Diagnostic>, bool) {
    let folder = if name.starts_with('W') { "doubtful" } else { "invalid" };
    let source = fs::read(root().join("instances").join(folder).join(name)).expect("the sample");
    match read_instance(&source) {
        Ok(reading) => (source, reading.warnings, true),
        Err(report) => (source, report.diagnostics, false),
    }
}

#[test]
fn codes_sections_and_samples_agree() {
    let codes: Vec<&Code> = Code::ALL.iter().filter(|code| !is_of_plans(code.as_str())).collect();
    let sections = sections();
    let told: Vec<(&str, &str)> =
        sections.iter().map(|section| (section.code.as_str(), section.title.as_str())).collect();
    let known: Vec<(&str, &str)> = codes.iter().map(|code| (code.as_str(), code.title())).collect();
    assert_eq!(told, known, "the sections of the page stand in the order of the codes");
    for section in &sections {
        assert!(section.cause && section.action, "{} says cause and action", section.code);
        assert!(section.sample.starts_with(&format!("{}-", section.code)), "{}", section.sample);
    }
    let named: BTreeSet<String> = sections.into_iter().map(|section| section.sample).collect();
    assert_eq!(named, samples());
}

#[test]
fn each_sample_yields_its_code_at_its_place() {
    for section in sections() {
        let (source, found, read) = read_sample(&section.sample);
        let mut codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
        codes.sort_unstable();
        let mut expected: Vec<&str> = section.also.iter().map(String::as_str).collect();
        expected.push(&section.code);
        expected.sort_unstable();
        assert_eq!(codes, expected, "{}: {found:#?}", section.sample);
        assert_eq!(read, section.code.starts_with('W'), "{}", section.sample);

        let own = found.iter().find(|diagnostic| diagnostic.code.as_str() == section.code).expect("just found");
        assert_eq!(own.pointer, section.pointer, "{}", section.sample);
        assert!(!own.message.is_empty());
        assert!(!own.expected.is_empty() || !own.found.is_empty(), "{} says what was expected", section.code);
        let line = String::from_utf8_lossy(&source).lines().nth(own.line - 1).map(|line| line.chars().count());
        assert!(own.column <= line.unwrap_or(0) + 1, "{}: column {} of {line:?}", section.sample, own.column);
    }
}

#[test]
fn one_function_per_code() {
    let folder = root().join("src/format/rules");
    let rules: String = fs::read_dir(folder)
        .expect("the rules")
        .map(|entry| fs::read_to_string(entry.expect("a file").path()).expect("a source file"))
        .collect();
    for code in Code::ALL {
        let function = format!("pub fn {}_", code.as_str().to_lowercase());
        assert!(rules.contains(&function), "no function is named {function}…");
    }
}

#[test]
fn slips_of_the_pen_get_a_suggestion() {
    for (sample, nearest) in [
        ("E0101-misspelt-key.json", "department"),
        ("E0104-unknown-weekday.json", "mon"),
        ("E0117-london.json", "Europe/London"),
        ("E1201-misspelt-school.json", "highfield"),
        ("E1202-misspelt-focus.json", "questioning"),
        ("E1203-misspelt-teacher.json", "bob"),
        ("E1206-no-such-lesson.json", "a1"),
        ("E1207-no-such-supervisor.json", "sam"),
        ("E1208-no-such-agency.json", "agency"),
    ] {
        let (_, found, _) = read_sample(sample);
        assert_eq!(found[0].nearest.as_deref(), Some(nearest), "{sample}");
    }
}
