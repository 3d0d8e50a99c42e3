//! The rules that the engine keeps, one story each.

use std::collections::BTreeSet;

use tongban_protocol::{
    AttachmentId, Extra, Fact, MAX_CHUNK_BYTES, Page, PullRequest, PullResponse, RejectionCode,
    Row, UncheckedPull, UploadRequest, paths,
};
use tongban_sync::{
    Answer, Event, Failure, FieldValues, ItemState, Problem, Report, Request, merge_fields,
};

use crate::support::bench::{Bench, Fate};
use crate::support::keys::Key;
use crate::support::ops::{SCOPE, case, id, operation, photo};
use crate::support::store::Dies;

fn with_photos(number: u8, photos: u8, length: u64) -> tongban_protocol::Operation {
    let photos = (0..photos)
        .map(|photo_number| photo(AttachmentId::from_bytes([photo_number + 1; 16]), length));
    tongban_protocol::Operation {
        attachments: photos.collect(),
        ..operation(number)
    }
}

fn is_received(bench: &Bench, number: u8) -> bool {
    matches!(bench.state(&id(number)), Some(ItemState::Received { .. }))
}

fn accepted(bench: &Bench) -> usize {
    bench
        .platform
        .state
        .operations
        .values()
        .filter(|stored| stored.accepted)
        .count()
}

#[test]
fn rule_S1_a_page_with_a_row_missing_is_not_taken() {
    let mut bench = Bench::new();
    for version in 1..=5 {
        bench
            .platform
            .add_row(SCOPE, "event", case(1), version, b"row");
    }
    let mut spoilt = 0;
    bench.sync_for(60_000, |request| {
        if request.path != paths::PULL || spoilt > 0 {
            return Fate::Answered;
        }
        spoilt += 1;
        Fate::Instead(without_second_row(request))
    });
    assert_eq!(spoilt, 1);
    let seqs: Vec<_> = bench.store.rows[&SCOPE]
        .iter()
        .map(|(_, row)| row.seq())
        .collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
}

fn without_second_row(request: &Request) -> Answer {
    let asked = PullRequest::decode(&request.body).expect("a pull");
    let epoch = tongban_protocol::Epoch::from_bytes([1; 16]);
    let rows = [1, 3].map(|seq| Row::new(seq, "event", case(1), seq, b"row"));
    let mut cursor = tongban_protocol::Cursor::start(epoch);
    cursor.seq = 3;
    let page = Page {
        scope: asked.scope,
        cursor,
        rows: rows.to_vec(),
        more: false,
        stable_seq: 0,
        now: 0,
        extra: Extra::default(),
    };
    let body = PullResponse::Page(page).encode();
    Answer {
        status: 200,
        retry_after: None,
        body,
    }
}

#[test]
fn rule_S2_what_a_restored_platform_lost_is_offered_again_and_counts_once() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.sync();
    bench.platform.back_up();
    bench.enqueue(&with_photos(2, 1, 9_000));
    bench.sync();
    assert!(is_received(&bench, 1) && is_received(&bench, 2));

    bench.platform.restore();
    assert_eq!(accepted(&bench), 1, "the second is lost");
    bench.feed(Event::PullNow);
    bench.sync_for(60_000, |_| Fate::Answered);

    assert!(bench.store.reports.contains(&Report::Forked(SCOPE)));
    assert_eq!(accepted(&bench), 2);
    let feed = &bench.platform.state.scopes[&SCOPE];
    assert_eq!(
        feed.rows.iter().filter(|row| row.kind() == "event").count(),
        2
    );
    let rows: Vec<_> = bench.store.rows[&SCOPE]
        .iter()
        .map(|(_, row)| row.raw())
        .collect();
    assert_eq!(rows, feed.rows.iter().map(Row::raw).collect::<Vec<_>>());
}

#[test]
fn rule_S2_payloads_are_freed_only_when_a_backup_has_them() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.sync();
    bench.feed(Event::PullNow);
    bench.sync();
    assert!(bench.store.freed.is_empty(), "no backup yet");
    bench.platform.back_up();
    bench.feed(Event::PullNow);
    bench.sync();
    assert_eq!(bench.store.freed, BTreeSet::from([id(1)]));
}

