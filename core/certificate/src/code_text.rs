//! The text of a code: `TB1:` and base45 (RFC 9285).
//!
//! Every character is in the alphanumeric set of QR codes, because byte mode is mangled by some
//! phone scanners. Content is never inflated and at most 2 kB (rule C11).

use crate::ReadError;

/// What every code text begins with: the product and the version of the format.
pub const PREFIX: &str = "TB1:";

/// Most bytes that a code may hold (rule C11).
pub const MAX_CODE_BYTES: usize = 2048;

/// The text of a code that holds `bytes`.
pub fn encode_code_text(bytes: &[u8]) -> String {
    format!("{PREFIX}{}", base45::encode(bytes))
}

/// The bytes of a code text. Space around the text is ignored, because copying adds it; inside,
/// exactly one spelling is accepted.
pub fn decode_code_text(text: &str) -> Result<Vec<u8>, ReadError> {
    let body = trim(text)
        .strip_prefix(PREFIX)
        .ok_or(ReadError::OtherCode)?;
    if body.len() > MAX_CODE_BYTES.div_ceil(2) * 3 {
        return Err(ReadError::TooLong {
            max_bytes: MAX_CODE_BYTES,
        });
    }
    let bytes = base45::decode(body).map_err(|_| ReadError::NotBase45)?;
    if bytes.len() > MAX_CODE_BYTES {
        return Err(ReadError::TooLong {
            max_bytes: MAX_CODE_BYTES,
        });
    }
    // The decoder takes an overlarge last pair; one content must have one text.
    match base45::encode(&bytes) == body {
        true => Ok(bytes),
        false => Err(ReadError::NotBase45),
    }
}

/// A space is a base45 digit: at the end of the text it may be content, so only line breaks and
/// tabs go there.
fn trim(text: &str) -> &str {
    text.trim_start().trim_end_matches(['\r', '\n', '\t'])
}

/// The smallest QR version at error correction L whose alphanumeric mode holds the text of
/// `bytes`; `None` above 25-L, the most that a phone camera should be asked to read.
pub(crate) fn qr_version_l(bytes: usize) -> Option<u8> {
    let characters = PREFIX.len() + bytes / 2 * 3 + bytes % 2 * 2;
    let fitting = ALPHANUMERIC_L
        .iter()
        .position(|capacity| characters <= *capacity)?;
    u8::try_from(fitting + 1).ok()
}

pub(crate) const EASY_VERSION: u8 = 20;
pub(crate) const MAX_VERSION: u8 = 25;

/// Characters in alphanumeric mode at level L, versions 1 to 25 (ISO/IEC 18004 table 7).
const ALPHANUMERIC_L: [usize; MAX_VERSION as usize] = [
    25, 47, 77, 114, 154, 195, 224, 279, 335, 395, 468, 535, 619, 667, 758, 854, 938, 1046, 1153,
    1249, 1352, 1460, 1588, 1704, 1853,
];
