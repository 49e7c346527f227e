//! A part of the model: some schools with their rows, auxiliary columns and teachers.

use crate::compile::{Model, RowId, RowKey};
use crate::domain::{Key, SchoolId, TeacherId};

/// No place: the row is not of the part.
const NOWHERE: u32 = u32::MAX;

/// What a master knows of the model.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Rows, ascending.
    pub rows: Vec<RowId>,
    /// Place in `rows` by row of the model.
    place: Vec<u32>,
    /// Auxiliary columns, ascending.
    pub aux: Vec<usize>,
    /// By school, whether it belongs to it.
    schools: Vec<bool>,
}

impl Scope {
    /// All of the model.
    pub fn whole(model: &Model<'_>) -> Self {
        let rows = u32::try_from(model.rows.len()).expect("fewer than 2^32 rows");
        Self {
            rows: (0..rows).collect(),
            place: (0..rows).collect(),
            aux: (0..model.aux.len()).collect(),
            schools: vec![true; model.problem.schools.len()],
        }
    }

    /// One scope for each group of schools; no school is in two. Rows of no school, as of money in all, are in none.
    pub fn of_groups(model: &Model<'_>, groups: &[Vec<SchoolId>]) -> Vec<Self> {
        let schools = model.problem.schools.len();
        let mut scopes: Vec<Self> = groups
            .iter()
            .map(|_| Self {
                rows: Vec::new(),
                place: vec![NOWHERE; model.rows.len()],
                aux: Vec::new(),
                schools: vec![false; schools],
            })
            .collect();
        let mut group_of = vec![usize::MAX; schools];
        for (index, group) in groups.iter().enumerate() {
            for &school in group {
                scopes[index].schools[school.index()] = true;
                group_of[school.index()] = index;
            }
        }
        for row in 0..u32::try_from(model.rows.len()).expect("fewer than 2^32 rows") {
            let school = school_of_row(model, row);
            if let Some(scope) = school.and_then(|school| scopes.get_mut(group_of[school.index()])) {
                scope.place[row as usize] = u32::try_from(scope.rows.len()).expect("fewer than 2^32 rows");
                scope.rows.push(row);
            }
        }
        for (index, of) in model.aux.iter().enumerate() {
            let school = of.kind.school(model.problem);
            if let Some(scope) = scopes.get_mut(group_of[school.index()]) {
                scope.aux.push(index);
            }
        }
        scopes
    }

    /// The place of a row of the model; `None` where it is not of this part.
    pub fn place(&self, row: RowId) -> Option<usize> {
        Some(self.place[row as usize]).filter(|&place| place != NOWHERE).map(|place| place as usize)
    }

    /// Whether a school belongs to it.
    pub fn has(&self, school: SchoolId) -> bool {
        self.schools[school.index()]
    }

    /// Whether a teacher belongs to it.
    pub fn has_teacher(&self, model: &Model<'_>, teacher: TeacherId) -> bool {
        self.has(model.problem.teachers[teacher].school)
    }
}

/// The school that a row is of. Of a row for two partners it is that of the first.
pub fn school_of_row(model: &Model<'_>, row: RowId) -> Option<SchoolId> {
    let problem = model.problem;
    Some(match model.rows.key(row) {
        RowKey::Use { teacher, .. }
        | RowKey::Outside { teacher, .. }
        | RowKey::LeaveOrHost { teacher, .. }
        | RowKey::Hosting { teacher }
        | RowKey::Lent { teacher, .. }
        | RowKey::Quota { teacher, .. }
        | RowKey::After { teacher, .. }
        | RowKey::StaffDay { teacher, .. }
        | RowKey::StaffWeek { teacher, .. }
        | RowKey::Ladder { teacher }
        | RowKey::LeaderLate { leader: teacher }
        | RowKey::TeachOrLeave { teacher, .. }
        | RowKey::Mutual { teacher }
        | RowKey::PairOnce { members: [teacher, _] } => problem.teachers[teacher].school,
        RowKey::Seats { lesson, .. }
        | RowKey::Stay { lesson, .. }
        | RowKey::Studyable { lesson, .. }
        | RowKey::Taught { lesson, .. }
        | RowKey::Receive { lesson, .. } => problem.lessons[lesson].school,
        RowKey::Watched { class } | RowKey::Lost { class } | RowKey::StudyRelease { class } => {
            problem.classes[class].school
        }
        RowKey::Cover { school, .. }
        | RowKey::AwaySchool { school, .. }
        | RowKey::KeepBack { school, .. }
        | RowKey::Kit { school, .. }
        | RowKey::SchoolMoney { school } => school,
        RowKey::AwayDepartment { department, .. } => model.departments.get_index(department as usize)?.0,
        RowKey::SupervisorAt { supervisor, .. } | RowKey::SupervisorDay { supervisor, .. } => {
            problem.supervisors[supervisor].school
        }
        RowKey::UnitAt { supply, .. }
        | RowKey::HiredAtMost { supply }
        | RowKey::HiredAtLeast { supply }
        | RowKey::HireDay { supply, .. } => problem.supply[supply].school,
        RowKey::Money
        | RowKey::WeekMoney { .. }
        | RowKey::CoverPeriods
        | RowKey::Lock { .. }
        | RowKey::Never { .. } => return None,
    })
}
