use tongban_certificate::*;

use crate::world::*;

fn reason(verifier: &Verifier, presentation: &Presentation) -> Reason {
    verifier.judge_text(&presentation.code_text()).reason
}

#[test]
fn req_64_a_genuine_code_is_valid_and_shows_only_what_was_chosen() {
    let verdict = Verifier::default().judge_text(&shown().code_text());
    assert_eq!(verdict.reason, Reason::Valid);
    assert_eq!(verdict.word, VerdictWord::Valid);
    assert_eq!(verdict.type_name.as_deref(), Some("resident-identity"));
    assert_eq!(
        verdict.office.as_ref().unwrap().names["zh-Hans"],
        "云泉市民政局"
    );
    let names: Vec<_> = verdict.claims.iter().map(Claim::json_name).collect();
    assert_eq!(names, ["name", "certificate_number"]);
    assert_eq!(
        verdict.claim("name").unwrap().value.display_text(),
        "周桂芳"
    );
    assert!(is_valid_certificate_identifier(
        verdict.identifier.as_deref().unwrap()
    ));
    assert_eq!(verdict.valid_until, Some(Day::of(NOW).plus_days(30)));
    assert_eq!(verdict.made_at, Some(NOW - 10));
    assert!(verdict.holder_proof);
}

#[test]
fn rule_C3_a_verdict_carries_the_date_of_the_older_snapshot() {
    let verdict = Verifier::default().judge(shown().bytes());
    assert!(verdict.status_checked);
    assert_eq!(verdict.trust_as_of, Some(NOW - 2 * HOUR));
    assert_eq!(verdict.status_as_of, Some(NOW - HOUR));
    assert_eq!(verdict.as_of, Some(NOW - 2 * HOUR));
    let unchecked = Verifier {
        status: None,
        ..Verifier::default()
    }
    .judge(shown().bytes());
    assert_eq!(unchecked.reason, Reason::Valid);
    assert!(!unchecked.status_checked);
    assert_eq!(unchecked.as_of, None);
}

#[test]
fn revoked_and_suspended_are_told_apart() {
    for (status, expected) in [
        (Status::Revoked, Reason::Revoked),
        (Status::Suspended, Reason::Suspended),
    ] {
        let verdict = Verifier::after(&[(42, status)]).judge(shown().bytes());
        assert_eq!(
            (verdict.word, verdict.reason),
            (VerdictWord::Revoked, expected)
        );
        assert_eq!(verdict.status_as_of, Some(NOW - HOUR));
    }
    let neighbours = Verifier::after(&[(41, Status::Revoked), (43, Status::Suspended)]);
    assert_eq!(reason(&neighbours, &shown()), Reason::Valid);
}

#[test]
fn a_revoked_certificate_is_revoked_even_in_an_old_code() {
    let verifier = Verifier {
        now: NOW + 300,
        ..Verifier::after(&[(42, Status::Revoked)])
    };
    assert_eq!(reason(&verifier, &shown()), Reason::Revoked);
}

#[test]
fn rule_C5_code_older_than_60_seconds_is_too_old() {
    let code = shown_at(&held(), &[NAME], NOW);
    for (later, expected) in [
        (0, Reason::Valid),
        (60, Reason::Valid),
        (61, Reason::CodeTooOld),
    ] {
        let verdict = Verifier::at(NOW + later).judge(code.bytes());
        assert_eq!(verdict.reason, expected, "{later} s");
        assert_eq!(verdict.claims.is_empty(), expected == Reason::CodeTooOld);
    }
}

#[test]
fn rule_C5_code_more_than_5_seconds_ahead_is_clocks_differ() {
    for (ahead, expected) in [(5, Reason::Valid), (6, Reason::ClocksDiffer)] {
        let code = shown_at(&held(), &[NAME], NOW + ahead);
        let verdict = Verifier::default().judge(code.bytes());
        assert_eq!(verdict.reason, expected, "{ahead} s");
        assert_ne!(verdict.word, VerdictWord::NotGenuine);
    }
}

