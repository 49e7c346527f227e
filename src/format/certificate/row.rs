//! Rows as text: what is limited, then whose and when, in words set apart by single blanks. A row has one text, and
//! a text is of one row at most: what is read must be written the same again.

use std::collections::HashMap;
use std::fmt::Write;

use crate::domain::{
    ClassId, Date, Half, LessonId, LockRef, PeriodId, Problem, Row, SchoolId, SupervisorId, SupplyId, TeacherId,
};
use crate::format::scalars::{parse_date, parse_minute};
use crate::format::wire::IsoDate;

/// The text of a row of `problem`.
pub(super) fn text(row: &Row, problem: &Problem) -> String {
    let teacher = |id: TeacherId| escaped(&problem.teachers[id].id);
    let lesson = |id: LessonId| escaped(&problem.lessons[id].id);
    let school = |id: SchoolId| escaped(&problem.schools[id].id);
    let class = |id: ClassId| {
        let class = &problem.classes[id];
        format!("{} {}", school(class.school), escaped(&class.id))
    };
    let supervisor = |id: SupervisorId| escaped(&problem.supervisors[id].id);
    let supply = |id: SupplyId| escaped(&problem.supply[id].id);
    let at = |of: SchoolId, date: Date, period: PeriodId| {
        format!("{} {}", IsoDate(date), escaped(&problem.schools[of].period_ids[period]))
    };
    let of_teacher = |id: TeacherId| problem.teachers[id].school;
    let of_lesson = |id: LessonId| problem.lessons[id].school;
    match row {
        &Row::Use { teacher: id, date, period } => format!("use {} {}", teacher(id), at(of_teacher(id), date, period)),
        &Row::Outside { teacher: id, date, minute } => {
            format!("outside {} {} {:02}:{:02}", teacher(id), IsoDate(date), minute / 60, minute % 60)
        }
        &Row::LeaveOrHost { teacher: id, lesson: what, date, period } => {
            format!("leave-or-host {} {} {}", teacher(id), lesson(what), at(of_teacher(id), date, period))
        }
        &Row::Seats { lesson: id, date, period } => format!("seats {} {}", lesson(id), at(of_lesson(id), date, period)),
        &Row::Hosting { teacher: id } => format!("hosting {}", teacher(id)),
        &Row::Watched { class: id } => format!("watched {}", class(id)),
        &Row::Lost { class: id } => format!("lost {}", class(id)),
        &Row::Lent { teacher: id, monday } => format!("lent {} {}", teacher(id), IsoDate(monday)),
        &Row::Quota { teacher: id, monday } => format!("quota {} {}", teacher(id), IsoDate(monday)),
        &Row::After { teacher: id, monday } => format!("after {} {}", teacher(id), IsoDate(monday)),
        Row::Cover { school: id, date, period, subject } => {
            let mut text = format!("cover {} {}", school(*id), at(*id, *date, *period));
            if let Some(subject) = subject {
                text.push(' ');
                text.push_str(&escaped(subject));
            }
            text
        }
        &Row::Stay { lesson: id, date, period } => format!("stay {} {}", lesson(id), at(of_lesson(id), date, period)),
        &Row::Studyable { lesson: id, date, period } => {
            format!("studyable {} {}", lesson(id), at(of_lesson(id), date, period))
        }
        &Row::StudyRelease { class: id } => format!("study-release {}", class(id)),
        &Row::AwaySchool { school: id, date, period } => format!("away {} {}", school(id), at(id, date, period)),
        Row::AwayDepartment { school: id, department, date, period } => {
            format!("away-department {} {} {}", school(*id), escaped(department), at(*id, *date, *period))
        }
        &Row::StaffDay { teacher: id, date } => format!("staff-day {} {}", teacher(id), IsoDate(date)),
        &Row::StaffWeek { teacher: id, monday } => format!("staff-week {} {}", teacher(id), IsoDate(monday)),
        &Row::Ladder { teacher: id } => format!("ladder {}", teacher(id)),
        &Row::SupervisorAt { supervisor: id, date, period } => {
            format!("supervisor {} {}", supervisor(id), at(problem.supervisors[id].school, date, period))
        }
        &Row::SupervisorDay { supervisor: id, date } => format!("supervisor-day {} {}", supervisor(id), IsoDate(date)),
        &Row::KeepBack { school: id, date, period } => format!("keep-back {} {}", school(id), at(id, date, period)),
        &Row::UnitAt { supply: id, half, date, period } => {
            let units = half.map_or("units", |half| if half == Half::Am { "units-am" } else { "units-pm" });
            format!("{units} {} {}", supply(id), at(problem.supply[id].school, date, period))
        }
        &Row::HiredAtMost { supply: id } => format!("hired-at-most {}", supply(id)),
        &Row::HiredAtLeast { supply: id } => format!("hired-at-least {}", supply(id)),
        &Row::HireDay { supply: id, date } => format!("hire-day {} {}", supply(id), IsoDate(date)),
        Row::Money => "money".to_owned(),
        &Row::SchoolMoney { school: id } => format!("school-money {}", school(id)),
        &Row::WeekMoney { monday } => format!("week-money {}", IsoDate(monday)),
        Row::CoverPeriods => "cover-periods".to_owned(),
        &Row::PairOnce { members: [a, b] } => format!("partners {} {}", teacher(a), teacher(b)),
        &Row::LeaderLate { leader } => format!("leader {}", teacher(leader)),
        Row::Lock { lock: LockRef::Lock(index) } => format!("lock {index}"),
        Row::Lock { lock: LockRef::Must(index) } => format!("must {index}"),
        Row::ArrangementsAtMost => "arrangements-at-most".to_owned(),
        Row::ArrangementsAtLeast => "arrangements-at-least".to_owned(),
        &Row::PairAtMost { members: [a, b] } => format!("pair-at-most {} {}", teacher(a), teacher(b)),
        &Row::PairAtLeast { members: [a, b] } => format!("pair-at-least {} {}", teacher(a), teacher(b)),
    }
}

