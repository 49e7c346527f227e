//! Problems and a plan that say everything that the formats can say. They need not make sense as a round.

mod plan;

pub(super) use plan::plan;

use crate::domain::{
    Away, AwayAtOnce, Bell, Budget, Class, Closed, ConversationRule, CoverBy, CoverLock, CoverNeed, CoverTerms, Cycle,
    Date, FixedMonday, Focus, History, Hosting, Key, Keyed, Kind, Lesson, LineManagers, Lock, Pattern, PeriodUse,
    Problem, Profile, ProtectedRule, ProtectedUse, Rates, Request, Room, Round, Rules, School, Score, StaffCover,
    Supervisor, Supply, SupplyUnit, Teacher, Travel, Triads, Video, VisitLock, Weekday, Weekdays, When,
};

fn date(year: i16, month: i8, day: i8) -> Date {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = epoch.until(jiff::civil::date(year, month, day)).expect("within the calendar").get_days();
    Date::from_days(days)
}

fn score(thousandths: u16) -> Score {
    Score::from_thousandths(thousandths).expect("at most one")
}

fn id<K: Key>(index: usize) -> K {
    K::from_index(index)
}

fn school() -> School {
    let bell = |period: usize, start, end, usage| Bell { period: id(period), start, end, weekdays: None, usage };
    let friday = Some(Weekdays::default().with(Weekday::Fri));
    let others = Some([Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu].into_iter().collect());
    School {
        id: "north".into(),
        name: "North \"School\"".into(),
        weekdays: Weekdays::SCHOOL_WEEK,
        period_ids: ["1", "2", "lunch", "after"].map(String::from).to_vec().into(),
        bell: vec![
            Bell { weekdays: others, ..bell(0, 530, 590, PeriodUse::Lesson) },
            Bell { weekdays: friday, ..bell(0, 540, 590, PeriodUse::Lesson) },
            bell(1, 590, 650, PeriodUse::Lesson),
            bell(2, 770, 820, PeriodUse::Break),
            bell(3, 920, 960, PeriodUse::After),
        ],
        cycle: Some(Cycle {
            weeks: vec!["A".to_owned(), "B".to_owned()].into(),
            anchor: FixedMonday { monday: date(2026, 11, 2), week: id(0) },
            skip_closed_weeks: false,
            overrides: vec![FixedMonday { monday: date(2026, 11, 23), week: id(0) }],
        }),
        closed: vec![
            Closed {
                from: date(2026, 11, 20),
                to: date(2026, 11, 20),
                why: Some("INSET".into()),
                staff_released: true,
            },
            Closed { from: date(2026, 12, 1), to: date(2026, 12, 2), why: None, staff_released: false },
        ],
    }
}

/// A second school, with another week.
fn south() -> School {
    School {
        id: "south".into(),
        name: "South".into(),
        weekdays: Weekdays::default().with(Weekday::Sun).with(Weekday::Mon),
        period_ids: vec!["I".to_owned()].into(),
        bell: vec![Bell { period: id(0), start: 0, end: 65, weekdays: None, usage: PeriodUse::Lesson }],
        cycle: None,
        closed: Vec::new(),
    }
}

fn teachers() -> Vec<Teacher> {
    let (north, south) = (id(0), id(1));
    let rich = Teacher {
        department: Some("Maths".into()),
        subjects: vec!["maths".into(), "computing".into()],
        leader: true,
        line_manager: Some(id(1)),
        new_staff: true,
        participates: false,
        visits: 3,
        open_door: true,
        strengths: vec![(id(0), score(900)), (id(1), score(125))],
        needs: vec![(id(1), score(1000))],
        asks: vec![id(1), id(0)],
        unavailable: vec![Pattern { weekday: Some(Weekday::Fri), ..Pattern::default() }],
        busy: vec![Pattern {
            week: Some(id(1)),
            weekday: Some(Weekday::Mon),
            date: None,
            periods: Some(vec![id(1), id(0)]),
            why: Some("meeting".into()),
        }],
        protected: vec![Pattern { date: Some(date(2026, 11, 10)), ..Pattern::default() }],
        protected_use: ProtectedUse::Watch,
        cover: CoverTerms {
            willing: Some(false),
            max_per_day: 2,
            max_per_week: Some(3),
            max_per_round: Some(4),
            already: vec![(date(2026, 11, 2), 1)],
            subjects: Some(Vec::new()),
        },
        hosting: Hosting { max: Some(2), max_per_year: Some(6) },
        periods_lent_per_week: 1,
        swap: true,
        film: true,
        student_observers: true,
        themes: vec!["oracy".into()],
        ..Teacher::new("ann", "Ann Example", north)
    };
    vec![rich, Teacher::new("bob", "Bob Example", north), Teacher::new("cy", "Cy Example", south)]
}

