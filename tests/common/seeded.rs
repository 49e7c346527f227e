//! What a timetable does not hold, from a seed.

use opendoor::domain::{
    CoverTerms, Focus, FocusId, History, Key, Lock, Pattern, PeriodUse, Problem, Profile, ProtectedUse, Rules,
    SchoolId, Score, Supervisor, Supply, SupplyUnit, TeacherId, Weekday,
};

/// Gives an imported timetable four focuses, and every teacher strengths, needs and a wish for comment: the same
/// for the same seed.
pub fn seed_people(problem: &mut Problem, seed: u64) {
    let mut dice = Dice(seed);
    let ids = ["questioning", "behaviour", "feedback", "modelling"];
    problem.focuses = ids.map(|id| Focus { id: id.to_owned(), name: id.to_owned() }).to_vec().into();
    let focuses: Vec<FocusId> = problem.focuses.keys().collect();
    for teacher in &mut problem.teachers {
        teacher.strengths = dice.scores(&focuses);
        teacher.needs = dice.scores(&focuses);
        teacher.asks = focuses.iter().copied().filter(|_| dice.below(4) == 0).collect();
        teacher.cover.willing = [None, Some(true), Some(false)][usize::from(dice.below(3))];
    }
}

/// Makes an imported timetable of one school a school that plans a round: [`seed_people`], departments with their
/// heads, consents, caps, planning time, supervisors and supply with a budget, exam classes, an earlier round, wishes
/// and locks that can always hold, under the rules of `profile`. Teachers lose their names, so that no message can
/// tell them.
pub fn seed_round(problem: &mut Problem, profile: Profile, seed: u64) {
    seed_people(problem, seed);
    let mut dice = Dice(!seed);
    problem.profile = profile;
    problem.rules = Rules::of(profile);
    staff(problem, &mut dice);
    for class in &mut problem.classes {
        class.exam = dice.below(5) == 0;
        class.study_release = u32::from(dice.below(4) == 0);
    }
    for lesson in &mut problem.lessons {
        lesson.open = dice.below(12) != 0;
    }
    cover(problem, &mut dice);
    steering(problem, &mut dice);
}

fn staff(problem: &mut Problem, dice: &mut Dice) {
    const DEPARTMENTS: u16 = 6;
    let school = &problem.schools[SchoolId::from_index(0)];
    let lessons: Vec<_> = school.bell.iter().filter(|bell| bell.usage == PeriodUse::Lesson).collect();
    let weekdays: Vec<Weekday> = school.weekdays.iter().collect();
    let mut heads = [None; DEPARTMENTS as usize];
    for (index, teacher) in problem.teachers.iter_mut().enumerate() {
        teacher.id = format!("t{}", index + 1);
        teacher.name.clone_from(&teacher.id);
        let department = dice.below(DEPARTMENTS);
        teacher.department = Some(format!("department {department}"));
        let head = &mut heads[usize::from(department)];
        teacher.leader = head.is_none();
        teacher.line_manager = *head;
        *head = head.or(Some(TeacherId::from_index(index)));
        teacher.participates = dice.below(15) != 0;
        teacher.visits = 1 + u32::from(dice.below(10) == 0);
        if dice.below(3) == 0 {
            teacher.protected_use = ProtectedUse::Watch;
        }
        for _ in 0..dice.below(3) {
            let bell = lessons[usize::from(dice.below(u16::try_from(lessons.len()).expect("a short day")))];
            let weekday = weekdays[usize::from(dice.below(7)) % weekdays.len()];
            let periods = Some(vec![bell.period]);
            teacher.protected.push(Pattern { weekday: Some(weekday), periods, ..Pattern::default() });
        }
        let cap = |often: u16, dice: &mut Dice| (dice.below(2) == 0).then(|| 1 + u32::from(dice.below(often)));
        let (max_per_week, max_per_round) = (cap(2, dice), cap(3, dice));
        let willing = teacher.cover.willing;
        teacher.cover = CoverTerms { willing, max_per_week, max_per_round, ..CoverTerms::default() };
    }
}

