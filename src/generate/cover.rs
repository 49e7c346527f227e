//! Who takes a class: supervisors, supply, and the money for it.

use crate::domain::{Pattern, Pence, PeriodId, PeriodUse, Problem, SchoolId, Supervisor, Supply, SupplyUnit, Weekdays};

use super::draws::Draws;
use super::network::Site;

/// A day of supply costs a secondary so much (research of the Department for Education, 2023).
const SECONDARY_DAY: Pence = 29_100;
/// The same in a primary.
const PRIMARY_DAY: Pence = 21_800;
/// Money for a round per teacher: nearly £5,000 in a secondary of 65.
const SECONDARY_BUDGET: Pence = 7_500;
/// The same in a primary, where nearly every visit needs bought cover.
const PRIMARY_BUDGET: Pence = 9_000;

/// Adds a school's sources of cover and gives what the school puts into the budget.
pub(super) fn add(problem: &mut Problem, school: SchoolId, site: &Site, draws: &mut Draws) -> Pence {
    let source = |id: &str, unit, money, max, subjects: &[&str]| Supply {
        id: format!("{}{id}", site.prefix),
        school,
        unit,
        money,
        max_per_day: Some(max),
        subjects: subjects.iter().map(|&subject| subject.to_owned()).collect(),
    };
    let most = u32::try_from(site.teachers.div_ceil(22)).unwrap_or(3);
    let teachers = Pence::try_from(site.teachers).unwrap_or(0);
    if site.primary {
        problem.supply.push(source("agency", SupplyUnit::Day, PRIMARY_DAY, most, &[]));
        problem.supply.push(source("agency-half", SupplyUnit::HalfDay, 12_500, 1, &[]));
        teachers * PRIMARY_BUDGET
    } else {
        supervisors(problem, school, site, draws);
        problem.supply.push(source("agency", SupplyUnit::Day, SECONDARY_DAY, most, &[]));
        if site.teachers >= 40 {
            let practical = ["science", "technology"];
            problem.supply.push(source("agency-practical", SupplyUnit::Day, 31_500, 1, &practical));
        }
        teachers * SECONDARY_BUDGET
    }
}

/// Supervisors of a secondary are there for sickness first: the round has them in some periods only. The last is
/// paid by the hour and can come at any time. (Those of a primary come with its planning time.)
fn supervisors(problem: &mut Problem, school: SchoolId, site: &Site, draws: &mut Draws) {
    let lessons: Vec<PeriodId> = problem.schools[school]
        .bell
        .iter()
        .filter(|entry| entry.usage == PeriodUse::Lesson)
        .map(|entry| entry.period)
        .collect();
    let count = site.teachers / 25 + 1;
    for at in 0..count {
        let by_the_hour = at + 1 == count;
        let mut available = Vec::new();
        for weekday in Weekdays::SCHOOL_WEEK.iter() {
            let mut open = lessons.clone();
            draws.shuffle(&mut open);
            open.truncate(draws.between(1, 2) as usize);
            open.sort_unstable();
            available.push(Pattern { weekday: Some(weekday), periods: Some(open), ..Pattern::default() });
        }
        problem.supervisors.push(Supervisor {
            id: format!("{}cs{}", site.prefix, at + 1),
            school,
            money_per_period: if by_the_hour { 1_800 } else { 0 },
            available: (!by_the_hour).then_some(available),
            max_per_day: Some(if by_the_hour { 3 } else { 2 }),
            subjects: Vec::new(),
        });
    }
}
