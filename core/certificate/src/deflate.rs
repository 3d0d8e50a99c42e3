//! One zlib stream (RFC 1950), inflated to no more than was announced.
//!
//! Only signed snapshots are inflated, and only after their signature has been checked; codes never
//! are (rule C11).

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

/// `bytes` as one stream.
pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(bytes)
        .expect("writing to memory does not fail");
    encoder.finish().expect("writing to memory does not fail")
}

/// What the stream holds; `None` if it is damaged, longer than `max_bytes`, or followed by other
/// bytes. Never takes more memory than `max_bytes` and one.
pub(crate) fn inflate(deflated: &[u8], max_bytes: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut decoder = ZlibDecoder::new(deflated);
    // One byte more than allowed shows that the stream is longer.
    let read = (&mut decoder)
        .take(max_bytes as u64 + 1)
        .read_to_end(&mut bytes);
    let whole = decoder.total_in() == deflated.len() as u64;
    (read.is_ok() && whole && bytes.len() <= max_bytes).then_some(bytes)
}
