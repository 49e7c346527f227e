//! Small invented timetables, each with the traps of its format.

#![cfg(feature = "import")]

use opendoor::domain::{
    Date, Key, Lesson, Pattern, PeriodUse, Problem, School, SchoolId, Teacher, Weekday, Weekdays, When,
};
use opendoor::import::{self, BellRow, DayMeaning, ImportError, Imported, LeftOut, Options};

fn sample(name: &str) -> Vec<u8> {
    let path = format!("{}/instances/import/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn fet(name: &str) -> Imported {
    import::fet(&sample(name), &Options::default()).unwrap_or_else(|e| panic!("{name}: {e:?}"))
}

fn xhstt(name: &str, options: &Options) -> Result<Imported, Vec<ImportError>> {
    import::xhstt(&sample(name), options)
}

fn school(problem: &Problem) -> &School {
    &problem.schools[SchoolId::from_index(0)]
}

fn lesson<'a>(problem: &'a Problem, id: &str) -> &'a Lesson {
    problem.lessons.iter().find(|lesson| lesson.id == id).unwrap_or_else(|| panic!("no lesson {id}"))
}

fn teacher<'a>(problem: &'a Problem, id: &str) -> &'a Teacher {
    problem.teachers.iter().find(|teacher| teacher.id == id).unwrap_or_else(|| panic!("no teacher {id}"))
}

fn ids(problem: &Problem) -> Vec<&str> {
    problem.lessons.iter().map(|lesson| lesson.id.as_str()).collect()
}

fn periods(problem: &Problem, pattern: &Pattern) -> Option<Vec<String>> {
    let name = |&period| school(problem).period_ids[period].clone();
    pattern.periods.as_ref().map(|periods| periods.iter().map(name).collect())
}

fn on(week: Option<usize>, weekday: Weekday) -> When {
    When::Weekly { week: week.map(opendoor::domain::WeekId::from_index), weekday }
}

#[test]
fn a_week_of_fet() {
    let Imported { problem, left_out, entries } = fet("week.fet");
    assert_eq!(entries, 7);
    assert_eq!(ids(&problem), ["a1", "a2", "a3", "a4", "a5", "a6", "a8"]);
    assert_eq!(school(&problem).name, "Sample School");
    let teachers: Vec<&str> = problem.teachers.iter().map(|teacher| teacher.id.as_str()).collect();
    assert_eq!(teachers, ["OAK", "ASH", "ASH~2", "ELM"], "`ASH ` is somebody else");
    assert_eq!(teacher(&problem, "OAK").subjects, ["Maths", "Games"]);
    let double = lesson(&problem, "a2");
    assert_eq!((double.length, double.when), (2, on(None, Weekday::Mon)));
    assert_eq!(double.room.map(|room| problem.rooms[room].id.as_str()), Some("R2"), "a real room of a virtual one");
    assert_eq!(lesson(&problem, "a3").subject.as_deref(), Some("Art & Design"));
    assert_eq!((lesson(&problem, "a4").teachers.len(), lesson(&problem, "a4").classes.len()), (2, 2));
    assert!(lesson(&problem, "a5").teachers.is_empty() && lesson(&problem, "a5").open);
    assert!(lesson(&problem, "a6").classes.is_empty() && !lesson(&problem, "a6").open);
    let class = problem.classes.iter().find(|class| class.id == "7A").expect("7A");
    assert_eq!((class.year.as_deref(), class.size), (Some("Y7"), Some(24)));
    let facts = [
        LeftOut::Inactive { activities: vec!["7".to_owned()] },
        LeftOut::FurtherRooms { lessons: 1 },
        LeftOut::Tags { activities: 1 },
        LeftOut::Wishes { constraints: 1 },
        LeftOut::Constraints { constraints: 1 },
        LeftOut::IdleTeachers { teachers: 1 },
        LeftOut::Unused { classes: 3, rooms: 2 },
        LeftOut::LookAlike { kind: "teachers", names: 2 },
        LeftOut::NoTeacher { lessons: 1 },
        LeftOut::NoStudents { lessons: 1 },
        LeftOut::TeachesAllTheSame { times: 1 },
        LeftOut::NoBreak { times: 1 },
    ];
    for fact in &facts {
        assert!(left_out.contains(fact), "{fact:?} in {left_out:?}");
        assert!(!fact.to_string().is_empty());
    }
    assert_eq!(left_out.len(), facts.len(), "{left_out:?}");
    assert_eq!(facts[0].to_string(), "1 activity left out as inactive: 7");
}

