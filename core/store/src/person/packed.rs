//! Bodies as they are stored: packed where that makes them shorter.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// A body as it is stored, and whether it is packed.
pub(super) fn pack(body: &[u8]) -> (Vec<u8>, bool) {
    let is_long = body.len() >= SHORT;
    let packed = is_long.then(|| deflated(body)).flatten();
    match packed.filter(|packed| packed.len() < body.len()) {
        Some(packed) => (packed, true),
        None => (body.to_vec(), false),
    }
}

/// The body that was packed; `None` for bytes that [`pack`] has not made.
pub(super) fn unpack(stored: Vec<u8>, is_packed: bool) -> Option<Vec<u8>> {
    if !is_packed {
        return Some(stored);
    }
    let mut body = Vec::new();
    DeflateDecoder::new(stored.as_slice())
        .read_to_end(&mut body)
        .ok()?;
    Some(body)
}

/// Bytes below which packing saves less than unpacking costs.
const SHORT: usize = 256;

fn deflated(body: &[u8]) -> Option<Vec<u8>> {
    let mut packer = DeflateEncoder::new(Vec::with_capacity(body.len()), Compression::default());
    packer.write_all(body).ok()?;
    packer.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_back_and_nothing_gets_longer() {
        let noise: Vec<u8> = (0..400_u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        let long = b"accepted ".repeat(90);
        assert!(pack(&long).1 && !pack(&long[..SHORT - 1]).1);
        for body in [Vec::new(), b"a".to_vec(), long, noise] {
            let (stored, is_packed) = pack(&body);
            assert!(stored.len() <= body.len());
            assert_eq!(is_packed, stored.len() < body.len());
            assert_eq!(unpack(stored, is_packed), Some(body));
        }
        assert_eq!(unpack(b"\xff\xff".to_vec(), true), None);
    }
}
