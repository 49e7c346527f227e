//! Batches: every line has its result in order, bad lines too; killed and resumed, the same bytes as unbroken; only a few
//! lines are held at a time.

use std::fs;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use opendoor::engine::{Cancel, Options, Silent};
use opendoor::format::{canonical_hash, read_instance, read_plan, write_instance, write_plan};
use opendoor::generate::{Preset, Spec, generate};
use opendoor::scenario::{LONGEST, Lines, Settings, Tally, batch};
use opendoor::{solve, verify};
use serde_json::{Value, json};

fn settings(jobs: usize) -> Settings {
    Settings { options: Options { threads: Some(1), ..Options::default() }, jobs }
}

/// The results of `input`.
fn results(input: impl Into<Vec<u8>>, jobs: usize) -> (Vec<Value>, Tally) {
    let mut lines = Vec::new();
    let tally = batch(Lines::of(io::Cursor::new(input.into())), &settings(jobs), |text, _| {
        assert!(text.ends_with('\n') && text.matches('\n').count() == 1, "a whole line at a time");
        lines.push(serde_json::from_str(text).expect("JSON"));
        Ok(())
    });
    (lines, tally.expect("it reads and writes"))
}

fn tiny() -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("instances/tiny.json");
    serde_json::from_slice(&fs::read(path).expect("the instance")).expect("JSON")
}

/// The smallest school: two teachers who can watch each other on one day.
fn smallest(variant: usize) -> Value {
    let lesson = |teacher: &str, period: &str| json!({"id": format!("{teacher}{period}"), "teachers": [teacher], "classes": [format!("{teacher}-class")], "weekday": "mon", "period": period});
    json!({
        "format": "opendoor/1",
        "round": {"title": format!("Day {variant}"), "start": "2026-11-02", "end": "2026-11-02", "timezone": "Europe/London"},
        "focuses": [{"id": "questioning", "name": "Questioning"}],
        "schools": [{"id": "s", "name": "S", "periods": [
            {"id": "1", "start": "09:00", "end": "10:00"}, {"id": "2", "start": "10:00", "end": "11:00"},
            {"id": "3", "start": "11:00", "end": "12:00"}]}],
        "teachers": [
            {"id": "ann", "name": "Ann", "school": "s", "needs": {"questioning": 0.5}, "protected_use": "watch", "periods_lent": {"max_per_week": 3}},
            {"id": "bob", "name": "Bob", "school": "s", "strengths": {"questioning": 0.9}, "protected_use": "watch", "periods_lent": {"max_per_week": 3}}],
        "lessons": [lesson("ann", "1"), lesson("bob", "2")],
        "rates": {"free_period": 100 + variant % 7},
    })
}

/// A line of the large batch; every hundredth is broken in one of four ways.
fn line(number: usize) -> String {
    let id = format!("school-{number}");
    if number % 100 != 37 {
        return json!({"id": id, "instance": smallest(number)}).to_string();
    }
    match number / 100 % 4 {
        0 => format!("{{\"id\": \"{id}\", \"instance\": {{\"format\""),
        1 => json!({"id": id, "instance": {"format": "opendoor/1"}}).to_string(),
        2 => json!({"id": id, "instance": smallest(number), "patch": {"teachers": {"cy": null}}}).to_string(),
        _ => json!({"id": id, "instance_path": "there/is/no/such/file.json"}).to_string(),
    }
}

