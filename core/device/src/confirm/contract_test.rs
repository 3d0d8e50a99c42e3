use std::time::Duration;

use super::{
    Confirm, ConfirmAnswer, ConfirmDesk, ConfirmError, ConfirmLine, ConfirmText, ConfirmToken,
};
use crate::Entropy;

/// Panics unless `confirm`, in front of a person who does `answer`, keeps the contract of
/// [`Confirm`]: a yes counts for its own request and once, everything else counts for
/// nothing.
pub async fn confirm_contract(confirm: &dyn Confirm, entropy: &dyn Entropy, answer: ConfirmAnswer) {
    let desk = ConfirmDesk::new();
    let timeout = Duration::from_secs(3);
    let request = desk
        .open(entropy, text(), [7; 32], timeout)
        .expect("a question");
    let id = request.id();
    match (confirm.confirm(request).await, answer) {
        (Ok(token), ConfirmAnswer::Yes) => {
            let again = ConfirmToken::from_bytes(token.to_bytes());
            let confirmed = desk.redeem(id, &[7; 32], token).expect("a yes is accepted");
            confirmed
                .spend_on(&[7; 32])
                .expect("a yes counts for its request");
            assert_eq!(
                desk.redeem(id, &[7; 32], again).err(),
                Some(ConfirmError::Refused),
                "a token counted twice"
            );
        }
        (Err(error), ConfirmAnswer::No) => assert_eq!(error, ConfirmError::Declined),
        (Err(error), ConfirmAnswer::Timeout) => assert_eq!(error, ConfirmError::TimedOut),
        (Ok(_), _) => panic!("a token without a yes"),
        (Err(error), _) => panic!("a yes became: {error}"),
    }
}

fn text() -> ConfirmText {
    ConfirmText {
        title: "Delete certificate".into(),
        lines: vec![ConfirmLine {
            label: "Certificate".into(),
            value: "Resident identity".into(),
        }],
        notes: vec!["It can be issued again.".into()],
        action_label: "Delete".into(),
        cancel_label: "Keep".into(),
    }
}
