//! Problem -> Model: dense, immutable, every row linear. Who is doing what when; allowed pairs, who may be in a ring of
//! three, and the parts of which their schedules are made; who may cover; what is shared.
//!
//! A *schedule* of a team (a column of ENGINE.md) is the sum of the parts of the team, of its acts and of its talk: of
//! three who watch one another in a ring, three away parts, three hosted parts and three talk parts. What acts there are
//! its form says (`forms`). Twos are listed; rings are not, there are too many: what one costs is known from its twos. Parts of one teacher lie side by side by slot, so that once the parts are priced a pair is priced by
//! adding vectors.

mod arms;
mod cover;
mod elements;
mod forms;
mod grid;
mod keep;
mod locked;
mod money;
mod rings;
mod rows;
mod schedule;
mod ties;
mod twos;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexSet;

use crate::domain::{
    ConversationRule, Date, FocusId, Key, LessonId, Lock, LockRef, Pence, Problem, SchoolId, TeacherId,
};

pub use arms::{GivenUp, Hosted, OwnLesson, merge};
pub use cover::{Aux, AuxKind};
pub use forms::{Act, Form, FormRange, MOST_ACTS};
pub use grid::{DAY, Presence, SchoolGrid, Slot, Span, Status};
pub use money::greatest_common_divisor;
pub use rings::SchoolRings;
pub use rows::{Entry, NEVER, Need, PartId, Parts, RowId, RowKey, Rows};
pub use schedule::{Members, Move, Schedule, Talk, Team, UNUSED};
pub use twos::{One, PairLines, Two, Worth};

/// When a conversation must be.
#[derive(Debug, Clone, Copy)]
pub struct TalkLock<'m> {
    /// The date.
    pub date: Date,
    /// The period id, of any member's school.
    pub period: &'m str,
}

/// The parts of one teacher at the slots of one school: `first + slot`.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The school.
    pub school: SchoolId,
    /// The part of being away (for a visit) in slot 0.
    pub away: PartId,
    /// The part of talking in slot 0.
    pub talk: PartId,
}

/// The compiled instance.
pub struct Model<'p> {
    /// What it was compiled from.
    pub problem: &'p Problem,
    /// Days and weeks of the round.
    pub span: Span,
    /// The grid of each school.
    pub grids: Vec<SchoolGrid>,
    /// What each teacher is doing.
    pub presence: Vec<Presence>,
    /// The rows.
    pub rows: Rows,
    /// The parts.
    pub parts: Parts,
    /// The forms in play.
    pub forms: Vec<Form>,
    /// Those of two, of rings of three, of one who watches another.
    pub form_ranges: [FormRange; 3],
    /// Who may be partners both ways, ascending.
    pub twos: Vec<Two>,
    /// Who may watch whom one way, ascending.
    pub ones: Vec<One>,
    /// By two and form, what the form costs more than visits in the room, pence.
    two_costs: Vec<Pence>,
    /// Per school, who may be a ring of three with whom; nobody where triads are not in play.
    pub rings: Vec<SchoolRings>,
    /// Whether a school may have one ring at most, by the rules.
    pub one_ring: bool,
    /// Auxiliary columns.
    pub aux: Vec<Aux>,
    /// Per teacher, the parts at the own school and at each partner school, in the order of `travel`.
    pub places: Vec<Vec<Place>>,
    /// Per teacher, the lessons that may be watched, by slot.
    pub hosted: Vec<Vec<Hosted>>,
    /// Per teacher, the first part of watching a film, by own slot, where films are in play.
    pub views: Vec<Option<PartId>>,
    /// Per teacher, the lessons that a colleague may take in exchange for one of theirs, by slot.
    pub exchanged: Vec<Vec<OwnLesson>>,
    /// Per teacher, the lessons that may be taught as planned together, by slot.
    pub taught: Vec<Vec<OwnLesson>>,
    /// Per teacher: wants a partner and is not locked out.
    pub watches: Vec<bool>,
    /// Per teacher: wants one by a mutual kind.
    pub mutual: Vec<bool>,
    /// Subjects, as needs name them.
    pub subjects: IndexSet<String>,
    /// Departments (school and name).
    pub departments: IndexSet<(SchoolId, String)>,
    /// What every amount of money is a multiple of, pence: the unit of the rows of budgets.
    pub money_step: Pence,
    /// Locks in force.
    pub active: BTreeSet<LockRef>,
    department_of: Vec<Option<u32>>,
    staff_of: Vec<Vec<TeacherId>>,
    lessons_of: Vec<Vec<LessonId>>,
    out: Vec<bool>,
    /// Lessons that may take in other classes, by school.
    receivers: BTreeMap<SchoolId, Vec<LessonId>>,
    barred: BTreeSet<(Option<TeacherId>, u32)>,
    strong: HashMap<(SchoolId, FocusId), u32>,
    /// Schools with partner schools: minutes of the day at which anything may start or end there.
    ticks: BTreeMap<SchoolId, Vec<u32>>,
    simple_bell: Vec<bool>,
    tight: Vec<bool>,
    /// Of every part, the rows that it may break with another.
    ties: Vec<u32>,
    visit_locked: locked::VisitLocks,
    /// What parts change in a re-plan, pence, in their costs; parts that change nothing are not here.
    changes: BTreeMap<PartId, Pence>,
}

