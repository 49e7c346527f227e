//! What-if: an instance, and the same with changes, each planned to its gap and set against the base.

use super::patch::{Patch, Rejected, read};
use super::side_by_side::side_by_side;
use super::sweep;
use crate::domain::{Conflict, Lock, Pence, Plan, Problem, TeacherId};
use crate::engine::{Options, Silent, Warm};
use crate::format::{Complaint, Document, Reading, Report, patch as rules, pointer_to};
use crate::solve::{Failure, solve_from};

/// The name of the instance as it is, among scenarios.
pub const BASE: &str = "as it is";

/// A change to be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// The change.
    pub patch: Patch,
}

/// A sound instance, changed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// The change; empty for the base.
    pub patch: Patch,
    /// What it comes to.
    pub problem: Problem,
    /// The hash of the instance, for its plan.
    pub hash: String,
}

/// How the planning of a case ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// With a plan that the checker accepts.
    Planned(Box<Plan>),
    /// Without: the locks can't hold together.
    Conflict(Conflict),
    /// Without: it was interrupted before.
    NotPlanned,
}

/// A case and its plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The case.
    pub case: Case,
    /// Its plan.
    pub ended: Ended,
}

/// The answers to all scenarios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhatIf {
    /// The instance as it is.
    pub base: Answer,
    /// The scenarios, in their order.
    pub answers: Vec<Answer>,
    /// What a sweep tells of money.
    pub curve: Option<sweep::Curve>,
}

/// A scenario that is no sound instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsound {
    /// Its name.
    pub name: String,
    /// What is wrong.
    pub rejected: Rejected,
}

/// Hears how many cases are planned, and of how many.
pub type Told<'t> = &'t (dyn Fn(usize, usize) + Sync);

/// Reads a list of scenarios, `[{name, patch}]`.
///
/// # Errors
/// Everything that is wrong with the list; whether the patches fit the instance is seen when they are applied.
pub fn scenarios(list: &Document) -> Result<Vec<Scenario>, Report> {
    let mut complaints = Vec::new();
    let mut found: Vec<Scenario> = Vec::new();
    match list.value.as_array() {
        None => complaints.push(Complaint::wrong_type("", &list.value, "a list of scenarios")),
        Some(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                let pointer = format!("/{index}");
                match scenario(entry, &pointer) {
                    Ok(scenario) => {
                        if scenario.name == BASE || found.iter().any(|other| other.name == scenario.name) {
                            complaints.push(rules::e5006_name_twice(&pointer_to(&pointer, "name"), &scenario.name));
                        }
                        found.push(scenario);
                    }
                    Err(wrong) => complaints.extend(wrong),
                }
            }
        }
    }
    if complaints.is_empty() { Ok(found) } else { Err(list.report(complaints)) }
}

fn scenario(entry: &serde_json::Value, pointer: &str) -> Result<Scenario, Vec<Complaint>> {
    let Some(members) = entry.as_object() else {
        return Err(vec![Complaint::wrong_type(pointer, entry, "a scenario (an object)")]);
    };
    let mut complaints: Vec<Complaint> = members
        .keys()
        .filter(|key| !["name", "patch"].contains(&key.as_str()))
        .map(|key| Complaint::unknown_key(pointer, key, "a scenario", &["name", "patch"]))
        .collect();
    let name = match members.get("name") {
        None => {
            complaints.push(Complaint::missing_key(pointer, "name", "a scenario"));
            None
        }
        Some(name) => {
            let text = name.as_str().filter(|name| !name.trim().is_empty());
            if text.is_none() {
                complaints.push(Complaint::wrong_type(&pointer_to(pointer, "name"), name, "a name"));
            }
            text
        }
    };
    let patch = match members.get("patch") {
        None => {
            complaints.push(Complaint::missing_key(pointer, "patch", "a scenario"));
            None
        }
        Some(patch) => Patch::of(patch)
            .map_err(|wrong| complaints.extend(wrong.into_iter().map(|one| one.below(&pointer_to(pointer, "patch")))))
            .ok(),
    };
    match (name, patch) {
        (Some(name), Some(patch)) if complaints.is_empty() => Ok(Scenario { name: name.to_owned(), patch }),
        _ => Err(complaints),
    }
}

/// Applies a list of scenarios to the instance.
///
/// # Errors
/// Every place of the list whose patch can't be applied.
pub fn apply(list: &Document, scenarios: &[Scenario], instance: &Document) -> Result<Vec<serde_json::Value>, Report> {
    let mut complaints = Vec::new();
    let mut patched = Vec::new();
    for (index, scenario) in scenarios.iter().enumerate() {
        match scenario.patch.apply(&instance.value) {
            Ok(one) => patched.push(one),
            Err(wrong) => complaints.extend(wrong.into_iter().map(|one| one.below(&format!("/{index}/patch")))),
        }
    }
    if complaints.is_empty() { Ok(patched) } else { Err(list.report(complaints)) }
}

/// The cases of patched instances.
///
/// # Errors
/// Every scenario that is no sound instance, with everything that is wrong with it.
pub fn cases(scenarios: Vec<Scenario>, patched: &[serde_json::Value]) -> Result<Vec<Case>, Vec<Unsound>> {
    let (mut cases, mut unsound) = (Vec::new(), Vec::new());
    for (Scenario { name, patch }, instance) in scenarios.into_iter().zip(patched) {
        match read(instance) {
            Ok(Reading { problem, hash, .. }) => cases.push(Case { name, patch, problem, hash }),
            Err(rejected) => unsound.push(Unsound { name, rejected }),
        }
    }
    if unsound.is_empty() { Ok(cases) } else { Err(unsound) }
}

