//! Pushing operations: once, in order, and the same answer for ever.

use tongban_cases::Request;
use tongban_protocol::{
    CaseId, EVENT_KIND, Fact, OperationId, PullResponse, PushOutcome, PushVerdict, RECEIPT_KIND,
    Refusal, RejectionCode, Row, paths,
};

use crate::support::{
    Member, NOW, PNG, Town, card, detail, fresh, key, photo, point, post, sign, submit, zhou,
};

#[tokio::test]
async fn rule_S11_a_retry_gets_the_stored_receipt_byte_for_byte_also_after_a_restart() {
    let mut town = Town::start().await;
    let mut member = Member::resident(&town, "zhou-guifang").await;
    let (case, operation) = submit(&member);
    let first = member.send(&operation).await;
    assert_eq!(first.receipt.fact, Fact::Complete { case_version: 1 });
    assert_eq!((first.receipt.seq, first.receipt.at), (2, NOW));
    assert_eq!(first.receipt.number, "R2026-000001");
    town.clock.advance_seconds(90);
    assert_eq!(member.send(&operation).await.bytes, first.bytes);
    town.restart().await;
    member.to = town.address();
    assert_eq!(member.send(&operation).await.bytes, first.bytes);
    let rows = member.feed().await;
    let kinds: Vec<_> = rows.iter().map(Row::kind).collect();
    assert_eq!(kinds, [EVENT_KIND, RECEIPT_KIND], "one case, one receipt");
    assert_eq!((rows[0].case(), rows[0].version()), (case, 1));
    assert_eq!(rows[1].body(), first.bytes);
}

#[tokio::test]
async fn rule_S5_a_rejection_is_a_row_and_blocks_only_what_depends_on_it() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    // No form of the pack has that service.
    let case = CaseId::from_bytes(fresh());
    let mut poison = member.operation(case, 0, &card(zhou(), Vec::new()));
    poison.kind = "unheard-of".to_owned();
    let (other_case, good) = submit(&member);
    let mut dependent = member.operation(case, 1, &Request::Withdraw);
    dependent.depends_on = vec![poison.id];
    let bytes = [&poison, &good, &dependent].map(|one| member.signed(one));
    let outcomes = member.push(&bytes).await;
    let PushVerdict::Receipt(receipt) = &outcomes[0].verdict else {
        panic!("decided")
    };
    let Fact::Rejected(rejection) = member.verified(receipt).await.fact else {
        panic!("rejected")
    };
    assert_eq!(
        (rejection.code.clone(), detail(&rejection)),
        (RejectionCode::Invalid, "request")
    );
    assert!(
        matches!(outcomes[1].verdict, PushVerdict::Receipt(_)),
        "nothing else waits"
    );
    assert!(matches!(outcomes[2].verdict, PushVerdict::BlockedBy(id) if id == poison.id));
    let kinds: Vec<_> = member
        .feed()
        .await
        .iter()
        .map(|row| row.kind().to_owned())
        .collect();
    assert_eq!(
        kinds,
        [RECEIPT_KIND, EVENT_KIND, RECEIPT_KIND],
        "blocked is no row"
    );

    // The correction takes the rejected one's place, and what waited for it goes on.
    let mut correction = member.operation(case, 0, &card(zhou(), Vec::new()));
    correction = member.with_keys(correction, 1);
    correction.supersedes = vec![poison.id];
    assert_eq!(member.send(&correction).await.version(), 1);
    assert_eq!(member.send(&dependent).await.version(), 2);
    assert_eq!(member.version(other_case).await, 1);

    // Superseding what was accepted is refused, and says which.
    let mut late = member.operation(case, 2, &Request::Withdraw);
    late.supersedes = vec![correction.id];
    let rejection = member.send(&late).await.rejection();
    assert_eq!(rejection.code, RejectionCode::SupersededAccepted);
    assert_eq!(rejection.about, Some(correction.id));

    // Nobody has anything left to correct there: what was made after it stands on the accepted one.
    let mut after = member.operation(case, 2, &card(zhou(), Vec::new()));
    after.depends_on = vec![late.id];
    let bytes = [member.signed(&after)];
    let outcomes = member.push(&bytes).await;
    assert!(
        matches!(outcomes[0].verdict, PushVerdict::Receipt(_)),
        "decided, not blocked"
    );
}

