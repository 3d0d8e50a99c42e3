//! A picture or file as it may travel: of a type that is taken, in reasonable size, and without
//! what a camera writes beside the picture (place, time, device).

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

use super::error::DraftError;

/// What goes into the attachment.
pub(super) struct Prepared {
    pub(super) bytes: Vec<u8>,
    pub(super) media_type: &'static str,
}

/// Reads `bytes` by what they are, not by any name: pictures are turned upright, made at most
/// 2,400 pixels long and written anew; a PDF goes as it is. `taken` are the media types of the
/// material. Never holds more than one decoded picture.
pub(super) fn prepare(bytes: &[u8], taken: &[String]) -> Result<Prepared, DraftError> {
    if bytes.is_empty() {
        return Err(DraftError::EmptyFile);
    }
    if bytes.len() > MAX_BYTES {
        return Err(DraftError::FileTooLarge);
    }
    let takes = |media_type: &str| taken.iter().any(|taken| taken == media_type);
    if bytes.starts_with(b"%PDF-") {
        return match takes(PDF) {
            true => pdf(bytes),
            false => Err(DraftError::FileType),
        };
    }
    let format = format_of(bytes).ok_or(DraftError::FileType)?;
    // A material that wants a drawing without loss gets one; all others a JPEG.
    let (out, media_type) = match (takes(JPEG), takes(PNG)) {
        (true, _) => (ImageFormat::Jpeg, JPEG),
        (false, true) => (ImageFormat::Png, PNG),
        (false, false) => return Err(DraftError::FileType),
    };
    let picture = decode(bytes, format)?;
    let picture = match picture.width().max(picture.height()) > LONG_SIDE {
        true => picture.thumbnail(LONG_SIDE, LONG_SIDE),
        false => picture,
    };
    let bytes = encode(picture, out)?;
    match bytes.len() > MAX_BYTES {
        true => Err(DraftError::FileTooLarge),
        false => Ok(Prepared { bytes, media_type }),
    }
}

fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(ImageFormat::Png),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some(ImageFormat::WebP),
        _ => None,
    }
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, DraftError> {
    let broken = |_| DraftError::FileBroken;
    let (width, height) = ImageReader::with_format(Cursor::new(bytes), format)
        .into_dimensions()
        .map_err(broken)?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(DraftError::TooManyPixels);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let turned = decoder.orientation().map_err(broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(turned);
    Ok(picture)
}

fn encode(picture: DynamicImage, format: ImageFormat) -> Result<Vec<u8>, DraftError> {
    let mut out = Cursor::new(Vec::new());
    let written = match format {
        ImageFormat::Jpeg => {
            let opaque = on_white(picture);
            opaque.write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))
        }
        format => picture.write_to(&mut out, format),
    };
    written.map_err(|_| DraftError::FileBroken)?;
    Ok(out.into_inner())
}

/// A JPEG has no transparency: without white below, a transparent scan would turn black.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8().into();
    }
    let mut pixels = picture.into_rgba8();
    for pixel in pixels.pixels_mut() {
        let alpha = u32::from(pixel[3]);
        for channel in 0..3 {
            let mixed = u32::from(pixel[channel]) * alpha + 255 * (255 - alpha);
            pixel[channel] = u8::try_from(mixed / 255).unwrap_or(u8::MAX);
        }
        pixel[3] = 255;
    }
    DynamicImage::ImageRgba8(pixels).into_rgb8().into()
}

/// A PDF is not opened here; one that was cut short is told at once.
fn pdf(bytes: &[u8]) -> Result<Prepared, DraftError> {
    let tail = &bytes[bytes.len().saturating_sub(PDF_TAIL)..];
    match tail.windows(5).any(|window| window == b"%%EOF") {
        true => Ok(Prepared {
            bytes: bytes.to_vec(),
            media_type: PDF,
        }),
        false => Err(DraftError::FileBroken),
    }
}

pub(super) const MAX_MEGABYTES: u32 = 32;
pub(super) const MAX_MEGAPIXELS: u32 = 50;
const MAX_BYTES: usize = (MAX_MEGABYTES as usize) << 20;
const MAX_PIXELS: u64 = MAX_MEGAPIXELS as u64 * 1_000_000;
/// Four bytes for each of so many pixels, and room to work.
const MAX_MEMORY: u64 = 5 * MAX_PIXELS;
const LONG_SIDE: u32 = 2_400;
const QUALITY: u8 = 85;
const PDF_TAIL: usize = 1_024;
const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";
const PDF: &str = "application/pdf";

