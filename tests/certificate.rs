//! Certificates: what the engine proves, the checker proves again; nothing proves more than is true; what is changed
//! is refused or proves less.

#[allow(dead_code, reason = "the oracle's makers of instances, of which a part is used here")]
#[path = "oracle/build.rs"]
mod build;
#[allow(dead_code, reason = "the oracle's makers of instances, of which a part is used here")]
#[path = "oracle/dice.rs"]
mod dice;
#[allow(dead_code, reason = "the oracle's makers of instances, of which a part is used here")]
#[path = "oracle/generator.rs"]
mod generator;
#[path = "certificate/rows.rs"]
mod rows;
#[allow(dead_code, reason = "the oracle's makers of instances, of which a part is used here")]
#[path = "oracle/stress.rs"]
mod stress;
#[path = "certificate/trees.rs"]
mod trees;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use dice::Dice;
use opendoor::domain::{
    Certificate, Key, Kind, Leaf, LessonId, Pence, Plan, Problem, Proof, Row, Score, Status, Vertex, VertexSet, Video,
};
use opendoor::engine::{Options, Outcome, Silent};
use opendoor::format::{read_certificate, read_instance, write_certificate};
use opendoor::verify::{Flaw, prove};
use opendoor::{Failure, solve_with_certificate};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn sample(name: &str) -> Problem {
    read_instance(&fs::read(path("instances").join(name)).expect("the sample")).expect("a valid instance").problem
}

/// A plan and its certificate; `None` when locks conflict.
fn solved(problem: &Problem) -> Option<(Plan, Certificate)> {
    match solve_with_certificate(problem, &Options::default(), &mut Silent) {
        Ok(Outcome { plan, certificate }) => Some((plan, certificate.expect("a certificate"))),
        Err(Failure::Conflict(_)) => None,
        Err(failure) => panic!("{failure:?}"),
    }
}

/// Random tiny instances of the oracle, with plan and certificate.
fn random(seeds: std::ops::Range<u64>) -> Vec<(u64, Problem, Plan, Certificate)> {
    let solved = |seed| {
        let mut problem = generator::instance(seed);
        if seed % 7 == 0 {
            // The generator seldom has departments and a cap on those away at once.
            problem.rules.away_at_once.department = Some(1);
            for teacher in &mut problem.teachers {
                teacher.department = Some("Arts and crafts".into());
            }
        }
        let (plan, certificate) = solved(&problem)?;
        Some((seed, problem, plan, certificate))
    };
    seeds.filter_map(solved).collect()
}

/// What holds of every plan and its certificate.
fn holds(name: &str, problem: &Problem, plan: &Plan, certificate: &Certificate) {
    let proven = prove(problem, certificate).expect(name);
    // Of a leaf that is a part of the one with its prices, the decision may prove more.
    assert!(proven >= certificate.bound && (proven == certificate.bound || certificate.leaves.len() > 1), "{name}");
    assert!(proven <= plan.total, "{name}");
    assert!(certificate.bound <= plan.bound, "{name}: {} of {}", certificate.bound, plan.bound);
    assert!(plan.proof == Proof::Solver || certificate.bound == plan.bound, "{name}");
    let written = write_certificate(certificate, problem);
    assert_eq!(read_certificate(written.as_bytes(), problem).as_ref(), Ok(certificate), "{name}");
    let dearer = Certificate { bound: proven + 1, ..certificate.clone() };
    let flaw = Flaw::Bound { stated: dearer.bound, proven };
    assert_eq!(prove(problem, &dearer), Err(flaw), "{name}: a penny too much");
}

#[test]
fn the_samples_are_proven() {
    for name in ["tiny.json", "primary.json", "secondary.json", "federation.json"] {
        let problem = sample(name);
        let (plan, certificate) = solved(&problem).expect("a plan");
        holds(name, &problem, &plan, &certificate);
    }
}

