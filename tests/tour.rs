//! The example on the front page of the library.

use opendoor::engine::{Options, Silent};

#[test]
fn a_round_is_planned_proven_and_holds() {
    let reading = opendoor::format::read_instance(include_bytes!("../instances/tiny.json")).expect("a valid instance");
    let plan = opendoor::solve(&reading.problem, &Options::default(), &mut Silent).expect("a plan");
    assert_eq!((plan.total, plan.bound), (-20_680, -20_680)); // pence; argued in instances/tiny.md
    assert!(opendoor::verify::check(&reading.problem, &plan).is_empty());
}
