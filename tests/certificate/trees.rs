//! Proofs by cases: the branching's own, and splits by chance on everything that can be counted.

use opendoor::domain::{
    Certificate, Counted, CoverBy, Decision, Half, Leaf, Pence, Problem, Proof, Row, Side, Status, SupplyUnit,
};
use opendoor::format::{read_certificate, write_certificate, write_instance};
use opendoor::generate::{Preset, Spec, generate};
use opendoor::verify::{Flaw, prove};

use crate::dice::Dice;
use crate::{changes, random, run, solved};

fn primary(teachers: u32, seed: u64) -> Problem {
    generate(&Spec { preset: Preset::Primary, teachers, schools: 1, weeks: 2, seed })
}

/// What the numbers prove, whatever the certificate states.
fn proven(problem: &Problem, certificate: &Certificate) -> Result<Pence, Flaw> {
    prove(problem, &Certificate { bound: Pence::MIN / 4, ..certificate.clone() })
}

#[test]
fn primary_schools_are_proven_by_trees() {
    let mut trees = 0;
    for (teachers, seed) in (0..7).map(|seed| (25, seed)).chain([(80, 1)]) {
        let name = format!("primary school of {teachers}, seed {seed}");
        let problem = primary(teachers, seed);
        let (plan, certificate) = solved(&problem).expect("a plan");
        assert_eq!(plan.status, Status::Optimal, "{name}");
        if plan.proof == Proof::Solver {
            assert!(certificate.bound <= plan.bound, "{name}");
            continue;
        }
        assert_eq!(certificate.bound, plan.bound, "{name}");
        assert_eq!(certificate.leaves.len() > 1, plan.proof == Proof::Tree, "{name}");
        assert_eq!(prove(&problem, &certificate), Ok(plan.total), "{name}");
        let written = write_certificate(&certificate, &problem);
        assert_eq!(read_certificate(written.as_bytes(), &problem).as_ref(), Ok(&certificate), "{name}");
        let dearer = Certificate { bound: certificate.bound + 1, ..certificate.clone() };
        assert_eq!(prove(&problem, &dearer), Err(Flaw::Bound { stated: plan.total + 1, proven: plan.total }), "{name}");
        trees += usize::from(plan.proof == Proof::Tree);
    }
    assert!(trees > 4, "{trees} of 8 are proven by trees");
}

/// Of a short budget only what can be spent counts; the checker works that out for itself.
#[test]
fn what_short_budgets_cost_is_proven_to_the_penny() {
    let mut problem = primary(40, 1);
    let plenty = solved(&problem).expect("a plan").0.money;
    for percent in [10, 20, 50] {
        problem.budget.money = Some(plenty * percent / 100);
        let (plan, certificate) = solved(&problem).expect("a plan");
        assert!(plan.money < plenty * percent / 100, "{percent} %: all is spent, so nothing is cut");
        assert_eq!((plan.status, certificate.bound), (Status::Optimal, plan.total), "{percent} %");
        assert_eq!(prove(&problem, &certificate), Ok(plan.total), "{percent} %");
        // With no more than can be spent it is the same round; what a penny more proves is no more than that.
        let priced = |row: &(Row, i64)| row.0 == Row::Money && row.1 > 0;
        assert!(certificate.leaves.iter().any(|leaf| leaf.prices.iter().any(priced)), "{percent} %: no price");
        problem.budget.money = Some(plan.money);
        assert_eq!(solved(&problem).expect("a plan").0.total, plan.total, "{percent} %");
    }
}

