//! What can be measured, and measuring it: this part runs in a process of its own.

use std::hint::black_box;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{fs, thread};

use opendoor::compile::Model;
use opendoor::domain::{Plan, Problem, gap};
use opendoor::engine::{self, Kernel, Options, Silent, plan_with_certificate};
use opendoor::generate::{Preset, Spec, generate};
use opendoor::verify;
use serde::{Deserialize, Serialize};

use super::rules::Restrictions;
use super::throughput::{self, Way};

/// What kind of schools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Secondary,
    Primary,
    Trust,
    District,
}

/// Generated schools: as `opendoor generate` makes them, two weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schools {
    pub kind: Kind,
    /// Of each school, as the generator takes them.
    pub teachers: u32,
    /// How many schools.
    pub count: u32,
    pub seed: u64,
}

/// What may be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Money {
    /// As generated.
    Generated,
    /// As much as one likes.
    Unlimited,
    /// Per cent of what the first round of the row for the same schools spends.
    Share(i64),
    /// Pence.
    Pence(i64),
}

/// One round to plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    pub schools: Schools,
    pub restrictions: Restrictions,
    pub money: Money,
    /// Time limit, seconds.
    pub limit: u64,
    /// Good enough, millionths.
    pub gap: u64,
}

/// One thing to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// Plan a round.
    Plan(Round),
    /// Plan so many schools of a nation, one by one, on all cores; each to the gap (millionths).
    Batch { schools: u32, gap: u64 },
    /// Plan so many schools of a nation, from text to text; each to the gap (millionths).
    Throughput { schools: u32, gap: u64, way: Way },
    /// Price all pairs again and again.
    Pricing(Schools),
}

/// What came of planning. Gaps are per cent.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Planned {
    pub teachers: usize,
    pub pairs: usize,
    pub seconds: f64,
    pub check_seconds: f64,
    pub total: i64,
    pub bound: i64,
    pub gap: f64,
    /// Of the best bound of prices, before any branching, to the plan in the end.
    pub root_gap: Option<f64>,
    pub proof: String,
    /// The budget of money, pence.
    pub budget: Option<i64>,
    pub money: i64,
    pub unserved: u32,
    pub columns: u64,
    pub nodes: u64,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Outcome {
    Plan(Planned),
    Batch { schools: usize, teachers: usize, seconds: f64, mean_gap: f64, worst_gap: f64, proven: usize },
    Pricing { pairs: usize, choices: u64, seconds: f64 },
}

/// An outcome with the most memory that its process held.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Measured {
    pub peak_mb: Option<f64>,
    pub outcome: Outcome,
}

/// No school of a batch may take longer.
pub const LONGEST_OF_BATCH: Duration = Duration::from_secs(20);

/// Pricing is repeated for so long.
const ENOUGH: Duration = Duration::from_secs(2);

/// Measures it, in this process.
pub fn measure(work: &Work) -> Measured {
    match work {
        Work::Plan(round) => plan(round),
        Work::Batch { schools, gap } => batch(*schools, *gap),
        Work::Throughput { schools, gap, way } => throughput::measure(*schools, *gap, *way),
        Work::Pricing(schools) => pricing(schools),
    }
}

impl Schools {
    pub fn generate(self) -> Problem {
        let preset = match self.kind {
            Kind::Secondary => Preset::Secondary,
            Kind::Primary => Preset::Primary,
            Kind::Trust => Preset::Trust,
            Kind::District => Preset::District,
        };
        generate(&Spec { preset, teachers: self.teachers, schools: self.count, weeks: 2, seed: self.seed })
    }
}

fn plan(round: &Round) -> Measured {
    let mut problem = round.schools.generate();
    round.restrictions.apply(&mut problem);
    match round.money {
        Money::Generated => {}
        Money::Unlimited => problem.budget.money = None,
        Money::Share(_) => panic!("a share has to be worked out first"),
        Money::Pence(money) => problem.budget.money = Some(money),
    }
    // What falls apart is planned in its parts, as users plan it: a certificate is of one search over the whole.
    let in_parts = matches!(round.schools.kind, Kind::District);
    let pairs = if in_parts { 0 } else { Model::new(&problem).twos.len() };
    let options = Options { time_limit: Some(Duration::from_secs(round.limit)), gap: round.gap, ..Options::default() };
    let from = Instant::now();
    let outcome = if in_parts {
        engine::plan(&problem, &options, &mut Silent).map(|plan| engine::Outcome { plan, certificate: None })
    } else {
        plan_with_certificate(&problem, &options, &mut Silent)
    };
    let outcome = outcome.expect("there are no locks, so there is a plan");
    let seconds = from.elapsed().as_secs_f64();
    let peak_mb = peak_mb();
    let plan = outcome.plan;
    let from = Instant::now();
    accept(&problem, &plan);
    if let Some(certificate) = &outcome.certificate {
        verify::prove(&problem, certificate).expect("the certificate holds");
    }
    let check_seconds = from.elapsed().as_secs_f64();
    let all = plan.size();
    let planned = Planned {
        teachers: problem.teachers.len(),
        pairs,
        seconds,
        check_seconds,
        total: plan.total,
        bound: plan.bound,
        gap: per_cent(plan.gap),
        root_gap: outcome.certificate.map(|root| per_cent(gap(plan.total, root.bound.min(plan.total), all))),
        proof: format!("{:?}", plan.proof).to_lowercase(),
        budget: problem.budget.money,
        money: plan.money,
        unserved: plan.unserved.iter().map(|unserved| unserved.missing).sum(),
        columns: plan.stats.columns,
        nodes: plan.stats.nodes,
    };
    Measured { peak_mb, outcome: Outcome::Plan(planned) }
}

