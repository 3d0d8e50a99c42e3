//! The L rules and the requirement rows that the clock keeps.

use tongban_rules::{
    Acceptance, AcceptanceRule, Amount, BindingBy, Calendar, Calendars, Certainty, Day, DeemedFrom,
    Duty, Limit, Reading, Unit, acceptance, binding, count,
};

fn calendar(id: &str) -> &'static Calendar {
    Calendars::built_in().get(id).unwrap()
}

fn national() -> &'static Calendar {
    calendar("national")
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn limit(amount: Amount, unit: Unit, duty: Duty) -> Limit {
    Limit::new(amount, unit, duty).unwrap()
}

fn working(days: u16) -> Limit {
    Limit::working_days(days).unwrap()
}

/// Ten days from 2 March 2026 end on the 12th by the calendar and on the 16th by working days.
#[test]
fn rule_L3_an_office_shows_both_ends_of_a_limit_without_a_unit() {
    let unstated = limit(Amount::One(10), Unit::Unstated, Duty::Office);
    let due = count(national(), day("2026-03-02"), &unstated).unwrap();
    let earliest = day("2026-03-12");
    assert_eq!(
        (due.due, due.reading),
        (day("2026-03-16"), Reading::Range { earliest })
    );
}

#[test]
fn rule_L3_an_applicant_has_until_the_later_end_and_is_reminded_by_the_earlier() {
    let unstated = limit(Amount::One(10), Unit::Unstated, Duty::Applicant);
    let due = count(national(), day("2026-03-02"), &unstated).unwrap();
    let earliest = day("2026-03-12");
    assert_eq!(
        (due.due, due.reading),
        (day("2026-03-16"), Reading::RemindBy { earliest })
    );
}

#[test]
fn rule_L3_a_range_of_days_is_read_the_same_way() {
    let from = day("2026-03-02");
    let office = limit(Amount::Range(5, 10), Unit::Working, Duty::Office);
    let due = count(national(), from, &office).unwrap();
    let earliest = day("2026-03-09");
    assert_eq!(
        (due.due, due.reading),
        (day("2026-03-16"), Reading::Range { earliest })
    );
    let applicant = limit(Amount::Range(5, 10), Unit::Unstated, Duty::Applicant);
    let due = count(national(), from, &applicant).unwrap();
    // Five calendar days would end on Saturday the 7th.
    assert_eq!(
        due.reading,
        Reading::RemindBy {
            earliest: day("2026-03-09")
        }
    );
    assert_eq!(due.due, day("2026-03-16"));
}

#[test]
fn rule_L3_two_readings_that_end_on_one_day_are_one() {
    let unstated = limit(Amount::One(1), Unit::Unstated, Duty::Office);
    let due = count(national(), day("2026-03-02"), &unstated).unwrap();
    assert_eq!((due.due, due.reading), (day("2026-03-03"), Reading::Exact));
}

fn licences() -> AcceptanceRule {
    AcceptanceRule {
        notice: working(5),
        deemed_from: DeemedFrom::Receipt,
    }
}

/// Received on Friday 2026-04-24; five working days end on 2026-04-30.
#[test]
fn rule_L4_silence_is_acceptance_from_the_day_of_receipt() {
    let received = day("2026-04-24");
    let stand = |answered: Option<&str>, today| {
        let answered = answered.map(day);
        acceptance(national(), &licences(), received, answered, day(today)).unwrap()
    };
    let until = count(national(), received, &working(5)).unwrap();
    assert_eq!(until.due, day("2026-05-06"));
    let open = Acceptance::Open {
        until: until.clone(),
    };
    assert_eq!(stand(None, "2026-05-06"), open, "the last day is in time");
    let deemed = Acceptance::Deemed {
        from: received,
        until: until.clone(),
    };
    assert_eq!(stand(None, "2026-05-07"), deemed);
    assert_eq!(
        stand(Some("2026-05-07"), "2026-05-09"),
        deemed,
        "a late notice changes nothing"
    );
    let in_time = Acceptance::InTime { until };
    assert_eq!(stand(Some("2026-05-06"), "2026-06-30"), in_time);
    // The decision's limit counts from the receipt too, not from the day the silence ended.
    let decided = count(national(), received, &working(20)).unwrap();
    assert_eq!(decided.due, day("2026-05-26"));
}

