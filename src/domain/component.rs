//! Instances that fall apart: schools between which there is no way, and that no lock ties together, share nothing but
//! budgets, and can be planned one after the other.

use super::calendar::School;
use super::cover::{Budget, Supervisor, Supply, Travel};
use super::ids::{ClassId, Key, LessonId, RoomId, SchoolId, SupervisorId, SupplyId, TeacherId};
use super::lessons::{Class, Lesson, Room};
use super::plan::{Cover, CoverBy, Plan};
use super::policy::{Rules, Video};
use super::problem::Problem;
use super::staff::Teacher;
use super::steering::{CoverLock, History, Lock, LockRef, Request, VisitLock};

/// How an instance falls apart.
pub struct Components<'p> {
    problem: &'p Problem,
    /// Component of each school.
    of_school: Vec<usize>,
    schools: Split<SchoolId>,
    teachers: Split<TeacherId>,
    classes: Split<ClassId>,
    rooms: Split<RoomId>,
    lessons: Split<LessonId>,
    supervisors: Split<SupervisorId>,
    supply: Split<SupplyId>,
    /// Component of each lock; `None` where it is of all of them.
    locks: Vec<Option<usize>>,
    /// Component of each `must`.
    must: Vec<usize>,
}

/// Things of one kind by component, in the order of the instance.
struct Split<K> {
    members: Vec<Vec<K>>,
    /// The place of each thing in its component.
    place: Vec<K>,
}

impl<K: Key> Split<K> {
    fn new(count: usize, component: impl Iterator<Item = usize>) -> Self {
        let mut split = Self { members: (0..count).map(|_| Vec::new()).collect(), place: Vec::new() };
        for (index, of) in component.enumerate() {
            split.place.push(K::from_index(split.members[of].len()));
            split.members[of].push(K::from_index(index));
        }
        split
    }

    fn local(&self, key: K) -> K {
        self.place[key.index()]
    }
}

/// A part of an instance as an instance of its own, and what its ids stand for in the whole.
pub struct Component {
    /// The part. It has the budgets of the whole.
    pub problem: Problem,
    schools: Vec<SchoolId>,
    teachers: Vec<TeacherId>,
    lessons: Vec<LessonId>,
    supervisors: Vec<SupervisorId>,
    supply: Vec<SupplyId>,
    locks: Vec<usize>,
    must: Vec<usize>,
}

impl<'p> Components<'p> {
    /// The components of `problem`, in the order of their first schools. Schools belong together where there is a way
    /// between them, or a lock names people of both.
    #[must_use]
    pub fn of(problem: &'p Problem) -> Self {
        let mut sets = Sets::new(problem.schools.len());
        for Travel { between: [a, b], .. } in &problem.travel {
            sets.join(a.index(), b.index());
        }
        let school = |teacher: TeacherId| problem.teachers[teacher].school.index();
        for &[a, b] in &problem.rules.must {
            sets.join(school(a), school(b));
        }
        let mut ties: Vec<Vec<usize>> = Vec::new();
        for lock in &problem.locks {
            ties.push(match lock {
                Lock::Pair(pair) => pair.iter().map(|&teacher| school(teacher)).collect(),
                Lock::Conversation { members, .. } => members.iter().map(|&teacher| school(teacher)).collect(),
                Lock::Cover(cover) => vec![problem.lessons[cover.lesson].school.index()],
                Lock::Out(teacher) | Lock::NeverOn { teacher: Some(teacher), .. } => vec![school(*teacher)],
                Lock::NeverOn { teacher: None, .. } => Vec::new(),
                Lock::Visit(visit) => {
                    let people = [visit.observer, visit.host].into_iter().flatten().map(school);
                    let lesson = visit.lesson.map(|lesson| problem.lessons[lesson].school.index());
                    let all: Vec<usize> = people.chain(lesson).collect();
                    // A visit of anybody may be anywhere.
                    if all.is_empty() { (0..problem.schools.len()).collect() } else { all }
                }
            });
        }
        for tie in &ties {
            for pair in tie.windows(2) {
                sets.join(pair[0], pair[1]);
            }
        }
        let (of_school, count) = sets.numbered();
        let of = |school: SchoolId| of_school[school.index()];
        Self {
            schools: Split::new(count, of_school.iter().copied()),
            teachers: Split::new(count, problem.teachers.iter().map(|teacher| of(teacher.school))),
            classes: Split::new(count, problem.classes.iter().map(|class| of(class.school))),
            rooms: Split::new(count, problem.rooms.iter().map(|room| of(room.school))),
            lessons: Split::new(count, problem.lessons.iter().map(|lesson| of(lesson.school))),
            supervisors: Split::new(count, problem.supervisors.iter().map(|one| of(one.school))),
            supply: Split::new(count, problem.supply.iter().map(|source| of(source.school))),
            locks: ties.iter().map(|tie| tie.first().map(|&school| of_school[school])).collect(),
            must: problem.rules.must.iter().map(|pair| of_school[school(pair[0])]).collect(),
            problem,
            of_school,
        }
    }