#[test]
fn rule_C10_wrong_clocks_are_never_called_forged() {
    let day = DAY as i64;
    let skews = [
        (30, Reason::ClocksDiffer),
        (300, Reason::ClocksDiffer),
        (day, Reason::ClocksDiffer),
        (-30, Reason::Valid),
        (-300, Reason::CodeTooOld),
        (-day, Reason::CodeTooOld),
    ];
    for (skew, expected) in skews {
        let code = shown_at(&held(), &[NAME], NOW.strict_add_signed(skew));
        let verdict = Verifier::default().judge(code.bytes());
        assert_eq!(verdict.reason, expected, "holder clock off by {skew} s");
        assert_ne!(verdict.word, VerdictWord::NotGenuine);
    }
    assert_eq!(
        reason(&Verifier::at(100_000), &shown()),
        Reason::ClocksDiffer
    );
    assert_eq!(
        reason(&Verifier::at(3_790_000_000), &shown()),
        Reason::CodeTooOld
    );
}

#[test]
fn rule_C10_a_clock_below_the_floor_cannot_judge_a_timed_code() {
    // The holder's clock is set back with the verifier's, so the proof looks fresh.
    let past = NOW - DAY;
    let code = shown_at(&held(), &[NAME], past);
    let verifier = Verifier {
        now: past,
        floor: NOW,
        ..Verifier::default()
    };
    assert_eq!(reason(&verifier, &code), Reason::ClocksDiffer);
}

#[test]
fn rule_C10_a_proof_outside_the_certificates_life_is_clocks_differ() {
    let today = Day::of(NOW);
    let issue = Issue {
        valid_until: today.plus_days(1),
        ..Issue::default()
    };
    let end = today.plus_days(1).start();
    let code = shown_at(&issue.held(), &[NAME], end);
    assert_eq!(reason(&Verifier::at(end - 1), &code), Reason::ClocksDiffer);
}

#[test]
fn validity_ends_at_midnight_and_a_clock_set_back_does_not_extend_it() {
    let today = Day::of(NOW);
    let issue = Issue {
        valid_until: today.plus_days(1),
        ..Issue::default()
    };
    let end = today.plus_days(1).start();
    for (now, expected) in [(end - 1, Reason::Valid), (end, Reason::Expired)] {
        let code = shown_at(&issue.held(), &[NAME], now);
        assert_eq!(reason(&Verifier::at(now), &code), expected);
    }
    // Both clocks are set back, so the proof looks fresh; the floor knows better.
    let code = shown_at(&issue.held(), &[NAME], end - 10);
    let verifier = Verifier {
        now: end - 10,
        floor: end + 10,
        ..Verifier::default()
    };
    assert_eq!(reason(&verifier, &code), Reason::Expired);
    let held = issue.held();
    let state = held.state(None, end - 10, end + 10);
    assert_eq!(state.kind, CertificateStateKind::Expired);
}

#[test]
fn a_certificate_of_tomorrow_is_not_yet_valid() {
    let today = Day::of(NOW);
    let issue = Issue {
        valid_from: today.plus_days(1),
        ..Issue::default()
    };
    let verdict = Verifier::default().judge(shown_at(&issue.held(), &[NAME], NOW).bytes());
    assert_eq!(verdict.reason, Reason::NotYetValid);
    assert_eq!(verdict.valid_from, Some(today.plus_days(1)));
}

#[test]
fn an_unknown_issuer_is_never_called_forged() {
    let stranger = Issue {
        slot: 9,
        issuer: Key::new(99),
        ..Issue::default()
    };
    let verdict = Verifier::default().judge(shown_at(&stranger.held(), &[NAME], NOW).bytes());
    assert_eq!(verdict.reason, Reason::IssuerUnknown);
    assert_eq!(verdict.word, VerdictWord::CannotTell);
    assert!(verdict.claims.is_empty() && verdict.office.is_none());
}

#[test]
fn a_forged_issuer_signature_is_not_genuine_and_shows_nothing() {
    let forged = Issue {
        issuer: Key::new(99),
        ..Issue::default()
    };
    let verdict = Verifier::default().judge(shown_at(&forged.held(), &[NAME], NOW).bytes());
    assert_eq!(verdict.reason, Reason::SignatureBroken);
    assert_eq!(verdict.word, VerdictWord::NotGenuine);
    assert!(verdict.claims.is_empty() && verdict.office.is_none());
}

