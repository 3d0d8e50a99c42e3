//! Bytes of a PNG, JPEG or WebP file to grey pixels, never larger than asked for.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

use crate::luma::Luma;
use crate::read::{ReadError, ReadLimits};

/// Size and format come from the header before anything is decoded; transparent pixels lie on
/// white.
pub(crate) fn decode(bytes: &[u8], limits: ReadLimits) -> Result<Luma, ReadError> {
    if bytes.len() > limits.max_bytes {
        return Err(ReadError::ImageTooLarge);
    }
    let format = format_of(bytes).ok_or(ReadError::NotAnImage)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut caps = Limits::default();
    caps.max_image_width = Some(limits.max_side);
    caps.max_image_height = Some(limits.max_side);
    // Eight bytes a pixel: sixteen-bit colour with transparency, the widest of these formats.
    caps.max_alloc = Some(limits.max_pixels.saturating_mul(8));
    reader.limits(caps);
    let decoder = reader.into_decoder().map_err(|error| refusal(&error))?;
    let (width, height) = decoder.dimensions();
    if width > limits.max_side
        || height > limits.max_side
        || u64::from(width) * u64::from(height) > limits.max_pixels
    {
        return Err(ReadError::ImageTooLarge);
    }
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error))?;
    grey(picture).ok_or(ReadError::NotAnImage)
}

fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    image::guess_format(bytes)
        .ok()
        .filter(|format| FORMATS.contains(format))
}

fn refusal(error: &image::ImageError) -> ReadError {
    match error {
        image::ImageError::Limits(_) => ReadError::ImageTooLarge,
        _ => ReadError::NotAnImage,
    }
}

fn grey(picture: DynamicImage) -> Option<Luma> {
    let (width, height) = (picture.width(), picture.height());
    let pixels = if picture.color().has_alpha() {
        let on_white = |grey: u8, alpha: u8| {
            let (grey, alpha) = (u32::from(grey), u32::from(alpha));
            ((grey * alpha + 255 * (255 - alpha)) / 255) as u8
        };
        let rows = picture.into_luma_alpha8().into_raw();
        rows.chunks_exact(2)
            .map(|pixel| on_white(pixel[0], pixel[1]))
            .collect()
    } else {
        picture.into_luma8().into_raw()
    };
    Luma::new(width, height, pixels)
}

const FORMATS: [ImageFormat; 3] = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];
