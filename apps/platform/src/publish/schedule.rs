/// When snapshots are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PublishSchedule {
    /// At 0, 6, 12 and 18 o'clock +08:00 (rule C3).
    #[default]
    FixedHours,
    /// Every so many seconds, counted from 1970; for tests and demonstrations.
    Every {
        /// At least 1.
        seconds: u64,
    },
}

impl PublishSchedule {
    /// The latest publishing moment at or before `now`.
    pub(crate) fn slot(self, now: u64) -> u64 {
        let (period, shift) = self.period();
        ((now + shift) / period * period).saturating_sub(shift)
    }

    /// The next publishing moment after `now`.
    pub(crate) fn next(self, now: u64) -> u64 {
        self.slot(now) + self.period().0
    }

    fn period(self) -> (u64, u64) {
        match self {
            Self::FixedHours => (6 * 3600, 8 * 3600),
            Self::Every { seconds } => (seconds.max(1), 0),
        }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn rule_C3_publishing_moments_are_fixed_hours_of_the_legal_zone() {
        // 2026-03-02T09:00+08:00 lies between 06:00 and 12:00.
        let now = 1_772_413_200;
        assert_eq!(PublishSchedule::FixedHours.slot(now), now - 3 * 3600);
        assert_eq!(PublishSchedule::FixedHours.next(now), now + 3 * 3600);
        let six = now - 3 * 3600;
        assert_eq!(PublishSchedule::FixedHours.slot(six), six);
        assert_eq!(PublishSchedule::FixedHours.slot(six - 1), six - 6 * 3600);
        assert_eq!(
            PublishSchedule::Every { seconds: 10 }.next(now + 3),
            now + 10
        );
        assert_eq!(PublishSchedule::Every { seconds: 0 }.next(5), 6);
    }
}
