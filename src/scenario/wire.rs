//! The answers of a what-if as JSON, `opendoor-whatif/1`: pence throughout, keys in a fixed order.

use serde_json::{Map, Value, json};

use super::sweep::Curve;
use super::whatif::{Against, Answer, Ended, WhatIf};
use crate::domain::{Conflict, LockRef, Plan, Problem};
use crate::engine::Options;
use crate::format::{wire::Decimal, write_plan};

/// The answers as JSON, ended by a newline; with every plan (SPEC §8) when `plans`.
///
/// # Panics
/// Never: all keys are texts.
#[must_use]
pub fn write_what_if(what_if: &WhatIf, options: &Options, plans: bool) -> String {
    let base = &what_if.base;
    let mut whole = json!({
        "format": "opendoor-whatif/1",
        "engine": env!("CARGO_PKG_VERSION"),
        "seed": options.seed,
        "gap": number(Decimal::<6>(options.gap)),
        "base": one(base, None, plans),
        "scenarios": what_if.answers.iter().map(|answer| one(answer, Some(base), plans)).collect::<Vec<_>>(),
    });
    if let Some(curve) = &what_if.curve {
        whole["sweep"] = sweep(curve, base, plans);
    }
    let mut text = serde_json::to_string_pretty(&whole).expect("all keys are texts");
    text.push('\n');
    text
}

/// A decimal as a number, told by its digits.
fn number<const DIGITS: usize>(decimal: Decimal<DIGITS>) -> Value {
    serde_json::from_str(&decimal.to_string()).unwrap_or_default()
}

fn one(answer: &Answer, base: Option<&Answer>, plans: bool) -> Value {
    let mut members = Map::new();
    members.insert("name".to_owned(), answer.case.name.as_str().into());
    if base.is_some() {
        members.insert("patch".to_owned(), answer.case.patch.value());
    }
    members.insert("instance".to_owned(), answer.case.hash.as_str().into());
    match &answer.ended {
        Ended::Planned(plan) => {
            let written = plan_value(plan, &answer.case.problem);
            // As the plan itself has them.
            for key in ["status", "proof", "total", "bound", "gap", "money", "goodwill", "unserved_cost", "value"] {
                members.insert(key.to_owned(), written[key].clone());
            }
            members.insert("wanted".to_owned(), answer.wanted().into());
            members.insert("served".to_owned(), answer.served().into());
            members.insert("arrangements".to_owned(), plan.arrangements.len().into());
            members.insert("stats".to_owned(), written["stats"].clone());
            if let Some(against) = base.and_then(|base| Against::of(answer, base)) {
                members.insert("against_base".to_owned(), change(&against));
            }
            if plans {
                members.insert("plan".to_owned(), written);
            }
        }
        Ended::Conflict(conflict) => {
            members.insert("status".to_owned(), "conflict".into());
            members.insert("conflict".to_owned(), pointers(conflict));
        }
        Ended::NotPlanned => {
            members.insert("status".to_owned(), "not_planned".into());
        }
    }
    Value::Object(members)
}

/// The plan (SPEC §8) as a value.
///
/// # Panics
/// Never: what is written is JSON.
pub fn plan_value(plan: &Plan, problem: &Problem) -> Value {
    serde_json::from_str(&write_plan(plan, problem)).expect("what is written is JSON")
}

/// The locks of a conflict, each by its place in the instance.
pub fn pointers(conflict: &Conflict) -> Value {
    let pointer = |lock: &LockRef| match lock {
        LockRef::Lock(index) => format!("/locks/{index}"),
        LockRef::Must(index) => format!("/rules/must/{index}"),
    };
    conflict.locks.iter().map(pointer).collect()
}

fn change(against: &Against) -> Value {
    json!({
        "money": against.money,
        "goodwill": against.goodwill,
        "unserved_cost": against.unserved_cost,
        "value": against.value,
        "total": against.total,
        "served": against.served,
        "new": against.new,
        "gone": against.gone,
        "left_out": against.left_out,
        "served_now": against.served_now,
    })
}

fn sweep(curve: &Curve, base: &Answer, plans: bool) -> Value {
    let steps = curve.steps.iter().map(|step| {
        json!({
            "from": step.from,
            "to": step.to,
            "spent": step.spent,
            "arrangements": step.arrangements,
            "served": step.served,
            "value": step.value,
            "gain": step.gain,
        })
    });
    json!({
        "unlimited": one(&curve.unlimited, Some(base), plans),
        "steps": steps.collect::<Vec<_>>(),
        "knee": curve.knee,
        "zero_cost": curve.zero_cost,
        "enough": curve.enough,
    })
}
