use tongban_cose::{CoseError, PublicKey, Suite, UnverifiedSign1, sha256};
use zeroize::Zeroizing;

use super::EnrolRequest;
use super::request::LIMITS;
use crate::possession::ENROL_TYP;
use crate::{DecodeError, PossessionPurpose};

/// Bytes that are not an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnrolFormatError {
    /// Not a signed message.
    #[error("enrolment is not a signed message")]
    NotSigned(#[from] CoseError),
    /// The message inside is not understood.
    #[error("enrolment is not understood")]
    Message(#[from] DecodeError),
}

/// An enrolment whose keys have not proven themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnrolProofError {
    /// The submission key has not signed this as an enrolment.
    #[error("enrolment is not signed by its submission key")]
    Submission,
    /// The device key has not signed its proof.
    #[error("device key is not proven")]
    Device,
    /// A holder key has not signed its proof.
    #[error("holder key is not proven")]
    Holder,
    /// One key is named for two purposes or twice (rules C2, C8).
    #[error("one key is used twice")]
    KeyReused,
}

/// A parsed enrolment that nobody has checked.
pub struct UnverifiedEnrol {
    bytes: Zeroizing<Vec<u8>>,
    request: EnrolRequest,
}

impl UnverifiedEnrol {
    /// Reads the body of an enrolment; at most 16 KiB.
    pub fn parse(bytes: &[u8]) -> Result<Self, EnrolFormatError> {
        let message = UnverifiedSign1::parse(bytes, &LIMITS)?;
        let request = EnrolRequest::decode(message.payload_unverified())?;
        Ok(Self {
            bytes: Zeroizing::new(bytes.to_vec()),
            request,
        })
    }

    /// Checks the signature and every proof of possession.
    pub fn verify(self) -> Result<VerifiedEnrol, EnrolProofError> {
        let request = &self.request;
        let message = UnverifiedSign1::parse(&self.bytes, &LIMITS)
            .map_err(|_| EnrolProofError::Submission)?;
        PublicKey::from_sec1(Suite::P256, request.submission_key.as_bytes())
            .ok()
            .and_then(|key| message.verify(&key, ENROL_TYP).ok())
            .ok_or(EnrolProofError::Submission)?;
        let mut keys: Vec<_> = request
            .holder_keys
            .iter()
            .map(|proven| proven.key)
            .collect();
        keys.extend([request.submission_key, request.device.key]);
        keys.sort_unstable_by_key(|key| *key.as_bytes());
        if keys.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(EnrolProofError::KeyReused);
        }
        let (id, by) = (request.enrol_id.as_bytes(), &request.submission_key);
        if !request.device.is_proven(PossessionPurpose::Device, id, by) {
            return Err(EnrolProofError::Device);
        }
        if !request
            .holder_keys
            .iter()
            .all(|key| key.is_proven(PossessionPurpose::HolderCopy, id, by))
        {
            return Err(EnrolProofError::Holder);
        }
        Ok(VerifiedEnrol {
            body_sha256: sha256(&self.bytes),
            request: self.request,
        })
    }
}

/// An enrolment whose keys have all proven themselves. The voucher has not been judged.
pub struct VerifiedEnrol {
    body_sha256: [u8; 32],
    request: EnrolRequest,
}

impl VerifiedEnrol {
    /// What is asked for.
    pub fn request(&self) -> &EnrolRequest {
        &self.request
    }

    /// SHA-256 of the whole body: tells a retry from another request under the same id.
    pub fn body_sha256(&self) -> &[u8; 32] {
        &self.body_sha256
    }
}