    /// How many components there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.schools.members.len()
    }

    /// Whether there is none: an instance without schools.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many teachers a component has.
    #[must_use]
    pub fn teachers(&self, component: usize) -> usize {
        self.teachers.members[component].len()
    }

    /// A component as an instance of its own. Time and memory go with its size.
    #[must_use]
    pub fn component(&self, component: usize) -> Component {
        let problem = self.problem;
        let locks: Vec<usize> =
            (0..problem.locks.len()).filter(|&index| self.locks[index].is_none_or(|of| of == component)).collect();
        let must: Vec<usize> = (0..self.must.len()).filter(|&index| self.must[index] == component).collect();
        let (schools, teachers) = (&self.schools.members[component], &self.teachers.members[component]);
        let here = |school: SchoolId| self.of_school[school.index()] == component;
        let part = Problem {
            round: problem.round.clone(),
            profile: problem.profile,
            focuses: problem.focuses.clone(),
            schools: schools.iter().map(|&id| -> School { problem.schools[id].clone() }).collect(),
            travel: problem.travel.iter().filter(|way| here(way.between[0])).map(|way| self.way(way)).collect(),
            teachers: teachers.iter().map(|&id| self.teacher(id, component)).collect(),
            classes: self.classes.members[component].iter().map(|&id| self.class(id)).collect(),
            rooms: self.rooms.members[component].iter().map(|&id| self.room(id)).collect(),
            lessons: self.lessons.members[component].iter().map(|&id| self.lesson(id)).collect(),
            supervisors: self.supervisors.members[component]
                .iter()
                .map(|&id| {
                    let one = problem.supervisors[id].clone();
                    Supervisor { school: self.schools.local(one.school), ..one }
                })
                .collect(),
            supply: self.supply.members[component]
                .iter()
                .map(|&id| {
                    let source = problem.supply[id].clone();
                    Supply { school: self.schools.local(source.school), ..source }
                })
                .collect(),
            study_money: problem.study_money,
            budget: Budget {
                per_school: problem
                    .budget
                    .per_school
                    .iter()
                    .filter(|(school, _)| here(*school))
                    .map(|&(school, limit)| (self.schools.local(school), limit))
                    .collect(),
                ..problem.budget
            },
            rules: self.rules(component, &must),
            rates: problem.rates.clone(),
            locks: locks.iter().map(|&index| self.lock(&problem.locks[index])).collect(),
            requests: problem
                .requests
                .iter()
                .filter(|request| self.is_of(request.host, component))
                .map(|request| Request {
                    host: self.teachers.local(request.host),
                    lesson: request.lesson.map(|lesson| self.lessons.local(lesson)),
                    ..*request
                })
                .collect(),
            history: problem.history.iter().map(|round| self.history(round, component)).collect(),
            keep: None,
        };
        Component {
            problem: part,
            schools: schools.clone(),
            teachers: teachers.clone(),
            lessons: self.lessons.members[component].clone(),
            supervisors: self.supervisors.members[component].clone(),
            supply: self.supply.members[component].clone(),
            locks,
            must,
        }
    }

    /// What a plan of the whole does in a component, in the component's ids: arrangements, hires, lines, unserved and loads.
    /// Sums and claims stay those of the whole; changes are not told.
    #[must_use]
    pub fn part_of(&self, component: usize, plan: &Plan) -> Plan {
        let local = |id: TeacherId| self.teachers.local(id);
        let all_here = |members: &[TeacherId]| members.iter().all(|&member| self.is_of(member, component));
        let hires = plan.hires.iter().filter(|hire| self.of_school[hire.school.index()] == component);
        let mut part = Plan {
            instance: plan.instance.clone(),
            engine: plan.engine.clone(),
            arrangements: plan.arrangements.iter().filter(|one| all_here(&one.members)).cloned().collect(),
            hires: hires.cloned().collect(),
            lines: plan.lines.iter().filter(|line| all_here(&line.members)).cloned().collect(),
            unserved: plan.unserved.iter().filter(|entry| self.is_of(entry.teacher, component)).cloned().collect(),
            loads: plan.loads.iter().filter(|load| self.is_of(load.teacher, component)).copied().collect(),
            changes: Vec::new(),
            ..*plan
        };
        for arrangement in &mut part.arrangements {
            arrangement.members.iter_mut().for_each(|member| *member = local(*member));
            for visit in &mut arrangement.visits {
                (visit.observer, visit.host) = (local(visit.observer), local(visit.host));
                visit.at.lesson = self.lessons.local(visit.at.lesson);
                for cover in &mut visit.covers {
                    cover.at.lesson = self.lessons.local(cover.at.lesson);
                    cover.by = self.cover_by(cover.by);
                }
            }
            for together in arrangement.meetings.iter_mut().chain(&mut arrangement.conversation) {
                together.school = self.schools.local(together.school);
            }
            for taught in &mut arrangement.teaches {
                (taught.teacher, taught.at.lesson) = (local(taught.teacher), self.lessons.local(taught.at.lesson));
            }
        }
        for hire in &mut part.hires {
            (hire.source, hire.school) = (self.supply.local(hire.source), self.schools.local(hire.school));
        }
        part.lines.iter_mut().flat_map(|line| &mut line.members).for_each(|member| *member = local(*member));
        part.unserved.iter_mut().for_each(|entry| entry.teacher = local(entry.teacher));
        part.loads.iter_mut().for_each(|load| load.teacher = local(load.teacher));
        part
    }

    /// The component of a teacher.
    #[must_use]
    pub fn of_teacher(&self, teacher: TeacherId) -> usize {
        self.of_school[self.problem.teachers[teacher].school.index()]
    }

    fn cover_by(&self, by: CoverBy) -> CoverBy {
        match by {
            CoverBy::Staff(id) => CoverBy::Staff(self.teachers.local(id)),
            CoverBy::Supervisor(id) => CoverBy::Supervisor(self.supervisors.local(id)),
            CoverBy::Supply(id) => CoverBy::Supply(self.supply.local(id)),
            CoverBy::Join(id) => CoverBy::Join(self.lessons.local(id)),
            by @ (CoverBy::NoneNeeded | CoverBy::Study) => by,
        }
    }

    fn is_of(&self, teacher: TeacherId, component: usize) -> bool {
        self.of_teacher(teacher) == component
    }

    fn way(&self, way: &Travel) -> Travel {
        Travel { between: way.between.map(|school| self.schools.local(school)), ..way.clone() }
    }

    fn teacher(&self, id: TeacherId, component: usize) -> Teacher {
        let teacher = self.problem.teachers[id].clone();
        // Who manages from elsewhere can't be a partner anyway.
        let manager = teacher.line_manager.filter(|&manager| self.is_of(manager, component));
        Teacher {
            school: self.schools.local(teacher.school),
            line_manager: manager.map(|manager| self.teachers.local(manager)),
            ..teacher
        }
    }

    fn class(&self, id: ClassId) -> Class {
        let class = self.problem.classes[id].clone();
        Class { school: self.schools.local(class.school), ..class }
    }

    fn room(&self, id: RoomId) -> Room {
        let room = self.problem.rooms[id].clone();
        Room { school: self.schools.local(room.school), ..room }
    }

    fn lesson(&self, id: LessonId) -> Lesson {
        let lesson = self.problem.lessons[id].clone();
        Lesson {
            school: self.schools.local(lesson.school),
            teachers: lesson.teachers.iter().map(|&teacher| self.teachers.local(teacher)).collect(),
            classes: lesson.classes.iter().map(|&class| self.classes.local(class)).collect(),
            room: lesson.room.map(|room| self.rooms.local(room)),
            ..lesson
        }
    }

    /// The rules, with the lists of pairs that are of the component.
    fn rules(&self, component: usize, must: &[usize]) -> Rules {
        let rules = &self.problem.rules;
        let pairs = |list: &[[TeacherId; 2]]| {
            let here = list.iter().filter(|pair| pair.iter().all(|&teacher| self.is_of(teacher, component)));
            here.map(|&pair| self.pair(pair)).collect()
        };
        Rules {
            must: must.iter().map(|&index| self.pair(rules.must[index])).collect(),
            forbid: pairs(&rules.forbid),
            prefer: pairs(&rules.prefer),
            avoid: pairs(&rules.avoid),
            video: rules.video.as_ref().map(|video| Video {
                kits: video
                    .kits
                    .iter()
                    .filter(|(school, _)| self.of_school[school.index()] == component)
                    .map(|&(school, kits)| (self.schools.local(school), kits))
                    .collect(),
                ..*video
            }),
            ..rules.clone()
        }
    }

    fn pair(&self, pair: [TeacherId; 2]) -> [TeacherId; 2] {
        pair.map(|teacher| self.teachers.local(teacher))
    }

    fn lock(&self, lock: &Lock) -> Lock {
        let teacher = |id: TeacherId| self.teachers.local(id);
        match lock {
            Lock::Pair(pair) => Lock::Pair(self.pair(*pair)),
            Lock::Visit(visit) => Lock::Visit(VisitLock {
                observer: visit.observer.map(teacher),
                host: visit.host.map(teacher),
                lesson: visit.lesson.map(|lesson| self.lessons.local(lesson)),
                ..visit.clone()
            }),
            Lock::Cover(cover) => Lock::Cover(CoverLock {
                lesson: self.lessons.local(cover.lesson),
                by: self.cover_by(cover.by),
                ..*cover
            }),
            Lock::Conversation { members, date, period } => {
                let members = members.iter().map(|&member| teacher(member)).collect();
                Lock::Conversation { members, date: *date, period: period.clone() }
            }
            Lock::NeverOn { teacher: who, date } => Lock::NeverOn { teacher: who.map(teacher), date: *date },
            Lock::Out(who) => Lock::Out(teacher(*who)),
        }
    }

    fn history(&self, round: &History, component: usize) -> History {
        let counts = |list: &[(TeacherId, u32)]| {
            let here = list.iter().filter(|(teacher, _)| self.is_of(*teacher, component));
            here.map(|&(teacher, times)| (self.teachers.local(teacher), times)).collect()
        };
        let partners = round.partners.iter().filter(|pair| pair.iter().all(|&one| self.is_of(one, component)));
        History {
            round: round.round.clone(),
            year: round.year.clone(),
            partners: partners.map(|&pair| self.pair(pair)).collect(),
            covers: counts(&round.covers),
            hosted: counts(&round.hosted),
        }
    }
}

