//! Sets of teachers in the master: rows that every whole choice of arrangements keeps and fractions may break. They come
//! from the duals of the matching, from the fractions of a point, and where a school may have one ring, from its staff.

use std::collections::BTreeMap;

use super::bound::Vertices;
use super::exact::Point;
use super::master::{Master, ONE};
use crate::compile::{Members, Team};
use crate::domain::{Key, TeacherId};

/// What is within so much of a whole number is one, millionths.
const SLACK: i64 = ONE / 1_000;

/// A row that whole matchings keep and fractions may break.
pub struct OddRow {
    /// By teacher: arrangements with two members or more inside count.
    pub inside: Vec<bool>,
    /// Whether a ring with all members inside counts twice: where there can be one ring only, and the limit is a half
    /// without rounding.
    pub twice: bool,
    /// The vertices of the set.
    pub vertices: Vec<u32>,
    /// Its row in the program.
    pub row: usize,
}

impl OddRow {
    /// How often a team counts.
    pub fn counts(&self, members: Members) -> i64 {
        match members.iter().filter(|member| self.inside[member.index()]).count() {
            0 | 1 => 0,
            3 if self.twice => 2,
            _ => 1,
        }
    }
}

impl Master<'_> {
    /// Brings in an odd set of vertices, unless it is there: pairs inside it, less those that use a copy of one of its
    /// teachers that is not in it, are at most half of its vertices, rounded down.
    pub fn add_odd_set(&mut self, members: &[u32], vertices: &Vertices) -> bool {
        self.add_set(members, vertices, None)
    }

    /// The same, where there is a point only if it breaks the row.
    fn add_set(&mut self, members: &[u32], vertices: &Vertices, point: Option<&Point>) -> bool {
        let mut inside = vec![false; self.model.problem.teachers.len()];
        for &member in members {
            inside[vertices.teacher[member as usize].index()] = true;
        }
        let outside: Vec<u32> = self
            .model
            .problem
            .teachers
            .keys()
            .filter(|teacher| inside[teacher.index()])
            .flat_map(|teacher| vertices.mutual(teacher))
            .filter(|vertex| !members.contains(vertex))
            .collect();
        let twice = members.len().is_multiple_of(2) && self.has_one_ring(&inside);
        let mut odd = OddRow { inside, twice, vertices: members.to_vec(), row: 0 };
        let mut users = self.counted(&odd);
        users.extend(outside.iter().map(|&vertex| (self.served_column[vertex as usize], -1)));
        let limit = i64::try_from(members.len() / 2).expect("a few vertices");
        if let Some(point) = point {
            let value = |column: usize| point.columns.get(column).copied().unwrap_or(0);
            let planned: i64 = users.iter().map(|&(column, times)| value(column) * times).sum();
            if planned <= limit * ONE + SLACK {
                return false;
            }
        }
        if !self.known_sets.insert((odd.inside.clone(), outside)) {
            return false;
        }
        odd.row = self.lp.add_row(limit, false, &users);
        self.odd_sets.push(odd);
        true
    }

    /// The odd sets of vertices that are in the program.
    pub fn sets_inside(&self) -> impl Iterator<Item = &[u32]> {
        let plain = self.odd_sets.iter().filter(|odd| odd.vertices.len() % 2 == 1);
        plain.map(|odd| &odd.vertices[..])
    }

    /// Brings in the set of all teachers of a school that may have one ring: nearly everybody is served, so that its
    /// rounded half is what tells whether a ring fits in.
    pub(super) fn add_school_set(&mut self, staff: &[TeacherId], vertices: &Vertices) {
        let mut inside = vec![false; self.model.problem.teachers.len()];
        for teacher in staff {
            inside[teacher.index()] = true;
        }
        if self.has_one_ring(&inside) {
            let vertices: Vec<u32> = staff.iter().flat_map(|&teacher| vertices.mutual(teacher)).collect();
            let limit = i64::try_from(vertices.len() / 2).expect("a few vertices");
            let twice = vertices.len().is_multiple_of(2);
            let row = self.lp.add_row(limit, false, &[]);
            self.odd_sets.push(OddRow { inside, twice, vertices, row });
        }
    }

    /// Columns of the schedules whose teams count in a row.
    fn counted(&self, odd: &OddRow) -> Vec<(usize, i64)> {
        let all = self.schedules.iter().zip(&self.column_of);
        let counting = all.map(|(schedule, &column)| (column, odd.counts(self.model.served(schedule.team))));
        counting.filter(|&(_, times)| times > 0).collect()
    }

    /// Brings in the odd sets that a point breaks; returns how many. Teachers who hang together by teams planned in part
    /// are a set, with those to whom pairs planned whole lead out of it (of the blossom inequalities of Edmonds and
    /// Pulleyblank for matchings with several partners those that duals of vertices can tell of).
    pub fn separate_odd_sets(&mut self, point: &Point, vertices: &Vertices) -> usize {
        let model = self.model;
        let mut share: BTreeMap<Team, i64> = BTreeMap::new();
        for (schedule, &column) in self.schedules.iter().zip(&self.column_of) {
            *share.entry(schedule.team).or_insert(0) += point.columns.get(column).copied().unwrap_or(0);
        }
        let mut group: Vec<usize> = (0..model.problem.teachers.len()).collect();
        for (&team, _) in share.iter().filter(|&(_, &value)| SLACK < value && value < ONE - SLACK) {
            for [a, b] in model.served(team).twos() {
                let (from, to) = (group[a.index()], group[b.index()]);
                for member in group.iter_mut().filter(|member| **member == from) {
                    *member = to;
                }
            }
        }
        let mut sizes = vec![0; group.len()];
        for &set in &group {
            sizes[set] += 1;
        }
        let large = (0..group.len()).filter(|&set| sizes[set] >= 3);
        let mut sets: Vec<Vec<bool>> = large.map(|set| group.iter().map(|&of| of == set).collect()).collect();
        // Where a school may have one ring, also everybody there who has a partner at all.
        let mut planned = vec![false; group.len()];
        for (&team, _) in share.iter().filter(|&(_, &value)| value > SLACK) {
            for member in model.served(team).iter() {
                planned[member.index()] = true;
            }
        }
        for rings in model.rings.iter().filter(|rings| rings.most == 1) {
            let here =
                |teacher: usize| planned[teacher] && rings.staff.binary_search(&TeacherId::from_index(teacher)).is_ok();
            sets.push((0..group.len()).map(here).collect());
        }
        let mut entered = 0;
        for inside in sets {
            if inside.iter().filter(|&&is| is).count() >= 3 {
                let members = self.closed(&share, &inside, vertices);
                entered += usize::from(self.add_set(&members, vertices, Some(point)));
            }
        }
        entered
    }

    /// The vertices of the teachers inside, and of those to whom pairs planned whole lead from them, and so on: as many
    /// of each as have such pairs.
    fn closed(&self, share: &BTreeMap<Team, i64>, inside: &[bool], vertices: &Vertices) -> Vec<u32> {
        let whole = share.iter().filter(|&(_, &value)| value >= ONE - SLACK);
        let whole: Vec<[TeacherId; 2]> = whole
            .filter_map(|(&team, _)| match *self.model.served(team) {
                [a, b] => Some([a, b]),
                _ => None,
            })
            .collect();
        let mut reached = inside.to_vec();
        let mut grows = true;
        while grows {
            grows = false;
            for two in &whole {
                if reached[two[0].index()] != reached[two[1].index()] {
                    for member in two {
                        reached[member.index()] = true;
                    }
                    grows = true;
                }
            }
        }
        let mut members = Vec::new();
        // Of teachers out of scope the master knows no copies to take off.
        let counts = |teacher: &TeacherId| {
            inside[teacher.index()] || reached[teacher.index()] && self.scope.has_teacher(self.model, *teacher)
        };
        for teacher in self.model.problem.teachers.keys().filter(counts) {
            let copies = vertices.mutual(teacher);
            let pairs = whole.iter().filter(|two| two.contains(&teacher)).count();
            members.extend(copies.take(if inside[teacher.index()] { usize::MAX } else { pairs }));
        }
        members
    }

    /// Whether all teachers inside are of one school that may have one ring at most.
    fn has_one_ring(&self, inside: &[bool]) -> bool {
        let mut teachers = self.model.problem.teachers.entries().filter(|(id, _)| inside[id.index()]);
        let school = teachers.next().map(|(_, first)| first.school);
        school.is_some_and(|school| self.model.one_ring && self.model.rings[school.index()].most == 1)
            && teachers.all(|(_, person)| Some(person.school) == school)
    }
}
