//! How fast each of many may ask: so much at once, then so much a second.
//!
//! In memory, so each process counts for itself. The clock is the machine's own, not the
//! platform's: a pace has nothing to do with legal time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What is allowed to each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// At once, after a rest.
    pub burst: u32,
    /// In the long run.
    pub a_second: u32,
}

/// Who has asked how much lately.
pub(crate) struct Paced<K> {
    pace: Pace,
    /// When each would have rested, by the pace, from all that it asked.
    rested: Mutex<HashMap<K, Instant>>,
}

impl<K: Hash + Eq> Paced<K> {
    pub(crate) fn new(pace: Pace) -> Self {
        Self {
            pace,
            rested: Mutex::default(),
        }
    }

    /// Counts `cost`, or says how many seconds later it would be allowed; then nothing is counted.
    pub(crate) fn take(&self, who: K, cost: u32) -> Result<(), u64> {
        self.take_at(who, cost, Instant::now())
    }

    fn take_at(&self, who: K, cost: u32, now: Instant) -> Result<(), u64> {
        let one = Duration::from_secs(1) / self.pace.a_second.max(1);
        let most = one * self.pace.burst.max(1);
        let mut rested = self.rested.lock().unwrap_or_else(PoisonError::into_inner);
        if rested.len() >= MOST_KNOWN {
            rested.retain(|_, until| *until > now);
            if rested.len() >= MOST_KNOWN {
                rested.clear();
            }
        }
        let before = rested.get(&who).copied().unwrap_or(now).max(now);
        // What is asked at once is never more than what is ever allowed.
        let after = before + one * cost.min(self.pace.burst.max(1));
        match after.saturating_duration_since(now).checked_sub(most) {
            Some(late) if !late.is_zero() => Err(late.as_secs() + 1),
            _ => {
                rested.insert(who, after);
                Ok(())
            }
        }
    }
}

/// Some megabytes. Beyond, those who have rested are forgotten, and then all.
const MOST_KNOWN: usize = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_a_steady_pace_and_each_for_itself() {
        let paced = Paced::new(Pace {
            burst: 3,
            a_second: 2,
        });
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        assert_eq!(paced.take_at("a", 3, at(0)), Ok(()));
        assert_eq!(paced.take_at("a", 1, at(0)), Err(1));
        assert_eq!(paced.take_at("b", 1, at(0)), Ok(()), "another one");
        assert_eq!(paced.take_at("a", 1, at(499)), Err(1));
        assert_eq!(
            paced.take_at("a", 1, at(500)),
            Ok(()),
            "what was refused was not counted"
        );
        assert_eq!(paced.take_at("a", 3, at(500)), Err(2));
        assert_eq!(
            paced.take_at("a", 100, at(10_000)),
            Ok(()),
            "never impossible"
        );
    }

    #[test]
    fn memory_is_bounded() {
        let paced = Paced::new(Pace {
            burst: 1,
            a_second: 1,
        });
        let now = Instant::now();
        for who in 0..=MOST_KNOWN {
            paced.take_at(who, 1, now).expect("the first of each");
        }
        assert!(paced.rested.lock().expect("whole").len() <= MOST_KNOWN);
    }
}
