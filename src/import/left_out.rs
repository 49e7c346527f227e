//! What an importer leaves out, guesses or finds odd: facts, told in words and counts, without names of people.

use std::fmt;

/// One fact about an import that its user should know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are what the message of the variant names")]
pub enum LeftOut {
    /// Inactive activities, by id.
    Inactive { activities: Vec<String> },
    /// Events that the solution does not place, or not wholly, by id.
    Unplaced { events: Vec<String> },
    /// Roles (a teacher, a room) that the solution leaves open.
    OpenRoles { roles: usize },
    /// Teachers without any lesson.
    IdleTeachers { teachers: usize },
    /// Classes and rooms that no lesson names.
    Unused { classes: usize, rooms: usize },
    /// Individual students.
    Students { students: usize },
    /// Constraints that say nothing about a finished timetable.
    Constraints { constraints: usize },
    /// Not-available times that are wishes only, or inactive.
    Wishes { constraints: usize },
    /// Tags of activities.
    Tags { activities: usize },
    /// Rooms beyond the first of a lesson.
    FurtherRooms { lessons: usize },
    /// Times at which a teacher is not available, but teaches.
    TeachesAllTheSame { times: usize },
    /// Break times in which somebody teaches, or that are a break on some of their days only.
    NoBreak { times: usize },
    /// The days stand for weekdays by their order, as their names say nothing.
    ByOrder { days: usize },
    /// The days rotate.
    Rotating { days: usize },
    /// Days of a rotating cycle, or of different weeks, with fewer periods than others.
    ShortDays { days: usize },
    /// The file has no bell: one was invented.
    InventedBell { periods: usize },
    /// The names of the periods hold starts only; ends are guessed from the shortest step.
    GuessedEnds { periods: usize },
    /// The hours of the afternoon are not in the file and guessed.
    GuessedAfternoon { periods: usize },
    /// Lessons of several periods that the bell parts, made several lessons.
    Parted { lessons: usize },
    /// Lessons without a teacher: never watched, never in need of cover.
    NoTeacher { lessons: usize },
    /// Activities without students: duties and meetings, not open to visits.
    NoStudents { lessons: usize },
    /// Lessons of students without a class: their group, the course or the event stands for the class.
    CoursesAsClasses { classes: usize },
    /// Extra bookings of a teacher in one period.
    Clashes { bookings: usize },
    /// Names that differ by blanks only and are kept apart.
    LookAlike { kind: &'static str, names: usize },
    /// Which solution was taken.
    Solution { number: usize, of: usize },
    /// The encoding was chosen by the user, not by the file.
    Encoding { label: String },
}

/// At most ten of many ids.
fn some(ids: &[String]) -> String {
    const MOST: usize = 10;
    let more = if ids.len() > MOST { format!(", and {} more", ids.len() - MOST) } else { String::new() };
    format!("{}{more}", ids.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", "))
}

/// `1 lesson`, `2 lessons`.
fn many(count: usize, one: &str) -> String {
    match one.strip_suffix("ss") {
        _ if count == 1 => format!("1 {one}"),
        Some(_) => format!("{count} {one}es"),
        None => match one.strip_suffix('y').filter(|stem| !stem.ends_with('a')) {
            Some(stem) => format!("{count} {stem}ies"),
            None => format!("{count} {one}s"),
        },
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inactive { activities } => {
                write!(f, "{} left out as inactive: {}", many(activities.len(), "activity"), some(activities))
            }
            Self::Unplaced { events } => {
                write!(
                    f,
                    "{} left out, wholly or in part, as the solution gives no time: {}",
                    many(events.len(), "event"),
                    some(events)
                )
            }
            Self::OpenRoles { roles } => {
                write!(f, "{} (a teacher, a room) left open by the solution", many(*roles, "role"))
            }
            Self::IdleTeachers { teachers } => {
                write!(f, "{} left out for having no lesson", many(*teachers, "teacher"))
            }
            Self::Unused { classes, rooms } => {
                let both =
                    [(*classes, "class"), (*rooms, "room")].map(|(count, one)| (count > 0).then(|| many(count, one)));
                let both = both.into_iter().flatten().collect::<Vec<_>>().join(" and ");
                write!(f, "{both} left out that no lesson names")
            }
            Self::Students { students } => {
                write!(f, "{} left out: only classes are kept", many(*students, "individual student"))
            }
            Self::Constraints { constraints } => {
                write!(f, "{} left out that a finished timetable has met", many(*constraints, "constraint"))
            }
            Self::Wishes { constraints } => {
                write!(f, "{} left out that are wishes or inactive", many(*constraints, "list of not-available time"))
            }
            Self::Tags { activities } => write!(f, "tags of {} left out", many(*activities, "activity")),
            Self::FurtherRooms { lessons } => {
                write!(f, "{} in several rooms: only the first is kept", many(*lessons, "lesson"))
            }
            Self::TeachesAllTheSame { times } => {
                write!(f, "{} left out, as the teacher teaches then", many(*times, "not-available time"))
            }
            Self::NoBreak { times } => {
                write!(f, "{} kept as lesson periods: taught in, or no break on every such day", many(*times, "break"))
            }
            Self::ByOrder { days } => {
                write!(f, "the names of the {days} days say no weekday: taken by order from Monday")
            }
            Self::Rotating { days } => write!(
                f,
                "the {days} days rotate over the school days of the round, day 1 on the first; lessons are dated"
            ),
            Self::ShortDays { days } => {
                write!(f, "{} shorter than others; the missing periods count as free", many(*days, "day"))
            }
            Self::InventedBell { periods } => write!(
                f,
                "no bell times in the file: {} invented from 08:30; give the real ones with --bell",
                many(*periods, "period")
            ),
            Self::GuessedEnds { periods } => {
                write!(f, "the file tells when periods start: the ends of {} are guessed", many(*periods, "period"))
            }
            Self::GuessedAfternoon { periods } => {
                write!(
                    f,
                    "the hours of {} in the afternoon are guessed; give them with --bell",
                    many(*periods, "period")
                )
            }
            Self::Parted { lessons } => {
                write!(
                    f,
                    "{} of several periods parted into single ones, as the bell parts them",
                    many(*lessons, "lesson")
                )
            }
            Self::NoTeacher { lessons } => {
                write!(f, "{} without a teacher: never watched, never covered", many(*lessons, "lesson"))
            }
            Self::NoStudents { lessons } => {
                write!(f, "{} without students: taken as duties, not open to visits", many(*lessons, "lesson"))
            }
            Self::CoursesAsClasses { classes } => {
                write!(f, "lessons of students without a class: {classes} groups, courses or events stand for classes")
            }
            Self::Clashes { bookings } => {
                write!(f, "warning: {} of a teacher who is busy already; busy is busy", many(*bookings, "booking"))
            }
            Self::LookAlike { kind, names } => {
                write!(
                    f,
                    "warning: {names} names of {kind} differ from others by blanks only; they are kept apart by ~2, ~3"
                )
            }
            Self::Solution { number, of } => {
                write!(f, "solution {number} of {of} taken; choose another with --solution")
            }
            Self::Encoding { label } => write!(f, "read as {label}, as asked, whatever the file declares"),
        }
    }
}
