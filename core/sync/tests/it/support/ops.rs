use tongban_cose::sha256;
use tongban_protocol::{
    Attachment, AttachmentId, CaseId, Extra, Operation, OperationId, ScopeId, VerifiedOperation,
    prepare_operation,
};

use super::keys::Key;

pub const SCOPE: ScopeId = ScopeId::from_bytes([0x50; 16]);

pub const fn id(number: u8) -> OperationId {
    OperationId::from_bytes([number; 16])
}

pub const fn case(number: u8) -> CaseId {
    CaseId::from_bytes([number; 16])
}

/// A plain operation on case 1; tests change what they are about.
pub fn operation(number: u8) -> Operation {
    Operation {
        id: id(number),
        scope: SCOPE,
        case: case(number),
        seen: 0,
        kind: "take".to_owned(),
        body: vec![number; 20],
        depends_on: Vec::new(),
        supersedes: Vec::new(),
        attachments: Vec::new(),
        holder_keys: Vec::new(),
        extra: Extra::default(),
    }
}

/// An operation with photos of that length.
pub fn with_photos(number: u8, photos: u8, length: u64) -> Operation {
    let photos = (0..photos)
        .map(|photo_number| photo(AttachmentId::from_bytes([photo_number + 1; 16]), length));
    Operation {
        attachments: photos.collect(),
        ..operation(number)
    }
}

pub fn sign(operation: &Operation, key: &Key) -> VerifiedOperation {
    let prepared = prepare_operation(operation, &key.point()).expect("a good operation");
    let signature = key.sign(prepared.to_be_signed());
    VerifiedOperation::from_kept(&prepared.finish(&signature)).expect("our own bytes")
}

pub fn photo(id: AttachmentId, length: u64) -> Attachment {
    Attachment {
        id,
        length,
        chunk_bytes: 4096,
        sha256: sha256(&photo_bytes(&id, 0, length)),
    }
}

/// Part of the one picture that an id stands for.
pub fn photo_bytes(id: &AttachmentId, offset: u64, length: u64) -> Vec<u8> {
    let seed = u64::from(id.as_bytes()[0]) + 7 * u64::from(id.as_bytes()[15]);
    (offset..offset + length)
        .map(|at| ((at.wrapping_mul(31) + seed + at / 4096) & 0xff) as u8)
        .collect()
}

/// An id as it is told in a story.
pub fn name(id: &[u8; 16]) -> String {
    format!("{:02x}{:02x}", id[0], id[1])
}
