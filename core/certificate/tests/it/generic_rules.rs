//! The draft's generic rules on tokens that the draft's examples do not show.

use tongban_certificate::*;
use tongban_cose::cbor::Item;
use tongban_cose::{SigningInput, Suite, sha256};

use crate::world::*;

const EXP: i64 = 4;
const ENDED: u64 = 1_000;

#[test]
fn a_redacted_end_of_validity_binds_once_it_is_disclosed() {
    let token = token_with_redacted(EXP, ENDED);
    let outcome = verify_generic(&token, &issuer_key().public(), Some(ENDED));
    assert_eq!(outcome.reason, Reason::Expired);
    assert_eq!(outcome.valid_until, Some(ENDED));
    let before = verify_generic(&token, &issuer_key().public(), Some(ENDED - 1));
    assert_eq!(before.reason, Reason::Valid);
}

/// An issued token whose one claim besides the issuer is redacted and disclosed.
fn token_with_redacted(label: i64, value: u64) -> Vec<u8> {
    let disclosure = Item::Array(vec![[7u8; 16][..].into(), value.into(), label.into()])
        .wrapped()
        .encode();
    let digests = Item::Array(vec![sha256(&disclosure)[..].into()]);
    let payload = Item::Map(vec![
        (1.into(), Item::Text("https://issuer.example".into())),
        (Item::Simple(59), digests),
    ]);
    let input = SigningInput {
        protected: vec![(16.into(), 293.into()), (170.into(), (-16).into())],
        unprotected: vec![(17.into(), Item::Array(vec![Item::Encoded(disclosure)]))],
        payload: payload.encode(),
        suite: Suite::P256,
    };
    let unsigned = input.prepare();
    let signature = issuer_key().sign(unsigned.bytes());
    unsigned.finish(&signature)
}
