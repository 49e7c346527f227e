//! A small school made by hand, with a plan for it whose every penny is worked out here.
//!
//! Monday 2026-11-02 to Friday 2026-11-13. Ann and Bob are a pair, Dee and Eve are another, Cy finds nobody.

use opendoor::domain::{
    Arrangement, Bell, Budget, Class, ClassId, Conversation, Cover, CoverBy, CoverNeed, Date, Focus, FocusId, Key,
    Keyed, Kind, Lesson, LessonId, Load, Mode, Occurrence, Pattern, Pence, PeriodId, PeriodUse, Plan, Problem, Profile,
    Proof, Rates, Round, Rules, School, SchoolId, Score, Stats, Status, Sum, Supervisor, SupervisorId, Supply,
    SupplyId, SupplyUnit, Teacher, TeacherId, Travel, Unserved, Visit, Weekday, Weekdays, When,
};
use opendoor::verify::{Rule, check};

/// A date of 2026.
pub fn day(month: usize, day: i32) -> Date {
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    Date::from_days(20_454 + before[month - 1] + day - 1)
}

/// A score in thousandths.
pub fn score(thousandths: u16) -> Score {
    Score::from_thousandths(thousandths).expect("a score")
}

/// A school with four lesson periods, lunch and an hour after school, all shifted by some minutes.
pub fn school(id: &str, later: u16) -> School {
    let periods = [
        ("1", 530, 590, PeriodUse::Lesson),
        ("2", 590, 650, PeriodUse::Lesson),
        ("3", 670, 730, PeriodUse::Lesson),
        ("lunch", 730, 780, PeriodUse::Break),
        ("4", 780, 840, PeriodUse::Lesson),
        ("after", 920, 960, PeriodUse::After),
    ];
    let mut school = School {
        id: id.into(),
        name: id.into(),
        weekdays: Weekdays::SCHOOL_WEEK,
        period_ids: Keyed::new(),
        bell: Vec::new(),
        cycle: None,
        closed: Vec::new(),
    };
    for (name, start, end, usage) in periods {
        ring(&mut school, name, start + later, end + later, usage);
    }
    school
}

/// Adds a bell entry, minutes after midnight.
pub fn ring(school: &mut School, name: &str, start: u16, end: u16, usage: PeriodUse) {
    let period = school.period_ids.push(name.into());
    school.bell.push(Bell { period, start, end, weekdays: None, usage });
}

/// Looks things up by their ids.
pub trait Names {
    fn school_id(&self, id: &str) -> SchoolId;
    fn t(&self, id: &str) -> TeacherId;
    fn l(&self, id: &str) -> LessonId;
    fn c(&self, id: &str) -> ClassId;
    fn period(&self, school: SchoolId, id: &str) -> PeriodId;
    /// The period of the lesson's school.
    fn at(&self, lesson: &str, date: Date, period: &str) -> Occurrence;
    fn teacher(&mut self, id: &str) -> &mut Teacher;
    fn lesson(&mut self, id: &str) -> &mut Lesson;
    fn class(&mut self, id: &str) -> &mut Class;
    /// A new teacher, by default of the first school.
    fn hire(&mut self, id: &str) -> &mut Teacher;
    /// A new weekly lesson, at the school of its teachers; an empty class is none.
    fn teach(&mut self, id: &str, teachers: &[&str], class: &str, weekday: Weekday, period: &str) -> &mut Lesson;
    /// A pattern of periods of the first school on one weekday.
    fn on(&self, weekday: Weekday, periods: &[&str]) -> Pattern;
}

fn find<K: Key, V>(list: &Keyed<K, V>, what: &str, is: impl Fn(&V) -> bool) -> K {
    list.entries().find(|(_, item)| is(item)).unwrap_or_else(|| panic!("no {what}")).0
}

