//! Visits by film, and classes that join another: plans by hand hold, and every breakage is caught under its rule.

#[path = "common/hand.rs"]
#[allow(dead_code, reason = "several tests share the helpers, and none uses all")]
mod hand;
#[path = "common/kinds.rs"]
#[allow(dead_code, reason = "several tests share the helpers, and none uses all")]
mod kinds;

use hand::{
    Break, Names, breaks, carries, cover, day, dee_leaves_to, each_is_found, holds, school, score, talk, two_schools,
};
use kinds::{film, film_in_a_triad, films, join, leaves_too, one_film, two_films};
use opendoor::domain::{
    Away, CoverBy, CoverLock, CoverNeed, Key, Kind, Lock, Mode, Pattern, PeriodId, Plan, Problem, RoomId, SchoolId,
    VisitLock, Weekday,
};
use opendoor::verify::Rule;

fn high() -> SchoolId {
    SchoolId::from_index(0)
}

/// Bob watches his film then instead.
fn bob_watches(problem: &Problem, plan: &mut Plan, date: opendoor::domain::Date, period: &str) {
    plan.arrangements[0].visits[1].mode = film(problem, high(), date, period);
}

fn join_class(problem: &Problem) -> CoverBy {
    CoverBy::Join(problem.l("c-tue2"))
}

#[test]
fn the_plans_made_by_hand_hold() {
    for (sample, expected) in [
        // Sam 1200 and a film 700; a cover 500, a viewing 300, a talk 900; 7480 and 4640.
        (one_film as fn() -> (Problem, Plan), [1_900, 1_700, 0, 12_120]),
        // Two films 1400; two viewings 600, a talk 900; 5984 and 4640.
        (two_films, [1_400, 1_500, 0, 10_624]),
        // A film 700; two free periods and a viewing 900, three after-school periods 1350.
        (film_in_a_triad, [700, 2_250, 0, 0]),
        // As in `hand` without Sam: a class that joins 1300, three free periods 900, two talks 1800; Cy 40000.
        (join, [0, 4_000, 40_000, 13_280]),
    ] {
        let (problem, mut plan) = sample();
        holds(&problem, &mut plan);
        assert_eq!([plan.money, plan.goodwill, plan.unserved_cost, plan.value], expected);
    }
}

