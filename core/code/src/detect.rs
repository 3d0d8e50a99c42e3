//! Black and white to texts: the detector and decoder of `rxing`, with limits of our own around
//! them, because they neither bound their work nor promise not to panic on hostile pictures.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rxing::common::cpp_essentials::ConcentricPattern;
use rxing::common::{BitMatrix, DetectorRXingResult as _};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR};

/// The texts of the codes in one black and white picture, without repeats; empty when there is
/// none. Never panics: what the library panics on counts as "none".
pub(crate) fn texts_in(matrix: &BitMatrix) -> Vec<String> {
    // Unwind safe: the matrix is only read, and everything else is made inside.
    catch_unwind(AssertUnwindSafe(|| search(matrix))).unwrap_or_default()
}

fn search(matrix: &BitMatrix) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    if matrix.width() < SMALLEST_CODE
        || matrix.height() < SMALLEST_CODE
        || corner_runs(matrix) > MAX_CORNER_RUNS
    {
        return texts;
    }
    let mut corners = FindFinderPatterns(matrix, true, 0);
    // Sorting puts large ones first, as the library does; noise is small.
    corners.sort_by_key(|corner| std::cmp::Reverse(corner.size));
    corners.truncate(MAX_CORNERS);
    let mut used: Vec<ConcentricPattern> = Vec::new();
    for set in GenerateFinderPatternSets(&mut corners)
        .into_iter()
        .take(MAX_SETS)
    {
        let three = [set.bl, set.tl, set.tr];
        if three.iter().any(|corner| used.contains(corner)) {
            continue;
        }
        let Ok(sampled) = SampleQR(matrix, &set) else {
            continue;
        };
        let Ok(decoded) = Decode(sampled.getBits()) else {
            continue;
        };
        if !decoded.isValid() {
            continue;
        }
        used.extend(three);
        // Ours and nearly everyone's texts are UTF-8 with or without a designator; only what is
        // not is left to the library's guess.
        let text = match std::str::from_utf8(decoded.content().bytes()) {
            Ok(text) => text.to_owned(),
            Err(_) => decoded.text(),
        };
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// How many runs on every third row look like a cut through a corner square (1:1:3:1:1). The
/// search costs their number times the number of squares found, which a hostile picture can make
/// quadratic in its pixels.
fn corner_runs(matrix: &BitMatrix) -> usize {
    let mut found = 0;
    for y in (2..matrix.height()).step_by(3) {
        let mut runs = [0u32; 5];
        let mut dark = false;
        for x in 0..matrix.width() {
            if matrix.get(x, y) == dark {
                runs[4] += 1;
                continue;
            }
            found += usize::from(dark && is_corner_cut(&runs));
            runs.rotate_left(1);
            runs[4] = 1;
            dark = !dark;
        }
        found += usize::from(dark && is_corner_cut(&runs));
    }
    found
}

fn is_corner_cut(runs: &[u32; 5]) -> bool {
    let [a, b, core, c, d] = *runs;
    a > 0 && core >= 3 && core >= 2 * a.max(d) && core >= b.max(c)
}

const SMALLEST_CODE: u32 = 21;
const MAX_CORNER_RUNS: usize = 20_000;
const MAX_CORNERS: usize = 256;
const MAX_SETS: usize = 400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_of_corner_squares_is_counted_and_given_up() {
        let mut matrix = BitMatrix::new(1600, 1600).unwrap();
        for y in 0..1600u32 {
            for x in 0..1600u32 {
                let ring = (x % 8).abs_diff(3).max((y % 8).abs_diff(3));
                if ring != 2 && x % 8 < 7 && y % 8 < 7 {
                    matrix.set(x, y);
                }
            }
        }
        assert!(corner_runs(&matrix) > MAX_CORNER_RUNS);
        assert!(texts_in(&matrix).is_empty());
    }

    #[test]
    fn pictures_smaller_than_a_code_hold_none() {
        for side in 1..25 {
            assert!(texts_in(&BitMatrix::new(side, side).unwrap()).is_empty());
        }
    }
}