impl Names for Problem {
    fn school_id(&self, id: &str) -> SchoolId {
        find(&self.schools, id, |school| school.id == id)
    }
    fn t(&self, id: &str) -> TeacherId {
        find(&self.teachers, id, |teacher| teacher.id == id)
    }
    fn l(&self, id: &str) -> LessonId {
        find(&self.lessons, id, |lesson| lesson.id == id)
    }
    fn c(&self, id: &str) -> ClassId {
        find(&self.classes, id, |class| class.id == id)
    }
    fn period(&self, school: SchoolId, id: &str) -> PeriodId {
        find(&self.schools[school].period_ids, id, |period| period == id)
    }
    fn at(&self, lesson: &str, date: Date, period: &str) -> Occurrence {
        let lesson = self.l(lesson);
        Occurrence { lesson, date, period: self.period(self.lessons[lesson].school, period) }
    }
    fn teacher(&mut self, id: &str) -> &mut Teacher {
        let id = self.t(id);
        &mut self.teachers[id]
    }
    fn lesson(&mut self, id: &str) -> &mut Lesson {
        let id = self.l(id);
        &mut self.lessons[id]
    }
    fn class(&mut self, id: &str) -> &mut Class {
        let id = self.c(id);
        &mut self.classes[id]
    }
    fn hire(&mut self, id: &str) -> &mut Teacher {
        let id = self.teachers.push(Teacher::new(id, id, SchoolId::from_index(0)));
        &mut self.teachers[id]
    }
    fn teach(&mut self, id: &str, teachers: &[&str], class: &str, weekday: Weekday, period: &str) -> &mut Lesson {
        let teachers: Vec<TeacherId> = teachers.iter().map(|teacher| self.t(teacher)).collect();
        let school = self.teachers[teachers[0]].school;
        let known = self.classes.entries().find(|(_, known)| known.id == class).map(|(id, _)| id);
        let classes = match known {
            _ if class.is_empty() => Vec::new(),
            Some(known) => vec![known],
            None => vec![self.classes.push(Class::new(class, school))],
        };
        let lesson = self.lessons.push(Lesson {
            id: id.into(),
            school,
            teachers,
            classes,
            subject: None,
            room: None,
            when: When::Weekly { week: None, weekday },
            period: self.period(school, period),
            length: 1,
            from: None,
            until: None,
            open: true,
            cover: CoverNeed::Any,
            walk: false,
            join: false,
        });
        &mut self.lessons[lesson]
    }
    fn on(&self, weekday: Weekday, periods: &[&str]) -> Pattern {
        let school = SchoolId::from_index(0);
        let periods = periods.iter().map(|period| self.period(school, period)).collect();
        Pattern { weekday: Some(weekday), periods: Some(periods), ..Pattern::default() }
    }
}

/// The school.
pub fn problem() -> Problem {
    let mut problem = Problem {
        round: Round { title: "Autumn".into(), start: day(11, 2), end: day(11, 13), timezone: None, year: None },
        profile: Profile::England,
        focuses: ["questioning", "behaviour"].map(|id| Focus { id: id.into(), name: id.into() }).into_iter().collect(),
        schools: vec![school("high", 0)].into(),
        travel: Vec::new(),
        teachers: Keyed::new(),
        classes: Keyed::new(),
        rooms: Keyed::new(),
        lessons: Keyed::new(),
        supervisors: Keyed::new(),
        supply: Keyed::new(),
        study_money: 0,
        budget: Budget::default(),
        rules: Rules::of(Profile::England),
        rates: Rates::default(),
        locks: Vec::new(),
        requests: Vec::new(),
        history: Vec::new(),
        keep: None,
    };
    for teacher in ["ann", "bob", "cy", "dee", "eve"] {
        problem.hire(teacher);
    }
    let [questioning, behaviour] = [0, 1].map(FocusId::from_index);
    let ann = problem.teacher("ann");
    ann.department = Some("Maths".into());
    ann.strengths = vec![(questioning, score(900)), (behaviour, score(250))];
    ann.needs = vec![(behaviour, score(600))];
    ann.asks = vec![questioning];
    let bob = problem.teacher("bob");
    bob.strengths = vec![(questioning, score(100)), (behaviour, score(900))];
    bob.needs = vec![(questioning, score(500))];
    bob.asks = vec![behaviour];
    problem.teacher("cy").cover.willing = Some(true);
    for (id, teacher, class, weekday, period) in [
        ("a-tue2", "ann", "9X", Weekday::Tue, "2"),
        ("a-wed1", "ann", "9Z", Weekday::Wed, "1"),
        ("a-thu3", "ann", "9X", Weekday::Thu, "3"),
        ("b-tue2", "bob", "8Y", Weekday::Tue, "2"),
        ("d-mon2", "dee", "7P", Weekday::Mon, "2"),
        ("d-tue2", "dee", "7P", Weekday::Tue, "2"),
        ("e-mon1", "eve", "7Q", Weekday::Mon, "1"),
        ("e-tue2", "eve", "7Q", Weekday::Tue, "2"),
    ] {
        problem.teach(id, &[teacher], class, weekday, period);
    }
    for (id, money_per_period) in [("sam", 1_200), ("sue", 0)] {
        problem.supervisors.push(Supervisor {
            id: id.into(),
            school: SchoolId::from_index(0),
            money_per_period,
            available: None,
            max_per_day: None,
            subjects: Vec::new(),
        });
    }
    problem.supply.push(Supply {
        id: "agency".into(),
        school: SchoolId::from_index(0),
        unit: SupplyUnit::Day,
        money: 29_100,
        max_per_day: Some(2),
        subjects: Vec::new(),
    });
    problem
}

