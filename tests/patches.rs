//! Patches: what RFC 7396 says, lists by id, what is wrong with one told at its place, and that a patched instance is
//! read like any other.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use opendoor::format::{Code, Document, Report, canonical_hash, write_instance};
use opendoor::scenario::{Patch, read};
use proptest::prelude::*;
use serde_json::{Value, json};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn tiny() -> Value {
    Document::read(&fs::read(path("instances/tiny.json")).expect("the instance")).expect("JSON").value
}

fn patch(value: &Value) -> Patch {
    Patch::of(value).expect("an object")
}

fn applied(to: &Value, by: &Value) -> Value {
    patch(by).apply(to).expect("a patch that fits")
}

/// The report on a patch of the tiny instance.
fn report(source: &[u8]) -> Result<Value, Report> {
    let document = Document::read(source)?;
    let patch = Patch::of(&document.value).map_err(|complaints| document.report(complaints))?;
    patch.apply(&tiny()).map_err(|complaints| document.report(complaints))
}

#[test]
fn the_examples_of_rfc_7396_hold() {
    // Appendix A, as far as target and patch are objects.
    for (target, change, result) in [
        (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
        (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
        (json!({"a": "b"}), json!({"a": null}), json!({})),
        (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
        (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
        (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
        (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
        (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
        (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
        (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        (json!({"a": "foo"}), json!({"a": {"b": 1}}), json!({"a": {"b": 1}})),
    ] {
        assert_eq!(applied(&target, &change), result, "{target} patched by {change}");
    }
}

#[test]
fn lists_of_objects_with_ids_are_patched_by_id() {
    let before = tiny();
    let after = applied(
        &before,
        &json!({
            "teachers": {"ann": {"protected_use": "watch", "strengths": {"questioning": null, "behaviour": 0.2}}, "dee": null,
                         "eve": {"name": "Eve Wren", "school": "larkfield", "department": null}},
            "cover": {"supply": {"agency": {"school": "larkfield", "unit": "day", "money": 29100}}},
            "rooms": {"R1": {"school": "larkfield", "capacity": 30}},
        }),
    );
    let ids: Vec<&str> =
        after["teachers"].as_array().expect("a list").iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(ids, ["ann", "bob", "cy", "eve"]);
    assert_eq!(after["teachers"][0]["protected_use"], "watch");
    assert_eq!(after["teachers"][0]["strengths"], json!({"behaviour": 0.2}));
    assert_eq!(after["teachers"][0]["name"], "Ann Lark");
    assert_eq!(after["teachers"][1], before["teachers"][1]);
    assert_eq!(after["teachers"][3], json!({"id": "eve", "name": "Eve Wren", "school": "larkfield"}));
    assert_eq!(after["rooms"], json!([{"id": "R1", "school": "larkfield", "capacity": 30}]));
    let supply = after["cover"]["supply"].as_array().expect("a list");
    assert_eq!(supply.last().expect("an entry")["id"], "agency");
    assert_eq!(after["lessons"], before["lessons"]);
}

#[test]
fn a_list_replaces_a_list() {
    let lock = json!([{"pair": ["ann", "bob"]}]);
    assert_eq!(applied(&tiny(), &json!({"locks": lock}))["locks"], lock);
    let focuses = json!([{"id": "questioning", "name": null}]);
    assert_eq!(
        applied(&tiny(), &json!({"focuses": focuses}))["focuses"],
        focuses,
        "nulls in lists stay, as RFC 7396 says"
    );
}

#[test]
fn what_a_patched_instance_says_is_read_like_any_other() {
    let reading = read(&applied(&tiny(), &json!({"budget": {"money": 0}}))).expect("a sound instance");
    assert_eq!(reading.problem.budget.money, Some(0));
    assert!(reading.hash.starts_with("sha256:"));
    let there = applied(&tiny(), &json!({"budget": {"money": 0}}));
    let other = applied(&applied(&there, &json!({"format": null})), &json!({"format": there["format"]}));
    assert_eq!(reading.hash, read(&other).expect("the same instance in another order").hash);
    assert_eq!(reading.hash, canonical_hash(&other));
    assert_eq!(write_instance(&reading.problem).matches("\"money\": 0").count(), 1);

    // Whoever is removed is still named by lessons, and a new teacher lacks a school: all of it is told.
    let rejected = read(&applied(&tiny(), &json!({"teachers": {"bob": null, "eve": {}}}))).expect_err("errors");
    let told: BTreeSet<(&str, &str)> =
        rejected.report.diagnostics.iter().map(|found| (found.code.as_str(), found.pointer.as_str())).collect();
    assert!(told.contains(&("E1203", "/lessons/7/teachers/0")), "{told:?}");
    assert!(told.contains(&("E0102", "/teachers/3")), "{told:?}");
    let shown = rejected.render("tiny.json, patched");
    assert!(shown.contains("--> tiny.json, patched:") && shown.contains("at /lessons/7/teachers/0"), "{shown}");
}

/// Code, title, sample and pointer of the sections on patches that have a sample in `instances/invalid-patches`.
fn sections() -> Vec<[String; 4]> {
    let page = fs::read_to_string(path("src/docs/errors.md")).expect("the page on errors");
    let between = |text: &str, before: &str| -> String {
        let rest = text.split(before).nth(1).unwrap_or_default();
        rest.split('`').next().unwrap_or_default().to_owned()
    };
    page.split("\n## ")
        .skip(1)
        .filter(|section| section.starts_with("E5"))
        .map(|section| {
            let (code, rest) = section.split_once(": ").expect("a heading with code and title");
            assert!(section.contains("\n- Cause: ") && section.contains("\n- Action: "), "{code}");
            let line = section.lines().find(|line| line.starts_with("- Sample: ")).unwrap_or_default();
            let title = rest.lines().next().unwrap_or_default();
            [code.to_owned(), title.to_owned(), between(line, "- Sample: `"), between(line, "at `")]
        })
        .collect()
}

#[test]
fn codes_sections_and_samples_agree() {
    let known: Vec<(&str, &str)> =
        Code::ALL.iter().map(|code| (code.as_str(), code.title())).filter(|(code, _)| code.starts_with("E5")).collect();
    let sections = sections();
    let told: Vec<(&str, &str)> = sections.iter().map(|[code, title, ..]| (code.as_str(), title.as_str())).collect();
    assert_eq!(told, known);
    let named: BTreeSet<&str> =
        sections.iter().map(|[_, _, sample, _]| sample.as_str()).filter(|name| !name.is_empty()).collect();
    let files: BTreeSet<String> = fs::read_dir(path("instances/invalid-patches"))
        .expect("the samples")
        .map(|entry| entry.expect("a sample").file_name().into_string().expect("a plain name"))
        .collect();
    assert_eq!(named, files.iter().map(String::as_str).collect());
}

#[test]
fn each_sample_yields_its_code_at_its_place() {
    for [code, _, sample, pointer] in sections() {
        if sample.is_empty() {
            continue;
        }
        let source = fs::read(path("instances/invalid-patches").join(&sample)).expect("the sample");
        let report = report(&source).expect_err("an error");
        let [one] = report.diagnostics.as_slice() else { panic!("{sample}: {report}") };
        assert_eq!((one.code.as_str(), &one.pointer), (code.as_str(), &pointer), "{sample}");
        assert!(one.line > 1 && !one.expected.is_empty(), "{sample}: {one}");
    }
}

#[test]
fn everything_wrong_with_a_patch_is_told_at_once() {
    let report = report(
        br#"{"teachers": {"an": null, "bob": 1, "cy": {"id": "si"}}, "focuses": {"questioning": []}, "travel": {"y": {}}}"#,
    )
    .expect_err("errors");
    let told: Vec<(&str, &str)> =
        report.diagnostics.iter().map(|found| (found.code.as_str(), found.pointer.as_str())).collect();
    assert_eq!(
        told,
        [
            ("E5002", "/teachers/an"),
            ("E5003", "/teachers/bob"),
            ("E5004", "/teachers/cy/id"),
            ("E5003", "/focuses/questioning")
        ]
    );
    assert_eq!(report.diagnostics[0].nearest.as_deref(), Some("ann"));
    let root = Patch::parse(b"[1]").expect_err("no object");
    assert_eq!((root.diagnostics[0].code.as_str(), root.diagnostics[0].column), ("E0103", 1));
}

/// Whether there are lists in it.
#[derive(Clone, Copy, PartialEq)]
enum Lists {
    Some,
    No,
}

/// Any JSON, small.
fn any(lists: Lists) -> impl Strategy<Value = Value> {
    let leaf =
        prop_oneof![Just(Value::Null), proptest::bool::ANY.prop_map(Value::from), (0..9i64).prop_map(Value::from)];
    leaf.prop_recursive(3, 24, 4, move |inner| {
        let list = proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from);
        let members = proptest::collection::btree_map("[a-d]", inner, 0..4);
        let object = members.prop_map(|map| Value::Object(map.into_iter().collect()));
        prop_oneof![u32::from(lists == Lists::Some) => list, 3 => object]
    })
}

fn object(lists: Lists) -> impl Strategy<Value = Value> {
    let members = proptest::collection::btree_map("[a-d]", any(lists), 0..4);
    members.prop_map(|map| Value::Object(map.into_iter().collect()))
}

/// RFC 7396, section 2, word by word.
fn merge_patch(target: &Value, patch: &Value) -> Value {
    let Value::Object(changes) = patch else { return patch.clone() };
    let mut result = target.as_object().cloned().unwrap_or_default();
    for (name, value) in changes {
        if value.is_null() {
            result.shift_remove(name);
        } else {
            let merged = merge_patch(result.get(name).unwrap_or(&Value::Null), value);
            result.insert(name.clone(), merged);
        }
    }
    Value::Object(result)
}

proptest! {
    #[test]
    fn without_lists_a_patch_is_a_merge_patch(target in any(Lists::No), change in object(Lists::Some)) {
        prop_assert_eq!(applied(&target, &change), merge_patch(&target, &change));
    }

    #[test]
    fn nothing_in_a_patch_brings_it_down(change in object(Lists::Some)) {
        if let Ok(patched) = patch(&json!({"teachers": change, "cover": change, "rules": change})).apply(&tiny()) {
            let _ = read(&patched);
        }
    }
}
