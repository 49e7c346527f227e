//! Decoders of travel, cover and budget.

use std::collections::HashSet;

use crate::domain::{Budget, Keyed, Pence, Supervisor, SupervisorId, Supply, SupplyId, Travel};
use crate::format::decode::{Fields, list, map, pair};
use crate::format::rules::{cover as rules, ids};
use crate::format::scalars::{count, id, pence, within, word};
use crate::format::sink::Sink;
use crate::format::tree::Node;

use super::context::Context;
use super::pattern::patterns;
use super::teacher::subjects;

/// Most minutes between two schools.
const LONGEST_WAY: u32 = 720;

/// `travel`.
pub fn travel<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Vec<Travel>> {
    let mut earlier = HashSet::new();
    list(node, sink, |node, sink| {
        let mut fields = Fields::of(node, "a journey", sink)?;
        let between = fields.required("between", |node, sink| {
            let between = pair(node, sink, |node, sink| context.school(node, sink))?;
            rules::e1501_journey_to_itself(between, node.span, sink)?;
            rules::e1502_journey_twice(between, &earlier, node.span, sink)?;
            Some(between)
        });
        let minutes = fields.required("minutes", within(0, LONGEST_WAY));
        let money = fields.optional("money", pence).unwrap_or(0);
        fields.finish();
        let way = Travel { between: between?, minutes: u16::try_from(minutes?).ok()?, money };
        earlier.insert(way.between);
        Some(way)
    })
}

/// `cover`: who takes the classes left behind.
#[derive(Debug, Default)]
pub struct Cover {
    /// The supervisors.
    pub supervisors: Keyed<SupervisorId, Supervisor>,
    /// The sources of supply.
    pub supply: Keyed<SupplyId, Supply>,
    /// Pence per occurrence on study.
    pub study_money: Pence,
}

/// `cover`.
pub fn cover<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Cover> {
    let mut fields = Fields::of(node, "`cover`", sink)?;
    let supervisors = fields.list("supervisors", |node, sink| supervisor(context, node, sink));
    let supply = fields.list("supply", |node, sink| supply(context, node, sink));
    let study_money = fields.optional("study", |node, sink| {
        let mut fields = Fields::of(node, "`study`", sink)?;
        let money = fields.optional("money", pence);
        fields.finish();
        money
    });
    fields.finish();
    Some(Cover {
        supervisors: Keyed::from(supervisors),
        supply: Keyed::from(supply),
        study_money: study_money.unwrap_or(0),
    })
}

fn supervisor<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Supervisor> {
    let mut fields = Fields::of(node, "a supervisor", sink)?;
    let id = fields.required("id", id);
    let school = fields.required("school", |node, sink| context.school(node, sink));
    let money_per_period = fields.optional("money_per_period", pence).unwrap_or(0);
    let available = fields.optional("available", |node, sink| list(node, sink, patterns(context, school)));
    let max_per_day = fields.optional("max_per_day", count);
    let subjects = fields.optional("subjects", subjects).unwrap_or_default();
    fields.finish();
    Some(Supervisor { id: id?.to_owned(), school: school?, money_per_period, available, max_per_day, subjects })
}

fn supply<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Supply> {
    let mut fields = Fields::of(node, "a source of supply", sink)?;
    let id = fields.required("id", id);
    let school = fields.required("school", |node, sink| context.school(node, sink));
    let unit = fields.required("unit", word);
    let money = fields.optional("money", pence).unwrap_or(0);
    let max_per_day = fields.optional("max_per_day", count);
    let subjects = fields.optional("subjects", subjects).unwrap_or_default();
    fields.finish();
    Some(Supply { id: id?.to_owned(), school: school?, unit: unit?, money, max_per_day, subjects })
}

/// `budget`.
pub fn budget<'n>(context: &Context<'_>, node: &'n Node<'n>, sink: &mut Sink) -> Option<Budget> {
    let mut fields = Fields::of(node, "the budget", sink)?;
    let money = fields.optional("money", pence);
    let given = fields.optional("per_school", |node, sink| map(node, "pence by school", sink, pence));
    let mut per_school = Vec::new();
    for (key, money) in given.unwrap_or_default() {
        if let Some(school) = ids::e1201_unknown_school(context, key.value, key.span, fields.sink()) {
            per_school.push((school, money));
        }
    }
    per_school.sort_unstable();
    let per_week = fields.optional("per_week", pence);
    let cover_periods = fields.optional("cover_periods", count);
    fields.finish();
    Some(Budget { money, per_school, per_week, cover_periods })
}
