//! Ids as an instance may have them: a file's keys may have blanks at their ends, tabs inside, or nothing at all.

use std::collections::BTreeSet;

use super::Table;

/// Ids that stay unique: the second of a kind gets `~2`.
#[derive(Default)]
pub(super) struct Ids(BTreeSet<String>);

impl Ids {
    pub fn unique(&mut self, wanted: String) -> String {
        let free = |id: &String| !self.0.contains(id);
        let numbered = (2..=u32::MAX).map(|number| format!("{wanted}~{number}"));
        let id = std::iter::once(wanted.clone()).chain(numbered).find(free).unwrap_or(wanted);
        self.0.insert(id.clone());
        id
    }
}

impl Table {
    /// Makes every id and subject usable. Ids that were different stay different.
    pub(super) fn tidy(&mut self) {
        tidy_all(self.periods.iter_mut());
        tidy_all(self.teachers.iter_mut().map(|(id, _)| id));
        tidy_all(self.classes.iter_mut().map(|class| &mut class.id));
        tidy_all(self.rooms.iter_mut().map(|(id, _)| id));
        for entry in &mut self.entries {
            entry.id = usable(&entry.id);
            entry.subject = entry.subject.take().map(|subject| usable(&subject));
        }
    }
}

/// What is usable already keeps its id, whatever else would like to have it.
fn tidy_all<'a>(ids: impl Iterator<Item = &'a mut String>) {
    let mut taken = Ids::default();
    let (kept, changed): (Vec<_>, Vec<_>) = ids.partition(|id| usable(id) == **id);
    for id in kept.into_iter().chain(changed) {
        *id = taken.unique(usable(id));
    }
}

/// Without blanks at its ends and control characters; a dash where nothing is left.
fn usable(id: &str) -> String {
    let spaced: String = id.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let trimmed = spaced.trim();
    if trimmed.is_empty() { "-".to_owned() } else { trimmed.to_owned() }
}