const FILMS: &[Break] = &[
    ("films are not in play", Rule::C12, &[], |problem, _| problem.rules.video = None),
    ("the host does not consent", Rule::C12, &[], |problem, _| problem.teacher("ann").film = false),
    ("the host is not strong enough", Rule::C12, &[], |problem, _| {
        problem.rules.video.as_mut().expect("films").min_strength = score(901);
    }),
    ("there are no focuses", Rule::C12, &[], |problem, plan| {
        problem.focuses = Vec::new().into();
        for teacher in &mut problem.teachers {
            (teacher.strengths, teacher.needs, teacher.asks) = (Vec::new(), Vec::new(), Vec::new());
        }
        for visit in &mut plan.arrangements[0].visits {
            visit.focus = None;
        }
    }),
    ("by exchange", Rule::C12, &[Rule::C3], |_, plan| plan.arrangements[0].visits[1].mode = Mode::Exchange),
    ("a school without kits", Rule::C6, &[], |problem, _| problem.rules.video.as_mut().expect("films").kits.clear()),
    ("a kit twice in one period", Rule::C6, &[], |problem, plan| {
        // Bob's film is made on Tuesday 2 as well.
        plan.arrangements[0].visits[1].at = problem.at("a-tue2", day(11, 3), "2");
    }),
    ("watched before it is made", Rule::C10, &[], |problem, plan| bob_watches(problem, plan, day(11, 3), "1")),
    ("watched while it is made", Rule::C10, &[], |problem, plan| bob_watches(problem, plan, day(11, 4), "1")),
    ("watched over lunch", Rule::C10, &[], |problem, plan| bob_watches(problem, plan, day(11, 4), "lunch")),
    ("watched after the talk", Rule::C10, &[], |problem, plan| bob_watches(problem, plan, day(11, 6), "1")),
    ("watched during the talk", Rule::C1, &[Rule::C10], |problem, plan| {
        problem.rules.after_max_per_week = 2;
        bob_watches(problem, plan, day(11, 5), "after");
    }),
    ("watched after the round", Rule::C10, &[], |problem, plan| bob_watches(problem, plan, day(11, 16), "1")),
    ("watched in a period that does not ring then", Rule::C10, &[], |problem, _| {
        let periods = &mut problem.schools[SchoolId::from_index(0)].bell;
        let only = [Weekday::Mon, Weekday::Tue, Weekday::Thu, Weekday::Fri].into_iter().collect();
        periods[1].weekdays = Some(only);
    }),
    ("watched in a period that nobody has", Rule::C10, &[], |_, plan| {
        let Mode::Film(viewing) = &mut plan.arrangements[0].visits[1].mode else { panic!("a film") };
        viewing.period = PeriodId::from_index(99);
    }),
    ("watched too long after the other visit", Rule::C10, &[], |problem, plan| {
        problem.rules.visit_span_days = 1;
        bob_watches(problem, plan, day(11, 5), "1");
    }),
    ("the talk is too long after the viewing", Rule::C10, &[], |problem, _| {
        problem.rules.conversation_within_days = 0;
    }),
    ("watched while teaching", Rule::C1, &[], |problem, _| {
        problem.teach("b-wed2", &["bob"], "8Y", Weekday::Wed, "2");
    }),
    ("watched while busy", Rule::C3, &[], |problem, _| {
        let pattern = problem.on(Weekday::Wed, &["2"]);
        problem.teacher("bob").busy.push(pattern);
    }),
    ("watched on a day off", Rule::C3, &[], |problem, _| {
        let pattern = Pattern { weekday: Some(Weekday::Wed), ..Pattern::default() };
        problem.teacher("bob").unavailable.push(pattern);
    }),
    ("watched in protected time", Rule::C4, &[], |problem, _| {
        let pattern = problem.on(Weekday::Wed, &["2"]);
        problem.teacher("bob").protected.push(pattern);
    }),
    ("two films at one time", Rule::C1, &[Rule::C2, Rule::C12], |problem, plan| {
        // Bob watches both.
        plan.arrangements[0].visits[0].mode = film(problem, high(), day(11, 4), "2");
        plan.arrangements[0].visits[0].covers.clear();
        plan.arrangements[0].visits[0].observer = problem.t("bob");
        problem.teacher("bob").film = true;
    }),
    ("lends too much", Rule::C8, &[], |problem, _| problem.teacher("bob").periods_lent_per_week = 0),
    ("stays after school too often", Rule::C8, &[], |problem, plan| bob_watches(problem, plan, day(11, 4), "after")),
    ("a cover", Rule::C5, &[], |problem, plan| {
        let at = problem.at("b-tue2", day(11, 3), "2");
        plan.arrangements[0].visits[1].covers.push(cover(at, CoverBy::NoneNeeded, 0, 0));
    }),
    ("a lesson of the observer's own", Rule::C2, &[], |problem, _| {
        let bob = problem.t("bob");
        problem.lesson("a-wed1").teachers.push(bob);
    }),
    ("the host does not teach then", Rule::C2, &[], |problem, _| problem.lesson("a-wed1").from = Some(day(11, 5))),
    ("the host leaves the lesson", Rule::C2, &[], |problem, plan| {
        // Ann leaves it to watch Bob.
        plan.arrangements[0].visits[1].at = problem.at("a-tue2", day(11, 3), "2");
        problem.rules.video.as_mut().expect("films").kits[0].1 = 2;
    }),
    ("the lesson is not open", Rule::C2, &[], |problem, _| problem.lesson("a-wed1").open = false),
    ("before the notice is up", Rule::C2, &[], |problem, _| problem.rules.notice_days = 2),
    ("the occurrence is watched too often", Rule::C7, &[], |problem, _| problem.rules.observers_per_lesson = 0),
    ("the class is watched too often", Rule::C7, &[], |problem, _| problem.class("9Z").watched_max = Some(0)),
    ("the host hosts too often", Rule::C7, &[], |problem, _| problem.teacher("ann").hosting.max = Some(0)),
    ("too little to learn", Rule::C14, &[], |problem, _| problem.rules.min_match = score(451)),
    ("the observer does nothing on the day of the viewing", Rule::C15, &[], |problem, _| {
        problem.locks.push(Lock::NeverOn { teacher: Some(problem.t("bob")), date: day(11, 4) });
    }),
    ("the budget", Rule::C13, &[], |problem, _| problem.budget.money = Some(1_899)),
    ("worth as much as a visit", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[1].value = 5_800),
    ("for nothing", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[1].money = 0),
    ("a visit in person that costs as a film", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[0].money = 700),
    ("a viewing for nothing", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[1].own_time = 0),
    ("a fare", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[1].travel = 600),
];

