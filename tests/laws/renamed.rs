//! The same instance under other names, or in another order.

use opendoor::domain::{
    ClassId, CoverBy, Key, Keyed, LessonId, Lock, Pattern, PeriodId, Problem, SchoolId, SupervisorId, SupplyId,
    TeacherId,
};

use crate::dice::Dice;

/// Every id and name is another one, in another alphabetical order.
pub fn renamed(problem: &Problem) -> Problem {
    let mut problem = problem.clone();
    // Reversed digits and a letter in front: no order of strings survives.
    let name = |name: &mut String| {
        let back: String = name.bytes().rev().map(|byte| char::from(b'a' + (b'z' ^ byte) % 26)).collect();
        *name = format!("{back}-{}", name.len() * 7 + name.bytes().map(usize::from).sum::<usize>());
    };
    let names = |list: &mut Vec<String>| list.iter_mut().for_each(name);
    name(&mut problem.round.title);
    for focus in &mut problem.focuses {
        name(&mut focus.id);
        name(&mut focus.name);
    }
    for school in &mut problem.schools {
        name(&mut school.id);
        name(&mut school.name);
        school.period_ids.iter_mut().for_each(name);
        school.cycle.iter_mut().flat_map(|cycle| cycle.weeks.iter_mut()).for_each(name);
    }
    for teacher in &mut problem.teachers {
        name(&mut teacher.id);
        name(&mut teacher.name);
        teacher.department.iter_mut().for_each(name);
        names(&mut teacher.subjects);
        teacher.cover.subjects.iter_mut().for_each(names);
    }
    problem.classes.iter_mut().for_each(|class| name(&mut class.id));
    for lesson in &mut problem.lessons {
        name(&mut lesson.id);
        lesson.subject.iter_mut().for_each(name);
    }
    for supervisor in &mut problem.supervisors {
        name(&mut supervisor.id);
        names(&mut supervisor.subjects);
    }
    for supply in &mut problem.supply {
        name(&mut supply.id);
        names(&mut supply.subjects);
    }
    for lock in &mut problem.locks {
        match lock {
            Lock::Visit(visit) => visit.period.iter_mut().for_each(name),
            Lock::Conversation { period, .. } => name(period),
            _ => {}
        }
    }
    for round in &mut problem.history {
        round.round.iter_mut().for_each(name);
    }
    problem
}

/// A new order: where the item of each old position stands now.
struct Order(Vec<usize>);

impl Order {
    fn of(dice: &mut Dice, len: usize) -> Self {
        let mut places: Vec<usize> = (0..len).collect();
        dice.shuffle(&mut places);
        Self(places)
    }

    fn id<K: Key>(&self, old: K) -> K {
        K::from_index(self.0[old.index()])
    }

    fn apply<K: Key, V: Clone>(&self, items: &mut Keyed<K, V>) {
        let mut placed: Vec<(usize, V)> = self.0.iter().copied().zip(items.iter().cloned()).collect();
        placed.sort_by_key(|(place, _)| *place);
        *items = placed.into_iter().map(|(_, item)| item).collect();
    }
}

struct Orders {
    schools: Order,
    periods: Vec<Order>,
    teachers: Order,
    classes: Order,
    lessons: Order,
    supervisors: Order,
    supply: Order,
}

/// Every list but the focuses, the cycle's weeks and the ladders is in another order.
pub fn reordered(dice: &mut Dice, problem: &Problem) -> Problem {
    let mut problem = problem.clone();
    let orders = Orders {
        schools: Order::of(dice, problem.schools.len()),
        periods: problem.schools.iter().map(|school| Order::of(dice, school.period_ids.len())).collect(),
        teachers: Order::of(dice, problem.teachers.len()),
        classes: Order::of(dice, problem.classes.len()),
        lessons: Order::of(dice, problem.lessons.len()),
        supervisors: Order::of(dice, problem.supervisors.len()),
        supply: Order::of(dice, problem.supply.len()),
    };
    orders.places(dice, &mut problem);
    orders.people(dice, &mut problem);
    orders.steering(dice, &mut problem);
    problem
}

impl Orders {
    fn period(&self, school: SchoolId, period: PeriodId) -> PeriodId {
        self.periods[school.index()].id(period)
    }

    fn patterns(&self, dice: &mut Dice, school: SchoolId, patterns: &mut [Pattern]) {
        for pattern in patterns.iter_mut() {
            pattern.periods.iter_mut().flatten().for_each(|period| *period = self.period(school, *period));
        }
        dice.shuffle(patterns);
    }

