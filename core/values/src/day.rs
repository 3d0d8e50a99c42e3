//! Whole days in the legal zone.

use jiff_core::civil::{Date, UnixEpochDay};

/// A calendar day in the fixed legal zone +08:00, counted from 1970-01-01; years 0000 to 9999.
///
/// ```
/// use tongban_values::Day;
/// let day = Day::parse("2026-03-02").unwrap();
/// assert_eq!(day.weekday(), 1);
/// assert_eq!(day.plus_days(7).to_string(), "2026-03-09");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(UnixEpochDay);

impl Day {
    /// The day that is `days` after 1970-01-01; `None` outside the years 0000 to 9999.
    pub fn from_days(days: i32) -> Option<Self> {
        let day = UnixEpochDay::new(days).ok()?;
        (FIRST..=LAST).contains(&days).then_some(Self(day))
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i32 {
        self.0.day()
    }

    /// The day of a date of the Gregorian calendar, if that date exists.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        let date = Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        );
        Self::from_days(date.ok()?.to_unix_epoch_day().day())
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number = |range: std::ops::Range<usize>| {
            let digits = text.get(range)?;
            let only_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
            only_digits.then(|| digits.parse::<u32>().ok())?
        };
        let year = i32::try_from(number(0..4)?).ok()?;
        Self::from_ymd(year, number(5..7)?, number(8..10)?)
    }

    /// The legal day that holds an instant (seconds since 1970), at most the last of the year 9999.
    pub fn of(instant: u64) -> Self {
        Self::checked_of(instant).unwrap_or_else(|| Self::clamped(i64::MAX))
    }

    /// [`Day::of`]; `None` after the year 9999.
    pub fn checked_of(instant: u64) -> Option<Self> {
        let days = instant.checked_add(ZONE)? / SECONDS;
        Self::from_days(i32::try_from(days).ok()?)
    }

    /// The first second of the day (00:00 +08:00); days before 1970 begin at 0.
    pub fn start(self) -> u64 {
        let seconds = i64::from(self.days()) * SECONDS as i64 - ZONE as i64;
        u64::try_from(seconds).unwrap_or(0)
    }

    /// The day that begins at `instant`, if one does.
    pub fn starting_at(instant: u64) -> Option<Self> {
        let day = Self::of(instant);
        (day.start() == instant).then_some(day)
    }

    /// The day `days` later (or earlier), kept inside the years 0000 to 9999.
    pub fn plus_days(self, days: i32) -> Self {
        Self::clamped(i64::from(self.days()) + i64::from(days))
    }

    /// [`Day::plus_days`]; `None` outside the years 0000 to 9999.
    pub fn checked_plus_days(self, days: i32) -> Option<Self> {
        Self::from_days(self.days().checked_add(days)?)
    }

    fn clamped(days: i64) -> Self {
        let days = i32::try_from(days.clamp(FIRST.into(), LAST.into()));
        days.ok()
            .and_then(Self::from_days)
            .expect("clamped to the days that there are")
    }

    /// 1 is Monday, 7 is Sunday (ISO 8601).
    pub fn weekday(self) -> u8 {
        self.0.weekday().to_monday_one_offset().unsigned_abs()
    }

    /// The year of the Gregorian calendar.
    pub fn year(self) -> i32 {
        i32::from(self.0.to_date().year())
    }

    /// The month, from 1 to 12.
    pub fn month(self) -> u8 {
        self.0.to_date().month().unsigned_abs()
    }

    /// The day of the month, from 1 to 31.
    pub fn day_of_month(self) -> u8 {
        self.0.to_date().day().unsigned_abs()
    }
}

/// `YYYY-MM-DD`.
impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = (self.year(), self.month(), self.day_of_month());
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl std::fmt::Debug for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

const SECONDS: u64 = 86_400;
const ZONE: u64 = 8 * 3600;
/// 0000-01-01 and 9999-12-31.
const FIRST: i32 = -719_528;
const LAST: i32 = 2_932_896;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_that_exist_are_days() {
        assert!(Day::parse("2024-02-29").is_some());
        for text in [
            "2023-02-29",
            "2026-13-01",
            "2026-1-01",
            "+026-01-01",
            "2026-01-1x",
            "",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
        assert_eq!(Day::from_ymd(10_000, 1, 1), None);
        assert_eq!(Day::from_days(i32::MIN), None);
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_legal_zone() {
        let monday = Day::parse("2026-03-02").unwrap();
        assert_eq!(Day::checked_of(1_772_380_800), Some(monday));
        assert_eq!(Day::checked_of(1_772_380_799), monday.checked_plus_days(-1));
        assert_eq!(Day::checked_of(u64::MAX), None);
        assert_eq!(monday.start(), 1_772_380_800);
        assert_eq!(Day::of(monday.start()), monday);
        assert_eq!(Day::of(monday.start() - 1), monday.plus_days(-1));
        assert_eq!(Day::starting_at(monday.start() + 1), None);
    }

    #[test]
    fn every_day_of_the_range_reads_back_and_weekdays_go_round() {
        let first = Day::parse("0000-01-01").unwrap();
        let last = Day::parse("9999-12-31").unwrap();
        assert_eq!(
            (first.checked_plus_days(-1), last.checked_plus_days(1)),
            (None, None)
        );
        assert_eq!((first.plus_days(-1), last.plus_days(1)), (first, last));
        assert_eq!(Day::of(u64::MAX), last);
        for days in (first.days()..=last.days())
            .step_by(37)
            .chain([last.days()])
        {
            let day = Day::from_days(days).unwrap();
            assert_eq!(Day::parse(&day.to_string()), Some(day));
            // 1970-01-01 was a Thursday.
            assert_eq!(i32::from(day.weekday()), (days + 3).rem_euclid(7) + 1);
        }
    }
}