#[test]
fn breaks_and_absence_of_fet() {
    let problem = fet("week.fet").problem;
    let school = school(&problem);
    // The break is one on the days when nobody has duty in it: Monday to Thursday.
    let of_break: Vec<_> =
        school.bell.iter().filter(|bell| school.period_ids[bell.period].starts_with("Break")).collect();
    assert_eq!(of_break.len(), 2);
    let to_thursday: Weekdays = Weekday::ALL[..4].iter().copied().collect();
    assert!(of_break.iter().any(|bell| bell.usage == PeriodUse::Break && bell.weekdays == Some(to_thursday)));
    assert_eq!((of_break[0].start, of_break[0].end), (585, 605));
    let away = &teacher(&problem, "OAK").unavailable;
    assert_eq!(away.len(), 2);
    let friday = away.iter().find(|time| time.weekday == Some(Weekday::Fri)).expect("Friday");
    assert_eq!(periods(&problem, friday), None, "the whole day");
    let monday = away.iter().find(|time| time.weekday == Some(Weekday::Mon)).expect("Monday");
    assert_eq!(periods(&problem, monday), Some(vec!["2 09:00 - 09:45".to_owned()]), "but not what they teach");
    assert!(teacher(&problem, "ELM").unavailable.is_empty(), "a wish is none");
}

#[test]
fn a_bell_that_parts_a_double() {
    let hours = ["1 08:15 - 09:00", "2 09:00 - 09:45", "Break 09:45 - 10:05", "3 10:05 - 10:50", "4 10:50 - 11:35"];
    // Period 2 lies after period 3 here, so that 3 and 4 no longer follow one another.
    let starts = [480, 640, 520, 600, 700];
    let row = |(hour, start): (&&str, &u16)| BellRow {
        period: (*hour).to_owned(),
        start: *start,
        end: start + 30,
        usage: PeriodUse::Lesson,
    };
    let mut bell: Vec<BellRow> = hours.iter().zip(&starts).map(row).collect();
    bell.push(BellRow { period: "after".to_owned(), start: 900, end: 960, usage: PeriodUse::After });
    let options = Options { bell: Some(bell), ..Options::default() };
    let Imported { problem, left_out, entries } = import::fet(&sample("week.fet"), &options).expect("imports");
    assert_eq!(entries, 7);
    assert!(left_out.contains(&LeftOut::Parted { lessons: 2 }));
    let parts = [lesson(&problem, "a2-1"), lesson(&problem, "a2-2")];
    assert!(parts.iter().all(|part| part.length == 1));
    assert_eq!(parts.map(|part| school(&problem).period_ids[part.period].as_str()), [hours[3], hours[4]]);
    assert!(school(&problem).bell.iter().any(|bell| bell.usage == PeriodUse::After && bell.start == 900));
    let lacking = Options { bell: Some(Vec::new()), ..Options::default() };
    let errors = import::fet(&sample("week.fet"), &lacking).expect_err("refused");
    assert!(matches!(errors.as_slice(), [ImportError::BellLacks { periods }] if periods.len() == 5));
}

#[test]
fn half_days_of_a_week_from_sunday() {
    let Imported { problem, left_out, .. } = fet("half-days.fet");
    let school = school(&problem);
    let days: Vec<Weekday> = school.weekdays.iter().collect();
    assert_eq!(days, [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Sun]);
    let names: Vec<&str> = school.period_ids.iter().map(String::as_str).collect();
    assert_eq!(names, ["am 08:00", "am 09:00", "am 10:00", "pm 08:00", "pm 09:00", "pm 10:00"]);
    assert_eq!(lesson(&problem, "a1").when, on(None, Weekday::Sun));
    assert_eq!(lesson(&problem, "a1").length, 2);
    let afternoon = lesson(&problem, "a2");
    assert_eq!(school.period_ids[afternoon.period], "pm 08:00");
    assert_eq!(school.bell_of(afternoon.period, Weekday::Sun).map(|bell| bell.start), Some(13 * 60));
    assert!(left_out.contains(&LeftOut::GuessedAfternoon { periods: 3 }));
    // Both halves of Tuesday are the whole day.
    let away = &teacher(&problem, "T2").unavailable;
    assert_eq!(away.len(), 1);
    assert_eq!((away[0].weekday, &away[0].periods), (Some(Weekday::Tue), &None));
    let last = school.period_ids.keys().next_back().expect("periods");
    assert_eq!(school.bell_of(last, Weekday::Thu).map(|bell| bell.usage), Some(PeriodUse::Lesson));
    assert_eq!(school.bell_of(last, Weekday::Mon).map(|bell| bell.usage), Some(PeriodUse::Break));
}