#[test]
fn rule_S3_text_received_and_received_are_two_words() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 2, 20_000));
    bench.run(|request| match request.path {
        paths::UPLOAD => Fate::Lost(Failure::Offline),
        _ => Fate::Answered,
    });
    let state = bench.state(&id(1)).cloned();
    assert!(
        matches!(
            state,
            Some(ItemState::TextReceived {
                left: 2,
                percent: 0..=5,
                ..
            })
        ),
        "{state:?}"
    );
    let held = bench
        .store
        .receipt(&id(1))
        .expect("a receipt")
        .receipt()
        .clone();
    assert!(matches!(held.fact, Fact::Held { .. }));

    bench.feed(Event::Online);
    bench.sync();
    assert!(is_received(&bench, 1));
    let complete = bench
        .store
        .receipt(&id(1))
        .expect("a receipt")
        .receipt()
        .clone();
    assert!(matches!(complete.fact, Fact::Complete { .. }));
    assert_eq!(
        complete.number, held.number,
        "people keep the number they were told"
    );
}

#[test]
fn rule_S3_nothing_is_received_on_a_strangers_word() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&operation(1));
    let honest = std::mem::replace(&mut bench.platform.receipt_key, Key::new(66));
    bench.sync_for(5_000, |_| Fate::Answered);
    assert!(bench.store.receipt(&id(1)).is_none());
    assert!(matches!(
        bench.state(&id(1)),
        Some(ItemState::WaitingForNetwork { .. })
    ));
    assert!(
        bench
            .store
            .reports
            .contains(&Report::UntrustedReceipt(id(1)))
    );

    // The key was replaced, and the host has verified the new one.
    let keys = vec![honest.point(), bench.platform.receipt_key.point()];
    bench.feed(Event::ReceiptKeys(tongban_protocol::ReceiptKeys::new(keys)));
    bench.sync();
    assert!(is_received(&bench, 1));
}

#[test]
fn rule_S3_a_receipt_for_other_bytes_does_not_count() {
    let mut bench = Bench::writing_only();
    let mut other = operation(1);
    other.body = b"something else".to_vec();
    let theirs = bench.sign(&other);
    let mut body = None;
    bench.enqueue(&operation(1));
    let push = tongban_protocol::PushRequest {
        operations: vec![theirs.bytes().to_vec()],
        extra: Extra::default(),
    };
    let answer = bench.platform.answer(&Request {
        path: paths::PUSH,
        token: None,
        body: push.encode(),
        deadline_millis: 0,
        response_limit: 0,
    });
    body.replace(answer.body);
    bench.sync_for(100, |_| {
        let body = body.clone().expect("an answer");
        Fate::Instead(Answer {
            status: 200,
            retry_after: None,
            body,
        })
    });
    assert!(bench.store.receipt(&id(1)).is_none());
}

#[test]
fn rule_S5_one_poison_item_never_holds_the_others() {
    for kind in ["poison", "bomb"] {
        let mut bench = Bench::new();
        bench.platform.page_rows = 500;
        for number in 0..=249 {
            let mut one = operation(number);
            if number == 100 {
                one.kind = kind.to_owned();
            }
            bench.enqueue(&one);
        }
        bench.sync_for(4_000, |_| Fate::Answered);
        let received = (0..=249)
            .filter(|number| is_received(&bench, *number))
            .count();
        assert_eq!(received, 249, "{kind}: in the same cycle");
        let pushes = bench
            .paths()
            .iter()
            .filter(|path| **path == paths::PUSH)
            .count();
        assert!(pushes <= 24, "{kind}: {pushes} pushes");
        bench.sync_for(20 * 60_000, |_| Fate::Answered);
        let expected = match kind {
            "poison" => Problem::Refused("bad_request".to_owned()),
            _ => Problem::KeepsFailing,
        };
        assert_eq!(bench.state(&id(100)), Some(&ItemState::NeedsYou(expected)));
        assert!(
            bench.store.outbox.contains_key(&id(100)),
            "nothing ever vanishes"
        );
    }
}

#[test]
fn rule_S5_a_platform_that_fails_at_everything_blames_no_item() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.enqueue(&operation(2));
    let failing = crate::support::platform::refused(&tongban_protocol::Refusal::Internal);
    bench.sync_for(6 * 3_600_000, |_| Fate::Instead(failing.clone()));
    assert!(
        bench.sent.len() < 120,
        "{} requests in six hours",
        bench.sent.len()
    );
    for number in [1, 2] {
        assert!(!matches!(
            bench.state(&id(number)),
            Some(ItemState::NeedsYou(_))
        ));
    }
    bench.feed(Event::PullNow);
    bench.sync();
    assert!(is_received(&bench, 1) && is_received(&bench, 2));
}

