//! The origin of the UI: its files, its calls, its events.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use tongban_app::frame;

use crate::server::Shared;

/// Everything here needs the app origin's cookie, except `/enter`.
pub(crate) fn routes(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/enter", get(enter))
        .route(
            "/call/{name}",
            post(call).layer(DefaultBodyLimit::max(LARGEST_CALL)),
        )
        .route("/events", get(events))
        .fallback(get(file))
        .with_state(shared)
}

pub(crate) const OPEN_PATH: &str = "/enter";

/// A photo of a large sensor, uncompressed formats excepted.
const LARGEST_CALL: usize = 64 * 1024 * 1024;

#[derive(Deserialize)]
pub(crate) struct Token {
    pub(crate) token: String,
}

async fn enter(
    State(shared): State<Arc<Shared>>,
    Query(Token { token }): Query<Token>,
) -> Response {
    if !shared.app_link.spend(&token) {
        return (StatusCode::UNAUTHORIZED, "this link was used before\n").into_response();
    }
    (
        [(header::SET_COOKIE, shared.app_origin.set_cookie())],
        Redirect::to("/"),
    )
        .into_response()
}

async fn call(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
    body: Bytes,
) -> Response {
    let Ok((json, bytes)) = frame::decode(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let reply = shared.host.app().call(&name, json, bytes).await;
    (
        [(header::CONTENT_TYPE, "application/octet-stream")],
        frame::encode(&reply.json, &reply.bytes),
    )
        .into_response()
}

async fn events(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    crate::events::stream(shared.host.app().events())
}

async fn file(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    shared.ui.serve(uri.path())
}
