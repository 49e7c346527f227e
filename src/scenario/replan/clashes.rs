//! What of an old plan can't stay in a changed instance.

use std::collections::{BTreeMap, BTreeSet};

use super::held::Held;
use super::moved::Moved;
use super::{Ask, Clash};
use crate::domain::{Lock, Plan, TeacherId};
use crate::verify::{self, Rule};

/// What clashes, and the indices of the arrangements that it is about.
pub fn find(ask: &Ask<'_>, moved: &Moved<'_>, held: &[Held]) -> (Vec<Clash>, BTreeSet<usize>) {
    let mut clashes = Vec::new();
    let mut clashing = BTreeSet::new();
    let mut there = Vec::new();
    for (index, one) in held.iter().enumerate() {
        if let Some(arrangement) = &one.arrangement {
            there.push((index, arrangement.clone()));
            continue;
        }
        let why = if one.is_let_go { "it is let go" } else { "it names what the changed instance does not have" };
        clashing.insert(index);
        clashes.push(Clash { arrangement: Some(one.id.clone()), why: why.to_owned() });
    }
    let plan = Plan {
        arrangements: there.iter().map(|(_, arrangement)| arrangement.clone()).collect(),
        hires: moved.hires(&ask.plan.hires),
        lines: Vec::new(),
        unserved: Vec::new(),
        loads: Vec::new(),
        changes: Vec::new(),
        ..ask.plan.clone()
    };
    // What the old plan states of costs is of the old instance.
    let violations = verify::check(ask.after, &plan);
    for violation in violations.iter().filter(|one| !matches!(one.rule, Rule::C17 | Rule::C19)) {
        let index = violation.arrangement.and_then(|at| there.get(at)).map(|(index, _)| *index);
        clashing.extend(index);
        let arrangement = index.map(|index| held[index].id.clone());
        clashes.push(Clash { arrangement, why: violation.to_string() });
    }
    if clashes.is_empty() {
        clashes = wishes(ask, moved, held);
    }
    (clashes, clashing)
}

/// Partners wanted of which the old plan does not know: of somebody new, or who wants more.
fn wishes(ask: &Ask<'_>, moved: &Moved<'_>, held: &[Held]) -> Vec<Clash> {
    let known = missing_before(ask, moved);
    let is_out =
        |teacher: TeacherId| ask.after.locks.iter().any(|lock| matches!(lock, Lock::Out(out) if *out == teacher));
    let missing = |teacher: TeacherId| {
        let served = held.iter().filter_map(|one| one.arrangement.as_ref()).filter(|one| {
            let served = one.kind.shape().map_or(0, |shape| shape.served);
            one.members.iter().take(served).any(|&member| member == teacher)
        });
        let got = u32::try_from(served.count()).unwrap_or(u32::MAX);
        ask.after.wanted(teacher).saturating_sub(got)
    };
    let unheard = ask
        .after
        .teachers
        .entries()
        .filter(|&(teacher, _)| !is_out(teacher) && missing(teacher) > known.get(&teacher).copied().unwrap_or(0));
    let why = |id: &str| format!("{id} wants a partner, whom the old plan does not give");
    unheard.map(|(_, person)| Clash { arrangement: None, why: why(&person.id) }).collect()
}

/// How many partners the old plan left each teacher without.
fn missing_before(ask: &Ask<'_>, moved: &Moved<'_>) -> BTreeMap<TeacherId, u32> {
    let entries = ask.plan.unserved.iter();
    entries.filter_map(|entry| Some((moved.teacher(entry.teacher)?, entry.missing))).collect()
}
