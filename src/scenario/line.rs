//! One line of a batch: what it asks for, and its result.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use serde_json::{Map, Value};

use super::patch::{Patch, read};
use super::wire::{plan_value, pointers};
use crate::domain::{Plan, Problem, Status};
use crate::engine::{Options, Silent};
use crate::format::{Complaint, Diagnostic, Document, Reading, patch as rules, pointer_to, read_instance};
use crate::solve::{Failure, solve};

/// Most bytes of a line. What is larger has a file of its own, which a line can name.
pub const LONGEST: usize = 64 << 20;

const KEYS: [&str; 5] = ["id", "instance", "instance_path", "patch", "options"];
const OPTIONS: [&str; 3] = ["gap", "seed", "time_limit"];

/// The result of a line.
pub struct Made {
    /// The line of the results, ended by a newline.
    pub text: String,
    /// Whether it holds a plan.
    pub is_planned: bool,
    /// Whether it was ended from outside, so that another run would say more.
    pub is_cut: bool,
}

/// What a line asks for.
struct Asked {
    problem: Problem,
    hash: String,
    warnings: Vec<Value>,
    options: Options,
}

/// Plans a line; whatever is wrong with it is its result.
pub fn plan(number: u64, line: Result<&[u8], usize>, options: &Options) -> Made {
    let mut result = Map::new();
    result.insert("id".to_owned(), Value::Null);
    result.insert("line".to_owned(), number.into());
    let planned = match line {
        Ok(source) => {
            let made = catch_unwind(AssertUnwindSafe(|| planned(source, options, &mut result)));
            made.unwrap_or_else(|_| {
                result.insert("status".to_owned(), "defect".into());
                result.insert("message".to_owned(), "the search broke off: a defect of opendoor".into());
                None
            })
        }
        Err(bytes) => {
            let too_long = rules::e5007_line_too_long(bytes, LONGEST);
            let report = Document::of(Value::Null).report(vec![too_long]);
            fail(&mut result, errors(&report.diagnostics, Place::Line));
            None
        }
    };
    let is_cut = options.cancel.is_cancelled() && planned != Some(Status::Optimal) && planned != Some(Status::Feasible);
    let mut text = Value::Object(result).to_string();
    text.push('\n');
    Made { text, is_planned: planned.is_some(), is_cut }
}

/// Fills the result of a line; with the status of its plan, if there is one.
fn planned(source: &[u8], options: &Options, result: &mut Map<String, Value>) -> Option<Status> {
    let asked = match asked(source, options, result) {
        Ok(asked) => asked,
        Err(errors) => {
            fail(result, errors);
            return None;
        }
    };
    if !asked.warnings.is_empty() {
        result.insert("warnings".to_owned(), asked.warnings.into());
    }
    let mut status = |status: &str| result.insert("status".to_owned(), status.into());
    match solve(&asked.problem, &asked.options, &mut Silent) {
        Ok(plan) => {
            let plan = Plan { instance: asked.hash, ..plan };
            let mut written = plan_value(&plan, &asked.problem);
            status(written["status"].as_str().unwrap_or_default());
            // The clock is no result: the same line is the same bytes.
            if let Some(stats) = written["stats"].as_object_mut() {
                stats.shift_remove("seconds");
            }
            result.insert("plan".to_owned(), written);
            return Some(plan.status);
        }
        Err(Failure::Conflict(conflict)) => {
            status("conflict");
            result.insert("conflict".to_owned(), pointers(&conflict));
        }
        Err(Failure::Interrupted) => {
            status("not_planned");
        }
        Err(Failure::Rejected(_) | Failure::Refused(_)) => {
            status("defect");
            let message = "the plan found breaks a rule and is not shown: a defect of opendoor";
            result.insert("message".to_owned(), message.into());
        }
    }
    None
}

fn fail(result: &mut Map<String, Value>, errors: Vec<Value>) {
    result.insert("status".to_owned(), "error".into());
    result.insert("errors".to_owned(), errors.into());
}

/// Where an error stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// In the line itself.
    Line,
    /// In the file that the line names.
    File,
    /// In the instance as the line gives or changes it.
    Instance,
}

/// An error for programs. Lines and columns are told only where somebody could look them up.
fn error(found: &Diagnostic, place: Place) -> Value {
    let mut error = serde_json::to_value(found).unwrap_or_default();
    if let Some(members) = error.as_object_mut() {
        if place != Place::File {
            members.shift_remove("line");
        }
        if place == Place::Instance {
            members.shift_remove("column");
        }
        let place = match place {
            Place::Line => "line",
            Place::File => "file",
            Place::Instance => "instance",
        };
        members.shift_insert(1, "in".to_owned(), place.into());
    }
    error
}

fn errors(found: &[Diagnostic], place: Place) -> Vec<Value> {
    found.iter().map(|one| error(one, place)).collect()
}

