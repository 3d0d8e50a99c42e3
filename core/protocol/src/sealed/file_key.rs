use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use zeroize::Zeroizing;

/// The key of one encrypted file, with the header that its segments are bound to (rule S12).
///
/// Segments of [`SEGMENT`] bytes, the last one shorter, each sealed with AES-256-GCM. The nonce is
/// the number of the segment and whether it is the last; header and length of the whole are
/// associated data: a segment that is changed, moved, missing or added is refused.
pub struct FileKey {
    key: Zeroizing<[u8; 32]>,
    header: [u8; FILE_HEADER],
}

/// Bytes of a segment.
pub const SEGMENT: usize = 64 << 10;
/// Bytes that sealing adds to a segment.
pub const SEGMENT_TAG: usize = 16;
/// Bytes of a file's header.
pub const FILE_HEADER: usize = 24;

impl FileKey {
    /// A key and the header of its file.
    pub fn new(key: Zeroizing<[u8; 32]>, header: [u8; FILE_HEADER]) -> Self {
        Self { key, header }
    }

    /// For an envelope.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([self.key.as_slice(), &self.header].concat())
    }

    /// From an envelope.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (key, header) = bytes.split_at_checked(32)?;
        Some(Self {
            key: Zeroizing::new(key.try_into().ok()?),
            header: header.try_into().ok()?,
        })
    }

    /// Segment `number` of a file of `length` bytes.
    pub fn seal_segment(&self, number: u32, length: u64, plain: &[u8]) -> Option<Vec<u8>> {
        let payload = Payload {
            msg: plain,
            aad: &self.associated_data(length),
        };
        let cipher = Aes256Gcm::new(&(*self.key).into());
        cipher.encrypt(&nonce(number, length), payload).ok()
    }

    /// The bytes of segment `number` of a file of `length` bytes, if it is that.
    pub fn open_segment(&self, number: u32, length: u64, sealed: &[u8]) -> Option<Vec<u8>> {
        let payload = Payload {
            msg: sealed,
            aad: &self.associated_data(length),
        };
        let cipher = Aes256Gcm::new(&(*self.key).into());
        cipher.decrypt(&nonce(number, length), payload).ok()
    }

    fn associated_data(&self, length: u64) -> Vec<u8> {
        [self.header.as_slice(), &length.to_be_bytes()].concat()
    }
}

fn nonce(number: u32, length: u64) -> Nonce<aes_gcm::aead::consts::U12> {
    let last = length.saturating_sub(1) / SEGMENT as u64;
    let mut nonce = [0; 12];
    nonce[7..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(u64::from(number) == last);
    Nonce::from(nonce)
}