/// The dear supervisor, as a source of cover.
pub fn sam() -> CoverBy {
    CoverBy::Supervisor(SupervisorId::from_index(0))
}

/// The one source of supply.
pub fn agency() -> SupplyId {
    SupplyId::from_index(0)
}

/// A visit that costs nothing and is worth nothing.
pub fn visit(problem: &Problem, observer: &str, host: &str, lesson: &str, date: Date, period: &str) -> Visit {
    Visit {
        observer: problem.t(observer),
        host: problem.t(host),
        at: problem.at(lesson, date, period),
        mode: Mode::InPerson,
        focus: Some(FocusId::from_index(0)),
        value: 0,
        own_time: 0,
        travel: 0,
        money: 0,
        covers: Vec::new(),
    }
}

/// A cover in period 2 or wherever `at` says.
pub fn cover(at: Occurrence, by: CoverBy, money: Pence, goodwill: Pence) -> Cover {
    Cover { at, by, money, goodwill }
}

/// A conversation in a period of the first school.
#[allow(clippy::unnecessary_wraps, reason = "an arrangement holds it so")]
pub fn talk(problem: &Problem, date: Date, period: &str, own_time: Pence) -> Option<Conversation> {
    let school = SchoolId::from_index(0);
    Some(Conversation { date, school, period: problem.period(school, period), own_time })
}

pub fn pair(problem: &Problem, id: &str, members: [&str; 2], visits: Vec<Visit>) -> Arrangement {
    let members = members.map(|member| problem.t(member)).to_vec();
    let (value, meetings, teaches) = (0, Vec::new(), Vec::new());
    Arrangement { id: id.into(), kind: Kind::Pair, members, visits, value, meetings, teaches, conversation: None }
}

/// A load: visits made, hosted, covers taken, free, protected and after-school periods.
pub fn load(problem: &Problem, teacher: &str, counts: [u32; 6]) -> Load {
    let [visits_made, hosted, covers_taken, free_periods, protected_periods, after_periods] = counts;
    let teacher = problem.t(teacher);
    Load { teacher, visits_made, hosted, covers_taken, free_periods, protected_periods, after_periods }
}

/// The plan, as it should be.
pub fn plan(problem: &Problem) -> Plan {
    // Ann: 0.6 x 0.9 of 12000 = 6480, and 0.25 of 4000 = 1000. Her class goes to Sam: 1200 money, 500 goodwill.
    let mut first = visit(problem, "ann", "bob", "b-tue2", day(11, 3), "2");
    first.focus = Some(FocusId::from_index(1));
    first.value = 7_480;
    first.covers = vec![cover(problem.at("a-tue2", day(11, 3), "2"), sam(), 1_200, 500)];
    // Bob: 0.5 x 0.9 of 12000 = 5400, and 0.1 of 4000 = 400. He has the period free: 300.
    let mut second = visit(problem, "bob", "ann", "a-wed1", day(11, 4), "1");
    second.value = 5_800;
    second.own_time = 300;
    let mut ann_bob = pair(problem, "p1", ["ann", "bob"], vec![first, second]);
    // Two after-school periods at 450.
    ann_bob.conversation = talk(problem, day(11, 5), "after", 900);
    let mut third = visit(problem, "dee", "eve", "e-mon1", day(11, 2), "1");
    third.own_time = 300;
    let mut fourth = visit(problem, "eve", "dee", "d-mon2", day(11, 2), "2");
    fourth.own_time = 300;
    let mut dee_eve = pair(problem, "p2", ["dee", "eve"], vec![third, fourth]);
    dee_eve.conversation = talk(problem, day(11, 3), "after", 900);
    let loads = [
        ("ann", [1, 1, 0, 0, 0, 1]),
        ("bob", [1, 1, 0, 1, 0, 1]),
        ("cy", [0; 6]),
        ("dee", [1, 1, 0, 1, 0, 1]),
        ("eve", [1, 1, 0, 1, 0, 1]),
    ];
    let mut plan = Plan {
        instance: String::new(),
        engine: "hand".into(),
        seed: 0,
        published: false,
        status: Status::Optimal,
        proof: Proof::Solver,
        total: 0,
        bound: 0,
        gap: 0,
        money: 0,
        goodwill: 0,
        unserved_cost: 0,
        value: 0,
        arrangements: vec![ann_bob, dee_eve],
        hires: Vec::new(),
        lines: Vec::new(),
        unserved: vec![Unserved { teacher: problem.t("cy"), missing: 1, cost: 40_000, reasons: Vec::new() }],
        changes: Vec::new(),
        loads: loads.into_iter().map(|(teacher, counts)| load(problem, teacher, counts)).collect(),
        stats: Stats::default(),
    };
    add_up(&mut plan);
    plan
}

