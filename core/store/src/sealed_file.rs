//! One encrypted file (rule S12): segments of 64 KiB, each sealed with AES-256-GCM.
//!
//! ```text
//! "TBAF" version=1 0 0 0 | salt 16 | segment (ciphertext, tag 16) …
//! ```
//!
//! The key is HKDF-SHA-256(file key of the person; salt; id of the file), so a file under
//! another name opens nothing. The salt is a keyed hash of id and content: two contents never
//! share a key, whatever is written again. The nonce is the number of the segment and whether
//! it is the last; header and length are associated data. A segment that is changed, moved,
//! missing or added is refused, and any range is read by opening only its segments.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use tongban_protocol::{FILE_HEADER, FileKey, SEGMENT, SEGMENT_TAG};
use zeroize::Zeroizing;

use crate::RecordId;
use crate::wrapped_key::Key;

/// Why bytes of a file were not read.
#[derive(Debug)]
pub(crate) enum SealedError {
    /// It was changed, cut, or is another file.
    Damaged,
    Io(io::Error),
}

/// The name of a file: a keyed hash, so that it says nothing.
pub(crate) fn name(key: &Key, id: RecordId) -> String {
    let digest = keyed(key, NAME_INFO, &[&id.to_bytes()]);
    digest[..20]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The whole file for `bytes`.
pub(crate) fn seal(key: &Key, id: RecordId, bytes: &[u8]) -> Option<Vec<u8>> {
    let digest = keyed(key, SALT_INFO, &[&id.to_bytes(), bytes]);
    let mut sealed = MAGIC.to_vec();
    sealed.extend_from_slice(&digest[..16]);
    let header: [u8; FILE_HEADER] = sealed.as_slice().try_into().ok()?;
    let file = file_key(key, id, header)?;
    let length = bytes.len() as u64;
    sealed.reserve(usize::try_from(sealed_length(length)?).ok()?);
    for (number, segment) in (0_u32..).zip(bytes.chunks(SEGMENT)) {
        sealed.extend(file.seal_segment(number, length, segment)?);
    }
    Some(sealed)
}

/// The bytes of `range`, which must lie within `length`, the length that was sealed.
pub(crate) fn open(
    key: &Key,
    id: RecordId,
    file: &mut File,
    length: u64,
    range: Range<u64>,
) -> Result<Vec<u8>, SealedError> {
    if file.metadata()?.len() != sealed_length(length).ok_or(SealedError::Damaged)? {
        return Err(SealedError::Damaged);
    }
    let mut header = [0; FILE_HEADER];
    file.read_exact(&mut header)?;
    if !header.starts_with(MAGIC) {
        return Err(SealedError::Damaged);
    }
    let key = file_key(key, id, header).ok_or(SealedError::Damaged)?;
    let segment = SEGMENT as u64;
    let first = range.start / segment;
    let mut opened = Vec::new();
    file.seek(SeekFrom::Start(
        FILE_HEADER as u64 + first * (segment + TAG),
    ))?;
    for number in first..range.end.div_ceil(segment) {
        let begins = number * segment;
        let plain = segment.min(length - begins);
        let mut sealed = Vec::new();
        file.take(plain + TAG).read_to_end(&mut sealed)?;
        let number = u32::try_from(number).map_err(|_| SealedError::Damaged)?;
        let plain = key
            .open_segment(number, length, &sealed)
            .ok_or(SealedError::Damaged)?;
        let from = range.start.saturating_sub(begins).min(plain.len() as u64);
        let to = (range.end - begins).min(plain.len() as u64);
        opened.extend_from_slice(&plain[from as usize..to as usize]);
    }
    Ok(opened)
}

/// The key of the file that begins with `header`; who has it can open this one file.
pub(crate) fn file_key(key: &Key, id: RecordId, header: [u8; FILE_HEADER]) -> Option<FileKey> {
    let mut derived = Zeroizing::new([0; 32]);
    let info = [KEY_INFO, &id.to_bytes()].concat();
    Hkdf::<Sha256>::new(Some(&header[MAGIC.len()..]), key.as_slice())
        .expand(&info, derived.as_mut_slice())
        .ok()?;
    Some(FileKey::new(derived, header))
}

fn keyed(key: &Key, info: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key.as_slice())
        .expect("a MAC takes keys of every length");
    mac.update(info);
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// Bytes of the file for `length` bytes.
pub(crate) fn sealed_length(length: u64) -> Option<u64> {
    let segments = length.div_ceil(SEGMENT as u64);
    length
        .checked_add(FILE_HEADER as u64)?
        .checked_add(segments.checked_mul(TAG)?)
}

impl From<io::Error> for SealedError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::Io(error),
        }
    }
}

const MAGIC: &[u8; 8] = b"TBAF\x01\0\0\0";
const TAG: u64 = SEGMENT_TAG as u64;
const NAME_INFO: &[u8] = b"tongban file name v1";
const SALT_INFO: &[u8] = b"tongban file salt v1";
const KEY_INFO: &[u8] = b"tongban file key v1";
