//! Strict CBOR, COSE signatures and signature suites.
//!
//! The lowest crate: everything that Tongban signs or checks passes through here. It reads CBOR
//! under one set of rules (RFC 8949: definite lengths, shortest form, no duplicate keys, no
//! trailing bytes, bounded depth and size), writes it deterministically, and turns COSE_Sign1 and
//! COSE_Sign (RFC 9052) into typed stages, so that an unverified payload has no getters that a
//! caller could mistake for a verified one.
//!
//! It holds no private key: what must be signed goes out as [`ToBeSigned`], the signature comes
//! back as bytes.

#![forbid(unsafe_code)]

pub mod cbor;
mod key;
mod key_text;
mod multi_sign;
mod sign1;
mod signature;
mod suite;
mod to_be_signed;
mod typ;

pub use key::{KeyError, PublicKey};
pub use multi_sign::{MultiToBeSigned, UnverifiedMultiSign, VerifiedMultiSign};
pub use sign1::{CoseError, UnverifiedSign1, VerifiedSign1, VerifyError, labels};
pub use signature::{SignatureFormatError, p256_signature_from_any, raw_signature_from_der};
pub use suite::Suite;
pub use to_be_signed::{SigningInput, ToBeSigned};
pub use typ::Typ;

/// SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).into()
}