#[test]
fn random_instances_are_proven() {
    let all = random(0..240);
    assert!(all.len() > 150, "{} of 240 have a plan", all.len());
    for (seed, problem, plan, certificate) in &all {
        holds(&format!("seed {seed}"), problem, plan, certificate);
    }
    let by_prices = all.iter().filter(|(_, _, plan, _)| plan.proof == Proof::Prices).count();
    assert!(2 * by_prices > all.len(), "{by_prices} of {} are proven by prices", all.len());
}

/// The certificate with one number changed, and what was.
fn changes(certificate: &Certificate) -> Vec<(String, Certificate)> {
    let mut changed = Vec::new();
    let mut add = |what: String, change: &dyn Fn(&mut Certificate)| {
        let mut other = certificate.clone();
        change(&mut other);
        if other != *certificate {
            changed.push((what, other));
        }
    };
    let steps = |value: i64| [0, value / 2, value - 1_000, value - 1, value + 1, value + 1_000, 2 * value];
    for (at, leaf) in certificate.leaves.iter().enumerate() {
        for (index, (row, price)) in leaf.prices.iter().enumerate() {
            add(format!("leaf {at}, without {row:?}"), &|other| drop(other.leaves[at].prices.remove(index)));
            for value in steps(*price) {
                add(format!("leaf {at}, {row:?} at {value}"), &|other| other.leaves[at].prices[index].1 = value);
            }
        }
        for (index, (vertex, dual)) in leaf.vertices.iter().enumerate() {
            for value in steps(*dual) {
                add(format!("leaf {at}, {vertex:?} at {value}"), &|other| other.leaves[at].vertices[index].1 = value);
            }
        }
        for (index, set) in leaf.odd_sets.iter().enumerate() {
            add(format!("leaf {at}, without odd set {index}"), &|other| drop(other.leaves[at].odd_sets.remove(index)));
            for value in steps(set.dual) {
                add(format!("leaf {at}, odd set {index} at {value}"), &|other| {
                    other.leaves[at].odd_sets[index].dual = value;
                });
            }
        }
    }
    changed
}

#[test]
fn no_change_proves_more_than_is_true() {
    let mut odd_sets = 0;
    for (seed, problem, plan, certificate) in random(0..120) {
        odd_sets += certificate.leaves.iter().map(|leaf| leaf.odd_sets.len()).sum::<usize>();
        for (what, mut other) in changes(&certificate) {
            // Whatever it states: what its numbers prove is no more than the truth.
            other.bound = Pence::MIN / 4;
            if let Ok(proven) = prove(&problem, &other) {
                assert!(proven <= plan.total, "seed {seed}, {what}: {proven} where a plan costs {}", plan.total);
            }
        }
    }
    assert!(odd_sets > 0, "no odd set is among them");
}

#[test]
fn binding_duals_cannot_be_changed() {
    for name in ["tiny.json", "primary.json", "secondary.json"] {
        let mut problem = sample(name);
        // What a dual has too much, the best triad has less beyond it.
        problem.rules.arrangements = vec![Kind::Pair];
        let (_, certificate) = solved(&problem).expect("a plan");
        let [leaf] = &certificate.leaves[..] else { panic!("{name}: one leaf") };
        assert!(!leaf.prices.is_empty() && !leaf.vertices.is_empty(), "{name}");
        // A penny in half milli-pence. Less is too dear for the pair that the vertex is matched in; more proves less.
        let penny = 2_000;
        for index in 0..leaf.vertices.len() {
            let with = |change: i64| {
                let mut other = certificate.clone();
                other.leaves[0].vertices[index].1 += change;
                prove(&problem, &other)
            };
            if leaf.vertices[index].1 > 0 {
                assert!(matches!(with(-1), Err(Flaw::Underpaid { .. })), "{name}, vertex {index}: {:?}", with(-1));
            }
            assert!(matches!(with(penny), Err(Flaw::Bound { .. })), "{name}, vertex {index}");
        }
        for index in 0..leaf.odd_sets.len() {
            let mut other = certificate.clone();
            other.leaves[0].odd_sets[index].dual += penny;
            assert!(matches!(prove(&problem, &other), Err(Flaw::Bound { .. })), "{name}, odd set {index}");
            other.leaves[0].odd_sets[index].dual -= 2 * penny;
            assert!(prove(&problem, &other).is_err(), "{name}, odd set {index}");
        }
        // Each price binds: of a change up and one down, one at least is refused.
        for (index, (row, price)) in leaf.prices.iter().enumerate() {
            let at = |value: i64| {
                let mut other = certificate.clone();
                other.leaves[0].prices[index].1 = value;
                prove(&problem, &other)
            };
            let changed = [at(price / 2), at(2 * price)];
            assert!(changed.iter().any(Result::is_err), "{name}: {row:?} at half and at twice its price");
            // No matter which: what is still accepted proves just the same.
            assert!(changed.iter().flatten().all(|&proven| proven == certificate.bound), "{name}: {row:?}");
        }
    }
}

