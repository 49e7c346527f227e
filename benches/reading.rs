//! How long it takes to make, write and read an instance of a real size.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use opendoor::format::{read_instance, write_instance, write_instance_to};
use opendoor::generate::{Preset, Spec, generate};

fn sizes() -> [(&'static str, Spec); 4] {
    let trust = Spec { schools: 5, ..Spec::of(Preset::Trust) };
    // Two thousand teachers: the largest trusts there are.
    let large_trust = Spec { schools: 34, ..Spec::of(Preset::Trust) };
    [
        ("primary", Spec::of(Preset::Primary)),
        ("secondary", Spec::of(Preset::Secondary)),
        ("trust", trust),
        ("large trust", large_trust),
    ]
}

fn instances(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("instance");
    group.sample_size(20);
    for (name, spec) in sizes() {
        let problem = generate(&spec);
        let text = write_instance(&problem);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::new("generate", name), |bench| bench.iter(|| generate(black_box(&spec))));
        group.bench_function(BenchmarkId::new("write", name), |bench| {
            bench.iter(|| write_instance(black_box(&problem)));
        });
        group.bench_function(BenchmarkId::new("write on", name), |bench| {
            bench.iter(|| write_instance_to(black_box(&problem), std::io::sink()).is_ok());
        });
        group.bench_function(BenchmarkId::new("read", name), |bench| {
            bench.iter(|| read_instance(black_box(text.as_bytes())).is_ok());
        });
    }
    group.finish();
}

criterion_group!(benches, instances);
criterion_main!(benches);
