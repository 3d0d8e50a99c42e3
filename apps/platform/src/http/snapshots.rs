use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LAST_MODIFIED};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use tongban_cose::sha256;
use tongban_protocol::{MEDIA_TYPE, Refusal};

use super::refusal::Refused;
use crate::platform::Platform;
use crate::store::SnapshotKind;

pub(super) async fn trust(
    State(platform): State<Arc<Platform>>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    newest(&platform, SnapshotKind::Trust, &headers).await
}

pub(super) async fn status(
    State(platform): State<Arc<Platform>>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    newest(&platform, SnapshotKind::Status, &headers).await
}

async fn newest(
    platform: &Platform,
    kind: SnapshotKind,
    headers: &HeaderMap,
) -> Result<Response, Refused> {
    let snapshot = platform
        .store
        .snapshot(kind)
        .await?
        .ok_or(Refused(Refusal::Busy { retry_after: 1 }))?;
    let etag = weak_tag(&snapshot.body);
    let kept = [(ETAG, etag.clone()), (CACHE_CONTROL, "no-cache".to_owned())];
    if knows(headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let mut response = (kept, [(CONTENT_TYPE, MEDIA_TYPE)], snapshot.body).into_response();
    if let Some(date) = http_date(snapshot.as_of) {
        response.headers_mut().insert(LAST_MODIFIED, date);
    }
    Ok(response)
}

/// Names the content, not its number: another database with the same version has another tag.
/// Weak, because the same content also travels compressed.
fn weak_tag(body: &[u8]) -> String {
    let mut tag = String::from("W/\"");
    for byte in &sha256(body)[..12] {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

fn knows(headers: &HeaderMap, etag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|tag| tag.trim() == "*" || opaque(tag) == opaque(etag))
}

fn http_date(seconds: u64) -> Option<axum::http::HeaderValue> {
    let at = jiff::Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
    at.strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string()
        .parse()
        .ok()
}
