//! What makes rules bind: each function sharpens a group of them, a rule in `percent` of the cases.

use opendoor::domain::{
    CoverNeed, History, Key, Keyed, Kind, LineManagers, Lock, PeriodUse, Problem, ProtectedRule, ProtectedUse,
    StaffCover, SupplyUnit, Travel, Triads, Weekday, When,
};

use crate::build::{self, MONDAY, score};
use crate::dice::Dice;
use crate::generator::{conversation, pattern, teachers, weekdays};

/// Which arrangements are planned.
pub fn kinds(dice: &mut Dice, problem: &mut Problem) {
    let rules = &mut problem.rules;
    rules.arrangements = match dice.below(8) {
        0..4 => vec![Kind::Pair],
        4 | 5 => vec![Kind::Triad],
        _ => vec![Kind::Pair, Kind::Triad],
    };
    rules.triads = dice.pick(&[Triads::Odd, Triads::Odd, Triads::Free, Triads::Free, Triads::Never]);
    if rules.arrangements.contains(&Kind::Triad) {
        let people = teachers(problem);
        for lock in &mut problem.locks {
            if let Lock::Conversation { members, .. } = lock
                && dice.chance(60)
            {
                members.push(dice.pick(&people));
                members.sort();
                members.dedup();
            }
        }
    }
}

/// What lessons and classes ask of a cover.
fn classes(dice: &mut Dice, problem: &mut Problem, percent: usize) {
    for lesson in &mut problem.lessons {
        lesson.open = !dice.chance(percent / 6);
        lesson.subject = Some(dice.pick(&["maths", "maths", "art"]).into());
        if dice.chance(percent) {
            lesson.cover = dice.pick(&[CoverNeed::Qualified, CoverNeed::Qualified, CoverNeed::Never]);
        }
    }
    for class in &mut problem.classes {
        class.cover_max = dice.pick(&[None, Some(0), Some(1)]).filter(|_| dice.chance(percent / 4));
        class.study_release = if dice.chance(percent) { 0 } else { class.study_release };
    }
}

/// Supervisors.
pub fn supervisors(dice: &mut Dice, problem: &mut Problem, percent: usize) {
    classes(dice, problem, percent);
    if dice.chance(percent / 2) {
        problem.rules.staff_cover = dice.pick(&[StaffCover::Volunteers, StaffCover::Never]);
    }
    if dice.chance(percent / 2) {
        problem.rules.keep_back = 1;
    }
    for school in problem.schools.keys() {
        if dice.chance(percent) {
            build::supervisor(problem, school, 0);
        }
    }
    for id in problem.supervisors.keys().collect::<Vec<_>>() {
        let school = problem.supervisors[id].school;
        if dice.chance(percent) {
            let available = (0..2).map(|_| pattern(dice, problem, school, 30)).collect();
            problem.supervisors[id].available = Some(available);
        }
        let supervisor = &mut problem.supervisors[id];
        supervisor.max_per_day = Some(1).filter(|_| dice.chance(percent));
        supervisor.subjects = if dice.chance(50) { vec!["maths".into()] } else { vec![] };
    }
}

/// Colleagues who cover, beside those who take part.
pub fn colleagues(dice: &mut Dice, problem: &mut Problem, percent: usize) {
    classes(dice, problem, percent * 2 / 3);
    if dice.chance(percent) {
        problem.supervisors = Keyed::new();
    }
    problem.rules.remember_covers = dice.chance(percent);
    for lesson in problem.lessons.iter_mut().filter(|lesson| lesson.cover == CoverNeed::Any) {
        lesson.cover = if dice.chance(percent / 2) { CoverNeed::Qualified } else { CoverNeed::Any };
    }
    if dice.chance(percent / 2) {
        problem.rates.staff_cover = vec![100, 2_000, 9_000];
    }
    if dice.chance(percent / 3) {
        problem.rules.staff_cover = dice.pick(&[StaffCover::Volunteers, StaffCover::Never]);
    }
    for school in problem.schools.keys().collect::<Vec<_>>() {
        for _ in 0..dice.pick(&[1, 2]) {
            let who = build::teacher(problem, school);
            let teacher = &mut problem.teachers[who];
            teacher.participates = false;
            teacher.cover.willing = dice.pick(&[Some(true), Some(true), None]);
        }
    }
    // Of the caps one binds at a time.
    let (people, cap) = (teachers(problem), dice.pick(&[0, 0, 1, 2]));
    for &id in &people {
        let teacher = &mut problem.teachers[id];
        teacher.subjects = vec![dice.pick(&["maths", "maths", "art"]).to_owned()];
        let terms = &mut teacher.cover;
        terms.subjects = Some(vec!["art".to_owned()]).filter(|_| dice.chance(80));
        terms.max_per_day = if cap == 0 { 1 } else { 3 };
        terms.max_per_week = Some(dice.pick(&[1, 1, 2])).filter(|_| cap == 1);
        terms.max_per_round = Some(dice.pick(&[1, 1, 2])).filter(|_| cap == 2);
        if dice.chance(percent) {
            terms.already = vec![(MONDAY.plus(dice.pick(&[0, 0, 0, -7])), dice.pick(&[1, 1, 2]))];
        }
    }
    if dice.chance(percent) {
        let covers = people.iter().map(|&who| (who, dice.pick(&[0, 1, 2]))).collect();
        problem.history.push(earlier(dice, "spring", vec![], covers, vec![]));
    }
}

