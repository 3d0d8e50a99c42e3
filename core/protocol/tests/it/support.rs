use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer;
use tongban_protocol::{
    EnrolId, EnrolRequest, Extra, FullVoucher, PossessionPurpose, PresentedVoucher, ProvenKey,
    PublicPoint, possession_to_be_signed, prepare_enrol,
};

pub const ENROL_ID: EnrolId = id(7);

pub const fn id(byte: u8) -> EnrolId {
    EnrolId::from_bytes([byte; 16])
}

pub fn key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).expect("small scalars are keys")
}

pub fn point(key: &SigningKey) -> PublicPoint {
    PublicPoint::from_sec1(key.verifying_key().to_sec1_point(true).as_bytes())
        .expect("compressed point")
}

pub fn sign(key: &SigningKey, message: &[u8]) -> [u8; 64] {
    let signature: p256::ecdsa::Signature = key.sign(message);
    signature.to_bytes().into()
}

pub fn proven(key: &SigningKey, purpose: PossessionPurpose, by: &SigningKey) -> ProvenKey {
    proven_in(ENROL_ID.as_bytes(), key, purpose, by)
}

/// Proven in the enrolment or operation of this id.
pub fn proven_in(
    request: &[u8; 16],
    key: &SigningKey,
    purpose: PossessionPurpose,
    by: &SigningKey,
) -> ProvenKey {
    let point_of_key = point(key);
    let message = possession_to_be_signed(purpose, request, &point(by), &point_of_key);
    ProvenKey {
        key: point_of_key,
        proof: sign(key, &message),
    }
}

/// Submission key 1, device key 2, holder keys from 3 on.
pub fn request(copies: u8) -> EnrolRequest {
    let submission = key(1);
    EnrolRequest {
        enrol_id: ENROL_ID,
        voucher: PresentedVoucher::Full(FullVoucher::from_bytes([9; 16])),
        submission_key: point(&submission),
        device: proven(&key(2), PossessionPurpose::Device, &submission),
        certificate_type: "resident-identity".to_owned(),
        holder_keys: (3..3 + copies)
            .map(|seed| proven(&key(seed), PossessionPurpose::HolderCopy, &submission))
            .collect(),
        extra: Extra::default(),
    }
}

pub fn body(request: &EnrolRequest) -> Vec<u8> {
    let prepared = prepare_enrol(request);
    let signature = sign(&key(1), prepared.to_be_signed());
    prepared.finish(&signature).to_vec()
}
