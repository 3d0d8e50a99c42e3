//! Holder keys that travel with a submission, for what a grant would issue.
#![allow(non_snake_case)]

use tongban_protocol::{
    DecodeError, Operation, PossessionPurpose, ProvenKey, SignedError, UnverifiedOperation,
    VerifiedOperation,
};

use crate::support::{key, point, proven_in};
use crate::sync_support::{SUBMISSION, operation, signed_operation};

fn with(holder_keys: Vec<ProvenKey>) -> Operation {
    Operation {
        holder_keys,
        ..operation()
    }
}

fn holder(seed: u8) -> ProvenKey {
    let id = *operation().id.as_bytes();
    proven_in(
        &id,
        &key(seed),
        PossessionPurpose::HolderCopy,
        &key(SUBMISSION),
    )
}

fn verified(operation: &Operation) -> Result<VerifiedOperation, SignedError> {
    let bytes = signed_operation(operation);
    UnverifiedOperation::parse(&bytes)
        .expect("a signed operation")
        .verify(&point(&key(SUBMISSION)))
}

#[test]
fn rule_C2_holder_keys_that_prove_themselves_travel_with_the_operation() {
    let sent = with(vec![holder(20), holder(21)]);
    assert_eq!(verified(&sent).expect("proven").operation(), &sent);
    assert!(verified(&with(Vec::new())).is_ok());
}

#[test]
fn rule_C8_a_holder_key_counts_only_with_its_own_proof_for_this_operation() {
    let refused = Err(SignedError::Message(DecodeError::FieldOutOfRange(
        "holder_keys",
    )));
    let submission = key(SUBMISSION);
    let holder_copy = PossessionPurpose::HolderCopy;
    let of_another = proven_in(&[99; 16], &key(20), holder_copy, &submission);
    let id = *operation().id.as_bytes();
    let by_another = proven_in(&id, &key(20), holder_copy, &key(30));
    let for_another_use = proven_in(&id, &key(20), PossessionPurpose::Device, &submission);
    let same_as_submission = proven_in(&id, &submission, holder_copy, &submission);
    let mut swapped = holder(20);
    swapped.proof = holder(21).proof;
    for wrong in [
        vec![of_another],
        vec![by_another],
        vec![for_another_use],
        vec![same_as_submission],
        vec![swapped],
        vec![holder(20), holder(20)],
    ] {
        assert_eq!(verified(&with(wrong)), refused);
    }
}
