//! `opendoor report` from outside.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;
use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const TINY: &str = "instances/tiny.json";
const TINY_PLAN: &str = "tests/golden/tiny.plan.json";

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_opendoor")).arg("report").args(args).current_dir(ROOT).output().expect("it starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

fn written(folder: &TempDir, name: &str, content: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, content).expect("a temporary file");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn a_page_goes_into_a_file_or_to_the_standard_output() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("round.html");
    let ran = run(&[TINY, TINY_PLAN, "-o", file.to_str().expect("UTF-8")]);
    assert_eq!((ran.status.code(), text(&ran.stdout), text(&ran.stderr)), (Some(0), "", ""));
    let page = fs::read_to_string(file).expect("it is written");
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"), "{page}");
    let ran = run(&[TINY, TINY_PLAN]);
    assert_eq!(text(&ran.stdout).trim_end(), page);
}

#[test]
fn a_plan_that_breaks_a_rule_gets_no_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = fs::read_to_string(Path::new(ROOT).join(TINY_PLAN)).expect("the plan is there");
    let cheaper = written(&folder, "plan.json", &plan.replacen("\"own_time\": 900", "\"own_time\": 800", 1));
    let file = folder.path().join("round.html");
    let ran = run(&[TINY, &cheaper, "-o", file.to_str().expect("UTF-8")]);
    assert_eq!(ran.status.code(), Some(1));
    assert!(text(&ran.stderr).starts_with("C17 p1: "), "{}", text(&ran.stderr));
    assert!(text(&ran.stderr).ends_with("No page is made.\n"), "{}", text(&ran.stderr));
    assert!(!file.exists());
}

#[test]
fn one_teachers_page_by_id() {
    let ran = run(&[TINY, TINY_PLAN, "--for", "ann"]);
    assert_eq!(ran.status.code(), Some(0));
    let page = text(&ran.stdout);
    assert!(page.contains("You watch <b>Bob Finch</b>") && !page.contains("Cy Heron"), "{page}");
    let ran = run(&[TINY, TINY_PLAN, "--for", "anne"]);
    assert_eq!(ran.status.code(), Some(2));
    assert_eq!(text(&ran.stderr), "error: no teacher has the id `anne`; did you mean `ann`?\n");
}

#[test]
fn what_is_shared_is_nobodys_alone_and_has_no_scenarios() {
    assert!(!text(&run(&[TINY, TINY_PLAN, "--shared"]).stdout).contains('£'));
    for wrong in [&["--shared", "--for", "ann"][..], &["--shared", "--whatif", "x"], &["--for", "ann", "--whatif", "x"]]
    {
        let ran = run(&[&[TINY, TINY_PLAN], wrong].concat());
        assert_eq!(ran.status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn a_plan_of_other_bytes_is_a_note() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = fs::read_to_string(Path::new(ROOT).join(TINY_PLAN)).expect("the plan is there");
    let other = written(&folder, "plan.json", &plan.replacen("sha256:a2", "sha256:b2", 1));
    let ran = run(&[TINY, &other]);
    assert_eq!(ran.status.code(), Some(0));
    assert!(text(&ran.stderr).starts_with("note: the plan was made for other bytes"), "{}", text(&ran.stderr));
}

#[test]
fn the_price_curve_of_a_what_if() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let one = |name: &str, patch: serde_json::Value, served: u32| {
        json!({"name": name, "patch": patch, "instance": "sha256:0", "status": "optimal", "money": 1500,
            "total": -20_680, "bound": -20_680, "served": served, "wanted": 4})
    };
    let budget = |pence: Option<i64>| json!({"budget": {"money": pence}});
    let unplanned = json!({"name": "all locked", "patch": {}, "instance": "sha256:0", "status": "conflict", "conflict": ["/locks/0"]});
    let answers = json!({
        "format": "opendoor-whatif/1",
        "base": one("as it is", json!(null), 4),
        "scenarios": [one("budget 0", budget(Some(0)), 2), one("budget 1500", budget(Some(1_500)), 4), unplanned],
        "sweep": {"unlimited": one("no limit", budget(None), 4), "steps": [], "knee": null, "zero_cost": "budget 0", "enough": 1500},
    });
    let file = written(&folder, "answers.json", &answers.to_string());
    let ran = run(&[TINY, TINY_PLAN, "--whatif", &file]);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran.stderr));
    assert!(text(&ran.stderr).contains("was made for other bytes"), "{}", text(&ran.stderr));
    let page = text(&ran.stdout);
    assert_eq!(page.matches("<svg").count(), 2);
    for words in ["From £15.00 on more money buys nothing.", "no limit", "2 of 4", "There is no plan for all locked."]
    {
        assert!(page.contains(words), "{words}");
    }
    for (content, wrong) in [
        ("[]", "is not what whatif writes"),
        ("{", "is not what whatif writes: EOF"),
        (&answers.to_string().replace("whatif/1", "whatif/9"), "its format is `opendoor-whatif/9`"),
    ] {
        let ran = run(&[TINY, TINY_PLAN, "--whatif", &written(&folder, "wrong.json", content)]);
        assert_eq!(ran.status.code(), Some(2));
        assert!(text(&ran.stderr).contains(wrong), "{}", text(&ran.stderr));
    }
}
