//! Publishing a status list.

use tongban_cose::cbor::Item;
use tongban_cose::{SigningInput, Suite, ToBeSigned, labels as cose};

use super::{INFLATED_LENGTH, LIST_TYP, STATUS_LIST, StatusBits};
use crate::labels;

/// One shard's list as it is to be published.
pub struct StatusListContent<'a> {
    /// Full address of the shard: the source's address followed by the shard's number.
    pub address: String,
    /// Instant of the snapshot.
    pub issued_at: u64,
    /// Instant after which the snapshot must not be used.
    pub valid_until: Option<u64>,
    /// The statuses, two bits an entry.
    pub statuses: &'a StatusBits,
}

/// Fixes the content of a status token.
pub fn prepare_status_list(content: &StatusListContent<'_>) -> PreparedStatusList {
    let list = Item::Map(vec![
        ("bits".into(), u32::from(content.statuses.width()).into()),
        ("lst".into(), content.statuses.deflate().into()),
    ]);
    let mut payload = vec![
        (labels::SUBJECT.into(), content.address.as_str().into()),
        (labels::ISSUED_AT.into(), content.issued_at.into()),
        (STATUS_LIST.into(), list),
    ];
    if let Some(until) = content.valid_until {
        payload.push((labels::EXPIRES.into(), until.into()));
    }
    let input = SigningInput {
        protected: vec![
            (cose::TYP.into(), LIST_TYP.into()),
            (
                INFLATED_LENGTH.into(),
                (content.statuses.inflated_len() as u64).into(),
            ),
        ],
        unprotected: Vec::new(),
        payload: Item::Map(payload).encode(),
        suite: Suite::P256,
    };
    PreparedStatusList(input.prepare())
}

/// A status token that waits for the status key's signature.
pub struct PreparedStatusList(ToBeSigned);

impl PreparedStatusList {
    /// The bytes that the status key signs (ECDSA P-256 with SHA-256).
    pub fn to_be_signed(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The token with that signature (raw form).
    pub fn finish(self, signature: &[u8; 64]) -> Vec<u8> {
        self.0.finish(signature)
    }
}
