//! Which curve, hash and algorithm identifiers belong together, and what checks their signatures.

use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, EcdsaVerificationAlgorithm,
};

/// A signature suite: a curve with its hash. A type from the start, because issuers will sign
/// with SM2/SM3 while phones keep P-256 (rule C8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Suite {
    /// ECDSA on P-256 with SHA-256.
    P256,
    /// ECDSA on P-384 with SHA-384.
    P384,
}

impl Suite {
    /// The suite of a COSE algorithm identifier. The polymorphic identifiers (-7, -35) name the
    /// same suites as the fully specified ones (-9, -51) of RFC 9864.
    pub fn from_alg(alg: i64) -> Option<Self> {
        match alg {
            -7 | -9 => Some(Self::P256),
            -35 | -51 => Some(Self::P384),
            _ => None,
        }
    }

    /// The fully specified COSE algorithm identifier that we write.
    pub fn alg(self) -> i64 {
        match self {
            Self::P256 => -9,
            Self::P384 => -51,
        }
    }

    /// COSE's number of the curve.
    pub fn curve(self) -> i64 {
        match self {
            Self::P256 => 1,
            Self::P384 => 2,
        }
    }

    /// The suite of a COSE curve number.
    pub fn from_curve(curve: i64) -> Option<Self> {
        [Self::P256, Self::P384]
            .into_iter()
            .find(|suite| suite.curve() == curve)
    }

    /// Bytes of one coordinate, and of each half of a raw signature.
    pub fn field_bytes(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
        }
    }

    /// What checks a raw signature against an uncompressed point.
    pub(crate) fn verification(self) -> &'static EcdsaVerificationAlgorithm {
        match self {
            Self::P256 => &ECDSA_P256_SHA256_FIXED,
            Self::P384 => &ECDSA_P384_SHA384_FIXED,
        }
    }
}
