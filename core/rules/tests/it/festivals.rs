//! Computed festivals against what was really given, and what happens to days off under them.

use serde_json::Value;
use tongban_rules::{Calendars, Certainty, Day, DayKind};

const NOTICES: &str = include_str!("../data/regional-notices.json");

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn off_days(id: &str, year: i32) -> Vec<String> {
    let calendar = Calendars::built_in().get(id).unwrap();
    let first = Day::from_ymd(year, 1, 1).unwrap();
    (0..366)
        .filter_map(|days| first.checked_plus_days(days))
        .filter(|day| day.year() == year)
        .filter(|day| match calendar.on(*day).kind {
            DayKind::Holiday(name) => ["开斋节", "肉孜节", "古尔邦节"].contains(&&*name),
            _ => false,
        })
        .map(|day| day.to_string())
        .collect()
}

#[test]
fn req_52_two_days_for_each_festival_not_shifted_off_weekends() {
    assert_eq!(
        off_days("ningxia", 2021),
        ["2021-05-13", "2021-05-14", "2021-07-20", "2021-07-21"]
    );
    // Saturday and Sunday stay where they are.
    assert_eq!(
        off_days("ningxia", 2025),
        ["2025-03-31", "2025-04-01", "2025-06-07", "2025-06-08"]
    );
    assert_eq!(
        off_days("ningxia", 2026),
        ["2026-03-20", "2026-03-21", "2026-05-27", "2026-05-28"]
    );
    assert_eq!(
        off_days("ningxia", 2030),
        ["2030-02-05", "2030-02-06", "2030-04-14", "2030-04-15"]
    );
    for year in 2018..=2030 {
        assert_eq!(off_days("ningxia", year).len(), 4, "{year}");
    }
    assert!(off_days("ningxia", 2017).is_empty() && off_days("ningxia", 2031).is_empty());
    assert!(off_days("national", 2026).is_empty());
}

/// 2022: 3 May lay in the Labour Day week, 10 July on a Sunday; five days off from the 9th.
#[test]
fn req_52_a_festival_that_moves_makes_the_block_of_the_2022_notice() {
    assert_eq!(
        off_days("xinjiang", 2022),
        [
            "2022-05-03",
            "2022-05-05",
            "2022-07-10",
            "2022-07-11",
            "2022-07-12",
            "2022-07-13"
        ]
    );
    // 2023: 22 April was a Saturday, the Sunday after it a make-up day that stays one.
    assert_eq!(
        off_days("xinjiang", 2023),
        [
            "2023-04-22",
            "2023-04-24",
            "2023-06-29",
            "2023-06-30",
            "2023-07-01",
            "2023-07-03"
        ]
    );
    let xinjiang = Calendars::built_in().get("xinjiang").unwrap();
    let block: Vec<bool> = (8..=14)
        .map(|of_july| !xinjiang.is_working_day(Day::from_ymd(2022, 7, of_july).unwrap()))
        .collect();
    assert_eq!(block, [false, true, true, true, true, true, false]);
}

/// Why computed days are called unconfirmed, in figures.
#[test]
fn computed_festivals_lie_within_a_day_of_what_the_notices_gave() {
    let file: Value = serde_json::from_str(NOTICES).unwrap();
    let notices = file["notices"].as_array().unwrap();
    let (mut same_off, mut named, mut same_day) = (0, 0, 0);
    for notice in notices {
        let id = notice["calendar"].as_str().unwrap();
        let calendar = Calendars::built_in().get(id).unwrap();
        let off: Vec<Day> = notice["off"]
            .as_array()
            .unwrap()
            .iter()
            .map(|date| day(date.as_str().unwrap()))
            .collect();
        let computed = |day: &Day| calendar.on(*day).certainty == Certainty::Computed;
        let near = |day: Day| {
            (-1..=1)
                .filter_map(|days| day.checked_plus_days(days))
                .any(|day| computed(&day))
        };
        assert!(off.iter().all(|day| near(*day)), "{notice}");
        if let Some(kept) = notice["kept"].as_str().map(day) {
            assert!(near(kept), "{notice}");
            named += 1;
            let first = computed(&kept) && !computed(&kept.checked_plus_days(-1).unwrap());
            same_day += usize::from(first);
        }
        same_off += usize::from(off.iter().all(|day| !calendar.is_working_day(*day)));
    }
    // The figures of docs/law.md.
    assert_eq!((notices.len(), same_off), (13, 6));
    assert_eq!((named, same_day), (8, 7));
}
