//! The program from outside: exit codes, streams, files.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs the program with `args` and `input` at its standard input.
fn run_with(args: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_opendoor"))
        .args(args)
        .current_dir(ROOT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that does not read its input closes the pipe.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn run(args: &[&str]) -> Ran {
    run_with(args, b"")
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).expect("the file is there")
}

fn tiny() -> String {
    read(Path::new(ROOT).join("instances/tiny.json"))
}

const TINY: &str = "instances/tiny.json";
const TINY_PLAN: &str = "tests/golden/tiny.plan.json";

/// A file of a temporary folder that holds `text`.
fn file(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).expect("a temporary file");
    path
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn shown(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn a_good_plan_passes() {
    let ran = run(&["check", TINY, TINY_PLAN]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("The plan holds"), "{}", ran.out);
    assert!(ran.out.contains("Bound not verified"), "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn a_broken_plan_gives_1_and_the_numbers_of_the_rules() {
    let folder = folder();
    let cheaper = read(Path::new(ROOT).join(TINY_PLAN)).replacen("\"own_time\": 900", "\"own_time\": 800", 1);
    let ran = run(&["check", TINY, shown(&file(&folder, "plan.json", &cheaper))]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.starts_with("C17 "), "{}", ran.out);
    assert!(ran.out.contains("of C17"), "{}", ran.out);
    assert!(!ran.out.contains("The plan holds"), "{}", ran.out);
}

#[test]
fn another_instance_is_a_note() {
    let folder = folder();
    let same = file(&folder, "same.json", &format!("{}\n", tiny()));
    let ran = run(&["check", shown(&same), TINY_PLAN]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.err.starts_with("note: "), "{}", ran.err);
}

#[test]
fn what_cannot_be_read_gives_2() {
    let folder = folder();
    let misspelt = file(&folder, "misspelt.json", &tiny().replace("\"focuses\"", "\"focusses\""));
    let ran = run(&["solve", shown(&misspelt)]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert_eq!(ran.out, "");
    assert!(ran.err.contains("did you mean `focuses`?"), "{}", ran.err);

    for args in [
        &["check", TINY, TINY] as &[&str],
        &["check", TINY, "no-such-file.json"],
        &["check", "-", "-"],
        &["solve", "no-such-file.json"],
        &["solve", TINY, "-o", "no/such/folder/plan.json"],
        &["solve", TINY, "-o", "src"],
        &["import", "fet", TINY],
        &["import", "xhstt", "no-such-file.xml"],
        &["people", "apply", TINY, TINY],
    ] {
        let ran = run(args);
        assert_eq!(ran.code, Some(2), "{args:?}: {}{}", ran.out, ran.err);
        assert_eq!(ran.out, "", "{args:?}");
        assert!(ran.err.contains("error"), "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_wrong_command_line_gives_2() {
    for args in [
        &[] as &[&str],
        &["sovle", TINY],
        &["solve"],
        &["solve", TINY, "--time-limit", "soon"],
        &["solve", TINY, "--gap", "-1"],
        &["solve", TINY, "--gap", "2"],
        &["solve", TINY, "--threads", "0"],
        &["solve", TINY, "--format", "pdf"],
        &["generate"],
        &["generate", "--preset", "academy"],
        &["generate", "--preset", "primary", "--weeks", "0"],
        &["import", "fet", "x.fet", "--start", "2.11.2026"],
        &["schema", "teacher"],
    ] {
        let ran = run(args);
        assert_eq!(ran.code, Some(2), "{args:?}: {}{}", ran.out, ran.err);
        assert_eq!(ran.out, "", "{args:?}");
        assert!(ran.err.contains("Usage") || ran.err.contains("--help"), "{args:?}: {}", ran.err);
    }
}

#[test]
fn help_and_version_are_answers() {
    let ran = run(&["--help"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.contains("Exit codes"), "{}", ran.out);
    let ran = run(&["--version"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), concat!("opendoor ", env!("CARGO_PKG_VERSION"), "\n")));
}

#[test]
fn schemas_are_the_committed_ones() {
    for of in ["instance", "plan"] {
        let ran = run(&["schema", of]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let committed = read(Path::new(ROOT).join(format!("src/docs/{of}.schema.json")));
        assert!(ran.out == committed, "src/docs/{of}.schema.json is not what `opendoor schema {of}` prints");
    }
}

#[test]
fn generated_schools_are_the_same_every_time_and_can_be_read() {
    let folder = folder();
    let path = folder.path().join("school.json");
    let args = ["generate", "--preset", "primary", "--teachers", "8", "--weeks", "1", "--seed", "7"];
    let (first, second) = (run(&args), run(&[&args[..], &["-o", shown(&path)]].concat()));
    assert_eq!((first.code, second.code), (Some(0), Some(0)), "{}{}", first.err, second.err);
    assert_eq!(second.out, "");
    assert!(first.out == read(&path), "the same arguments gave other bytes");
    let template = run_with(&["people", "template", "-"], first.out.as_bytes());
    assert_eq!(template.code, Some(0), "{}", template.err);
    assert_eq!(template.out.lines().count(), 9, "{}", template.out);
}

#[test]
fn people_go_out_and_come_back() {
    let folder = folder();
    let template = run(&["people", "template", TINY]);
    assert_eq!(template.code, Some(0), "{}", template.err);
    let people = file(&folder, "people.csv", &template.out.replace("Ann Lark", "Anna Lark"));
    let applied = run(&["people", "apply", TINY, shown(&people)]);
    assert_eq!(applied.code, Some(0), "{}", applied.err);
    assert!(applied.out.contains("\"Anna Lark\"") && !applied.out.contains("\"Ann Lark\""));
    assert!(applied.err.contains("4 teachers read, 1 changed"), "{}", applied.err);

    let stranger = file(&folder, "stranger.csv", &template.out.replace("\nann,", "\nzoe,"));
    let ran = run(&["people", "apply", TINY, shown(&stranger)]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert!(ran.err.contains("zoe"), "{}", ran.err);
}

#[test]
fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
    let folder = folder();
    let path = file(&folder, "school.json", "old");
    let ran = run(&["generate", "--preset", "primary", "--teachers", "5", "-o", shown(&path)]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(read(&path).starts_with('{'));
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_opendoor"))
        .args(["schema", "instance"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
