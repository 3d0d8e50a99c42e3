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

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroize;

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
    let header: [u8; HEADER] = sealed.as_slice().try_into().ok()?;
    let cipher = cipher(key, id, &header)?;
    let length = bytes.len() as u64;
    sealed.reserve(usize::try_from(sealed_length(length)?).ok()?);
    let last = last_segment(length);
    for (number, segment) in (0_u32..).zip(bytes.chunks(SEGMENT)) {
        let payload = Payload {
            msg: segment,
            aad: &associated_data(&header, length),
        };
        sealed.extend(
            cipher
                .encrypt(&nonce(number, number == last), payload)
                .ok()?,
        );
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
    let mut header = [0; HEADER];
    file.read_exact(&mut header)?;
    if !header.starts_with(MAGIC) {
        return Err(SealedError::Damaged);
    }
    let cipher = cipher(key, id, &header).ok_or(SealedError::Damaged)?;
    let (segment, last) = (SEGMENT as u64, last_segment(length));
    let first = range.start / segment;
    let mut opened = Vec::new();
    file.seek(SeekFrom::Start(HEADER as u64 + first * (segment + TAG)))?;
    for number in first..range.end.div_ceil(segment) {
        let begins = number * segment;
        let plain = segment.min(length - begins);
        let mut sealed = Vec::new();
        file.take(plain + TAG).read_to_end(&mut sealed)?;
        let number = u32::try_from(number).map_err(|_| SealedError::Damaged)?;
        let payload = Payload {
            msg: &sealed,
            aad: &associated_data(&header, length),
        };
        let plain = cipher
            .decrypt(&nonce(number, number == last), payload)
            .map_err(|_| SealedError::Damaged)?;
        let from = range.start.saturating_sub(begins).min(plain.len() as u64);
        let to = (range.end - begins).min(plain.len() as u64);
        opened.extend_from_slice(&plain[from as usize..to as usize]);
    }
    Ok(opened)
}

fn cipher(key: &Key, id: RecordId, header: &[u8; HEADER]) -> Option<Aes256Gcm> {
    let mut derived = [0; 32];
    let info = [KEY_INFO, &id.to_bytes()].concat();
    Hkdf::<Sha256>::new(Some(&header[MAGIC.len()..]), key.as_slice())
        .expand(&info, &mut derived)
        .ok()?;
    let cipher = Aes256Gcm::new(&derived.into());
    derived.zeroize();
    Some(cipher)
}

fn keyed(key: &Key, info: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key.as_slice())
        .expect("a MAC takes keys of every length");
    mac.update(info);
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

fn nonce(number: u32, last: bool) -> Nonce<aes_gcm::aead::consts::U12> {
    let mut nonce = [0; 12];
    nonce[7..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(last);
    Nonce::from(nonce)
}

fn associated_data(header: &[u8; HEADER], length: u64) -> Vec<u8> {
    [header.as_slice(), &length.to_be_bytes()].concat()
}

fn last_segment(length: u64) -> u32 {
    u32::try_from(length.saturating_sub(1) / SEGMENT as u64).unwrap_or(u32::MAX)
}

/// Bytes of the file for `length` bytes.
pub(crate) fn sealed_length(length: u64) -> Option<u64> {
    let segments = length.div_ceil(SEGMENT as u64);
    length
        .checked_add(HEADER as u64)?
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
const HEADER: usize = 24;
const SEGMENT: usize = 64 << 10;
const TAG: u64 = 16;
const NAME_INFO: &[u8] = b"tongban file name v1";
const SALT_INFO: &[u8] = b"tongban file salt v1";
const KEY_INFO: &[u8] = b"tongban file key v1";
