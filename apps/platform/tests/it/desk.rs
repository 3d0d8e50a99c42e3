//! What staff read, and that the resident sees it (rule K6).

use tongban_cases::{Request, decode_event};
use tongban_platform::check_read_log;
use tongban_platform::store::{PlatformStore, ReadLogHead, SqliteStore};
use tongban_protocol::{
    AttachmentId, CaseId, DeskCaseRequest, DeskCaseResponse, DeskFileRequest, DeskFileResponse,
    DeskItem, DeskQueueResponse, DueKind, EVENT_KIND, Extra, LOOK_KIND, LookRow, Refusal, paths,
};

use crate::casework::Hall;
use crate::support::{Answer, Member, NOW, PNG, fresh, submit};

const EMPTY: &[u8] = b"\xa0";

async fn queue(member: &Member) -> Vec<DeskItem> {
    let token = member.session().await.token;
    let answer = member.with_token(&token, paths::DESK_QUEUE, EMPTY).await;
    assert_eq!(answer.status, 200, "{:?}", Refusal::decode(&answer.body));
    DeskQueueResponse::decode(&answer.body)
        .expect("a queue")
        .items
}

async fn open(member: &Member, case: CaseId) -> Answer {
    let token = member.session().await.token;
    let request = DeskCaseRequest {
        case,
        extra: Extra::default(),
    };
    member
        .with_token(&token, paths::DESK_CASE, &request.encode())
        .await
}

async fn piece(member: &Member, case: CaseId, file: AttachmentId, offset: u64) -> Answer {
    let token = member.session().await.token;
    let request = DeskFileRequest {
        case,
        file,
        offset,
        extra: Extra::default(),
    };
    member
        .with_token(&token, paths::DESK_FILE, &request.encode())
        .await
}

#[tokio::test]
async fn rule_S10_the_queue_shows_what_is_due_first_names_nobody_and_marks_a_twin() {
    let hall = Hall::open().await;
    let (first, operation) = submit(&hall.applicant);
    let sent = hall.applicant.send(&operation).await;
    hall.town.clock.advance_seconds(3 * 86_400);
    let (second, operation) = submit(&hall.applicant);
    hall.applicant.send(&operation).await.version();
    let items = queue(&hall.clerk).await;
    let cases: Vec<_> = items.iter().map(|item| item.case).collect();
    assert_eq!(cases, [first, second]);
    let item = &items[0];
    assert_eq!(item.applicant, "周＊");
    assert_eq!(
        (item.phase.as_str(), item.holder.as_str()),
        ("submitted", "intake")
    );
    assert_eq!(
        (item.number.as_str(), item.received_at),
        (sent.receipt.number.as_str(), NOW)
    );
    assert_eq!(
        (item.pack.clone(), item.version),
        (("yunquan".to_owned(), 1), 1)
    );
    let due = item.due.expect("an answer is due");
    assert_eq!((due.kind, due.provisional), (DueKind::Answer, false));
    assert_eq!(item.duplicate_of, None);
    assert_eq!(
        items[1].duplicate_of,
        Some(first),
        "for a person to look at, never merged"
    );
    // Who left the queue is not in it.
    hall.applicant.acts(first, 1, &Request::Withdraw).await;
    assert_eq!(queue(&hall.clerk).await.len(), 1);
    // Looking at the list is no look at a record.
    assert!(hall.applicant.rows(LOOK_KIND).await.is_empty());
}

