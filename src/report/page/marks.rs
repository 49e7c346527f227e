//! What the page's script reads off its elements: by what rows are filtered and sorted.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::domain::{Key, Problem, TeacherId};

/// The schools and departments that an entry concerns.
#[derive(Default)]
pub struct Item {
    schools: BTreeSet<usize>,
    departments: BTreeSet<String>,
}

impl Item {
    pub fn of(problem: &Problem, people: &[TeacherId]) -> Self {
        let mut item = Self::default();
        item.add(problem, people);
        item
    }

    pub fn add(&mut self, problem: &Problem, people: &[TeacherId]) {
        for &who in people {
            let teacher = &problem.teachers[who];
            self.schools.insert(teacher.school.index());
            self.departments.extend(teacher.department.clone());
        }
    }

    /// The numbers of the schools, between bars.
    pub fn schools(&self) -> String {
        barred(self.schools.iter().map(ToString::to_string))
    }

    /// The names of the departments, between bars.
    pub fn departments(&self) -> String {
        barred(self.departments.iter().cloned())
    }
}

/// `|a|b|`, in which `|b|` can be found.
fn barred(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    if words.is_empty() { String::new() } else { format!("|{}|", words.join("|")) }
}

/// The head of a column of words that can be sorted by.
pub fn sortable(words: &str) -> Markup {
    html! { th scope="col" role="columnheader" data-sort="ascending" { (words) } }
}

/// The head of a column of numbers that can be sorted by, the largest first.
pub fn sortable_sum(words: &str) -> Markup {
    html! { th.sum scope="col" role="columnheader" data-sort="descending" { (words) } }
}
