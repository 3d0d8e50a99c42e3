//! What holds for every count.

use proptest::prelude::*;
use tongban_rules::{
    Amount, Calendar, Calendars, CountError, Day, DayKind, Due, Duty, Limit, Reading, Unit, Why,
    count,
};

use crate::oracle::RawYears;

fn calendar(id: &str) -> &'static Calendar {
    Calendars::built_in().get(id).unwrap()
}

fn limit(days: u16, unit: Unit) -> Limit {
    Limit::new(Amount::One(days), unit, Duty::Office).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn due(id: &str, from: &str, days: u16, unit: Unit) -> Due {
    count(calendar(id), day(from), &limit(days, unit)).unwrap()
}

fn any_calendar() -> impl Strategy<Value = &'static Calendar> {
    let ids: Vec<&str> = Calendars::built_in().ids().collect();
    proptest::sample::select(ids).prop_map(calendar)
}

/// 2018-01-01 to 2031-12-31: announced years and years that nobody knows yet.
fn any_day() -> impl Strategy<Value = Day> {
    (17_532..22_645).prop_map(|days| Day::from_days(days).unwrap())
}

fn any_unit() -> impl Strategy<Value = Unit> {
    proptest::sample::select(vec![Unit::Working, Unit::Calendar, Unit::Unstated])
}

#[test]
fn req_52_every_reason_of_a_count_is_a_step() {
    let due = due("national", "2026-04-24", 8, Unit::Working);
    let steps: Vec<String> = due
        .steps
        .iter()
        .map(|step| {
            let counted = if step.counted { "+" } else { "-" };
            let name = step.why.holiday().unwrap_or_default();
            format!("{} {counted} {} {name}", step.day, step.why.slug())
        })
        .collect();
    assert_eq!(
        steps,
        [
            "2026-04-24 - event_day ",
            "2026-04-25 - weekly_day_off ",
            "2026-04-26 - weekly_day_off ",
            "2026-04-27 + working_day ",
            "2026-04-28 + working_day ",
            "2026-04-29 + working_day ",
            "2026-04-30 + working_day ",
            "2026-05-01 - holiday 劳动节",
            "2026-05-02 - holiday 劳动节",
            "2026-05-03 - holiday 劳动节",
            "2026-05-04 - holiday 劳动节",
            "2026-05-05 - holiday 劳动节",
            "2026-05-06 + working_day ",
            "2026-05-07 + working_day ",
            "2026-05-08 + working_day ",
            "2026-05-09 + make_up_day 劳动节",
        ]
    );
    assert_eq!(due.due, day("2026-05-09"));
    assert_eq!((due.reading, due.provisional), (Reading::Exact, false));
    assert_eq!(due.calendar_version, calendar("national").version());
}

#[test]
fn a_calendar_limit_that_would_end_on_a_day_off_ends_on_the_next_working_day() {
    let due = due("national", "2026-09-24", 7, Unit::Calendar);
    assert_eq!(due.due, day("2026-10-08"));
    let counted = due.steps.iter().filter(|step| step.counted);
    assert_eq!(counted.count(), 7);
    let last = due.steps.last().unwrap();
    assert_eq!((last.counted, &last.why), (false, &Why::NextWorkingDay));
}

#[test]
fn a_limit_of_no_days_ends_on_the_day_itself_or_the_next_working_day() {
    for unit in [Unit::Working, Unit::Calendar, Unit::Unstated] {
        assert_eq!(
            due("national", "2026-03-02", 0, unit).due,
            day("2026-03-02")
        );
        assert_eq!(
            due("national", "2026-03-07", 0, unit).due,
            day("2026-03-09")
        );
    }
}

#[test]
fn a_limit_past_the_year_9999_is_refused() {
    let found = count(
        calendar("national"),
        day("9999-12-30"),
        &limit(5, Unit::Working),
    );
    assert_eq!(found, Err(CountError::OutsideCalendar));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_slow_counter_agrees_on_the_national_calendar(
        from in any_day(),
        days in 0_u16..120,
    ) {
        let raw = RawYears::national();
        let text = from.to_string();
        for (unit, expected) in [
            (Unit::Working, raw.working(&text, days.into())),
            (Unit::Calendar, raw.calendar(&text, days.into())),
        ] {
            let found = count(calendar("national"), from, &limit(days, unit)).unwrap();
            prop_assert_eq!(found.due.to_string(), expected, "{} {} {:?}", text, days, unit);
        }
    }

    #[test]
    fn the_end_is_a_working_day_and_never_before_the_event(
        calendar in any_calendar(), from in any_day(), days in 0_u16..120, unit in any_unit(),
    ) {
        let found = count(calendar, from, &limit(days, unit)).unwrap();
        prop_assert!(calendar.is_working_day(found.due));
        prop_assert!(found.due >= from.checked_plus_days(days.into()).unwrap());
    }

    #[test]
    fn one_day_more_never_ends_earlier(
        calendar in any_calendar(), from in any_day(), days in 0_u16..120, unit in any_unit(),
    ) {
        let shorter = count(calendar, from, &limit(days, unit)).unwrap();
        let longer = count(calendar, from, &limit(days + 1, unit)).unwrap();
        prop_assert!(shorter.due <= longer.due);
        // No days and one day may both end on the Monday after a weekend.
        if unit == Unit::Working && days > 0 {
            prop_assert!(shorter.due < longer.due);
        }
        prop_assert!(longer.provisional || !shorter.provisional);
    }

    #[test]
    fn a_later_event_never_ends_earlier(
        calendar in any_calendar(), from in any_day(), days in 0_u16..120, unit in any_unit(),
    ) {
        let today = count(calendar, from, &limit(days, unit)).unwrap();
        let tomorrow = count(calendar, from.checked_plus_days(1).unwrap(), &limit(days, unit)).unwrap();
        prop_assert!(today.due <= tomorrow.due);
    }

    #[test]
    fn the_steps_are_every_day_from_the_event_to_the_end(
        calendar in any_calendar(), from in any_day(), days in 0_u16..120, unit in any_unit(),
    ) {
        let found = count(calendar, from, &limit(days, unit)).unwrap();
        let counted = found.steps.iter().filter(|step| step.counted).count();
        prop_assert_eq!(counted, usize::from(days));
        prop_assert_eq!(found.steps.first().map(|step| step.day), Some(from));
        prop_assert_eq!(found.steps.last().map(|step| step.day), Some(found.due));
        for pair in found.steps.windows(2) {
            prop_assert_eq!(pair[0].day.checked_plus_days(1), Some(pair[1].day));
        }
        for step in &found.steps {
            prop_assert!(Why::SLUGS.contains(&step.why.slug()));
            let off = matches!(
                calendar.on(step.day).kind,
                DayKind::Holiday(_) | DayKind::WeeklyDayOff
            );
            prop_assert!(!(off && step.counted && unit != Unit::Calendar), "{}", step.day);
        }
    }
}