#[test]
fn every_breakage_of_a_film_is_found() {
    // In this sample Ann leaves what Bob would watch, in the other nobody leaves anything.
    let (two, one): (Vec<Break>, Vec<Break>) =
        FILMS.iter().copied().partition(|&(name, ..)| name == "a kit twice in one period");
    assert_eq!(two.len(), 1);
    each_is_found(&two, two_films);
    each_is_found(&one, one_film);
}

const TRIAD: &[Break] = &[
    ("films are not in play", Rule::C12, &[], |problem, _| problem.rules.video = None),
    ("the host does not consent", Rule::C12, &[], |problem, _| problem.teacher("cy").film = false),
    ("no kits", Rule::C6, &[], |problem, _| problem.rules.video.as_mut().expect("films").kits[0].1 = 0),
    ("watched before it is made", Rule::C10, &[], |problem, plan| {
        plan.arrangements[0].visits[2].mode = film(problem, high(), day(11, 2), "2");
    }),
    ("watched after the talk", Rule::C10, &[], |problem, plan| {
        plan.arrangements[0].visits[2].mode = film(problem, high(), day(11, 4), "1");
    }),
    ("watched while teaching", Rule::C1, &[], |problem, _| {
        problem.teach("e-mon4", &["eve"], "7R", Weekday::Mon, "4");
    }),
    ("triads are not in play", Rule::C12, &[], |problem, _| problem.rules.arrangements = vec![Kind::Pair]),
    ("for nothing", Rule::C17, &[], |_, plan| plan.arrangements[0].visits[2].money = 0),
];

#[test]
fn every_breakage_of_a_film_in_a_triad_is_found() {
    each_is_found(TRIAD, film_in_a_triad);
}

#[test]
fn a_film_asks_nothing_of_its_observer_while_it_is_made() {
    let (mut problem, mut plan) = one_film();
    let bob = problem.t("bob");
    // Bob teaches, and does nothing for the round, on the day of the recording.
    problem.teach("b-wed1", &["bob"], "8Y", Weekday::Wed, "1");
    problem.locks.push(Lock::NeverOn { teacher: Some(bob), date: day(11, 4) });
    bob_watches(&problem, &mut plan, day(11, 5), "1");
    problem.rules.class_cover_max = 1;
    problem.locks.push(Lock::Visit(VisitLock { observer: Some(bob), date: Some(day(11, 4)), ..VisitLock::default() }));
    holds(&problem, &mut plan);
    // After school, at its price; with consent in protected time, at that one.
    problem.locks.clear();
    problem.rules.after_max_per_week = 2;
    bob_watches(&problem, &mut plan, day(11, 4), "after");
    plan.arrangements[0].visits[1].own_time = 450;
    carries(&problem, &mut plan, "bob", [1, 1, 0, 0, 0, 2]);
    holds(&problem, &mut plan);
    let pattern = problem.on(Weekday::Wed, &["2"]);
    problem.teacher("bob").protected.push(pattern);
    problem.teacher("bob").protected_use = opendoor::domain::ProtectedUse::Watch;
    bob_watches(&problem, &mut plan, day(11, 4), "2");
    plan.arrangements[0].visits[1].own_time = 1_500;
    carries(&problem, &mut plan, "bob", [1, 1, 0, 0, 1, 1]);
    holds(&problem, &mut plan);
}

