//! A clock that stands still and is extended.

use proptest::prelude::*;
use tongban_rules::{
    Amount, Approver, Calendar, Calendars, Clock, ClockError, ClockReading, ClockRules, Day, Due,
    Duty, Extension, ExtensionRule, Left, Limit, StopReason, Unit, Why, count,
};

fn national() -> &'static Calendar {
    Calendars::built_in().get("national").unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// As the licensing law has it for one office.
fn licences() -> ClockRules {
    serde_json::from_str(
        r#"{"stops": ["hearing", "expert_review"], "extension": {"days": 10, "approver": "office_head"}}"#,
    )
    .unwrap()
}

fn joint() -> ClockRules {
    ClockRules {
        stops: StopReason::ALL.to_vec(),
        extension: Some(ExtensionRule {
            days: 15,
            approver: Approver::GovernmentHead,
        }),
    }
}

fn started(days: u16) -> Clock {
    Clock::start(day("2026-03-02"), Limit::working_days(days).unwrap())
}

fn stop(clock: &mut Clock, reason: StopReason, since: &str) -> Result<(), ClockError> {
    clock.stop(
        &licences(),
        national(),
        reason,
        "宁听〔2026〕1号",
        day(since),
    )
}

fn extension(days: u16, granted: &str) -> Extension {
    Extension {
        days,
        approver: Approver::OfficeHead,
        reason: "two offices must be heard".to_owned(),
        document: "宁延〔2026〕1号".to_owned(),
        granted: day(granted),
    }
}

fn due(clock: &Clock) -> Due {
    match clock.read(national()).unwrap() {
        ClockReading::Running(due) => due,
        ClockReading::Stopped(stopped) => panic!("stands still: {stopped:?}"),
    }
}

#[test]
fn req_50_a_clock_stands_still_while_experts_review_and_goes_on_where_it_was() {
    let mut clock = started(10);
    assert_eq!(due(&clock).due, day("2026-03-16"));
    stop(&mut clock, StopReason::ExpertReview, "2026-03-05").unwrap();
    let ClockReading::Stopped(stopped) = clock.read(national()).unwrap() else {
        panic!("it stands still");
    };
    assert_eq!((stopped.counted, stopped.left), (3, 7));
    assert_eq!(
        (stopped.reason, stopped.since),
        (StopReason::ExpertReview, day("2026-03-05"))
    );
    assert_eq!(stopped.steps.last().unwrap().day, day("2026-03-05"));
    clock.resume(day("2026-03-19")).unwrap();
    // Seven working days after Thursday the 19th.
    let due = due(&clock);
    assert_eq!(due.due, day("2026-03-30"));
    let stopped = due
        .steps
        .iter()
        .filter(|step| step.why == Why::Stopped(StopReason::ExpertReview));
    assert_eq!(stopped.count(), 14);
    assert_eq!(due.steps.iter().filter(|step| step.counted).count(), 10);
}

#[test]
fn req_50_a_clock_stops_for_listed_reasons_only_and_with_a_document() {
    let mut clock = started(10);
    let refused = stop(&mut clock, StopReason::Auction, "2026-03-05");
    assert_eq!(refused, Err(ClockError::ReasonNotListed));
    let without = clock.stop(
        &licences(),
        national(),
        StopReason::Hearing,
        " ",
        day("2026-03-05"),
    );
    assert_eq!(without, Err(ClockError::NoDocument));
    let none = ClockRules::default();
    let refused = clock.stop(
        &none,
        national(),
        StopReason::Hearing,
        "1",
        day("2026-03-05"),
    );
    assert_eq!(refused, Err(ClockError::ReasonNotListed));
    assert!(clock.stops().is_empty());
    assert_eq!(due(&clock).due, day("2026-03-16"));
}

#[test]
fn req_50_a_clock_changes_in_order_and_never_after_its_end() {
    let mut clock = started(10);
    assert_eq!(clock.resume(day("2026-03-05")), Err(ClockError::NotStopped));
    let early = stop(&mut clock, StopReason::Hearing, "2026-03-01");
    assert_eq!(early, Err(ClockError::OutOfOrder));
    let late = stop(&mut clock, StopReason::Hearing, "2026-03-17");
    assert_eq!(late, Err(ClockError::TooLate));
    stop(&mut clock, StopReason::Hearing, "2026-03-05").unwrap();
    let again = stop(&mut clock, StopReason::Hearing, "2026-03-06");
    assert_eq!(again, Err(ClockError::AlreadyStopped));
    assert_eq!(clock.resume(day("2026-03-04")), Err(ClockError::OutOfOrder));
    clock.resume(day("2026-03-05")).unwrap();
    assert_eq!(
        due(&clock).due,
        day("2026-03-16"),
        "stopped and resumed on one day: no day lost"
    );
}