#[test]
fn a_cycle_of_seven_days_rotates() {
    let monday = Options::default().start;
    let Imported { problem, left_out, entries } = fet("seven-days.fet");
    assert_eq!(entries, 8);
    assert!(left_out.contains(&LeftOut::Rotating { days: 7 }));
    let dates = |id: &str| -> Vec<i32> {
        let own = problem.lessons.iter().filter(|lesson| lesson.id.starts_with(&format!("{id}@")));
        own.map(|lesson| match lesson.when {
            When::Once(date) => date.days() - monday.days(),
            When::Weekly { .. } => panic!("dated"),
        })
        .collect()
    };
    assert_eq!(dates("a1"), [0, 9], "the first Monday, and the Wednesday after");
    assert_eq!(dates("a5"), [4]);
    assert_eq!(dates("a6"), [7]);
    assert_eq!(lesson(&problem, "a3@2026-11-04").length, 2);
    let away: Vec<Option<Date>> = teacher(&problem, "T2").unavailable.iter().map(|time| time.date).collect();
    assert_eq!(away, [Some(monday), Some(monday.plus(9))]);
    // A round that starts on a Wednesday: that is day 1, and the two days before it go on backwards.
    let options = Options { start: monday.plus(2), weeks: 1, ..Options::default() };
    let problem = import::fet(&sample("seven-days.fet"), &options).expect("imports").problem;
    assert_eq!(lesson(&problem, "a1@2026-11-04").when, When::Once(monday.plus(2)));
    assert_eq!(lesson(&problem, "a7@2026-11-03").when, When::Once(monday.plus(1)));
    assert_eq!(problem.round.end, monday.plus(8));
    // Told that these are days of a week.
    let options = Options { days: Some(DayMeaning::Week), ..Options::default() };
    let problem = import::fet(&sample("seven-days.fet"), &options).expect("imports").problem;
    assert_eq!(lesson(&problem, "a7").when, on(None, Weekday::Sun));
}

#[test]
fn encodings() {
    for name in ["windows-1252.fet", "utf-16.fet"] {
        let problem = fet(name).problem;
        assert_eq!(school(&problem).name, "École modèle", "{name}");
        assert_eq!(teacher(&problem, "Zoé").subjects, ["Géographie"], "{name}");
        assert_eq!(lesson(&problem, "a1").when, on(None, Weekday::Tue));
    }
    let wrong = sample("wrong-encoding.fet");
    let errors = import::fet(&wrong, &Options::default()).expect_err("refused");
    assert!(matches!(errors.as_slice(), [ImportError::Undecodable { line: 7, .. }]), "{errors:?}");
    let options = Options { encoding: Some("windows-1252".to_owned()), ..Options::default() };
    assert_eq!(school(&import::fet(&wrong, &options).expect("chosen").problem).name, "École modèle");
}

#[test]
fn what_is_no_timetable_is_refused() {
    let refused = |bytes: &[u8]| import::fet(bytes, &Options::default()).expect_err("refused");
    assert_eq!(refused(&sample("unsolved.fet")), [ImportError::Unplaced { unplaced: 2, activities: 7 }]);
    assert!(matches!(refused(&sample("uneven.xml")).as_slice(), [ImportError::WrongRoot { .. }]));
    assert!(matches!(refused(b"").as_slice(), [ImportError::WrongRoot { .. }]));
    assert!(matches!(refused(b"<fet><a></fet>").as_slice(), [ImportError::Xml { .. }]));
    assert!(matches!(refused(b"<fet>&unknown;</fet>").as_slice(), [ImportError::Xml { .. }]));
    assert!(matches!(refused("<fet>".repeat(100_000).as_bytes()).as_slice(), [ImportError::Xml { .. }]));
    assert_eq!(refused(b"<fet/>"), [ImportError::NoLessons]);
    assert!(matches!(refused(b"<fet><Mode>Terms</Mode></fet>").as_slice(), [ImportError::Mode { .. }]));
}

