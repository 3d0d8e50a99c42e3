//! Codes as cameras and screens deliver them.

use image::GrayImage;
use tongban_code::{ReadError, ReadLimits, read_image};

use crate::picture::*;

fn reads(what: &str, text: &str, picture: &GrayImage) {
    let read = read_image(&png(picture), ReadLimits::default());
    assert_eq!(read.as_deref(), Ok(&[text.to_owned()][..]), "{what}");
}

/// 1280 × 720, the code of this version about two thirds as high, as a webcam sees it.
fn frame(text: &str, scale: u32) -> GrayImage {
    on_canvas(1280, 720, 170, &code(text, scale))
}

#[test]
fn req_30_every_version_up_to_the_hard_limit_reads_plain() {
    for version in [1, 2, 6, 7, 8, 13, 14, 17, 18, 19, 20, 21, 25, 30, 40] {
        let text = text_of_version(version);
        reads(&format!("version {version}"), &text, &code(&text, 4));
    }
}

#[test]
fn turned_codes_read() {
    let text = text_of_version(18);
    for degrees in [90.0, 180.0, 270.0, 7.0, -7.0, 33.0, 45.0, 122.0] {
        reads(
            &format!("{degrees}°"),
            &text,
            &rotated(&frame(&text, 5), degrees, 170),
        );
    }
}

#[test]
fn codes_seen_from_the_side_read() {
    let text = text_of_version(18);
    for shrink in [0.95, 0.9, 0.85] {
        reads(
            &format!("tilt {shrink}"),
            &text,
            &tilted(&frame(&text, 6), shrink, 170),
        );
    }
}

#[test]
fn mirrored_codes_read() {
    let text = text_of_version(12);
    reads(
        "mirror",
        &text,
        &image::imageops::flip_horizontal(&frame(&text, 6)),
    );
}

#[test]
fn blurred_codes_read() {
    let text = text_of_version(18);
    for (scale, sigma) in [(6, 1.0), (6, 2.0), (6, 2.5), (4, 1.5), (3, 1.2)] {
        reads(
            &format!("{scale} px, sigma {sigma}"),
            &text,
            &blurred(&frame(&text, scale), sigma),
        );
    }
}

#[test]
fn dim_and_washed_out_codes_read() {
    let text = text_of_version(18);
    for (percent, offset) in [(50, 0), (20, 0), (10, 5), (12, 120), (8, 240)] {
        let picture = toned(&frame(&text, 6), percent, offset);
        reads(&format!("{percent} % + {offset}"), &text, &picture);
        let soft = noisy(&blurred(&picture, 1.0), 1, 7);
        reads(
            &format!("{percent} % + {offset}, soft and noisy"),
            &text,
            &soft,
        );
    }
    reads("shadow", &text, &shaded(&blurred(&frame(&text, 6), 1.0)));
}

#[test]
fn light_on_dark_codes_read() {
    for version in [1, 6, 17, 20] {
        let text = text_of_version(version);
        reads("inverted", &text, &inverted(&code(&text, 4)));
        reads("inverted frame", &text, &inverted(&frame(&text, 5)));
        reads(
            "inverted and turned",
            &text,
            &rotated(&inverted(&frame(&text, 5)), 7.0, 85),
        );
    }
}

#[test]
fn small_modules_read() {
    let text = text_of_version(20);
    for scale in [2, 3] {
        reads(
            &format!("{scale} px"),
            &text,
            &on_canvas(640, 480, 200, &code(&text, scale)),
        );
    }
    for side in [230, 263, 331, 397, 411] {
        reads(
            &format!("{side} px in all"),
            &text,
            &resized(&code(&text, 8), side),
        );
    }
    let turned = rotated(&on_canvas(640, 480, 200, &code(&text, 3)), 7.0, 200);
    reads("3 px, turned", &text, &turned);
}

#[test]
fn noise_and_strong_compression_are_read_through() {
    let text = text_of_version(18);
    for level in [20, 60, 90] {
        reads(
            &format!("noise {level}"),
            &text,
            &noisy(&frame(&text, 6), level, 99),
        );
    }
    for quality in [80, 40, 15] {
        let bytes = jpeg(&noisy(&rotated(&frame(&text, 6), 3.0, 170), 15, 5), quality);
        let read = read_image(&bytes, ReadLimits::default());
        assert_eq!(read.as_deref(), Ok(&[text.clone()][..]), "jpeg {quality}");
    }
}

#[test]
fn screenshots_of_a_whole_phone_screen_read() {
    for version in [17, 18, 19, 20] {
        let text = text_of_version(version);
        for factor in [1, 2, 3] {
            for dark in [false, true] {
                let screen = phone_screen(&text, factor, dark);
                reads(
                    &format!("version {version}, factor {factor}, dark {dark}"),
                    &text,
                    &screen,
                );
            }
        }
    }
}

#[test]
fn all_three_file_formats_and_transparency_read() {
    let text = text_of_version(10);
    let picture = code(&text, 4);
    for bytes in [png(&picture), jpeg(&picture, 85), webp(&picture)] {
        assert_eq!(
            read_image(&bytes, ReadLimits::default()).as_deref(),
            Ok(&[text.clone()][..])
        );
    }
    let glass = image::RgbaImage::from_fn(picture.width(), picture.height(), |x, y| {
        let dark = picture.get_pixel(x, y).0[0] == 0;
        image::Rgba([0, 0, 0, if dark { 255 } else { 0 }])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    glass.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let read = read_image(&bytes.into_inner(), ReadLimits::default());
    assert_eq!(read.as_deref(), Ok(&[text][..]));
}

#[test]
fn every_code_of_a_picture_is_given() {
    let (first, second) = (text_of_version(8), text_of_version(6));
    let mut canvas = GrayImage::from_pixel(900, 500, image::Luma([230]));
    image::imageops::replace(&mut canvas, &code(&first, 6), 20, 20);
    image::imageops::replace(&mut canvas, &code(&second, 6), 500, 120);
    let mut read = read_image(&png(&canvas), ReadLimits::default()).unwrap();
    let mut drawn = vec![first, second];
    read.sort();
    drawn.sort();
    assert_eq!(read, drawn);
}

#[test]
fn a_large_photo_reads() {
    let text = text_of_version(18);
    let photo = on_canvas(4000, 3000, 140, &code(&text, 12));
    reads("12 megapixels", &text, &rotated(&photo, 7.0, 140));
    let far = on_canvas(4000, 3000, 140, &code(&text, 3));
    reads("12 megapixels, 3 px a module", &text, &far);
}

#[test]
fn a_picture_without_a_code_says_so() {
    let text = text_of_version(3);
    let mut half = code(&text, 5);
    image::imageops::replace(&mut half, &GrayImage::new(200, 120), 0, 40);
    for picture in [
        GrayImage::from_pixel(640, 480, image::Luma([255])),
        GrayImage::new(1, 1),
        noisy(&GrayImage::from_pixel(640, 480, image::Luma([128])), 120, 3),
        half,
    ] {
        assert_eq!(
            read_image(&png(&picture), ReadLimits::default()),
            Err(ReadError::NoCode)
        );
    }
}