#[test]
fn cases_that_are_not_all_are_refused() {
    let problem = primary(25, 0);
    let (_, good) = solved(&problem).expect("a plan");
    assert!(good.leaves.len() > 2, "{} leaves", good.leaves.len());
    let refused = |what: &str, change: &dyn Fn(&mut Vec<Leaf>)| {
        let mut other = good.clone();
        change(&mut other.leaves);
        assert_eq!(proven(&problem, &other), Err(Flaw::Cases), "{what}");
    };
    refused("no leaf", &|leaves| leaves.clear());
    for leaf in 0..good.leaves.len() {
        refused("without a leaf", &|leaves| drop(leaves.remove(leaf)));
        refused("a leaf twice", &|leaves| leaves.push(leaves[leaf].clone()));
        for decision in 0..good.leaves[leaf].branch.len() {
            refused("without a decision", &|leaves| drop(leaves[leaf].branch.remove(decision)));
            refused("a decision twice", &|leaves| {
                let twice = leaves[leaf].branch[decision].clone();
                leaves[leaf].branch.push(twice);
            });
            refused("the other side", &|leaves| {
                let side = &mut leaves[leaf].branch[decision].side;
                *side = match *side {
                    Side::AtMost(most) => Side::AtLeast(most + 1),
                    Side::AtLeast(least) => Side::AtMost(least - 1),
                };
            });
            // Wider, and narrower: either the two sides overlap, or they leave something out.
            for wider in [true, false] {
                refused("another limit", &|leaves| match &mut leaves[leaf].branch[decision].side {
                    Side::AtMost(most) => *most = if wider { *most + 1 } else { most.wrapping_sub(1) },
                    Side::AtLeast(least) => *least = if wider { *least - 1 } else { *least + 1 },
                });
            }
            refused("something else", &|leaves| leaves[leaf].branch[decision].counted = Counted::Arrangements);
        }
    }
    refused("not from the first split on", &|leaves| leaves[0].branch.reverse());
    // The order of the leaves is of no account.
    let turned = Certificate { leaves: good.leaves.iter().rev().cloned().collect(), ..good.clone() };
    assert_eq!(prove(&problem, &turned), Ok(good.bound));
    // A flaw says in which leaf it is.
    let mut strange = good.clone();
    strange.leaves[1].prices[0].1 = -1;
    assert_eq!(prove(&problem, &strange), Err(Flaw::Leaf { leaf: 1, flaw: Box::new(Flaw::Price { price: 0 }) }));
}

#[test]
fn no_change_of_a_tree_proves_more_than_is_true() {
    let mut by_less = 0;
    for seed in [0, 4] {
        let problem = primary(25, seed);
        let (plan, certificate) = solved(&problem).expect("a plan");
        assert_eq!((plan.proof, plan.status), (Proof::Tree, Status::Optimal), "seed {seed}");
        let all = changes(&certificate);
        for (what, other) in all.iter().step_by(all.len() / 60) {
            if let Ok(proven) = proven(&problem, other) {
                assert!(proven <= plan.total, "seed {seed}, {what}: {proven} where a plan costs {}", plan.total);
                by_less += usize::from(proven < plan.total);
            }
        }
        // Splits at other numbers are splits too, and prove what they prove.
        let decisions: Vec<Decision> = certificate.leaves.iter().flat_map(|leaf| leaf.branch.clone()).collect();
        for decision in decisions {
            let mut other = certificate.clone();
            for it in other.leaves.iter_mut().flat_map(|leaf| &mut leaf.branch) {
                if it.counted == decision.counted {
                    let (Side::AtMost(count) | Side::AtLeast(count)) = &mut it.side;
                    *count += 1;
                }
            }
            let proven = proven(&problem, &other).expect("cases that are all");
            assert!(proven <= plan.total, "seed {seed}, {decision:?} by one more: {proven} of {}", plan.total);
        }
    }
    assert!(by_less > 20, "{by_less} changes prove less");
}

/// Everything that could be counted, and some that could not.
fn counts(problem: &Problem) -> Vec<Vec<Counted>> {
    let dates: Vec<_> = problem.round.start.through(problem.round.end).collect();
    let periods = |school| problem.schools[school].period_ids.keys();
    let mut counts: Vec<Vec<Counted>> = vec![vec![]; 11];
    counts[0].push(Counted::Arrangements);
    let covers = |by, school, into: &mut Vec<Counted>| {
        for &date in &dates {
            for period in periods(school) {
                for subject in [None, Some("maths".to_owned())] {
                    into.push(Counted::Covers { by, date, period, subject });
                }
            }
        }
    };
    for (teacher, person) in problem.teachers.entries() {
        let later = problem.teachers.keys().filter(|&other| other > teacher);
        counts[1].extend(later.map(|other| Counted::Pair { members: [teacher, other] }));
        counts[2].extend((0..3).map(|step| Counted::Step { teacher, step }));
        counts[3].push(Counted::Late { leader: teacher });
        covers(CoverBy::Staff(teacher), person.school, &mut counts[4]);
    }
    for (id, supervisor) in problem.supervisors.entries() {
        covers(CoverBy::Supervisor(id), supervisor.school, &mut counts[5]);
    }
    for (supply, source) in problem.supply.entries() {
        covers(CoverBy::Supply(supply), source.school, &mut counts[6]);
        counts[7].push(Counted::Hired { supply });
        for &date in &dates {
            let hire = |half, period| Counted::Hire { supply, date, half, period };
            match source.unit {
                SupplyUnit::Day => counts[8].push(hire(None, None)),
                SupplyUnit::HalfDay => counts[8].extend([Half::Am, Half::Pm].map(|half| hire(Some(half), None))),
                SupplyUnit::Period => counts[8].extend(periods(source.school).map(|period| hire(None, Some(period)))),
            }
        }
    }
    for (lesson, it) in problem.lessons.entries() {
        for &date in dates.iter().filter(|&&date| problem.is_timetabled(it, date)) {
            counts[9].push(Counted::Study { lesson, date, period: it.period });
        }
    }
    counts[10].extend(problem.schools.keys().map(|school| Counted::Rings { school }));
    counts
}

