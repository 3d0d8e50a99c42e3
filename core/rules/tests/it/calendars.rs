//! Calendars as data: what is shipped, how a year is added, and what is refused.

use tongban_rules::{CalendarError, Calendars, Certainty, Day, DayKind};

const BASE: &str = r#"{"id": "base", "version": "1", "names": {"en": "Base"},
    "weekly_days_off": [6, 7], "sources": []}"#;
const REGION: &str = r#"{"id": "region", "base": "base", "version": "3", "names": {"en": "Region"},
    "computed": {"from_year": 2026, "until_year": 2027, "festivals": [
        {"name": "Eid", "islamic_month": 10, "islamic_day": 1, "days": 2, "on_day_off": "stays"}]},
    "holiday_names": {"Eid": {"zh-Hans": "开斋节"}}, "sources": ["a rule"]}"#;
const YEAR: &str = r#"{"year": 2026, "papers": ["notice"], "days": [
    {"name": "New Year", "date": "2026-01-01", "isOffDay": true},
    {"name": "New Year", "date": "2026-01-03", "isOffDay": false}]}"#;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn read(files: &[(&str, &str)]) -> Result<Calendars, CalendarError> {
    Calendars::read(files.iter().copied())
}

#[test]
fn the_shipped_calendars_know_every_day_of_their_files() {
    let national = Calendars::built_in().get("national").unwrap();
    for (date, kind) in [
        ("2018-12-29", DayKind::MakeUp("元旦".into())),
        ("2018-12-30", DayKind::Holiday("元旦".into())),
        ("2020-01-31", DayKind::Holiday("春节".into())),
        ("2022-12-31", DayKind::Holiday("元旦".into())),
        ("2026-10-10", DayKind::MakeUp("国庆节".into())),
        ("2026-10-11", DayKind::WeeklyDayOff),
        ("2026-10-12", DayKind::Working),
    ] {
        assert_eq!(national.on(day(date)).kind, kind, "{date}");
        assert_eq!(national.on(day(date)).certainty, Certainty::Announced);
    }
    assert_eq!(
        national.on(day("2027-03-01")).certainty,
        Certainty::Unannounced
    );
    let notice = national.notices(2026).next().unwrap();
    assert!(notice.starts_with("https://www.gov.cn/"), "{notice}");
}

#[test]
fn every_holiday_and_calendar_has_a_name_in_both_languages() {
    for id in Calendars::built_in().ids() {
        let calendar = Calendars::built_in().get(id).unwrap();
        assert_ne!(calendar.name("en"), calendar.name("zh-Hans"));
        assert!(calendar.sources().count() > 0);
        let days = (17_532..22_000).filter_map(Day::from_days);
        for kind in days.map(|day| calendar.on(day).kind) {
            if let DayKind::Holiday(name) | DayKind::MakeUp(name) = kind {
                let english = calendar.holiday_name(&name, "en");
                assert!(english.is_ascii(), "{id}: {name} has no English name");
                assert_eq!(calendar.holiday_name(&name, "zh-Hans"), &*name);
            }
        }
    }
}

#[test]
fn a_region_stands_on_its_base_and_names_both_versions() {
    let calendars = read(&[
        ("r/calendar.json", REGION),
        ("b/calendar.json", BASE),
        ("b/2026.json", YEAR),
        ("b/SOURCE.md", "skipped"),
        ("b/schema.json", "skipped"),
    ])
    .unwrap();
    assert_eq!(calendars.ids().collect::<Vec<_>>(), ["base", "region"]);
    let region = calendars.get("region").unwrap();
    assert_eq!(region.version(), "base@1+region@3");
    assert_eq!(
        region.on(day("2026-01-03")).kind,
        DayKind::MakeUp("New Year".into())
    );
    let festival = region.on(day("2026-03-20"));
    assert_eq!(festival.kind, DayKind::Holiday("Eid".into()));
    assert_eq!(festival.certainty, Certainty::Computed);
    assert_eq!(region.holiday_name("Eid", "zh-Hans"), "开斋节");
}

#[test]
fn rule_L8_a_year_that_a_region_announces_replaces_what_was_computed() {
    let confirmed = r#"{"year": 2026, "papers": ["the region's notice"], "days": [
        {"name": "Eid", "date": "2026-03-23", "isOffDay": true}]}"#;
    let base = [
        ("b/calendar.json", BASE),
        ("b/2026.json", YEAR),
        ("r/calendar.json", REGION),
    ];
    let calendars = read(&[&base[..], &[("r/2026.json", confirmed)]].concat()).unwrap();
    let region = calendars.get("region").unwrap();
    assert!(region.is_working_day(day("2026-03-20")));
    let festival = region.on(day("2026-03-23"));
    assert_eq!(festival.certainty, Certainty::Announced);
    assert_eq!(festival.kind, DayKind::Holiday("Eid".into()));
    assert_eq!(
        region.notices(2026).collect::<Vec<_>>(),
        ["notice", "the region's notice"]
    );
    // The next year is still computed.
    assert_eq!(
        region.on(day("2027-03-10")).certainty,
        Certainty::Unannounced
    );
    assert!(!region.is_working_day(day("2027-03-10")));
}

