use async_trait::async_trait;
use tongban_cose::PublicKey;
use tongban_protocol::{EnvelopeKey, Sealing};
use zeroize::Zeroizing;

/// One key per purpose (rule C8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SealKey {
    /// Signs certificates.
    Issuer,
    /// Signs the trust list.
    TrustList,
    /// Signs status lists.
    StatusList,
    /// Signs receipts for operations.
    Receipt,
}

impl SealKey {
    /// Every key, for checks over all.
    pub const ALL: [Self; 4] = [
        Self::Issuer,
        Self::TrustList,
        Self::StatusList,
        Self::Receipt,
    ];
}

/// Keeps the platform's private keys, which never leave it: a file for the demo, a hardware
/// module behind the same two calls later. Root keys are not here; they stay offline.
#[async_trait]
pub trait Sealer: Send + Sync {
    /// The public half of a key; all differ.
    fn public_key(&self, key: SealKey) -> PublicKey;

    /// What operations are sealed to (rule K4), another key than the others; none where the platform
    /// takes no sealed ones.
    fn envelope_key(&self) -> Option<EnvelopeKey>;

    /// What is in an envelope; none for one that does not open.
    async fn open(&self, sealing: Sealing, envelope: &[u8]) -> Option<Zeroizing<Vec<u8>>>;

    /// Raw signature (r then s) with ECDSA on P-256 and SHA-256 over exactly these bytes.
    async fn seal(&self, key: SealKey, to_be_signed: &[u8]) -> Result<[u8; 64], SealError>;
}

/// A key that did not sign. Nothing was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The key store does not answer; asking again later may help.
    #[error("key store does not answer")]
    Unavailable,
    /// The key store refuses this key.
    #[error("key store refuses the key")]
    Refused,
}
