use opendoor::generate::*;
use opendoor::engine::{Options, Silent};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let preset = match a[1].as_str() { "secondary" => Preset::Secondary, "primary" => Preset::Primary, "trust" => Preset::Trust, _ => Preset::District };
    let spec = Spec { preset, teachers: a[2].parse().unwrap(), schools: a[3].parse().unwrap(), weeks: a[4].parse().unwrap(), seed: a[5].parse().unwrap() };
    let problem = generate(&spec);
    let t = std::time::Instant::now();
    let plan = opendoor::engine::plan(&problem, &Options::default(), &mut Silent);
    eprintln!("total time {:?}", t.elapsed());
    if let Ok(plan) = plan {
        eprintln!("{:?} {:?} total {} bound {} gap {} money {} goodwill {} value {} unserved {} pairs {} stats {:?}", plan.status, plan.proof, plan.total, plan.bound, plan.gap, plan.money, plan.goodwill, plan.value, plan.unserved.len(), plan.arrangements.len(), plan.stats);
        let t = std::time::Instant::now();
        for v in opendoor::verify::check(&problem, &plan).iter().take(20) { eprintln!("{v:?}"); }
        eprintln!("verify {:?}", t.elapsed());
    }
}
