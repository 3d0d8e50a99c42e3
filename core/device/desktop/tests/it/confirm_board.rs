#![allow(non_snake_case)]

use std::sync::Arc;
use std::time::Duration;

use tongban_device::clock::FakeClock;
use tongban_device::confirm::{ConfirmAnswer, confirm_contract};
use tongban_device::{Confirm, ConfirmDesk, ConfirmError, ConfirmLine, ConfirmText, OsEntropy};
use tongban_device_desktop::{AnswerError, ConfirmBoard, READING_MILLIS};

fn board() -> (Arc<ConfirmBoard>, Arc<FakeClock>) {
    let clock = Arc::new(FakeClock::at(0));
    (ConfirmBoard::new(Arc::new(OsEntropy), clock.clone()), clock)
}

/// Waits until a question stands and returns its id.
async fn opened(board: &ConfirmBoard) -> String {
    let mut changes = board.watch();
    let id = changes
        .wait_for(Option::is_some)
        .await
        .expect("the board is there")
        .clone();
    id.expect("waited for it")
}

#[tokio::test]
async fn rule_U1_a_page_that_answers_keeps_the_contract() {
    for answer in [
        ConfirmAnswer::Yes,
        ConfirmAnswer::No,
        ConfirmAnswer::Timeout,
    ] {
        let (board, clock) = board();
        let page = board.clone();
        let page = tokio::spawn(async move {
            let id = opened(&page).await;
            let view = page.view(&id).expect("it stands");
            clock.advance_monotonic(READING_MILLIS);
            assert!(view.remaining <= Duration::from_secs(3));
            match answer {
                ConfirmAnswer::Yes => page.answer(&id, &view.nonce, true).expect("counts"),
                ConfirmAnswer::No => page.answer(&id, &view.nonce, false).expect("counts"),
                ConfirmAnswer::Timeout => {}
            }
        });
        confirm_contract(&*board, &OsEntropy, answer).await;
        page.await.expect("the page");
        assert_eq!(*board.watch().borrow(), None, "the question was taken down");
    }
}

#[tokio::test]
async fn rule_U1_a_wrong_nonce_changes_nothing_and_an_answer_counts_once() {
    let ((board, clock), desk) = (board(), ConfirmDesk::new());
    let page = board.clone();
    let page = tokio::spawn(async move {
        let id = opened(&page).await;
        let view = page.view(&id).expect("it stands");
        clock.advance_monotonic(READING_MILLIS);
        assert_ne!(view.nonce, view.id);
        for nonce in [
            "",
            &view.id,
            &view.check_code,
            &view.nonce[1..],
            &view.nonce.replace(['0', '1', '2'], "3"),
        ] {
            assert_eq!(page.answer(&id, nonce, true), Err(AnswerError::WrongNonce));
        }
        assert_eq!(
            page.answer("another", &view.nonce, true),
            Err(AnswerError::Closed)
        );
        assert!(page.view("another").is_none());
        page.answer(&id, &view.nonce, true).expect("counts");
        assert_eq!(
            page.answer(&id, &view.nonce, true),
            Err(AnswerError::Closed)
        );
        assert!(page.view(&id).is_none());
    });
    let confirmed = desk
        .ask(&*board, &OsEntropy, text(), [1; 32], LONG)
        .await
        .expect("a yes");
    confirmed.spend_on(&[1; 32]).expect("its request");
    page.await.expect("the page");
}

#[tokio::test]
async fn rule_U1_a_yes_before_anyone_can_have_read_the_question_is_refused() {
    let ((board, clock), desk) = (board(), ConfirmDesk::new());
    let page = board.clone();
    let page = tokio::spawn(async move {
        let id = opened(&page).await;
        // However long it stood before its page got the words, nobody had read it.
        clock.advance_monotonic(60_000);
        let nonce = page.view(&id).expect("it stands").nonce;
        assert_eq!(page.answer(&id, &nonce, true), Err(AnswerError::TooSoon));
        clock.advance_monotonic(READING_MILLIS - 1);
        assert_eq!(page.answer(&id, &nonce, true), Err(AnswerError::TooSoon));
        assert!(page.view(&id).is_some(), "it still stands");
        clock.advance_monotonic(1);
        page.answer(&id, &nonce, true).expect("counts");
    });
    let asked = desk.ask(&*board, &OsEntropy, text(), [1; 32], LONG).await;
    page.await.expect("the page");
    asked.expect("a yes").spend_on(&[1; 32]).expect("its own");
}

#[tokio::test]
async fn rule_U1_a_no_counts_at_once() {
    let ((board, _), desk) = (board(), ConfirmDesk::new());
    let page = board.clone();
    let page = tokio::spawn(async move {
        let id = opened(&page).await;
        let nonce = page.view(&id).expect("it stands").nonce;
        page.answer(&id, &nonce, false).expect("counts");
    });
    let asked = desk.ask(&*board, &OsEntropy, text(), [1; 32], LONG).await;
    page.await.expect("the page");
    assert_eq!(asked.err(), Some(ConfirmError::Declined));
}

#[tokio::test]
async fn rule_U1_the_words_and_the_check_code_reach_the_page_unchanged() {
    let ((board, _), desk) = (board(), ConfirmDesk::new());
    let request = desk
        .open(&OsEntropy, text(), [1; 32], LONG)
        .expect("a question");
    let (id, check_code) = (request.id().to_string(), request.check_code());
    let page = board.clone();
    let page = tokio::spawn(async move {
        assert_eq!(opened(&page).await, id);
        let view = page.view(&id).expect("it stands");
        assert!(view.text == text(), "the words changed");
        assert_eq!(view.check_code, check_code);
        page.decline(&id);
    });
    assert_eq!(
        board.confirm(request).await.err(),
        Some(ConfirmError::Declined),
        "a closed window is a no"
    );
    page.await.expect("the page");
}

#[tokio::test]
async fn one_question_stands_at_a_time_and_a_dropped_call_frees_the_board() {
    let ((board, _), desk) = (board(), ConfirmDesk::new());
    let ask = |sha256| {
        desk.open(&OsEntropy, text(), sha256, LONG)
            .expect("a question")
    };
    let mut first = Box::pin(board.confirm(ask([1; 32])));
    let started = tokio::time::timeout(Duration::from_millis(20), &mut first).await;
    assert!(started.is_err(), "nobody answered");
    assert_eq!(
        board.confirm(ask([2; 32])).await.err(),
        Some(ConfirmError::Unavailable)
    );
    let id = opened(&board).await;
    assert!(board.view(&id).is_some(), "the first still stands");

    drop(first);
    assert!(board.view(&id).is_none());
    assert_eq!(*board.watch().borrow(), None);
    let second = tokio::time::timeout(Duration::from_millis(20), board.confirm(ask([3; 32]))).await;
    assert!(second.is_err(), "the board takes the next question");
}

fn text() -> ConfirmText {
    ConfirmText {
        title: "删除证照".into(),
        lines: vec![ConfirmLine {
            label: "证照".into(),
            value: "居民身份证".into(),
        }],
        notes: vec!["可以重新申领。".into()],
        action_label: "删除".into(),
        cancel_label: "保留".into(),
    }
}

const LONG: Duration = Duration::from_secs(60);
