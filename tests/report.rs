//! The text summary of a plan made by hand, compared with the committed one.
//! `OPENDOOR_BLESS=1 cargo test --release --test report` writes it anew.

use std::path::Path;

use opendoor::domain::{
    Arrangement, Bell, Budget, Class, Conversation, Cover, CoverBy, CoverNeed, Date, Focus, Hire, Keyed, Kind, Lesson,
    LessonId, Line, LineWhat, Load, Mode, Occurrence, PeriodId, PeriodUse, Plan, Problem, Profile, Proof, Rates,
    Reason, ReasonCode, Room, Round, Rules, School, SchoolId, Stats, Status, Sum, Supervisor, Supply, SupplyUnit,
    Teacher, TeacherId, Unserved, Visit, Weekday, Weekdays, When, gap,
};
use opendoor::format::{read_instance, read_plan};
use opendoor::report::text::summary;

/// Monday, 2 November 2026.
const MONDAY: Date = Date::from_days(20_759);

fn school() -> School {
    let bell = |period: PeriodId, start, end, usage| Bell { period, start, end, weekdays: None, usage };
    let mut period_ids = Keyed::new();
    let ids: Vec<PeriodId> = ["1", "2", "after"].into_iter().map(|id| period_ids.push(id.to_owned())).collect();
    School {
        id: "highfield".into(),
        name: "Highfield Academy".into(),
        weekdays: Weekdays::SCHOOL_WEEK,
        period_ids,
        bell: vec![
            bell(ids[0], 530, 590, PeriodUse::Lesson),
            bell(ids[1], 590, 650, PeriodUse::Lesson),
            bell(ids[2], 920, 960, PeriodUse::After),
        ],
        cycle: None,
        closed: Vec::new(),
    }
}

/// Five teachers; each has one lesson on Monday in period 1 (the first three) or 2.
fn problem() -> Problem {
    let mut schools = Keyed::new();
    let school: SchoolId = schools.push(school());
    let period = |index: usize| -> PeriodId { opendoor::domain::Key::from_index(index) };
    let mut teachers = Keyed::new();
    let (mut classes, mut rooms, mut lessons) = (Keyed::new(), Keyed::new(), Keyed::new());
    for (index, name) in ["Ann Lee", "Bob Kay", "Cy Moor", "Dee Park", "Dee Park"].into_iter().enumerate() {
        let mut teacher = Teacher::new(format!("t{index}"), name, school);
        teacher.visits = if index == 2 { 2 } else { 1 };
        let id: TeacherId = teachers.push(teacher);
        let class = classes.push(Class::new(format!("{}X", index + 7), school));
        let room = rooms.push(Room { id: format!("M{index}"), school, declared: true, capacity: None });
        lessons.push(Lesson {
            id: format!("lesson{index}"),
            school,
            teachers: vec![id],
            classes: vec![class],
            subject: Some("maths".into()),
            room: Some(room),
            when: When::Weekly { week: None, weekday: Weekday::Mon },
            period: period(usize::from(index > 2)),
            length: 1,
            from: None,
            until: None,
            open: true,
            cover: CoverNeed::Any,
            walk: false,
            join: false,
        });
    }
    Problem {
        round: Round {
            title: "Autumn round".into(),
            start: MONDAY,
            end: MONDAY.plus(39),
            timezone: None,
            year: Some("2026/27".into()),
        },
        profile: Profile::England,
        focuses: Keyed::from(vec![Focus { id: "questioning".into(), name: "Questioning".into() }]),
        schools,
        travel: Vec::new(),
        teachers,
        classes,
        rooms,
        lessons,
        supervisors: Keyed::from(vec![Supervisor {
            id: "sam".into(),
            school,
            money_per_period: 1_200,
            available: None,
            max_per_day: None,
            subjects: Vec::new(),
        }]),
        supply: Keyed::from(vec![Supply {
            id: "agency".into(),
            school,
            unit: SupplyUnit::Day,
            money: 29_100,
            max_per_day: None,
            subjects: Vec::new(),
        }]),
        study_money: 0,
        budget: Budget::default(),
        rules: Rules::of(Profile::England),
        rates: Rates::default(),
        locks: Vec::new(),
        requests: Vec::new(),
        history: Vec::new(),
        keep: None,
    }
}

struct By {
    teachers: Vec<TeacherId>,
    lessons: Vec<LessonId>,
    after: PeriodId,
}