fn lessons() -> Vec<Lesson> {
    let plain = Lesson {
        id: "l1".into(),
        school: id(0),
        teachers: vec![id(0), id(1)],
        classes: vec![id(0), id(1)],
        subject: Some("maths".into()),
        room: Some(id(1)),
        when: When::Weekly { week: Some(id(0)), weekday: Weekday::Mon },
        period: id(0),
        length: 2,
        from: Some(date(2026, 11, 2)),
        until: Some(date(2026, 11, 30)),
        open: false,
        cover: CoverNeed::Qualified,
        walk: true,
        join: true,
    };
    let dated = Lesson {
        id: "l2".into(),
        school: id(1),
        teachers: vec![id(2)],
        classes: Vec::new(),
        subject: None,
        room: None,
        when: When::Once(date(2026, 11, 9)),
        period: id(0),
        length: 1,
        from: None,
        until: None,
        open: true,
        cover: CoverNeed::Any,
        walk: false,
        join: false,
    };
    let alone = Lesson {
        id: "l3".into(),
        school: id(0),
        teachers: Vec::new(),
        classes: vec![id(0)],
        period: id(1),
        when: When::Weekly { week: None, weekday: Weekday::Tue },
        ..dated.clone()
    };
    vec![plain, dated, alone]
}

fn rules() -> Rules {
    Rules {
        arrangements: vec![Kind::Triad, Kind::Pair, Kind::OneWay, Kind::Swap, Kind::PlanTogether],
        triads: Triads::Free,
        staff_cover: StaffCover::Never,
        protected: ProtectedRule::Never,
        protected_quota: score(333),
        line_managers: LineManagers::Allowed,
        observers_per_lesson: 3,
        class_cover_max: 5,
        class_watched_max: 6,
        away_at_once: AwayAtOnce { school: Some(4), department: Some(2) },
        after_max_per_week: 7,
        keep_back: 1,
        notice_days: 2,
        visit_span_days: 0,
        conversation: ConversationRule::Preferred,
        conversation_within_days: 8,
        conversation_in: vec![PeriodUse::Break],
        one_way_conversation: ConversationRule::Required,
        leaders_first: 9,
        min_match: score(50),
        must: vec![[id(0), id(1)]],
        forbid: vec![[id(2), id(1)]],
        prefer: vec![[id(1), id(0)], [id(0), id(2)]],
        avoid: vec![[id(2), id(0)]],
        video: Some(Video { kits: vec![(id(0), 2), (id(1), 0)], money_per_recording: 500, min_strength: score(600) }),
        walk_companions: 3,
        walk_minutes: 15,
        new_staff_visits: 1,
        remember_covers: true,
    }
}

fn rates() -> Rates {
    Rates {
        unserved: vec![50_000],
        learning: 1,
        feedback: 2,
        partner_school: 3,
        fresh_expertise: 4,
        free_period: 5,
        after_period: 6,
        protected_period: 7,
        staff_cover: vec![0, 900],
        class_without_teacher: 8,
        exam_class_without_teacher: 9,
        study: 10,
        join: 11,
        repeat_partner: 12,
        prefer: 13,
        avoid: 14,
        same_department: -15,
        leader_late: 16,
        no_conversation: 17,
        swap_percent: 18,
        plan_together_percent: 19,
        video_percent: 20,
        walk_stop: 21,
        walk_unplaced: 22,
        same_group: 23,
        change: 24,
        change_published: 25,
    }
}

