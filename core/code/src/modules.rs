//! The dark and light modules of one code, and their pictures.

use std::fmt::Write as _;
use std::io::Cursor;

use image::ExtendedColorType;
use image::ImageEncoder as _;
use image::codecs::png::PngEncoder;

/// A drawn code: a square of modules without its quiet zone.
#[derive(Clone, PartialEq, Eq)]
pub struct Modules {
    size: usize,
    version: u8,
    cells: Vec<u8>,
}

/// Why modules cannot become a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// A module needs at least one pixel.
    #[error("scale is zero")]
    NoScale,
    /// The picture would be wider than 16,384 pixels.
    #[error("picture is too large")]
    TooLarge,
}

impl Modules {
    pub(crate) fn new(size: usize, version: u8, cells: Vec<u8>) -> Self {
        debug_assert_eq!(cells.len(), size * size);
        Self {
            size,
            version,
            cells,
        }
    }

    /// Modules along one side: 17 + 4 × version.
    pub fn size(&self) -> usize {
        self.size
    }

    /// 1 to 40.
    pub fn version(&self) -> u8 {
        self.version
    }

    /// `size` × `size` bytes row by row, 1 = dark: what a screen draws from.
    pub fn cells(&self) -> &[u8] {
        &self.cells
    }

    /// Whether the module in column `x` of row `y` is dark; outside the code all is light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.size && y < self.size && self.cells[y * self.size + x] == 1
    }

    /// A grey PNG, black on white, `scale` whole pixels a module, `quiet` light modules around
    /// (the standard asks for 4).
    pub fn to_png(&self, scale: u32, quiet: u32) -> Result<Vec<u8>, RenderError> {
        let (side, pixels) = self.to_luma(scale, quiet)?;
        let mut png = Cursor::new(Vec::new());
        PngEncoder::new(&mut png)
            .write_image(&pixels, side, side, ExtendedColorType::L8)
            .map_err(|_| RenderError::TooLarge)?;
        Ok(png.into_inner())
    }

    /// Side in pixels and the grey pixels (0 or 255) of what [`Modules::to_png`] encodes.
    pub fn to_luma(&self, scale: u32, quiet: u32) -> Result<(u32, Vec<u8>), RenderError> {
        if scale == 0 {
            return Err(RenderError::NoScale);
        }
        let side = quiet
            .checked_mul(2)
            .and_then(|border| border.checked_add(self.size as u32))
            .and_then(|modules| modules.checked_mul(scale))
            .filter(|side| *side <= MAX_SIDE)
            .ok_or(RenderError::TooLarge)?;
        let mut pixels = Vec::with_capacity(side as usize * side as usize);
        for y in 0..side {
            let row = (y / scale).checked_sub(quiet);
            for x in 0..side {
                let column = (x / scale).checked_sub(quiet);
                let dark = row
                    .zip(column)
                    .is_some_and(|(y, x)| self.is_dark(x as usize, y as usize));
                pixels.push(if dark { 0 } else { 255 });
            }
        }
        Ok((side, pixels))
    }

    /// An SVG of one path, one unit a module; for paper, where pixels have no meaning.
    pub fn to_svg(&self, quiet: u32) -> String {
        let side = self.size + 2 * quiet as usize;
        let mut path = String::new();
        for (y, row) in self.cells.chunks(self.size).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run[0] == 1 {
                    let (left, top) = (x + quiet as usize, y + quiet as usize);
                    // Writing to a String cannot fail.
                    let _ = write!(path, "M{left} {top}h{n}v1h-{n}z", n = run.len());
                }
                x += run.len();
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
             <path fill=\"#000\" d=\"{path}\"/></svg>"
        )
    }
}

/// Prints the shape only: a live code is a proof, and a log must not hold one.
impl std::fmt::Debug for Modules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Modules")
            .field("size", &self.size)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

const MAX_SIDE: u32 = 16_384;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ec, draw_modules};

    #[test]
    fn a_picture_has_whole_pixels_and_its_quiet_zone() {
        let code = draw_modules("TB1:A", Ec::L).unwrap();
        let (side, pixels) = code.to_luma(3, 4).unwrap();
        assert_eq!(side, (21 + 8) * 3);
        let at = |x: u32, y: u32| pixels[(y * side + x) as usize];
        assert!(
            (0..side).all(|i| at(i, 11) == 255 && at(11, i) == 255),
            "quiet zone is light"
        );
        for y in 0..side {
            for x in 0..side {
                let (module_x, module_y) = ((x / 3) as usize, (y / 3) as usize);
                let dark =
                    module_x >= 4 && module_y >= 4 && code.is_dark(module_x - 4, module_y - 4);
                assert_eq!(at(x, y) == 0, dark);
            }
        }
    }

    #[test]
    fn impossible_pictures_are_refused() {
        let code = draw_modules("A", Ec::L).unwrap();
        assert_eq!(code.to_png(0, 4), Err(RenderError::NoScale));
        assert_eq!(code.to_png(u32::MAX, 4), Err(RenderError::TooLarge));
        assert_eq!(code.to_png(1, u32::MAX), Err(RenderError::TooLarge));
        assert_eq!(code.to_png(1000, 4), Err(RenderError::TooLarge));
    }

    #[test]
    fn the_svg_paints_exactly_the_dark_modules() {
        let code = draw_modules("TB1:SVG", Ec::L).unwrap();
        let svg = code.to_svg(4);
        let (_, path) = svg.split_once("#000").expect("a dark path");
        let painted: usize = path
            .split('h')
            .filter_map(|part| part.split_once('v')?.0.parse::<usize>().ok())
            .sum();
        let dark = code
            .cells()
            .iter()
            .map(|cell| usize::from(*cell))
            .sum::<usize>();
        assert_eq!(painted, dark);
        assert!(svg.contains("viewBox=\"0 0 29 29\""));
    }

    #[test]
    fn a_log_line_never_holds_the_code() {
        let code = draw_modules("TB1:SECRET", Ec::L).unwrap();
        assert_eq!(format!("{code:?}"), "Modules { size: 21, version: 1, .. }");
    }
}