#[test]
fn a_proof_by_another_key_is_broken() {
    let prepared = prepared_at(&held(), &[NAME], NOW);
    let signature = Key::new(99).sign(prepared.to_be_signed());
    let verdict = Verifier::default().judge(prepared.finish(&signature).bytes());
    assert_eq!(verdict.reason, Reason::HolderProofBroken);
    assert!(verdict.claims.is_empty());
}

#[test]
fn a_slot_counts_only_for_its_office_types_and_shards() {
    let other_office = {
        let first = "11310115MB0A1B2C4";
        Uscc::parse(&format!("{first}{}", uscc_check(first).unwrap())).unwrap()
    };
    let wrong_office = Issue {
        office: other_office,
        ..Issue::default()
    };
    let wrong_shard = Issue {
        status: StatusReference { shard: 8, index: 1 },
        ..Issue::default()
    };
    for issue in [wrong_office, wrong_shard] {
        let code = shown_at(&issue.held(), &[NAME], NOW);
        assert_eq!(
            reason(&Verifier::default(), &code),
            Reason::IssuerNotAllowed
        );
    }
    let mut content = list_content();
    content.slots[0].types = vec![vec![9]];
    assert_eq!(
        reason(&Verifier::trusting(&content), &shown()),
        Reason::IssuerNotAllowed
    );
}

#[test]
fn rule_C9_the_state_of_a_key_decides() {
    let first_day = Day::of(NOW).plus_days(-10).start();
    let states = [
        (SlotState::Compromised, Reason::KeyCompromised),
        (SlotState::Retired { at: first_day - 1 }, Reason::KeyRetired),
        (SlotState::Retired { at: first_day }, Reason::Valid),
    ];
    for (state, expected) in states {
        let mut content = list_content();
        content.slots[0].state = state;
        let verifier = Verifier::trusting(&content);
        assert_eq!(reason(&verifier, &shown()), expected, "{state:?}");
        assert_eq!(
            held().check_issuer(&verifier.trust).err(),
            Some(expected).filter(|r| *r != Reason::Valid)
        );
    }
}

