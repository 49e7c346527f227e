//! Generated instances are the same every time, hold together, and look like schools.

use std::collections::{BTreeMap, BTreeSet};

use opendoor::domain::{Class, ClassId, Key, PeriodUse, Problem, ProtectedUse, SchoolId, TeacherId, Weekday, When};
use opendoor::generate::{Preset, Spec, generate};

fn of(preset: Preset) -> Problem {
    generate(&Spec::of(preset))
}

/// Week of the cycle, weekday, place of the period in the bell.
type Slot = (usize, usize, usize);

/// Slots of a lesson; a school without a cycle has one week.
fn slots(problem: &Problem, lesson: &opendoor::domain::Lesson) -> Vec<Slot> {
    let school = &problem.schools[lesson.school];
    let When::Weekly { week, weekday } = lesson.when else { panic!("generated lessons recur") };
    let weeks = school.cycle.as_ref().map_or(1, |cycle| cycle.weeks.len());
    let periods = school.periods_of(lesson.period, lesson.length, weekday).expect("the lesson fits its day");
    (0..weeks)
        .filter(|&at| week.is_none_or(|week| week.index() == at))
        .flat_map(|at| periods.iter().map(move |period| (at, weekday as usize, period.index())))
        .collect()
}

/// What every teacher teaches.
fn taught(problem: &Problem) -> BTreeMap<TeacherId, BTreeSet<Slot>> {
    let mut taught: BTreeMap<TeacherId, BTreeSet<Slot>> =
        problem.teachers.keys().map(|teacher| (teacher, BTreeSet::new())).collect();
    for lesson in &problem.lessons {
        for slot in slots(problem, lesson) {
            for &teacher in &lesson.teachers {
                assert!(taught.entry(teacher).or_default().insert(slot), "double booked in {}", lesson.id);
            }
        }
    }
    taught
}

/// Lesson slots of a week in which a teacher is at work.
fn at_work(problem: &Problem, teacher: TeacherId) -> BTreeSet<Slot> {
    let teacher = &problem.teachers[teacher];
    let school = &problem.schools[teacher.school];
    let weeks = school.cycle.as_ref().map_or(1, |cycle| cycle.weeks.len());
    let off = |day: Weekday| teacher.unavailable.iter().any(|pattern| pattern.weekday == Some(day));
    let mut all = BTreeSet::new();
    for day in school.weekdays.iter().filter(|&day| !off(day)) {
        for entry in school.bell_on(day).into_iter().filter(|entry| entry.usage == PeriodUse::Lesson) {
            all.extend((0..weeks).map(|week| (week, day as usize, entry.period.index())));
        }
    }
    all
}

fn percent(part: usize, whole: usize) -> usize {
    part * 100 / whole.max(1)
}

#[test]
fn the_same_arguments_give_the_same_problem() {
    for preset in [Preset::Secondary, Preset::Primary, Preset::Trust, Preset::District] {
        let spec = Spec { schools: if preset == Preset::District { 6 } else { 2 }, ..Spec::of(preset) };
        let once = generate(&spec);
        assert_eq!(once, generate(&spec));
        assert_ne!(once, generate(&Spec { seed: 2, ..spec }));
    }
}

#[test]
fn odd_sizes_are_problems_too() {
    for preset in [Preset::Secondary, Preset::Primary, Preset::Trust, Preset::District] {
        for teachers in 0..30 {
            let problem = generate(&Spec { preset, teachers, schools: teachers % 4, weeks: teachers % 5, seed: 7 });
            assert!(problem.round.start < problem.round.end);
            holds_together(&problem);
        }
    }
}

/// Nobody is in two places, everything is of one school, ids are unique.
fn holds_together(problem: &Problem) {
    taught(problem);
    let mut of_class: BTreeSet<(ClassId, Slot)> = BTreeSet::new();
    let mut rooms = BTreeSet::new();
    for lesson in &problem.lessons {
        for slot in slots(problem, lesson) {
            for &class in &lesson.classes {
                assert!(of_class.insert((class, slot)), "a class is in two lessons at once: {}", lesson.id);
                assert_eq!(problem.classes[class].school, lesson.school);
            }
            assert!(rooms.insert((lesson.room, slot)), "a room holds two lessons at once: {}", lesson.id);
        }
        assert!(lesson.teachers.iter().all(|&teacher| problem.teachers[teacher].school == lesson.school));
    }
    let unique = |ids: Vec<&String>| ids.len() == ids.iter().collect::<BTreeSet<_>>().len();
    assert!(unique(problem.teachers.iter().map(|teacher| &teacher.id).collect()));
    assert!(unique(problem.lessons.iter().map(|lesson| &lesson.id).collect()));
    assert!(unique(problem.schools.iter().map(|school| &school.id).collect()));
    assert!(unique(problem.supervisors.iter().map(|person| &person.id).collect()));
    assert!(unique(problem.supply.iter().map(|source| &source.id).collect()));
    let class = |class: &Class| (class.school, class.id.clone());
    assert_eq!(problem.classes.iter().map(class).collect::<BTreeSet<_>>().len(), problem.classes.len());
    for teacher in &problem.teachers {
        let ascending = |scores: &[(opendoor::domain::FocusId, opendoor::domain::Score)]| {
            scores.windows(2).all(|pair| pair[0].0 < pair[1].0)
        };
        assert!(ascending(&teacher.strengths) && ascending(&teacher.needs));
        assert!(teacher.line_manager.is_none_or(|manager| problem.teachers[manager].school == teacher.school));
        assert!(!teacher.new_staff && !teacher.swap && !teacher.film);
    }
}

