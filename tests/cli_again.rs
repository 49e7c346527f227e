//! `explain`, `replan` and `suggest` from outside: what they print for programs, what they write, and how they end.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder with the tiny instance and its plan.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(TempDir::new().expect("a folder"));
        let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/tiny.json");
        fs::copy(tiny, folder.path("tiny.json")).expect("the instance");
        folder.run(&["solve", "tiny.json", "-o", "plan.json", "-q"], 0);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, value: &Value) {
        fs::write(self.path(name), value.to_string()).expect("a file");
    }

    fn read(&self, name: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path(name)).expect("a file")).expect("JSON")
    }

    /// What a run says that ends with `code`: on stdout, and on stderr.
    fn run(&self, args: &[&str], code: i32) -> (String, String) {
        let ran: Output = Command::new(env!("CARGO_BIN_EXE_opendoor"))
            .args(args)
            .current_dir(self.0.path())
            .output()
            .expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        let (out, err) = (text(ran.stdout), text(ran.stderr));
        assert_eq!(ran.status.code(), Some(code), "{args:?}: {out}{err}");
        (out, err)
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(args, 0).0).expect("JSON")
    }
}

#[test]
fn explain_tells_programs_and_writes_into_the_plan() {
    let folder = Folder::new();
    let told = folder.json(&["explain", "tiny.json", "plan.json", "--pair", "bob,ann", "--format", "json"]);
    assert_eq!(told["format"], "opendoor-explanation/1");
    assert_eq!(told["chosen"][0]["arrangement"], "p1");
    let partners = &told["chosen"][0]["next_best"][0];
    assert_eq!(partners["without"], "partners");
    assert_eq!(partners["patch"], json!({ "rules": { "forbid": [["ann", "bob"]] } }));
    assert_eq!(partners["total_change"], 160);
    let mut tight = folder.read("tiny.json");
    tight["teachers"][0]["protected"] = json!([{ "why": "PPA" }]);
    folder.write("tight.json", &tight);
    folder.run(&["solve", "tight.json", "-o", "tight-plan.json", "-q"], 0);
    folder.run(&["explain", "tight.json", "tight-plan.json", "--teacher", "ann", "-o", "told.json"], 0);
    folder.run(&["check", "tight.json", "told.json"], 0);
    let reason = &folder.read("told.json")["unserved"][0]["reasons"][0];
    assert_eq!(reason["would_help"]["patch"], json!({ "teachers": { "ann": { "protected_use": "watch" } } }));
    assert_eq!(reason["would_help"]["total_change"], -52_420);
    // Explained again, nothing stands twice.
    folder.run(&["explain", "tight.json", "told.json", "--teacher", "ann", "-o", "again.json"], 0);
    assert_eq!(folder.read("again.json"), folder.read("told.json"));
}

#[test]
fn what_can_not_be_explained_is_told() {
    let folder = Folder::new();
    let says = |args: &[&str], code: i32, what: &str| {
        let (_, err) = folder.run(&[&["explain", "tiny.json"], args].concat(), code);
        assert!(err.contains(what), "{err}");
    };
    says(&["plan.json", "--teacher", "eve"], 2, "no teacher has the id `eve`");
    says(&["plan.json", "--pair", "ann"], 2, "two ids");
    says(&["plan.json", "--pair", "ann,cy"], 2, "no partners in this plan");
    let mut wrong = folder.read("plan.json");
    wrong["total"] = json!(0);
    folder.write("wrong.json", &wrong);
    says(&["wrong.json"], 1, "breaks rules");
}

#[test]
fn replan_tells_programs_who_must_hear() {
    let folder = Folder::new();
    folder.write("ill.json", &json!({ "teachers": { "cy": { "unavailable": [{ "date": "2026-11-04" }] } } }));
    let args = ["replan", "tiny.json", "plan.json", "--from", "2026-11-03", "--changes", "ill.json"];
    let told =
        folder.json(&[&args[..], &["--format", "json", "-o", "new.json", "--instance-output", "i.json"]].concat());
    assert_eq!((&told["changes"], &told["changes_cost"]), (&json!(2), &json!(1_000)));
    let who: Vec<&Value> = told["notices"].as_array().expect("a list").iter().map(|one| &one["who"]).collect();
    assert_eq!(who, [&json!({ "teacher": "cy" }), &json!({ "teacher": "dee" })]);
    assert_eq!(told["notices"][0]["off"][0]["conversation"]["date"], "2026-11-04");
    assert_eq!(told["clashes"][0]["arrangement"], "p2");
    let (_, err) = folder.run(&["check", "i.json", "new.json"], 0);
    assert_eq!(err, "", "the hash is that of the instance written");
    assert_eq!(folder.read("new.json")["changes"].as_array().map(Vec::len), Some(2));
    // Without -o the plan is the answer.
    assert_eq!(folder.json(&args)["format"], "opendoor-plan/1");
}

#[test]
fn replan_says_what_stands_in_the_way() {
    let folder = Folder::new();
    let away = json!([{ "date": "2026-11-03" }, { "date": "2026-11-04" }]);
    folder.write("gone.json", &json!({ "teachers": { "bob": { "unavailable": away } } }));
    let args = ["replan", "tiny.json", "plan.json", "--from", "2026-11-03", "--changes", "gone.json"];
    let (_, err) = folder.run(&args, 3);
    assert!(err.contains("--let-go p1"), "{err}");
    folder.run(&[&args[..], &["--let-go", "p1"]].concat(), 0);
    folder.run(&[&args[..], &["--let-go", "p9"]].concat(), 2);
    folder.write("wrong.json", &json!({ "teachers": { "bob": { "visits": -1 } } }));
    let (_, err) =
        folder.run(&["replan", "tiny.json", "plan.json", "--from", "2026-11-03", "--changes", "wrong.json"], 2);
    assert!(err.contains("the changed instance is wrong") && err.contains("E0106"), "{err}");
}

#[test]
fn suggest_answers_requests() {
    let folder = Folder::new();
    let (_, err) = folder.run(&["suggest", "tiny.json", "plan.json"], 2);
    assert!(err.contains("no requests"), "{err}");
    let mut asking = folder.read("tiny.json");
    asking["requests"] = json!([{ "host": "bob", "lesson": "bob-tue3" }]);
    folder.write("asking.json", &asking);
    let told = folder.json(&["suggest", "asking.json", "plan.json", "--format", "json"]);
    let answer = &told["answers"][0];
    assert_eq!(answer["host"], "bob");
    let suggestions = answer["suggestions"].as_array().expect("a list");
    assert_eq!(suggestions.len() + answer["cannot"].as_array().map_or(0, Vec::len), 3);
    assert!(suggestions.iter().all(|one| one["lesson"] == "bob-tue3" && one["total_change"].is_i64()));
}
