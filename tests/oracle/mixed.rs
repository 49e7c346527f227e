//! Random tiny instances with the further kinds in play: each presses on one of them, and has a little of the others.

use opendoor::domain::{
    Away, ConversationRule, CoverBy, CoverLock, CoverNeed, FocusId, Key, Keyed, Kind, Lesson, Lock, Problem, Request,
    Room, StaffCover, TeacherId, Triads, Video, When,
};

use crate::build::{self, MONDAY, score};
use crate::dice::Dice;
use crate::generator::{self, Flavour, Size, date, lesson_periods, teachers};

/// What an instance presses on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Press {
    OneWay,
    Films,
    Rings,
    Swaps,
    Together,
    Joins,
    Rivals,
}

const PRESSES: [Press; 7] =
    [Press::OneWay, Press::Films, Press::Rings, Press::Swaps, Press::Together, Press::Joins, Press::Rivals];

/// The instance of a seed; what it presses on goes round.
pub fn instance(seed: u64) -> Problem {
    let press = PRESSES[usize::try_from(seed % PRESSES.len() as u64).expect("few")];
    let mut dice = Dice::new(seed ^ 0x00C0_FFEE);
    let days = dice.pick(&[1, 1, 2]);
    let weeks = if days == 1 { dice.pick(&[1, 1, 2]) } else { 1 };
    let one = Size { schools: 1, teachers: 3, days, weeks, periods: 3, taught: 70 };
    let size = match press {
        Press::OneWay => Size { teachers: dice.pick(&[3, 4]), taught: 45, ..one },
        Press::Films => Size { taught: 85, ..one },
        Press::Rings => Size { taught: dice.pick(&[35, 60, 80]), periods: 4, days: 1, ..one },
        Press::Swaps => Size { teachers: dice.pick(&[2, 3, 4]), taught: 80, ..one },
        Press::Together => Size { periods: dice.pick(&[3, 4]), taught: dice.pick(&[30, 45]), ..one },
        Press::Rivals => Size { days: 1, weeks: 1, taught: 40, ..one },
        Press::Joins => Size { teachers: dice.pick(&[3, 4]), taught: 85, ..one },
    };
    // Two to a school where there are two.
    let size = if dice.chance(20) && !matches!(press, Press::Rings | Press::Rivals) {
        Size { schools: 2, teachers: 2, ..size }
    } else {
        size
    };
    let flavour = dice.pick(match press {
        Press::Films | Press::Joins => {
            &[Flavour::Supervisors, Flavour::Colleagues, Flavour::Budget, Flavour::Locks, Flavour::Pairs][..]
        }
        _ => &[Flavour::OwnTime, Flavour::Pairs, Flavour::Hosting, Flavour::Calendar, Flavour::Clashes, Flavour::Locks],
    });
    let mut problem = generator::of(&mut dice, size, flavour);
    let on = |dice: &mut Dice, what: Press| press == what || dice.chance(20);
    let mut kinds = vec![];
    if dice.chance(if matches!(press, Press::Films | Press::Joins) { 85 } else { 45 }) {
        kinds.push(Kind::Pair);
    }
    if press == Press::Rings {
        three_can_talk(&mut dice, &mut problem);
    }
    if press == Press::Rings || dice.chance(15) {
        kinds.push(Kind::Triad);
        problem.rules.triads = dice.pick(&[Triads::Odd, Triads::Free, Triads::Free]);
    }
    if on(&mut dice, Press::OneWay) {
        kinds.push(Kind::OneWay);
        one_way(&mut dice, &mut problem);
    }
    if on(&mut dice, Press::Films) || press == Press::Rings {
        films(&mut dice, &mut problem);
    }
    if on(&mut dice, Press::Swaps) {
        kinds.push(Kind::Swap);
        swaps(&mut dice, &mut problem);
    }
    if on(&mut dice, Press::Together) {
        kinds.push(Kind::PlanTogether);
        together(&mut dice, &mut problem);
    }
    if on(&mut dice, Press::Joins) {
        joins(&mut dice, &mut problem);
    }
    if press == Press::Rivals {
        rivals(&mut dice, &mut problem, &mut kinds);
    } else if dice.chance(30) {
        many_at_once(&mut dice, &mut problem);
    }
    problem.rules.arrangements = if kinds.is_empty() { vec![Kind::Pair] } else { kinds };
    problem
}

/// Three who all take part, and have time for one another.
fn three_can_talk(dice: &mut Dice, problem: &mut Problem) {
    problem.rules.conversation =
        dice.pick(&[ConversationRule::Required, ConversationRule::Preferred, ConversationRule::None]);
    problem.rules.forbid.clear();
    problem.rates.unserved = vec![40_000, 15_000];
    for teacher in &mut problem.teachers {
        teacher.line_manager = None;
        teacher.participates = true;
        teacher.periods_lent_per_week = 3;
    }
}