/// The word as one without blanks; the empty one is `%`.
pub(super) fn escaped(word: &str) -> String {
    if word.is_empty() {
        return "%".to_owned();
    }
    let mut escaped = String::with_capacity(word.len());
    for c in word.chars() {
        if c == ' ' || c == '%' || c.is_control() {
            // A String takes everything.
            let _ = write!(escaped, "%{:02x}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// The word that [`escaped`] made this one of; others give anything, or none.
fn plain(word: &str) -> Option<String> {
    if word == "%" {
        return Some(String::new());
    }
    let mut parts = word.split('%');
    let mut plain = parts.next()?.to_owned();
    for part in parts {
        let code = u32::from_str_radix(part.get(..2)?, 16).ok()?;
        plain.push(char::from_u32(code)?);
        plain.push_str(&part[2..]);
    }
    Some(plain)
}

/// What an instance names.
pub(super) struct Names<'p> {
    problem: &'p Problem,
    teachers: HashMap<&'p str, TeacherId>,
    lessons: HashMap<&'p str, LessonId>,
    schools: HashMap<&'p str, SchoolId>,
    classes: HashMap<(SchoolId, &'p str), ClassId>,
    supervisors: HashMap<&'p str, SupervisorId>,
    supply: HashMap<&'p str, SupplyId>,
}

impl<'p> Names<'p> {
    /// Of `problem`.
    pub(super) fn new(problem: &'p Problem) -> Self {
        Self {
            problem,
            teachers: problem.teachers.entries().map(|(id, one)| (one.id.as_str(), id)).collect(),
            lessons: problem.lessons.entries().map(|(id, one)| (one.id.as_str(), id)).collect(),
            schools: problem.schools.entries().map(|(id, one)| (one.id.as_str(), id)).collect(),
            classes: problem.classes.entries().map(|(id, one)| ((one.school, one.id.as_str()), id)).collect(),
            supervisors: problem.supervisors.entries().map(|(id, one)| (one.id.as_str(), id)).collect(),
            supply: problem.supply.entries().map(|(id, one)| (one.id.as_str(), id)).collect(),
        }
    }

    /// What they are names of.
    pub(super) fn problem(&self) -> &'p Problem {
        self.problem
    }

    /// The words of a text.
    pub(super) fn words(&self, text: &str) -> Option<Words<'_, 'p>> {
        let words: Vec<String> = text.split(' ').map(plain).collect::<Option<_>>()?;
        Some(Words { names: self, words: words.into_iter() })
    }

    /// The row that has this text.
    pub(super) fn row(&self, row: &str) -> Option<Row> {
        let mut words = self.words(row)?;
        let kind = words.next()?;
        let read = words.read(&kind)?;
        (text(&read, self.problem) == row).then_some(read)
    }
}

/// The words of a row that are left.
pub(super) struct Words<'n, 'p> {
    names: &'n Names<'p>,
    words: std::vec::IntoIter<String>,
}

impl<'p> Words<'_, 'p> {
    pub(super) fn next(&mut self) -> Option<String> {
        self.words.next()
    }

    pub(super) fn problem(&self) -> &'p Problem {
        self.names.problem
    }

    pub(super) fn teacher(&mut self) -> Option<TeacherId> {
        self.names.teachers.get(self.next()?.as_str()).copied()
    }

    fn lesson(&mut self) -> Option<LessonId> {
        self.names.lessons.get(self.next()?.as_str()).copied()
    }

    pub(super) fn school(&mut self) -> Option<SchoolId> {
        self.names.schools.get(self.next()?.as_str()).copied()
    }

    fn class(&mut self) -> Option<ClassId> {
        let school = self.school()?;
        self.names.classes.get(&(school, self.next()?.as_str())).copied()
    }

    pub(super) fn supervisor(&mut self) -> Option<SupervisorId> {
        self.names.supervisors.get(self.next()?.as_str()).copied()
    }

    pub(super) fn supply(&mut self) -> Option<SupplyId> {
        self.names.supply.get(self.next()?.as_str()).copied()
    }

    pub(super) fn date(&mut self) -> Option<Date> {
        parse_date(&self.next()?)
    }

    fn monday(&mut self) -> Option<Date> {
        self.date().filter(|date| *date == date.monday())
    }

    pub(super) fn at(&mut self, school: SchoolId) -> Option<(Date, PeriodId)> {
        let date = self.date()?;
        let word = self.next()?;
        let periods = &self.names.problem.schools[school].period_ids;
        let (period, _) = periods.entries().find(|(_, id)| **id == word)?;
        Some((date, period))
    }

    fn at_teacher(&mut self, teacher: TeacherId) -> Option<(Date, PeriodId)> {
        self.at(self.names.problem.teachers[teacher].school)
    }

    pub(super) fn lesson_at(&mut self) -> Option<(LessonId, Date, PeriodId)> {
        let lesson = self.lesson()?;
        let (date, period) = self.at(self.names.problem.lessons[lesson].school)?;
        Some((lesson, date, period))
    }

    fn school_at(&mut self) -> Option<(SchoolId, Date, PeriodId)> {
        let school = self.school()?;
        let (date, period) = self.at(school)?;
        Some((school, date, period))
    }

    fn index(&mut self, below: usize) -> Option<usize> {
        self.next()?.parse().ok().filter(|&index| index < below)
    }

    fn units(&mut self, half: Option<Half>) -> Option<Row> {
        let supply = self.supply()?;
        let (date, period) = self.at(self.names.problem.supply[supply].school)?;
        Some(Row::UnitAt { supply, half, date, period })
    }

    /// The row of that kind; words that are left over show when it is written again.
    fn read(&mut self, kind: &str) -> Option<Row> {
        Some(match kind {
            "use" => {
                let teacher = self.teacher()?;
                let (date, period) = self.at_teacher(teacher)?;
                Row::Use { teacher, date, period }
            }
            "outside" => {
                let (teacher, date) = (self.teacher()?, self.date()?);
                Row::Outside { teacher, date, minute: u32::from(parse_minute(&self.next()?)?) }
            }
            "leave-or-host" => {
                let (teacher, lesson) = (self.teacher()?, self.lesson()?);
                let (date, period) = self.at_teacher(teacher)?;
                Row::LeaveOrHost { teacher, lesson, date, period }
            }
            "seats" => self.lesson_at().map(|(lesson, date, period)| Row::Seats { lesson, date, period })?,
            "hosting" => Row::Hosting { teacher: self.teacher()? },
            "watched" => Row::Watched { class: self.class()? },
            "lost" => Row::Lost { class: self.class()? },
            "lent" => Row::Lent { teacher: self.teacher()?, monday: self.monday()? },
            "quota" => Row::Quota { teacher: self.teacher()?, monday: self.monday()? },
            "after" => Row::After { teacher: self.teacher()?, monday: self.monday()? },
            "cover" => {
                let (school, date, period) = self.school_at()?;
                Row::Cover { school, date, period, subject: self.next() }
            }
            "stay" => self.lesson_at().map(|(lesson, date, period)| Row::Stay { lesson, date, period })?,
            "studyable" => self.lesson_at().map(|(lesson, date, period)| Row::Studyable { lesson, date, period })?,
            "study-release" => Row::StudyRelease { class: self.class()? },
            "away" => self.school_at().map(|(school, date, period)| Row::AwaySchool { school, date, period })?,
            "away-department" => {
                let (school, department) = (self.school()?, self.next()?);
                let (date, period) = self.at(school)?;
                Row::AwayDepartment { school, department, date, period }
            }
            "staff-day" => Row::StaffDay { teacher: self.teacher()?, date: self.date()? },
            "staff-week" => Row::StaffWeek { teacher: self.teacher()?, monday: self.monday()? },
            "ladder" => Row::Ladder { teacher: self.teacher()? },
            "supervisor" => {
                let supervisor = self.supervisor()?;
                let (date, period) = self.at(self.names.problem.supervisors[supervisor].school)?;
                Row::SupervisorAt { supervisor, date, period }
            }
            "supervisor-day" => Row::SupervisorDay { supervisor: self.supervisor()?, date: self.date()? },
            "keep-back" => self.school_at().map(|(school, date, period)| Row::KeepBack { school, date, period })?,
            "units" => self.units(None)?,
            "units-am" => self.units(Some(Half::Am))?,
            "units-pm" => self.units(Some(Half::Pm))?,
            "hired-at-most" => Row::HiredAtMost { supply: self.supply()? },
            "hired-at-least" => Row::HiredAtLeast { supply: self.supply()? },
            "hire-day" => Row::HireDay { supply: self.supply()?, date: self.date()? },
            "money" => Row::Money,
            "school-money" => Row::SchoolMoney { school: self.school()? },
            "week-money" => Row::WeekMoney { monday: self.monday()? },
            "cover-periods" => Row::CoverPeriods,
            "partners" => Row::PairOnce { members: [self.teacher()?, self.teacher()?] },
            "leader" => Row::LeaderLate { leader: self.teacher()? },
            "lock" => Row::Lock { lock: LockRef::Lock(self.index(self.names.problem.locks.len())?) },
            "must" => Row::Lock { lock: LockRef::Must(self.index(self.names.problem.rules.must.len())?) },
            "arrangements-at-most" => Row::ArrangementsAtMost,
            "arrangements-at-least" => Row::ArrangementsAtLeast,
            "pair-at-most" => Row::PairAtMost { members: [self.teacher()?, self.teacher()?] },
            "pair-at-least" => Row::PairAtLeast { members: [self.teacher()?, self.teacher()?] },
            _ => return None,
        })
    }
}
