//! The tabular Islamic calendar, from which festivals are computed.
//!
//! Thirty years have eleven leap years (2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29); odd months have
//! 30 days, even months 29, the twelfth 30 in a leap year; the epoch is the civil one, Friday
//! 16 July 622 (Julian). Reingold and Dershowitz, *Calendrical Calculations*, "the Islamic
//! calendar". What is observed may differ by a day: the moon is seen, not counted.

use crate::Day;

/// The day of a date of the tabular calendar; `None` outside the years of [`Day`].
pub fn day_of(year: i32, month: u32, day: u32) -> Option<Day> {
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    let years_before = 354 * (year - 1) + (3 + 11 * year).div_euclid(30);
    let months_before = 29 * (month - 1) + month / 2;
    let days = EPOCH + years_before + months_before + day - 1;
    Day::from_days(i32::try_from(days).ok()?)
}

/// Islamic years that touch the Gregorian years `from..=until`, one more at each end.
pub fn years_touching(from: i32, until: i32) -> std::ops::RangeInclusive<i32> {
    let islamic = |gregorian: i32| (gregorian - 622) * 33 / 32;
    islamic(from) - 1..=islamic(until) + 2
}

/// 622-07-19 (Gregorian), days from 1970-01-01.
const EPOCH: i64 = -492_148;

#[cfg(test)]
mod tests {
    use super::*;

    fn text(year: i32, month: u32, day: u32) -> String {
        day_of(year, month, day).unwrap().to_string()
    }

    #[test]
    fn the_epoch_is_a_friday_of_july_622() {
        assert_eq!(text(1, 1, 1), "0622-07-19");
        assert_eq!(day_of(1, 1, 1).unwrap().weekday(), 5);
    }

    #[test]
    fn thirty_years_have_10_631_days_and_eleven_of_them_are_long() {
        for start in [1, 1411, 1441] {
            let first = |year| day_of(year, 1, 1).unwrap().days();
            assert_eq!(first(start + 30) - first(start), 10_631);
            let long: Vec<i32> = (start..start + 30)
                .filter(|year| first(year + 1) - first(*year) == 355)
                .map(|year| (year - 1) % 30 + 1)
                .collect();
            assert_eq!(long, [2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29]);
        }
    }

    #[test]
    fn months_have_30_and_29_days_in_turn() {
        for month in 1..=11 {
            let length =
                day_of(1447, month + 1, 1).unwrap().days() - day_of(1447, month, 1).unwrap().days();
            assert_eq!(
                length,
                if month % 2 == 1 { 30 } else { 29 },
                "month {month}"
            );
        }
    }

    /// Days on which the two festivals were kept in China, from the notices of two regions
    /// (`tests/data/regional-notices.json` has the days off that they gave).
    #[test]
    fn the_festivals_of_2022_to_2024_fall_on_the_day_they_were_kept() {
        for (year, fast_ends, sacrifice) in [
            (1443, "2022-05-03", "2022-07-10"),
            (1444, "2023-04-22", "2023-06-29"),
            (1445, "2024-04-10", "2024-06-17"),
        ] {
            assert_eq!(
                (text(year, 10, 1), text(year, 12, 10)),
                (fast_ends.into(), sacrifice.into())
            );
        }
    }

    #[test]
    fn every_festival_of_a_gregorian_year_lies_in_the_years_that_touch_it() {
        for gregorian in 1900..=2400 {
            let years = years_touching(gregorian, gregorian);
            for outside in [years.start() - 1, years.end() + 1] {
                for month in 1..=12 {
                    assert_ne!(day_of(outside, month, 1).unwrap().year(), gregorian);
                }
            }
        }
    }
}
