//! One plan by hand for each kind of arrangement beyond pair and triad, each at the school of `hand`.

use opendoor::domain::{
    Arrangement, Conversation, CoverBy, Date, FocusId, Key, Kind, Mode, Pence, Plan, Problem, SchoolId, Taught, Video,
    Viewing, Visit, Weekday,
};

use crate::hand::{Names, add_up, carries, cover, day, plan, problem, sam, score, talk, triad, visit};

/// Only `members` take part; the plan is their arrangement, of this kind.
fn alone(problem: &mut Problem, kind: Kind, members: [&str; 2], visits: Vec<Visit>) -> Plan {
    let mut plan = plan(problem);
    for teacher in &mut problem.teachers {
        teacher.participates = members.contains(&teacher.id.as_str());
    }
    problem.rules.arrangements = vec![kind];
    let members = members.map(|member| problem.t(member)).to_vec();
    plan.loads.retain(|load| members.contains(&load.teacher));
    let (value, meetings, teaches) = (0, Vec::new(), Vec::new());
    plan.arrangements =
        vec![Arrangement { id: "k1".into(), kind, members, visits, value, meetings, teaches, conversation: None }];
    plan.unserved.clear();
    plan
}

/// Dee and Eve: what each needs and is good at. Dee learns 0.5 x 0.9 in questioning from Eve (5400), Eve 0.3 x 0.5 in
/// behaviour from Dee (1800).
fn dee_and_eve() -> Problem {
    let mut problem = problem();
    let [questioning, behaviour] = [0, 1].map(FocusId::from_index);
    let dee = problem.teacher("dee");
    (dee.needs, dee.strengths) = (vec![(questioning, score(500))], vec![(behaviour, score(500))]);
    let eve = problem.teacher("eve");
    (eve.needs, eve.strengths) = (vec![(behaviour, score(300))], vec![(questioning, score(900))]);
    problem
}

/// Cy is new and wants a visit one way; Dee does not take part, and has an open door.
pub fn one_way() -> (Problem, Plan) {
    let mut problem = problem();
    let questioning = FocusId::from_index(0);
    // 0.5 x 0.8 of 12000 = 4800; a free period 300.
    problem.teacher("cy").needs = vec![(questioning, score(500))];
    problem.teacher("dee").strengths = vec![(questioning, score(800))];
    let mut one = visit(&problem, "cy", "dee", "d-mon2", day(11, 2), "2");
    (one.value, one.own_time) = (4_800, 300);
    let mut plan = alone(&mut problem, Kind::OneWay, ["cy", "dee"], vec![one]);
    let cy = problem.teacher("cy");
    (cy.new_staff, cy.visits) = (true, 0);
    problem.rules.new_staff_visits = 1;
    let dee = problem.teacher("dee");
    (dee.participates, dee.open_door) = (false, true);
    carries(&problem, &mut plan, "cy", [1, 0, 0, 1, 0, 0]);
    carries(&problem, &mut plan, "dee", [0, 1, 0, 0, 0, 0]);
    add_up(&mut plan);
    (problem, plan)
}

/// By film, watched in a period of the observer's school.
pub fn film(problem: &Problem, school: SchoolId, date: Date, period: &str) -> Mode {
    Mode::Film(Viewing { date, period: problem.period(school, period) })
}

/// One kit at the first school, 700 pence a film, for hosts from 0.6 on.
pub fn films(problem: &mut Problem) {
    let kits = vec![(SchoolId::from_index(0), 1)];
    problem.rules.video = Some(Video { kits, money_per_recording: 700, min_strength: score(600) });
}

/// Ann and Bob as in `hand`, but Bob watches Ann by film, on the Wednesday in period 2.
pub fn one_film() -> (Problem, Plan) {
    let mut problem = problem();
    films(&mut problem);
    problem.teacher("ann").film = true;
    let visits = plan(&problem).arrangements[0].visits.clone();
    let mut plan = alone(&mut problem, Kind::Pair, ["ann", "bob"], visits);
    let bob = &mut plan.arrangements[0].visits[1];
    bob.mode = film(&problem, SchoolId::from_index(0), day(11, 4), "2");
    // Eighty per cent of 5800; the free period of the viewing is 300 as the one of the visit was.
    (bob.value, bob.money) = (4_640, 700);
    plan.arrangements[0].conversation = talk(&problem, day(11, 5), "after", 900);
    add_up(&mut plan);
    (problem, plan)
}

/// And Ann watches Bob's lesson of Tuesday by film, on the Wednesday in period 3: nobody leaves a class.
pub fn two_films() -> (Problem, Plan) {
    let (mut problem, mut plan) = one_film();
    problem.teacher("bob").film = true;
    let ann = &mut plan.arrangements[0].visits[0];
    ann.mode = film(&problem, SchoolId::from_index(0), day(11, 4), "3");
    // Eighty per cent of 7480.
    (ann.value, ann.money, ann.own_time) = (5_984, 700, 300);
    ann.covers.clear();
    carries(&problem, &mut plan, "ann", [1, 1, 0, 1, 0, 1]);
    add_up(&mut plan);
    (problem, plan)
}

/// The triad of `hand`, but Eve watches Cy by film, on the same Monday in period 4, and leaves no class.
pub fn film_in_a_triad() -> (Problem, Plan) {
    let (mut problem, mut plan) = triad();
    films(&mut problem);
    problem.rules.video.as_mut().expect("films").min_strength = score(0);
    problem.teacher("cy").film = true;
    let eve = &mut plan.arrangements[0].visits[2];
    eve.mode = film(&problem, SchoolId::from_index(0), day(11, 2), "4");
    (eve.money, eve.own_time) = (700, 300);
    eve.covers.clear();
    carries(&problem, &mut plan, "eve", [1, 1, 0, 1, 0, 1]);
    add_up(&mut plan);
    (problem, plan)
}

