//! The file: one COSE_Sign1 whose payload names the pack, its version and the hash of its content.
//!
//! ```text
//! payload = { 1: 1 (format), 2: pack id, 3: version, 4: SHA-256 of the content,
//!             5: length of the content, 6: content, deflated }
//! content = deterministic CBOR of the pack
//! ```
//! The content is inflated only after the signature has been checked, and never beyond the length
//! that was signed or [`MAX_CONTENT`]. Whoever keeps packs keeps the highest version of each id and
//! refuses older ones; that ratchet is not here.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use tongban_cose::cbor::{CborError, Item, Limits, Value, read};
use tongban_cose::{
    CoseError, PublicKey, SigningInput, Suite, ToBeSigned, Typ, UnverifiedSign1, VerifyError,
    labels as cose, sha256,
};

use super::codec::{CodecError, from_value, to_item};
use super::{Pack, PackError};

/// A pack whose signature, hash and content have been checked.
#[derive(Debug)]
pub struct SignedPack {
    pack: Pack,
    content_sha256: [u8; 32],
    content_length: usize,
}

/// Why bytes are not a pack that this key signed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// They are no signed message.
    #[error("pack file is not readable: {0}")]
    NotSigned(#[from] CoseError),
    /// The signature is not that key's, or is for something else.
    #[error("pack file is not signed: {0}")]
    NotVerified(#[from] VerifyError),
    /// The payload is not what a pack file has.
    #[error("pack file has another shape")]
    Shape,
    /// It is of a newer format.
    #[error("pack file has format {0}, which this version does not read")]
    Format(u64),
    /// The content is longer than declared or allowed, or does not inflate to it.
    #[error("pack content has another length than declared")]
    Length,
    /// The content is not the one whose hash was signed.
    #[error("pack content has another hash than declared")]
    Hash,
    /// The content is not CBOR that we read.
    #[error("pack content is not readable: {0}")]
    Cbor(#[from] CborError),
    /// The content is not a pack.
    #[error("pack content is not a pack: {0}")]
    Content(String),
    /// The pack contradicts itself.
    #[error("pack is not usable: {0}")]
    Unusable(#[from] PackError),
}

/// Why a pack cannot be written: its reader would refuse it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The pack contradicts itself.
    #[error("pack is not usable: {0}")]
    Unusable(#[from] PackError),
    /// A value has no form in the file.
    #[error("pack is not writable: {0}")]
    Content(String),
    /// The content is longer than [`MAX_CONTENT`].
    #[error("pack content is too long")]
    Length,
}

impl SignedPack {
    /// The pack of `bytes`, signed by `key`; never panics.
    pub fn verify(bytes: &[u8], key: &PublicKey) -> Result<Self, ReadError> {
        let message = UnverifiedSign1::parse(bytes, &FILE)?;
        let verified = message.verify(key, PACK_TYP)?;
        let payload = read(verified.payload(), &FILE)?;
        let parts = Parts::read(&payload).ok_or(ReadError::Shape)?;
        if parts.format != FORMAT {
            return Err(ReadError::Format(parts.format));
        }
        let content = inflate(parts.deflated, parts.length)?;
        let content_sha256 = sha256(&content);
        if content_sha256 != parts.sha256 {
            return Err(ReadError::Hash);
        }
        let pack: Pack = from_value(&read(&content, &CONTENT)?).map_err(content_error)?;
        if pack.id != parts.id || u64::from(pack.version) != parts.version {
            return Err(ReadError::Shape);
        }
        // One pack has one spelling: what writing would not have made is refused.
        if to_item(&pack).map_err(content_error)?.encode() != content {
            return Err(ReadError::Content(
                "it is spelled in another way".to_owned(),
            ));
        }
        pack.check()?;
        Ok(Self {
            content_length: content.len(),
            content_sha256,
            pack,
        })
    }

    /// The pack.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The pack alone.
    pub fn into_pack(self) -> Pack {
        self.pack
    }

    /// Names the content: equal rules have equal hashes, whoever signed them and when.
    pub fn content_sha256(&self) -> &[u8; 32] {
        &self.content_sha256
    }

    /// Bytes of the content before compression.
    pub fn content_length(&self) -> usize {
        self.content_length
    }
}

/// Fixes the bytes of a pack file.
pub fn prepare_pack(pack: &Pack) -> Result<PreparedPack, WriteError> {
    pack.check()?;
    let content = to_item(pack)
        .map_err(|error: CodecError| WriteError::Content(error.to_string()))?
        .encode();
    if content.len() > MAX_CONTENT {
        return Err(WriteError::Length);
    }
    let content_sha256 = sha256(&content);
    let payload = Item::Map(vec![
        (labels::FORMAT.into(), Item::Unsigned(FORMAT)),
        (labels::ID.into(), pack.id.as_str().into()),
        (labels::VERSION.into(), pack.version.into()),
        (labels::SHA256.into(), content_sha256.as_slice().into()),
        (labels::LENGTH.into(), Item::Unsigned(content.len() as u64)),
        (labels::CONTENT.into(), Item::Bytes(deflate(&content)?)),
    ]);
    let input = SigningInput {
        protected: vec![(cose::TYP.into(), PACK_TYP_TEXT.into())],
        unprotected: Vec::new(),
        payload: payload.encode(),
        suite: Suite::P256,
    };
    Ok(PreparedPack {
        message: input.prepare(),
        content_sha256,
        content_length: content.len(),
    })
}

/// A pack file that waits for its signature.
#[derive(Debug)]
pub struct PreparedPack {
    message: ToBeSigned,
    content_sha256: [u8; 32],
    content_length: usize,
}

impl PreparedPack {
    /// The bytes that the pack key signs (ECDSA P-256 with SHA-256).
    pub fn to_be_signed(&self) -> &[u8] {
        self.message.bytes()
    }

    /// The file with that signature (raw form).
    pub fn finish(self, signature: &[u8; 64]) -> Vec<u8> {
        self.message.finish(signature)
    }

    /// Names the content.
    pub fn content_sha256(&self) -> &[u8; 32] {
        &self.content_sha256
    }

    /// Bytes of the content before compression.
    pub fn content_length(&self) -> usize {
        self.content_length
    }
}

struct Parts<'a> {
    format: u64,
    id: &'a str,
    version: u64,
    sha256: &'a [u8],
    length: u64,
    deflated: &'a [u8],
}

impl<'a> Parts<'a> {
    fn read(payload: &Value<'a>) -> Option<Self> {
        let parts = Self {
            format: payload.get(labels::FORMAT)?.as_u64()?,
            id: payload.get(labels::ID)?.as_text()?,
            version: payload.get(labels::VERSION)?.as_u64()?,
            sha256: payload.get(labels::SHA256)?.as_bytes()?,
            length: payload.get(labels::LENGTH)?.as_u64()?,
            deflated: payload.get(labels::CONTENT)?.as_bytes()?,
        };
        (payload.as_map()?.len() == 6).then_some(parts)
    }
}

mod labels {
    pub(super) const FORMAT: i64 = 1;
    pub(super) const ID: i64 = 2;
    pub(super) const VERSION: i64 = 3;
    pub(super) const SHA256: i64 = 4;
    pub(super) const LENGTH: i64 = 5;
    pub(super) const CONTENT: i64 = 6;
}

fn deflate(content: &[u8]) -> Result<Vec<u8>, WriteError> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(content)
        .and_then(|()| encoder.finish())
        .map_err(|_| WriteError::Length)
}

fn inflate(deflated: &[u8], length: u64) -> Result<Vec<u8>, ReadError> {
    if length > MAX_CONTENT as u64 {
        return Err(ReadError::Length);
    }
    let mut content = Vec::new();
    let mut decoder = DeflateDecoder::new(deflated);
    let taken = decoder.by_ref().take(length + 1).read_to_end(&mut content);
    let whole = taken.is_ok() && content.len() as u64 == length;
    match whole && decoder.total_in() == deflated.len() as u64 {
        true => Ok(content),
        false => Err(ReadError::Length),
    }
}

fn content_error(error: CodecError) -> ReadError {
    ReadError::Content(error.to_string())
}

/// What a pack file says that it is.
pub const PACK_TYP: Typ = Typ::text(PACK_TYP_TEXT);

/// Longest content, inflated.
pub const MAX_CONTENT: usize = 16 << 20;

const PACK_TYP_TEXT: &str = "application/tongban-region-pack+cbor";
const FORMAT: u64 = 1;

const FILE: Limits = Limits {
    max_bytes: 8 << 20,
    max_depth: 8,
    max_items: 64,
};

const CONTENT: Limits = Limits {
    max_bytes: MAX_CONTENT,
    max_depth: 64,
    max_items: 1 << 20,
};
