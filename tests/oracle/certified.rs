//! Certificates of triads: by hand, and any whatsoever held against brute force.

use opendoor::domain::{Certificate, Kind, Leaf, Pence, Problem, TeacherId, Triads, Vertex, VertexSet};
use opendoor::verify::{Flaw, prove};

use crate::by_hand::in_turn;
use crate::dice::Dice;
use crate::instances;

#[allow(dead_code, reason = "shared with the tests of certificates, which count the kinds too")]
#[path = "../certificate/rows.rs"]
mod rows;

/// A penny in the unit of duals, half milli-pence.
const PENNY: i64 = 2_000;

fn certificate(vertices: Vec<(Vertex, i64)>, odd_sets: Vec<VertexSet>) -> Certificate {
    let leaf = Leaf { branch: vec![], prices: vec![], vertices, odd_sets };
    Certificate { instance: String::new(), bound: Pence::MIN / 4, leaves: vec![leaf] }
}

fn first(teacher: TeacherId) -> Vertex {
    Vertex { teacher, copy: 0 }
}

#[test]
fn three_in_a_ring_by_duals() {
    // A pair saves 80000 less 1200 or more; the triad 120000 less 2250.
    let (mut tiny, people) = in_turn(3);
    let all = || people.iter().copied().map(first).collect::<Vec<_>>();
    let set = |pence: i64| certificate(vec![], vec![VertexSet { members: all(), dual: pence * PENNY }]);
    let each = |pence: i64| certificate(all().into_iter().map(|vertex| (vertex, pence * PENNY)).collect(), vec![]);
    let triad = 2_250;
    assert_eq!(prove(&tiny.problem, &set(78_800)), Ok(triad));
    let stated = |bound| prove(&tiny.problem, &Certificate { bound, ..set(78_800) });
    assert_eq!(stated(triad), Ok(triad));
    assert_eq!(stated(triad + 1), Err(Flaw::Bound { stated: triad + 1, proven: triad }));
    // Less is too little for the pairs; what the set has more, the triad has less beyond it, until it has nothing.
    assert!(matches!(prove(&tiny.problem, &set(78_799)), Err(Flaw::Underpaid { .. })));
    assert_eq!(prove(&tiny.problem, &set(78_900)), Ok(triad));
    assert_eq!(prove(&tiny.problem, &set(117_751)), Ok(triad - 1));
    // Without the set the three pay for themselves, and prove less.
    assert_eq!(prove(&tiny.problem, &each(39_400)), Ok(120_000 - 3 * 39_400));
    tiny.problem.rules.triads = Triads::Never;
    assert_eq!(prove(&tiny.problem, &set(78_800)), Ok(1_200 + 40_000));
    tiny.problem.rules.triads = Triads::Free;
    assert_eq!(prove(&tiny.problem, &set(78_800)), Ok(triad));
    // Where no pairs are planned, none constrains the duals.
    tiny.problem.rules.arrangements = vec![Kind::Triad];
    assert_eq!(prove(&tiny.problem, &certificate(vec![], vec![])), Ok(triad));
    assert_eq!(prove(&tiny.problem, &each(20_000)), Ok(triad));
    tiny.problem.rules.triads = Triads::Never;
    assert_eq!(prove(&tiny.problem, &certificate(vec![], vec![])), Ok(120_000));
}

#[test]
fn many_triads_of_a_school_save_as_often() {
    let (mut tiny, people) = in_turn(6);
    tiny.problem.rules.arrangements = vec![Kind::Triad];
    let none = certificate(vec![], vec![]);
    let triad = 2_250;
    assert_eq!(prove(&tiny.problem, &none), Ok(triad + 120_000));
    tiny.problem.rules.triads = Triads::Free;
    assert_eq!(prove(&tiny.problem, &none), Ok(2 * triad));
    // Five want partners: there is room for one.
    tiny.problem.teachers[people[5]].participates = false;
    assert_eq!(prove(&tiny.problem, &none), Ok(triad + 80_000));
    // Four of them want two: nine partners in all, so three triads.
    for &who in &people[..4] {
        tiny.problem.teachers[who].visits = 2;
    }
    assert_eq!(prove(&tiny.problem, &none), Ok(3 * triad + 4 * 55_000 + 40_000 - 3 * 120_000));
}

