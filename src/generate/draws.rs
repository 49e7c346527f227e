//! Random draws that are the same on every machine: `ChaCha8`, whole numbers only.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// One stream of draws. Every school has its own, so that one school's size does not change another's timetable.
pub(super) struct Draws(ChaCha8Rng);

impl Draws {
    /// The stream `stream` of `seed`.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut key = [0_u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(stream);
        Self(rng)
    }

    /// A number in `0..n`; 0 when `n` is 0. (The high half of a product, so that the result does not hang on how
    /// some library samples a range; its bias is below 2^-50 at these sizes.)
    pub(super) fn below(&mut self, n: usize) -> usize {
        let product = u128::from(self.0.next_u64()) * n as u128;
        usize::try_from(product >> 64).unwrap_or(0)
    }

    /// A number between `low` and `high`, both included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        let width = high.saturating_sub(low) as usize + 1;
        low + u32::try_from(self.below(width)).unwrap_or(0)
    }

    /// True `percent` times in a hundred.
    pub(super) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Puts `items` into a random order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// A random bit of `mask`, as its position; `None` when it has none.
    pub(super) fn bit(&mut self, mask: u64) -> Option<u32> {
        let mut left = mask;
        for _ in 0..self.below(mask.count_ones() as usize) {
            left &= left - 1;
        }
        (left != 0).then(|| left.trailing_zeros())
    }
}
