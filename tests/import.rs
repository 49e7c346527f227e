//! Every real timetable imports with the counts that an independent reader found.

#![cfg(feature = "import")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use common::shared_data;
use opendoor::domain::{Key, Problem, TeacherId, When};
use opendoor::import::{self, ImportError, Imported, LeftOut, Options};

/// The columns of a row of STATS.md that the import must meet.
struct Expected {
    file: String,
    teachers: usize,
    lessons: usize,
    classes: usize,
    no_teacher: usize,
}

/// Where the classes are counted otherwise than in STATS.md: file, our count, why.
const OTHER_CLASSES: [(&str, usize, &str); 2] = [
    ("xhstt/GR-H1-97.xml", 66, "four classes are named by their group only, which STATS.md does not open"),
    ("xhstt/NL-KP-03.xml", 181, "18 groups of students stand for classes here, and not in STATS.md"),
];

/// The rows of STATS.md about files in `folder`.
fn expected(data: &Path, folder: &str) -> Vec<Expected> {
    let text = std::fs::read_to_string(data.join("STATS.md")).expect("STATS.md");
    let header: Vec<&str> = cells(text.lines().find(|line| line.starts_with("| file")).expect("a table"));
    let column = |name: &str| header.iter().position(|&cell| cell == name).expect(name);
    let (teachers, lessons, classes) = (column("teachers"), column("lessons"), column("classes"));
    let no_teacher = column("no teacher");
    let rows = text.lines().filter(|line| line.starts_with(&format!("| `{folder}/")));
    rows.map(|line| {
        let cells = cells(line);
        let number = |at: usize| cells[at].parse().expect("a number");
        Expected {
            file: cells[0].trim_matches('`').to_owned(),
            teachers: number(teachers),
            lessons: number(lessons),
            classes: number(classes),
            no_teacher: number(no_teacher),
        }
    })
    .collect()
}

fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

/// Lessons as entries of the timetable: those of a rotating cycle are counted once, whatever their dates.
fn entries(problem: &Problem) -> Vec<&opendoor::domain::Lesson> {
    let mut seen = BTreeSet::new();
    problem
        .lessons
        .iter()
        .filter(|lesson| match lesson.when {
            When::Weekly { .. } => true,
            When::Once(_) => seen.insert(lesson.id.rsplit_once('@').expect("a dated id").0),
        })
        .collect()
}

fn meets(expected: &Expected, imported: &Imported) {
    let problem = &imported.problem;
    let entries = entries(problem);
    let file = &expected.file;
    assert_eq!(problem.teachers.len(), expected.teachers, "teachers of {file}");
    assert_eq!(entries.len(), expected.lessons, "lessons of {file}");
    assert_eq!(imported.entries, expected.lessons, "entries of {file}");
    let known = OTHER_CLASSES.iter().find(|(other, ..)| other == file);
    let classes = known.map_or(expected.classes, |&(_, classes, _)| classes);
    assert_eq!(problem.classes.len(), classes, "classes of {file}");
    let no_teacher = entries.iter().filter(|lesson| lesson.teachers.is_empty()).count();
    assert_eq!(no_teacher, expected.no_teacher, "lessons without teacher of {file}");
    let said =
        imported.left_out.iter().any(|fact| matches!(fact, LeftOut::NoTeacher { lessons } if *lessons == no_teacher));
    assert_eq!(said, no_teacher > 0, "lessons without teacher of {file} are told");
    is_sound(problem, file);
    is_taught_as_written(problem, file);
}

/// What a reader of the format would demand.
fn is_sound(problem: &Problem, file: &str) {
    let unique = |ids: Vec<&String>| {
        let count = ids.len();
        assert!(ids.iter().all(|id| !id.is_empty()), "empty id in {file}");
        assert_eq!(ids.into_iter().collect::<BTreeSet<_>>().len(), count, "ids of {file}");
    };
    unique(problem.teachers.iter().map(|teacher| &teacher.id).collect());
    unique(problem.lessons.iter().map(|lesson| &lesson.id).collect());
    unique(problem.classes.iter().map(|class| &class.id).collect());
    unique(problem.rooms.iter().map(|room| &room.id).collect());
    for school in &problem.schools {
        unique(school.period_ids.iter().collect());
        assert!(school.bell.iter().all(|bell| bell.start < bell.end && bell.end <= 1440), "bell of {file}");
        for period in school.period_ids.keys() {
            let rings: Vec<_> = school.bell.iter().filter(|bell| bell.period == period).collect();
            let days: usize = rings.iter().map(|bell| bell.weekdays.unwrap_or(school.weekdays).iter().count()).sum();
            let distinct = school.weekdays.iter().filter(|&day| school.bell_of(period, day).is_some()).count();
            assert_eq!(days, distinct, "a period rings once a day in {file}");
        }
    }
    let mut taught: BTreeSet<TeacherId> = BTreeSet::new();
    for lesson in &problem.lessons {
        let school = &problem.schools[lesson.school];
        let weekday = match lesson.when {
            When::Weekly { week, weekday } => {
                let weeks = school.cycle.as_ref().map_or(0, |cycle| cycle.weeks.len());
                assert!(week.is_none_or(|week| week.index() < weeks));
                weekday
            }
            When::Once(date) => {
                assert!(school.is_open(date));
                date.weekday()
            }
        };
        assert!(school.periods_of(lesson.period, lesson.length, weekday).is_some(), "{} of {file}", lesson.id);
        taught.extend(&lesson.teachers);
    }
    assert_eq!(taught.len(), problem.teachers.len(), "everybody teaches in {file}");
    assert!(problem.round.start <= problem.round.end);
    assert!(problem.schools.iter().any(|school| school.is_open(problem.round.end)));
}

