//! How long it takes to compile a school, to price its pairs, to bound its round, and to plan it.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use opendoor::compile::Model;
use opendoor::domain::Problem;
use opendoor::engine::{Kernel, Options, Silent, plan};
use opendoor::generate::{Preset, Spec, generate};

fn school(preset: Preset, teachers: u32) -> Problem {
    generate(&Spec { teachers, ..Spec::of(preset) })
}

fn compile(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile");
    group.sample_size(20).measurement_time(Duration::from_secs(4));
    for teachers in [65, 150] {
        let problem = school(Preset::Secondary, teachers);
        group.bench_function(BenchmarkId::new("secondary", teachers), |bench| {
            bench.iter(|| Model::new(black_box(&problem)).twos.len());
        });
    }
    group.finish();
}

/// Uneven prices, so that no sweep is cut short by ties.
fn uneven(model: &Model<'_>) -> Vec<i64> {
    (0..model.rows.len()).map(|row| i64::try_from(row * 7_919 % 1_000_003).unwrap_or(0)).collect()
}

/// The schools whose kernels are measured, each by its name with uneven prices.
fn kernels(mut measure: impl FnMut(BenchmarkId, &Kernel<'_>, &[i64])) {
    for (preset, teachers) in [(Preset::Secondary, 65), (Preset::Secondary, 150), (Preset::Primary, 80)] {
        let problem = school(preset, teachers);
        let model = Model::new(&problem);
        measure(
            BenchmarkId::new(format!("{preset:?}").to_lowercase(), teachers),
            &Kernel::new(&model),
            &uneven(&model),
        );
    }
}

/// All pairs against prices; the throughput is choices a second: lessons of both hosts and slots to talk.
fn pricing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pricing");
    group.sample_size(20).measurement_time(Duration::from_secs(4));
    kernels(|id, kernel, prices| {
        group.throughput(Throughput::Elements(kernel.choices()));
        group.bench_function(id, |bench| bench.iter(|| kernel.cheapest(black_box(prices)).len()));
    });
    group.finish();
}

/// The bound at given prices: pricing, and one exact matching.
fn bound(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("bound");
    group.sample_size(20).measurement_time(Duration::from_secs(4));
    kernels(|id, kernel, prices| {
        group.bench_function(id, |bench| bench.iter(|| kernel.bound(black_box(prices))));
    });
    group.finish();
}

fn solve(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("solve");
    group.sample_size(10).warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_secs(5));
    // To the proven end where that takes seconds; the others to half a per cent, in millionths.
    let schools = [
        (Preset::Secondary, 65, 5_000),
        (Preset::Secondary, 150, 0),
        (Preset::Primary, 25, 0),
        (Preset::Primary, 80, 5_000),
    ];
    for (preset, teachers, gap) in schools {
        let problem = school(preset, teachers);
        let options = Options { gap, ..Options::default() };
        let what = if gap == 0 { "to the proven end" } else { "to half a per cent" };
        let name = format!("{preset:?} {what}").to_lowercase();
        group.bench_function(BenchmarkId::new(name, teachers), |bench| {
            bench.iter(|| plan(black_box(&problem), &options, &mut Silent).map(|plan| plan.total));
        });
    }
    group.finish();
}

criterion_group!(benches, compile, pricing, bound, solve);
criterion_main!(benches);