#[test]
fn rule_S5_what_depends_on_a_rejected_one_waits_for_its_correction() {
    let mut bench = Bench::new();
    let mut rejected = operation(1);
    rejected.kind = "reject".to_owned();
    let mut dependent = operation(2);
    (dependent.case, dependent.depends_on) = (case(1), vec![id(1)]);
    let mut last = operation(3);
    (last.case, last.depends_on) = (case(1), vec![id(2)]);
    for one in [&rejected, &dependent, &last, &operation(4)] {
        bench.enqueue(one);
    }
    bench.sync();
    assert!(
        matches!(bench.state(&id(1)), Some(ItemState::ReturnedForCorrection { reason, .. }) if reason.code == RejectionCode::Invalid)
    );
    assert_eq!(bench.state(&id(2)), Some(&ItemState::BlockedBy(id(1))));
    assert_eq!(bench.state(&id(3)), Some(&ItemState::BlockedBy(id(1))));
    assert!(is_received(&bench, 4), "another case goes on");

    bench.restart();
    bench.feed(Event::Tick);
    let mut correction = operation(5);
    (correction.case, correction.supersedes) = (case(1), vec![id(1)]);
    bench.enqueue(&correction);
    bench.sync();
    assert!(
        bench
            .store
            .reports
            .contains(&Report::Replaced(id(1), id(5)))
    );
    assert!([5, 2, 3].iter().all(|number| is_received(&bench, *number)));
    let order: Vec<_> = bench.platform.state.cases[&(SCOPE, case(1))].makers.clone();
    assert_eq!(order, [id(5), id(2), id(3)]);
}

#[test]
fn rule_S6_a_command_on_an_old_version_is_refused_and_not_merged() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.sync();
    let mut stale = operation(2);
    stale.case = case(1);
    bench.enqueue(&stale);
    bench.sync();
    let reason = match bench.state(&id(2)) {
        Some(ItemState::ReturnedForCorrection { reason, .. }) => reason.code.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(reason, RejectionCode::StaleVersion);
    assert_eq!(
        bench.platform.state.cases[&(SCOPE, case(1))].makers,
        [id(1)]
    );
}

#[test]
fn rule_S6_drafts_merge_by_field_and_a_conflict_keeps_both_values() {
    let draft = |fields: &[(&str, &str)]| -> FieldValues {
        fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()))
            .collect()
    };
    let base = draft(&[
        ("name", "Ma"),
        ("phone", "1"),
        ("street", "A"),
        ("note", "x"),
    ]);
    let mine = draft(&[("name", "Ma Li"), ("phone", "2"), ("street", "A")]);
    let theirs = draft(&[
        ("name", "Ma"),
        ("phone", "3"),
        ("street", "B"),
        ("note", "x"),
        ("town", "Z"),
    ]);
    let merged = merge_fields(&base, &mine, &theirs);
    assert_eq!(
        merged.fields,
        draft(&[("name", "Ma Li"), ("street", "B"), ("town", "Z")])
    );
    let [conflict] = &merged.conflicts[..] else {
        panic!("one conflict");
    };
    assert_eq!(conflict.field, "phone");
    assert_eq!(
        (conflict.mine.as_deref(), conflict.theirs.as_deref()),
        (Some(&b"2"[..]), Some(&b"3"[..]))
    );
    // Who merges first does not matter, but for whose value is called mine.
    let other = merge_fields(&base, &theirs, &mine);
    assert_eq!(other.fields, merged.fields);
    assert_eq!(
        (&other.conflicts[0].mine, &other.conflicts[0].theirs),
        (&conflict.theirs, &conflict.mine)
    );
}

proptest::proptest! {
    #[test]
    fn rule_S6_merging_drops_no_value_that_anybody_changed(
        base in fields(), mine in fields(), theirs in fields(),
    ) {
        let merged = merge_fields(&base, &mine, &theirs);
        for (side, other) in [(&mine, &theirs), (&theirs, &mine)] {
            for name in base.keys().chain(side.keys()) {
                if side.get(name) == base.get(name) {
                    continue;
                }
                let kept = merged.fields.get(name) == side.get(name);
                let asked = merged.conflicts.iter().any(|conflict| {
                    conflict.field == *name && [&conflict.mine, &conflict.theirs].contains(&&side.get(name).cloned())
                });
                proptest::prop_assert!(kept || asked, "{name}");
                proptest::prop_assert!(!asked || other.get(name) != base.get(name));
            }
        }
    }
}

fn fields() -> impl proptest::strategy::Strategy<Value = FieldValues> {
    proptest::collection::btree_map("[a-d]", proptest::collection::vec(0_u8..3, 1..2), 0..4)
}

