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
        let most = self.last.saturating_mul(3).min(CAP_MILLIS);
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

    #[test]
    fn after_a_success_the_next_wait_is_a_short_one() {
        let (mut dice, mut backoff) = (Dice::new(), Backoff::new());
        for _ in 0..200 {
            backoff.next(&mut dice);
        }
        for _ in 0..50 {
            backoff.reset();
            assert!(backoff.next(&mut dice) <= 3 * BASE_MILLIS);
        }
    }

    /// The first numbers of SplitMix64 from zero, as published.
    #[test]
    fn the_dice_are_those_of_splitmix64() {
        let mut dice = Dice::new();
        let drawn = [(); 3].map(|()| dice.between(0, u64::MAX));
        assert_eq!(
            drawn,
            [
                0xe220_a839_7b1d_cdaf,
                0x6e78_9e6a_a1b9_65f4,
                0x06c4_5d18_8009_454f
            ]
        );
        assert!((0..100).all(|_| (7..=9).contains(&dice.between(7, 9))));
        assert_eq!(dice.between(7, 7), 7);
    }

    #[test]
    fn what_a_host_stirs_in_is_never_forgotten() {
        let drawn = |entropy: u64| {
            let (mut dice, mut host) = (Dice::new(), Dice(entropy));
            for _ in 0..200 {
                dice.stir(host.between(0, u64::MAX));
                dice.between(0, 1);
            }
            dice.between(0, u64::MAX)
        };
        let all: std::collections::BTreeSet<u64> = (1..=100).map(drawn).collect();
        assert_eq!(all.len(), 100);
    }
}