/// The strongest duals that one finds by lowering those of one vertex after the other, at the prices of `certificate`.
fn lowered(problem: &Problem, certificate: &Certificate) -> Option<(Pence, Vec<Row>)> {
    let teachers = problem.teachers.entries();
    let vertices =
        teachers.flat_map(|(teacher, person)| (0..person.wanted()).map(move |copy| Vertex { teacher, copy }));
    let vertices: Vec<(Vertex, i64)> = vertices.map(|vertex| (vertex, 1_000_000_000)).collect();
    let prices = certificate.leaves[0].prices.clone();
    let leaf = Leaf { branch: vec![], prices, vertices, odd_sets: vec![] };
    let mut trial = Certificate { instance: String::new(), bound: Pence::MIN / 4, leaves: vec![leaf] };
    // Who is out, or misses some of the partners, is no vertex; a row that nothing stands in has no price.
    loop {
        match prove(problem, &trial) {
            Ok(_) => break,
            Err(Flaw::Vertex { vertex }) => drop(trial.leaves[0].vertices.remove(vertex)),
            Err(Flaw::NoRow { price }) => drop(trial.leaves[0].prices.remove(price)),
            Err(Flaw::Size) => return None,
            Err(flaw) => panic!("{flaw}"),
        }
    }
    for index in 0..trial.leaves[0].vertices.len() {
        let (mut low, mut high) = (0, trial.leaves[0].vertices[index].1);
        while low < high {
            let middle = i64::midpoint(low, high);
            trial.leaves[0].vertices[index].1 = middle;
            if prove(problem, &trial).is_ok() { high = middle } else { low = middle + 1 }
        }
        trial.leaves[0].vertices[index].1 = high;
    }
    let proven = prove(problem, &trial).expect("feasible duals");
    Some((proven, trial.leaves.remove(0).prices.into_iter().map(|(row, _)| row).collect()))
}

/// The first word of a row's name.
fn kind(row: &Row) -> String {
    format!("{row:?}").split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_owned()
}

fn by_kind(rows: Vec<Row>) -> Vec<Vec<Row>> {
    let mut kinds: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows {
        kinds.entry(kind(&row)).or_default().push(row);
    }
    kinds.into_values().collect()
}

#[test]
fn no_prices_prove_more_than_is_true() {
    let (mut close, mut kinds) = (0, BTreeSet::new());
    for (seed, problem, plan, certificate) in random(0..220) {
        assert_eq!(plan.status, Status::Optimal, "seed {seed}");
        let mut dice = Dice::new(seed);
        let all = by_kind(rows::all(&problem));
        for trial in 0..4 {
            let mut other = certificate.clone();
            if trial >= 2 {
                other.leaves[0].prices.clear();
            }
            for _ in 0..12 {
                let of_kind = dice.pick(&all);
                let row = dice.pick(&of_kind);
                let prices = &mut other.leaves[0].prices;
                prices.retain(|(known, _)| *known != row);
                prices.push((row, dice.pick(&[1_000, 150_000, 700_000, 3_000_000, 40_000_000])));
            }
            if let Some((proven, priced)) = lowered(&problem, &other) {
                kinds.extend(priced.iter().map(kind));
                assert!(proven <= plan.total, "seed {seed}: {proven} where {} is optimal: {other:#?}", plan.total);
                close += usize::from(plan.total - proven < 10_000);
            }
        }
    }
    assert_eq!(kinds.len(), rows::KINDS, "some kinds of rows had no price: {kinds:?}");
    assert!(close > 20, "{close} price vectors prove anything near the truth");
}