#[test]
fn rule_S8_killed_at_any_save_before_or_after_it_everything_counts_once() {
    let story = |kill: Option<(u32, Dies)>| {
        let mut bench = Bench::new();
        bench.platform.add_row(SCOPE, "event", case(9), 1, b"older");
        bench.enqueue(&with_photos(1, 2, 9_000));
        let mut follow_up = operation(2);
        (follow_up.case, follow_up.depends_on) = (case(1), vec![id(1)]);
        bench.enqueue(&follow_up);
        bench.platform.back_up();
        bench.store.dies_at = kill;
        let mut killed = false;
        for _ in 0..4 {
            bench.sync_for(60_000, |_| Fate::Answered);
            if bench.store.dead {
                killed = true;
                bench.restart();
            }
            bench.platform.back_up();
            bench.feed(Event::PullNow);
        }
        let feed = &bench.platform.state.scopes[&SCOPE];
        assert_eq!(
            feed.rows.iter().filter(|row| row.kind() == "event").count(),
            3,
            "{:?}",
            kill.map(|(save, _)| save)
        );
        assert_eq!(bench.store.freed, BTreeSet::from([id(1), id(2)]));
        let rows: Vec<_> = bench.store.rows[&SCOPE]
            .iter()
            .map(|(_, row)| row.raw())
            .collect();
        assert_eq!(
            rows,
            feed.rows.iter().map(Row::raw).collect::<Vec<_>>(),
            "rows and cursor together"
        );
        (killed, bench.store.saves)
    };
    let (_, saves) = story(None);
    assert!(saves >= 6, "{saves} saves");
    let killed = (0..saves).flat_map(|save| [(save, Dies::Before), (save, Dies::After)]);
    let killed = killed.filter(|kill| story(Some(*kill)).0).count();
    assert!(killed >= 10, "killed {killed} times");
}

#[test]
fn rule_S8_nothing_is_sent_again_of_what_was_stored_and_nothing_shown_of_what_was_not() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.store.disk_full = true;
    bench.sync();
    assert!(bench.store.reports.contains(&Report::DiskFull));
    assert!(
        bench.platform.state.operations.is_empty(),
        "not offered before it is written down"
    );
    assert!(bench.store.cursors.is_empty());
    bench.store.disk_full = false;
    bench.sync_for(60_000, |_| Fate::Answered);
    assert!(is_received(&bench, 1));
    let pushes = bench
        .paths()
        .iter()
        .filter(|path| **path == paths::PUSH)
        .count();
    bench.restart();
    bench.sync();
    assert_eq!(
        bench
            .paths()
            .iter()
            .filter(|path| **path == paths::PUSH)
            .count(),
        pushes
    );
}

#[test]
fn rule_S9_a_row_of_an_unknown_kind_is_stored_as_it_travelled() {
    let mut bench = Bench::new();
    bench
        .platform
        .add_row(SCOPE, "case.moon_phase", case(1), 1, &[0xff, 0x00]);
    bench.sync();
    let theirs = &bench.platform.state.scopes[&SCOPE].rows[0];
    let (_, ours) = &bench.store.rows[&SCOPE][0];
    assert_eq!(ours.raw(), theirs.raw());
    assert_eq!(ours.kind(), "case.moon_phase");
}

#[test]
fn rule_S12_text_goes_before_photos_and_chunks_are_small() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 2, 700_000));
    bench.enqueue(&operation(2));
    bench.sync();
    assert!(is_received(&bench, 1) && is_received(&bench, 2));
    let first_upload = bench
        .paths()
        .iter()
        .position(|path| *path == paths::UPLOAD)
        .expect("uploads");
    assert!(
        bench.paths()[first_upload..]
            .iter()
            .all(|path| *path != paths::PUSH),
        "all text first"
    );
    for (_, request) in bench
        .sent
        .iter()
        .filter(|(_, request)| request.path == paths::UPLOAD)
    {
        let upload = UploadRequest::decode(&request.body).expect("our own");
        let bytes: usize = upload.chunks.iter().map(|chunk| chunk.bytes.len()).sum();
        assert!(bytes <= MAX_CHUNK_BYTES as usize);
        assert!(
            request.body.len() * 100 <= bytes.max(4096) * 102,
            "2 % of overhead"
        );
    }
}

