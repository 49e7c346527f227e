//! The table of people: out, in, and every way it may be wrong.

#![cfg(feature = "import")]

mod common;

use opendoor::domain::{Key, Problem, ProtectedUse, Score, Teacher, TeacherId};
use opendoor::import::people::{self, Code, RowError};
use opendoor::import::{self, Options};

fn problem() -> Problem {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/instances/import/week.fet");
    let bytes = std::fs::read(path).expect("the sample");
    import::fet(&bytes, &Options::default()).expect("imports").problem
}

fn teacher<'a>(problem: &'a Problem, id: &str) -> &'a Teacher {
    problem.teachers.iter().find(|teacher| teacher.id == id).expect(id)
}

fn thousandths(scores: &[(opendoor::domain::FocusId, Score)]) -> Vec<(usize, u16)> {
    scores.iter().map(|(focus, score)| (focus.index(), score.thousandths())).collect()
}

fn codes(errors: &[RowError]) -> Vec<(usize, &str, Code)> {
    errors.iter().map(|error| (error.row, error.column.as_str(), error.code)).collect()
}

#[test]
fn a_template_put_back_changes_nothing() {
    let mut problem = problem();
    let text = people::template(&problem);
    assert!(text.starts_with("id,name,department,subjects,leader,line_manager,"));
    assert!(text.contains(",strength:questioning,strength:behaviour,need:questioning,need:behaviour,asks,"));
    assert_eq!(text.lines().count(), problem.teachers.len() + 1);
    let before = problem.clone();
    let applied = people::apply(&mut problem, text.as_bytes()).expect("applies");
    assert!(problem == before, "nothing is changed");
    assert_eq!((applied.rows, applied.changed), (4, 0));
    assert!(applied.missing.is_empty() && applied.focuses.is_empty() && !applied.windows_1252);
}

#[test]
fn seeded_people_go_through_a_table_unharmed() {
    for seed in 0..20 {
        let mut full = problem();
        common::seed_people(&mut full, seed);
        let first = TeacherId::from_index(0);
        full.teachers[TeacherId::from_index(1)].line_manager = Some(first);
        full.teachers[first].name = "Oda \"O\" Ä; Oak, née Öl".to_owned();
        full.teachers[first].cover.max_per_round = Some(3);
        full.teachers[first].hosting.max_per_year = Some(6);
        full.teachers[first].themes = vec!["talk".to_owned(), "maths".to_owned()];
        let text = people::template(&full);
        assert!(text.starts_with('\u{feff}'), "a mark where letters are not ASCII");
        // The same timetable without people gets them from the table alone.
        let mut empty = problem();
        empty.focuses = full.focuses.clone();
        let applied = people::apply(&mut empty, text.as_bytes()).expect("applies");
        assert!(empty == full, "seed {seed}");
        assert!(applied.changed > 0);
        let mut other = problem();
        common::seed_people(&mut other, seed + 1);
        assert_ne!(other.teachers, full.teachers, "another seed is another school");
    }
}

