//! Which of the eight masks a code gets: the one that readers trip over least, by the penalties of
//! ISO/IEC 18004 section 7.8.3. Chosen here because the library's own choice takes ten times as
//! long, and a timed code is drawn every 30 seconds on old phones.

use qrcode::Color;
use qrcode::canvas::{Canvas, MaskPattern};

/// The cells (1 = dark) under the best mask; the first of equals.
pub(crate) fn best_masked(canvas: &Canvas, size: usize) -> Vec<u8> {
    let masked = MASKS.into_iter().map(|mask| {
        let mut canvas = canvas.clone();
        canvas.apply_mask(mask);
        let colors = canvas.into_colors().into_iter();
        colors
            .map(|color| u8::from(color == Color::Dark))
            .collect::<Vec<u8>>()
    });
    masked
        .min_by_key(|cells| penalty(cells, size))
        .unwrap_or_default()
}

fn penalty(cells: &[u8], size: usize) -> usize {
    let turned: Vec<u8> = (0..size)
        .flat_map(|x| (0..size).map(move |y| cells[y * size + x]))
        .collect();
    let lines = |cells: &[u8]| {
        cells
            .chunks(size)
            .map(|line| runs(line) + corners(line))
            .sum::<usize>()
    };
    lines(cells) + lines(&turned) + blocks(cells, size) + imbalance(cells)
}

/// Five or more alike in a line: their number less two.
fn runs(line: &[u8]) -> usize {
    let long = line
        .chunk_by(|a, b| a == b)
        .map(<[u8]>::len)
        .filter(|length| *length >= 5);
    long.map(|length| length - 2).sum()
}

/// What looks like a cut through a corner square, with light on at least one side of it.
fn corners(line: &[u8]) -> usize {
    let light = |from: usize, to: usize| {
        line[from.min(line.len())..to.min(line.len())]
            .iter()
            .all(|cell| *cell == 0)
    };
    let alike = line
        .windows(CORNER.len())
        .enumerate()
        .filter(|(_, window)| *window == CORNER);
    40 * alike
        .filter(|(at, _)| light(at.saturating_sub(4), *at) || light(at + 7, at + 11))
        .count()
}

fn blocks(cells: &[u8], size: usize) -> usize {
    let pairs = cells.chunks(size).zip(cells.chunks(size).skip(1));
    3 * pairs
        .flat_map(|(upper, lower)| upper.windows(2).zip(lower.windows(2)))
        .filter(|(upper, lower)| upper[0] == upper[1] && upper == lower)
        .count()
}

/// How far the share of dark cells is from a half, in half percents.
fn imbalance(cells: &[u8]) -> usize {
    let dark: usize = cells.iter().map(|cell| usize::from(*cell)).sum();
    (dark * 200 / cells.len().max(1)).abs_diff(100)
}

const CORNER: [u8; 7] = [1, 0, 1, 1, 1, 0, 1];

const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_penalty_counts_what_it_names() {
        assert_eq!(runs(&[1, 1, 1, 1, 0]), 0);
        assert_eq!(runs(&[1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]), 3 + 4);
        assert_eq!(corners(&[0, 0, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1]), 40);
        assert_eq!(corners(&[1, 1, 0, 1, 1, 1, 0, 1, 1, 1]), 0);
        assert_eq!(blocks(&[1, 1, 0, 1, 1, 0, 0, 0, 0], 3), 3);
        assert_eq!(imbalance(&[1, 0, 0, 0]), 50);
    }
}
