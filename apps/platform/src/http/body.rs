use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use tokio::time::timeout_at;
use tongban_protocol::{MEDIA_TYPE, Refusal};
use zeroize::Zeroizing;

use super::refusal::{Refused, Until};

/// The body of a request under our media type; another version of it is "update needed".
pub(super) fn accept(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let named = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let plain: String = named
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    if !plain.eq_ignore_ascii_case(MEDIA_TYPE) {
        let (ours, _) = MEDIA_TYPE.split_once(';').unwrap_or((MEDIA_TYPE, ""));
        let other_version = plain
            .split(';')
            .next()
            .is_some_and(|base| base.eq_ignore_ascii_case(ours));
        return Err(Refused(match other_version {
            true => Refusal::UpdateNeeded,
            false => Refusal::BadRequest {
                what: "media_type".to_owned(),
            },
        }));
    }
    let body = body.map_err(|rejection| {
        Refused(match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
            _ => Refusal::BadRequest {
                what: "body".to_owned(),
            },
        })
    })?;
    Ok(Zeroizing::new(body.to_vec()))
}

/// What came of a body.
pub(super) enum Gathered {
    /// All of it.
    Whole(Zeroizing<Vec<u8>>),
    /// The connection broke after this, or the time was over.
    Broken(Vec<u8>),
    /// It is longer than it may be.
    TooLarge,
}

/// Reads a body of at most `most` bytes, as far as it has come by then.
pub(super) async fn gather(body: Body, most: usize, Until(until): Until) -> Gathered {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    loop {
        let piece = match timeout_at(until, stream.next()).await {
            Ok(None) => break,
            Ok(Some(Ok(piece))) => piece,
            // A connection whose body is still wanted keeps its place, however slow it is.
            Ok(Some(Err(_))) | Err(_) => return Gathered::Broken(bytes),
        };
        if bytes.len() + piece.len() > most {
            return Gathered::TooLarge;
        }
        bytes.extend_from_slice(&piece);
    }
    Gathered::Whole(Zeroizing::new(bytes))
}

/// An answer under our media type that nobody between may keep.
pub(super) fn answer(bytes: Vec<u8>) -> Response {
    (
        [(CONTENT_TYPE, MEDIA_TYPE), (CACHE_CONTROL, "no-store")],
        bytes,
    )
        .into_response()
}
