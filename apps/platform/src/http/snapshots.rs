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

/// The platform's receipt keys.
pub(super) async fn keys(
    State(platform): State<Arc<Platform>>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    Ok(kept(platform.platform_keys.clone(), None, &headers))
}

/// The newest pack.
pub(super) async fn pack(
    State(platform): State<Arc<Platform>>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let pack = platform.packs.newest().ok_or(Refused(Refusal::NotFound))?;
    Ok(kept(pack.bytes.clone(), None, &headers))
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
    Ok(kept(snapshot.body, Some(snapshot.as_of), headers))
}

/// A body that clients keep and ask about again by its tag.
fn kept(body: Vec<u8>, as_of: Option<u64>, headers: &HeaderMap) -> Response {
    let etag = weak_tag(&body);
    let kept = [(ETAG, etag.clone()), (CACHE_CONTROL, "no-cache".to_owned())];
    if knows(headers, &etag) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let mut response = (kept, [(CONTENT_TYPE, MEDIA_TYPE)], body).into_response();
    if let Some(date) = as_of.and_then(http_date) {
        response.headers_mut().insert(LAST_MODIFIED, date);
    }
    response
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