#[tokio::test]
async fn rule_S6_a_command_counts_on_the_version_that_was_seen() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let clerk = Member::staff(&town, "何志平", &["intake"]).await;
    let (case, operation) = submit(&member);
    member.send(&operation).await;
    let supply = Request::Supply {
        answers: Default::default(),
        known: Vec::new(),
        supplied: vec![photo("portrait", fresh(), PNG)],
        all: false,
    };
    // The clerk acted meanwhile.
    assert_eq!(clerk.acts(case, 1, &Request::Take).await, 2);
    let stale = member
        .rejected(
            case,
            1,
            &Request::Supply {
                answers: Default::default(),
                known: Vec::new(),
                supplied: Vec::new(),
                all: true,
            },
        )
        .await;
    assert_eq!(stale.code, RejectionCode::StaleVersion);

    // What an operation depends on may have moved the case, through a correction too.
    let (second, operation) = submit(&member);
    let mut supplied = member.operation(second, 0, &supply);
    supplied.depends_on = vec![operation.id];
    let Request::Supply {
        supplied: files, ..
    } = &supply
    else {
        unreachable!()
    };
    let tongban_cases::Supply::Files { files, .. } = &files[0].how else {
        unreachable!()
    };
    let id = tongban_protocol::AttachmentId::from_bytes(files[0].id.0);
    supplied.attachments = vec![crate::support::manifest(id, PNG)];
    let outcomes = member
        .push(&[member.signed(&operation), member.signed(&supplied)])
        .await;
    let versions: Vec<_> = [&outcomes[0], &outcomes[1]]
        .iter()
        .map(|outcome| {
            let PushVerdict::Receipt(bytes) = &outcome.verdict else {
                panic!("decided")
            };
            bytes.clone()
        })
        .collect();
    assert_eq!(
        member.verified(&versions[0]).await.fact,
        Fact::Complete { case_version: 1 }
    );
    assert_eq!(
        member.verified(&versions[1]).await.fact,
        Fact::Held { case_version: 2 }
    );
    // An applicant may withdraw whatever the office did.
    assert_eq!(member.acts(case, 1, &Request::Withdraw).await, 3);
}

#[tokio::test]
async fn an_id_stands_for_one_content_only() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let (_, operation) = submit(&member);
    let first = member.send(&operation).await;
    let mut other = member.operation(CaseId::from_bytes(fresh()), 0, &card(zhou(), Vec::new()));
    other.id = operation.id;
    let refused = member.send(&other).await;
    assert_eq!(refused.rejection().code, RejectionCode::IdReused);
    assert_eq!(
        member.send(&other).await.bytes,
        refused.bytes,
        "the same again"
    );
    assert_eq!(
        member.send(&operation).await.bytes,
        first.bytes,
        "the first is untouched"
    );
    assert_eq!(member.rows(EVENT_KIND).await.len(), 1);
}

#[tokio::test]
async fn forged_foreign_and_unproven_operations_leave_no_trace() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let ma = Member::resident(&town, "ma-wenhui").await;
    let (_, operation) = submit(&member);
    let bad = |what: &str| Refusal::BadRequest {
        what: what.to_owned(),
    };

    // Signed by a key that nobody enrolled, and by another person's key.
    let stranger = key();
    let prepared =
        tongban_protocol::prepare_operation(&operation_without_keys(&operation), &point(&stranger));
    let prepared = prepared.expect("an operation");
    let signature = sign(&stranger, prepared.to_be_signed());
    let forged = prepared.finish(&signature);
    assert_eq!(member.pushed(&[forged]).await.refusal(), bad("not_signed"));
    let foreign = ma.signed(&operation_without_keys(&operation));
    assert_eq!(
        member.pushed(&[foreign]).await.refusal(),
        Refusal::NotAllowed
    );
    // One changed byte of the body.
    let mut changed = member.signed(&operation);
    let place = changed.len() - 100;
    changed[place] ^= 1;
    assert_eq!(member.pushed(&[changed]).await.status, 400);
    // A holder key whose proof is for another operation.
    let mut moved = operation.clone();
    moved.id = OperationId::from_bytes(fresh());
    assert_eq!(
        member.pushed(&[member.signed(&moved)]).await.refusal(),
        bad("key_not_proven")
    );
    assert_eq!(
        member.pushed(&[b"no operation".to_vec()]).await.refusal(),
        bad("not_signed")
    );
    // A good one beside a bad one is not taken either: nothing of that push is stored.
    let both = [member.signed(&operation), b"no operation".to_vec()];
    assert_eq!(member.pushed(&both).await.refusal(), bad("not_signed"));
    assert!(member.feed().await.is_empty() && ma.feed().await.is_empty());
    member.send(&operation).await;
    // Someone else replays it under the right name: the stored receipt, nothing new.
    let replayed = ma.push(&[member.signed(&operation)]).await;
    assert!(matches!(replayed[0].verdict, PushVerdict::Receipt(_)));
    assert_eq!(member.feed().await.len(), 2);
}

fn operation_without_keys(operation: &tongban_protocol::Operation) -> tongban_protocol::Operation {
    let mut without = operation.clone();
    without.holder_keys = Vec::new();
    without
}