fn visit(problem: &Problem, by: &By, observer: usize, host: usize, week: i32, cover: Option<Cover>) -> Visit {
    let lesson = by.lessons[host];
    let at = Occurrence { lesson, date: MONDAY.plus(7 * week), period: problem.lessons[lesson].period };
    Visit {
        observer: by.teachers[observer],
        host: by.teachers[host],
        at,
        mode: Mode::InPerson,
        focus: problem.focuses.keys().next(),
        value: 6_480,
        own_time: if cover.is_some() { 0 } else { 300 },
        travel: 0,
        money: 0,
        covers: cover.into_iter().collect(),
    }
}

fn plan(problem: &Problem) -> Plan {
    let by = By {
        teachers: problem.teachers.keys().collect(),
        lessons: problem.lessons.keys().collect(),
        after: opendoor::domain::Key::from_index(2),
    };
    let cover = |lesson: usize, week: i32, by_whom: CoverBy, money, goodwill| {
        let (lesson, date) = (by.lessons[lesson], MONDAY.plus(7 * week));
        Some(Cover {
            at: Occurrence { lesson, date, period: problem.lessons[lesson].period },
            by: by_whom,
            money,
            goodwill,
        })
    };
    let sam = CoverBy::Supervisor(problem.supervisors.keys().next().expect("Sam"));
    let agency = CoverBy::Supply(problem.supply.keys().next().expect("the agency"));
    let school = problem.schools.keys().next().expect("a school");
    let talk = |days| Conversation { date: MONDAY.plus(days), school, period: by.after, own_time: 900 };
    let pair = |id: &str, members: [usize; 2], visits, conversation| Arrangement {
        id: id.into(),
        kind: Kind::Pair,
        members: members.map(|member| by.teachers[member]).to_vec(),
        visits,
        value: 0,
        meetings: Vec::new(),
        teaches: Vec::new(),
        conversation,
    };
    let arrangements = vec![
        pair(
            "p1",
            [0, 1],
            vec![
                visit(problem, &by, 0, 1, 1, cover(0, 1, agency, 0, 500)),
                visit(problem, &by, 1, 0, 0, cover(1, 0, sam, 1_200, 500)),
            ],
            Some(talk(9)),
        ),
        pair("p2", [2, 3], vec![visit(problem, &by, 2, 3, 0, None), visit(problem, &by, 3, 2, 1, None)], None),
    ];
    let (money, goodwill, unserved_cost, value) = (30_300, 15_500, 55_000, 4 * 6_480 + 5_000);
    let (total, bound) = (money + goodwill + unserved_cost - value, 69_500);
    let unserved = |teacher: usize, missing, cost, text: &str| Unserved {
        teacher: by.teachers[teacher],
        missing,
        cost,
        reasons: vec![Reason { code: ReasonCode::NobodyLeft, text: text.into(), would_help: None }],
    };
    let load = |teacher: usize, visits_made, free_periods, after_periods| Load {
        teacher: by.teachers[teacher],
        visits_made,
        hosted: visits_made,
        covers_taken: 0,
        free_periods,
        protected_periods: 0,
        after_periods,
    };
    Plan {
        instance: String::new(),
        engine: "0.1.0".into(),
        seed: 0,
        published: false,
        status: Status::Feasible,
        proof: Proof::Prices,
        total,
        bound,
        gap: gap(total, bound, money + goodwill + unserved_cost + value),
        money,
        goodwill,
        unserved_cost,
        value,
        arrangements,
        hires: vec![Hire {
            source: problem.supply.keys().next().expect("the agency"),
            school,
            date: MONDAY.plus(7),
            unit: SupplyUnit::Day,
            half: None,
            period: None,
            count: 1,
            money: 29_100,
        }],
        lines: vec![
            Line {
                what: LineWhat::NoConversation,
                sum: Sum::Goodwill,
                pence: 8_000,
                members: vec![by.teachers[2], by.teachers[3]],
            },
            Line {
                what: LineWhat::RepeatPartner,
                sum: Sum::Goodwill,
                pence: 5_000,
                members: vec![by.teachers[2], by.teachers[3]],
            },
            Line {
                what: LineWhat::Prefer,
                sum: Sum::Value,
                pence: 5_000,
                members: vec![by.teachers[0], by.teachers[1]],
            },
        ],
        unserved: vec![
            unserved(2, 1, 15_000, "Everybody who would fit has a partner."),
            unserved(
                4,
                1,
                40_000,
                "Everybody who would fit has a partner: five teachers take part, and one of an odd number is left over whatever the pairs are.",
            ),
        ],
        changes: Vec::new(),
        loads: vec![load(0, 1, 0, 1), load(1, 1, 0, 1), load(2, 1, 1, 0), load(3, 1, 1, 0), load(4, 0, 0, 0)],
        stats: Stats::default(),
    }
}

