use tongban_cose::cbor::{Limits, read_sequence};

use crate::DecodeError;

/// Every root from the first, then the trust list: body of `GET /v1/trust` and file of the
/// command line's `--trust`. A CBOR sequence (RFC 8742); the parts are signed, this is only
/// their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustSnapshot {
    /// Root documents, oldest first, at least one.
    pub roots: Vec<Vec<u8>>,
    /// The signed trust list.
    pub list: Vec<u8>,
}

impl TrustSnapshot {
    /// The body.
    pub fn to_sequence(&self) -> Vec<u8> {
        let mut bytes = self.roots.concat();
        bytes.extend_from_slice(&self.list);
        bytes
    }

    /// Splits a body.
    pub fn from_sequence(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut roots = split(bytes, &TRUST_LIMITS)?;
        let list = roots.pop().ok_or(DecodeError::MissingField("trust_list"))?;
        if roots.is_empty() {
            return Err(DecodeError::MissingField("root"));
        }
        Ok(Self { roots, list })
    }
}

/// All status tokens of the region: body of `GET /v1/status` and file of the command line's
/// `--status`. Never one shard alone, because asking for one says whose certificate it is
/// (rule C3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusSnapshot {
    /// Signed status tokens, by shard.
    pub tokens: Vec<Vec<u8>>,
}

impl StatusSnapshot {
    /// The body.
    pub fn to_sequence(&self) -> Vec<u8> {
        self.tokens.concat()
    }

    /// Splits a body.
    pub fn from_sequence(bytes: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self {
            tokens: split(bytes, &STATUS_LIMITS)?,
        })
    }
}

fn split(bytes: &[u8], limits: &Limits) -> Result<Vec<Vec<u8>>, DecodeError> {
    let items = read_sequence(bytes, limits).map_err(|_| DecodeError::Malformed)?;
    Ok(items.into_iter().map(<[u8]>::to_vec).collect())
}

const TRUST_LIMITS: Limits = Limits {
    max_bytes: 8 << 20,
    max_depth: 16,
    max_items: 1 << 20,
};
const STATUS_LIMITS: Limits = Limits {
    max_bytes: 64 << 20,
    max_depth: 16,
    max_items: 1 << 16,
};
