//! Framing for web hosts, both ways: `[u32 BE length of the JSON][JSON, UTF-8][raw bytes…]`.

use thiserror::Error;

use crate::api::{BYTES_LIMIT, JSON_LIMIT, error_json};
use crate::error::{ErrorCode, Params};

/// Puts JSON and raw bytes into one body.
///
/// ```
/// let body = tongban_app::frame::encode("{}", &[1, 2]);
/// assert_eq!(tongban_app::frame::decode(&body).unwrap(), ("{}", &[1, 2][..]));
/// ```
pub fn encode(json: &str, bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(json.len()).expect("a reply's JSON is far below 4 GiB");
    let mut body = Vec::with_capacity(4 + json.len() + bytes.len());
    body.extend_from_slice(&length.to_be_bytes());
    body.extend_from_slice(json.as_bytes());
    body.extend_from_slice(bytes);
    body
}

/// The longest body that a call accepts: its lengths, its JSON, its bytes.
pub const LARGEST_CALL: usize = size_of::<u32>() + JSON_LIMIT + BYTES_LIMIT;

/// The reply to a body above [`LARGEST_CALL`], for a host that does not take it into memory: what
/// the core would have answered (`call.too_large`).
pub fn too_large() -> Vec<u8> {
    encode(
        &error_json(&ErrorCode::CallTooLarge.view(Params::new())),
        &[],
    )
}

/// Takes a body apart; never panics, whatever the bytes.
pub fn decode(body: &[u8]) -> Result<(&str, &[u8]), FrameError> {
    let (length, rest) = body.split_first_chunk::<4>().ok_or(FrameError::Short)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| FrameError::Short)?;
    let (json, bytes) = rest.split_at_checked(length).ok_or(FrameError::Short)?;
    Ok((
        std::str::from_utf8(json).map_err(|_| FrameError::NotText)?,
        bytes,
    ))
}

/// Why a body is not a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FrameError {
    /// It ends before its own length says.
    #[error("frame is shorter than its length field")]
    Short,
    /// The JSON part is not UTF-8.
    #[error("json part of the frame is not utf-8")]
    NotText,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_comes_back_as_it_went_in() {
        for (json, bytes) in [("", &[][..]), ("{\"a\":\"字\"}", &[0, 255][..])] {
            assert_eq!(decode(&encode(json, bytes)), Ok((json, bytes)));
        }
    }

    #[test]
    fn a_cut_or_lying_frame_is_refused() {
        let body = encode("{}", b"raw");
        assert_eq!(decode(&body[..3]), Err(FrameError::Short));
        assert_eq!(decode(&body[..5]), Err(FrameError::Short));
        assert_eq!(
            decode(&[0xff, 0xff, 0xff, 0xff, b'{']),
            Err(FrameError::Short)
        );
        assert_eq!(decode(&[0, 0, 0, 1, 0xff]), Err(FrameError::NotText));
    }
}