#[tokio::test]
async fn rule_K6_every_look_is_logged_and_told_to_the_resident_and_to_nobody_else() {
    let hall = Hall::open().await;
    let ma = Member::resident(&hall.town, "ma-wenhui").await;
    let (case, operation) = hall.whole().await;
    let file = operation.attachments[0].id;
    let answer = open(&hall.clerk, case).await;
    assert_eq!(answer.status, 200);
    let opened = DeskCaseResponse::decode(&answer.body).expect("a case");
    assert_eq!(opened.applicant, "周桂芳");
    let kinds: Vec<_> = opened
        .events
        .iter()
        .map(|event| {
            decode_event(event)
                .expect("an event")
                .what
                .kind()
                .to_owned()
        })
        .collect();
    assert_eq!(kinds, ["submitted", "photos_complete"]);
    assert_eq!(
        opened.makers,
        [Some(operation.id); 2],
        "what was handed in, and the machine's note that it is whole"
    );
    assert_eq!(opened.files.len(), 1);
    assert_eq!(
        (opened.files[0].id, opened.files[0].confirmed),
        (file, PNG.len() as u64)
    );

    let answer = piece(&hall.clerk, case, file, 0).await;
    let whole = DeskFileResponse::decode(&answer.body).expect("bytes");
    assert_eq!(
        (whole.length, whole.bytes.as_slice()),
        (PNG.len() as u64, PNG)
    );
    let rest = piece(&hall.clerk, case, file, 8).await;
    assert_eq!(
        DeskFileResponse::decode(&rest.body).expect("bytes").bytes,
        &PNG[8..]
    );
    let beyond = piece(&hall.clerk, case, file, 10_000).await;
    assert!(
        DeskFileResponse::decode(&beyond.body)
            .expect("bytes")
            .bytes
            .is_empty()
    );
    // Another officer begins in the middle: that is a look too.
    let other = Member::staff(&hall.town, "李敏", &["caseworker"]).await;
    assert_eq!(piece(&other, case, file, 8).await.status, 200);

    let rows = hall.applicant.rows(LOOK_KIND).await;
    let looks: Vec<_> = rows
        .iter()
        .map(|row| LookRow::decode(row.body()).expect("a look"))
        .collect();
    let told: Vec<_> = looks
        .iter()
        .map(|look| (look.actor.as_str(), look.purpose.as_str()))
        .collect();
    let he = "云泉市公安局 · 何志平 (caseworker, decider, intake)";
    let li = "云泉市公安局 · 李敏 (caseworker)";
    // The whole file, the same again from a byte in the middle, and a place beyond its end: three
    // looks, for none goes on where the one before ended.
    let files = [(he, "file"), (he, "file"), (he, "file"), (li, "file")];
    assert_eq!((told[0], &told[1..]), ((he, "handle"), &files[..]));
    assert!(rows.iter().all(|row| row.case() == case) && looks[0].at == NOW);
    assert!(ma.feed().await.is_empty(), "only theirs");

    // Each row names its line; the log holds and has that line.
    let store = SqliteStore::open(hall.town.folder.path(), None).expect("opens");
    let log = store.read_log().await.expect("the log");
    for look in &looks {
        let head = ReadLogHead {
            seq: look.line.seq,
            hash: look.line.hash,
        };
        check_read_log(&log, head).expect("the line is there");
        hall.town.ops.check_log(Some(head)).await.expect("holds");
    }
    // And the head travels in every receipt.
    let sent = hall.applicant.send(&submit(&hall.applicant).1).await;
    let head = sent.receipt.read_log;
    assert!(head.seq >= looks[2].line.seq);
    let head = ReadLogHead {
        seq: head.seq,
        hash: head.hash,
    };
    hall.town.ops.check_log(Some(head)).await.expect("holds");
    let forged = ReadLogHead {
        seq: head.seq,
        hash: [1; 32],
    };
    let error = hall
        .town
        .ops
        .check_log(Some(forged))
        .await
        .expect_err("found");
    assert_eq!(error.code(), "read_log_changed");
}

#[tokio::test]
async fn req_102_no_record_is_read_without_its_case_and_every_read_is_in_its_residents_log() {
    let hall = Hall::open().await;
    let ma = Member::resident(&hall.town, "ma-wenhui").await;
    let (case, operation) = hall.whole().await;
    let file = operation.attachments[0].id;
    let (other, others) = submit(&hall.applicant);
    hall.applicant.send(&others).await.version();
    // Neither without a case nor through another one.
    let token = hall.clerk.session().await.token;
    for path in [paths::DESK_CASE, paths::DESK_FILE] {
        let nameless = hall.clerk.with_token(&token, path, EMPTY).await;
        assert_eq!(nameless.status, 400, "{path}");
    }
    let astray = piece(&hall.clerk, other, file, 0).await;
    assert_eq!(astray.refusal(), Refusal::NotFound);
    assert!(hall.applicant.rows(LOOK_KIND).await.is_empty());
    // What is read is in the log of whose record it is, with what it was read for, and in no other.
    assert_eq!(open(&hall.clerk, case).await.status, 200);
    assert_eq!(piece(&hall.clerk, case, file, 0).await.status, 200);
    let looks = hall.applicant.rows(LOOK_KIND).await;
    let purposes: Vec<_> = looks
        .iter()
        .map(|row| LookRow::decode(row.body()).expect("a look").purpose)
        .collect();
    assert_eq!(purposes, ["handle", "file"]);
    assert!(looks.iter().all(|row| row.case() == case));
    assert!(ma.rows(LOOK_KIND).await.is_empty());
}

#[tokio::test]
async fn only_who_handles_cases_opens_one() {
    let hall = Hall::open().await;
    let admin = Member::staff(&hall.town, "赵强", &["admin"]).await;
    let (case, operation) = submit(&hall.applicant);
    hall.applicant.send(&operation).await.version();
    assert_eq!(queue(&admin).await.len(), 1);
    assert_eq!(open(&admin, case).await.refusal(), Refusal::NotAllowed);
    assert_eq!(
        open(&hall.applicant, case).await.refusal(),
        Refusal::NotAllowed
    );
    let nowhere = CaseId::from_bytes(fresh());
    assert_eq!(
        open(&hall.clerk, nowhere).await.refusal(),
        Refusal::NotFound
    );
    let nothing = AttachmentId::from_bytes(fresh());
    assert_eq!(
        piece(&hall.clerk, case, nothing, 0).await.refusal(),
        Refusal::NotFound
    );
    let token = hall.applicant.session().await.token;
    let answer = hall
        .applicant
        .with_token(&token, paths::DESK_QUEUE, EMPTY)
        .await;
    assert_eq!(answer.refusal(), Refusal::NotAllowed);
    let answer = crate::support::post(hall.clerk.to, paths::DESK_QUEUE, EMPTY).await;
    assert_eq!(answer.refusal(), Refusal::SessionEnded);
    assert_eq!(hall.applicant.rows(EVENT_KIND).await.len(), 1);
    assert!(hall.applicant.rows(LOOK_KIND).await.is_empty());
}