#[test]
fn rule_L8_a_year_without_days_is_not_announced() {
    let empty = r#"{"year": 2026, "papers": [], "days": []}"#;
    let calendars = read(&[("b/calendar.json", BASE), ("b/2026.json", empty)]).unwrap();
    let base = calendars.get("base").unwrap();
    assert_eq!(base.on(day("2026-01-05")).certainty, Certainty::Unannounced);
}

#[test]
fn rule_L8_a_region_that_says_nothing_of_a_year_leaves_it_unannounced() {
    let year = YEAR.replace("2026", "2028");
    let files = [
        ("b/calendar.json", BASE),
        ("b/2028.json", year.as_str()),
        ("r/calendar.json", REGION),
    ];
    let calendars = read(&files).unwrap();
    let on = |id| calendars.get(id).unwrap().on(day("2028-02-28")).certainty;
    assert_eq!(on("base"), Certainty::Announced);
    assert_eq!(on("region"), Certainty::Unannounced);
}

#[test]
fn data_that_cannot_be_meant_is_refused_with_its_place() {
    let base = ("b/calendar.json", BASE);
    let refused = |file: (&str, &str)| read(&[base, file]).unwrap_err().to_string();
    let year = |from: &str, to: &str| YEAR.replace(from, to);
    for (file, text, error) in [
        (
            "b/2026.json",
            "{",
            "calendar file b/2026.json does not follow its schema at line 1",
        ),
        (
            "b/2026.json",
            &year("2026-01-03", "2026-02-30"),
            "calendar file b/2026.json has a date that cannot be in it: 2026-02-30",
        ),
        (
            "b/2026.json",
            &year("2026-01-03", "2027-01-03"),
            "calendar file b/2026.json has a date that cannot be in it: 2027-01-03",
        ),
        (
            "b/2026.json",
            &year("\"year\": 2026", "\"year\": 2025"),
            "calendar file b/2026.json has a date that cannot be in it: 2026-01-01",
        ),
        (
            "b/2027.json",
            YEAR,
            "calendar file b/2027.json has a date that cannot be in it: 2026",
        ),
        (
            "b/2026.json",
            &year("2026-01-03", "2026-01-01"),
            "calendar b/2026.json says two things of 2026-01-01",
        ),
        (
            "x/2026.json",
            YEAR,
            "calendar folder x has no calendar.json",
        ),
        ("x/calendar.json", BASE, "calendar base is described twice"),
        (
            "x/calendar.json",
            &BASE.replace("\"base\"", "\"x\", \"base\": \"gone\""),
            "calendar x stands on gone, which is missing or stands on it",
        ),
        (
            "x/calendar.json",
            &BASE.replace("\"base\"", "\"x\", \"base\": \"x\""),
            "calendar x stands on x, which is missing or stands on it",
        ),
        (
            "x/calendar.json",
            &BASE.replace("[6, 7]", "[0]"),
            "calendar base has days off that cannot exist",
        ),
        (
            "x/calendar.json",
            &BASE.replace("[6, 7]", "[1, 2, 3, 4, 5, 6, 7]"),
            "calendar base has days off that cannot exist",
        ),
        (
            "x/calendar.json",
            &REGION.replace("\"islamic_month\": 10", "\"islamic_month\": 13"),
            "calendar region has days off that cannot exist",
        ),
        (
            "x/calendar.json",
            &REGION.replace("2027", "9000"),
            "calendar region has days off that cannot exist",
        ),
        (
            "x/calendar.json",
            &BASE.replace("sources", "source"),
            "calendar file x/calendar.json does not follow its schema at line 2",
        ),
    ] {
        assert_eq!(refused((file, text)), error, "{file} {text}");
    }
}

#[test]
fn two_notices_that_contradict_each_other_are_refused() {
    let other = r#"{"year": 2027, "papers": [], "days": [
        {"name": "New Year", "date": "2026-12-31", "isOffDay": true}]}"#;
    let same = YEAR
        .replace("2026-01-03", "2026-12-31")
        .replace("false", "true");
    let against = YEAR.replace("2026-01-03", "2026-12-31");
    let files = |year| {
        [
            ("b/calendar.json", BASE),
            ("b/2026.json", year),
            ("b/2027.json", other),
        ]
    };
    assert!(read(&files(&same)).is_ok());
    let error = read(&files(&against)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "calendar base says two things of 2026-12-31"
    );
}
