//! Generated instances are the same every time, hold together, and look like schools.

use std::collections::{BTreeMap, BTreeSet};

use opendoor::domain::{
    ClassId, CoverNeed, FocusId, Key, Lesson, PeriodUse, Problem, ProtectedUse, Score, Teacher, TeacherId, Weekday,
    When,
};
use opendoor::generate::{Preset, Spec, generate};

const PRESETS: [Preset; 4] = [Preset::Secondary, Preset::Primary, Preset::Trust, Preset::District];

/// Week of the cycle, weekday, index of the period.
type Slot = (usize, usize, usize);

/// Slots of a lesson; a school without a cycle has one week.
fn slots(problem: &Problem, lesson: &Lesson) -> Vec<Slot> {
    let school = &problem.schools[lesson.school];
    let When::Weekly { week, weekday } = lesson.when else { panic!("generated lessons recur") };
    let weeks = school.cycle.as_ref().map_or(1, |cycle| cycle.weeks.len());
    let periods = school.periods_of(lesson.period, lesson.length, weekday).expect("the lesson fits its day");
    (0..weeks)
        .filter(|&at| week.is_none_or(|week| week.index() == at))
        .flat_map(|at| periods.iter().map(move |period| (at, weekday as usize, period.index())))
        .collect()
}

/// What every teacher teaches; nobody is in two places.
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

/// Lesson slots in which a teacher is at work.
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

/// Lesson slots that a teacher has marked as planning time.
fn protected(problem: &Problem, teacher: TeacherId) -> BTreeSet<Slot> {
    let patterns = &problem.teachers[teacher].protected;
    let covers = |&(week, day, period): &Slot| {
        patterns.iter().any(|pattern| {
            pattern.week.is_none_or(|at| at.index() == week)
                && pattern.weekday.is_none_or(|at| at as usize == day)
                && pattern.periods.as_ref().is_none_or(|periods| periods.iter().any(|at| at.index() == period))
        })
    };
    at_work(problem, teacher).into_iter().filter(covers).collect()
}

fn percent(part: usize, whole: usize) -> usize {
    part * 100 / whole.max(1)
}

/// Nobody and nothing is in two places, everything is of one school, ids are unique.
fn holds_together(problem: &Problem) {
    let taught = taught(problem);
    let (mut of_class, mut of_room) = (BTreeSet::new(), BTreeSet::new());
    for lesson in &problem.lessons {
        for slot in slots(problem, lesson) {
            for &class in &lesson.classes {
                assert!(of_class.insert((class, slot)), "a class is in two lessons at once: {}", lesson.id);
                assert_eq!(problem.classes[class].school, lesson.school);
            }
            assert!(of_room.insert((lesson.room, slot)), "a room holds two lessons at once: {}", lesson.id);
        }
        assert!(lesson.teachers.iter().all(|&teacher| problem.teachers[teacher].school == lesson.school));
    }
    let unique = |ids: Vec<&String>| ids.len() == ids.iter().collect::<BTreeSet<_>>().len();
    assert!(unique(problem.teachers.iter().map(|teacher| &teacher.id).collect()));
    assert!(unique(problem.lessons.iter().map(|lesson| &lesson.id).collect()));
    assert!(unique(problem.schools.iter().map(|school| &school.id).collect()));
    assert!(unique(problem.supervisors.iter().map(|person| &person.id).collect()));
    assert!(unique(problem.supply.iter().map(|source| &source.id).collect()));
    let classes: BTreeSet<_> = problem.classes.iter().map(|class| (class.school, class.id.clone())).collect();
    assert_eq!(classes.len(), problem.classes.len());
    for (id, teacher) in problem.teachers.entries() {
        let ascending = |scores: &[(FocusId, Score)]| scores.windows(2).all(|pair| pair[0].0 < pair[1].0);
        assert!(ascending(&teacher.strengths) && ascending(&teacher.needs));
        assert!(teacher.strengths.iter().all(|&(_, score)| score.thousandths() % 50 == 0));
        assert!(teacher.line_manager.is_none_or(|manager| problem.teachers[manager].school == teacher.school));
        assert!(!teacher.new_staff && !teacher.swap && !teacher.film);
        assert!(taught[&id].is_subset(&at_work(problem, id)), "{} teaches on a day off", teacher.id);
        assert!(taught[&id].is_disjoint(&protected(problem, id)), "{} teaches in planning time", teacher.id);
    }
}

