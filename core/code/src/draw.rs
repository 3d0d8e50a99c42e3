//! Text to modules: the smallest code that holds a text, in the mode that readers agree on.

use qrcode::bits::Bits;
use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode, Version};

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
            Ok(bits) => {
                let code = QrCode::with_bits(bits, level).map_err(|_| DrawError::TooLong)?;
                let size = code.width();
                let cells = code
                    .into_colors()
                    .into_iter()
                    .map(|color| u8::from(color == Color::Dark))
                    .collect();
                return Ok(Modules::new(size, version as u8, cells));
            }
            Err(QrError::DataTooLong) => {}
            Err(_) => return Err(DrawError::TooLong),
        }
    }
    Err(DrawError::TooLong)
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
    fn more_correction_needs_a_larger_code() {
        let sizes = [Ec::L, Ec::M, Ec::Q, Ec::H]
            .map(|ec| draw_modules(&"TB1:".repeat(50), ec).unwrap().size());
        assert!(sizes.is_sorted() && sizes[0] < sizes[3], "{sizes:?}");
    }
}
