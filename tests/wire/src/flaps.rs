//! What goes wrong on a wire that flaps.

use std::time::Duration;

use crate::dice::Dice;

/// A wire on which many connections end badly. Percentages are of connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flaps {
    /// What is drawn.
    pub seed: u64,
    /// So many are cut off whole.
    pub cut: u64,
    /// So many are closed in one direction only.
    pub half_close: u64,
    /// On so many nothing moves for a while.
    pub stall: u64,
    /// At so many the wire refuses everybody for a while instead.
    pub refuse: u64,
    /// It happens after at most so many bytes; mostly after far fewer.
    pub reach: u64,
    /// Longest stall or refusal.
    pub longest: Duration,
}

/// What becomes of one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Whole,
    Breaks(Break),
    Refused(Duration),
}

/// Something that happens once so many bytes have gone one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Break {
    /// Whether it is the way to the platform.
    pub(crate) up: bool,
    pub(crate) after: u64,
    pub(crate) how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// Both ways end.
    Cut,
    /// This way ends, and the other goes on.
    HalfClose,
    /// Nothing moves this way for so long.
    Stall(Duration),
}

impl Flaps {
    /// The fate of a connection.
    pub(crate) fn fate(&self, connection: u64) -> Fate {
        let mut dice = Dice::part(self.seed, connection);
        let mut roll = dice.below(100);
        // Half of them within an eighth of the reach: answers are short.
        let part = dice.below(1_024);
        let after = ((self.reach * part) >> 10) * part / 1_024 * part / 1_024;
        let up = dice.below(2) == 0;
        let millis = u64::try_from(self.longest.as_millis()).unwrap_or(u64::MAX);
        let pause = Duration::from_millis(dice.below(millis));
        let mut falls = |share: u64| {
            let hit = roll < share;
            roll = roll.saturating_sub(share);
            hit || share >= 100
        };
        let how = if falls(self.refuse) {
            return Fate::Refused(pause);
        } else if falls(self.cut) {
            How::Cut
        } else if falls(self.half_close) {
            How::HalfClose
        } else if falls(self.stall) {
            How::Stall(pause)
        } else {
            return Fate::Whole;
        };
        Fate::Breaks(Break { up, after, how })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_each_fate_about_its_share_and_the_same_again() {
        let flaps = Flaps {
            seed: 7,
            cut: 20,
            half_close: 10,
            stall: 15,
            refuse: 5,
            reach: 1_000,
            longest: Duration::from_millis(300),
        };
        let fates: Vec<Fate> = (0..10_000).map(|number| flaps.fate(number)).collect();
        let share = |is: fn(&Fate) -> bool| fates.iter().filter(|fate| is(fate)).count();
        let how = |fate: &Fate| match fate {
            Fate::Breaks(broken) => Some(broken.how),
            _ => None,
        };
        let shares = [
            (share(|fate| matches!(fate, Fate::Refused(_))), 500),
            (
                fates
                    .iter()
                    .filter(|fate| how(fate) == Some(How::Cut))
                    .count(),
                2_000,
            ),
            (
                fates
                    .iter()
                    .filter(|fate| how(fate) == Some(How::HalfClose))
                    .count(),
                1_000,
            ),
            (
                fates
                    .iter()
                    .filter(|fate| matches!(how(fate), Some(How::Stall(_))))
                    .count(),
                1_500,
            ),
            (share(|fate| *fate == Fate::Whole), 5_000),
        ];
        for (happened, expected) in shares {
            assert!(
                happened.abs_diff(expected) < 200,
                "{happened} for {expected}"
            );
        }
        assert!((0..10_000).all(|number| flaps.fate(number) == fates[number as usize]));
    }
}
