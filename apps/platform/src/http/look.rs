use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use tongban_protocol::{Extra, LookRequest, LookResponse};

use super::address::Peer;
use super::body::{accept, answer};
use super::refusal::Refused;
use crate::platform::Platform;

pub(super) async fn look(
    State(platform): State<Arc<Platform>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let request = LookRequest::decode(&accept(&headers, body)?)?;
    let from = platform.pepper.address(peer.client(&headers));
    let looked = platform
        .proofing
        .look(request.number, from, platform.now())
        .await?;
    let response = LookResponse {
        clerk: looked.clerk,
        station: looked.station,
        printed_at: looked.printed_at,
        expires_at: looked.expires_at,
        tries_left: looked.tries_left,
        extra: Extra::default(),
    };
    Ok(answer(response.encode()))
}