fn locks() -> Vec<Lock> {
    let date = date(2026, 11, 9);
    let cover = |by| Lock::Cover(CoverLock { lesson: id(0), date, period: id(1), by });
    vec![
        Lock::Pair([id(0), id(2)]),
        Lock::Visit(VisitLock {
            observer: Some(id(0)),
            host: Some(id(1)),
            lesson: Some(id(0)),
            date: Some(date),
            period: Some("1".into()),
        }),
        Lock::Visit(VisitLock { host: Some(id(1)), ..VisitLock::default() }),
        cover(CoverBy::NoneNeeded),
        cover(CoverBy::Study),
        cover(CoverBy::Supervisor(id(0))),
        cover(CoverBy::Staff(id(1))),
        cover(CoverBy::Supply(id(0))),
        cover(CoverBy::Join(id(2))),
        Lock::Conversation { members: vec![id(0), id(1)], date, period: "after".into() },
        Lock::NeverOn { teacher: Some(id(1)), date },
        Lock::NeverOn { teacher: None, date },
        Lock::Out(id(2)),
    ]
}

/// Every key of the instance that this version gives effect to, none at its default somewhere.
pub(super) fn problem() -> Problem {
    let supply = |name: &str, unit| Supply {
        id: name.into(),
        school: id(0),
        unit,
        money: 29_100,
        max_per_day: Some(3),
        subjects: vec!["maths".into()],
    };
    Problem {
        round: Round {
            title: "Autumn round".into(),
            start: date(2026, 11, 2),
            end: date(2026, 12, 11),
            timezone: Some("Europe/London".into()),
            year: Some("2026/27".into()),
        },
        profile: Profile::Open,
        focuses: ["questioning", "behaviour"]
            .map(|name| Focus { id: name.into(), name: name.to_uppercase() })
            .to_vec()
            .into(),
        schools: vec![school(), south()].into(),
        travel: vec![Travel { between: [id(1), id(0)], minutes: 20, money: 600 }],
        teachers: teachers().into(),
        classes: vec![
            Class {
                declared: true,
                year: Some("9".into()),
                size: Some(28),
                exam: true,
                study_release: 1,
                cover_max: Some(3),
                watched_max: Some(4),
                away: vec![
                    Away { from: date(2026, 11, 16), to: date(2026, 11, 18), why: Some("mocks".into()) },
                    Away { from: date(2026, 11, 30), to: date(2026, 11, 30), why: None },
                ],
                ..Class::new("9X", id(0))
            },
            Class::new("9Y", id(0)),
        ]
        .into(),
        rooms: vec![
            Room { id: "M1".into(), school: id(0), declared: true, capacity: Some(30) },
            Room { id: "M2".into(), school: id(0), declared: false, capacity: None },
        ]
        .into(),
        lessons: lessons().into(),
        supervisors: vec![Supervisor {
            id: "sam".into(),
            school: id(0),
            money_per_period: 1_200,
            available: Some(vec![Pattern {
                weekday: Some(Weekday::Mon),
                periods: Some(vec![id(0)]),
                ..Pattern::default()
            }]),
            max_per_day: Some(4),
            subjects: vec!["maths".into()],
        }]
        .into(),
        supply: vec![
            supply("agency", SupplyUnit::Day),
            supply("halves", SupplyUnit::HalfDay),
            supply("hours", SupplyUnit::Period),
        ]
        .into(),
        study_money: 100,
        budget: Budget {
            money: Some(200_000),
            per_school: vec![(id(0), 120_000), (id(1), 0)],
            per_week: Some(60_000),
            cover_periods: Some(40),
        },
        rules: rules(),
        rates: rates(),
        locks: locks(),
        requests: vec![
            Request {
                host: id(0),
                lesson: Some(id(0)),
                date: Some(date(2026, 11, 9)),
                period: Some(id(1)),
                focus: Some(id(1)),
                expires: Some(date(2026, 11, 30)),
            },
            Request { host: id(2), lesson: None, date: None, period: None, focus: None, expires: None },
        ],
        history: vec![
            History {
                round: Some("2026-spring".into()),
                year: Some("2025/26".into()),
                partners: vec![[id(0), id(1)]],
                covers: vec![(id(2), 2)],
                hosted: vec![(id(1), 1), (id(0), 3)],
            },
            History { round: None, year: None, partners: Vec::new(), covers: Vec::new(), hosted: Vec::new() },
        ],
        keep: None,
    }
}

/// The same, without what this version understands but refuses.
pub(super) fn built_problem() -> Problem {
    let mut problem = problem();
    let usual = Rules::of(problem.profile);
    problem.rules = Rules { walk_companions: usual.walk_companions, walk_minutes: usual.walk_minutes, ..problem.rules };
    let usual = Rates::default();
    problem.rates = Rates {
        walk_stop: usual.walk_stop,
        walk_unplaced: usual.walk_unplaced,
        same_group: usual.same_group,
        ..problem.rates
    };
    for teacher in &mut problem.teachers {
        teacher.student_observers = false;
        teacher.themes.clear();
    }
    for lesson in &mut problem.lessons {
        lesson.walk = false;
    }
    problem
}

