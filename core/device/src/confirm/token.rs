use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroize;

use super::ConfirmId;

/// The proof that a person said yes to one request; opaque, checked by
/// [`super::ConfirmDesk`]. Hosts in other languages carry its bytes.
pub struct ConfirmToken([u8; 32]);

impl ConfirmToken {
    /// Takes the bytes that [`ConfirmToken::to_bytes`] gave.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes to carry across a language boundary; a secret until it was used.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0
    }
}

/// The random key of one question; no getter, no `Debug`.
#[derive(Clone)]
pub(super) struct Challenge([u8; 32]);

impl Challenge {
    pub(super) fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) fn token(&self, id: ConfirmId, request_sha256: &[u8; 32]) -> ConfirmToken {
        ConfirmToken(
            self.mac(b"tongban confirm token", id, request_sha256)
                .finalize()
                .into_bytes()
                .into(),
        )
    }

    /// Compares in constant time.
    pub(super) fn accepts(
        &self,
        token: &ConfirmToken,
        id: ConfirmId,
        request_sha256: &[u8; 32],
    ) -> bool {
        self.mac(b"tongban confirm token", id, request_sha256)
            .verify_slice(&token.0)
            .is_ok()
    }

    pub(super) fn check_code(&self, id: ConfirmId, request_sha256: &[u8; 32]) -> String {
        let mac = self
            .mac(b"tongban confirm check code", id, request_sha256)
            .finalize()
            .into_bytes();
        mac.iter()
            .take(4)
            .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]))
            .collect()
    }

    fn mac(&self, purpose: &[u8], id: ConfirmId, request_sha256: &[u8; 32]) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(purpose);
        mac.update(&id.0);
        mac.update(request_sha256);
        mac
    }
}

impl Drop for Challenge {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Drop for ConfirmToken {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// 32 characters that are not mistaken for each other.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
