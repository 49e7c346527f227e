//! Rows of every kind that an instance could have.

use opendoor::domain::{Half, LockRef, Problem, Row};

/// How many kinds there are.
pub const KINDS: usize = 33;

/// All of them, and some in which nothing stands.
pub fn all(problem: &Problem) -> Vec<Row> {
    let mut rows = vec![Row::Money, Row::CoverPeriods];
    let round = &problem.round;
    let dates: Vec<_> = round.start.through(round.end).collect();
    rows.extend((0..problem.locks.len()).map(|index| Row::Lock { lock: LockRef::Lock(index) }));
    rows.extend((0..problem.rules.must.len()).map(|index| Row::Lock { lock: LockRef::Must(index) }));
    let periods = |school| problem.schools[school].period_ids.keys();
    for (teacher, person) in problem.teachers.entries() {
        rows.extend([Row::Hosting { teacher }, Row::Ladder { teacher }, Row::LeaderLate { leader: teacher }]);
        rows.extend(problem.teachers.keys().filter(|&b| b > teacher).map(|b| Row::PairOnce { members: [teacher, b] }));
        for &date in &dates {
            if let Some(department) = &person.department {
                let (school, department) = (person.school, || department.clone());
                rows.extend(periods(school).map(|period| Row::AwayDepartment {
                    school,
                    department: department(),
                    date,
                    period,
                }));
            }
            rows.push(Row::StaffDay { teacher, date });
            rows.extend(periods(person.school).map(|period| Row::Use { teacher, date, period }));
            rows.extend([500, 530, 720, 890].map(|minute| Row::Outside { teacher, date, minute }));
            if date == date.monday() {
                let monday = date;
                rows.extend([Row::Lent { teacher, monday }, Row::Quota { teacher, monday }]);
                rows.extend([Row::After { teacher, monday }, Row::StaffWeek { teacher, monday }]);
            }
        }
    }
    for class in problem.classes.keys() {
        rows.extend([Row::Watched { class }, Row::Lost { class }, Row::StudyRelease { class }]);
    }
    for (lesson, it) in problem.lessons.entries() {
        for &date in dates.iter().filter(|&&date| problem.is_timetabled(it, date)) {
            let period = it.period;
            rows.extend([Row::Seats { lesson, date, period }, Row::Stay { lesson, date, period }]);
            rows.push(Row::Studyable { lesson, date, period });
            rows.extend(it.teachers.iter().map(|&teacher| Row::LeaveOrHost { teacher, lesson, date, period }));
        }
    }
    for school in problem.schools.keys() {
        rows.push(Row::SchoolMoney { school });
        for &date in &dates {
            for period in periods(school) {
                rows.extend([Row::AwaySchool { school, date, period }, Row::KeepBack { school, date, period }]);
                for subject in [None, Some("maths".to_owned())] {
                    rows.push(Row::Cover { school, date, period, subject });
                }
            }
        }
    }
    for &date in &dates {
        if date == date.monday() {
            rows.push(Row::WeekMoney { monday: date });
        }
        for (supervisor, it) in problem.supervisors.entries() {
            rows.push(Row::SupervisorDay { supervisor, date });
            rows.extend(periods(it.school).map(|period| Row::SupervisorAt { supervisor, date, period }));
        }
        for (supply, it) in problem.supply.entries() {
            rows.extend([Row::HiredAtMost { supply }, Row::HiredAtLeast { supply }]);
            rows.push(Row::HireDay { supply, date });
            for half in [None, Some(Half::Am), Some(Half::Pm)] {
                rows.extend(periods(it.school).map(|period| Row::UnitAt { supply, half, date, period }));
            }
        }
    }
    rows
}