#[test]
fn what_is_no_certificate_is_refused() {
    let problem = sample("tiny.json");
    let (_, good) = solved(&problem).expect("a plan");
    let refused = |change: &dyn Fn(&mut Certificate)| {
        let mut other = good.clone();
        change(&mut other);
        prove(&problem, &other).expect_err("a flaw")
    };
    let vertex = good.leaves[0].vertices[0].0;
    let set = |members: Vec<Vertex>, dual| VertexSet { members, dual };
    assert_eq!(refused(&|it| it.leaves[0].prices[1].1 = -1), Flaw::Price { price: 1 });
    assert_eq!(refused(&|it| it.leaves[0].prices[1].1 = i64::MAX), Flaw::Price { price: 1 });
    assert_eq!(refused(&|it| it.leaves[0].prices[1] = it.leaves[0].prices[0].clone()), Flaw::RowTwice { price: 1 });
    assert_eq!(refused(&|it| it.leaves[0].vertices[0].1 = -1), Flaw::VertexDual { vertex: 0 });
    assert_eq!(refused(&|it| it.leaves[0].vertices[0].0.copy = 7), Flaw::Vertex { vertex: 0 });
    assert_eq!(refused(&|it| it.leaves[0].vertices[1].0 = vertex), Flaw::Vertex { vertex: 1 });
    let three: Vec<Vertex> = problem.teachers.keys().take(3).map(|teacher| Vertex { teacher, copy: 0 }).collect();
    assert_eq!(refused(&|it| it.leaves[0].odd_sets = vec![set(three.clone(), -1)]), Flaw::OddSet { set: 0 });
    assert_eq!(refused(&|it| it.leaves[0].odd_sets = vec![set(three[..2].to_vec(), 1)]), Flaw::OddSet { set: 0 });
    assert_eq!(refused(&|it| it.leaves[0].odd_sets = vec![set(vec![three[0]; 3], 1)]), Flaw::OddSet { set: 0 });
    let date = problem.round.end.plus(1);
    let row = Row::StaffDay { teacher: vertex.teacher, date };
    let last = good.leaves[0].prices.len();
    assert_eq!(refused(&|it| it.leaves[0].prices.push((row.clone(), 0))), Flaw::NoRow { price: last });

    let mut others = problem.clone();
    others.rules.arrangements.push(Kind::OneWay);
    assert_eq!(prove(&others, &good), Err(Flaw::Kinds));
    let mut films = problem.clone();
    films.rules.video = Some(Video { kits: Vec::new(), money_per_recording: 0, min_strength: Score::ZERO });
    assert_eq!(prove(&films, &good), Err(Flaw::Kinds));
    let mut joins = problem.clone();
    joins.lessons[LessonId::from_index(0)].join = true;
    assert_eq!(prove(&joins, &good), Err(Flaw::Kinds));
}

