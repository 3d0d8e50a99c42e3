//! Picture to texts: a fixed ladder of sizes and thresholds, from the cheapest that usually works
//! to the ones that rescue blurred, dim, tiny and inverted codes.

use crate::binarize::{Threshold, binarize};
use crate::detect::texts_in;
use crate::luma::Luma;
use crate::picture;

/// What a picture may cost before it is decoded.
///
/// The defaults take a 24-megapixel photo and refuse a 50-megapixel one: decoding that would
/// take 150 to 400 MB, more than a phone gives an app in the background. A refused picture can be
/// taken again at a lower resolution or as a screenshot; a code needs no more than two megapixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLimits {
    /// Size of the file in bytes.
    pub max_bytes: usize,
    /// Width times height.
    pub max_pixels: u64,
    /// Width and height each.
    pub max_side: u32,
}

/// Why a picture gave no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More bytes or pixels than the limits allow; nothing was decoded.
    #[error("image is too large")]
    ImageTooLarge,
    /// Not a whole PNG, JPEG or WebP file.
    #[error("bytes are not a readable png, jpeg or webp image")]
    NotAnImage,
    /// A picture without a code that can be read.
    #[error("no code in the image")]
    NoCode,
}

/// The texts of all codes found in a PNG, JPEG or WebP file; at least one.
///
/// Reads codes turned by any angle, mirrored, light on dark, dim, slightly blurred, from about two
/// pixels a module upwards. Never panics and allocates nothing for pictures beyond `limits`. The
/// same bytes give the same answer.
pub fn read_image(bytes: &[u8], limits: ReadLimits) -> Result<Vec<String>, ReadError> {
    found(search(&picture::decode(bytes, limits)?))
}

/// Like [`read_image`] for a camera frame: grey pixels row by row, 0 = black.
///
/// Pixels that do not fill `width` × `height` are [`ReadError::NotAnImage`].
pub fn read_luma(
    width: u32,
    height: u32,
    pixels: Vec<u8>,
    limits: ReadLimits,
) -> Result<Vec<String>, ReadError> {
    if width > limits.max_side
        || height > limits.max_side
        || u64::from(width) * u64::from(height) > limits.max_pixels
    {
        return Err(ReadError::ImageTooLarge);
    }
    let luma = Luma::new(width, height, pixels).ok_or(ReadError::NotAnImage)?;
    found(search(&luma))
}

impl ReadError {
    /// The stable name that scripts and message files use.
    pub fn code(self) -> &'static str {
        match self {
            ReadError::ImageTooLarge => "image_too_large",
            ReadError::NotAnImage => "not_an_image",
            ReadError::NoCode => "no_code",
        }
    }
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            max_bytes: 32 * 1024 * 1024,
            max_pixels: 25_000_000,
            max_side: 16_384,
        }
    }
}

fn found(texts: Vec<String>) -> Result<Vec<String>, ReadError> {
    if texts.is_empty() {
        Err(ReadError::NoCode)
    } else {
        Ok(texts)
    }
}

/// The first rung of the ladder that finds anything decides.
fn search(luma: &Luma) -> Vec<String> {
    let small = shrunk(luma, COMFORTABLE_AREA);
    let working = small.as_ref().unwrap_or(luma);
    let rungs: [&dyn Fn() -> Vec<String>; 6] = [
        &|| both_polarities(working, &[Threshold::Blocks, Threshold::Global]),
        &|| {
            if small.is_some() {
                both_polarities(luma, &[Threshold::Blocks])
            } else {
                Vec::new()
            }
        },
        &|| enlarged(working),
        &|| with(working.stretched(), &[Threshold::Blocks]),
        &|| with(working.reduced(2), &[Threshold::Blocks, Threshold::Global]),
        &|| {
            both_polarities(
                &working.sharpened(3),
                &[Threshold::Global, Threshold::Mean { radius: 12 }],
            )
        },
    ];
    rungs
        .iter()
        .map(|rung| rung())
        .find(|texts| !texts.is_empty())
        .unwrap_or_default()
}

/// The inverted picture is made only when the plain one gave nothing.
fn both_polarities(luma: &Luma, thresholds: &[Threshold]) -> Vec<String> {
    let texts = under(luma, thresholds);
    if texts.is_empty() {
        under(&luma.inverted(), thresholds)
    } else {
        texts
    }
}

fn under(luma: &Luma, thresholds: &[Threshold]) -> Vec<String> {
    let matrices = thresholds
        .iter()
        .filter_map(|threshold| binarize(luma, *threshold));
    matrices
        .map(|matrix| texts_in(&matrix))
        .find(|texts| !texts.is_empty())
        .unwrap_or_default()
}

fn with(luma: Option<Luma>, thresholds: &[Threshold]) -> Vec<String> {
    luma.map(|luma| both_polarities(&luma, thresholds))
        .unwrap_or_default()
}

fn enlarged(luma: &Luma) -> Vec<String> {
    if luma.area() > COMFORTABLE_AREA {
        return Vec::new();
    }
    with(
        luma.doubled(),
        &[Threshold::Global, Threshold::Mean { radius: 16 }],
    )
}

/// `None` when the picture is small enough as it is.
fn shrunk(luma: &Luma, area: usize) -> Option<Luma> {
    let factor = (2..).find(|factor| luma.area() / (factor * factor) <= area)?;
    (luma.area() > area)
        .then(|| luma.reduced(factor as u32))
        .flatten()
}

/// Pixels that a rung may cost; a code of version 25 has 15 pixels a module in them.
const COMFORTABLE_AREA: usize = 3_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ec, draw_modules};

    #[test]
    fn a_frame_that_is_not_filled_is_not_an_image() {
        let short = read_luma(10, 10, vec![0; 99], ReadLimits::default());
        assert_eq!(short, Err(ReadError::NotAnImage));
    }

    #[test]
    fn a_frame_beyond_the_limits_is_refused() {
        let wide = read_luma(u32::MAX, 2, Vec::new(), ReadLimits::default());
        assert_eq!(wide, Err(ReadError::ImageTooLarge));
    }

    #[test]
    fn a_frame_reads_like_a_picture() {
        let (side, pixels) = draw_modules("TB1:FRAME", Ec::L)
            .unwrap()
            .to_luma(3, 4)
            .unwrap();
        let texts = read_luma(side, side, pixels, ReadLimits::default());
        assert_eq!(texts.unwrap(), ["TB1:FRAME"]);
    }
}
