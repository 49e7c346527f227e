//! The rows: what is measured, and what is to be reached.

use super::rules::{Restriction, Restrictions};
use super::throughput::Way;
use super::work::{Kind, Money, Round, Schools, Work};

/// A row of the page, measured by one or more runs, each in a process of its own.
pub struct Row {
    /// What `make tables ROWS=NAME` asks for.
    pub name: &'static str,
    /// In words.
    pub what: String,
    /// What is to be reached, for rows of the first table.
    pub target: Option<Target>,
    /// The runs, each with what tells it from the others.
    pub runs: Vec<(String, Work)>,
    /// Left out unless it is asked for by its whole name.
    pub on_request: bool,
}

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Per cent at most, in the worst run (of a batch: on average).
    pub gap: f64,
    /// Seconds at most, in the median run.
    pub seconds: f64,
    /// Memory at most, MB, in the worst run.
    pub memory_mb: Option<f64>,
    /// A sample stands for so many times as much work; the seconds are for all of it.
    pub times: u32,
}

const fn within(gap: f64, seconds: f64) -> Target {
    Target { gap, seconds, memory_mb: None, times: 1 }
}

const fn within_memory(gap: f64, seconds: f64, memory_mb: f64) -> Target {
    Target { gap, seconds, memory_mb: Some(memory_mb), times: 1 }
}

/// Millionths.
const PROVEN: u64 = 0;
const HALF_A_PER_CENT: u64 = 5_000;
const ONE_PER_CENT: u64 = 10_000;

/// Schools of the nation in miniature, and of the nation.
pub const SAMPLE: u32 = 240;
const NATION: u32 = 24_000;

/// Schools planned in more than one way.
const FEW: u32 = 96;

/// All rows, in the order of the page.
pub fn rows() -> Vec<Row> {
    let mut rows = reached();
    for (name, kind, teachers) in [
        ("rules-secondary-65", Kind::Secondary, 65),
        ("rules-secondary-150", Kind::Secondary, 150),
        ("rules-primary-40", Kind::Primary, 40),
    ] {
        rows.push(rules(name, alone(kind, teachers, 1)));
    }
    rows.push(money());
    rows.extend(growth());
    rows.push(throughput());
    rows.extend(pricing());
    rows
}

const fn alone(kind: Kind, teachers: u32, seed: u64) -> Schools {
    Schools { kind, teachers, count: 1, seed }
}

fn england(schools: Schools, limit: u64, gap: u64) -> Work {
    Work::Plan(Round { schools, restrictions: Restrictions::England, money: Money::Generated, limit, gap })
}

fn row(name: &'static str, what: String, target: Option<Target>, runs: Vec<(String, Work)>) -> Row {
    Row { name, what, target, runs, on_request: false }
}

fn reached() -> Vec<Row> {
    let school = |name, kind: Kind, teachers, seeds: std::ops::Range<u64>, gap, target| {
        let what = format!("{kind:?}, {teachers} teachers, two weeks, all pairs allowed").to_lowercase();
        let run = |seed| (format!("seed {seed}"), england(alone(kind, teachers, seed), 60, gap));
        row(name, what, target, seeds.map(run).collect())
    };
    let trust = |name, limit, target| {
        let schools = Schools { kind: Kind::Trust, teachers: 62, count: 34, seed: 1 };
        let run = england(schools, limit, PROVEN);
        row(name, format!("trust, 34 schools, one budget, {limit} s"), target, vec![("seed 1".to_owned(), run)])
    };
    let district = |name, schools, limit, target| {
        let work =
            england(Schools { kind: Kind::District, teachers: 41, count: schools, seed: 1 }, limit, ONE_PER_CENT);
        let what = format!("district, {schools} schools in clusters, one budget, to 1 %");
        row(name, what, target, vec![("seed 1".to_owned(), work)])
    };
    let batch = Work::Batch { schools: SAMPLE, gap: HALF_A_PER_CENT };
    let nation = Target { gap: 0.5, seconds: 720.0, memory_mb: None, times: NATION / SAMPLE };
    vec![
        school("secondary-65", Kind::Secondary, 65, 0..10, PROVEN, Some(within(0.0, 0.15))),
        // To 0.05 %.
        school("secondary-150", Kind::Secondary, 150, 0..3, 500, Some(within(0.05, 1.0))),
        school("primary-25", Kind::Primary, 25, 0..5, PROVEN, Some(within(0.0, 1.0))),
        school("primary-40", Kind::Primary, 40, 0..5, PROVEN, Some(within(0.0, 1.0))),
        school("primary-80", Kind::Primary, 80, 0..5, PROVEN, Some(within(0.0, 1.0))),
        trust("trust-2040-15s", 15, Some(within_memory(0.5, 15.5, 1_024.0))),
        trust("trust-2040-60s", 60, None),
        district("district-325", 8, 60, None),
        district("district-2040", 50, 60, None),
        district("district-10000", 244, 240, None),
        Row { on_request: true, ..district("district-75000", 1_830, 900, Some(within_memory(1.0, 240.0, 8_192.0))) },
        row(
            "nation-240",
            format!("a nation as a batch: {SAMPLE} of {NATION} schools, each on one thread, to 0.5 %"),
            Some(nation),
            vec![("all".to_owned(), batch)],
        ),
    ]
}