#[test]
fn what_can_be_wrong_with_the_file() {
    let problem = sample("tiny.json");
    let (_, good) = solved(&problem).expect("a plan");
    let written = write_certificate(&good, &problem);
    let complaint = |from: &str, to: &str| {
        assert!(written.contains(from), "{from}");
        let report = read_certificate(written.replacen(from, to, 1).as_bytes(), &problem).expect_err("a complaint");
        let first = &report.diagnostics[0];
        (first.code.to_string(), first.pointer.clone())
    };
    let is = |code: &str, pointer: &str| (code.to_owned(), pointer.to_owned());
    let decide = |decision: &str| complaint("\"branch\": []", &format!("\"branch\": [{decision}]"));
    assert_eq!(decide("{}"), is("E0102", "/leaves/0/branch/0"));
    let first = |rest: &str| is(rest, "/leaves/0/branch/0");
    assert_eq!(decide("{ \"count\": \"arrangements\" }"), first("E4003"));
    assert_eq!(decide("{ \"count\": \"arrangements\", \"at_most\": 1, \"at_least\": 1 }"), first("E4003"));
    let (count, at_most) = ("/leaves/0/branch/0/count", "/leaves/0/branch/0/at_most");
    assert_eq!(decide("{ \"count\": \"hired nobody\", \"at_most\": 1 }"), is("E4002", count));
    assert_eq!(decide("{ \"count\": \"arrangements\", \"at_most\": -1 }"), is("E0106", at_most));
    let all = &written[written.find("\"leaves\"").expect("leaves")..];
    assert_eq!(complaint(all, "\"leaves\": []\n}\n"), is("E0112", "/leaves"));
    assert_eq!(complaint("certificate/1", "certificate/2"), is("E0116", "/format"));
    assert_eq!(complaint("\"milli_pence\": ", "\"milli_pence\": -"), is("E0106", "/leaves/0/prices/0/milli_pence"));
    assert_eq!(complaint("\"row\": \"", "\"row\": \" "), is("E4001", "/leaves/0/prices/0/row"));
    assert_eq!(complaint("\"partner\": 1", "\"partner\": 0"), is("E0106", "/leaves/0/vertices/0/partner"));
    assert_eq!(complaint("\"odd_sets\"", "\"oddsets\"").0, "E0102");

    for (name, place) in [
        ("E4001-no-such-teacher.json", "/leaves/0/prices/0/row"),
        ("E4002-hired-from-nobody.json", "/leaves/1/branch/0/count"),
        ("E4003-both-sides.json", "/leaves/0/branch/0"),
    ] {
        let bytes = fs::read(path("instances/invalid-certificates").join(name)).expect(name);
        let report = read_certificate(&bytes, &problem).expect_err("a complaint");
        let found = report.diagnostics.iter();
        let places: Vec<(&str, &str)> = found.map(|found| (found.code.as_str(), found.pointer.as_str())).collect();
        assert_eq!(places, [(&name[..5], place)], "{name}");
    }
}

/// The program's exit code and standard output.
fn run(args: &[&str]) -> (Option<i32>, String) {
    let program = Command::new(env!("CARGO_BIN_EXE_opendoor")).args(args).current_dir(path("")).output();
    let output = program.expect("the program runs");
    (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
}

#[test]
fn the_program_writes_and_checks_certificates() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (plan, good, bad) = (file("plan.json"), file("good.json"), file("bad.json"));
    let tiny = "instances/tiny.json";
    let solve = ["solve", tiny, "-q", "-o", plan.as_str(), "--certificate"];
    assert_eq!(run(&[&solve[..], &[good.as_str()]].concat()).0, Some(0));
    assert_eq!(run(&[&solve[..], &["-"]].concat()).0, Some(2));
    let check = ["check", tiny, plan.as_str(), "--certificate"];
    let (code, words) = run(&[&check[..], &[good.as_str()]].concat());
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("Bound verified: no plan costs less than -£206.80.\n"), "{words}");
    let written = fs::read_to_string(&good).expect("the certificate");
    fs::write(&bad, written.replace("-20680", "-20679")).expect("a temporary file");
    let (code, words) = run(&[&check[..], &[bad.as_str()]].concat());
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("the certificate is refused"), "{words}");
    fs::write(&bad, written.replace("\"prices\"", "\"price\"")).expect("a temporary file");
    assert_eq!(run(&[&check[..], &[bad.as_str()]].concat()).0, Some(2));
}