impl<'p> Model<'p> {
    /// Compiles `problem` with all of its locks in force.
    #[must_use]
    pub fn new(problem: &'p Problem) -> Self {
        Self::with_locks(problem, all_locks(problem))
    }

    /// Compiles `problem` with only the locks `active` in force.
    #[must_use]
    pub fn with_locks(problem: &'p Problem, active: BTreeSet<LockRef>) -> Self {
        let span = Span::of(problem);
        let teachers = problem.teachers.len();
        let mut model = Self {
            problem,
            span,
            grids: problem.schools.iter().map(|school| grid::school_grid(school, span)).collect(),
            presence: Vec::new(),
            rows: Rows::default(),
            parts: Parts::new(),
            forms: Vec::new(),
            form_ranges: [FormRange::default(); 3],
            twos: Vec::new(),
            ones: Vec::new(),
            two_costs: Vec::new(),
            rings: vec![SchoolRings::default(); problem.schools.len()],
            one_ring: false,
            aux: Vec::new(),
            places: Vec::new(),
            hosted: vec![Vec::new(); teachers],
            views: vec![None; teachers],
            exchanged: vec![Vec::new(); teachers],
            taught: vec![Vec::new(); teachers],
            watches: vec![false; teachers],
            mutual: vec![false; teachers],
            subjects: problem.lessons.iter().filter_map(|lesson| lesson.subject.clone()).collect(),
            departments: IndexSet::new(),
            money_step: money::step(problem),
            active,
            department_of: vec![None; teachers],
            staff_of: vec![Vec::new(); problem.schools.len()],
            lessons_of: grid::lessons_by_teacher(problem),
            out: vec![false; teachers],
            receivers: BTreeMap::new(),
            barred: BTreeSet::new(),
            strong: HashMap::new(),
            ticks: BTreeMap::new(),
            simple_bell: Vec::new(),
            tight: Vec::new(),
            ties: Vec::new(),
            visit_locked: locked::VisitLocks::default(),
            changes: BTreeMap::new(),
        };
        (model.forms, model.form_ranges) = forms::forms(problem);
        model.look_around();
        model.build_parts();
        model.build_twos();
        model.build_ones();
        model.build_rings();
        model.build_aux();
        model.enter_unmet_locks();
        model.ties = model.ties();
        model
    }

