//! Segments of an encrypted file on their way (rules K4, S12).

use tongban_protocol::{FILE_HEADER, FileKey, SEGMENT, SEGMENT_TAG};
use zeroize::Zeroizing;

fn key(byte: u8, header: u8) -> FileKey {
    FileKey::new(Zeroizing::new([byte; 32]), [header; FILE_HEADER])
}

#[test]
fn rule_S12_a_segment_opens_only_where_it_was_sealed() {
    let length = 2 * SEGMENT as u64 + 100;
    let parts = [vec![1; SEGMENT], vec![2; SEGMENT], vec![3; 100]];
    let sealed: Vec<_> = (0..3)
        .map(|number| {
            let part = &parts[number as usize];
            key(5, 6)
                .seal_segment(number, length, part)
                .expect("sealed")
        })
        .collect();
    let travelled = FileKey::from_bytes(&key(5, 6).to_bytes()).expect("a key and a header");
    for (number, (sealed, part)) in (0..).zip(sealed.iter().zip(&parts)) {
        assert_eq!(sealed.len(), part.len() + SEGMENT_TAG);
        let open = |key: &FileKey, number, length| key.open_segment(number, length, sealed);
        assert_eq!(open(&travelled, number, length).as_ref(), Some(part));
        for other in (0..4).filter(|other| *other != number) {
            assert_eq!(open(&travelled, other, length), None, "moved to {other}");
        }
        assert_eq!(open(&travelled, number, length - 1), None, "another length");
        assert_eq!(open(&key(9, 6), number, length), None, "another key");
        assert_eq!(open(&key(5, 7), number, length), None, "another header");
        let mut damaged = sealed.clone();
        damaged[0] ^= 1;
        assert_eq!(travelled.open_segment(number, length, &damaged), None);
    }
}

/// Computed by another implementation of AES-256-GCM: files that devices hold are read so for ever.
#[test]
fn rule_S12_the_nonce_of_a_segment_says_its_number_and_whether_it_is_the_last() {
    for (number, length, expected) in [
        (0, 100, "a0c7f1e50e7a26fdea3ad9ff5e9984fdbc9201946429bd"),
        (1, 131_172, "d849142f672c6b2daa93313094ca94fe32c66623d3040e"),
        (2, 131_172, "ce7fc849e930a5f267e3d826bf082ad360cdf63e2e9475"),
        (1, 131_072, "94cdd97cfc6ea8316796c979025ec73870384cacceb879"),
    ] {
        let sealed = key(5, 6).seal_segment(number, length, b"a photo");
        let sealed = sealed.expect("sealed");
        let hex: String = sealed.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, expected, "segment {number} of {length}");
    }
}

#[test]
fn the_key_of_a_file_has_its_length_and_no_other() {
    let bytes = key(5, 6).to_bytes();
    assert_eq!(
        bytes.as_slice(),
        [vec![5; 32], vec![6; FILE_HEADER]].concat()
    );
    for wrong in [&bytes[..31], &bytes[..55], &[0; 57][..], &[]] {
        assert!(
            FileKey::from_bytes(wrong).is_none(),
            "{} bytes",
            wrong.len()
        );
    }
}