#[test]
fn rule_S12_a_lower_confirmed_offset_is_accepted() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 1_000_000));
    let mut uploads = 0;
    bench.run(|request| {
        uploads += u32::from(request.path == paths::UPLOAD);
        match uploads {
            3 => Fate::Lost(Failure::Offline),
            _ => Fate::Answered,
        }
    });
    bench.platform.forgets_chunks = true;
    bench.feed(Event::Online);
    bench.sync_for(30_000, |_| Fate::Answered);
    assert!(!bench.platform.forgets_chunks, "it did forget");
    assert!(is_received(&bench, 1));
}

#[test]
fn rule_S12_a_restart_goes_on_where_the_platform_is() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 3 << 20));
    let mut uploads = 0;
    bench.run(|request| {
        uploads += u32::from(request.path == paths::UPLOAD);
        match uploads {
            7.. => Fate::Lost(Failure::Offline),
            _ => Fate::Answered,
        }
    });
    bench.restart();
    bench.sync();
    assert!(is_received(&bench, 1));
    let sent: usize = bench
        .sent
        .iter()
        .filter(|(_, request)| request.path == paths::UPLOAD)
        .map(|(_, request)| request.body.len())
        .sum();
    assert!(sent < (3 << 20) * 110 / 100, "{sent} bytes for {}", 3 << 20);
}

#[test]
fn rule_S12_a_photo_that_the_device_cannot_read_needs_the_person_and_its_text_stays() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 9_000));
    bench.enqueue(&with_photos(2, 1, 9_000));
    bench.store.unreadable.insert(id(1));
    bench.sync();
    let photo = AttachmentId::from_bytes([1; 16]);
    assert_eq!(
        bench.state(&id(1)),
        Some(&ItemState::NeedsYou(Problem::AttachmentUnreadable(photo)))
    );
    assert!(bench.store.receipt(&id(1)).is_some(), "held");
    assert!(is_received(&bench, 2));
    bench.store.unreadable.clear();
    bench.feed(Event::Retry(id(1)));
    bench.sync();
    assert!(is_received(&bench, 1));
}

#[test]
fn rule_S12_a_photo_that_arrives_damaged_is_sent_three_times() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 9_000));
    bench.platform.damages = true;
    bench.sync_for(10 * 60_000, |_| Fate::Answered);
    let photo = AttachmentId::from_bytes([1; 16]);
    assert_eq!(
        bench.state(&id(1)),
        Some(&ItemState::NeedsYou(Problem::AttachmentDamaged(photo)))
    );
    assert_eq!(
        bench
            .paths()
            .iter()
            .filter(|path| **path == paths::UPLOAD)
            .count(),
        3
    );
}

#[test]
fn rule_K4_sending_needs_no_persons_session() {
    let mut bench = Bench::writing_only();
    bench.enqueue(&with_photos(1, 1, 9_000));
    bench.sync();
    assert!(is_received(&bench, 1));
    assert!(
        bench
            .sent
            .iter()
            .all(|(_, request)| request.token.is_none())
    );
}

#[test]
fn rule_K6_every_stored_receipt_carries_the_head_of_the_read_log() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.sync();
    let receipt = bench.store.receipt(&id(1)).expect("a receipt").receipt();
    assert_eq!((receipt.read_log.seq, receipt.read_log.hash), (1, [7; 32]));
}

#[test]
fn req_45_what_was_granted_is_stored_within_one_sync() {
    let mut bench = Bench::new();
    bench.enqueue(&operation(1));
    bench.sync();
    bench
        .platform
        .add_row(SCOPE, "case.granted", case(1), 2, b"certificate");
    let (before, now) = (bench.sent.len(), bench.store.now);
    bench.feed(Event::PullNow);
    bench.sync();
    assert_eq!(
        (bench.sent.len() - before, bench.store.now),
        (1, now),
        "one request, no wait"
    );
    let (_, row) = bench.store.rows[&SCOPE].last().expect("rows");
    assert_eq!(
        (row.kind(), row.body()),
        ("case.granted", &b"certificate"[..])
    );
}

#[test]
fn a_pull_that_brings_nothing_is_one_small_request_and_writes_nothing() {
    let mut bench = Bench::new();
    bench.platform.add_row(SCOPE, "event", case(1), 1, b"row");
    bench.sync();
    let (saves, before) = (bench.store.saves, bench.sent.len());
    bench.feed(Event::PullNow);
    bench.sync();
    let [(_, request)] = &bench.sent[before..] else {
        panic!("one request");
    };
    let answer = bench.platform.answer(request);
    assert!(request.body.len() + answer.body.len() <= 400);
    assert!(UncheckedPull::decode(&answer.body).is_ok());
    assert_eq!(bench.store.saves, saves);
}
