//! Certificates as JSON (SPEC §8, "Proof"); `src/docs/certificate.md` tells the format. Reading resolves every name
//! against the instance. Nothing is proven here: the checker does that.

mod counted;
mod read;
mod row;
mod write;

pub use read::read_certificate;
pub use write::write_certificate;

/// The format of certificates.
const FORMAT: &str = "opendoor-certificate/1";

#[cfg(test)]
mod tests {
    use super::counted;
    use super::row::{Names, text};
    use super::*;
    use crate::domain::{
        Certificate, Counted, CoverBy, Date, Decision, Half, Key, Leaf, LockRef, Row, Side, Vertex, VertexSet,
    };
    use crate::format::samples;

    fn id<K: Key>(index: usize) -> K {
        K::from_index(index)
    }

    /// One of each.
    fn rows() -> Vec<Row> {
        let (date, monday) = (Date::from_days(20_760), Date::from_days(20_759));
        let (teacher, lesson, school, period) = (id(0), id(0), id(0), id(1));
        let unit = |half| Row::UnitAt { supply: id(0), half, date, period };
        let department = "%  d\u{e9}p\u{200b}t ".to_owned();
        vec![
            Row::Use { teacher, date, period },
            Row::Outside { teacher, date, minute: 500 },
            Row::LeaveOrHost { teacher, lesson, date, period },
            Row::Seats { lesson, date, period },
            Row::Hosting { teacher },
            Row::Watched { class: id(0) },
            Row::Lost { class: id(0) },
            Row::Lent { teacher, monday },
            Row::Quota { teacher, monday },
            Row::After { teacher, monday },
            Row::Cover { school, date, period, subject: None },
            Row::Cover { school, date, period, subject: Some(String::new()) },
            Row::Cover { school, date, period, subject: Some("two words".into()) },
            Row::Stay { lesson, date, period },
            Row::Studyable { lesson, date, period },
            Row::StudyRelease { class: id(0) },
            Row::AwaySchool { school, date, period },
            Row::AwayDepartment { school, department, date, period },
            Row::StaffDay { teacher, date },
            Row::StaffWeek { teacher, monday },
            Row::Ladder { teacher },
            Row::SupervisorAt { supervisor: id(0), date, period },
            Row::SupervisorDay { supervisor: id(0), date },
            Row::KeepBack { school, date, period },
            unit(None),
            unit(Some(Half::Am)),
            unit(Some(Half::Pm)),
            Row::HiredAtMost { supply: id(0) },
            Row::HiredAtLeast { supply: id(0) },
            Row::HireDay { supply: id(0), date },
            Row::Money,
            Row::SchoolMoney { school },
            Row::WeekMoney { monday },
            Row::CoverPeriods,
            Row::PairOnce { members: [id(0), id(1)] },
            Row::LeaderLate { leader: teacher },
            Row::Lock { lock: LockRef::Lock(0) },
            Row::Lock { lock: LockRef::Must(0) },
            Row::ArrangementsAtMost,
            Row::ArrangementsAtLeast,
            Row::PairAtMost { members: [id(0), id(1)] },
            Row::PairAtLeast { members: [id(0), id(1)] },
        ]
    }

    /// One of each.
    fn counts() -> Vec<Counted> {
        let date = Date::from_days(20_760);
        let (teacher, supply, period) = (id(0), id(0), id(1));
        let hire = |half, period| Counted::Hire { supply, date, half, period };
        let covers =
            |by, subject: Option<&str>| Counted::Covers { by, date, period, subject: subject.map(str::to_owned) };
        vec![
            Counted::Arrangements,
            Counted::Pair { members: [id(0), id(1)] },
            Counted::Rings { school: id(0) },
            Counted::Hired { supply },
            hire(None, None),
            hire(Some(Half::Am), None),
            hire(Some(Half::Pm), None),
            hire(None, Some(period)),
            covers(CoverBy::Staff(teacher), None),
            covers(CoverBy::Staff(teacher), Some("two words")),
            covers(CoverBy::Supervisor(id(0)), Some("")),
            covers(CoverBy::Supply(supply), None),
            Counted::Study { lesson: id(0), date, period },
            Counted::Step { teacher, step: 3 },
            Counted::Late { leader: teacher },
        ]
    }

    #[test]
    fn certificates_are_read_back_without_loss() {
        let problem = samples::built_problem();
        let vertex = |teacher: usize, copy| Vertex { teacher: id(teacher), copy };
        let sides = (0..).map(|count| if count % 2 == 0 { Side::AtLeast(count) } else { Side::AtMost(count) });
        let decisions = counts().into_iter().zip(sides).map(|(counted, side)| Decision { counted, side });
        let first = Leaf {
            branch: Vec::new(),
            prices: rows().into_iter().zip(1..).collect(),
            vertices: vec![(vertex(0, 0), 7), (vertex(0, 1), 8)],
            odd_sets: vec![VertexSet { members: vec![vertex(0, 0), vertex(0, 1), vertex(1, 0)], dual: 9 }],
        };
        let second = Leaf { branch: decisions.collect(), prices: vec![], vertices: vec![], odd_sets: vec![] };
        let certificate = Certificate { instance: "sha256:00".into(), bound: -5, leaves: vec![first, second] };
        let written = write_certificate(&certificate, &problem);
        assert_eq!(read_certificate(written.as_bytes(), &problem), Ok(certificate), "{written}");
    }

    #[test]
    fn a_row_has_one_text_only() {
        let problem = samples::built_problem();
        let names = Names::new(&problem);
        let known: Vec<String> = rows().iter().map(|row| text(row, &problem)).collect();
        for (row, text) in rows().iter().zip(&known) {
            assert_eq!(names.row(text).as_ref(), Some(row), "{text}");
            for wrong in [format!("{text} "), format!(" {text}"), format!("{text} x"), text.replacen(' ', "  ", 1)] {
                assert!(wrong == *text || names.row(&wrong).as_ref() != Some(row), "{wrong}");
            }
        }
        for wrong in ["", "money 1", "use", "outside ann 2026-11-03 8:20", "lock 00", "lock +0", "must 99", "%6Doney"] {
            assert_eq!(names.row(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_count_has_one_text_only() {
        let problem = samples::built_problem();
        let names = Names::new(&problem);
        for counted in counts() {
            let text = counted::text(&counted, &problem);
            assert_eq!(names.counted(&text), Some(counted.clone()), "{text}");
            for wrong in [format!("{text} "), format!(" {text}"), format!("{text} x y"), text.replacen(' ', "  ", 1)] {
                assert!(wrong == text || names.counted(&wrong).as_ref() != Some(&counted), "{wrong}");
            }
        }
        for wrong in
            ["", "arrangements 1", "pair", "cover", "hire-noon", "pair %", "step ann 03", "step ann -1", "money"]
        {
            assert_eq!(names.counted(wrong), None, "{wrong}");
        }
    }
}
