//! The head of a plan, its sums, and the numbers that only plans have.

use std::ops::RangeInclusive;

use crate::domain::{Pence, Plan, Proof, Stats};
use crate::format::decode::{Fields, boolean, list, number, text};
use crate::format::rules::{plan as rules, shape};
use crate::format::scalars::{Decimal, MAX_PENCE, whole, word};
use crate::format::sink::Sink;
use crate::format::tree::Node;

use super::{Reader, changes};

/// The format of plans.
const FORMAT: &str = "opendoor-plan/1";

/// What a sum may be: any four of them still add up.
const SUMS: RangeInclusive<Pence> = -999_999_999_999_999_999..=999_999_999_999_999_999;

/// What a single entry may be: as many as fit in a file still add up.
const AMOUNTS: RangeInclusive<Pence> = -10 * MAX_PENCE..=10 * MAX_PENCE;

/// Pence of one entry. What can't be negative is for the checker to see: it is a claim.
pub(super) fn amount<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Pence> {
    whole(node, AMOUNTS, sink)
}

fn sum<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Pence> {
    whole(node, SUMS, sink)
}

/// A whole number from 0 to the largest of 64 bits.
fn unsigned<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<u64> {
    let literal = number(node, "a whole number", sink)?;
    let value = shape::e0105_not_whole(literal, node.span, sink)?;
    match exact(&value, 0) {
        Some(value) => Some(value),
        None => rules::e3001_number_out_of_range(literal, node.span, sink),
    }
}

/// A number of at most six decimals, 0 or more, in millionths.
fn gap<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<u64> {
    let literal = number(node, "a number", sink)?;
    match exact(&Decimal::of(literal), 6) {
        Some(value) => Some(value),
        None => rules::e3002_not_a_gap(literal, node.span, sink),
    }
}

/// Seconds, 0 or more, in milliseconds; what is finer is cut off.
fn seconds<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<u64> {
    let literal = number(node, "a number of seconds", sink)?;
    let mut value = Decimal::of(literal);
    while value.exponent < -3 && !value.digits.is_empty() {
        value.digits.pop();
        value.exponent += 1;
    }
    match exact(&value, 3) {
        Some(value) => Some(value),
        None => rules::e3001_number_out_of_range(literal, node.span, sink),
    }
}

/// The value times 10^`places`, when it is whole and of 64 bits, and not below 0.
fn exact(value: &Decimal, places: i64) -> Option<u64> {
    if value.digits.is_empty() {
        return Some(0);
    }
    let zeros = u32::try_from(value.exponent.checked_add(places)?).ok()?;
    let scaled = value.digits.parse::<u128>().ok()?.checked_mul(10_u128.checked_pow(zeros)?)?;
    u64::try_from(scaled).ok().filter(|_| !value.negative)
}

impl Reader<'_> {
    /// The whole plan.
    pub(super) fn plan<'n>(&self, node: &'n Node<'n>, sink: &mut Sink) -> Option<Plan> {
        let mut fields = Fields::of(node, "a plan", sink)?;
        fields
            .required("format", |node, sink| shape::e0116_wrong_format(text(node, sink)?, node.span, FORMAT, sink))?;
        let instance = fields.optional("instance", text).unwrap_or_default().to_owned();
        let engine = fields.optional("engine", text).unwrap_or_default().to_owned();
        let seed = fields.optional("seed", unsigned).unwrap_or_default();
        let published = fields.optional("published", boolean).unwrap_or_default();
        let status = fields.required("status", word);
        let proof = claim(&mut fields, "proof", word).unwrap_or(Proof::Solver);
        let total = fields.required("total", sum);
        let bound = fields.required("bound", sum);
        let gap = fields.required("gap", gap);
        let money = fields.required("money", sum);
        let goodwill = fields.required("goodwill", sum);
        let unserved_cost = fields.required("unserved_cost", sum);
        let value = fields.required("value", sum);
        let arrangements = fields.required("arrangements", |node, sink| self.arrangements(node, sink));
        let hires = fields.required("hires", |node, sink| list(node, sink, |one, sink| self.hire(one, sink)));
        let lines = claim(&mut fields, "lines", |node, sink| list(node, sink, |one, sink| self.line(one, sink)))
            .unwrap_or_default();
        let unserved =
            claim(&mut fields, "unserved", |node, sink| list(node, sink, |one, sink| self.unserved(one, sink)))
                .unwrap_or_default();
        let loads = claim(&mut fields, "loads", |node, sink| list(node, sink, |one, sink| self.load(one, sink)))
            .unwrap_or_default();
        let stats = fields.optional("stats", stats).unwrap_or_default();
        let changes = fields.optional("changes", changes::list);
        fields.finish();
        Some(Plan {
            instance,
            engine,
            seed,
            published,
            status: status?,
            proof,
            total: total?,
            bound: bound?,
            gap: gap?,
            money: money?,
            goodwill: goodwill?,
            unserved_cost: unserved_cost?,
            value: value?,
            arrangements: arrangements?,
            hires: hires?,
            lines,
            unserved,
            loads,
            changes: changes.unwrap_or_default(),
            stats,
        })
    }
}

/// The value of a claim of the plan; that it is left out is noted.
fn claim<'n, T>(
    fields: &mut Fields<'n, '_>,
    key: &'static str,
    decoder: impl FnOnce(&'n Node<'n>, &mut Sink) -> Option<T>,
) -> Option<T> {
    let mut given = false;
    let value = fields.optional(key, |node, sink| {
        given = true;
        decoder(node, sink)
    });
    if !given {
        let span = fields.span();
        rules::w3101_claim_left_out(key, span, fields.sink());
    }
    value
}

fn stats<'n>(node: &'n Node<'n>, sink: &mut Sink) -> Option<Stats> {
    let mut fields = Fields::of(node, "the statistics", sink)?;
    let stats = Stats {
        milliseconds: fields.optional("seconds", seconds).unwrap_or_default(),
        columns: fields.optional("columns", unsigned).unwrap_or_default(),
        matchings: fields.optional("matchings", unsigned).unwrap_or_default(),
        nodes: fields.optional("nodes", unsigned).unwrap_or_default(),
    };
    fields.finish();
    Some(stats)
}
