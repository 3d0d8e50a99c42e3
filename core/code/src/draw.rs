//! Text to modules: the smallest code that holds a text, in the mode that readers agree on.

use qrcode::bits::Bits;
use qrcode::canvas::Canvas;
use qrcode::ec::construct_codewords;
use qrcode::types::QrError;
use qrcode::{EcLevel, Version};

use crate::mask::best_masked;
use crate::modules::Modules;

/// How much of a code may be damaged and still be read: about 7, 15, 25, 30 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ec {
    /// About 7 %; the level of codes on screens.
    #[default]
    L,
    /// About 15 %.
    M,
    /// About 25 %.
    Q,
    /// About 30 %; for paper that gets folded.
    H,
}

/// Why a text cannot be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// Nothing to draw: a code without text is unreadable by design.
    #[error("text is empty")]
    Empty,
    /// Does not fit version 40 at this error correction level.
    #[error("text does not fit into one code")]
    TooLong,
}

/// Draws `text` as the smallest code that holds it; the same text gives the same modules.
///
/// Mode: digits only → numeric; the 45 characters of QR alphanumeric → alphanumeric; other ASCII
/// → byte; everything else → byte with the UTF-8 designator (ECI 26), so that no reader guesses.
///
/// ```
/// use tongban_code::{Ec, draw_modules};
/// let code = draw_modules("TB1:ABC", Ec::L).unwrap();
/// assert_eq!((code.version(), code.size()), (1, 21));
/// ```
pub fn draw_modules(text: &str, ec: Ec) -> Result<Modules, DrawError> {
    if text.is_empty() {
        return Err(DrawError::Empty);
    }
    let mode = Mode::of(text);
    let level = ec.level();
    for version in 1..=40 {
        match mode.bits(text, Version::Normal(version), level) {
            Ok(bits) => return draw(bits, level).ok_or(DrawError::TooLong),
            Err(QrError::DataTooLong) => {}
            Err(_) => return Err(DrawError::TooLong),
        }
    }
    Err(DrawError::TooLong)
}

fn draw(bits: Bits, level: EcLevel) -> Option<Modules> {
    let version = bits.version();
    let size = usize::try_from(version.width()).ok()?;
    let (data, correction) = construct_codewords(&bits.into_bytes(), version, level).ok()?;
    let mut canvas = Canvas::new(version, level);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    let Version::Normal(number) = version else {
        return None;
    };
    Some(Modules::new(
        size,
        u8::try_from(number).ok()?,
        best_masked(&canvas, size),
    ))
}

impl Ec {
    fn level(self) -> EcLevel {
        match self {
            Ec::L => EcLevel::L,
            Ec::M => EcLevel::M,
            Ec::Q => EcLevel::Q,
            Ec::H => EcLevel::H,
        }
    }
}

#[derive(Clone, Copy)]
enum Mode {
    Numeric,
    Alphanumeric,
    Bytes,
    Utf8,
}

impl Mode {
    fn of(text: &str) -> Mode {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            Mode::Numeric
        } else if text.bytes().all(is_alphanumeric) {
            Mode::Alphanumeric
        } else if text.is_ascii() {
            Mode::Bytes
        } else {
            Mode::Utf8
        }
    }

    fn bits(self, text: &str, version: Version, level: EcLevel) -> Result<Bits, QrError> {
        let mut bits = Bits::new(version);
        match self {
            Mode::Numeric => bits.push_numeric_data(text.as_bytes())?,
            Mode::Alphanumeric => bits.push_alphanumeric_data(text.as_bytes())?,
            Mode::Bytes => bits.push_byte_data(text.as_bytes())?,
            Mode::Utf8 => {
                bits.push_eci_designator(ECI_UTF8)?;
                bits.push_byte_data(text.as_bytes())?;
            }
        }
        bits.push_terminator(level)?;
        Ok(bits)
    }
}

fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase() || b" $%*+-./:".contains(&byte)
}

const ECI_UTF8: u32 = 26;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_text_is_refused() {
        assert_eq!(draw_modules("", Ec::L), Err(DrawError::Empty));
    }

    #[test]
    fn the_capacity_of_version_40_is_the_limit() {
        assert_eq!(
            draw_modules(&"A".repeat(4296), Ec::L).unwrap().version(),
            40
        );
        assert_eq!(
            draw_modules(&"A".repeat(4297), Ec::L),
            Err(DrawError::TooLong)
        );
        assert_eq!(
            draw_modules(&"A".repeat(100_000), Ec::H),
            Err(DrawError::TooLong)
        );
    }

    #[test]
    fn our_texts_use_alphanumeric_mode_and_the_smallest_version() {
        // ISO/IEC 18004 table 7: 20-L holds 1,249 alphanumeric characters, 858 bytes.
        assert_eq!(
            draw_modules(&"A:".repeat(624), Ec::L).unwrap().version(),
            20
        );
        assert_eq!(
            draw_modules(&"A:".repeat(625), Ec::L).unwrap().version(),
            21
        );
        assert_eq!(
            draw_modules(&"a:".repeat(429), Ec::L).unwrap().version(),
            20
        );
        assert_eq!(
            draw_modules(&"a:".repeat(430), Ec::L).unwrap().version(),
            21
        );
    }

    #[test]
    fn the_mask_is_the_one_that_the_library_would_choose() {
        for (length, level) in [
            (5, Ec::L),
            (60, Ec::M),
            (300, Ec::Q),
            (1000, Ec::L),
            (1300, Ec::H),
        ] {
            let text: String = (0..length)
                .map(|i| (b'A' + (i * i % 26) as u8) as char)
                .collect();
            let drawn = draw_modules(&text, level).unwrap();
            let bits = Mode::Alphanumeric
                .bits(
                    &text,
                    Version::Normal(drawn.version().into()),
                    level.level(),
                )
                .unwrap();
            let theirs = qrcode::QrCode::with_bits(bits, level.level())
                .unwrap()
                .into_colors();
            let theirs: Vec<u8> = theirs
                .into_iter()
                .map(|c| u8::from(c == qrcode::Color::Dark))
                .collect();
            assert_eq!(drawn.cells(), theirs, "{length} characters");
        }
    }

    #[test]
    fn more_correction_needs_a_larger_code() {
        let sizes = [Ec::L, Ec::M, Ec::Q, Ec::H]
            .map(|ec| draw_modules(&"TB1:".repeat(50), ec).unwrap().size());
        assert!(sizes.is_sorted() && sizes[0] < sizes[3], "{sizes:?}");
    }
}