#[test]
fn a_film_between_schools_pays_no_fare_and_the_host_s_school_pays_for_it() {
    let (mut problem, mut plan) = two_schools();
    films(&mut problem);
    problem.teacher("ann").film = true;
    let moor = problem.school_id("moor");
    for teacher in ["cy", "dee", "eve"] {
        problem.teacher(teacher).participates = false;
    }
    plan.arrangements.truncate(1);
    plan.unserved.clear();
    plan.loads.truncate(2);
    let bob = &mut plan.arrangements[0].visits[1];
    bob.mode = film(&problem, moor, day(11, 4), "2");
    // Eighty per cent of 5800 + 1000 + 3000.
    (bob.value, bob.travel, bob.money, bob.own_time) = (7_840, 0, 700, 300);
    carries(&problem, &mut plan, "bob", [1, 1, 0, 1, 0, 1]);
    // Ann's fare 600, Sam 1200 and the film.
    problem.budget.per_school = vec![(high(), 2_500), (moor, 0)];
    holds(&problem, &mut plan);
    problem.budget.per_school = vec![(high(), 2_499), (moor, 0)];
    breaks(&problem, &plan, &[Rule::C13]);
    problem.budget.per_school.clear();
    problem.travel.clear();
    breaks(&problem, &plan, &[Rule::C16]);
}

const JOIN: &[Break] = &[
    ("it takes in nobody", Rule::C5, &[], |problem, _| problem.lesson("c-tue2").join = false),
    ("another year", Rule::C5, &[], |problem, _| problem.class("9W").year = Some("10".into())),
    ("no year", Rule::C5, &[], |problem, _| {
        for class in ["9X", "9W"] {
            problem.class(class).year = None;
        }
    }),
    ("another subject", Rule::C5, &[], |problem, _| problem.lesson("c-tue2").subject = Some("art".into())),
    ("no subject", Rule::C5, &[], |problem, _| {
        for lesson in ["a-tue2", "c-tue2"] {
            problem.lesson(lesson).subject = None;
        }
    }),
    ("no class to join", Rule::C5, &[], |problem, _| problem.lesson("c-tue2").classes.clear()),
    ("a class is away", Rule::C5, &[], |problem, _| {
        let other = problem.c("9Z");
        problem.lesson("a-tue2").classes.push(other);
        let class = problem.class("9Z");
        class.year = Some("9".into());
        class.away = vec![Away { from: day(11, 3), to: day(11, 3), why: None }];
    }),
    ("the room is too small", Rule::C5, &[], |problem, _| {
        problem.rooms[RoomId::from_index(0)].capacity = Some(29);
    }),
    ("in another period", Rule::C5, &[], |problem, _| {
        problem.lesson("c-tue2").period = problem.period(high(), "3");
    }),
    ("itself", Rule::C5, &[], |problem, plan| {
        problem.lesson("a-tue2").join = true;
        plan.arrangements[0].visits[0].covers[0].by = CoverBy::Join(problem.l("a-tue2"));
    }),
    ("the receiving teacher is busy", Rule::C5, &[], |problem, _| {
        let pattern = problem.on(Weekday::Tue, &["2"]);
        problem.teacher("cy").busy.push(pattern);
    }),
    ("the receiving teacher leaves", Rule::C5, &[], |problem, plan| {
        leaves_too(problem, plan, "cy", "c-tue2", "dee", "d-tue2");
        plan.unserved.clear();
    }),
    ("two join", Rule::C5, &[], |problem, plan| {
        problem.class("7P").year = Some("9".into());
        problem.lesson("d-tue2").subject = Some("maths".into());
        let by = join_class(problem);
        dee_leaves_to(problem, plan, by, 0, 1_300);
    }),
    ("somebody else teaches the class that is left", Rule::C5, &[], |problem, _| {
        problem.hire("fay").participates = false;
        let fay = problem.t("fay");
        problem.lesson("a-tue2").teachers.push(fay);
    }),
    ("of another school", Rule::C5, &[], |problem, _| {
        let moor = problem.schools.push(school("moor", 0));
        problem.teacher("cy").school = moor;
        problem.lesson("c-tue2").school = moor;
    }),
    ("the class loses its teacher too often", Rule::C7, &[], |problem, _| problem.class("9X").cover_max = Some(0)),
    ("too many covered periods", Rule::C13, &[], |problem, _| problem.budget.cover_periods = Some(0)),
    ("too many away at once", Rule::C18, &[], |problem, _| problem.rules.away_at_once.school = Some(0)),
    ("a lesson that may not be left", Rule::C3, &[], |problem, _| {
        problem.lesson("a-tue2").cover = CoverNeed::Never;
    }),
    ("without the price of a class that joins", Rule::C17, &[], |_, plan| {
        plan.arrangements[0].visits[0].covers[0].goodwill = 500;
    }),
    ("two classes join at the price of one", Rule::C17, &[], |problem, _| {
        let other = problem.c("9Z");
        problem.class("9Z").year = Some("9".into());
        problem.lesson("a-tue2").classes.push(other);
    }),
    ("the locked cover is another", Rule::C15, &[], |problem, _| {
        let at = problem.at("a-tue2", day(11, 3), "2");
        let by = CoverBy::Join(problem.l("d-tue2"));
        problem.locks.push(Lock::Cover(CoverLock { lesson: at.lesson, date: at.date, period: at.period, by }));
    }),
];