/// Cy, Dee and Eve take part. Cy watches Dee, Dee watches Eve, Eve watches Cy and leaves a class to Sam; they talk.
pub fn triad() -> (Problem, Plan) {
    let mut problem = problem();
    for absent in ["ann", "bob"] {
        problem.teacher(absent).participates = false;
    }
    problem.teach("c-mon3", &["cy"], "8Z", Weekday::Mon, "3");
    problem.teach("e-mon3", &["eve"], "7R", Weekday::Mon, "3");
    let mut cy = visit(&problem, "cy", "dee", "d-mon2", day(11, 2), "2");
    let mut dee = visit(&problem, "dee", "eve", "e-mon1", day(11, 2), "1");
    (cy.own_time, dee.own_time) = (300, 300);
    let mut eve = visit(&problem, "eve", "cy", "c-mon3", day(11, 2), "3");
    eve.covers = vec![cover(problem.at("e-mon3", day(11, 2), "3"), sam(), 1_200, 500)];
    let mut plan = plan(&problem);
    plan.arrangements = vec![Arrangement {
        id: "t1".into(),
        kind: Kind::Triad,
        members: ["cy", "dee", "eve"].map(|member| problem.t(member)).to_vec(),
        visits: vec![cy, dee, eve],
        // Three after-school periods at 450.
        value: 0,
        meetings: Vec::new(),
        teaches: Vec::new(),
        conversation: talk(&problem, day(11, 3), "after", 1_350),
    }];
    plan.unserved.clear();
    plan.loads.drain(..2);
    carries(&problem, &mut plan, "cy", [1, 1, 0, 1, 0, 1]);
    carries(&problem, &mut plan, "dee", [1, 1, 0, 1, 0, 1]);
    carries(&problem, &mut plan, "eve", [1, 1, 0, 0, 0, 1]);
    (problem, plan)
}

/// Adds up what the entries state, and claims the total as bound.
pub fn add_up(plan: &mut Plan) {
    let visits = || plan.arrangements.iter().flat_map(|arrangement| &arrangement.visits);
    let covers = || visits().flat_map(|visit| &visit.covers);
    let talks = plan.arrangements.iter().flat_map(|one| one.meetings.iter().chain(&one.conversation));
    let lines = |sum| plan.lines.iter().filter(|line| line.sum == sum).map(|line| line.pence).sum::<Pence>();
    let money = visits().map(|visit| visit.travel + visit.money).sum::<Pence>()
        + covers().map(|cover| cover.money).sum::<Pence>()
        + plan.hires.iter().map(|hire| hire.money).sum::<Pence>();
    let goodwill = visits().map(|visit| visit.own_time).sum::<Pence>()
        + covers().map(|cover| cover.goodwill).sum::<Pence>()
        + talks.map(|talk| talk.own_time).sum::<Pence>()
        + lines(Sum::Goodwill);
    let planned = plan.arrangements.iter().map(|arrangement| arrangement.value).sum::<Pence>();
    let value = visits().map(|visit| visit.value).sum::<Pence>() + planned + lines(Sum::Value);
    let unserved_cost = plan.unserved.iter().map(|entry| entry.cost).sum::<Pence>();
    (plan.money, plan.goodwill, plan.value, plan.unserved_cost) = (money, goodwill, value, unserved_cost);
    plan.total = money + goodwill + unserved_cost - value;
    (plan.bound, plan.gap) = (plan.total, 0);
}

/// The rules that `check` reports, each once.
pub fn broken(problem: &Problem, plan: &Plan) -> Vec<Rule> {
    let mut rules: Vec<Rule> = check(problem, plan).iter().map(|violation| violation.rule).collect();
    rules.dedup();
    rules
}

