//! Seconds to text at the boundary.

use tongban_certificate::Day;

/// RFC 3339 with `Z`; a time that no calendar holds becomes the last one that it does.
pub(crate) fn instant(seconds: u64) -> String {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    jiff::Timestamp::from_second(seconds)
        .unwrap_or(jiff::Timestamp::MAX)
        .to_string()
}

/// The legal day (+08:00) of an instant, YYYY-MM-DD.
pub(crate) fn day(seconds: u64) -> String {
    Day::of(seconds).to_string()
}

/// The last valid day, from the first one that is no longer valid.
pub(crate) fn last_day(first_invalid: Day) -> String {
    first_invalid.plus_days(-1).to_string()
}

/// Seconds as a number that a screen can hold.
pub(crate) fn seconds(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_rfc_3339_and_days_are_legal_days() {
        assert_eq!(instant(1_772_413_200), "2026-03-02T01:00:00Z");
        assert_eq!(day(1_772_413_200), "2026-03-02");
        assert_eq!(day(1_772_380_800), "2026-03-02");
        assert_eq!(day(1_772_380_799), "2026-03-01");
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        assert!(instant(u64::MAX).starts_with("9999-12"));
    }
}