/// Each restriction of `england` alone, after none and before all.
fn rules(name: &'static str, schools: Schools) -> Row {
    let of = |restrictions, money| Work::Plan(Round { schools, restrictions, money, limit: 20, gap: PROVEN });
    let mut runs = vec![("none".to_owned(), of(Restrictions::None, Money::Unlimited))];
    for restriction in Restriction::ALL {
        let money = if restriction == Restriction::Money { Money::Share(50) } else { Money::Unlimited };
        runs.push((restriction.label().to_owned(), of(Restrictions::Only(restriction), money)));
    }
    runs.push(("all of england, budget as generated".to_owned(), of(Restrictions::England, Money::Generated)));
    let what = format!("{:?}, {} teachers", schools.kind, schools.teachers).to_lowercase();
    row(name, what, None, runs)
}

fn money() -> Row {
    let mut runs = Vec::new();
    for seed in 1..4 {
        let of = |money, limit| {
            let schools = alone(Kind::Primary, 80, seed);
            Work::Plan(Round { schools, restrictions: Restrictions::England, money, limit, gap: PROVEN })
        };
        runs.push((format!("seed {seed}, no limit"), of(Money::Unlimited, 20)));
        for share in [80, 50, 20, 10, 0] {
            runs.push((format!("seed {seed}, {share} %"), of(Money::Share(share), 5)));
        }
    }
    row("money-primary-80", "primary, 80 teachers, money cut".to_owned(), None, runs)
}

/// More schools of a size, and larger schools.
fn growth() -> Vec<Row> {
    let schools = [2, 4, 8, 16, 32].map(|count| {
        let of = Schools { kind: Kind::Trust, teachers: 40, count, seed: 1 };
        (format!("{count} schools"), england(of, 30, HALF_A_PER_CENT))
    });
    let teachers = [20, 40, 80, 160, 320]
        .map(|teachers| ("1 school".to_owned(), england(alone(Kind::Secondary, teachers, 1), 30, HALF_A_PER_CENT)));
    vec![
        row("growth-schools", "schools of about 39 teachers, one budget".to_owned(), None, schools.into()),
        row("growth-teachers", "one secondary".to_owned(), None, teachers.into()),
    ]
}

/// The same schools in single runs and as a batch.
fn throughput() -> Row {
    let ways = [
        ("one by one, each on one thread", Way::Single { all_cores: false }),
        ("one by one, each on all cores", Way::Single { all_cores: true }),
        ("batch, 1 job", Way::Batch { jobs: 1 }),
        ("batch, 2 jobs", Way::Batch { jobs: 2 }),
    ];
    let of =
        |(label, way): (&str, Way)| (label.to_owned(), Work::Throughput { schools: FEW, gap: HALF_A_PER_CENT, way });
    let what = format!("the first {FEW} of the {SAMPLE} schools of a nation, each to 0.5 %");
    row("batch", what, None, ways.map(of).into())
}

fn pricing() -> Vec<Row> {
    let of = |name, kind: Kind, teachers| {
        let what = format!("{kind:?}, {teachers} teachers").to_lowercase();
        row(name, what, None, vec![("all pairs".to_owned(), Work::Pricing(alone(kind, teachers, 1)))])
    };
    vec![
        of("pricing-secondary-65", Kind::Secondary, 65),
        of("pricing-secondary-150", Kind::Secondary, 150),
        of("pricing-primary-80", Kind::Primary, 80),
    ]
}