/// Adds up and demands that nothing is wrong.
#[track_caller]
pub fn holds(problem: &Problem, plan: &mut Plan) {
    add_up(plan);
    let found: Vec<String> = check(problem, plan).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// Demands that exactly these rules are broken, figures (C17 and C19) aside.
#[track_caller]
pub fn breaks(problem: &Problem, plan: &Plan, rules: &[Rule]) {
    let found: Vec<String> = check(problem, plan).iter().map(ToString::to_string).collect();
    let mut broken = broken(problem, plan);
    broken.retain(|rule| !matches!(rule, Rule::C17 | Rule::C19) || rules.contains(rule));
    assert_eq!(broken, rules, "{found:#?}");
}

/// The load of one teacher, as it should be now.
pub fn carries(problem: &Problem, plan: &mut Plan, teacher: &str, counts: [u32; 6]) {
    let id = problem.t(teacher);
    let at = plan.loads.iter().position(|load| load.teacher == id).expect("a load");
    plan.loads[at] = load(problem, teacher, counts);
}

/// Ann's class goes to somebody else, at this price.
pub fn ann_leaves_to(plan: &mut Plan, by: CoverBy, money: i64, goodwill: i64) {
    let cover = &mut plan.arrangements[0].visits[0].covers[0];
    (cover.by, cover.money, cover.goodwill) = (by, money, goodwill);
}

/// Dee watches Eve on Tuesday 2 instead, when her own class goes to somebody.
pub fn dee_leaves_to(problem: &Problem, plan: &mut Plan, by: CoverBy, money: i64, goodwill: i64) {
    let visit = &mut plan.arrangements[1].visits[0];
    visit.at = problem.at("e-tue2", day(11, 3), "2");
    visit.own_time = 0;
    visit.covers = vec![cover(problem.at("d-tue2", day(11, 3), "2"), by, money, goodwill)];
    carries(problem, plan, "dee", [1, 1, 0, 0, 0, 1]);
}

/// Bob works at another school, ten minutes later in its bell and twenty minutes away; fare 600.
pub fn two_schools() -> (Problem, Plan) {
    let mut problem = problem();
    let moor = problem.schools.push(school("moor", 10));
    problem.travel.push(Travel { between: [moor, SchoolId::from_index(0)], minutes: 20, money: 600 });
    problem.teacher("bob").school = moor;
    problem.lesson("b-tue2").school = moor;
    problem.class("8Y").school = moor;
    let mut plan = plan(&problem);
    // Ann: period 2 at Moor is 10:00 to 11:00, so she is away 9:40 to 11:20, from within period 1 to into period 3.
    let ann = &mut plan.arrangements[0].visits[0];
    (ann.travel, ann.own_time, ann.value) = (600, 600, 7_480 + 1_000 + 3_000);
    // Bob: period 1 is 8:50 to 9:50, so he is away 8:30 to 10:10, periods 1 (9:00) and 2 (10:00) of his own.
    let bob = &mut plan.arrangements[0].visits[1];
    (bob.travel, bob.own_time, bob.value) = (600, 600, 5_800 + 1_000 + 3_000);
    // By call, 15:20 to 16:00 at High: Bob's own hour is 15:30 to 16:10.
    carries(&problem, &mut plan, "ann", [1, 1, 0, 2, 0, 1]);
    carries(&problem, &mut plan, "bob", [1, 1, 0, 2, 0, 1]);
    (problem, plan)
}

/// What is done to a sample, the rule it breaks, rules that it can't help breaking with it, and how it is done.
pub type Break = (&'static str, Rule, &'static [Rule], fn(&mut Problem, &mut Plan));

/// Every breakage is found under its rule, and nothing else is wrong but what it can't help breaking.
pub fn each_is_found(breaks: &[Break], sample: fn() -> (Problem, Plan)) {
    let mut wrong = Vec::new();
    for &(name, rule, with, break_it) in breaks {
        let (mut problem, mut plan) = sample();
        break_it(&mut problem, &mut plan);
        let found = broken(&problem, &plan);
        // Figures follow from nearly everything.
        let expected = |found: &Rule| *found == rule || with.contains(found) || matches!(found, Rule::C17 | Rule::C19);
        if !found.contains(&rule) || !found.iter().all(expected) {
            let text: Vec<String> = check(&problem, &plan).iter().map(ToString::to_string).collect();
            wrong.push((name, text));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// No sample breaks C16 alone; every other rule is broken by something.
pub fn every_rule_but_c16(breaks: &[Break]) {
    for rule in Rule::ALL.into_iter().filter(|&rule| rule != Rule::C16) {
        assert!(breaks.iter().any(|&(_, of, _, _)| of == rule), "{rule}");
    }
}