/// Two partners each, and time for both, so that what is planned for one stands in the way of the other.
fn many_at_once(dice: &mut Dice, problem: &mut Problem) {
    problem.rules.observers_per_lesson = dice.pick(&[1, 1, 2]);
    problem.rules.after_max_per_week = dice.pick(&[1, 4]);
    for teacher in &mut problem.teachers {
        teacher.visits = dice.pick(&[1, 2, 2]);
        teacher.periods_lent_per_week = 6;
    }
    if dice.chance(60) {
        for school in problem.schools.keys().collect::<Vec<_>>() {
            let money = dice.pick(&[0, 400]);
            let id = build::supervisor(problem, school, money);
            problem.supervisors[id].subjects = vec!["art".into(), "maths".into()];
        }
    }
}

/// Few lessons, and many who want just these.
fn rivals(dice: &mut Dice, problem: &mut Problem, kinds: &mut Vec<Kind>) {
    problem.locks.clear();
    problem.rules.forbid.clear();
    problem.rules.class_cover_max = 9;
    problem.rules.class_watched_max = 9;
    problem.rates.unserved = vec![40_000, 15_000];
    problem.rules.conversation =
        dice.pick(&[ConversationRule::None, ConversationRule::None, ConversationRule::Preferred]);
    if dice.chance(50) {
        films(dice, problem);
    }
    kinds.push(dice.pick(&[Kind::Pair, Kind::OneWay]));
    kinds.push(dice.pick(&[Kind::Swap, Kind::PlanTogether]));
    kinds.dedup();
    if dice.chance(40) {
        joins(dice, problem);
    }
    many_at_once(dice, problem);
    let people = teachers(problem);
    for teacher in &mut problem.teachers {
        teacher.participates = true;
        teacher.line_manager = None;
        teacher.swap = true;
        teacher.new_staff = true;
        teacher.subjects = vec!["maths".into()];
    }
    for lesson in &mut problem.lessons {
        lesson.open = true;
        lesson.subject = Some("maths".into());
        let other = dice.pick(&people);
        if dice.chance(20) && !lesson.teachers.contains(&other) {
            lesson.teachers.push(other);
        }
    }
}

/// Who is new, whose door is open, who asks for visits.
fn one_way(dice: &mut Dice, problem: &mut Problem) {
    problem.rules.one_way_conversation =
        dice.pick(&[ConversationRule::None, ConversationRule::Required, ConversationRule::Preferred]);
    if problem.rules.one_way_conversation == ConversationRule::Preferred && dice.chance(70) {
        problem.rates.no_conversation = dice.pick(&[200, 700]);
    }
    problem.rules.new_staff_visits = dice.pick(&[0, 0, 1, 2]);
    let most = dice.pick(&[0, 0, 40]);
    for teacher in &mut problem.teachers {
        teacher.new_staff = dice.chance(most);
        teacher.open_door = dice.chance(most);
        teacher.participates &= !dice.chance(25);
        teacher.visits = dice.pick(&[0, 1, 1, 1, 2]);
    }
    let people = teachers(problem);
    for _ in 0..dice.pick(&[0, 2, 4]) {
        let host = dice.pick(&people);
        let request = request(dice, problem, host);
        problem.requests.push(request);
    }
}

fn request(dice: &mut Dice, problem: &Problem, host: TeacherId) -> Request {
    let theirs: Vec<_> =
        problem.lessons.entries().filter(|(_, l)| l.teachers.contains(&host)).map(|(id, _)| id).collect();
    let focuses: Vec<FocusId> = problem.focuses.keys().collect();
    let lesson = if theirs.is_empty() { None } else { Some(dice.pick(&theirs)) };
    let periods = lesson_periods(problem, problem.teachers[host].school);
    // One key or none, so that each of them is what decides.
    let key = dice.below(5);
    Request {
        host,
        lesson: lesson.filter(|_| key == 0),
        date: Some(date(dice, problem)).filter(|_| key == 1),
        period: Some(dice.pick(&periods)).filter(|_| key == 2),
        focus: Some(dice.pick(&focuses)).filter(|_| key == 3),
        expires: Some(date(dice, problem).plus(dice.pick(&[-1, 0]))).filter(|_| key == 4 || dice.chance(40)),
    }
}

