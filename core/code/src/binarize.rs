//! Grey to black and white, in the ways that between them cover even, uneven and blurred light.

use rxing::common::{BitMatrix, HybridBinarizer};
use rxing::{Binarizer as _, Luma8Source};

use crate::luma::{BoxMean, Luma};

/// How the line between dark and light is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Threshold {
    /// Local blocks of 8 × 8 pixels: shadows and gradients.
    Blocks,
    /// One line for the whole picture, where it splits the grey levels best (Otsu): screenshots.
    Global,
    /// The mean of the square around each pixel: fine modules under uneven light.
    Mean {
        /// Half the side of the square in pixels.
        radius: u32,
    },
}

/// `None` where the picture cannot be split, for instance because it is all one grey.
pub(crate) fn binarize(luma: &Luma, threshold: Threshold) -> Option<BitMatrix> {
    match threshold {
        Threshold::Blocks => {
            let source = Luma8Source::new_with_slice(&luma.pixels, luma.width, luma.height).ok()?;
            let binarizer = HybridBinarizer::new(source);
            binarizer.get_black_matrix().ok().cloned()
        }
        Threshold::Global => {
            let line = otsu(luma)?;
            black_where(luma, |pixel, _, _| pixel <= line)
        }
        Threshold::Mean { radius } => {
            let means = BoxMean::of(luma);
            black_where(luma, |pixel, x, y| pixel < means.around(x, y, radius))
        }
    }
}

fn black_where(luma: &Luma, black: impl Fn(u8, u32, u32) -> bool) -> Option<BitMatrix> {
    let mut matrix = BitMatrix::new(luma.width, luma.height).ok()?;
    for y in 0..luma.height {
        for (x, pixel) in (0..luma.width).zip(luma.row(y)) {
            if black(*pixel, x, y) {
                matrix.set(x, y);
            }
        }
    }
    Some(matrix)
}

/// The grey level up to which pixels are dark, chosen for the largest variance between the two
/// classes (Otsu 1979).
fn otsu(luma: &Luma) -> Option<u8> {
    let mut histogram = [0u64; 256];
    for pixel in &luma.pixels {
        histogram[usize::from(*pixel)] += 1;
    }
    let total = luma.area() as f64;
    let sum: f64 = (0u32..)
        .zip(histogram)
        .map(|(level, n)| f64::from(level) * n as f64)
        .sum();
    let mut best = None;
    let (mut below, mut below_sum, mut best_variance) = (0.0, 0.0, 0.0);
    for level in 0..=255u8 {
        let count = histogram[usize::from(level)] as f64;
        below += count;
        below_sum += f64::from(level) * count;
        let above = total - below;
        if below == 0.0 || above == 0.0 {
            continue;
        }
        let distance = below_sum / below - (sum - below_sum) / above;
        let variance = below * above * distance * distance;
        if variance > best_variance {
            best_variance = variance;
            best = Some(level);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn otsu_splits_two_greys_between_them_and_gives_up_on_one() {
        let pixels = [40u8; 50].into_iter().chain([90; 50]).collect();
        let line = otsu(&Luma::new(10, 10, pixels).unwrap()).unwrap();
        assert!((40..90).contains(&line), "{line}");
        assert_eq!(otsu(&Luma::new(10, 10, vec![7; 100]).unwrap()), None);
    }
}
