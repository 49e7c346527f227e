//! What cases are split on, as text: in the manner of rows, with one text each.

use super::row::{Names, Words, escaped};
use crate::domain::{Counted, CoverBy, Date, Half, PeriodId, Problem, SchoolId, SupplyId, TeacherId};
use crate::format::wire::IsoDate;

/// The text of what is counted in a plan of `problem`.
pub(super) fn text(counted: &Counted, problem: &Problem) -> String {
    let teacher = |id: TeacherId| escaped(&problem.teachers[id].id);
    let supply = |id: SupplyId| escaped(&problem.supply[id].id);
    let at = |of: SchoolId, date: Date, period: PeriodId| {
        format!("{} {}", IsoDate(date), escaped(&problem.schools[of].period_ids[period]))
    };
    match counted {
        Counted::Arrangements => "arrangements".to_owned(),
        &Counted::Pair { members: [a, b] } => format!("pair {} {}", teacher(a), teacher(b)),
        &Counted::Rings { school } => format!("triads {}", escaped(&problem.schools[school].id)),
        &Counted::Hired { supply: id } => format!("hired {}", supply(id)),
        &Counted::Hire { supply: id, date, period: Some(period), .. } => {
            format!("hire-period {} {}", supply(id), at(problem.supply[id].school, date, period))
        }
        &Counted::Hire { supply: id, date, half, period: None } => {
            let hire = half.map_or("hire", |half| if half == Half::Am { "hire-am" } else { "hire-pm" });
            format!("{hire} {} {}", supply(id), IsoDate(date))
        }
        Counted::Covers { by, date, period, subject } => {
            let (kind, who, school) = match *by {
                CoverBy::Staff(id) => ("cover-staff", teacher(id), problem.teachers[id].school),
                CoverBy::Supervisor(id) => {
                    let supervisor = &problem.supervisors[id];
                    ("cover-supervisor", escaped(&supervisor.id), supervisor.school)
                }
                CoverBy::Supply(id) => ("cover-supply", supply(id), problem.supply[id].school),
                // Nobody in particular: no case is split on it, and nothing reads it back.
                CoverBy::NoneNeeded | CoverBy::Study | CoverBy::Join(_) => return "cover".to_owned(),
            };
            let subject = subject.as_ref().map(|subject| format!(" {}", escaped(subject))).unwrap_or_default();
            format!("{kind} {who} {}{subject}", at(school, *date, *period))
        }
        &Counted::Study { lesson, date, period } => {
            let lesson = &problem.lessons[lesson];
            format!("study {} {}", escaped(&lesson.id), at(lesson.school, date, period))
        }
        &Counted::Step { teacher: id, step } => format!("step {} {step}", teacher(id)),
        &Counted::Late { leader } => format!("late {}", teacher(leader)),
    }
}

impl Names<'_> {
    /// What has this text.
    pub(super) fn counted(&self, words: &str) -> Option<Counted> {
        let counted = read(&mut self.words(words)?)?;
        (text(&counted, self.problem()) == words).then_some(counted)
    }
}

/// Reads the words; those that are left over show when it is written again.
fn read(words: &mut Words<'_, '_>) -> Option<Counted> {
    let hire = |words: &mut Words<'_, '_>, half| {
        Some(Counted::Hire { supply: words.supply()?, date: words.date()?, half, period: None })
    };
    Some(match words.next()?.as_str() {
        "arrangements" => Counted::Arrangements,
        "pair" => {
            let [a, b] = [words.teacher()?, words.teacher()?];
            // The earlier comes first, so that the two have one text.
            (a < b).then_some(Counted::Pair { members: [a, b] })?
        }
        "triads" => Counted::Rings { school: words.school()? },
        "hired" => Counted::Hired { supply: words.supply()? },
        "hire" => hire(words, None)?,
        "hire-am" => hire(words, Some(Half::Am))?,
        "hire-pm" => hire(words, Some(Half::Pm))?,
        "hire-period" => {
            let supply = words.supply()?;
            let (date, period) = words.at(words.problem().supply[supply].school)?;
            Counted::Hire { supply, date, half: None, period: Some(period) }
        }
        "cover-staff" => {
            let teacher = words.teacher()?;
            covers(words, CoverBy::Staff(teacher), words.problem().teachers[teacher].school)?
        }
        "cover-supervisor" => {
            let supervisor = words.supervisor()?;
            covers(words, CoverBy::Supervisor(supervisor), words.problem().supervisors[supervisor].school)?
        }
        "cover-supply" => {
            let supply = words.supply()?;
            covers(words, CoverBy::Supply(supply), words.problem().supply[supply].school)?
        }
        "study" => {
            let (lesson, date, period) = words.lesson_at()?;
            Counted::Study { lesson, date, period }
        }
        "step" => Counted::Step { teacher: words.teacher()?, step: words.next()?.parse().ok()? },
        "late" => Counted::Late { leader: words.teacher()? },
        _ => return None,
    })
}

fn covers(words: &mut Words<'_, '_>, by: CoverBy, school: SchoolId) -> Option<Counted> {
    let (date, period) = words.at(school)?;
    Some(Counted::Covers { by, date, period, subject: words.next() })
}
