use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;

use super::address::Peer;
use super::body::{accept, answer};
use super::refusal::Refused;
use crate::platform::Platform;

pub(super) async fn enrol(
    State(platform): State<Arc<Platform>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let body = accept(&headers, body)?;
    let from = platform.pepper.address(peer.client(&headers));
    let enrolled = crate::enrol::enrol(&platform, body, from).await?;
    Ok(answer(enrolled.to_vec()))
}