/// What the line asks for, or all of its errors. Its id goes into the result as soon as it is known.
fn asked(source: &[u8], options: &Options, result: &mut Map<String, Value>) -> Result<Asked, Vec<Value>> {
    let line = Document::read(source).map_err(|report| errors(&report.diagnostics, Place::Line))?;
    let wrong = |complaints: Vec<Complaint>| errors(&line.report(complaints).diagnostics, Place::Line);
    let Some(members) = line.value.as_object() else {
        return Err(wrong(vec![Complaint::wrong_type("", &line.value, "an object")]));
    };
    let mut complaints: Vec<Complaint> = members
        .keys()
        .filter(|key| !KEYS.contains(&key.as_str()))
        .map(|key| Complaint::unknown_key("", key, "a line of a batch", &KEYS))
        .collect();
    match members.get("id") {
        Some(id) if id.is_string() || id.is_i64() || id.is_u64() => {
            result.insert("id".to_owned(), id.clone());
        }
        Some(id) => complaints.push(Complaint::wrong_type("/id", id, "a text or a whole number")),
        None => complaints.push(Complaint::missing_key("", "id", "a line of a batch")),
    }
    let mut options = options.clone();
    if let Some(own) = members.get("options") {
        complaints.extend(take_options(own, &mut options));
    }
    let patch = match members.get("patch").map(Patch::of).transpose() {
        Ok(patch) => patch.filter(|patch| !patch.is_empty()),
        Err(flaws) => {
            complaints.extend(flaws.into_iter().map(|one| one.below("/patch")));
            None
        }
    };
    let (document, bytes) = match (members.get("instance"), members.get("instance_path")) {
        (Some(instance), None) => (Some(instance.clone()), None),
        (None, Some(Value::String(path))) => {
            let read = fs::read(path);
            if let Err(flaw) = &read {
                complaints.push(rules::e5005_unreadable("/instance_path", path, flaw));
            }
            (None, read.ok())
        }
        (None, Some(other)) => {
            complaints.push(Complaint::wrong_type("/instance_path", other, "a path"));
            (None, None)
        }
        (None, None) => {
            complaints.push(rules::e5008_not_one_instance("", "no instance"));
            (None, None)
        }
        (Some(_), Some(_)) => {
            complaints.push(rules::e5008_not_one_instance("/instance_path", "two instances"));
            (None, None)
        }
    };
    if !complaints.is_empty() {
        return Err(wrong(complaints));
    }
    let in_file = |report: crate::format::Report| errors(&report.diagnostics, Place::File);
    let reading = match (document, bytes, patch) {
        (None, Some(bytes), None) => {
            return read_instance(&bytes).map(|reading| Asked::of(reading, options, Place::File)).map_err(in_file);
        }
        (document, bytes, patch) => {
            let document = match (document, bytes) {
                (Some(document), _) => document,
                (None, bytes) => Document::read(&bytes.unwrap_or_default()).map_err(in_file)?.value,
            };
            let patched = match patch {
                Some(patch) => patch
                    .apply(&document)
                    .map_err(|flaws| wrong(flaws.into_iter().map(|one| one.below("/patch")).collect()))?,
                None => document,
            };
            read(&patched).map_err(|rejected| errors(&rejected.report.diagnostics, Place::Instance))?
        }
    };
    Ok(Asked::of(reading, options, Place::Instance))
}

impl Asked {
    fn of(reading: Reading, options: Options, place: Place) -> Self {
        let Reading { problem, warnings, hash } = reading;
        Self { problem, hash, warnings: errors(&warnings, place), options }
    }
}

/// Takes the options of a line: `gap` (a share with at most six decimals), `seed`, and `time_limit` in whole seconds,
/// null for none.
fn take_options(own: &Value, options: &mut Options) -> Vec<Complaint> {
    let Some(members) = own.as_object() else {
        return vec![Complaint::wrong_type("/options", own, "an object")];
    };
    let mut complaints = Vec::new();
    for (key, value) in members {
        let at = pointer_to("/options", key);
        let expected = match key.as_str() {
            "gap" => match gap(value) {
                Some(gap) => {
                    options.gap = gap;
                    continue;
                }
                None => "a share between 0 and 1 with at most six decimals",
            },
            "seed" => match value.as_u64() {
                Some(seed) => {
                    options.seed = seed;
                    continue;
                }
                None => "a whole number from 0 on",
            },
            "time_limit" => match (value.is_null(), value.as_u64()) {
                (false, None) => "whole seconds, or null for no limit",
                (_, seconds) => {
                    options.time_limit = seconds.map(Duration::from_secs);
                    continue;
                }
            },
            _ => {
                complaints.push(Complaint::unknown_key("/options", key, "the options of a line", &OPTIONS));
                continue;
            }
        };
        complaints.push(Complaint::wrong_type(&at, value, expected));
    }
    complaints
}

/// Millionths of a number between 0 and 1, told by its digits.
fn gap(value: &Value) -> Option<u64> {
    let text = value.as_number()?.to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let digits = format!("{whole}{decimals:0<6}");
    let is_plain = decimals.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|&millionths| is_plain && millionths <= 1_000_000)
}
