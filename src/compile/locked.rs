//! Locks on visits, by whom they are about.

use std::collections::BTreeMap;

use super::Model;
use crate::domain::{Key, Lock, LockRef, TeacherId, VisitLock};

/// Indices into the locks of the instance.
#[derive(Debug, Clone, Default)]
pub struct VisitLocks {
    /// That name observer and host.
    between: BTreeMap<(TeacherId, TeacherId), Vec<usize>>,
    /// That leave one of them open.
    loose: Vec<usize>,
}

impl VisitLocks {
    /// Takes in lock `index`.
    pub fn enter(&mut self, index: usize, lock: &VisitLock) {
        match (lock.observer, lock.host) {
            (Some(observer), Some(host)) => self.between.entry((observer, host)).or_default().push(index),
            _ => self.loose.push(index),
        }
    }

    /// Whether a visit of one of the members to another might meet one.
    pub fn concern(&self, members: &[TeacherId]) -> bool {
        let some_between = || {
            let visits = members.iter().flat_map(|&one| members.iter().map(move |&other| (one, other)));
            !self.between.is_empty() && visits.into_iter().any(|visit| self.between.contains_key(&visit))
        };
        !self.loose.is_empty() || some_between()
    }

    /// Whether a visit within the staff might meet one.
    pub fn concern_staff(&self, is_of: impl Fn(TeacherId) -> bool) -> bool {
        !self.loose.is_empty() || self.between.keys().any(|&(observer, host)| is_of(observer) && is_of(host))
    }
}

impl Model<'_> {
    /// The locks on visits in force that a visit of one to another might meet.
    pub fn visit_locks_between(
        &self,
        observer: TeacherId,
        host: TeacherId,
    ) -> impl Iterator<Item = (LockRef, &VisitLock)> + '_ {
        let VisitLocks { between, loose } = &self.visit_locked;
        let named = between.get(&(observer, host)).into_iter().flatten();
        named.chain(loose).filter_map(move |&index| match &self.problem.locks[index] {
            Lock::Visit(lock) if names(lock.observer, observer) && names(lock.host, host) => {
                Some((LockRef::Lock(index), lock))
            }
            _ => None,
        })
    }
}

fn names(named: Option<TeacherId>, is: TeacherId) -> bool {
    named.is_none_or(|named| named.index() == is.index())
}