#[test]
fn errors_have_their_place_and_come_all_at_once() {
    let text = String::from_utf8(sample("week.fet")).expect("UTF-8");
    let text = text
        .replacen("<Preferred_Day>Monday<", "<Preferred_Day>Munday<", 1)
        .replacen("<Duration>2<", "<Duration>two<", 1)
        .replacen("<Preferred_Hour>4 10:50 - 11:35<", "<Preferred_Hour>noon<", 1);
    let errors = import::fet(text.as_bytes(), &Options::default()).expect_err("refused");
    let line = |wanted: &str| text.lines().position(|line| line.contains(wanted)).map(|at| at + 1);
    let unknown = |error: &ImportError, name: &str| match error {
        ImportError::Unknown { found, nearest, place, .. } => {
            found == name
                && place.map(|place| place.line) == line(&format!(">{name}<"))
                && (name != "Munday" || nearest.as_deref() == Some("Monday"))
        }
        _ => false,
    };
    assert_eq!(errors.len(), 3, "{errors:?}");
    assert!(unknown(&errors[0], "Munday") && unknown(&errors[1], "noon"), "{errors:?}");
    assert!(matches!(&errors[2], ImportError::NotANumber { found, place, .. }
        if found == "two" && Some(place.line) == line("two") && place.column == 2));
}

#[test]
fn an_uneven_week_of_xhstt() {
    let Imported { problem, left_out, entries } = xhstt("uneven.xml", &Options::default()).expect("imports");
    // Of the solutions with most placed periods: the cheapest that is known to be.
    assert!(left_out.contains(&LeftOut::Solution { number: 3, of: 4 }));
    assert_eq!(ids(&problem), ["E1-1", "E1-2", "E1-3", "E4-1", "E4-2", "E2", "E3"]);
    assert_eq!(entries, 7);
    assert_eq!((lesson(&problem, "E1-1").length, lesson(&problem, "E1-2").when), (2, on(None, Weekday::Tue)));
    assert_eq!(school(&problem).period_ids[lesson(&problem, "E1-2").period], "2");
    // E4 runs from Thursday's last period into Friday: two lessons.
    assert_eq!(lesson(&problem, "E4-1").when, on(None, Weekday::Thu));
    assert_eq!(lesson(&problem, "E4-2").when, on(None, Weekday::Fri));
    // E3 is not in the solution, but has its time from the instance, and its classes from a group.
    assert_eq!(lesson(&problem, "E3").classes.len(), 2);
    assert_eq!(lesson(&problem, "E1-1").subject.as_deref(), Some("Maths C1"));
    assert!(left_out.contains(&LeftOut::Unplaced { events: vec!["E5".to_owned()] }));
    assert!(left_out.contains(&LeftOut::OpenRoles { roles: 1 }));
    assert!(left_out.contains(&LeftOut::Constraints { constraints: 1 }));
    assert_eq!(teacher(&problem, "T3").id, "T3", "filled in by the solution");
    let third = school(&problem).period_ids.keys().next_back().expect("three");
    assert!(school(&problem).bell_of(third, Weekday::Thu).is_none(), "Thursday is short");
    let away = &teacher(&problem, "T2").unavailable;
    assert_eq!(away.len(), 2);
    assert_eq!((away[0].weekday, &away[0].periods), (Some(Weekday::Mon), &None));
    assert_eq!(periods(&problem, &away[1]), Some(vec!["1".to_owned()]));
}

#[test]
fn a_solution_may_be_chosen() {
    let options = |solution| Options { solution: Some(solution), ..Options::default() };
    let poor = xhstt("uneven.xml", &options(1)).expect("imports");
    assert!(poor.left_out.contains(&LeftOut::Unplaced { events: vec!["E2".to_owned(), "E5".to_owned()] }));
    let wrong = xhstt("uneven.xml", &options(5)).expect_err("refused");
    assert_eq!(wrong, [ImportError::WhichSolution { asked: 5, solutions: 4 }]);
    assert!(xhstt("uneven.xml", &options(0)).is_err());
}

#[test]
fn two_weeks_of_students() {
    let several = xhstt("fortnight.xml", &Options::default()).expect_err("two instances");
    assert!(matches!(several.as_slice(), [ImportError::WhichInstance { ids }] if ids.len() == 2));
    let of = |id: &str| Options { instance: Some(id.to_owned()), ..Options::default() };
    let none = xhstt("fortnight.xml", &of("unsolved")).expect_err("no solution");
    assert_eq!(none, [ImportError::NoSolution { instance: "unsolved".to_owned(), events: 2 }]);
    let unknown = xhstt("fortnight.xml", &of("fortnigt")).expect_err("no such instance");
    assert!(unknown[0].to_string().contains("did you mean `fortnight`"));
    let Imported { problem, left_out, .. } = xhstt("fortnight.xml", &of("fortnight")).expect("imports");
    let cycle = school(&problem).cycle.as_ref().expect("two weeks");
    assert_eq!(cycle.weeks.as_slice(), ["Week 1", "Week 2"]);
    assert_eq!(cycle.anchor.monday, problem.round.start);
    assert_eq!(lesson(&problem, "E1").when, on(Some(0), Weekday::Mon));
    assert_eq!(lesson(&problem, "E2").when, on(Some(1), Weekday::Thu));
    let class = &problem.classes[lesson(&problem, "E1").classes[0]];
    assert_eq!((class.id.as_str(), class.size), ("E1", Some(3)), "the event stands for the class");
    assert!(left_out.contains(&LeftOut::CoursesAsClasses { classes: 2 }));
    assert!(left_out.contains(&LeftOut::Students { students: 5 }));
}

