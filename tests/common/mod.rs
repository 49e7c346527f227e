//! What tests share.

#![allow(dead_code, reason = "each test file uses a part of this")]

use std::path::PathBuf;

use opendoor::domain::{Focus, FocusId, Problem, Score};

/// The folder of real timetables beside the repository. Without it a test says so and passes, but not on CI.
pub fn shared_data() -> Option<PathBuf> {
    let data = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    if data.is_dir() {
        return Some(data);
    }
    assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "../shared is not here");
    println!("not run: ../shared is not here");
    None
}

/// Gives an imported timetable four focuses, and every teacher strengths, needs and a wish for comment: the same
/// for the same seed.
pub fn seed_people(problem: &mut Problem, seed: u64) {
    let mut dice = Dice(seed);
    let ids = ["questioning", "behaviour", "feedback", "modelling"];
    problem.focuses = ids.map(|id| Focus { id: id.to_owned(), name: id.to_owned() }).to_vec().into();
    let focuses: Vec<FocusId> = problem.focuses.keys().collect();
    for teacher in problem.teachers.iter_mut() {
        teacher.strengths = dice.scores(&focuses);
        teacher.needs = dice.scores(&focuses);
        teacher.asks = focuses.iter().copied().filter(|_| dice.below(4) == 0).collect();
        teacher.cover.willing = [None, Some(true), Some(false)][usize::from(dice.below(3))];
    }
}

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u16) -> u16 {
        u16::try_from(self.next() % u64::from(bound)).expect("below a small bound")
    }

    /// A score in about half of the focuses, in steps of 0.05.
    fn scores(&mut self, focuses: &[FocusId]) -> Vec<(FocusId, Score)> {
        let given: Vec<FocusId> = focuses.iter().copied().filter(|_| self.below(2) == 0).collect();
        let score = |focus| (focus, Score::from_thousandths(50 * (1 + self.below(20))).expect("at most one"));
        given.into_iter().map(score).collect()
    }
}