#[test]
fn rule_L4_other_rules_draw_other_conclusions_from_silence() {
    let received = day("2026-04-24");
    let stand = |deemed_from| {
        let rule = AcceptanceRule {
            deemed_from,
            ..licences()
        };
        acceptance(national(), &rule, received, None, day("2026-05-07")).unwrap()
    };
    let until = count(national(), received, &working(5)).unwrap();
    assert_eq!(
        stand(DeemedFrom::EndOfLimit),
        Acceptance::Deemed {
            from: until.due,
            until: until.clone()
        }
    );
    assert_eq!(stand(DeemedFrom::Never), Acceptance::Overdue { until });
}

#[test]
fn rule_L4_the_rule_reads_from_a_pack_and_means_receipt_when_silent() {
    let rule: AcceptanceRule =
        serde_json::from_str(r#"{"notice": {"days": 5, "unit": "working"}}"#).unwrap();
    assert_eq!(rule, licences());
}

#[test]
fn rule_L8_a_limit_that_reaches_an_unannounced_year_is_provisional() {
    let due = |from: &str, days| count(national(), day(from), &working(days)).unwrap();
    let known = due("2026-12-01", 22);
    assert_eq!((known.due, known.provisional), (day("2026-12-31"), false));
    let next = due("2026-12-01", 23);
    // 1 January 2027 is a Friday: nobody has said yet that it is a holiday.
    assert_eq!((next.due, next.provisional), (day("2027-01-01"), true));
    assert_eq!(next.steps.last().unwrap().certainty, Certainty::Unannounced);
    assert!(
        due("2017-12-29", 1).provisional,
        "before the first year of the data"
    );
}

#[test]
fn rule_L8_a_limit_that_touches_a_computed_holiday_is_provisional() {
    let ningxia = calendar("ningxia");
    let due = |from: &str, days| count(ningxia, day(from), &working(days)).unwrap();
    // The computed days are 20 and 21 March, Friday and Saturday.
    let before = due("2026-03-16", 3);
    assert_eq!((before.due, before.provisional), (day("2026-03-19"), false));
    let over = due("2026-03-16", 4);
    assert_eq!((over.due, over.provisional), (day("2026-03-23"), true));
    assert_eq!(
        count(national(), day("2026-03-16"), &working(4))
            .unwrap()
            .due,
        day("2026-03-20")
    );
    // An event on such a day is no part of the limit.
    assert!(!due("2026-03-21", 4).provisional);
}

#[test]
fn req_49_a_shorter_promise_binds_and_the_law_is_shown_second() {
    let from = day("2026-03-02");
    let found = binding(national(), from, &working(20), Some(&working(3))).unwrap();
    assert_eq!(
        (found.by, found.due.due),
        (BindingBy::Promise, day("2026-03-05"))
    );
    assert_eq!(found.statutory.due, day("2026-03-30"));
    for promised in [None, Some(&working(30)), Some(&working(20))] {
        let found = binding(national(), from, &working(20), promised).unwrap();
        assert_eq!(
            (found.by, found.due.due),
            (BindingBy::Statute, day("2026-03-30"))
        );
    }
    // Ten calendar days are a shorter promise than ten working days.
    let calendar_days = limit(Amount::One(10), Unit::Calendar, Duty::Office);
    let found = binding(national(), from, &working(10), Some(&calendar_days)).unwrap();
    assert_eq!(
        (found.by, found.due.due),
        (BindingBy::Promise, day("2026-03-12"))
    );
}

/// Rows 13 and 14: three, five and ten working days over the longest holiday of the year.
#[test]
fn req_52_the_working_day_limits_of_the_policies_cross_a_spring_festival() {
    let eve = day("2026-02-13");
    let ends = |id| [3, 5, 10].map(|days| count(calendar(id), eve, &working(days)).unwrap().due);
    // 14 February is worked; 15 to 23 are off; 28 is worked.
    let expected = ["2026-02-25", "2026-02-27", "2026-03-05"].map(day);
    assert_eq!(ends("national"), expected);
    assert_eq!(ends("ningxia"), expected);
    assert_eq!(ends("xinjiang"), expected);
}