/// Kits, consent, strength.
fn films(dice: &mut Dice, problem: &mut Problem) {
    let kits = problem.schools.keys().map(|school| (school, dice.pick(&[0, 1, 1, 2]))).collect();
    let money_per_recording = dice.pick(&[0, 0, 300, 700]);
    let min_strength = score(dice.pick(&[0, 0, 200, 500]));
    problem.rules.video = Some(Video { kits, money_per_recording, min_strength });
    problem.rates.video_percent = dice.pick(&[80, 33, 100]);
    for teacher in &mut problem.teachers {
        teacher.film = dice.chance(80);
        teacher.periods_lent_per_week += dice.pick(&[0, 1]);
    }
    few_covers(dice, problem);
}

/// With less cover, going to a colleague's lesson is dear.
fn few_covers(dice: &mut Dice, problem: &mut Problem) {
    if dice.chance(60) {
        problem.supervisors = Keyed::new();
    }
    if dice.chance(60) {
        problem.rules.staff_cover = StaffCover::Never;
    }
    problem.locks.retain(|lock| !matches!(lock, Lock::Cover(_)));
}

/// Consent, and lessons that may be given up.
fn swaps(dice: &mut Dice, problem: &mut Problem) {
    problem.rates.swap_percent = dice.pick(&[50, 33, 100]);
    for teacher in &mut problem.teachers {
        teacher.swap = dice.chance(80);
    }
    few_covers(dice, problem);
}

/// Subjects of people and lessons.
fn together(dice: &mut Dice, problem: &mut Problem) {
    problem.rates.plan_together_percent = dice.pick(&[60, 33, 100]);
    for teacher in &mut problem.teachers {
        teacher.subjects = match dice.below(4) {
            0 => vec!["maths".into()],
            1 => vec!["art".into()],
            _ => vec!["art".into(), "maths".into()],
        };
        teacher.periods_lent_per_week += dice.pick(&[0, 1]);
        teacher.participates |= dice.chance(80);
    }
    for lesson in &mut problem.lessons {
        lesson.subject = subject(dice, lesson);
    }
    if dice.chance(25) {
        problem.locks.push(Lock::NeverOn { teacher: None, date: date(dice, problem) });
    }
    if dice.chance(40) {
        problem.rules.conversation =
            dice.pick(&[ConversationRule::Required, ConversationRule::Preferred, ConversationRule::None]);
    }
}

/// One of two, or none where the lesson needs none.
fn subject(dice: &mut Dice, lesson: &Lesson) -> Option<String> {
    let subject = dice.pick(&[Some("maths"), Some("maths"), Some("art"), None]);
    subject.or(Some("art").filter(|_| lesson.cover == CoverNeed::Qualified)).map(str::to_owned)
}

/// Lessons that take in a second class.
fn joins(dice: &mut Dice, problem: &mut Problem) {
    problem.rates.join = dice.pick(&[800, 100]);
    few_covers(dice, problem);
    let tight = dice.chance(60);
    for class in &mut problem.classes {
        class.year = dice.pick(&[Some("7"), Some("7"), Some("7"), Some("8"), None]).map(str::to_owned);
        class.size = dice.pick(&[Some(20), Some(30), Some(30), None]);
        if dice.chance(20) {
            class.away.push(Away { from: MONDAY, to: MONDAY.plus(dice.pick(&[0, 1])), why: None });
        }
    }
    for school in problem.schools.keys().collect::<Vec<_>>() {
        let id = format!("r{}", school.index());
        let all: Vec<_> = problem.classes.entries().filter(|(_, c)| c.school == school).map(|(id, _)| id).collect();
        let capacity = if tight { Some(dice.pick(&[45, 55])) } else { None };
        let room = problem.rooms.push(Room { id, school, declared: true, capacity });
        for lesson in problem.lessons.iter_mut().filter(|lesson| lesson.school == school) {
            lesson.join = dice.chance(75);
            lesson.room = Some(room).filter(|_| dice.chance(80));
            lesson.subject = subject(dice, lesson);
            if dice.chance(35) {
                lesson.classes.push(dice.pick(&all));
                lesson.classes.sort();
                lesson.classes.dedup();
            }
        }
    }
    let lessons: Vec<_> = problem.lessons.keys().collect();
    if !lessons.is_empty() && dice.chance(15) {
        let (left, host) = (dice.pick(&lessons), dice.pick(&lessons));
        let (lesson, on) = (&problem.lessons[left], date(dice, problem));
        if matches!(lesson.when, When::Weekly { weekday, .. } if weekday == on.weekday()) {
            let by = CoverBy::Join(host);
            problem.locks.push(Lock::Cover(CoverLock { lesson: left, date: on, period: lesson.period, by }));
        }
    }
}
