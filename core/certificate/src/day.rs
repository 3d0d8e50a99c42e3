//! Whole days in the legal zone.

/// A calendar day in the fixed legal zone +08:00, counted from 1970-01-01.
///
/// Validity is in whole days so that its exact second does not single out a certificate
/// (rule C1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The day that is `days` after 1970-01-01; `None` outside the years 0000 to 9999.
    pub fn from_days(days: i32) -> Option<Self> {
        (FIRST..=LAST).contains(&days).then_some(Self(days))
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i32 {
        self.0
    }

    /// The day of a date of the Gregorian calendar, if that date exists.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        // Howard Hinnant's days_from_civil: years begin in March, so the leap day comes last.
        let shifted = if month <= 2 { year - 1 } else { year };
        let era = shifted.div_euclid(400);
        let of_era = shifted.rem_euclid(400);
        let of_year = (153 * ((month as i32 + 9) % 12) + 2) / 5 + day as i32 - 1;
        let of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        let found = Self(era * 146_097 + of_era - 719_468);
        (found.ymd() == (year, month, day)).then_some(found)
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let digits = |range: std::ops::Range<usize>| {
            let part = text.get(range)?;
            part.bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| part.parse::<u32>().ok())?
        };
        Self::from_ymd(digits(0..4)? as i32, digits(5..7)?, digits(8..10)?)
    }

    /// The legal day that holds an instant (seconds since 1970).
    pub fn of(instant: u64) -> Self {
        let days = instant.saturating_add(ZONE) / SECONDS;
        Self(i32::try_from(days).unwrap_or(LAST).min(LAST))
    }

    /// The first second of the day (00:00 +08:00); days before 1970 begin at 0.
    pub fn start(self) -> u64 {
        let seconds = i64::from(self.0) * SECONDS as i64 - ZONE as i64;
        u64::try_from(seconds).unwrap_or(0)
    }

    /// The day that begins at `instant`, if one does.
    pub fn starting_at(instant: u64) -> Option<Self> {
        let day = Self::of(instant);
        (day.start() == instant).then_some(day)
    }

    /// The day `days` later (or earlier), kept inside the years 0000 to 9999.
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days).clamp(FIRST, LAST))
    }

    fn ymd(self) -> (i32, u32, u32) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let march_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 {
            march_month + 3
        } else {
            march_month - 9
        };
        let year = year + era * 400 + i32::from(month <= 2);
        (year, month as u32, day as u32)
    }
}

/// `YYYY-MM-DD`.
impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

const SECONDS: u64 = 86_400;
const ZONE: u64 = 8 * 3600;
const FIRST: i32 = -719_528;
const LAST: i32 = 2_932_896;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_of_the_legal_zone() {
        let day = Day::from_ymd(2026, 3, 2).unwrap();
        assert_eq!(day.start(), 1_772_380_800);
        assert_eq!(Day::of(day.start()), day);
        assert_eq!(Day::of(day.start() - 1), day.plus_days(-1));
        assert_eq!(Day::starting_at(day.start() + 1), None);
    }

    #[test]
    fn only_dates_that_exist_are_days() {
        assert!(Day::from_ymd(2024, 2, 29).is_some());
        assert!(Day::from_ymd(2023, 2, 29).is_none());
        assert!(Day::parse("2026-13-01").is_none());
        assert!(Day::parse("2026-1-01").is_none());
        assert!(Day::parse("+026-01-01").is_none());
    }

    #[test]
    fn every_day_of_the_range_reads_back() {
        for days in (FIRST..=LAST).step_by(37).chain([FIRST, LAST]) {
            let day = Day::from_days(days).unwrap();
            assert_eq!(Day::parse(&day.to_string()), Some(day));
        }
    }
}