#[test]
fn schools_hold_together() {
    for preset in [Preset::Secondary, Preset::Primary, Preset::Trust, Preset::District] {
        for seed in 1..=5 {
            holds_together(&generate(&Spec { seed, ..Spec::of(preset) }));
        }
    }
}

#[test]
fn a_secondary_looks_like_one() {
    for seed in 1..=20 {
        let problem = generate(&Spec { seed, ..Spec::of(Preset::Secondary) });
        assert_eq!(problem.teachers.len(), 65);
        let taught = taught(&problem);
        let teaching: usize = taught.values().map(BTreeSet::len).sum();
        let there: usize = problem.teachers.keys().map(|teacher| at_work(&problem, teacher).len()).sum();
        let ratio = teaching * 1000 / there;
        assert!((755..=805).contains(&ratio), "seed {seed}: contact ratio {ratio} thousandths");

        let full: Vec<&BTreeSet<Slot>> = taught.values().filter(|slots| slots.len() >= 42).collect();
        assert!((28..=48).contains(&percent(full.len(), 65)), "seed {seed}: {} with a full load", full.len());
        let share = |week: usize| {
            let frees = |slots: &BTreeSet<Slot>| -> BTreeSet<Slot> {
                (0..5)
                    .flat_map(|day| [0, 1, 3, 4, 6].map(|period| (week, day, period)))
                    .filter(|slot| !slots.contains(slot))
                    .collect()
            };
            let frees: Vec<BTreeSet<Slot>> = full.iter().map(|slots| frees(slots)).collect();
            let pairs = (0..frees.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
            let common = pairs.filter(|&(a, b)| !frees[a].is_disjoint(&frees[b])).count();
            percent(common, frees.len() * (frees.len() - 1) / 2)
        };
        println!("seed {seed}: ratio {ratio}, full {}, common {} {}", full.len(), share(0), share(1));

        let sixth = |lesson: &&opendoor::domain::Lesson| {
            lesson.classes.iter().any(|&class| problem.classes[class].study_release > 0)
        };
        let in_sixth: usize = problem.lessons.iter().filter(sixth).map(|lesson| slots(&problem, lesson).len()).sum();
        println!(
            "  sixth {}%, classes {}, lessons {}",
            percent(in_sixth, teaching),
            problem.classes.len(),
            problem.lessons.len()
        );

        // In a block the same subject is taught to the same year, side by side.
        let mut blocks: BTreeMap<(Option<String>, Option<String>, Slot), usize> = BTreeMap::new();
        for lesson in &problem.lessons {
            let class = &problem.classes[lesson.classes[0]];
            if class.study_release > 0 {
                continue;
            }
            for slot in slots(&problem, lesson) {
                *blocks.entry((lesson.subject.clone(), class.year.clone(), slot)).or_default() += 1;
            }
        }
        let all: usize = blocks.values().sum();
        let side_by_side: usize = blocks.values().filter(|&&width| width > 1).sum();
        println!("  side by side {}%", percent(side_by_side, all));
        let part_time = problem.teachers.iter().filter(|teacher| !teacher.unavailable.is_empty()).count();
        let consent = problem.teachers.iter().filter(|teacher| teacher.protected_use == ProtectedUse::Watch).count();
        let none = problem.teachers.iter().filter(|teacher| teacher.protected.is_empty()).count();
        let co = problem.lessons.iter().filter(|lesson| lesson.teachers.len() > 1).count();
        let doubles = problem.lessons.iter().filter(|lesson| lesson.length > 1).count();
        let qualified =
            problem.lessons.iter().filter(|lesson| lesson.cover == opendoor::domain::CoverNeed::Qualified).count();
        let forms = problem.classes.iter().filter(|class| class.study_release == 0).count();
        println!(
            "  part {part_time} consent {consent} unprotected {none} co {co} doubles {doubles} qual {qualified} forms {forms}"
        );
    }
}

#[test]
fn time() {
    let start = std::time::Instant::now();
    let problem = generate(&Spec { schools: 1800, ..Spec::of(Preset::District) });
    println!("{:?} teachers {} lessons {}", start.elapsed(), problem.teachers.len(), problem.lessons.len());
    println!(
        "{}",
        std::fs::read_to_string("/proc/self/status").unwrap().lines().find(|l| l.starts_with("VmHWM")).unwrap()
    );
    let _ = SchoolId::from_index(0);
}
