//! Instances and plans as JSON: two spaces of indent, keys in the order of the contract, a newline at the end.
//! The same value is always the same bytes.

mod changes;
mod instance;
mod plan;
mod policy;

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use crate::domain::{Element, Plan, Problem};

/// The instance as JSON (SPEC §2). Only what differs from the defaults is written, of `rules` and `rates` only what
/// differs from the profile; reading it back gives an equal [`Problem`].
#[must_use]
pub fn write_instance(problem: &Problem) -> String {
    pretty(&instance::wire(problem))
}

/// As [`write_instance`], straight to where it goes: entry by entry, so that a large instance is not there a second
/// time as text.
///
/// # Errors
/// What `out` says.
pub fn write_instance_to(problem: &Problem, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, &instance::wire(problem))?;
    out.write_all(b"\n")?;
    out.flush()
}

/// The plan of `problem` as JSON (SPEC §8). Reading it back gives an equal [`Plan`].
///
/// # Panics
/// When `plan` is of another problem and names what `problem` does not have.
#[must_use]
pub fn write_plan(plan: &Plan, problem: &Problem) -> String {
    pretty(&plan::wire(plan, problem))
}

/// What a change is counted of, as in the `changes` of a plan.
///
/// # Panics
/// Never: an element has string keys and whole numbers.
#[must_use]
pub fn element(element: &Element) -> serde_json::Value {
    serde_json::to_value(changes::element(element)).expect("an element is plain JSON")
}

/// Any value as the formats are written.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("the formats have string keys and no failing values");
    text.push('\n');
    text
}

/// The value, unless it is the default.
fn differing<T: Copy + PartialEq>(value: T, default: T) -> Option<T> {
    (value != default).then_some(value)
}

/// The list, unless it is empty.
fn filled<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// The texts of a list.
fn texts(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::format::{read_instance, read_plan, samples};

    #[test]
    fn instances_are_read_back_without_loss() {
        for problem in [samples::built_problem(), samples::bare_problem()] {
            let written = write_instance(&problem);
            let read = read_instance(written.as_bytes()).unwrap_or_else(|report| panic!("{report}"));
            assert_eq!(read.problem, problem);
            assert_eq!(write_instance(&read.problem), written);
            let mut streamed = Vec::new();
            write_instance_to(&problem, &mut streamed).expect("a vector takes everything");
            assert_eq!(String::from_utf8(streamed), Ok(written));
        }
    }

    #[test]
    fn a_destination_that_fails_is_told_of() {
        let full: &mut [u8] = &mut [0; 100];
        let error = write_instance_to(&samples::bare_problem(), full).expect_err("no room");
        assert_eq!(error.kind(), io::ErrorKind::WriteZero);
    }

    proptest! {
        #[test]
        fn any_instance_is_read_back_without_loss(seed in any::<u64>()) {
            let problem = samples::mixed(seed);
            let written = write_instance(&problem);
            let read = read_instance(written.as_bytes()).map_err(|report| TestCaseError::fail(report.to_string()))?;
            prop_assert_eq!(read.problem, problem);
        }
    }

    #[test]
    fn plans_are_read_back_without_loss() {
        let problem = samples::problem();
        let mut plan = samples::plan();
        for gap in [plan.gap, 0, 1, 999_999, 1_000_000, u64::MAX] {
            plan.gap = gap;
            let written = write_plan(&plan, &problem);
            let read = read_plan(written.as_bytes(), &problem).unwrap_or_else(|report| panic!("{report}"));
            assert_eq!(read.plan, plan);
            assert_eq!(read.notes, []);
            assert_eq!(write_plan(&read.plan, &problem), written);
        }
    }

    #[test]
    fn a_bare_instance_says_little() {
        let expected = r#"{
  "format": "opendoor/1",
  "round": {
    "title": "Autumn round",
    "start": "2026-11-02",
    "end": "2026-12-11"
  },
"#;
        let written = write_instance(&samples::bare_problem());
        assert!(written.starts_with(expected), "{written}");
        for key in ["profile", "focuses", "classes", "rules", "rates", "cover", "budget", "locks", "history", "visits"]
        {
            assert!(!written.contains(&format!("\"{key}\"")), "{key} is at its default");
        }
        assert!(written.ends_with("]\n}\n"));
    }

    #[test]
    fn the_keys_of_a_plan_come_in_the_order_of_the_contract() {
        let written = write_plan(&samples::plan(), &samples::problem());
        let start = r#"{
  "format": "opendoor-plan/1",
  "instance": "sha256:00",
  "engine": "0.1.0",
  "seed": 18446744073709551615,
  "published": true,
  "status": "feasible",
  "proof": "solver",
  "total": -123400,
  "bound": -123500,
  "gap": 0.001234,
  "money": 58200,
  "goodwill": 6400,
  "unserved_cost": 0,
  "value": 188000,
  "arrangements": [
    {
      "id": "p1",
      "kind": "pair",
      "members": [
        "ann",
        "bob"
      ],
      "visits": [
        {
          "observer": "ann",
          "host": "bob",
          "lesson": "l1",
          "date": "2026-11-09",
          "period": "1",
          "mode": "in_person",
          "focus": "behaviour",
          "value": 10800,
          "own_time": 300,
          "travel": 600,
          "covers": [
            {
              "lesson": "l1",
              "date": "2026-11-09",
              "period": "2",
              "by": {
                "source": "none_needed"
              },
              "money": 1,
              "goodwill": 500
            },
"#;
        assert!(written.starts_with(start), "{written}");
        assert!(written.contains(r#""total_change": -31000"#));
        assert!(written.contains(r#""patch": {"teachers":{"ann":{"protected_use":"watch"}}}"#));
        assert!(written.contains("\"stats\": {\n    \"seconds\": 12.34,\n    \"columns\": 1,"));
    }
}