/// Dee and Eve swap their classes of Tuesday 2.
pub fn swap() -> (Problem, Plan) {
    let mut problem = dee_and_eve();
    let mut dee = visit(&problem, "dee", "eve", "e-tue2", day(11, 3), "2");
    let mut eve = visit(&problem, "eve", "dee", "d-tue2", day(11, 3), "2");
    // Half of 5400 and of 1800.
    (dee.value, eve.value) = (2_700, 900);
    eve.focus = Some(FocusId::from_index(1));
    (dee.mode, eve.mode) = (Mode::Exchange, Mode::Exchange);
    let mut plan = alone(&mut problem, Kind::Swap, ["dee", "eve"], vec![dee, eve]);
    for teacher in ["dee", "eve"] {
        problem.teacher(teacher).swap = true;
        carries(&problem, &mut plan, teacher, [1, 1, 0, 0, 0, 1]);
    }
    plan.arrangements[0].conversation = talk(&problem, day(11, 4), "after", 900);
    add_up(&mut plan);
    (problem, plan)
}

/// A meeting in a period of the first school.
pub fn meeting(problem: &Problem, date: Date, period: &str, own_time: Pence) -> Conversation {
    talk(problem, date, period, own_time).expect("a talk")
}

pub fn taught(problem: &Problem, teacher: &str, lesson: &str, date: Date, period: &str, again: bool) -> Taught {
    Taught { teacher: problem.t(teacher), at: problem.at(lesson, date, period), again }
}

/// Dee and Eve plan on Monday, teach on Tuesday and talk on Wednesday. Dee teaches it again on Thursday; Eve has no
/// other class left for it.
pub fn planned() -> (Problem, Plan) {
    let mut problem = dee_and_eve();
    problem.teach("d-thu1", &["dee"], "7S", Weekday::Thu, "1");
    problem.teach("e-thu4", &["eve"], "7Q", Weekday::Thu, "4");
    for lesson in ["d-tue2", "e-tue2", "d-thu1", "e-thu4"] {
        problem.lesson(lesson).subject = Some("maths".into());
    }
    let mut plan = alone(&mut problem, Kind::PlanTogether, ["dee", "eve"], Vec::new());
    for teacher in ["dee", "eve"] {
        problem.teacher(teacher).subjects = vec!["maths".into()];
        carries(&problem, &mut plan, teacher, [0, 0, 0, 1, 0, 1]);
    }
    let one = &mut plan.arrangements[0];
    // Sixty per cent of 5400 and of 1800.
    one.value = 3_240 + 1_080;
    one.meetings = vec![meeting(&problem, day(11, 2), "3", 600)];
    one.teaches = vec![
        taught(&problem, "dee", "d-tue2", day(11, 3), "2", false),
        taught(&problem, "eve", "e-tue2", day(11, 3), "2", false),
        taught(&problem, "dee", "d-thu1", day(11, 5), "1", true),
    ];
    one.conversation = talk(&problem, day(11, 4), "after", 900);
    add_up(&mut plan);
    (problem, plan)
}

/// The plan of `hand`, but Ann's class of Tuesday 2 joins Cy's.
pub fn join() -> (Problem, Plan) {
    let mut problem = problem();
    problem.teach("c-tue2", &["cy"], "9W", Weekday::Tue, "2").join = true;
    for lesson in ["a-tue2", "c-tue2"] {
        problem.lesson(lesson).subject = Some("maths".into());
    }
    let room = problem.rooms.push(opendoor::domain::Room {
        id: "M1".into(),
        school: SchoolId::from_index(0),
        declared: true,
        capacity: Some(30),
    });
    problem.lesson("c-tue2").room = Some(room);
    for (class, size) in [("9X", 20), ("9W", 10)] {
        let class = problem.class(class);
        (class.year, class.size) = (Some("9".into()), Some(size));
    }
    let mut plan = plan(&problem);
    let by = CoverBy::Join(problem.l("c-tue2"));
    // 500 for a class without its teacher, 800 for one that joins.
    plan.arrangements[0].visits[0].covers = vec![cover(problem.at("a-tue2", day(11, 3), "2"), by, 0, 1_300)];
    add_up(&mut plan);
    (problem, plan)
}

/// `who` is new, and leaves a lesson of Tuesday 2 to Sam to watch `host` then, one way.
pub fn leaves_too(problem: &mut Problem, plan: &mut Plan, who: &str, own: &str, host: &str, watched: &str) {
    problem.rules.arrangements.push(Kind::OneWay);
    problem.rules.new_staff_visits = 1;
    let (new, door) = (problem.t(who), problem.t(host));
    problem.teachers[new].new_staff = true;
    problem.teachers[door].open_door = true;
    let mut one = visit(problem, who, host, watched, day(11, 3), "2");
    one.covers = vec![cover(problem.at(own, day(11, 3), "2"), sam(), 1_200, 500)];
    let (id, kind, members) = ("k2".into(), Kind::OneWay, vec![new, door]);
    let (value, meetings, teaches, visits) = (0, Vec::new(), Vec::new(), vec![one]);
    plan.arrangements.push(Arrangement { id, kind, members, visits, value, meetings, teaches, conversation: None });
}
