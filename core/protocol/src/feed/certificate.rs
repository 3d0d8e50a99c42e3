use tongban_cose::cbor::{Item, Limits};
use zeroize::Zeroize;

use crate::fields::{Fields, list, map};
use crate::{DecodeError, Extra, MAX_HOLDER_KEYS, MAX_ROW_BODY};

/// A certificate that a grant issued, in all its copies. Holds it in clear, so it has no `Debug`
/// and is wiped.
#[derive(Clone, PartialEq, Eq)]
pub struct CertificateRow {
    /// Stable name of the type.
    pub type_name: String,
    /// SD-CWTs in the order of the holder keys of the operation that was granted.
    pub copies: Vec<Vec<u8>>,
    /// What this build does not know.
    pub extra: Extra,
}

impl CertificateRow {
    /// The body of the row.
    pub fn encode(&self) -> Vec<u8> {
        let copies = self.copies.iter().map(|copy| copy.as_slice().into());
        let known = vec![
            (1, self.type_name.as_str().into()),
            (2, Item::Array(copies.collect())),
        ];
        map(known, &self.extra).encode()
    }

    /// Reads the body of a row. Whether the copies are genuine is for the wallet.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let fields = Fields::read(bytes, &LIMITS)?;
        let copies = list(
            fields.value(2, "copies")?,
            "copies",
            MAX_HOLDER_KEYS,
            |copy| {
                copy.as_bytes()
                    .map(<[u8]>::to_vec)
                    .ok_or(DecodeError::FieldOutOfRange("copies"))
            },
        )?;
        match copies.is_empty() {
            true => Err(DecodeError::FieldOutOfRange("copies")),
            false => Ok(Self {
                type_name: fields.text(1, "type_name", 64)?,
                copies,
                extra: fields.extra(&[1, 2]),
            }),
        }
    }
}

impl Drop for CertificateRow {
    fn drop(&mut self) {
        self.copies.zeroize();
    }
}

const LIMITS: Limits = Limits {
    max_bytes: MAX_ROW_BODY,
    max_depth: 4,
    max_items: 64,
};