#[cfg(test)]
mod tests {
    use image::{GenericImageView as _, Rgb, RgbImage};

    use super::*;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let picture = RgbImage::from_fn(width, height, |x, _| match x < width / 2 {
            true => Rgb([250, 0, 0]),
            false => Rgb([0, 0, 250]),
        });
        encode(picture.into(), ImageFormat::Jpeg).expect("a picture")
    }

    /// The same picture with an EXIF block that says "turn right" and names a place.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
        tiff.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
        tiff.extend(b"\x01\x0e\0\x02\0\0\0\x10\0\0\0\x26");
        tiff.extend(b"\0\0\0\0");
        tiff.extend(b"38.4872N 106.23E\0");
        let length = u16::try_from(tiff.len() + 2).expect("short");
        let mut with = jpeg[..2].to_vec();
        with.extend([0xff, 0xe1]);
        with.extend(length.to_be_bytes());
        with.extend(tiff);
        with.extend(&jpeg[2..]);
        with
    }

    fn taken() -> Vec<String> {
        vec![JPEG.to_owned()]
    }

    fn code(result: Result<Prepared, DraftError>) -> &'static str {
        use crate::error::Fold as _;
        result.err().expect("refused").code().name()
    }

    #[test]
    fn a_photo_is_turned_made_smaller_and_loses_what_the_camera_wrote() {
        let photo = with_exif(&jpeg(2_600, 1_950));
        assert!(photo.windows(8).any(|window| window == b"38.4872N"));
        let prepared = prepare(&photo, &taken()).expect("a photo");
        assert_eq!(prepared.media_type, JPEG);
        let picture = image::load_from_memory(&prepared.bytes).expect("a picture");
        assert_eq!(picture.dimensions(), (1_800, 2_400), "turned by a quarter");
        let top = picture.get_pixel(900, 100);
        assert!(top[0] > 200 && top[2] < 60, "left became top: {top:?}");
        for trace in [b"Exif".as_slice(), b"38.4872N"] {
            assert!(
                !prepared
                    .bytes
                    .windows(trace.len())
                    .any(|window| window == trace)
            );
        }
    }

    #[test]
    fn a_transparent_scan_is_on_white() {
        let mut scan = DynamicImage::new_rgba8(20, 20);
        scan.as_mut_rgba8()
            .expect("rgba")
            .put_pixel(0, 0, image::Rgba([0, 0, 0, 255]));
        let png = encode(scan, ImageFormat::Png).expect("a picture");
        let prepared = prepare(&png, &taken()).expect("a scan");
        let picture = image::load_from_memory(&prepared.bytes).expect("a picture");
        assert!(picture.get_pixel(15, 15)[0] > 240);
    }

    #[test]
    fn what_cannot_be_taken_is_told_by_its_reason() {
        let small = jpeg(40, 30);
        assert_eq!(code(prepare(b"", &taken())), "drafts.file_empty");
        assert_eq!(
            code(prepare(&vec![0xff; (32 << 20) + 1], &taken())),
            "drafts.file_too_large"
        );
        for other in [
            b"GIF89a".as_slice(),
            b"MZ\x90\0",
            b"<svg/>",
            b"%PDF-1.7 ... %%EOF",
        ] {
            assert_eq!(code(prepare(other, &taken())), "drafts.file_type");
        }
        for cut in [3, 20, small.len() / 2] {
            assert_eq!(
                code(prepare(&small[..cut], &taken())),
                "drafts.file_broken",
                "{cut}"
            );
        }
        let pdf = vec![PDF.to_owned()];
        assert_eq!(code(prepare(&small, &pdf)), "drafts.file_type");
        assert_eq!(
            code(prepare(b"%PDF-1.7 cut short", &pdf)),
            "drafts.file_broken"
        );
        assert!(prepare(b"%PDF-1.7 ... %%EOF\n", &pdf).is_ok());
    }

    /// The header alone is read: the pixels are never asked for.
    #[test]
    fn a_picture_of_more_than_fifty_million_pixels_is_refused_before_it_is_decoded() {
        let mut png = encode(DynamicImage::new_rgb8(8, 8), ImageFormat::Png).expect("a picture");
        let (width, height) = (10_000_u32, 5_001_u32);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc(&png[12..29]);
        png[29..33].copy_from_slice(&sum.to_be_bytes());
        assert_eq!(code(prepare(&png, &taken())), "drafts.too_many_pixels");
    }

    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
                (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
            })
        })
    }
}