/// Refuses what is no plan, or claims more than can be.
pub fn accept(problem: &Problem, plan: &Plan) {
    let violations = verify::check(problem, plan);
    assert!(violations.is_empty(), "the checker refuses the plan: {violations:?}");
    assert!(plan.bound <= plan.total, "the bound {} is above the total {}", plan.bound, plan.total);
}

/// The `at`-th school of a nation: 24,000 schools with 470,000 teachers have 19.6 on average. One in six here is a
/// secondary of 45 to 71, the others are primaries of 6 to 17.
pub fn school_of_nation(at: u32) -> Schools {
    let seed = u64::from(at);
    let (kind, teachers) =
        if at.is_multiple_of(6) { (Kind::Secondary, 45 + at / 6 * 7 % 27) } else { (Kind::Primary, 6 + at * 5 % 12) };
    Schools { kind, teachers, count: 1, seed }
}

/// Every core takes the next school; each school is planned on one thread.
fn batch(schools: u32, gap: u64) -> Measured {
    let problems: Vec<Problem> = (0..schools).map(|at| school_of_nation(at).generate()).collect();
    let plans: Mutex<Vec<Option<Plan>>> = Mutex::new(vec![None; problems.len()]);
    let next = AtomicUsize::new(0);
    let from = Instant::now();
    let options = Options { time_limit: Some(LONGEST_OF_BATCH), gap, threads: Some(1), ..Options::default() };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(at) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&at| at < problems.len()) {
                    let outcome = plan_with_certificate(&problems[at], &options, &mut Silent);
                    let plan = outcome.expect("there are no locks, so there is a plan").plan;
                    plans.lock().expect("no thread panics with it")[at] = Some(plan);
                }
            });
        }
    });
    let seconds = from.elapsed().as_secs_f64();
    let peak_mb = peak_mb();
    let plans: Vec<Plan> = plans.into_inner().expect("no thread panicked").into_iter().flatten().collect();
    problems.iter().zip(&plans).for_each(|(problem, plan)| accept(problem, plan));
    Measured { peak_mb, outcome: of_batch(&problems, &plans, seconds) }
}

/// What came of planning many schools.
pub fn of_batch(problems: &[Problem], plans: &[Plan], seconds: f64) -> Outcome {
    let gaps = || plans.iter().map(|plan| per_cent(plan.gap));
    Outcome::Batch {
        schools: plans.len(),
        teachers: problems.iter().map(|problem| problem.teachers.len()).sum(),
        seconds,
        mean_gap: gaps().sum::<f64>() / float(plans.len()),
        worst_gap: gaps().fold(0.0, f64::max),
        proven: plans.iter().filter(|plan| plan.total == plan.bound).count(),
    }
}

/// The least time of one pricing of all parts and all pairs, on one thread: the work is the same every time, so that
/// what is above the least is the machine's other work.
fn pricing(schools: &Schools) -> Measured {
    let problem = schools.generate();
    let model = Model::new(&problem);
    let kernel = Kernel::new(&model);
    // Uneven prices, so that no sweep is cut short by ties.
    let prices: Vec<i64> =
        (0..model.rows.len()).map(|row| i64::try_from(row * 7_919 % 1_000_003).unwrap_or(0)).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let seconds = pool.install(|| least_time(|| kernel.cheapest(black_box(&prices)).len()));
    let outcome = Outcome::Pricing { pairs: model.twos.len(), choices: kernel.choices(), seconds };
    Measured { peak_mb: peak_mb(), outcome }
}

fn least_time(run: impl Fn() -> usize) -> f64 {
    let started = Instant::now();
    let mut least = f64::INFINITY;
    while started.elapsed() < ENOUGH {
        let from = Instant::now();
        black_box(run());
        least = least.min(from.elapsed().as_secs_f64());
    }
    least
}

/// The most memory that this process held, in MB; only Linux tells.
pub fn peak_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? / 1_024.0)
}

/// Millionths as per cent.
fn per_cent(millionths: u64) -> f64 {
    float(usize::try_from(millionths).unwrap_or(usize::MAX)) / 10_000.0
}

/// A count as a number with a point.
#[allow(clippy::cast_precision_loss, reason = "counts below 2^52")]
pub fn float(count: usize) -> f64 {
    count as f64
}
