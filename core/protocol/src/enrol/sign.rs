use tongban_cose::ToBeSigned;
use zeroize::Zeroizing;

use super::EnrolRequest;
use crate::possession::{ENROL_TYP_TEXT, signing_input};

/// An enrolment that waits for the submission key's signature.
pub struct PreparedEnrol(ToBeSigned);

/// Fixes the bytes that the submission key has to sign.
pub fn prepare_enrol(request: &EnrolRequest) -> PreparedEnrol {
    PreparedEnrol(signing_input(ENROL_TYP_TEXT, request.encode().to_vec()).prepare())
}

impl PreparedEnrol {
    /// The bytes to sign with ECDSA and SHA-256.
    pub fn to_be_signed(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The body to send, with the raw signature. Keep it for the retry: another signature makes
    /// another body, which the platform refuses under the same enrolment id.
    pub fn finish(self, signature: &[u8; 64]) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.finish(signature))
    }
}
