//! A grey picture and the few changes of it that help a reader.

/// Grey pixels row by row, 0 = black.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Luma {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) pixels: Vec<u8>,
}

impl Luma {
    /// `None` if the pixels do not fill the rectangle exactly, or it is empty.
    pub(crate) fn new(width: u32, height: u32, pixels: Vec<u8>) -> Option<Luma> {
        let len = (width as usize).checked_mul(height as usize)?;
        (len == pixels.len() && len > 0).then_some(Luma {
            width,
            height,
            pixels,
        })
    }

    pub(crate) fn area(&self) -> usize {
        self.pixels.len()
    }

    pub(crate) fn inverted(&self) -> Luma {
        self.map(|pixel| 255 - pixel)
    }

    /// The grey levels between the darkest and the lightest percent spread over the whole range:
    /// a dim or washed-out picture becomes one that local thresholds can work on. `None` where
    /// there is nothing to spread.
    pub(crate) fn stretched(&self) -> Option<Luma> {
        let mut histogram = [0usize; 256];
        for pixel in &self.pixels {
            histogram[usize::from(*pixel)] += 1;
        }
        let cut = self.area() / 100;
        let low = level_above(histogram.iter().enumerate(), cut)?;
        let high = level_above(histogram.iter().enumerate().rev(), cut)?;
        let range = high
            .checked_sub(low)
            .filter(|range| (1..200).contains(range))?;
        Some(self.map(|pixel| {
            let above = usize::from(pixel).saturating_sub(low).min(range);
            (above * 255 / range) as u8
        }))
    }

    /// Whole-number reduction by averaging `factor` × `factor` pixels; also takes out noise.
    pub(crate) fn reduced(&self, factor: u32) -> Option<Luma> {
        let (width, height) = (self.width / factor, self.height / factor);
        let mut pixels = Vec::with_capacity(width as usize * height as usize);
        let mut sums = vec![0u32; width as usize];
        for y in 0..height {
            sums.fill(0);
            for line in 0..factor {
                let row = self.row(y * factor + line);
                for (sum, group) in sums.iter_mut().zip(row.chunks_exact(factor as usize)) {
                    *sum += group.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
                }
            }
            pixels.extend(sums.iter().map(|sum| (sum / (factor * factor)) as u8));
        }
        Luma::new(width, height, pixels)
    }

    /// Twice the size, in-between pixels interpolated: modules of one or two pixels get an inside
    /// that can be sampled.
    pub(crate) fn doubled(&self) -> Option<Luma> {
        let (width, height) = (self.width * 2, self.height * 2);
        let mut pixels = Vec::with_capacity(width as usize * height as usize);
        for y in 0..height {
            // A new pixel lies a quarter into its old one; its other neighbour weighs a quarter.
            let near = self.row(y / 2);
            let far_y = if y % 2 == 0 {
                (y / 2).saturating_sub(1)
            } else {
                (y / 2 + 1).min(self.height - 1)
            };
            let far = self.row(far_y);
            let mixed = |x: usize| 3 * u32::from(near[x]) + u32::from(far[x]);
            let last = self.width as usize - 1;
            for x in 0..self.width as usize {
                let here = 3 * mixed(x);
                pixels.push(((here + mixed(x.saturating_sub(1)) + 8) / 16) as u8);
                pixels.push(((here + mixed((x + 1).min(last)) + 8) / 16) as u8);
            }
        }
        Luma::new(width, height, pixels)
    }

    /// Every pixel pushed away from the mean of its neighbourhood: undoes some blur.
    pub(crate) fn sharpened(&self, radius: u32) -> Luma {
        let means = BoxMean::of(self);
        let mut pixels = Vec::with_capacity(self.area());
        for y in 0..self.height {
            for (x, pixel) in (0..self.width).zip(self.row(y)) {
                let pixel = i32::from(*pixel);
                let mean = i32::from(means.around(x, y, radius));
                pixels.push((pixel + 2 * (pixel - mean)).clamp(0, 255) as u8);
            }
        }
        Luma { pixels, ..*self }
    }

    pub(crate) fn row(&self, y: u32) -> &[u8] {
        let width = self.width as usize;
        &self.pixels[y as usize * width..][..width]
    }