#[test]
fn a_table_as_spreadsheets_write_it() {
    let table = "\u{feff}ID;name;Department;line_manager;Leader;Visits;strength:questioning;need: behaviour;asks;\
                 protected_use;cover_willing;cover_max_per_week;hosting_max;themes;;\r\n\
                 OAK;Ola Oak;Maths;;yes;2;0,75;.5;questioning; yes;1;2;4;talk; \r\n\
                 \r\n\
                 ELM;;\"Languages; old\";OAK;FALSE;;1;;\"behaviour;questioning\";never;no;-;;\r\n";
    let mut problem = problem();
    let applied = people::apply(&mut problem, table.as_bytes()).expect("applies");
    assert_eq!((applied.rows, applied.changed), (2, 2));
    assert_eq!(applied.focuses, ["questioning", "behaviour"]);
    assert_eq!(applied.missing, ["ASH", "ASH~2"]);
    let names: Vec<&str> = problem.focuses.iter().map(|focus| focus.name.as_str()).collect();
    assert_eq!(names, ["Questioning", "Behaviour"]);
    let oak = teacher(&problem, "OAK");
    assert_eq!(
        (oak.name.as_str(), oak.department.as_deref(), oak.leader, oak.visits),
        ("Ola Oak", Some("Maths"), true, 2)
    );
    assert_eq!((thousandths(&oak.strengths), thousandths(&oak.needs)), (vec![(0, 750)], vec![(1, 500)]));
    assert_eq!((oak.protected_use, oak.cover.willing), (ProtectedUse::Watch, Some(true)));
    assert_eq!((oak.cover.max_per_week, oak.hosting.max), (Some(2), Some(4)));
    assert_eq!(oak.themes, ["talk"]);
    let elm = teacher(&problem, "ELM");
    assert_eq!((elm.name.as_str(), elm.visits), ("ELM", 1), "a blank leaves things as they are");
    assert_eq!(elm.department.as_deref(), Some("Languages; old"));
    assert_eq!(elm.line_manager, Some(TeacherId::from_index(0)));
    assert_eq!(elm.asks.iter().map(|focus| focus.index()).collect::<Vec<_>>(), [1, 0]);
    // And a dash takes things away.
    let table = "id\tline_manager\tstrength:questioning\tdepartment\tasks\nELM\t-\t-\t-\t-\n";
    people::apply(&mut problem, table.as_bytes()).expect("applies");
    let elm = teacher(&problem, "ELM");
    assert_eq!((elm.line_manager, elm.strengths.len(), &elm.department, elm.asks.len()), (None, 0, &None, 0));
}

#[test]
fn windows_1252_and_blanks_around_ids() {
    let mut problem = problem();
    let applied = people::apply(&mut problem, b"id;name\n OAK ;Zo\xEB\n").expect("applies");
    assert!(applied.windows_1252);
    assert_eq!(teacher(&problem, "OAK").name, "Zoë");
    // `ASH` and `ASH ` of the file are two people, and each can be reached.
    people::apply(&mut problem, b"id,leader\nASH~2 ,yes\n").expect("applies");
    assert!(teacher(&problem, "ASH~2").leader && !teacher(&problem, "ASH").leader);
}

#[test]
fn all_errors_at_once_and_then_nothing_is_changed() {
    let table = "id,visits,leader,strength:talk,asks,line_manager,protected_use,name,departmnet,visits,need:\n\
                 OAK,two,maybe,1.2,tlak,OAK,sometimes,-,x,3,\n\
                 ELMM,1,,,,,,,,,\n\
                 OAK,1,,0.1234,,,,,,,\n\
                 ELM,-1,,0.5,,ASHH,,,,,,stray\n";
    let mut problem = problem();
    let before = problem.clone();
    let errors = people::apply(&mut problem, table.as_bytes()).expect_err("wrong");
    assert!(problem == before, "nothing is changed");
    let expected = [
        (1, "9", Code::UnknownColumn),
        (1, "10", Code::TwiceColumn),
        (1, "11", Code::UnknownColumn),
        (2, "visits", Code::Number),
        (2, "leader", Code::Truth),
        (2, "strength:talk", Code::Score),
        (2, "asks", Code::UnknownFocus),
        (2, "line_manager", Code::OwnManager),
        (2, "protected_use", Code::Word),
        (2, "name", Code::Needed),
        (3, "id", Code::UnknownTeacher),
        (4, "id", Code::TwiceTeacher),
        (5, "12", Code::StrayCell),
        (5, "visits", Code::Number),
        (5, "line_manager", Code::UnknownManager),
    ];
    assert_eq!(codes(&errors), expected, "{errors:#?}");
    assert_eq!(errors[0].nearest.as_deref(), Some("department"));
    assert_eq!(errors[6].nearest.as_deref(), Some("talk"));
    assert_eq!(
        errors[10].to_string(),
        "row 3, column `id`: found `ELMM`, expected the id of a teacher; did you mean `ELM`? [people-unknown-teacher]"
    );
}

#[test]
fn what_is_no_table() {
    let mut problem = problem();
    let mut codes_of = |table: &[u8]| {
        let errors = people::apply(&mut problem, table).expect_err("wrong");
        errors.iter().map(|error| error.code).collect::<Vec<_>>()
    };
    assert_eq!(codes_of(b""), [Code::NoId]);
    assert_eq!(codes_of(b"name,visits\nOAK,1\n"), [Code::NoId]);
    assert_eq!(codes_of(b"\xFF\xFEi"), [Code::Unreadable], "half a letter of UTF-16");
}