#[test]
fn every_breakage_of_a_joined_class_is_found() {
    each_is_found(JOIN, join);
}

#[test]
fn what_joins_is_qualified_and_may_be_watched_and_fits_where_nothing_is_known() {
    let (mut problem, mut plan) = join();
    problem.lesson("a-tue2").cover = CoverNeed::Qualified;
    let at = problem.at("a-tue2", day(11, 3), "2");
    let by = join_class(&problem);
    problem.locks.push(Lock::Cover(CoverLock { lesson: at.lesson, date: at.date, period: at.period, by }));
    holds(&problem, &mut plan);
    // The teacher who takes the class in has consented by the lesson.
    problem.locks.push(Lock::NeverOn { teacher: Some(problem.t("cy")), date: day(11, 3) });
    holds(&problem, &mut plan);
    // No size of one class, or no room: nothing says that they do not fit.
    problem.rooms[RoomId::from_index(0)].capacity = Some(1);
    problem.class("9W").size = None;
    holds(&problem, &mut plan);
    // An exam class, and two that join.
    let other = problem.c("9Z");
    problem.class("9Z").year = Some("9".into());
    problem.class("9Z").exam = true;
    problem.lesson("a-tue2").classes.push(other);
    plan.arrangements[0].visits[0].covers[0].goodwill = 3_000 + 1_600;
    holds(&problem, &mut plan);
    // Cy hosts Ann, who leaves her class to Cy.
    let ann = &mut plan.arrangements[0];
    ann.members = vec![problem.t("ann"), problem.t("cy")];
    let cy = problem.t("cy");
    (ann.visits[0].host, ann.visits[0].at) = (cy, problem.at("c-tue2", day(11, 3), "2"));
    ann.visits[1].observer = cy;
    // Cy needs nothing and is good at nothing: the first focus, and worth nothing.
    (ann.visits[0].focus, ann.visits[0].value, ann.visits[1].value) = (ann.visits[1].focus, 0, 0);
    ann.conversation = talk(&problem, day(11, 5), "after", 900);
    plan.unserved[0].teacher = problem.t("bob");
    problem.locks.clear();
    carries(&problem, &mut plan, "bob", [0; 6]);
    carries(&problem, &mut plan, "cy", [1, 1, 0, 1, 0, 1]);
    holds(&problem, &mut plan);
}