#[test]
fn options_are_checked() {
    let options = Options { weeks: 0, start: Date::from_days(i32::MAX), ..Options::default() };
    let errors = import::fet(&sample("week.fet"), &options).expect_err("refused");
    assert_eq!(errors, [ImportError::Weeks { found: 0 }, ImportError::StartOutOfRange]);
}

#[test]
fn two_weeks_that_start_on_a_sunday() {
    let names = |list: &str, element: &str, names: &[&str]| {
        let one = |name: &&str| format!("<{element}><Name>{name}</Name></{element}>");
        format!("<{list}>{}</{list}>", names.iter().map(one).collect::<String>())
    };
    let activity = |id: u32| {
        format!("<Activity><Teacher>T</Teacher><Students>S</Students><Duration>1</Duration><Id>{id}</Id></Activity>")
    };
    let lock = |id: u32, day: &str| {
        format!(
            "<ConstraintActivityPreferredStartingTime><Activity_Id>{id}</Activity_Id><Day>{day}</Day><Hour>1</Hour>\
             </ConstraintActivityPreferredStartingTime>"
        )
    };
    let days = ["Sun odd", "Mon odd", "Sun even", "Mon even"];
    let text = format!(
        "<fet>{}{}<Activities_List>{}</Activities_List><Time_Constraints_List>{}</Time_Constraints_List></fet>",
        names("Days_List", "Day", &days),
        names("Hours_List", "Hour", &["1"]),
        (1..=4).map(activity).collect::<String>(),
        (1..).zip(days).map(|(id, day)| lock(id, day)).collect::<String>(),
    );
    let sunday = Options::default().start.plus(-1);
    for start in [sunday, sunday.plus(1)] {
        let options = Options { start, ..Options::default() };
        let problem = import::fet(text.as_bytes(), &options).expect("imports").problem;
        assert_eq!(
            school(&problem).cycle.as_ref().map(|cycle| cycle.weeks.as_slice().to_vec()),
            Some(vec!["ODD".to_owned(), "EVEN".to_owned()])
        );
        let on = |date: Date| {
            let taught = |lesson: &&Lesson| problem.is_timetabled(lesson, date);
            problem.lessons.iter().filter(taught).map(|lesson| lesson.id.as_str()).collect::<Vec<_>>()
        };
        // Sunday and Monday of one school week, then of the other; the calendar's week ends between them.
        assert_eq!([0, 1, 7, 8].map(|days| on(sunday.plus(days))), [["a1"], ["a2"], ["a3"], ["a4"]]);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]
    /// Broken files are refused or imported, whatever is broken: nothing panics.
    #[test]
    fn broken_files_never_panic(which in 0..6_usize, at in 0.0..1.0_f64, cut in 0..40_usize, put in ".{0,12}") {
        let names = ["week.fet", "half-days.fet", "seven-days.fet", "utf-16.fet", "uneven.xml", "fortnight.xml"];
        let mut bytes = sample(names[which]);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss,
            reason = "any place in the file will do")]
        let start = (at * bytes.len() as f64) as usize;
        let end = (start + cut).min(bytes.len());
        bytes.splice(start..end, put.bytes());
        let options = Options { instance: names[which].starts_with("fort").then(|| "fortnight".to_owned()), ..Options::default() };
        let read = if which < 4 { import::fet(&bytes, &options) } else { import::xhstt(&bytes, &options) };
        match read {
            Ok(imported) => proptest::prop_assert!(imported.entries > 0),
            Err(errors) => proptest::prop_assert!(errors.iter().all(|error| !error.to_string().is_empty())),
        }
        let mut problem = fet("week.fet").problem;
        let _ = import::people::apply(&mut problem, &bytes);
        let _ = import::read_bell(&bytes);
    }
}
