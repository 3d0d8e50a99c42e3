//! Sealed operations: the same answer as to a pushed one, and nothing for what does not open.

#![allow(non_snake_case)]

use tongban_protocol::{
    EnvelopeKey, Extra, OperationId, PushResponse, PushVerdict, SealedOperation, SealedPushRequest,
    Sealing, UnverifiedPlatformKeys, paths, seal_envelope,
};

use crate::support::{Answer, Member, Town, get, list_key, post, submit};

async fn sealing_key(town: &Town) -> EnvelopeKey {
    let body = get(town.address(), paths::KEYS).await.body;
    let keys = UnverifiedPlatformKeys::parse(&body).expect("keys");
    let keys = keys.verify(&list_key()).expect("under the list key");
    keys.sealing_key.expect("the demo takes sealed operations")
}

fn seal(key: &EnvelopeKey, id: OperationId, signed: &[u8], seed: u8) -> Vec<u8> {
    seal_envelope(key, Sealing::Operation(id), signed, &[seed; 32]).expect("sealed")
}

async fn hand_over(town: &Town, operations: &[(OperationId, Vec<u8>)]) -> Answer {
    let operations = operations.iter().cloned();
    let request = SealedPushRequest {
        operations: operations
            .map(|(operation, envelope)| SealedOperation {
                operation,
                envelope,
            })
            .collect(),
        extra: Extra::default(),
    };
    post(town.address(), paths::SEALED, &request.encode()).await
}

fn receipt(answer: &Answer) -> Vec<u8> {
    let mut response = PushResponse::decode(&answer.body).expect("an answer");
    match response.outcomes.remove(0).verdict {
        PushVerdict::Receipt(bytes) => bytes,
        PushVerdict::BlockedBy(_) | PushVerdict::Undecided => panic!("not decided"),
    }
}

#[tokio::test]
async fn rule_K4_a_sealed_operation_gets_the_receipt_of_the_same_operation_pushed() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let (_, operation) = submit(&member);
    let signed = member.signed(&operation);
    let key = sealing_key(&town).await;
    let first = seal(&key, operation.id, &signed, 1);
    let again = seal(&key, operation.id, &signed, 2);
    assert_ne!(first, again, "no two envelopes are alike");
    let sealed = receipt(&hand_over(&town, &[(operation.id, first)]).await);
    assert_eq!(member.send(&operation).await.bytes, sealed);
    let repeated = receipt(&hand_over(&town, &[(operation.id, again)]).await);
    assert_eq!(repeated, sealed);
    assert_eq!(member.feed().await.len(), 2, "one case, one receipt");
}

#[tokio::test]
async fn rule_K4_what_does_not_open_or_is_not_signed_is_refused_and_nothing_is_stored() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let (_, operation) = submit(&member);
    let signed = member.signed(&operation);
    let key = sealing_key(&town).await;
    let good = seal(&key, operation.id, &signed, 1);
    let other = OperationId::from_bytes([9; 16]);
    let mut changed = good.clone();
    changed[80] ^= 1;
    for (id, envelope) in [
        (other, good.clone()),
        (operation.id, changed),
        (operation.id, good[..60].to_vec()),
        (operation.id, Vec::new()),
    ] {
        let answer = hand_over(&town, &[(id, envelope)]).await;
        assert_eq!(answer.status, 400);
        let refusal = format!("{:?}", answer.refusal());
        assert!(refusal.contains("not_sealed"), "{refusal}");
    }
    let unsigned = seal(&key, operation.id, b"no operation", 3);
    let answer = hand_over(&town, &[(operation.id, unsigned)]).await;
    assert_eq!(answer.status, 400);
    assert!(member.feed().await.is_empty(), "nothing was stored");
}