fn command(lines: &Path, out: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opendoor"));
    command.arg("batch").arg(lines).arg("-o").arg(out).args(["--jobs", "2"]).args(more);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn run(lines: &Path, out: &Path, more: &[&str]) -> Output {
    command(lines, out, more).output().expect("the program")
}

/// Waits until the file has so many bytes; false when the program has ended before.
fn wait_for(child: &mut Child, out: &Path, bytes: u64) -> bool {
    let patience = Instant::now() + Duration::from_secs(120);
    while fs::metadata(out).map_or(0, |there| there.len()) < bytes {
        assert!(Instant::now() < patience, "no results come");
        if child.try_wait().expect("a child").is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    true
}

#[test]
fn ten_thousand_lines_killed_three_times_and_resumed_are_the_same_bytes() {
    const LINES: usize = 10_000;
    let folder = tempfile::tempdir().expect("a folder");
    let (lines, whole, broken) =
        (folder.path().join("lines.jsonl"), folder.path().join("whole.jsonl"), folder.path().join("broken.jsonl"));
    let text: String = (0..LINES).flat_map(|number| [line(number), "\n".to_owned()]).collect();
    fs::write(&lines, text).expect("it can be written");

    let began = Instant::now();
    let unbroken = run(&lines, &whole, &[]);
    println!("{LINES} lines in {:?}", began.elapsed());
    assert_eq!(unbroken.status.code(), Some(1), "some lines are broken");
    assert_eq!(String::from_utf8_lossy(&unbroken.stderr), "10000 lines, 100 of them without a plan\n");
    let expected = fs::read(&whole).expect("the results");

    for kill in 1..=3_u64 {
        let more: &[&str] = if kill == 1 { &[] } else { &["--resume"] };
        let mut child = command(&lines, &broken, more).spawn().expect("the program");
        let size = u64::try_from(expected.len()).expect("a size") * kill / 4;
        assert!(wait_for(&mut child, &broken, size), "killed before its end");
        child.kill().expect("it is killed");
        assert!(!child.wait().expect("it ends").success());
        let there = fs::read(&broken).expect("results");
        assert!(expected.starts_with(&there) && there.len() < expected.len(), "what is there is a beginning");
        if kill == 2 {
            // As if the last write had been torn.
            let torn = there[..there.len() - 1].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 10);
            fs::OpenOptions::new()
                .write(true)
                .open(&broken)
                .and_then(|file| file.set_len(u64::try_from(torn).expect("a size")))
                .expect("it can be cut");
        }
    }
    let last = run(&lines, &broken, &["--resume"]);
    assert_eq!(last.status.code(), Some(1), "the lines that failed before count");
    assert!(fs::read(&broken).expect("results") == expected, "the same bytes as unbroken");

    // Nothing is left to do, and nothing is done twice.
    let again = run(&lines, &broken, &["--resume"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(fs::read(&broken).expect("results") == expected);

    // Every line has its result, in order.
    let mut failed = 0;
    for (number, result) in String::from_utf8(expected).expect("UTF-8").lines().enumerate() {
        let result: Value = serde_json::from_str(result).expect("JSON");
        assert_eq!(result["line"], number + 1);
        let is_broken = number % 100 == 37;
        failed += usize::from(is_broken);
        assert_eq!(result["status"], if is_broken { "error" } else { "optimal" }, "{result}");
        if is_broken {
            assert_ne!(result["errors"][0]["code"], Value::Null, "{result}");
        } else {
            assert_eq!(result["id"], format!("school-{number}"));
            assert!(result["plan"]["stats"].get("seconds").is_none(), "the clock is no result");
        }
    }
    assert_eq!(failed, 100);
}

#[test]
fn interrupted_it_stops_with_what_is_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let (lines, whole, cut) =
        (folder.path().join("lines.jsonl"), folder.path().join("whole.jsonl"), folder.path().join("cut.jsonl"));
    let text: String = (0..2_000).flat_map(|number| [line(number), "\n".to_owned()]).collect();
    fs::write(&lines, text).expect("it can be written");
    assert_eq!(run(&lines, &whole, &[]).status.code(), Some(1));
    let expected = fs::read(&whole).expect("the results");
    let mut child = command(&lines, &cut, &[]).spawn().expect("the program");
    assert!(wait_for(&mut child, &cut, u64::try_from(expected.len() / 3).expect("a size")));
    let asked = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().expect("a shell");
    assert!(asked.success());
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(ended.status.code(), Some(4), "{}", String::from_utf8_lossy(&ended.stderr));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("--resume goes on"));
    let there = fs::read(&cut).expect("results");
    assert!(there.ends_with(b"\n") && there.len() < expected.len() && expected.starts_with(&there));
    assert_eq!(run(&lines, &cut, &["--resume"]).status.code(), Some(1));
    assert!(fs::read(&cut).expect("results") == expected);
}

#[test]
fn plans_are_those_of_single_solves_and_more_a_second() {
    let schools: Vec<_> =
        (0..12).map(|seed| generate(&Spec { teachers: 12, weeks: 1, seed, ..Spec::of(Preset::Primary) })).collect();
    let text: String = schools
        .iter()
        .enumerate()
        .map(|(number, school)| {
            let school: Value = serde_json::from_str(&write_instance(school)).expect("JSON");
            json!({"id": number, "instance": school}).to_string() + "\n"
        })
        .collect();
    let began = Instant::now();
    let alone: Vec<_> =
        schools.iter().map(|school| solve(school, &settings(1).options, &mut Silent).expect("a plan")).collect();
    let single = began.elapsed();
    let began = Instant::now();
    let (found, tally) = results(text, 2);
    // The program prints it with `--nocapture`.
    println!(
        "{} generated schools: {single:?} one by one, {:?} in a batch of two jobs",
        schools.len(),
        began.elapsed()
    );
    assert_eq!(tally, Tally { done: 12, failed: 0, is_cut: false });
    for ((result, school), plan) in found.iter().zip(&schools).zip(alone) {
        let read = read_plan(result["plan"].to_string().as_bytes(), school).expect("a plan").plan;
        assert_eq!(verify::check(school, &read), []);
        let instance: Value = serde_json::from_str(&write_instance(school)).expect("JSON");
        assert_eq!(read.instance, canonical_hash(&instance));
        let clockless = |plan| {
            let mut plan: Value = serde_json::from_str(&write_plan(plan, school)).expect("JSON");
            plan["stats"]["seconds"] = Value::Null;
            plan["instance"] = Value::Null;
            plan
        };
        assert_eq!(clockless(&read), clockless(&plan));
    }
    let dense: Vec<String> = found.iter().map(Value::to_string).collect();
    for jobs in [1, 3, 7] {
        let mut text = String::new();
        for (number, school) in schools.iter().enumerate() {
            let instance = write_instance(school).replace('\n', " ");
            text.extend(["\n{\"id\": ", &number.to_string(), ", \"instance\": ", &instance, "}\r\n"]);
        }
        let (again, _) = results(text, jobs);
        let again: Vec<String> = again
            .into_iter()
            .map(|mut result| {
                // Blank lines count as lines of the file, though they have no result.
                result["line"] = (result["line"].as_u64().expect("a number") / 2).into();
                result.to_string()
            })
            .collect();
        assert!(again == dense, "{jobs} jobs");
    }
}

#[test]
fn a_bad_line_is_a_result_with_its_errors() {
    let path = format!("{}/instances/tiny.json", env!("CARGO_MANIFEST_DIR"));
    let lines = [
        json!({"id": "inline", "instance": tiny()}).to_string(),
        json!({"id": 7, "instance_path": path}).to_string(),
        json!({"id": "patched", "instance_path": path, "patch": {"budget": {"money": 0}}, "options": {"gap": 0.01, "seed": 3, "time_limit": null}}).to_string(),
        "{".to_owned(),
        "\u{feff}{}".to_owned(),
        "[]".to_owned(),
        json!({"instance": tiny()}).to_string(),
        json!({"id": ["x"], "instance": tiny(), "instance_path": path, "patsh": {}, "options": {"gap": 2, "seed": -1, "time_limit": "1s", "x": 0}}).to_string(),
        json!({"id": "none"}).to_string(),
        json!({"id": "gone", "instance_path": "no/such/file"}).to_string(),
        json!({"id": "unsound", "instance": tiny(), "patch": {"teachers": {"ann": null}}}).to_string(),
        json!({"id": "unfit", "instance": tiny(), "patch": {"teachers": {"anm": null}}}).to_string(),
        json!({"id": "clash", "instance": tiny(), "patch": {"locks": [{"pair": ["ann", "bob"]}, {"out": {"teacher": "bob"}}]}}).to_string(),
        json!({"id": "last", "instance": tiny()}).to_string(),
    ];
    let (found, tally) = results(lines.join("\n"), 2);
    assert_eq!(tally, Tally { done: 14, failed: 10, is_cut: false });
    let told = |index: usize| -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let errors = found[index]["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| (text(&error["code"]), text(&error["pointer"]))).collect()
    };
    let has = |index: usize, expected: &[(&str, &str)]| {
        let told = told(index);
        let told: Vec<(&str, &str)> = told.iter().map(|(code, at)| (code.as_str(), at.as_str())).collect();
        assert_eq!(told, expected, "line {}", index + 1);
        assert_eq!(found[index]["status"], "error");
    };
    for (index, id) in [(0, json!("inline")), (1, json!(7)), (2, json!("patched")), (13, json!("last"))] {
        assert_eq!((&found[index]["id"], &found[index]["status"]), (&id, &json!("optimal")));
    }
    assert_eq!(found[0]["plan"]["total"], -20_680);
    assert_eq!(found[2]["plan"]["total"], -20_520);
    assert_eq!(found[2]["plan"]["seed"], 3);
    let bytes = fs::read(&path).expect("the instance");
    assert_eq!(found[1]["plan"]["instance"], read_instance(&bytes).expect("sound").hash, "of the bytes as read");
    assert_eq!(found[0]["plan"]["instance"], canonical_hash(&tiny()), "of the canonical form, inline");
    has(3, &[("E0004", "")]);
    has(4, &[("E0002", "")]);
    has(5, &[("E0103", "")]);
    has(6, &[("E0102", "")]);
    let at = |key: &str| format!("/options/{key}");
    let expected = [
        ("E0103", "/id"),
        ("E5008", "/instance_path"),
        ("E0101", "/patsh"),
        ("E0103", &at("gap")),
        ("E0103", &at("seed")),
        ("E0103", &at("time_limit")),
        ("E0101", &at("x")),
    ];
    let mut of_line = told(7);
    of_line.sort();
    let mut expected: Vec<(String, String)> = expected.map(|(code, at)| (code.to_owned(), at.to_owned())).to_vec();
    expected.sort();
    assert_eq!(of_line, expected);
    has(8, &[("E5008", "")]);
    has(9, &[("E5005", "/instance_path")]);
    assert!(told(10).len() > 3 && told(10).iter().all(|(code, at)| code == "E1203" && at.starts_with("/lessons/")));
    assert_eq!(found[10]["errors"][0]["in"], "instance");
    has(11, &[("E5002", "/patch/teachers/anm")]);
    assert_eq!((&found[11]["errors"][0]["in"], &found[11]["errors"][0]["nearest"]), (&json!("line"), &json!("ann")));
    assert_eq!((&found[12]["status"], &found[12]["conflict"]), (&json!("conflict"), &json!(["/locks/0", "/locks/1"])));
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let mut text = vec![b' '; LONGEST + 10];
    text.extend(b"\n{\"id\": 1, \"instance_path\": 1}\n");
    text.splice(..0, b"{}\n".iter().copied());
    let (found, tally) = results(text, 1);
    assert_eq!((tally.done, tally.failed), (3, 3));
    assert_eq!((&found[1]["errors"][0]["code"], &found[1]["line"]), (&json!("E5007"), &json!(2)));
    assert_eq!((&found[2]["id"], &found[2]["line"]), (&json!(1), &json!(3)));
}

/// Lines without an end, counted.
struct Endless {
    read: Arc<AtomicUsize>,
    most: usize,
    rest: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.len().min(into.len());
        into[..length].copy_from_slice(&self.rest[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Endless {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.rest.is_empty() && self.read.fetch_add(1, Ordering::SeqCst) < self.most {
            self.rest = b"{\"id\": 1, \"instance\": {}}\n".to_vec();
        }
        Ok(&self.rest)
    }

    fn consume(&mut self, bytes: usize) {
        self.rest.drain(..bytes);
    }
}

#[test]
fn reading_never_runs_far_ahead_of_writing() {
    let (read, mut written) = (Arc::new(AtomicUsize::new(0)), 0);
    let lines = Lines::of(Endless { read: Arc::clone(&read), most: 3_000, rest: Vec::new() });
    let tally = batch(lines, &settings(2), |_, _| {
        written += 1;
        if written < 100 {
            std::thread::sleep(Duration::from_millis(1));
        }
        let ahead = read.load(Ordering::SeqCst) - written;
        assert!(ahead <= 2 * 8 + 1, "{ahead} lines are held");
        Ok(())
    });
    assert_eq!(tally.expect("it reads and writes"), Tally { done: 3_000, failed: 3_000, is_cut: false });
}

#[test]
fn when_nothing_can_be_written_it_ends() {
    let lines = Lines::of(Endless { read: Arc::default(), most: usize::MAX, rest: Vec::new() });
    let full =
        batch(
            lines,
            &settings(2),
            |_, tally| {
                if tally.done < 5 { Ok(()) } else { Err(io::Error::other("the disk is full")) }
            },
        );
    assert_eq!(full.expect_err("an error").to_string(), "the disk is full");

    let cancel = Cancel::default();
    let cancelled = Settings { options: Options { cancel: cancel.clone(), ..settings(2).options }, jobs: 2 };
    let lines = Lines::of(Endless { read: Arc::default(), most: usize::MAX, rest: Vec::new() });
    let tally = batch(lines, &cancelled, |_, tally| {
        if tally.done == 9 {
            cancel.cancel();
        }
        Ok(())
    });
    assert!(tally.expect("it stops").is_cut);
}

#[test]
fn results_of_other_lines_are_not_gone_on_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let (lines, out) = (folder.path().join("lines.jsonl"), folder.path().join("out.jsonl"));
    let write = |path: &Path, text: &str| fs::File::create(path).and_then(|mut file| file.write_all(text.as_bytes()));
    write(&lines, &format!("{}\n{}\n", line(1), line(2))).expect("it can be written");
    for wrong in [
        "what is this\n".to_owned(),
        "{\"id\":\"school-9\",\"line\":1,\"status\":\"optimal\"}\n".to_owned(),
        "{\"id\":\"school-1\",\"line\":5,\"status\":\"optimal\"}\n".to_owned(),
        "{\"id\":null,\"line\":1,\"status\":\"error\"}\n{\"id\":null,\"line\":2,\"status\":\"error\"}\n{\"id\":null,\"line\":3,\"status\":\"error\"}\n".to_owned(),
    ] {
        write(&out, &wrong).expect("it can be written");
        let ended = run(&lines, &out, &["--resume"]);
        assert_eq!(ended.status.code(), Some(2), "{wrong}");
        assert!(String::from_utf8_lossy(&ended.stderr).contains("cannot go on with"), "{wrong}");
        assert_eq!(fs::read_to_string(&out).expect("it is left alone"), wrong);
    }
    assert_eq!(run(&lines, &lines, &[]).status.code(), Some(2), "never over its own lines");
    assert_eq!(fs::read_to_string(&lines).expect("they are there").lines().count(), 2);
    // A file that is not there yet is begun; without --resume it is begun anew.
    for more in [&["--resume"][..], &[]] {
        fs::remove_file(&out).expect("it was there");
        assert_eq!(run(&lines, &out, more).status.code(), Some(0));
        assert_eq!(run(&lines, &out, &[]).status.code(), Some(0));
        assert_eq!(fs::read_to_string(&out).expect("results").lines().count(), 2);
    }
}
