//! Sets of teachers in the master: rows that every whole choice of arrangements keeps and fractions may break. They come
//! from the duals of the matching, from the fractions of a point, and where a school may have one ring, from its staff.

use std::collections::{BTreeMap, BTreeSet};

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
    /// Twos with one member inside that count as well.
    pub besides: BTreeSet<[TeacherId; 2]>,
    /// Whether a ring with all members inside counts twice: where there can be one ring only, and the limit is a half
    /// without rounding.
    pub twice: bool,
    /// The vertices of the set, where it is one of vertices.
    pub vertices: Vec<u32>,
    /// Its row in the program.
    pub row: usize,
}

impl OddRow {
    /// How often a team counts.
    pub fn counts(&self, members: Members) -> i64 {
        match members.iter().filter(|member| self.inside[member.index()]).count() {
            0 | 1 => i64::from(!self.besides.is_empty() && members.twos().any(|two| self.besides.contains(&two))),
            3 if self.twice => 2,
            _ => 1,
        }
    }
}

impl Master<'_> {
    /// Brings in an odd set of vertices, unless it is there: pairs inside it, less those that use a copy of one of its
    /// teachers that is not in it, are at most half of its vertices, rounded down.
    pub fn add_odd_set(&mut self, members: &[u32], vertices: &Vertices) -> bool {
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
        if !self.known_sets.insert((inside.clone(), outside.clone())) {
            return false;
        }
        let vertices = members.to_vec();
        let mut odd = OddRow { inside, besides: BTreeSet::new(), twice: false, vertices, row: 0 };
        let mut users = self.counted(&odd);
        users.extend(outside.iter().map(|&vertex| (self.served_column[vertex as usize], -1)));
        let limit = i64::try_from(members.len() / 2).expect("a few vertices");
        odd.row = self.lp.add_row(limit, false, &users);
        self.odd_sets.push(odd);
        true
    }

    /// The odd sets of vertices that are in the program.
    pub fn sets_inside(&self) -> impl Iterator<Item = &[u32]> {
        let plain =
            self.odd_sets.iter().filter(|odd| odd.besides.is_empty() && !odd.twice && odd.vertices.len() % 2 == 1);
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
            self.odd_sets.push(OddRow { inside, besides: BTreeSet::new(), twice, vertices, row });
        }
    }

    /// Columns of the schedules whose teams count in a row.
    fn counted(&self, odd: &OddRow) -> Vec<(usize, i64)> {
        let all = self.schedules.iter().zip(&self.column_of);
        let counting = all.map(|(schedule, &column)| (column, odd.counts(self.model.served(schedule.team))));
        counting.filter(|&(_, times)| times > 0).collect()
    }

    /// Brings in the odd sets that a point breaks; returns how many. Teachers who hang together by teams planned in part
    /// are a set, and pairs planned whole that lead out of it count as well (the blossom inequalities of Edmonds and
    /// Pulleyblank for matchings with several partners: at most half of the partners wanted and of these pairs).
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
        for mut inside in sets {
            if inside.iter().filter(|&&is| is).count() < 3 {
                continue;
            }
            // Who leads out and wants one partner belongs to the set: then it is one of vertices, which duals can tell of.
            for (outside, [a, b]) in self.leading_out(&share, &inside) {
                if vertices.mutual(outside).len() == 1 {
                    inside[a.index()] = true;
                    inside[b.index()] = true;
                }
            }
            let besides: BTreeSet<[TeacherId; 2]> =
                self.leading_out(&share, &inside).into_iter().map(|(_, two)| two).collect();
            let teachers = model.problem.teachers.entries().filter(|(teacher, _)| inside[teacher.index()]);
            let wanted: i64 = teachers.map(|(_, person)| i64::from(person.wanted())).sum();
            let limit = (wanted + i64::try_from(besides.len()).expect("a few pairs")).div_euclid(2);
            let copies = model.problem.teachers.keys().filter(|id| besides.is_empty() && inside[id.index()]);
            let copies = copies.flat_map(|teacher| vertices.mutual(teacher)).collect();
            let even = (wanted + i64::try_from(besides.len()).expect("a few pairs")) % 2 == 0;
            let twice = even && self.has_one_ring(&inside);
            let mut odd = OddRow { inside, besides, twice, vertices: copies, row: 0 };
            let planned: i64 = share.iter().map(|(&team, &value)| odd.counts(model.served(team)) * value).sum();
            if planned > limit * ONE + SLACK {
                odd.row = self.lp.add_row(limit, false, &self.counted(&odd));
                self.odd_sets.push(odd);
                entered += 1;
            }
        }
        entered
    }

    /// Pairs planned whole with one member inside, each with its other member.
    fn leading_out(&self, share: &BTreeMap<Team, i64>, inside: &[bool]) -> Vec<(TeacherId, [TeacherId; 2])> {
        let leads_out = |(&team, &value): (&Team, &i64)| match *self.model.served(team) {
            [a, b] if inside[a.index()] != inside[b.index()] && value >= ONE - SLACK => {
                Some((if inside[a.index()] { b } else { a }, [a, b]))
            }
            _ => None,
        };
        share.iter().filter_map(leads_out).collect()
    }

    /// Whether all teachers inside are of one school that may have one ring at most.
    fn has_one_ring(&self, inside: &[bool]) -> bool {
        let mut teachers = self.model.problem.teachers.entries().filter(|(id, _)| inside[id.index()]);
        let school = teachers.next().map(|(_, first)| first.school);
        school.is_some_and(|school| self.model.one_ring && self.model.rings[school.index()].most == 1)
            && teachers.all(|(_, person)| Some(person.school) == school)
    }
}