impl Component {
    /// A plan of the part, told in the ids of the whole.
    #[must_use]
    pub fn in_whole(&self, mut plan: Plan) -> Plan {
        let teacher = |id: TeacherId| self.teachers[id.index()];
        for arrangement in &mut plan.arrangements {
            arrangement.members.iter_mut().for_each(|member| *member = teacher(*member));
            for visit in &mut arrangement.visits {
                (visit.observer, visit.host) = (teacher(visit.observer), teacher(visit.host));
                visit.at.lesson = self.lessons[visit.at.lesson.index()];
                visit.covers.iter_mut().for_each(|cover| self.cover_in_whole(cover));
            }
            for together in arrangement.meetings.iter_mut().chain(&mut arrangement.conversation) {
                together.school = self.schools[together.school.index()];
            }
            for taught in &mut arrangement.teaches {
                taught.teacher = teacher(taught.teacher);
                taught.at.lesson = self.lessons[taught.at.lesson.index()];
            }
        }
        for hire in &mut plan.hires {
            hire.source = self.supply[hire.source.index()];
            hire.school = self.schools[hire.school.index()];
        }
        plan.lines.iter_mut().flat_map(|line| &mut line.members).for_each(|member| *member = teacher(*member));
        plan.unserved.iter_mut().for_each(|entry| entry.teacher = teacher(entry.teacher));
        plan.loads.iter_mut().for_each(|load| load.teacher = teacher(load.teacher));
        plan
    }