    /// Everything that is known before any part is built.
    fn look_around(&mut self) {
        let problem = self.problem;
        for (id, teacher) in problem.teachers.entries() {
            self.staff_of[teacher.school.index()].push(id);
            if let Some(name) = &teacher.department {
                let (index, _) = self.departments.insert_full((teacher.school, name.clone()));
                self.department_of[id.index()] = Some(u32::try_from(index).expect("fewer than 2^32 departments"));
            }
            for &(focus, strength) in &teacher.strengths {
                *self.strong.entry((teacher.school, focus)).or_insert(0) += u32::from(strength.thousandths() >= 700);
            }
        }
        for (id, lesson) in problem.lessons.entries().filter(|(_, lesson)| lesson.join) {
            self.receivers.entry(lesson.school).or_default().push(id);
        }
        self.read_locks();
        for (id, teacher) in problem.teachers.entries() {
            self.watches[id.index()] = problem.wanted(id) > 0 && !self.out[id.index()];
            self.mutual[id.index()] = teacher.wanted() > 0 && !self.out[id.index()];
        }
        self.presence = vec![Presence::default(); problem.teachers.len()];
        for school in problem.schools.keys() {
            let grid = &self.grids[school.index()];
            let staffroom = grid::Staffroom::new(problem, school, grid, self.span);
            for &teacher in &self.staff_of[school.index()] {
                self.presence[teacher.index()] =
                    staffroom.presence(teacher, &self.lessons_of[teacher.index()], grid.slots.len());
            }
        }
        self.simple_bell =
            self.grids.iter().map(|grid| grid.overlaps.iter().all(|overlaps| overlaps.len() == 1)).collect();
        self.tight = problem
            .teachers
            .entries()
            .map(|(id, teacher)| {
                let quota = self.presence[id.index()].quota.as_ref();
                teacher.periods_lent_per_week < 2 || quota.is_some_and(|weeks| weeks.contains(&1))
            })
            .collect();
        for way in &problem.travel {
            for (own, other) in [(way.between[0], way.between[1]), (way.between[1], way.between[0])] {
                let minutes = way.minutes;
                let mut ticks: Vec<u32> = problem.schools[own]
                    .bell
                    .iter()
                    .flat_map(|bell| [bell.start, bell.end])
                    .chain(problem.schools[other].bell.iter().flat_map(|bell| {
                        [bell.start.saturating_sub(minutes), bell.start, bell.end, bell.end + minutes]
                    }))
                    .map(u32::from)
                    .filter(|&tick| tick < DAY)
                    .collect();
                let all = self.ticks.entry(own).or_default();
                all.append(&mut ticks);
                all.sort_unstable();
                all.dedup();
            }
        }
    }

    fn read_locks(&mut self) {
        let problem = self.problem;
        for (index, lock) in problem.locks.iter().enumerate() {
            if !self.active.contains(&LockRef::Lock(index)) {
                continue;
            }
            match lock {
                Lock::Out(teacher) => self.out[teacher.index()] = true,
                Lock::NeverOn { teacher, date } => {
                    if let Some(day) = self.span.day_of(*date) {
                        self.barred.insert((*teacher, day));
                    }
                }
                Lock::Visit(lock) => self.visit_locked.enter(index, lock),
                Lock::Pair(_) | Lock::Cover(_) | Lock::Conversation { .. } => {}
            }
        }
    }

