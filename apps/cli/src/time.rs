//! Instants and days as text.

/// Seconds since 1970 of an RFC 3339 time with its offset.
pub fn parse(text: &str) -> Result<u64, String> {
    let time: jiff::Timestamp = text
        .parse()
        .map_err(|error: jiff::Error| error.to_string())?;
    u64::try_from(time.as_second()).map_err(|_| "before 1970".to_owned())
}

/// The day of a date that exists, as `YYYY-MM-DD`.
pub fn day(text: &str) -> Result<tongban_rules::Day, String> {
    tongban_rules::Day::parse(text).ok_or_else(|| "YYYY-MM-DD".to_owned())
}

/// RFC 3339 with `Z`; `None` beyond the year 9999.
pub fn rfc3339(seconds: u64) -> Option<String> {
    let seconds = i64::try_from(seconds).ok()?;
    jiff::Timestamp::from_second(seconds)
        .ok()
        .map(|time| time.to_string())
}

/// Date and minute in the legal zone (+08:00), for people.
pub fn for_people(seconds: u64) -> String {
    rfc3339(seconds + 8 * 3600).map_or_else(String::new, |text| {
        text.get(..16).unwrap_or_default().replace('T', " ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_any_offset_and_written_with_z() {
        assert_eq!(
            parse("2026-03-02T09:00:00+08:00"),
            parse("2026-03-02T01:00:00Z")
        );
        assert_eq!(parse("2026-03-02T09:00+08:00"), Ok(1_772_413_200));
        assert_eq!(rfc3339(1_772_413_200).unwrap(), "2026-03-02T01:00:00Z");
        assert_eq!(for_people(1_772_413_200), "2026-03-02 09:00");
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "",
            "now",
            "2026-03-02",
            "2026-03-02T09:00:00",
            "1969-12-31T23:59:59Z",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert_eq!(rfc3339(u64::MAX), None);
    }
}