#[test]
fn the_policys_demands_have_reasons_of_their_own() {
    let demands = [
        (r#"{"types":["driving-licence"]}"#, Reason::TypeNotAccepted),
        (r#"{"types":["resident-identity"]}"#, Reason::Valid),
        (
            r#"{"required_fields":["name","sex"]}"#,
            Reason::FieldsMissing,
        ),
        (r#"{"required_fields":["name"]}"#, Reason::Valid),
    ];
    for (policy, expected) in demands {
        assert_eq!(
            reason(&Verifier::demanding(policy), &shown()),
            expected,
            "{policy}"
        );
    }
    let verifier = Verifier {
        status: None,
        ..Verifier::demanding(r#"{"require_status":true}"#)
    };
    assert_eq!(reason(&verifier, &shown()), Reason::StatusMissing);
    assert!(serde_json::from_str::<Policy>(r#"{"requred_fields":[]}"#).is_err());
}

#[test]
fn old_snapshots_warn_and_then_refuse() {
    let ages = [
        (6, Reason::Valid),
        (8, Reason::ValidSnapshotOld),
        (15, Reason::SnapshotTooOld),
    ];
    for (days, expected) in ages {
        let now = NOW + days * DAY;
        let code = shown_at(&held(), &[NAME], now);
        let verifier = Verifier {
            now,
            ..Verifier::demanding(r#"{"amber_days":7,"refuse_days":14}"#)
        };
        let verdict = verifier.judge(code.bytes());
        assert_eq!(verdict.reason, expected, "{days} days");
        assert!(verdict.as_of.is_some());
    }
}

#[test]
fn an_expired_list_is_a_snapshot_too_old() {
    let content = TrustListContent {
        valid_until: Some(NOW + 100),
        ..list_content()
    };
    let verifier = Verifier::trusting(&content);
    assert_eq!(reason(&verifier, &shown()), Reason::Valid);
    let now = NOW + 100;
    let late = Verifier { now, ..verifier };
    assert_eq!(
        reason(&late, &shown_at(&held(), &[NAME], now)),
        Reason::SnapshotTooOld
    );
}

#[test]
fn status_lists_that_lack_the_certificates_shard_cannot_vouch_for_it() {
    let elsewhere = Issue {
        status: StatusReference {
            shard: 5,
            index: 42,
        },
        ..Issue::default()
    };
    let code = shown_at(&elsewhere.held(), &[NAME], NOW);
    assert_eq!(reason(&Verifier::default(), &code), Reason::StatusMissing);
    let beyond = Issue {
        status: StatusReference {
            shard: SHARD,
            index: 1000,
        },
        ..Issue::default()
    };
    let code = shown_at(&beyond.held(), &[NAME], NOW);
    assert_eq!(reason(&Verifier::default(), &code), Reason::StatusMissing);
}

#[test]
fn rule_C5_a_proof_is_remembered_by_what_was_signed() {
    let certificate = held();
    let prepared = || prepared_at(&certificate, &[NAME], NOW);
    let signature = holder_key().sign(prepared().to_be_signed());
    let ids: Vec<_> = [signature, Key::negated(&signature)]
        .iter()
        .map(|signature| {
            let code = prepared().finish(signature);
            let verdict = Verifier::default().judge(code.bytes());
            assert_eq!(verdict.reason, Reason::Valid);
            assert_eq!(verdict.proof_id, Some(code.proof_id()));
            verdict.proof_id
        })
        .collect();
    assert_eq!(ids[0], ids[1]);
    let again = Verifier::default().judge(shown().bytes()).seen_before();
    assert_eq!(
        (again.word, again.reason),
        (VerdictWord::CannotTell, Reason::SeenBefore)
    );
    let revoked = Verifier::after(&[(42, Status::Revoked)]);
    assert_eq!(
        revoked.judge(shown().bytes()).seen_before().reason,
        Reason::Revoked
    );
}

#[test]
fn slugs_are_unique_and_every_reason_has_its_word() {
    let slugs: std::collections::BTreeSet<_> = Reason::ALL.iter().map(|r| r.slug()).collect();
    assert_eq!(slugs.len(), Reason::ALL.len());
    assert_eq!(Reason::IssuerUnknown.word().slug(), "cannot_tell");
    let forged: Vec<_> = Reason::ALL
        .iter()
        .filter(|r| r.word() == VerdictWord::NotGenuine)
        .collect();
    assert_eq!(forged.len(), 3);
}

#[test]
fn rule_C6_the_person_is_compared_exactly_where_fields_may_be_shown() {
    let forged = Issue {
        issuer: Key::new(99),
        ..Issue::default()
    };
    let forged = shown_at(&forged.held(), &[NAME], NOW);
    let usual = Verifier::default();
    let cases = [
        (usual.judge(shown().bytes()), Reason::Valid, true),
        (
            Verifier::after(&[(42, Status::Revoked)]).judge(shown().bytes()),
            Reason::Revoked,
            true,
        ),
        (
            usual.judge(shown().bytes()).seen_before(),
            Reason::SeenBefore,
            true,
        ),
        (usual.judge(forged.bytes()), Reason::SignatureBroken, false),
        (
            Verifier::at(NOW + 300).judge(shown().bytes()),
            Reason::CodeTooOld,
            false,
        ),
        (
            usual.judge(held().bytes()),
            Reason::HolderProofMissing,
            false,
        ),
        (usual.judge_text("TB1:::"), Reason::Unreadable, false),
        (
            usual.judge_text("https://example.com"),
            Reason::FormatUnknown,
            false,
        ),
    ];
    for (verdict, reason, compare) in cases {
        assert_eq!(verdict.reason, reason);
        assert_eq!(verdict.compare_person(), compare, "{reason:?}");
        assert_eq!(!verdict.claims.is_empty(), compare, "{reason:?}");
        assert!(compare || verdict.identifier.is_none(), "{reason:?}");
    }
}