#[test]
fn the_same_arguments_give_the_same_problem() {
    for preset in PRESETS {
        let spec = Spec { schools: if preset == Preset::District { 6 } else { 2 }, ..Spec::of(preset) };
        let once = generate(&spec);
        assert_eq!(once, generate(&spec));
        assert_ne!(once, generate(&Spec { seed: 2, ..spec }));
    }
}

#[test]
fn odd_sizes_are_problems_too() {
    for preset in PRESETS {
        for teachers in (0..32).chain([120]) {
            let spec = Spec { preset, teachers, schools: teachers % 4, weeks: teachers % 5, seed: 7 };
            let problem = generate(&spec);
            assert!(problem.round.start < problem.round.end);
            holds_together(&problem);
        }
    }
}

#[test]
fn schools_hold_together() {
    for preset in PRESETS {
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
        let within = |what: &str, least: usize, most: usize, is: usize| {
            assert!((least..=most).contains(&is), "seed {seed}: {what} is {is}, not in {least}..={most}");
        };
        within("contact ratio in thousandths", 760, 800, teaching * 1000 / there);

        // Loads: full ones of 21 or 22, those of leaders at most 12, nobody more than 22, in each week.
        let of_week = |slots: &BTreeSet<Slot>, week: usize| slots.iter().filter(|slot| slot.0 == week).count();
        for (&id, slots) in &taught {
            assert_eq!(of_week(slots, 0), of_week(slots, 1), "the weeks are equally full");
            within("a load", 0, if problem.teachers[id].leader { 12 } else { 22 }, of_week(slots, 0));
        }
        let full: Vec<&BTreeSet<Slot>> = taught.values().filter(|slots| slots.len() >= 42).collect();
        within("teachers with a full load", 22, 38, full.len());
        within("leaders", 6, 6, problem.teachers.iter().filter(|teacher| teacher.leader).count());

        // Two teachers with three frees of 25 share one a third of the time when timetables are random.
        for week in 0..2 {
            let lessons = |day| [0, 1, 3, 4, 6].map(|period| (week, day, period));
            let frees = |slots: &&BTreeSet<Slot>| -> BTreeSet<Slot> {
                (0..5).flat_map(lessons).filter(|slot| !slots.contains(slot)).collect()
            };
            let frees: Vec<BTreeSet<Slot>> = full.iter().map(frees).collect();
            let pairs = (0..frees.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
            let common = pairs.filter(|&(a, b)| !frees[a].is_disjoint(&frees[b])).count();
            let all = frees.len() * (frees.len() - 1) / 2;
            within("percent of full-load pairs with a free period in common", 28, 50, percent(common, all));
        }

        // Blocks: the same subject is taught to the same year side by side, and mostly the same in both weeks.
        let sixth = |class: ClassId| problem.classes[class].study_release > 0;
        let mut blocks: BTreeMap<_, usize> = BTreeMap::new();
        let (mut in_sixth, mut both_weeks) = (0, 0);
        for lesson in &problem.lessons {
            let slots = slots(&problem, lesson);
            both_weeks += if slots.len() > lesson.length as usize { slots.len() } else { 0 };
            if sixth(lesson.classes[0]) {
                in_sixth += slots.len();
                continue;
            }
            let year = &problem.classes[lesson.classes[0]].year;
            for slot in slots {
                *blocks.entry((&lesson.subject, year, slot)).or_default() += 1;
            }
        }
        let all: usize = blocks.values().sum();
        let side_by_side: usize = blocks.values().filter(|&&width| width > 1).sum();
        within("percent side by side", 65, 90, percent(side_by_side, all));
        within("percent in the sixth form", 10, 22, percent(in_sixth, all + in_sixth));
        within("percent in both weeks", 80, 98, percent(both_weeks, all + in_sixth));

        let count = |what: fn(&Teacher) -> bool| problem.teachers.iter().filter(|t| what(t)).count();
        within("part-timers", 4, 18, count(|teacher| !teacher.unavailable.is_empty()));
        within("consents", 20, 45, count(|teacher| teacher.protected_use == ProtectedUse::Watch));
        within("without marked planning time", 3, 20, count(|teacher| teacher.protected.is_empty()));
        within("volunteers", 2, 20, count(|teacher| teacher.cover.willing == Some(true)));
        within("participants", 55, 64, count(|teacher| teacher.participates));
        let lessons = |what: fn(&Lesson) -> bool| problem.lessons.iter().filter(|lesson| what(lesson)).count();
        within("co-taught lessons", 5, 40, lessons(|lesson| lesson.teachers.len() == 2));
        within("doubles", 15, 80, lessons(|lesson| lesson.length == 2));
        within("lessons for the qualified", 5, 60, lessons(|lesson| lesson.cover == CoverNeed::Qualified));
        assert!(problem.budget.money.is_some_and(|money| (400_000..=600_000).contains(&money)));
    }
}

#[test]
fn planning_time_is_a_tenth() {
    let problem = generate(&Spec::of(Preset::Secondary));
    let taught = taught(&problem);
    for (id, teacher) in problem.teachers.entries().filter(|(_, teacher)| !teacher.protected.is_empty()) {
        for week in 0..2 {
            let of_week = |slots: &BTreeSet<Slot>| slots.iter().filter(|slot| slot.0 == week).count();
            let planning = of_week(&protected(&problem, id));
            assert_eq!(planning, of_week(&taught[&id]).div_ceil(10), "{}", teacher.id);
        }
    }
}

#[test]
fn a_primary_looks_like_one() {
    for seed in 1..=20 {
        let problem = generate(&Spec { seed, ..Spec::of(Preset::Primary) });
        assert_eq!(problem.teachers.len(), 25);
        let taught = taught(&problem);
        let class_teachers: Vec<_> = problem
            .teachers
            .entries()
            .filter(|(_, teacher)| teacher.subjects == ["primary"] && !teacher.leader && teacher.unavailable.is_empty())
            .collect();
        assert!((12..=20).contains(&class_teachers.len()), "seed {seed}: {} class teachers", class_teachers.len());
        for (id, teacher) in class_teachers {
            let load = taught[&id].len();
            assert!((24..=27).contains(&load), "seed {seed}: {} teaches {load} of 30", teacher.id);
            assert_eq!(protected(&problem, id).len(), 3, "a half-day of planning time");
        }
        // Whoever teaches a class, every class of 24 and more has its 30 lessons.
        for class in problem.classes.keys().filter(|&class| problem.classes[class].size >= Some(24)) {
            assert_eq!(problem.lessons.iter().filter(|lesson| lesson.classes == [class]).count(), 30);
        }
    }
}

#[test]
fn a_trust_has_neighbours_and_staggered_training_days() {
    let problem = generate(&Spec { weeks: 3, ..Spec::of(Preset::Trust) });
    assert_eq!(problem.schools.len(), 5);
    let mut teachers = vec![0; 5];
    problem.teachers.iter().for_each(|teacher| teachers[teacher.school.index()] += 1);
    assert!(teachers.iter().all(|count| (60..=65).contains(count)), "{teachers:?}");
    let inset: BTreeSet<_> = problem.schools.iter().map(|school| school.closed[0].from).collect();
    assert_eq!(inset.len(), 5);
    assert!(problem.schools.iter().all(|school| school.closed[0].staff_released));
    let bells: BTreeSet<_> = problem.schools.iter().map(|school| school.bell[0].start).collect();
    assert!(bells.len() > 2);
    for school in problem.schools.keys() {
        assert!(problem.travel.iter().filter(|way| way.between.contains(&school)).count() >= 2);
    }
    for way in &problem.travel {
        assert!(way.between[0] != way.between[1] && (10..=30).contains(&way.minutes) && way.money > 0);
    }
    let ways: BTreeSet<_> = problem.travel.iter().map(|way| way.between).collect();
    assert_eq!(ways.len(), problem.travel.len());
}

#[test]
fn a_district_grows_with_its_schools() {
    let problem = generate(&Spec { schools: 200, ..Spec::of(Preset::District) });
    assert_eq!(problem.schools.len(), 200);
    let mean = problem.teachers.len() / 200;
    assert!((39..=43).contains(&mean), "{mean} teachers a school");
    assert!(problem.travel.len() < 2 * problem.schools.len());
    assert!(problem.schools.iter().any(|school| school.cycle.is_none()));
    assert!(problem.schools.iter().any(|school| school.cycle.is_some()));
}

#[test]
fn schools_and_ids_are_unique_in_the_largest_district() {
    let problem = generate(&Spec { teachers: 3, schools: 5000, ..Spec::of(Preset::District) });
    let names: BTreeSet<_> = problem.schools.iter().map(|school| &school.name).collect();
    assert_eq!(names.len(), 5000);
    holds_together(&problem);
}
