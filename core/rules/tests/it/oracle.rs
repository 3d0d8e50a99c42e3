//! A second opinion on every count: slow, obvious, and written without the crate's types.
//!
//! It reads the raw calendar files into texts, goes from date to date by month lengths, and asks
//! for each date in turn whether people work. It knows the national calendar only; the golden
//! cases speak for the regions.

use std::collections::HashMap;

use serde_json::Value;

/// Date → whether it is a day off, as the files of the national calendar have it.
pub struct RawYears(HashMap<String, bool>);

impl RawYears {
    pub fn national() -> Self {
        let folder = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../assets/calendars/national"
        );
        let mut special = HashMap::new();
        for year in 2018..=2026 {
            let text = std::fs::read_to_string(format!("{folder}/{year}.json")).unwrap();
            let file: Value = serde_json::from_str(&text).unwrap();
            for day in file["days"].as_array().unwrap() {
                special.insert(
                    day["date"].as_str().unwrap().to_owned(),
                    day["isOffDay"].as_bool().unwrap(),
                );
            }
        }
        Self(special)
    }

    pub fn is_off(&self, date: (i32, u32, u32)) -> bool {
        match self.0.get(&text(date)) {
            Some(off) => *off,
            None => matches!(weekday(date), 0 | 6),
        }
    }

    /// The last day of `days` working days after `from`.
    pub fn working(&self, from: &str, days: u32) -> String {
        let mut date = parse(from);
        let mut left = days;
        while left > 0 {
            date = next(date);
            if !self.is_off(date) {
                left -= 1;
            }
        }
        self.rolled(date)
    }

    /// The last day of `days` calendar days after `from`.
    pub fn calendar(&self, from: &str, days: u32) -> String {
        let end = (0..days).fold(parse(from), |date, _| next(date));
        self.rolled(end)
    }

    fn rolled(&self, mut date: (i32, u32, u32)) -> String {
        while self.is_off(date) {
            date = next(date);
        }
        text(date)
    }
}

fn parse(date: &str) -> (i32, u32, u32) {
    let mut parts = date.split('-');
    let mut part = || parts.next().unwrap();
    (
        part().parse().unwrap(),
        part().parse().unwrap(),
        part().parse().unwrap(),
    )
}

fn text((year, month, day): (i32, u32, u32)) -> String {
    format!("{year}-{month:02}-{day:02}")
}

fn next((year, month, day): (i32, u32, u32)) -> (i32, u32, u32) {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    match (month, day == length) {
        (12, true) => (year + 1, 1, 1),
        (_, true) => (year, month + 1, 1),
        (_, false) => (year, month, day + 1),
    }
}

/// Sakamoto's method; 0 is Sunday.
fn weekday((year, month, day): (i32, u32, u32)) -> i32 {
    const SHIFT: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = if month < 3 { year - 1 } else { year };
    (year + year / 4 - year / 100 + year / 400 + SHIFT[month as usize - 1] + day as i32) % 7
}
