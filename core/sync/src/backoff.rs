//! How long to wait after a failure: decorrelated jitter (rule S11).

/// Waits that grow at random, so that many devices do not come back together.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    last: u64,
}

impl Default for Backoff {
    fn default() -> Self {
        Self::new()
    }
}

impl Default for Dice {
    fn default() -> Self {
        Self::new()
    }
}

impl Backoff {
    /// Before the first failure.
    pub const fn new() -> Self {
        Self { last: BASE_MILLIS }
    }

    /// The next wait in milliseconds: random between a second and three times the last one.
    pub fn next(&mut self, dice: &mut Dice) -> u64 {
        let most = (self.last.saturating_mul(3)).clamp(BASE_MILLIS + 1, CAP_MILLIS);
        self.last = dice.between(BASE_MILLIS, most);
        self.last
    }

    /// It worked: the next wait is a short one.
    pub fn reset(&mut self) {
        *self = Self::new();
    }
}

/// Random numbers grown from the host's entropy (SplitMix64).
#[derive(Debug, Clone, Copy)]
pub struct Dice(u64);

impl Dice {
    /// Without chance yet.
    pub const fn new() -> Self {
        Self(0)
    }

    /// Adds chance.
    pub fn stir(&mut self, entropy: u64) {
        self.0 ^= entropy.rotate_left(17);
    }

    /// From `low` to `high`, both possible; `low` when there is nothing between.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let span = high.saturating_sub(low).saturating_add(1);
        low + mixed % span
    }
}

pub(crate) const BASE_MILLIS: u64 = 1_000;
/// Longest wait that is not the platform's wish: 15 minutes.
pub(crate) const CAP_MILLIS: u64 = 15 * 60 * 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_stay_under_the_cap_and_differ_between_devices() {
        let run = |entropy: u64| {
            let (mut dice, mut backoff) = (Dice::new(), Backoff::new());
            dice.stir(entropy);
            (0..200)
                .map(|_| backoff.next(&mut dice))
                .collect::<Vec<_>>()
        };
        let (one, other) = (run(1), run(2));
        for waits in [&one, &other] {
            assert!(
                waits
                    .iter()
                    .all(|wait| (BASE_MILLIS..=CAP_MILLIS).contains(wait))
            );
            assert!(waits[0] <= 3 * BASE_MILLIS);
            assert!(waits.iter().any(|wait| *wait > CAP_MILLIS / 4));
        }
        assert_ne!(one, other);
    }
}