    fn build_parts(&mut self) {
        let problem = self.problem;
        for (teacher, person) in problem.teachers.entries() {
            let mut places = Vec::new();
            // Who is only hosted needs a place only where they talk about it.
            let lone = self.form_ranges[2];
            let hosts = lone.first < lone.end && self.may_host(teacher);
            let talks = hosts && self.form(lone.first).conversation != ConversationRule::None;
            if self.watches[teacher.index()] || talks {
                let partners = problem.travel.iter().filter_map(|way| match way.between {
                    [a, b] if a == person.school => Some(b),
                    [a, b] if b == person.school => Some(a),
                    _ => None,
                });
                for school in std::iter::once(person.school).chain(partners).collect::<Vec<_>>() {
                    let slots = u32::try_from(self.grids[school.index()].slots.len()).expect("fewer than 2^32 slots");
                    let next = |model: &Self| PartId::try_from(model.parts.len()).expect("fewer than 2^32 parts");
                    let away = next(self);
                    for slot in 0..slots {
                        self.push_away(teacher, school, slot);
                    }
                    let talk = next(self);
                    for slot in 0..slots {
                        self.push_talk(teacher, school, slot);
                    }
                    places.push(Place { school, away, talk });
                }
            }
            if self.watches[teacher.index()] {
                self.push_views(teacher);
            }
            if self.watches[teacher.index()] || hosts {
                for (slot, lesson) in self.presence[teacher.index()].taught.clone() {
                    if let Some(part) = self.push_hosted(teacher, slot, lesson) {
                        let filmed = self.push_filmed(teacher, slot, lesson);
                        self.hosted[teacher.index()].push(Hosted { slot, lesson, part, filmed });
                    }
                }
            }
            if self.mutual[teacher.index()] {
                self.push_exchanged(teacher);
                self.push_taught(teacher);
            }
            self.places.push(places);
        }
    }

    /// Every lock has a row; one that nothing can meet has an impossible one.
    fn enter_unmet_locks(&mut self) {
        let mut wanted: Vec<LockRef> =
            self.active.iter().copied().filter(|lock| matches!(lock, LockRef::Must(_))).collect();
        let kinds = |lock: &Lock| matches!(lock, Lock::Pair(_) | Lock::Cover(_) | Lock::Conversation { .. });
        wanted.extend(self.locks().filter(|(_, lock)| kinds(lock)).map(|(lock, _)| lock));
        let locked: Vec<_> = self
            .locks()
            .filter_map(|(lock, what)| match what {
                Lock::Cover(cover) => Some((lock, *cover)),
                _ => None,
            })
            .collect();
        for lock in wanted {
            let twice = locked.iter().any(|&(l, one)| {
                l == lock
                    && locked.iter().any(|&(k, other)| {
                        k < l
                            && (one.lesson, one.date, one.period) == (other.lesson, other.date, other.period)
                            && one.by != other.by
                    })
            });
            if twice || self.rows.find(&RowKey::Lock { lock }).is_none() {
                self.rows.enter(RowKey::Never { lock }, || -1);
            }
        }
        let visits: Vec<LockRef> = self.visit_locks().map(|(lock, _)| lock).collect();
        for lock in visits {
            self.rows.enter(RowKey::Lock { lock }, || -1);
        }
    }

    /// Locks of the instance that are in force.
    pub fn locks(&self) -> impl Iterator<Item = (LockRef, &'p Lock)> + '_ {
        let all = self.problem.locks.iter().enumerate().map(|(index, lock)| (LockRef::Lock(index), lock));
        all.filter(|(lock, _)| self.active.contains(lock))
    }

    /// The parts of `teacher` at `school`.
    #[must_use]
    pub fn place(&self, teacher: TeacherId, school: SchoolId) -> Option<Place> {
        self.places[teacher.index()].iter().copied().find(|place| place.school == school)
    }

    /// The staff of a school, in the order of the instance.
    #[must_use]
    pub fn staff_of(&self, school: SchoolId) -> &[TeacherId] {
        &self.staff_of[school.index()]
    }

    /// Days on which at least one of the two schools is open, counted from the round's start up to and with `day`.
    #[must_use]
    pub fn school_days(&self, a: SchoolId, b: SchoolId) -> Vec<u32> {
        let open = |school: SchoolId, day: usize| {
            self.grids[school.index()].open_before[day + 1] > self.grids[school.index()].open_before[day]
        };
        let mut count = 0;
        (0..self.span.days as usize)
            .map(|day| {
                count += u32::from(open(a, day) || open(b, day));
                count
            })
            .collect()
    }
}

/// Every lock of the instance, `must` included.
#[must_use]
pub fn all_locks(problem: &Problem) -> BTreeSet<LockRef> {
    let locks = (0..problem.locks.len()).map(LockRef::Lock);
    locks.chain((0..problem.rules.must.len()).map(LockRef::Must)).collect()
}
