//! C6, supply: units in use against units hired.

use std::collections::BTreeMap;

use super::report::{Place, Report, Rule};
use super::things::{Case, group, iso};
use crate::domain::{CoverBy, Date, Half, Hire, PeriodId, SupplyId, SupplyUnit};

/// What a unit of supply serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Serves {
    Day,
    Half(Half),
    Period(PeriodId),
}

/// C6, supply: hires are of the source's own unit and school, on dates of the round, not more than `max_per_day`
/// units a date, and enough for the covers at every instant. A hire that is not as it should be serves nobody.
pub(super) fn c6(case: &Case, report: &mut Report) {
    let mut hired: BTreeMap<(SupplyId, Date, Serves), u64> = BTreeMap::new();
    for hire in &case.plan.hires {
        if let Some(what) = serves(case, hire) {
            *hired.entry((hire.source, hire.date, what)).or_default() += u64::from(hire.count);
        } else {
            let text = format!(
                "a hire of {} on {} is not of the unit, school, half or period that can be had then",
                case.problem.supply[hire.source].id,
                iso(hire.date)
            );
            report.add(Rule::C6, Place::date(hire.date), text);
        }
    }
    let units = group(case.plan.hires.iter().map(|hire| ((hire.source, hire.date), u64::from(hire.count))));
    for ((source, date), counts) in units {
        let supply = &case.problem.supply[source];
        let count: u64 = counts.iter().sum();
        if supply.max_per_day.is_some_and(|max| count > u64::from(max)) {
            let text = format!("{count} units of {} are hired on {}", supply.id, iso(date));
            report.add(Rule::C6, Place::date(date), text);
        }
    }
    enough(case, &hired, report);
}

/// What a hire serves, if it is as it should be.
fn serves(case: &Case, hire: &Hire) -> Option<Serves> {
    let supply = &case.problem.supply[hire.source];
    if hire.unit != supply.unit || hire.school != supply.school || !case.in_round(hire.date) {
        return None;
    }
    match (hire.unit, hire.half, hire.period) {
        (SupplyUnit::Day, None, None) => Some(Serves::Day),
        (SupplyUnit::HalfDay, Some(half), None) => Some(Serves::Half(half)),
        (SupplyUnit::Period, None, Some(period)) => {
            case.clock(hire.school, period, hire.date).map(|_| Serves::Period(period))
        }
        _ => None,
    }
}

/// At no instant are more covers by a source running than units hired for that time.
fn enough(case: &Case, hired: &BTreeMap<(SupplyId, Date, Serves), u64>, report: &mut Report) {
    let used = group(case.covers().filter_map(|at| match at.cover.by {
        CoverBy::Supply(source) => {
            let (start, end) = case.clock_of(at.cover.at)?;
            let (date, supply) = (at.cover.at.date, &case.problem.supply[source]);
            let what = match supply.unit {
                SupplyUnit::Day => Serves::Day,
                SupplyUnit::HalfDay => {
                    let school = &case.problem.schools[case.problem.lessons[at.cover.at.lesson].school];
                    Serves::Half(school.half_of(u16::try_from(start).ok()?, date.weekday()))
                }
                SupplyUnit::Period => Serves::Period(at.cover.at.period),
            };
            Some(((source, date, what), (start, end, at.arrangement)))
        }
        _ => None,
    }));
    for ((source, date, what), times) in used {
        let units = hired.get(&(source, date, what)).copied().unwrap_or(0);
        let most = at_once(&times);
        if most > units {
            let text = format!(
                "{most} units of {} are at work at once on {}, {units} are hired for that time",
                case.problem.supply[source].id,
                iso(date)
            );
            report.add(Rule::C6, Place::arrangement(times[times.len() - 1].2).on(date), text);
        }
    }
}

/// The most times that overlap at one instant; end touching start is no overlap.
fn at_once(times: &[(i32, i32, usize)]) -> u64 {
    let ends = times.iter().map(|&(_, end, _)| (end, false));
    let mut moments: Vec<(i32, bool)> = times.iter().map(|&(start, _, _)| (start, true)).chain(ends).collect();
    // `false` sorts first: who ends frees the unit for who starts.
    moments.sort_unstable();
    let (mut running, mut most) = (0_u64, 0_u64);
    for (_, starts) in moments {
        running = if starts { running + 1 } else { running.saturating_sub(1) };
        most = most.max(running);
    }
    most
}
