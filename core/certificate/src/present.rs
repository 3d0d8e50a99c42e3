//! Showing a certificate in timed mode (rule C5).
//!
//! The proof says only that the holder's key signed for a claimed time. It never discloses the ID
//! number, and a device whose clock is below its trusted floor cannot make one (rule C10).

use tongban_cose::cbor::{Item, Limits, read};
use tongban_cose::{SigningInput, Suite, ToBeSigned, labels as cose, sha256};

use crate::profile::{KB_CWT, UnverifiedCertificate};
use crate::sd_cwt::DisclosureKind;
use crate::{HeldCertificate, code_text, encode_code_text, labels};

/// What the holder chose to show, and when.
pub struct TimedProofRequest<'a> {
    /// The copy to show.
    pub certificate: &'a HeldCertificate,
    /// Labels of the fields to disclose.
    pub disclose: &'a [i64],
    /// Device time, seconds since 1970.
    pub now: u64,
    /// Trusted floor of the device.
    pub floor: u64,
}

/// Why a certificate cannot be shown this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PresentError {
    /// The clock is below what is known to have passed: a proof would carry a false time.
    #[error("device clock is below the trusted floor")]
    ClockBelowFloor,
    /// The certificate has no such field.
    #[error("certificate has no field {0}")]
    UnknownField(i64),
    /// The field is never part of a timed code: the ID number, or what the type keeps out.
    #[error("field {0} is not offered in a timed code")]
    FieldNotOffered(i64),
    /// The type of the certificate is not known here, so nothing says what may be shown.
    #[error("certificate type is unknown")]
    TypeUnknown,
    /// The code would need more than QR version 25-L.
    #[error("code of {bytes} bytes is too large to be scanned")]
    TooLarge {
        /// Size of the proof.
        bytes: usize,
    },
    /// The stored certificate can no longer be read.
    #[error("certificate cannot be read")]
    Unreadable,
}

/// Fixes the content of a timed proof.
pub fn prepare_timed_proof(request: &TimedProofRequest<'_>) -> Result<PreparedProof, PresentError> {
    if request.now < request.floor {
        return Err(PresentError::ClockBelowFloor);
    }
    let description = request
        .certificate
        .description()
        .ok_or(PresentError::TypeUnknown)?;
    for label in request.disclose {
        let field = description
            .field(*label)
            .ok_or(PresentError::UnknownField(*label))?;
        if *label == labels::SUBJECT || !field.in_timed_code {
            return Err(PresentError::FieldNotOffered(*label));
        }
    }
    let input = SigningInput {
        protected: vec![
            (labels::KCWT.into(), Item::Encoded(reduced(request)?)),
            (cose::TYP.into(), KB_CWT.into()),
        ],
        unprotected: Vec::new(),
        payload: Item::Map(vec![
            (labels::AUDIENCE.into(), labels::TIMED_AUDIENCE.into()),
            (labels::ISSUED_AT.into(), request.now.into()),
        ])
        .encode(),
        suite: Suite::P256,
    };
    let prepared = PreparedProof(input.prepare());
    // A signature always has the same length, so the size is known before the key is used.
    let bytes = prepared.0.clone().finish(&[0; 64]).len();
    match code_text::qr_version_l(bytes) {
        Some(_) => Ok(prepared),
        None => Err(PresentError::TooLarge { bytes }),
    }
}

/// The certificate with only the chosen disclosures.
fn reduced(request: &TimedProofRequest<'_>) -> Result<Vec<u8>, PresentError> {
    let limits = Limits::TOKEN;
    let unreadable = |_| PresentError::Unreadable;
    let value = read(request.certificate.bytes(), &limits).map_err(|_| PresentError::Unreadable)?;
    let certificate = UnverifiedCertificate::read(&value, &limits).map_err(unreadable)?;
    let disclosures = certificate.disclosures(&limits).map_err(unreadable)?;
    let mut chosen: Vec<&[u8]> = Vec::with_capacity(request.disclose.len());
    for label in request.disclose {
        let found = disclosures.iter().find(|disclosure| {
            matches!(&disclosure.kind, DisclosureKind::Claim { key, .. } if key.as_i64() == Some(*label))
        });
        let encoded = found.ok_or(PresentError::UnknownField(*label))?.encoded;
        if !chosen.contains(&encoded) {
            chosen.push(encoded);
        }
    }
    Ok(certificate.with_disclosures(&chosen))
}

/// A proof that waits for the holder key's signature.
#[derive(Debug)]
pub struct PreparedProof(ToBeSigned);

impl PreparedProof {
    /// The bytes that the holder key signs (ECDSA P-256 with SHA-256).
    pub fn to_be_signed(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The presentation with that signature (raw form).
    pub fn finish(self, signature: &[u8; 64]) -> Presentation {
        let proof_id = sha256(self.0.bytes());
        Presentation {
            bytes: self.0.finish(signature),
            proof_id,
        }
    }
}

/// A signed presentation: what the code carries.
pub struct Presentation {
    bytes: Vec<u8>,
    proof_id: [u8; 32],
}

impl Presentation {
    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text to draw as a code.
    pub fn code_text(&self) -> String {
        encode_code_text(&self.bytes)
    }

    /// The smallest QR version at error correction L that holds the text.
    pub fn qr_version_l(&self) -> u8 {
        code_text::qr_version_l(self.bytes.len()).unwrap_or(code_text::MAX_VERSION)
    }

    /// Whether the code is above version 20-L, where fewer fields scan more easily.
    pub fn is_dense(&self) -> bool {
        self.qr_version_l() > code_text::EASY_VERSION
    }

    /// SHA-256 of what was signed: names this proof, whatever form its signature takes.
    pub fn proof_id(&self) -> [u8; 32] {
        self.proof_id
    }
}
