#![allow(non_snake_case)]

use std::time::Duration;

use tongban_device::confirm::{ConfirmAnswer, ScriptedConfirm, confirm_contract};
use tongban_device::entropy::{NoEntropy, SeededEntropy};
use tongban_device::{ConfirmDesk, ConfirmError, ConfirmText, ConfirmToken};

#[tokio::test]
async fn rule_U1_the_scripted_confirm_says_yes_no_and_nothing() {
    let entropy = SeededEntropy::new(1);
    for answer in [
        ConfirmAnswer::Yes,
        ConfirmAnswer::No,
        ConfirmAnswer::Timeout,
    ] {
        confirm_contract(&ScriptedConfirm::new([answer]), &entropy, answer).await;
    }
}

#[test]
fn rule_U1_a_token_counts_once() {
    let desk = ConfirmDesk::new();
    let request = desk
        .open(&SeededEntropy::new(1), text(), [1; 32], LONG)
        .expect("a question");
    let id = request.id();
    let token = request.approve();
    let copy = ConfirmToken::from_bytes(token.to_bytes());
    desk.redeem(id, &[1; 32], token)
        .expect("first use")
        .spend_on(&[1; 32])
        .expect("its request");
    assert_eq!(
        desk.redeem(id, &[1; 32], copy).err(),
        Some(ConfirmError::Refused)
    );
}

#[test]
fn rule_U1_a_token_counts_for_its_own_request_only() {
    let desk = ConfirmDesk::new();
    let entropy = SeededEntropy::new(1);
    let request = desk
        .open(&entropy, text(), [1; 32], LONG)
        .expect("a question");
    let id = request.id();
    assert_eq!(
        desk.redeem(id, &[2; 32], request.approve()).err(),
        Some(ConfirmError::Refused)
    );

    let first = desk
        .open(&entropy, text(), [1; 32], LONG)
        .expect("a question");
    let second = desk
        .open(&entropy, text(), [1; 32], LONG)
        .expect("a question of the same words");
    assert_eq!(
        desk.redeem(second.id(), &[1; 32], first.approve()).err(),
        Some(ConfirmError::Refused)
    );

    let request = desk
        .open(&entropy, text(), [1; 32], LONG)
        .expect("a question");
    let confirmed = desk
        .redeem(request.id(), &[1; 32], request.approve())
        .expect("a yes");
    assert_eq!(confirmed.spend_on(&[2; 32]), Err(ConfirmError::Refused));
}

#[test]
fn rule_U1_everything_that_a_page_sees_does_not_make_a_token() {
    let desk = ConfirmDesk::new();
    let request = desk
        .open(&SeededEntropy::new(1), text(), [1; 32], LONG)
        .expect("a question");
    let id = request.id();
    let seen = *request.request_sha256();
    assert_eq!(request.check_code().len(), 4);
    assert_eq!(
        desk.redeem(id, &[1; 32], ConfirmToken::from_bytes(seen))
            .err(),
        Some(ConfirmError::Refused)
    );
    assert_eq!(
        desk.redeem(id, &[1; 32], request.approve()).err(),
        Some(ConfirmError::Refused),
        "a failed try left the question open"
    );
}

#[tokio::test]
async fn rule_U1_a_declined_question_is_closed_and_the_yes_reaches_the_core() {
    let desk = ConfirmDesk::new();
    let entropy = SeededEntropy::new(1);
    let port = ScriptedConfirm::new([ConfirmAnswer::No, ConfirmAnswer::Yes]);
    let declined = desk.ask(&port, &entropy, text(), [1; 32], LONG).await;
    assert_eq!(declined.err(), Some(ConfirmError::Declined));
    let confirmed = desk
        .ask(&port, &entropy, text(), [1; 32], LONG)
        .await
        .expect("a yes");
    confirmed.spend_on(&[1; 32]).expect("its request");
    assert_eq!(
        desk.ask(&port, &entropy, text(), [1; 32], LONG).await.err(),
        Some(ConfirmError::Unavailable)
    );
    assert_eq!(port.shown().len(), 3);
    assert!(
        port.shown().iter().all(|shown| *shown == text()),
        "the words changed on the way"
    );
}

#[test]
fn without_random_bytes_nothing_is_asked() {
    let asked = ConfirmDesk::new().open(&NoEntropy, text(), [1; 32], LONG);
    assert_eq!(asked.err(), Some(ConfirmError::Unavailable));
}

fn text() -> ConfirmText {
    ConfirmText {
        title: "Delete certificate".into(),
        lines: Vec::new(),
        notes: Vec::new(),
        action_label: "Delete".into(),
        cancel_label: "Keep".into(),
    }
}

const LONG: Duration = Duration::from_secs(60);
