//! Several searches at once: each has threads of its own, so that none waits for work of another.

use std::sync::Mutex;
use std::thread;

/// What `work` makes of every task, in the order of the tasks. `threads` (`None` = as many as there are cores) are shared
/// out: `work` is told how many each task may use.
pub fn side_by_side<T: Send, R: Send>(
    tasks: Vec<T>,
    threads: Option<usize>,
    work: impl Fn(T, usize) -> R + Sync,
) -> Vec<R> {
    let all = threads.or_else(|| thread::available_parallelism().ok().map(usize::from)).unwrap_or(1).max(1);
    let at_once = all.min(tasks.len()).max(1);
    let each = (all / at_once).max(1);
    if at_once == 1 {
        return tasks.into_iter().map(|task| work(task, each)).collect();
    }
    let count = tasks.len();
    let queue = Mutex::new(tasks.into_iter().enumerate());
    let next = || queue.lock().ok().and_then(|mut queue| queue.next());
    let done = Mutex::new(Vec::with_capacity(count));
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                while let Some((index, task)) = next() {
                    let made = work(task, each);
                    if let Ok(mut done) = done.lock() {
                        done.push((index, made));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|&(index, _)| index);
    done.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_the_order_of_the_tasks() {
        for threads in [1, 2, 3, 16] {
            let made = side_by_side((0..9).collect(), Some(threads), |task: usize, each| {
                thread::yield_now();
                (task * task, each)
            });
            assert_eq!(made.iter().map(|&(square, _)| square).collect::<Vec<_>>(), [0, 1, 4, 9, 16, 25, 36, 49, 64]);
            assert!(made.iter().all(|&(_, each)| each * threads.min(9) <= threads));
        }
    }
}