fn earlier(
    dice: &mut Dice,
    round: &str,
    partners: Vec<[opendoor::domain::TeacherId; 2]>,
    covers: Vec<(opendoor::domain::TeacherId, u32)>,
    hosted: Vec<(opendoor::domain::TeacherId, u32)>,
) -> History {
    let year = dice.pick(&["2026/27", "2026/27", "2025/26"]);
    History { round: Some(round.into()), year: Some(year.into()), partners, covers, hosted }
}

/// Hires.
pub fn supply(dice: &mut Dice, problem: &mut Problem, percent: usize) {
    if dice.chance(percent) {
        problem.supervisors = Keyed::new();
    }
    if dice.chance(percent) {
        problem.rules.staff_cover = StaffCover::Never;
    }
    for school in problem.schools.keys() {
        for _ in 0..dice.pick(&[1, 1, 2]) {
            let money = dice.pick(&[500, 1_500, 3_000]);
            let unit = dice.pick(&[SupplyUnit::Day, SupplyUnit::HalfDay, SupplyUnit::Period]);
            let id = build::supply(problem, school, unit, money);
            let supply = &mut problem.supply[id];
            supply.max_per_day = Some(1).filter(|_| dice.chance(percent));
            supply.subjects = if dice.chance(50) { vec!["maths".into()] } else { vec![] };
        }
    }
}

/// Little money, whatever it is for.
pub fn budget(dice: &mut Dice, problem: &mut Problem, percent: usize) {
    for supervisor in &mut problem.supervisors {
        supervisor.money_per_period = dice.pick(&[300, 800]);
    }
    for way in &mut problem.travel {
        way.money = dice.pick(&[400, 900]);
    }
    for class in &mut problem.classes {
        class.study_release = u32::from(dice.chance(percent));
    }
    problem.study_money = dice.pick(&[0, 700]);
    for school in problem.schools.keys() {
        let unit = dice.pick(&[SupplyUnit::Day, SupplyUnit::HalfDay, SupplyUnit::Period]);
        build::supply(problem, school, unit, 900);
    }
    let money = |dice: &mut Dice| dice.pick(&[0, 600, 900, 1_600, 3_500]);
    let schools: Vec<_> = problem.schools.keys().collect();
    match dice.below(5) {
        0 => problem.budget.money = Some(money(dice)),
        1 => problem.budget.per_school = schools.into_iter().map(|school| (school, money(dice))).collect(),
        2 => problem.budget.per_week = Some(money(dice)),
        3 => problem.budget.cover_periods = Some(dice.pick(&[0, 1, 2, 3])),
        _ => {
            problem.budget.money = Some(money(dice) + 900);
            problem.budget.per_week = Some(money(dice));
            problem.budget.cover_periods = Some(dice.pick(&[2, 3]));
        }
    }
}

/// Free, protected and after-school time, and conversations in it.
pub fn own_time(dice: &mut Dice, problem: &mut Problem, percent: usize) {
    let rules = &mut problem.rules;
    if dice.chance(percent) {
        rules.protected_quota = score(dice.pick(&[250, 500, 501, 900]));
    }
    if dice.chance(percent) {
        rules.after_max_per_week = dice.pick(&[0, 1]);
    }
    if dice.chance(percent * 2 / 3) {
        rules.protected = ProtectedRule::Never;
    }
    if dice.chance(percent) {
        rules.conversation = conversation(dice);
    }
    if dice.chance(percent / 2) {
        rules.conversation_in = vec![PeriodUse::Break, PeriodUse::After];
    }
    if dice.chance(percent) {
        rules.conversation_within_days = dice.pick(&[0, 0, 1]);
    }
    for id in teachers(problem) {
        let school = problem.teachers[id].school;
        let own = (0..dice.pick(&[1, 2])).map(|_| pattern(dice, problem, school, 15)).collect();
        let teacher = &mut problem.teachers[id];
        if dice.chance(percent) {
            teacher.protected = own;
        }
        if dice.chance(65) {
            teacher.protected_use = ProtectedUse::Watch;
        }
        teacher.periods_lent_per_week = dice.pick(&[1, 2, 2, 3]);
    }
}

