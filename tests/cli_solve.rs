//! `opendoor solve` from outside: the plan of the tiny instance, where it goes, and what stops it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const TINY: &str = "instances/tiny.json";

/// Runs `opendoor solve` with `args`, and `input` at its standard input.
fn solve_with(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_opendoor"))
        .arg("solve")
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that does not read its input closes the pipe.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("the program ends")
}

fn solve(args: &[&str]) -> Output {
    solve_with(args, "")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// The answer of a run that went well and had nothing to say.
fn answer(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", err(output));
    assert_eq!(err(output), "");
    out(output)
}

fn tiny() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(TINY)).expect("the instance is there")
}

/// A plan without its clock, which is exempt from being the same every time.
fn without_clock(plan: &str) -> Value {
    let mut plan: Value = serde_json::from_str(plan).expect("JSON");
    plan["stats"]["seconds"] = Value::Null;
    plan
}

#[test]
fn the_tiny_plan_is_the_one_argued_by_hand() {
    let plan = without_clock(&answer(&solve(&[TINY])));
    assert_eq!(plan["status"], "optimal");
    assert_eq!((&plan["total"], &plan["bound"]), (&Value::from(-20_680), &Value::from(-20_680)));
    assert_eq!((&plan["money"], &plan["goodwill"]), (&Value::from(1_500), &Value::from(2_900)));
}

#[test]
fn threads_and_the_standard_input_change_nothing() {
    let plan = without_clock(&answer(&solve(&[TINY, "--threads", "1"])));
    assert_eq!(plan, without_clock(&answer(&solve(&[TINY, "--threads", "2"]))));
    assert_eq!(plan, without_clock(&answer(&solve_with(&["-"], &tiny()))));
}

#[test]
fn the_plan_goes_to_the_file_and_the_summary_to_the_standard_output() {
    let folder: TempDir = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("plan.json");
    let path = path.to_str().expect("UTF-8");
    let summary = answer(&solve(&[TINY, "-o", path]));
    assert!(summary.starts_with("Three days in November"), "{summary}");
    assert!(summary.contains("Proven: no plan costs less"), "{summary}");
    let written = without_clock(&fs::read_to_string(path).expect("the plan"));
    assert_eq!(written, without_clock(&answer(&solve(&[TINY]))));
    assert_eq!(answer(&solve(&[TINY, "--format", "text"])), summary);
    assert_eq!(answer(&solve(&[TINY, "-o", path, "--quiet"])), "");
}

#[test]
fn progress_as_json_tells_every_better_plan_and_bound() {
    let output = solve(&[TINY, "--progress", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let events: Vec<Value> = err(&output).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let figures = |event: &str, key: &str| -> Vec<i64> {
        events.iter().filter(|e| e["event"] == event).map(|e| e[key].as_i64().expect("a figure")).collect()
    };
    let (totals, bounds) = (figures("plan", "total"), figures("bound", "bound"));
    assert!(totals.is_sorted_by(|a, b| a > b) && bounds.is_sorted_by(|a, b| a < b), "{events:?}");
    assert_eq!((totals.last(), bounds.last()), (Some(&-20_680), Some(&-20_680)), "{events:?}");
    assert!(events.iter().all(|event| event["milliseconds"].is_u64()), "{events:?}");
    let both = solve(&[TINY, "--progress", "json", "--quiet"]);
    assert_eq!(both.status.code(), Some(2), "{}", err(&both));
}

#[test]
fn locks_that_cannot_hold_together_give_3_and_are_named() {
    // In a triad Ann could be the partner of both.
    let locks = r#""rules": { "arrangements": ["pair"] }, "locks": [ { "never_on": { "teacher": "dee", "date": "2026-11-04" } },
        { "pair": ["ann", "bob"] }, { "pair": ["cy", "ann"] } ], "budget""#;
    let output = solve_with(&["-"], &tiny().replace("\"budget\"", locks));
    assert_eq!(output.status.code(), Some(3), "{}{}", out(&output), err(&output));
    assert_eq!(out(&output), "");
    let said = err(&output);
    assert!(said.contains("/locks/1: Ann Lark and Bob Finch are partners"), "{said}");
    assert!(said.contains("/locks/2: Cy Heron and Ann Lark are partners"), "{said}");
    assert!(!said.contains("/locks/0"), "{said}");
}

#[test]
fn no_time_for_a_plan_that_keeps_the_locks_gives_4() {
    let locked = tiny().replace("\"budget\"", r#""locks": [ { "pair": ["ann", "bob"] } ], "budget""#);
    let output = solve_with(&["-", "--time-limit", "0s"], &locked);
    assert_eq!(output.status.code(), Some(4), "{}", err(&output));
    assert_eq!(out(&output), "");
    assert!(err(&output).contains("interrupted before the first plan"), "{}", err(&output));
    let output = solve_with(&["-"], &locked);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
}

#[test]
fn the_time_limit_gives_the_best_plan_so_far_and_says_so() {
    let output = solve(&["instances/secondary.json", "--time-limit", "0s"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(err(&output).contains("stopped early, this is the best plan so far"), "{}", err(&output));
    assert_eq!(without_clock(&out(&output))["status"], "interrupted");
    let quiet = solve(&["instances/secondary.json", "--time-limit", "0s", "--quiet"]);
    assert_eq!(err(&quiet), "");
}
