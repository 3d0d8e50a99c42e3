use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tongban_protocol::Refusal;

use super::address::Peer;
use super::refusal::Refused;
use crate::pace::Paced;
use crate::platform::Platform;
use crate::store::AddressTag;

/// Who counts the requests of each address.
#[derive(Clone)]
pub(super) struct Addresses {
    pub(super) platform: Arc<Platform>,
    pub(super) paced: Arc<Paced<AddressTag>>,
}

/// Tells an address that asks too fast when to come back, before anything of its request is read.
pub(super) async fn of_addresses(
    State(addresses): State<Addresses>,
    request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<Peer>().copied();
    if let Some(peer) = peer {
        let client = peer.client(request.headers());
        let tag = addresses.platform.pepper.address(client);
        if let Err(retry_after) = addresses.paced.take(tag, 1) {
            return Refused(Refusal::RateLimited { retry_after }).into_response();
        }
    }
    next.run(request).await
}