/// The least that an instance says: every key that may be left out is.
pub(super) fn bare_problem() -> Problem {
    let teacher = |name: &str| Teacher::new(name, name, id(0));
    Problem {
        round: Round { timezone: None, year: None, ..problem().round },
        profile: Profile::England,
        focuses: Keyed::new(),
        schools: vec![School { cycle: None, closed: Vec::new(), ..school() }].into(),
        travel: Vec::new(),
        teachers: vec![teacher("ann"), teacher("bob")].into(),
        classes: Keyed::new(),
        rooms: Keyed::new(),
        lessons: vec![Lesson {
            id: "l".into(),
            school: id(0),
            teachers: vec![id(0)],
            when: When::Weekly { week: None, weekday: Weekday::Mon },
            ..lessons().remove(1)
        }]
        .into(),
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
    }
}

/// Steps of a sequence that a seed fixes (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn yes(&mut self) -> bool {
        self.next().is_multiple_of(2)
    }

    fn pence(&mut self) -> i64 {
        i64::try_from(self.next() % 1_000_000).unwrap_or_default()
    }
}

/// One of very many problems: every key that may be left out is there or not, as the seed says.
pub(super) fn mixed(seed: u64) -> Problem {
    let mut random = Random(seed);
    macro_rules! perhaps_plain {
        ($given:expr, $plain:expr; $($field:ident)+) => {{
            let plain = $plain;
            $(if random.yes() {
                $given.$field.clone_from(&plain.$field);
            })+
        }};
    }
    let mut problem = built_problem();
    perhaps_plain!(problem, bare_problem(); profile travel study_money budget locks requests history supervisors);
    perhaps_plain!(problem.round, bare_problem().round; timezone year);
    if problem.locks.iter().any(|lock| matches!(lock, Lock::Cover(_))) {
        problem.supervisors = built_problem().supervisors;
    }
    perhaps_plain!(problem.budget, Budget::default(); money per_school per_week cover_periods);
    for teacher in &mut problem.teachers {
        perhaps_plain!(teacher, Teacher::new("", "", id(0));
            department subjects leader line_manager new_staff participates visits open_door strengths needs asks unavailable busy
            protected protected_use cover hosting periods_lent_per_week swap film);
        perhaps_plain!(teacher.cover, CoverTerms::default();
            willing max_per_day max_per_week max_per_round already subjects);
        perhaps_plain!(teacher.hosting, Hosting::default(); max max_per_year);
    }
    for class in problem.classes.iter_mut().filter(|class| class.declared) {
        perhaps_plain!(class, Class::new("", id(0)); year size exam study_release cover_max watched_max away);
    }
    for supply in &mut problem.supply {
        (supply.money, supply.max_per_day) = (random.pence(), random.yes().then_some(2));
    }
    let plain = lessons().remove(2);
    for lesson in &mut problem.lessons {
        perhaps_plain!(lesson, &plain; subject room length from until open join);
        lesson.cover = CoverNeed::Never;
    }
    perhaps_plain!(problem.rules, Rules::of(problem.profile);
        arrangements staff_cover protected protected_quota line_managers observers_per_lesson class_cover_max class_watched_max
        away_at_once after_max_per_week keep_back notice_days visit_span_days conversation conversation_within_days
        conversation_in one_way_conversation video new_staff_visits leaders_first min_match must forbid prefer avoid remember_covers);
    perhaps_plain!(problem.rates, Rates::default();
        unserved learning feedback partner_school fresh_expertise free_period after_period protected_period
        staff_cover class_without_teacher exam_class_without_teacher study join repeat_partner prefer avoid
        same_department leader_late no_conversation swap_percent plan_together_percent video_percent);
    problem.rates.learning = random.pence();
    problem.rates.same_department = random.pence() - 500_000;
    // A room that no lesson names any more is not there.
    if problem.lessons.iter().all(|lesson| lesson.room.is_none()) {
        problem.rooms = problem.rooms.iter().filter(|room| room.declared).cloned().collect();
    }
    problem
}
