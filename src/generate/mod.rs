//! Realistic instances from a seed: the same arguments give the same problem, on any machine.
#![doc = include_str!("../docs/generate.md")]

mod calendar;
mod cover;
mod draws;
mod everything;
mod network;
mod people;
mod primary;
mod secondary;
mod staffing;
mod timetable;

use crate::domain::{Budget, Keyed, Problem, Profile, Rates, Rules};
use draws::Draws;

/// What kind of instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Secondary schools with departments and a two-week cycle of 25 periods a week.
    Secondary,
    /// Primary schools with class teachers and a week of 30 periods.
    Primary,
    /// Secondaries of one trust: neighbours visit each other, one budget.
    Trust,
    /// Secondaries and primaries in clusters of neighbours, one budget.
    District,
    /// A secondary and its smaller partner school, with every kind of arrangement in play.
    Everything,
}

/// What to generate. [`Spec::of`] has the usual sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// The kind.
    pub preset: Preset,
    /// Teachers per school: exactly so many for a secondary or primary, the largest school of a trust (they have
    /// about 93 to 100 % of it), the mean of a district.
    pub teachers: u32,
    /// Schools; 0 counts as 1.
    pub schools: u32,
    /// Weeks of the round; 0 counts as 1.
    pub weeks: u32,
    /// The seed.
    pub seed: u64,
}

impl Spec {
    /// The usual sizes of a preset: a secondary of 65 teachers, a primary of 25, a trust of five secondaries, a
    /// district of 36 schools with 41 teachers on average; two weeks, seed 1. Of everything, a secondary of 65 with a
    /// partner school of 40 and three weeks.
    #[must_use]
    pub const fn of(preset: Preset) -> Self {
        let (teachers, schools) = match preset {
            Preset::Secondary => (65, 1),
            Preset::Primary => (25, 1),
            Preset::Trust => (65, 5),
            Preset::District => (41, 36),
            Preset::Everything => (65, 2),
        };
        // Three weeks have training days, on which the staff of one school can watch in the other.
        let weeks = if matches!(preset, Preset::Everything) { 3 } else { 2 };
        Self { preset, teachers, schools, weeks, seed: 1 }
    }
}

/// A problem of the given kind and size. Time and memory grow with the number of teachers.
#[must_use]
pub fn generate(spec: &Spec) -> Problem {
    let sites = network::sites(spec);
    let mut problem = Problem {
        round: calendar::round(spec.weeks),
        profile: Profile::England,
        focuses: people::focuses(),
        schools: Keyed::new(),
        travel: Vec::new(),
        teachers: Keyed::new(),
        classes: Keyed::new(),
        rooms: Keyed::new(),
        lessons: Keyed::new(),
        supervisors: Keyed::new(),
        supply: Keyed::new(),
        study_money: 0,
        budget: Budget::default(),
        rules: Rules::of(Profile::England),
        rates: Rates::default(),
        locks: Vec::new(),
        requests: Vec::new(),
        history: vec![people::last_round()],
        keep: None,
    };
    let mut budget = 0;
    for (stream, site) in (1..).zip(&sites) {
        let draws = &mut Draws::new(spec.seed, stream);
        let school = if site.primary {
            primary::add(&mut problem, site, draws)
        } else {
            secondary::add(&mut problem, site, draws)
        };
        people::remember_partners(&mut problem, school, draws);
        budget += cover::add(&mut problem, school, site, draws);
    }
    problem.budget.money = Some(budget);
    problem.travel = network::travel(spec, sites.len());
    if spec.preset == Preset::Everything {
        everything::add(&mut problem, spec.seed);
    }
    problem
}