/// Plans the base, then every scenario from what the base left, side by side.
///
/// # Errors
/// When the engine made a plan that the checker rejects: a defect of this program.
pub fn what_if(base: Case, cases: Vec<Case>, options: &Options, told: Told<'_>) -> Result<WhatIf, Failure> {
    let all = cases.len() + 1;
    told(0, all);
    let (ended, warm) = plan(&base, options, &[], options.threads)?;
    told(1, all);
    let neighbours: Vec<&Warm> = warm.iter().collect();
    let done = std::sync::atomic::AtomicUsize::new(1);
    let made = side_by_side(cases, options.threads, |case, threads| {
        let ended = plan(&case, options, &neighbours, Some(threads)).map(|(ended, _)| ended);
        told(done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1, all);
        ended.map(|ended| Answer { case, ended })
    });
    let answers = made.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(WhatIf { base: Answer { case: base, ended }, answers, curve: None })
}

/// Plans one case; nothing where the end came before.
pub(super) fn plan(
    case: &Case,
    options: &Options,
    neighbours: &[&Warm],
    threads: Option<usize>,
) -> Result<(Ended, Option<Warm>), Failure> {
    if options.cancel.is_cancelled() {
        return Ok((Ended::NotPlanned, None));
    }
    let options = Options { threads, ..options.clone() };
    match solve_from(&case.problem, &options, &mut Silent, neighbours) {
        Ok((mut plan, warm)) => {
            plan.instance.clone_from(&case.hash);
            Ok((Ended::Planned(Box::new(plan)), Some(warm)))
        }
        Err(Failure::Conflict(conflict)) => Ok((Ended::Conflict(conflict), None)),
        Err(Failure::Interrupted) => Ok((Ended::NotPlanned, None)),
        Err(defect) => Err(defect),
    }
}

impl Answer {
    /// The plan, if there is one.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        match &self.ended {
            Ended::Planned(plan) => Some(plan),
            _ => None,
        }
    }

    /// Partners wanted in all, by everybody who is not locked out.
    #[must_use]
    pub fn wanted(&self) -> u32 {
        let problem = &self.case.problem;
        let is_out = |teacher: TeacherId| problem.locks.contains(&Lock::Out(teacher));
        problem.teachers.keys().filter(|&id| !is_out(id)).map(|id| problem.wanted(id)).sum()
    }

    /// Partners got in all; 0 without a plan.
    #[must_use]
    pub fn served(&self) -> u32 {
        let missing = |plan: &Plan| plan.unserved.iter().map(|entry| entry.missing).sum::<u32>();
        self.plan().map_or(0, |plan| self.wanted() - missing(plan))
    }
}

/// What a scenario changes against the base, by ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// Pence more that are paid.
    pub money: Pence,
    /// Goodwill, more.
    pub goodwill: Pence,
    /// Value, more.
    pub value: Pence,
    /// What partners wanted and not got cost, more.
    pub unserved_cost: Pence,
    /// Total, more: what is less is better.
    pub total: Pence,
    /// Partners got, more.
    pub served: i64,
    /// The members of arrangements that the base does not have.
    pub new: Vec<Vec<String>>,
    /// The members of arrangements that only the base has.
    pub gone: Vec<Vec<String>>,
    /// Who lacks a partner here, and not in the base.
    pub left_out: Vec<String>,
    /// Who lacks a partner in the base, and not here.
    pub served_now: Vec<String>,
}

impl Against {
    /// What changes; `None` where one of them has no plan.
    #[must_use]
    pub fn of(answer: &Answer, base: &Answer) -> Option<Self> {
        let (now, was) = (answer.plan()?, base.plan()?);
        let (teams, before) = (teams(answer, now), teams(base, was));
        let (missing, missed) = (missing(answer, now), missing(base, was));
        let only = |these: &[Vec<String>], those: &[Vec<String>]| {
            these.iter().filter(|team| !those.contains(team)).cloned().collect::<Vec<_>>()
        };
        let lacking = |these: &[String], those: &[String]| {
            these.iter().filter(|who| !those.contains(who)).cloned().collect::<Vec<_>>()
        };
        Some(Self {
            money: now.money - was.money,
            goodwill: now.goodwill - was.goodwill,
            value: now.value - was.value,
            unserved_cost: now.unserved_cost - was.unserved_cost,
            total: now.total - was.total,
            served: i64::from(answer.served()) - i64::from(base.served()),
            new: only(&teams, &before),
            gone: only(&before, &teams),
            left_out: lacking(&missing, &missed),
            served_now: lacking(&missed, &missing),
        })
    }
}

fn teams(answer: &Answer, plan: &Plan) -> Vec<Vec<String>> {
    let id = |member: &TeacherId| answer.case.problem.teachers[*member].id.clone();
    plan.arrangements.iter().map(|arrangement| arrangement.members.iter().map(id).collect()).collect()
}

fn missing(answer: &Answer, plan: &Plan) -> Vec<String> {
    plan.unserved.iter().map(|entry| answer.case.problem.teachers[entry.teacher].id.clone()).collect()
}