/// In every second school a supervisor for 25 teachers, one of them paid by the hour; days of supply, and single
/// periods.
fn cover(problem: &mut Problem, dice: &mut Dice) {
    let school = SchoolId::from_index(0);
    let teachers = problem.teachers.len();
    let bell = &problem.schools[school].bell;
    let lessons: Vec<_> = bell.iter().filter(|bell| bell.usage == PeriodUse::Lesson).map(|bell| bell.period).collect();
    let supervisors = if dice.below(2) == 0 { teachers / 25 + 1 } else { 0 };
    for index in 0..supervisors {
        let mut available = Vec::new();
        for weekday in problem.schools[school].weekdays.iter() {
            let periods = Some(lessons.iter().copied().filter(|_| dice.below(3) == 0).collect::<Vec<_>>());
            let periods = periods.filter(|periods| !periods.is_empty());
            available.extend(periods.map(|periods| Pattern {
                weekday: Some(weekday),
                periods: Some(periods),
                ..Pattern::default()
            }));
        }
        problem.supervisors.push(Supervisor {
            id: format!("supervisor {}", index + 1),
            school,
            money_per_period: if index == 0 { 1_800 } else { 0 },
            available: (index > 0).then_some(available),
            max_per_day: Some(2),
            subjects: Vec::new(),
        });
    }
    for (id, unit, money) in [("day", SupplyUnit::Day, 29_100), ("period", SupplyUnit::Period, 4_500)] {
        problem.supply.push(Supply {
            id: id.to_owned(),
            school,
            unit,
            money,
            max_per_day: Some(2),
            subjects: Vec::new(),
        });
    }
    problem.study_money = 250;
    problem.budget.money = Some(3_000 * i64::try_from(teachers).expect("a school"));
    problem.budget.cover_periods = Some(u32::try_from(teachers).expect("a school"));
}

/// Wishes about some pairs, an earlier round, somebody who is out, and a day without.
fn steering(problem: &mut Problem, dice: &mut Dice) {
    let teachers = u16::try_from(problem.teachers.len()).expect("a school");
    let mut pairs: Vec<[TeacherId; 2]> = Vec::new();
    while pairs.len() < usize::from(teachers / 4) {
        let mut pair = [dice.below(teachers), dice.below(teachers)].map(|index| TeacherId::from_index(index.into()));
        pair.sort_unstable();
        if pair[0] != pair[1] && !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    for (index, pair) in pairs.into_iter().enumerate() {
        let rules = &mut problem.rules;
        match index % 4 {
            0 => rules.forbid.push(pair),
            1 => rules.prefer.push(pair),
            2 => rules.avoid.push(pair),
            _ => {
                if problem.history.is_empty() {
                    problem.history.push(History {
                        round: Some("before".to_owned()),
                        year: Some("2025/26".to_owned()),
                        partners: Vec::new(),
                        covers: Vec::new(),
                        hosted: Vec::new(),
                    });
                }
                problem.history[0].partners.push(pair);
            }
        }
    }
    problem.rules.leaders_first = 5;
    problem.locks.push(Lock::Out(TeacherId::from_index(dice.below(teachers).into())));
    problem.locks.push(Lock::NeverOn { teacher: None, date: problem.round.start.plus(3) });
}

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u16) -> u16 {
        u16::try_from(self.next() % u64::from(bound)).expect("below a small bound")
    }

    /// A score in about half of the focuses, in steps of 0.05.
    fn scores(&mut self, focuses: &[FocusId]) -> Vec<(FocusId, Score)> {
        let given: Vec<FocusId> = focuses.iter().copied().filter(|_| self.below(2) == 0).collect();
        let score = |focus| (focus, Score::from_thousandths(50 * (1 + self.below(20))).expect("at most one"));
        given.into_iter().map(score).collect()
    }
}