#[test]
fn the_summary_reads_as_committed() {
    let problem = problem();
    compare(&summary(&problem, &plan(&problem)), "summary.txt");
}

#[test]
fn a_triad_reads_as_a_ring_with_one_conversation() {
    let problem = problem();
    let mut plan = plan(&problem);
    let by = By {
        teachers: problem.teachers.keys().collect(),
        lessons: problem.lessons.keys().collect(),
        after: opendoor::domain::Key::from_index(2),
    };
    let pair = &plan.arrangements[0];
    plan.arrangements[1] = Arrangement {
        id: "p2".into(),
        kind: Kind::Triad,
        members: by.teachers[2..].to_vec(),
        visits: [(2, 3, 0), (3, 4, 1), (4, 2, 2)]
            .map(|(observer, host, week)| visit(&problem, &by, observer, host, week, None))
            .to_vec(),
        value: 0,
        meetings: Vec::new(),
        teaches: Vec::new(),
        conversation: pair.conversation.map(|talk| Conversation { date: MONDAY.plus(16), own_time: 1_350, ..talk }),
    };
    let text = summary(&problem, &plan);
    assert!(text.contains("\n1 pair and 1 triad, 5 visits, 2 teachers left out\n"), "{text}");
    let ring = [
        "  p2  Cy Moor, Dee Park (t3) and Dee Park (t4)",
        "    Mon 2 Nov   2      09:50-10:50  Cy Moor watches Dee Park (t3): 10X maths in M3",
        "                                    focus Questioning; worth £64.80; no class is left",
        "    Mon 9 Nov   2      09:50-10:50  Dee Park (t3) watches Dee Park (t4): 11X maths in M4",
        "                                    focus Questioning; worth £64.80; no class is left",
        "    Mon 16 Nov  1      08:50-09:50  Dee Park (t4) watches Cy Moor: 9X maths in M2",
        "                                    focus Questioning; worth £64.80; no class is left",
        "    Wed 18 Nov  after  15:20-16:00  They talk",
        "",
    ];
    assert!(text.contains(&ring.join("\n")), "{text}");
}

/// Compares `text` with a committed file, or rewrites it.
fn compare(text: &str, name: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("OPENDOOR_BLESS").is_some() {
        std::fs::write(&file, text).expect("the golden file can be written");
    }
    let golden = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(text, golden, "the summary changed; if it should, run with OPENDOOR_BLESS=1");
}

#[test]
fn the_summary_fits_a_terminal_and_adds_up() {
    let problem = problem();
    let plan = plan(&problem);
    let text = summary(&problem, &plan);
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
    let paid = text.lines().position(|line| line == "Paid").expect("the money");
    assert_eq!(paid, 3, "the money comes first:\n{text}");
}

#[test]
fn a_proven_plan_without_anybody_is_told_too() {
    let problem = problem();
    let mut plan = plan(&problem);
    plan.arrangements.clear();
    plan.hires.clear();
    plan.lines.clear();
    plan.bound = plan.total;
    plan.status = Status::Optimal;
    let text = summary(&problem, &plan);
    assert!(text.contains("Proven: no plan costs less (by one list of prices)."), "{text}");
    assert!(text.contains("0 pairs, 0 visits, 2 teachers left out"), "{text}");
    assert!(!text.contains("The dearest"), "{text}");
}

/// The plan of the tiny instance, made by hand as `instances/tiny.md` argues it.
#[test]
fn the_tiny_plan_reads_as_committed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bytes = |name: &str| std::fs::read(root.join(name)).expect("the file is there");
    let problem = read_instance(&bytes("instances/tiny.json")).expect("a good instance").problem;
    let plan = read_plan(&bytes("tests/golden/tiny.plan.json"), &problem).expect("a good plan").plan;
    compare(&summary(&problem, &plan), "tiny.txt");
}