    fn places(&self, dice: &mut Dice, problem: &mut Problem) {
        for (order, school) in self.periods.iter().zip(problem.schools.iter_mut()) {
            order.apply(&mut school.period_ids);
            school.bell.iter_mut().for_each(|entry| entry.period = order.id(entry.period));
            // Period ids stand in the order of the bell.
            school.bell.sort_by_key(|entry| entry.period);
            dice.shuffle(&mut school.closed);
        }
        for way in &mut problem.travel {
            way.between = [way.between[1], way.between[0]].map(|school| self.schools.id(school));
        }
        for (limit, _) in &mut problem.budget.per_school {
            *limit = self.schools.id(*limit);
        }
        problem.budget.per_school.sort_unstable();
        for class in &mut problem.classes {
            class.school = self.schools.id(class.school);
        }
        self.classes.apply(&mut problem.classes);
        for lesson in &mut problem.lessons {
            lesson.period = self.period(lesson.school, lesson.period);
            lesson.school = self.schools.id(lesson.school);
            lesson.classes.iter_mut().for_each(|class: &mut ClassId| *class = self.classes.id(*class));
            lesson.teachers.iter_mut().for_each(|teacher| *teacher = self.teachers.id(*teacher));
            dice.shuffle(&mut lesson.teachers);
        }
    }

    fn people(&self, dice: &mut Dice, problem: &mut Problem) {
        for teacher in &mut problem.teachers {
            let school = teacher.school;
            for list in [&mut teacher.unavailable, &mut teacher.busy, &mut teacher.protected] {
                self.patterns(dice, school, list);
            }
            teacher.school = self.schools.id(school);
            teacher.line_manager = teacher.line_manager.map(|manager| self.teachers.id(manager));
            dice.shuffle(&mut teacher.asks);
        }
        self.teachers.apply(&mut problem.teachers);
        for supervisor in &mut problem.supervisors {
            let school = supervisor.school;
            supervisor.available.iter_mut().for_each(|list| self.patterns(dice, school, list));
            supervisor.school = self.schools.id(school);
        }
        self.supervisors.apply(&mut problem.supervisors);
        problem.supply.iter_mut().for_each(|supply| supply.school = self.schools.id(supply.school));
        self.supply.apply(&mut problem.supply);
    }

    fn steering(&self, dice: &mut Dice, problem: &mut Problem) {
        let who = |teacher: &mut TeacherId| *teacher = self.teachers.id(*teacher);
        for lock in &mut problem.locks {
            match lock {
                Lock::Pair(pair) => {
                    pair.iter_mut().for_each(who);
                    pair.reverse();
                }
                Lock::Visit(visit) => {
                    visit.observer.iter_mut().for_each(who);
                    visit.host.iter_mut().for_each(who);
                    visit.lesson.iter_mut().for_each(|lesson| *lesson = self.lessons.id(*lesson));
                }
                Lock::Cover(cover) => {
                    // Lessons are not moved yet, but their periods are named anew.
                    let new: SchoolId = problem.lessons[cover.lesson].school;
                    let old = problem.schools.keys().find(|&old| self.schools.id(old) == new).expect("a school");
                    cover.period = self.period(old, cover.period);
                    cover.lesson = self.lessons.id::<LessonId>(cover.lesson);
                    cover.by = match cover.by {
                        CoverBy::Supervisor(id) => CoverBy::Supervisor(self.supervisors.id::<SupervisorId>(id)),
                        CoverBy::Staff(id) => CoverBy::Staff(self.teachers.id(id)),
                        CoverBy::Supply(id) => CoverBy::Supply(self.supply.id::<SupplyId>(id)),
                        by => by,
                    };
                }
                Lock::Conversation { members, .. } => {
                    members.iter_mut().for_each(who);
                    members.sort();
                }
                Lock::NeverOn { teacher, .. } => teacher.iter_mut().for_each(who),
                Lock::Out(teacher) => who(teacher),
            }
        }
        dice.shuffle(&mut problem.locks);
        self.lessons.apply(&mut problem.lessons);
        self.schools.apply(&mut problem.schools);
        let rules = &mut problem.rules;
        for list in [&mut rules.must, &mut rules.forbid, &mut rules.prefer, &mut rules.avoid] {
            list.iter_mut().flatten().for_each(who);
            dice.shuffle(list);
        }
        for round in &mut problem.history {
            round.partners.iter_mut().flatten().for_each(who);
            round.covers.iter_mut().for_each(|(teacher, _)| who(teacher));
            round.hosted.iter_mut().for_each(|(teacher, _)| who(teacher));
        }
        dice.shuffle(&mut problem.history);
    }
}