#[tokio::test]
async fn someone_elses_case_is_as_good_as_none() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let ma = Member::resident(&town, "ma-wenhui").await;
    let (case, operation) = submit(&member);
    member.send(&operation).await;
    let unknown = ma
        .rejected(CaseId::from_bytes(fresh()), 0, &Request::Withdraw)
        .await;
    for (seen, request) in [(0, Request::Withdraw), (1, card(zhou(), Vec::new()))] {
        assert_eq!(ma.rejected(case, seen, &request).await, unknown);
    }
    assert_eq!(unknown.code, RejectionCode::UnknownCase);
    assert_eq!(member.version(case).await, 1);
}

#[tokio::test]
async fn rule_S2_who_has_seen_more_than_a_restored_platform_has_waits_and_is_not_refused() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let ma = Member::resident(&town, "ma-wenhui").await;
    let clerk = Member::staff(&town, "何志平", &["intake"]).await;
    let (case, operation) = submit(&member);
    member.send(&operation).await;
    let undecided = |outcomes: &[PushOutcome]| {
        assert!(matches!(outcomes[0].verdict, PushVerdict::Undecided));
    };
    let early = clerk.operation(case, 2, &Request::Resume);
    undecided(&clerk.push(&[clerk.signed(&early)]).await);
    // Whether a case is somebody else's or nobody's does not show.
    let supply = Request::Supply {
        answers: Default::default(),
        known: Vec::new(),
        supplied: Vec::new(),
        all: true,
    };
    for case in [case, CaseId::from_bytes(fresh())] {
        undecided(&ma.push(&[ma.signed(&ma.operation(case, 1, &supply))]).await);
    }
    assert_eq!(member.version(case).await, 1, "nothing was stored");

    // What was seen is there again, and now it is decided.
    assert_eq!(clerk.acts(case, 1, &Request::Take).await, 2);
    let outcomes = clerk.push(&[clerk.signed(&early)]).await;
    assert!(matches!(outcomes[0].verdict, PushVerdict::Receipt(_)));
    // A case at its end has nothing to wait for.
    member.acts(case, 2, &Request::Withdraw).await;
    let late = clerk.rejected(case, 9, &Request::Take).await;
    assert_eq!(late.code, RejectionCode::StaleVersion);
}

#[tokio::test]
async fn rule_S2_after_a_restored_backup_devices_fork_and_get_their_receipts_anew() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let (_, operation) = submit(&member);
    let before = member.send(&operation).await;
    let token = member.session().await.token;
    let PullResponse::Page(page) = member.pull(&token, None, 500).await else {
        panic!("a page")
    };
    town.ops.begin_epoch().await.expect("begun");
    let fork = member.pull(&token, Some(page.cursor), 500).await;
    assert!(matches!(fork, PullResponse::Fork { epoch, .. } if epoch != page.cursor.epoch));
    let after = member.send(&operation).await;
    assert_ne!(after.bytes, before.bytes);
    let (old, new) = (&before.receipt, &after.receipt);
    assert_eq!(
        (&new.fact, &new.number, new.at),
        (&old.fact, &old.number, old.at)
    );
    assert!(new.epoch != old.epoch && new.seq == 3);
    assert_eq!(
        member.send(&operation).await.bytes,
        after.bytes,
        "signed anew once"
    );
    assert_eq!(member.feed().await.len(), 3);
    // A cursor that never was: another hash at that place.
    let mut made_up = page.cursor;
    made_up.rolling_hash = [7; 32];
    let answer = member.pull(&token, Some(made_up), 500).await;
    assert!(matches!(answer, PullResponse::Fork { .. }));
}

#[tokio::test]
async fn what_may_be_long_has_a_limit_of_its_own() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let long = vec![vec![7; 100 << 10]; 2];
    let message = Refusal::BadRequest {
        what: "not_signed".to_owned(),
    };
    assert_eq!(
        member.pushed(&long).await.refusal(),
        message,
        "read, and refused for what it is"
    );
    for path in [paths::PUSH, paths::UPLOAD] {
        let answer = post(member.to, path, &vec![0; 300 << 10]).await;
        assert_eq!(answer.refusal(), Refusal::TooLarge, "{path}");
    }
    for path in [paths::PULL, paths::SESSION, paths::DESK_CASE] {
        let answer = post(member.to, path, &vec![0; 65 << 10]).await;
        assert_eq!(answer.refusal(), Refusal::TooLarge, "{path}");
    }
}

#[tokio::test]
async fn pages_follow_each_other_and_stay_small() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    for _ in 0..6 {
        member.send(&submit(&member).1).await;
    }
    // The helper checks seqs and hashes of every page.
    let rows = member.feed().await;
    let seqs: Vec<_> = rows.iter().map(Row::seq).collect();
    assert_eq!(seqs, (1..=12).collect::<Vec<_>>());
}