#[test]
fn splits_by_chance_prove_no_more_than_is_true() {
    let (mut held, mut better, mut tight) = ([0_usize; 11], 0, 0);
    for (seed, problem, plan, certificate) in random(0..168) {
        let root = &certificate.leaves[0];
        if certificate.leaves.len() > 1 {
            continue;
        }
        assert_eq!(plan.status, Status::Optimal, "seed {seed}");
        let mut dice = Dice::new(seed);
        for (kind, counts) in counts(&problem).into_iter().enumerate().filter(|(_, counts)| !counts.is_empty()) {
            for _ in 0..12 {
                let counted = dice.pick(&counts);
                let most = dice.pick(&[0, 0, 0, 1, 2, 3]);
                let price = dice.pick(&[0, 1_000, 700_000, 9_000_000]);
                let mut sides = [Side::AtMost(most), Side::AtLeast(most + 1)].map(|side| {
                    let mut leaf = root.clone();
                    leaf.branch = vec![Decision { counted: counted.clone(), side }];
                    leaf
                });
                let rows = match counted {
                    Counted::Arrangements => Some([Row::ArrangementsAtMost, Row::ArrangementsAtLeast]),
                    Counted::Pair { members } => Some([Row::PairAtMost { members }, Row::PairAtLeast { members }]),
                    _ => None,
                };
                for (leaf, row) in sides.iter_mut().zip(rows.into_iter().flatten()) {
                    leaf.prices.push((row, price));
                }
                let other = Certificate { leaves: sides.to_vec(), ..certificate.clone() };
                match proven(&problem, &other) {
                    Ok(proven) => {
                        let best = plan.total;
                        assert!(proven <= best, "seed {seed}: {proven} where {best} is optimal: {counted:?} {most}");
                        held[kind] += 1;
                        better += usize::from(proven > certificate.bound);
                        tight += usize::from(proven == best);
                    }
                    // A price of arrangements makes some dearer on one side and cheaper on the other.
                    Err(Flaw::Leaf { flaw, .. }) => assert!(
                        matches!(*flaw, Flaw::Decision { decision: 0 }) || (price > 0 && kind < 2),
                        "seed {seed}: {flaw} with {counted:?}"
                    ),
                    Err(flaw) => panic!("seed {seed}: {flaw}"),
                }
            }
        }
    }
    assert!(held.iter().all(|&times| times > 20), "of some kinds hardly any split held: {held:?}");
    assert!(tight > 1_000, "{tight} splits prove the truth");
    println!("{better} splits prove more than their certificate did");
}

#[test]
fn the_program_certifies_trees() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (school, plan, good, bad) = (file("school.json"), file("plan.json"), file("good.json"), file("bad.json"));
    std::fs::write(&school, write_instance(&primary(25, 0))).expect("a temporary file");
    let (code, _) = run(&["solve", &school, "-q", "-o", &plan, "--certificate", &good]);
    assert_eq!(code, Some(0));
    let check = |certificate: &str| run(&["check", &school, &plan, "--certificate", certificate]);
    let (code, words) = check(&good);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("Bound verified: no plan costs less than -£1,075.00.\n"), "{words}");
    let written = std::fs::read_to_string(&good).expect("the certificate");
    assert!(written.contains("\"at_most\": "), "{written}");
    std::fs::write(&bad, written.replacen("\"at_most\": ", "\"at_most\": 1", 1)).expect("a temporary file");
    let (code, words) = check(&bad);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("the certificate is refused, its leaves are not the cases"), "{words}");
}
