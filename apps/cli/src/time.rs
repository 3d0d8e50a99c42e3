//! Instants and days as text.

use crate::language::Language;

/// Seconds since 1970 of an RFC 3339 time with its offset.
pub fn parse(text: &str) -> Result<u64, String> {
    let time: jiff::Timestamp = text.parse().map_err(|_| {
        "a time is written with its date and its offset, like 2026-03-02T09:00:00+08:00".to_owned()
    })?;
    u64::try_from(time.as_second()).map_err(|_| "this is before 1970".to_owned())
}

/// The day of a date that exists, as `YYYY-MM-DD`.
pub fn day(text: &str) -> Result<tongban_rules::Day, String> {
    tongban_rules::Day::parse(text).ok_or_else(|| match is_written_like_a_day(text) {
        true => "there is no such day".to_owned(),
        false => "a day is written YYYY-MM-DD, like 2026-09-21".to_owned(),
    })
}

fn is_written_like_a_day(text: &str) -> bool {
    let digits = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts: Vec<_> = text.split('-').collect();
    matches!(parts[..], [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
}

/// RFC 3339 with `Z`; `None` beyond the year 9999.
pub fn rfc3339(seconds: u64) -> Option<String> {
    let seconds = i64::try_from(seconds).ok()?;
    jiff::Timestamp::from_second(seconds)
        .ok()
        .map(|time| time.to_string())
}

/// Date and minute in the legal zone (+08:00), which is named, for people.
pub fn for_people(seconds: u64, language: &Language) -> String {
    rfc3339(seconds.saturating_add(8 * 3600)).map_or_else(String::new, |text| {
        let time = text.get(..16).unwrap_or_default().replace('T', " ");
        language.render("cli.time", &[("time", &time)])
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
        assert_eq!(
            for_people(1_772_413_200, &Language::named("en")),
            "2026-03-02 09:00 Beijing time (+08:00)"
        );
        assert_eq!(
            for_people(1_772_413_200, &Language::named("zh-Hans")),
            "北京时间 2026-03-02 09:00"
        );
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

    #[test]
    fn a_day_that_does_not_exist_is_not_called_badly_written() {
        for (text, said) in [
            ("2026-02-30", "no such day"),
            ("2026-13-01", "no such day"),
            ("21.09.2026", "YYYY-MM-DD"),
            ("2026-9-21", "YYYY-MM-DD"),
        ] {
            assert!(day(text).is_err_and(|why| why.contains(said)), "{text}");
        }
    }
}
