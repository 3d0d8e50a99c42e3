//! Deadlines that another implementation computed (`tests/golden/generate.py`).

use std::collections::BTreeMap;

use tongban_rules::{Amount, Calendars, Day, Duty, Limit, Unit, count};

const CASES: &str = include_str!("../golden/deadlines.csv");

#[test]
fn req_52_golden_deadlines_of_all_calendars_agree_with_another_implementation() {
    let mut cases: BTreeMap<&str, usize> = BTreeMap::new();
    for line in CASES.lines().skip(1) {
        let [calendar, from, days, unit, due, provisional] =
            line.split(',').collect::<Vec<_>>()[..]
        else {
            panic!("six columns: {line}");
        };
        let unit = match unit {
            "working" => Unit::Working,
            "calendar" => Unit::Calendar,
            other => panic!("unit {other}"),
        };
        let limit = Limit::new(Amount::One(days.parse().unwrap()), unit, Duty::Office).unwrap();
        let from = Day::parse(from).unwrap();
        assert!((2020..=2026).contains(&from.year()), "{line}");
        let found = count(Calendars::built_in().get(calendar).unwrap(), from, &limit).unwrap();
        assert_eq!(
            (found.due.to_string().as_str(), found.provisional),
            (due, provisional == "true"),
            "{line}"
        );
        *cases.entry(calendar).or_default() += 1;
    }
    for id in Calendars::built_in().ids() {
        assert!(
            cases.get(id).is_some_and(|cases| *cases >= 300),
            "{id}: {cases:?}"
        );
    }
    assert!(cases.len() >= 3);
}
