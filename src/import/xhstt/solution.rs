//! The solutions of an instance, and which of them is taken.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::instance::{Instance, Kind, Reader};
use crate::import::xml::{Document, Node};
use crate::import::{ImportError, LeftOut};

/// A part of an event with its time.
#[derive(Debug)]
pub(super) struct Placed<'a> {
    pub event: &'a str,
    pub time: usize,
    pub duration: usize,
    /// Those of the instance, then those of the solution, each once.
    pub resources: Vec<&'a str>,
}

/// A solution of the instance.
#[derive(Debug)]
pub(super) struct Solution<'a> {
    pub placed: Vec<Placed<'a>>,
    /// Ids of the events that have a part without a time.
    pub unplaced: Vec<String>,
    /// Roles that nobody fills, in placed parts.
    pub open_roles: usize,
}

/// The solution that was asked for, else the best one: most placed periods, fewest clashes of teachers, fewest
/// lessons without a teacher, lowest reported cost, first in the file.
pub(super) fn choose<'a>(
    file: &'a Document<'_>,
    instance: &Instance<'a>,
    asked: Option<usize>,
    left_out: &mut Vec<LeftOut>,
) -> Result<Solution<'a>, Vec<ImportError>> {
    let nodes: Vec<&Node> = file
        .root
        .listed("SolutionGroups", "SolutionGroup")
        .flat_map(|group| group.children("Solution"))
        .filter(|solution| solution.attribute("Reference") == Some(instance.id))
        .collect();
    let none = || vec![ImportError::NoSolution { instance: instance.id.to_owned(), events: instance.events.len() }];
    let candidates: Vec<usize> = match asked {
        Some(asked) if (1..=nodes.len()).contains(&asked) => vec![asked - 1],
        Some(asked) => return Err(vec![ImportError::WhichSolution { asked, solutions: nodes.len() }]),
        None => (0..nodes.len()).collect(),
    };
    let mut failures = Vec::new();
    let mut best: Option<(Rank, usize, Solution<'a>)> = None;
    for at in candidates {
        let node = nodes[at];
        match Solution::read(file, instance, node) {
            Ok(solution) => {
                let rank = solution.rank(instance, node);
                if best.as_ref().is_none_or(|(other, ..)| rank < *other) {
                    best = Some((rank, at, solution));
                }
            }
            Err(errors) if failures.is_empty() => failures = errors,
            Err(_) => {}
        }
    }
    let (_, at, solution) = best.ok_or_else(|| if failures.is_empty() { none() } else { failures })?;
    if solution.placed.is_empty() {
        return Err(none());
    }
    if nodes.len() > 1 {
        left_out.push(LeftOut::Solution { number: at + 1, of: nodes.len() });
    }
    Ok(solution)
}

/// Less is better.
type Rank = (Reverse<usize>, usize, usize, (u64, u64));

impl<'a> Solution<'a> {
    fn read(file: &'a Document<'_>, instance: &Instance<'a>, node: &'a Node) -> Result<Self, Vec<ImportError>> {
        let mut reader = Reader { file, errors: Vec::new() };
        let mut solution = Solution { placed: Vec::new(), unplaced: Vec::new(), open_roles: 0 };
        let mut named = BTreeSet::new();
        for part in node.listed("Events", "Event") {
            let is_known = part.attribute("Reference").is_some_and(|id| instance.events.contains_key(id));
            let Some(id) = reader.known(part, "event", is_known, instance.events.keys().copied()) else { continue };
            named.insert(id);
            let Some(event) = instance.events.get(id) else { continue };
            let time = match part.child("Time") {
                Some(time) => reader.time(time, instance),
                None => event.time,
            };
            let duration = match part.child("Duration") {
                Some(_) => reader.number(part, "Duration"),
                None => Some(event.duration),
            };
            let mut resources = event.resources.clone();
            let mut filled = 0;
            for resource in part.listed("Resources", "Resource") {
                let Some(resource) = reader.resource(resource, instance) else { continue };
                filled += 1;
                if !resources.contains(&resource) {
                    resources.push(resource);
                }
            }
            match (time, duration) {
                (Some(time), Some(duration)) if duration > instance.times.len() - time => {
                    let (lesson, place) = (id.to_owned(), file.place(part));
                    reader.errors.push(ImportError::RunsOver { lesson, place });
                }
                (Some(time), Some(duration)) => {
                    solution.open_roles += event.roles.len().saturating_sub(filled);
                    solution.placed.push(Placed { event: id, time, duration, resources });
                }
                _ if solution.unplaced.last().is_some_and(|last| last == id) => {}
                _ => solution.unplaced.push(id.to_owned()),
            }
        }
        // An event that the solution does not name keeps the time that the instance gives it.
        for (&id, event) in instance.events.iter().filter(|(id, _)| !named.contains(*id)) {
            match event.time {
                Some(time) if event.duration <= instance.times.len() - time => {
                    solution.open_roles += event.roles.len();
                    let resources = event.resources.clone();
                    solution.placed.push(Placed { event: id, time, duration: event.duration, resources });
                }
                _ => solution.unplaced.push(id.to_owned()),
            }
        }
        solution.missing_periods(instance);
        if reader.errors.is_empty() { Ok(solution) } else { Err(reader.errors) }
    }

    /// Events whose parts together are shorter than they are lack a time too.
    fn missing_periods(&mut self, instance: &Instance<'_>) {
        let mut periods: BTreeMap<&str, usize> = BTreeMap::new();
        for placed in &self.placed {
            *periods.entry(placed.event).or_default() += placed.duration;
        }
        for (&id, event) in &instance.events {
            let placed = periods.get(id).is_some_and(|&placed| placed >= event.duration);
            if !placed && !self.unplaced.iter().any(|unplaced| unplaced == id) {
                self.unplaced.push(id.to_owned());
            }
        }
    }

    fn rank(&self, instance: &Instance<'_>, node: &Node) -> Rank {
        let (mut clashes, mut alone) = (0, 0);
        let mut busy = BTreeSet::new();
        for placed in &self.placed {
            let teachers = || placed.resources.iter().filter(|id| instance.kind(id) == Kind::Teacher);
            alone += usize::from(teachers().next().is_none());
            for time in placed.time..placed.time + placed.duration {
                clashes += teachers().filter(|&&id| !busy.insert((id, time))).count();
            }
        }
        let cost = |name: &str| {
            let value = node.child("Report").and_then(|report| report.text_of(name));
            value.and_then(|value| value.trim().parse().ok()).unwrap_or(u64::MAX)
        };
        let placed = self.placed.iter().map(|placed| placed.duration).sum();
        (Reverse(placed), clashes, alone, (cost("InfeasibilityValue"), cost("ObjectiveValue")))
    }
}