    fn cover_in_whole(&self, cover: &mut Cover) {
        cover.at.lesson = self.lessons[cover.at.lesson.index()];
        cover.by = match cover.by {
            CoverBy::Staff(id) => CoverBy::Staff(self.teachers[id.index()]),
            CoverBy::Supervisor(id) => CoverBy::Supervisor(self.supervisors[id.index()]),
            CoverBy::Supply(id) => CoverBy::Supply(self.supply[id.index()]),
            CoverBy::Join(id) => CoverBy::Join(self.lessons[id.index()]),
            by @ (CoverBy::NoneNeeded | CoverBy::Study) => by,
        };
    }

    /// A lock of the part in the whole.
    #[must_use]
    pub fn lock_in_whole(&self, lock: LockRef) -> LockRef {
        match lock {
            LockRef::Lock(index) => LockRef::Lock(self.locks[index]),
            LockRef::Must(index) => LockRef::Must(self.must[index]),
        }
    }
}

/// Disjoint sets of things by index, each told by its least member.
pub struct Sets(Vec<usize>);

impl Sets {
    /// So many things, each on its own.
    #[must_use]
    pub fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The least member of the set that something is in.
    pub fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    /// Makes one set of the two that these are in.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }

    /// The number of the set of each, in the order of their first members, and how many sets there are.
    fn numbered(mut self) -> (Vec<usize>, usize) {
        let mut numbers: Vec<usize> = Vec::with_capacity(self.0.len());
        let mut count = 0;
        for at in 0..self.0.len() {
            let root = self.root(at);
            // A root is the least of its set, so it has its number already.
            let number = if root == at { count } else { numbers[root] };
            count += usize::from(root == at);
            numbers.push(number);
        }
        (numbers, count)
    }
}