    fn map(&self, change: impl Fn(u8) -> u8) -> Luma {
        let pixels = self.pixels.iter().map(|pixel| change(*pixel)).collect();
        Luma { pixels, ..*self }
    }
}

/// Means of any rectangle of a picture in constant time.
pub(crate) struct BoxMean {
    width: u32,
    height: u32,
    sums: Vec<u32>,
}

impl BoxMean {
    /// At most 16.8 million pixels: their sum still fits the cells.
    pub(crate) fn of(luma: &Luma) -> BoxMean {
        let stride = luma.width as usize + 1;
        let mut sums = vec![0u32; stride * (luma.height as usize + 1)];
        for y in 0..luma.height as usize {
            let mut line = 0u32;
            for (x, pixel) in luma.row(y as u32).iter().enumerate() {
                line = line.wrapping_add(u32::from(*pixel));
                sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1].wrapping_add(line);
            }
        }
        BoxMean {
            width: luma.width,
            height: luma.height,
            sums,
        }
    }

    /// Mean of the square of `2 × radius + 1` pixels around a pixel, cut at the edges.
    pub(crate) fn around(&self, x: u32, y: u32, radius: u32) -> u8 {
        let (left, top) = (x.saturating_sub(radius), y.saturating_sub(radius));
        let (right, bottom) = (
            (x + radius + 1).min(self.width),
            (y + radius + 1).min(self.height),
        );
        let stride = self.width as usize + 1;
        let at = |x: u32, y: u32| self.sums[y as usize * stride + x as usize];
        // Differences stay right when the running sums have wrapped.
        let sum = at(right, bottom)
            .wrapping_sub(at(left, bottom))
            .wrapping_sub(at(right, top))
            .wrapping_add(at(left, top));
        (sum / ((right - left) * (bottom - top))) as u8
    }
}

fn level_above<'a>(levels: impl Iterator<Item = (usize, &'a usize)>, cut: usize) -> Option<usize> {
    let mut seen = 0;
    for (level, count) in levels {
        seen += count;
        if seen > cut {
            return Some(level);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(width: u32, height: u32) -> Luma {
        let pixels = (0..width * height).map(|i| (i * 7 % 251) as u8).collect();
        Luma::new(width, height, pixels).unwrap()
    }

    #[test]
    fn a_rectangle_that_is_not_filled_is_refused() {
        assert!(Luma::new(2, 2, vec![0; 3]).is_none());
        assert!(Luma::new(0, 2, vec![]).is_none());
        assert!(Luma::new(u32::MAX, u32::MAX, vec![0; 3]).is_none());
    }

    #[test]
    fn means_are_those_of_a_plain_sum() {
        let luma = ramp(13, 9);
        let means = BoxMean::of(&luma);
        for (x, y, radius) in [(0, 0, 1), (6, 4, 2), (12, 8, 3), (5, 8, 20)] {
            let mut sum = 0;
            let mut count = 0;
            for yy in 0..9u32 {
                for xx in 0..13u32 {
                    if xx.abs_diff(x) <= radius && yy.abs_diff(y) <= radius {
                        sum += u32::from(luma.row(yy)[xx as usize]);
                        count += 1;
                    }
                }
            }
            assert_eq!(u32::from(means.around(x, y, radius)), sum / count);
        }
    }

    #[test]
    fn reducing_what_was_doubled_gives_about_the_same_picture() {
        let luma = Luma::new(8, 8, (0..64).map(|i| i * 3).collect()).unwrap();
        let back = luma.doubled().unwrap().reduced(2).unwrap();
        assert_eq!((back.width, back.height), (8, 8));
        for (a, b) in luma.pixels.iter().zip(&back.pixels) {
            assert!(a.abs_diff(*b) <= 8, "{a} {b}");
        }
    }

    #[test]
    fn stretching_fills_the_range_and_leaves_flat_pictures_alone() {
        let dim = Luma::new(
            100,
            2,
            (0..200).map(|i| if i % 2 == 0 { 10 } else { 40 }).collect(),
        );
        let pixels = dim.unwrap().stretched().unwrap().pixels;
        assert_eq!((pixels[0], pixels[1]), (0, 255));
        assert!(Luma::new(4, 4, vec![9; 16]).unwrap().stretched().is_none());
    }
}