/// Duals, odd sets and prices by chance.
fn by_chance(dice: &mut Dice, problem: &Problem) -> Certificate {
    let teachers = problem.teachers.entries();
    let wanted = |(teacher, person): (TeacherId, &opendoor::domain::Teacher)| {
        (0..person.wanted()).map(move |copy| Vertex { teacher, copy }).collect::<Vec<_>>()
    };
    let all: Vec<Vertex> = teachers.flat_map(wanted).collect();
    let mut odd_sets = vec![];
    for _ in 0..dice.below(3) {
        let mut members = all.clone();
        dice.shuffle(&mut members);
        members.truncate(if dice.chance(60) { 3 } else { 5 });
        odd_sets.push(VertexSet { members, dual: dice.pick(&[3_000, 15_000, 40_000, 80_000]) * PENNY });
    }
    let vertices = all.iter().map(|&vertex| (vertex, dice.pick(&[0, 0, 5_000, 20_000]) * PENNY)).collect();
    let mut trial = certificate(vertices, odd_sets);
    let rows = rows::all(problem);
    for _ in 0..8 {
        let row = dice.pick(&rows);
        let prices = &mut trial.leaves[0].prices;
        prices.retain(|(known, _)| *known != row);
        prices.push((row, dice.pick(&[1_000, 150_000, 700_000, 3_000_000])));
    }
    trial
}

/// Drops what is nothing of the instance, and raises the duals of pairs that save more; what is proven then.
fn made_good(problem: &Problem, trial: &mut Certificate) -> Option<Pence> {
    for _ in 0..2_000 {
        match prove(problem, trial) {
            Ok(proven) => return Some(proven),
            Err(Flaw::Vertex { vertex }) => drop(trial.leaves[0].vertices.remove(vertex)),
            Err(Flaw::NoRow { price }) => drop(trial.leaves[0].prices.remove(price)),
            Err(Flaw::OddSet { set }) => drop(trial.leaves[0].odd_sets.remove(set)),
            Err(Flaw::Underpaid { members }) => {
                for (vertex, dual) in &mut trial.leaves[0].vertices {
                    if members.contains(&problem.teachers[vertex.teacher].id) {
                        *dual += 2_000 * PENNY;
                    }
                }
            }
            Err(flaw) => panic!("{flaw}"),
        }
    }
    None
}

/// The most that is proven when one number after the other is made smaller, or larger.
fn sharpened(problem: &Problem, mut trial: Certificate, mut proven: Pence) -> (Certificate, Pence) {
    type Number = fn(&mut Certificate, usize) -> Option<&mut i64>;
    let numbers: [Number; 3] = [
        |it, index| it.leaves[0].vertices.get_mut(index).map(|(_, dual)| dual),
        |it, index| it.leaves[0].odd_sets.get_mut(index).map(|set| &mut set.dual),
        |it, index| it.leaves[0].prices.get_mut(index).map(|(_, price)| price),
    ];
    for number in numbers.into_iter().chain(numbers) {
        for index in 0.. {
            let Some(&mut now) = number(&mut trial, index) else { break };
            for value in [0, now / 2, now - 1_000 * PENNY, now + 1_000 * PENNY, 2 * now] {
                let mut other = trial.clone();
                *number(&mut other, index).expect("it is there") = value.max(0);
                if let Ok(better) = prove(problem, &other)
                    && better > proven
                {
                    (trial, proven) = (other, better);
                }
            }
        }
    }
    (trial, proven)
}

#[test]
fn no_duals_prove_more_than_brute_force_finds() {
    let (mut tried, mut close, mut with_sets) = (0, 0, 0);
    for (seed, problem, optimum) in instances() {
        let Some(optimum) = optimum.filter(|_| problem.rules.arrangements.contains(&Kind::Triad)) else { continue };
        if problem.rules.triads == Triads::Never || tried == TRIALS {
            continue;
        }
        let mut trial = by_chance(&mut Dice::new(seed), &problem);
        let Some(proven) = made_good(&problem, &mut trial) else { continue };
        assert!(proven <= optimum, "seed {seed}: {proven} where {optimum} is best: {trial:#?}");
        let (trial, proven) = sharpened(&problem, trial, proven);
        assert!(proven <= optimum, "seed {seed}: {proven} where {optimum} is best: {trial:#?}");
        tried += 1;
        close += usize::from(optimum - proven < 10_000);
        with_sets += usize::from(trial.leaves[0].odd_sets.iter().any(|set| set.dual > 0));
    }
    assert_eq!(tried, TRIALS);
    assert!(close > TRIALS / 3, "{close} of {TRIALS} prove anything near the truth");
    assert!(with_sets > TRIALS / 10, "{with_sets} of {TRIALS} have an odd set");
}

/// How many instances are tried.
const TRIALS: usize = 100;