/// No import makes a teacher teach in two lessons at once where the file had no clash (none of these has), and
/// nobody is away while they teach.
fn is_taught_as_written(problem: &Problem, file: &str) {
    let mut busy: BTreeSet<(TeacherId, i32, usize)> = BTreeSet::new();
    for date in problem.round.start.through(problem.round.end) {
        for lesson in problem.lessons.iter().filter(|lesson| problem.is_timetabled(lesson, date)) {
            let school = &problem.schools[lesson.school];
            for period in school.periods_of(lesson.period, lesson.length, date.weekday()).expect("checked") {
                for &teacher in &lesson.teachers {
                    assert!(busy.insert((teacher, date.days(), period.index())), "{} of {file}", lesson.id);
                    let away = &problem.teachers[teacher].unavailable;
                    let hit = away.iter().any(|time| time.covers_date(school, date) && time.covers_period(period));
                    assert!(!hit, "away in {} of {file}", lesson.id);
                }
            }
        }
    }
}

#[test]
fn every_solved_fet_file() {
    let Some(data) = shared_data() else { return };
    let rows = expected(&data, "fet");
    let listed: BTreeSet<PathBuf> = rows.iter().map(|row| data.join(&row.file)).collect();
    let mut found = BTreeSet::new();
    for folder in std::fs::read_dir(data.join("fet/solved")).expect("fet/solved") {
        for file in std::fs::read_dir(folder.expect("a folder").path()).expect("a folder") {
            let path = file.expect("a file").path();
            if path.extension().is_some_and(|extension| extension == "fet") {
                found.insert(path);
            }
        }
    }
    assert_eq!(found, listed, "STATS.md lists the files");
    for row in rows {
        let bytes = std::fs::read(data.join(&row.file)).expect("listed");
        let imported = import::fet(&bytes, &Options::default()).unwrap_or_else(|e| panic!("{}: {e:?}", row.file));
        meets(&row, &imported);
    }
}

#[test]
fn problems_are_refused_with_their_count() {
    let Some(data) = shared_data() else { return };
    // Active activities without a lock of 100 per cent, counted apart from this program; STATS.md counts what a
    // run of FET left open in the end, which is not in these files.
    let mut counts = BTreeMap::from([
        ("greece_gymnasio.problem.fet", (318, 327)),
        ("hongkong_6period.problem.fet", (873, 873)),
        ("italy_2010_liceo_problem.fet", (562, 598)),
        ("romania_medgidia_2019.problem.fet", (392, 392)),
    ]);
    for file in std::fs::read_dir(data.join("fet/partial")).expect("fet/partial") {
        let path = file.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.extension().is_none_or(|extension| extension != "fet") {
            continue;
        }
        let (unplaced, activities) = counts.remove(name.as_str()).expect("a known file");
        let refused = import::fet(&std::fs::read(&path).expect("there"), &Options::default());
        assert_eq!(refused, Err(vec![ImportError::Unplaced { unplaced, activities }]), "{name}");
    }
    assert!(counts.is_empty());
}

#[test]
fn every_xhstt_file() {
    let Some(data) = shared_data() else { return };
    let rows = expected(&data, "xhstt");
    let listed: BTreeSet<PathBuf> = rows.iter().map(|row| data.join(&row.file)).collect();
    let files = std::fs::read_dir(data.join("xhstt")).expect("xhstt").map(|file| file.expect("a file").path());
    let found: BTreeSet<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "xml")).collect();
    assert_eq!(found, listed, "STATS.md lists the files");
    for row in rows {
        let bytes = std::fs::read(data.join(&row.file)).expect("listed");
        let imported = import::xhstt(&bytes, &Options::default()).unwrap_or_else(|e| panic!("{}: {e:?}", row.file));
        meets(&row, &imported);
    }
}
