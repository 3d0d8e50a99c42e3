//! Pictures for the tests: a canvas and what cameras and screens do to it.

use std::io::Cursor;

use image::codecs::{jpeg::JpegEncoder, webp::WebPEncoder};
use image::{ExtendedColorType, GrayImage, ImageFormat, Luma};
use tongban_code::{Ec, draw_modules};

/// The longest text of our alphabet that needs exactly this version at level L.
pub fn text_of_version(version: u8) -> String {
    let mut state = 0x9e37_79b9_u32 ^ u32::from(version);
    let longest = (0..MAX_TEXT).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ALPHABET[(state >> 16) as usize % ALPHABET.len()] as char
    });
    let longest: String = "TB1:".chars().chain(longest).collect();
    let fits = |length: &usize| {
        draw_modules(&longest[..*length], Ec::L).is_ok_and(|code| code.version() <= version)
    };
    let (mut fitting, mut too_long) = (4, longest.len());
    while too_long - fitting > 1 {
        let middle = (fitting + too_long) / 2;
        if fits(&middle) {
            fitting = middle
        } else {
            too_long = middle
        }
    }
    longest[..fitting].to_owned()
}

/// The code with its quiet zone, whole pixels a module.
pub fn code(text: &str, scale: u32) -> GrayImage {
    let (side, pixels) = draw_modules(text, Ec::L)
        .unwrap()
        .to_luma(scale, 4)
        .unwrap();
    GrayImage::from_raw(side, side, pixels).unwrap()
}

/// The picture in the middle of a larger one.
pub fn on_canvas(width: u32, height: u32, background: u8, picture: &GrayImage) -> GrayImage {
    let mut canvas = GrayImage::from_pixel(width, height, Luma([background]));
    let (x, y) = (
        (width - picture.width()) / 2,
        (height - picture.height()) / 2,
    );
    image::imageops::replace(&mut canvas, picture, x.into(), y.into());
    canvas
}

/// Turned clockwise around the middle, interpolated; the corners show `background`.
pub fn rotated(picture: &GrayImage, degrees: f32, background: u8) -> GrayImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let (dx, dy) = (x as f32 + 0.5 - width / 2.0, y as f32 + 0.5 - height / 2.0);
        let (sx, sy) = (
            dx * cos + dy * sin + width / 2.0,
            dy * cos - dx * sin + height / 2.0,
        );
        Luma([sample(picture, sx - 0.5, sy - 0.5, background)])
    })
}

/// Seen from the side: the right edge is `shrink` times as high as the left one.
pub fn tilted(picture: &GrayImage, shrink: f32, background: u8) -> GrayImage {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let depth = 1.0 + (1.0 / shrink - 1.0) * x as f32 / width;
        let sx = x as f32 * depth * shrink;
        let sy = (y as f32 - height / 2.0) * depth + height / 2.0;
        Luma([sample(picture, sx, sy, background)])
    })
}

/// Another size, interpolated: modules are no whole pixels any more.
pub fn resized(picture: &GrayImage, side: u32) -> GrayImage {
    image::imageops::resize(picture, side, side, image::imageops::FilterType::Triangle)
}

/// Every level moved: `pixel × percent / 100 + offset`.
pub fn toned(picture: &GrayImage, percent: u32, offset: u32) -> GrayImage {
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let pixel = u32::from(picture.get_pixel(x, y).0[0]);
        Luma([(pixel * percent / 100 + offset).min(255) as u8])
    })
}

/// Light from the left, shadow on the right.
pub fn shaded(picture: &GrayImage) -> GrayImage {
    let width = picture.width();
    GrayImage::from_fn(width, picture.height(), |x, y| {
        let pixel = u32::from(picture.get_pixel(x, y).0[0]);
        Luma([((pixel * 7 / 8 + 20) * (width - x * 3 / 4) / width) as u8])
    })
}

/// White and black exchanged.
pub fn inverted(picture: &GrayImage) -> GrayImage {
    let mut picture = picture.clone();
    image::imageops::invert(&mut picture);
    picture
}

/// Out of focus.
pub fn blurred(picture: &GrayImage, sigma: f32) -> GrayImage {
    image::imageops::blur(picture, sigma)
}

/// Sensor noise of up to `level` grey steps each way.
pub fn noisy(picture: &GrayImage, level: i32, seed: u32) -> GrayImage {
    let mut state = seed | 1;
    let mut picture = picture.clone();
    for pixel in picture.pixels_mut() {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let change = (state >> 8) as i32 % (2 * level + 1) - level;
        pixel.0[0] = (i32::from(pixel.0[0]) + change).clamp(0, 255) as u8;
    }
    picture
}

/// What a phone shows: bars, a card with lines of text, the code in a white tile.
pub fn phone_screen(text: &str, factor: u32, dark: bool) -> GrayImage {
    let (paper, tile, ink) = if dark { (24, 255, 200) } else { (244, 255, 40) };
    let mut screen = GrayImage::from_pixel(390 * factor, 844 * factor, Luma([paper]));
    let mut rectangle = |x: u32, y: u32, width: u32, height: u32, grey: u8| {
        for yy in y * factor..(y + height) * factor {
            for xx in x * factor..(x + width) * factor {
                screen.put_pixel(xx, yy, Luma([grey]));
            }
        }
    };
    rectangle(0, 0, 390, 56, ink);
    for line in 0..9 {
        for word in 0..8 {
            rectangle(
                24 + word * 42,
                80 + line * 18,
                11 + (word * 7 + line * 5) % 23,
                9,
                ink,
            );
        }
    }
    rectangle(16, 250, 358, 358, tile);
    for button in 0..4 {
        rectangle(24 + button * 88, 760, 64, 48, ink);
    }
    let modules = draw_modules(text, Ec::L).unwrap();
    let scale = (350 * factor / (modules.size() as u32 + 8)).max(1);
    let code = code(text, scale);
    let (x, y) = ((390 * factor - code.width()) / 2, 254 * factor);
    image::imageops::replace(&mut screen, &code, x.into(), y.into());
    screen
}

pub fn png(picture: &GrayImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

pub fn jpeg(picture: &GrayImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode_image(picture)
        .unwrap();
    bytes
}

pub fn webp(picture: &GrayImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    WebPEncoder::new_lossless(&mut bytes)
        .encode(
            picture.as_raw(),
            picture.width(),
            picture.height(),
            ExtendedColorType::L8,
        )
        .unwrap();
    bytes
}

fn sample(picture: &GrayImage, x: f32, y: f32, background: u8) -> u8 {
    let at = |x: f32, y: f32| {
        let inside =
            x >= 0.0 && y >= 0.0 && x < picture.width() as f32 && y < picture.height() as f32;
        f32::from(if inside {
            picture.get_pixel(x as u32, y as u32).0[0]
        } else {
            background
        })
    };
    let (left, top) = (x.floor(), y.floor());
    let (fx, fy) = (x - left, y - top);
    let upper = at(left, top) * (1.0 - fx) + at(left + 1.0, top) * fx;
    let lower = at(left, top + 1.0) * (1.0 - fx) + at(left + 1.0, top + 1.0) * fx;
    (upper * (1.0 - fy) + lower * fy).round() as u8
}

/// More than version 40 holds.
const MAX_TEXT: usize = 4300;
const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
