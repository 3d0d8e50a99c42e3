//! Bytes that nobody meant well with.
#![allow(non_snake_case)] // Rule names keep their capital.

use std::time::{Duration, Instant};

use image::{GrayImage, Luma};
use tongban_code::{ReadError, ReadLimits, read_image};

use crate::picture::*;

/// A PNG of this size whose pixels are never delivered.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    bytes.extend(13u32.to_be_bytes());
    bytes.extend(&header);
    bytes.extend(crc32(&header).to_be_bytes());
    bytes.extend(b"\x00\x00\x10\x00IDAT\x78\x9c");
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

#[test]
fn a_50_megapixel_image_is_refused_by_its_size() {
    let photo = GrayImage::from_pixel(8192, 6144, Luma([200]));
    for bytes in [png(&photo), jpeg(&photo, 50)] {
        let start = Instant::now();
        let read = read_image(&bytes, ReadLimits::default());
        assert_eq!(read, Err(ReadError::ImageTooLarge));
        assert_eq!(ReadError::ImageTooLarge.code(), "image_too_large");
        assert!(
            start.elapsed() < Duration::from_secs(1),
            "refused before decoding"
        );
    }
}

#[test]
fn rule_C11_sizes_are_capped_before_allocation() {
    for (width, height) in [
        (u32::MAX >> 1, u32::MAX >> 1),
        (100_000, 100_000),
        (1 << 20, 1),
        (1, 1 << 20),
        (8192, 6144),
    ] {
        let read = read_image(&png_header(width, height), ReadLimits::default());
        assert_eq!(read, Err(ReadError::ImageTooLarge), "{width}×{height}");
    }
}

#[test]
fn a_file_beyond_the_byte_limit_is_refused() {
    let limits = ReadLimits {
        max_bytes: 100,
        ..ReadLimits::default()
    };
    let bytes = png(&code("TB1:A", 4));
    assert_eq!(read_image(&bytes, limits), Err(ReadError::ImageTooLarge));
}

#[test]
fn what_is_no_image_is_named_so() {
    let whole = png(&code("TB1:A", 4));
    let gif = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;";
    for bytes in [
        &b""[..],
        b"TB1:A",
        b"\x89PNG\r\n\x1a\n",
        &whole[..whole.len() / 2],
        gif,
    ] {
        assert_eq!(
            read_image(bytes, ReadLimits::default()),
            Err(ReadError::NotAnImage)
        );
    }
    assert_eq!(
        read_image(&png_header(0, 5), ReadLimits::default()),
        Err(ReadError::NotAnImage)
    );
}

/// 2,000 files that are almost right, in three formats: flipped, cut, doubled and foreign bytes.
#[test]
fn rule_C11_no_bytes_make_it_panic() {
    let text = text_of_version(4);
    let plain = code(&text, 2);
    let seeds = [
        png(&plain),
        jpeg(&plain, 70),
        webp(&plain),
        png(&code(&text_of_version(1), 1)),
    ];
    let mut random = Xorshift(0x2545_f491);
    let mut outcomes = [0usize; 4];
    for round in 0..2_000 {
        let mut bytes = seeds[round % seeds.len()].clone();
        for _ in 0..=random.below(6) {
            let at = random.below(bytes.len());
            match random.below(5) {
                0 => bytes[at] ^= 1 << random.below(8),
                1 => bytes[at] = random.below(256) as u8,
                2 => bytes.truncate(at.max(1)),
                3 => {
                    let end = (at + random.below(64)).min(bytes.len());
                    let part = bytes[at..end].to_vec();
                    bytes.splice(at..at, part);
                }
                _ => {
                    let end = (at + random.below(16)).min(bytes.len());
                    bytes.drain(at..end);
                }
            }
            if bytes.is_empty() {
                bytes.push(0x89);
            }
        }
        let outcome = match read_image(&bytes, ReadLimits::default()) {
            Ok(_) => 0,
            Err(ReadError::NoCode) => 1,
            Err(ReadError::NotAnImage) => 2,
            Err(ReadError::ImageTooLarge) => 3,
        };
        outcomes[outcome] += 1;
    }
    assert!(
        outcomes[0] > 0 && outcomes[2] > 0,
        "the mutations reach both sides: {outcomes:?}"
    );
}

/// Pixels rather than files: damaged codes reach the detector and the decoder.
#[test]
fn damaged_codes_are_read_right_or_not_at_all() {
    let text = text_of_version(5);
    let whole = code(&text, 3);
    let mut random = Xorshift(0x1357_9bdf);
    let mut right = 0;
    for _ in 0..300 {
        let mut picture = whole.clone();
        for _ in 0..=random.below(30) {
            let (x, y) = (random.below(111) as u32, random.below(111) as u32);
            let (width, height) = (random.below(14) as u32 + 1, random.below(14) as u32 + 1);
            let patch = GrayImage::from_pixel(width, height, Luma([random.below(2) as u8 * 255]));
            image::imageops::replace(&mut picture, &patch, x.into(), y.into());
        }
        match read_image(&png(&picture), ReadLimits::default()) {
            Ok(texts) => {
                assert_eq!(texts, [text.as_str()]);
                right += 1;
            }
            Err(error) => assert_eq!(error, ReadError::NoCode),
        }
    }
    assert!((1..300).contains(&right), "{right}");
}

#[test]
fn a_picture_made_to_be_slow_ends_soon() {
    let mut wall = GrayImage::from_pixel(4800, 4800, Luma([255]));
    for (x, y, pixel) in wall.enumerate_pixels_mut() {
        let ring = (x % 8).abs_diff(3).max((y % 8).abs_diff(3));
        if ring != 2 && x % 8 < 7 && y % 8 < 7 {
            pixel.0[0] = 0;
        }
    }
    let sparse = GrayImage::from_fn(2000, 2000, |x, y| {
        let (x, y) = (x % 97, y % 97);
        if x < 7 && y < 7 {
            *wall.get_pixel(x, y)
        } else {
            Luma([255])
        }
    });
    for picture in [wall, sparse] {
        let start = Instant::now();
        assert_eq!(
            read_image(&png(&picture), ReadLimits::default()),
            Err(ReadError::NoCode)
        );
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "{:?}",
            start.elapsed()
        );
    }
}

struct Xorshift(u32);

impl Xorshift {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 >> 4) as usize % bound
    }
}