/// Who may, should, must and must not be partners.
pub fn pairs(dice: &mut Dice, problem: &mut Problem, percent: usize) {
    let people = teachers(problem);
    let some = |dice: &mut Dice| (0..dice.pick(&[1, 2])).map(|_| dice.two(&people)).collect::<Vec<_>>();
    let rules = &mut problem.rules;
    if dice.chance(percent) {
        rules.line_managers = LineManagers::Never;
    }
    if dice.chance(percent / 2) {
        rules.min_match = score(dice.pick(&[50, 150, 300]));
    }
    if dice.chance(percent) {
        rules.forbid = some(dice);
    }
    if dice.chance(percent) {
        rules.prefer = some(dice);
    }
    if dice.chance(percent) {
        rules.avoid = some(dice);
    }
    if dice.chance(percent / 3) {
        rules.must = vec![dice.two(&people)];
    }
    problem.rates.same_department = dice.pick(&[0, 1_500, -1_500]);
    if dice.chance(percent) {
        let partners = some(dice);
        problem.history.push(earlier(dice, "summer", partners, vec![], vec![]));
    }
    for &id in &people {
        let manager = dice.pick(&people);
        let teacher = &mut problem.teachers[id];
        teacher.line_manager = Some(manager).filter(|&manager| manager != id && dice.chance(percent));
        teacher.department = dice.pick(&[None, Some("Arts".to_owned()), Some("Maths".to_owned())]);
    }
}

/// Two partners wanted, few lessons to watch, caps on hosting.
pub fn hosting(dice: &mut Dice, problem: &mut Problem, percent: usize) {
    let people = teachers(problem);
    let cap = dice.below(3);
    problem.rules.observers_per_lesson = if cap == 2 { 1 } else { dice.pick(&[1, 2]) };
    problem.rules.class_watched_max = if cap == 2 { 9 } else { dice.pick(&[1, 2, 3]) };
    for &id in &people {
        let teacher = &mut problem.teachers[id];
        teacher.visits = dice.pick(&[1, 2]);
        teacher.periods_lent_per_week = dice.pick(&[2, 4, 6]);
        match cap {
            0 => teacher.hosting.max = Some(1).filter(|_| dice.chance(percent)),
            1 => teacher.hosting.max_per_year = Some(dice.pick(&[1, 2])),
            _ => {}
        }
    }
    for class in &mut problem.classes {
        class.watched_max = Some(1).filter(|_| cap != 2 && dice.chance(percent / 4));
    }
    if dice.chance(percent) {
        let hosted = people.iter().map(|&who| (who, dice.pick(&[0, 1, 2]))).collect();
        problem.history.push(earlier(dice, "winter", vec![], vec![], hosted));
    }
}

/// Two things at once: overlapping periods, bookings twice, co-teaching, busy and absent people, partner schools.
pub fn clashes(dice: &mut Dice, problem: &mut Problem, percent: usize) {
    for school in problem.schools.keys() {
        if dice.chance(percent) {
            // A period that overlaps the first two.
            let start = problem.schools[school].bell[0].start + 30;
            let own = build::period(&mut problem.schools[school], "x", start, start + 60, PeriodUse::Lesson);
            for id in teachers(problem) {
                let at = problem.teachers[id].school == school && dice.chance(50);
                let class = problem.classes.keys().find(|&class| problem.classes[class].school == school);
                if let (true, Some(class)) = (at, class) {
                    build::lesson(problem, id, &[class], dice.pick(&[Weekday::Mon, Weekday::Tue]), own);
                }
            }
            // A weekday without school: the lesson is never taught.
            let days = weekdays(problem, school);
            problem.lessons = problem.lessons.iter().filter(|l| at_school(l, &days)).cloned().collect();
        }
    }
    for id in teachers(problem) {
        let school = problem.teachers[id].school;
        let (absent, busy) = (pattern(dice, problem, school, 40), pattern(dice, problem, school, 30));
        let teacher = &mut problem.teachers[id];
        if dice.chance(percent / 2) {
            teacher.unavailable = vec![absent];
        }
        if dice.chance(percent / 2) {
            teacher.busy = vec![busy];
        }
        teacher.department = dice.pick(&[Some("Arts".to_owned()), Some("Maths".to_owned())]);
    }
    for id in problem.lessons.keys().collect::<Vec<_>>() {
        let lesson = problem.lessons[id].clone();
        let others: Vec<_> = teachers(problem)
            .into_iter()
            .filter(|who| problem.teachers[*who].school == lesson.school && !lesson.teachers.contains(who))
            .collect();
        if dice.chance(percent / 3) && !others.is_empty() {
            problem.lessons[id].teachers.push(dice.pick(&others));
        } else if dice.chance(percent / 4) {
            let again = problem.lessons.push(lesson);
            problem.lessons[again].id = format!("again{}", again.index());
        }
    }
    if dice.chance(percent) {
        problem.rules.away_at_once.school = Some(dice.pick(&[0, 1, 1]));
    }
    if dice.chance(percent / 2) {
        problem.rules.away_at_once.department = Some(dice.pick(&[0, 0, 1]));
    }
}

fn at_school(lesson: &opendoor::domain::Lesson, days: &[Weekday]) -> bool {
    !matches!(lesson.when, When::Weekly { weekday, .. } if !days.contains(&weekday))
}

/// The way between two schools.
pub fn travel(dice: &mut Dice, problem: &mut Problem) {
    let schools: Vec<_> = problem.schools.keys().collect();
    if schools.len() > 1 && dice.chance(75) {
        let between = [schools[1], schools[0]];
        let (minutes, money) = (dice.pick(&[0, 10, 20, 60]), dice.pick(&[0, 400, 2_500]));
        problem.travel = vec![Travel { between, minutes, money }];
    }
}