#[test]
fn req_50_a_limit_is_extended_once_with_the_right_consent_and_a_reason() {
    let (rules, calendar) = (licences(), national());
    let mut clock = started(20);
    let mut refused = |change: &dyn Fn(&mut Extension)| {
        let mut extension = extension(10, "2026-03-30");
        change(&mut extension);
        clock.extend(&rules, calendar, extension).unwrap_err()
    };
    assert_eq!(refused(&|e| e.days = 11), ClockError::ExtensionTooLong);
    assert_eq!(refused(&|e| e.days = 0), ClockError::ExtensionTooLong);
    assert_eq!(
        refused(&|e| e.approver = Approver::GovernmentHead),
        ClockError::WrongApprover
    );
    assert_eq!(refused(&|e| e.reason.clear()), ClockError::NoReason);
    assert_eq!(refused(&|e| e.document.clear()), ClockError::NoDocument);
    assert_eq!(
        refused(&|e| e.granted = day("2026-03-31")),
        ClockError::TooLate
    );
    assert_eq!(due(&clock).due, day("2026-03-30"));
    clock
        .extend(&rules, calendar, extension(10, "2026-03-30"))
        .unwrap();
    assert_eq!(due(&clock).due, day("2026-04-14"));
    assert_eq!(
        clock.extension().unwrap().reason,
        "two offices must be heard"
    );
    let twice = clock.extend(&rules, calendar, extension(1, "2026-04-01"));
    assert_eq!(twice, Err(ClockError::AlreadyExtended));
    let none = ClockRules::default();
    let refused = started(20).extend(&none, calendar, extension(1, "2026-03-05"));
    assert_eq!(refused, Err(ClockError::NotExtendable));
}

#[test]
fn req_50_joint_handling_has_forty_five_days_and_fifteen_more() {
    let mut clock = started(45);
    assert_eq!(
        due(&clock).due,
        count(
            national(),
            day("2026-03-02"),
            &Limit::working_days(45).unwrap()
        )
        .unwrap()
        .due
    );
    let more = Extension {
        approver: Approver::GovernmentHead,
        ..extension(15, "2026-04-30")
    };
    clock.extend(&joint(), national(), more).unwrap();
    let sixty = Limit::working_days(60).unwrap();
    assert_eq!(
        due(&clock).due,
        count(national(), day("2026-03-02"), &sixty).unwrap().due
    );
}

#[test]
fn what_is_left_is_told_in_days_of_the_limit() {
    let calendar = national();
    let due = count(
        calendar,
        day("2026-04-24"),
        &Limit::working_days(8).unwrap(),
    )
    .unwrap();
    let left = |today| due.left(calendar, day(today));
    assert_eq!(
        left("2026-04-24"),
        Left::Days {
            counted: 8,
            calendar: 15
        }
    );
    // A working day that is today is no longer ahead.
    assert_eq!(
        left("2026-04-28"),
        Left::Days {
            counted: 6,
            calendar: 11
        }
    );
    assert_eq!(
        left("2026-05-01"),
        Left::Days {
            counted: 4,
            calendar: 8
        }
    );
    assert_eq!(left("2026-05-09"), Left::LastDay);
    assert_eq!(
        left("2026-05-10"),
        Left::Overdue {
            working: 0,
            calendar: 1
        }
    );
    assert_eq!(
        left("2026-05-11"),
        Left::Overdue {
            working: 1,
            calendar: 2
        }
    );
}

fn any_limit() -> impl Strategy<Value = Limit> {
    let amount = prop_oneof![
        (0_u16..60).prop_map(Amount::One),
        (0_u16..30, 1_u16..30).prop_map(|(least, more)| Amount::Range(least, least + more)),
    ];
    let unit = proptest::sample::select(vec![Unit::Working, Unit::Calendar, Unit::Unstated]);
    let duty = proptest::sample::select(vec![Duty::Office, Duty::Applicant]);
    (amount, unit, duty).prop_map(|(amount, unit, duty)| Limit::new(amount, unit, duty).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn standing_still_never_shortens_and_never_ends_on_a_day_off(
        start in 17_532_i32..22_000,
        limit in any_limit(),
        stops in proptest::collection::vec((0_i32..20, 0_i32..40), 0..4),
        more in proptest::option::of(1_u16..=15),
    ) {
        let calendar = national();
        let mut clock = Clock::start(Day::from_days(start).unwrap(), limit);
        let mut last = clock.started();
        let mut before = due(&clock).due;
        for (wait, length) in stops {
            let since = last.checked_plus_days(wait).unwrap();
            let stopped = clock.stop(&joint(), calendar, StopReason::Supplement, "1", since);
            prop_assert_eq!(stopped.is_ok(), since <= before);
            if stopped.is_err() {
                break;
            }
            last = since.checked_plus_days(length).unwrap();
            clock.resume(last).unwrap();
            let after = due(&clock).due;
            prop_assert!(after >= before, "{} {}", before, after);
            prop_assert!(calendar.is_working_day(after));
            before = after;
        }
        if let Some(days) = more {
            let extension = Extension {
                approver: Approver::GovernmentHead,
                granted: last,
                ..extension(days, "2026-03-02")
            };
            if clock.extend(&joint(), calendar, extension).is_ok() {
                prop_assert!(due(&clock).due >= before);
            }
        }
        let end = due(&clock);
        let most = limit.amount().most() + clock.extension().map_or(0, |extension| extension.days);
        let counted = end.steps.iter().filter(|step| step.counted).count();
        prop_assert_eq!(counted, usize::from(most));
        prop_assert!(end.reading.earliest().is_none_or(|earliest| earliest < end.due));
    }
}
