//! The origin of the UI: its files, its calls, its events.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, Uri, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use futures_util::StreamExt as _;
use serde::Deserialize;
use tongban_app::frame;

use crate::gate::key_guard;
use crate::once::Spent;
use crate::server::Shared;

/// Everything here needs the app origin's cookie, except `/enter`; calls and events need its
/// key too.
pub(crate) fn routes(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/call/{name}", post(call))
        .route("/events", get(events))
        .route_layer(from_fn_with_state(shared.app_origin.clone(), key_guard))
        .route("/enter", get(enter))
        .fallback(get(file))
        .with_state(shared)
}

pub(crate) const OPEN_PATHS: &[&str] = &["/enter"];

#[derive(Deserialize)]
pub(crate) struct Token {
    pub(crate) token: String,
}

async fn enter(
    State(shared): State<Arc<Shared>>,
    Query(Token { token }): Query<Token>,
) -> Response {
    let refused = match shared.app_link.spend(&token) {
        Spent::Now => None,
        Spent::Before => Some("this link was used before\n"),
        Spent::Never => Some("this is no link of this program\n"),
    };
    if let Some(why) = refused {
        return (StatusCode::UNAUTHORIZED, why).into_response();
    }
    let page = format!("/#key={}", shared.app_origin.key().reveal());
    (
        [(header::SET_COOKIE, shared.app_origin.set_cookie())],
        Redirect::to(&page),
    )
        .into_response()
}

async fn call(State(shared): State<Arc<Shared>>, Path(name): Path<String>, body: Body) -> Response {
    let body = match whole(body).await {
        Ok(body) => body,
        Err(Unread::TooLarge) => return framed(frame::too_large()),
        Err(Unread::Cut) => return StatusCode::BAD_REQUEST.into_response(),
    };
    let Ok((json, bytes)) = frame::decode(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let reply = shared.host.app().call(&name, json, bytes).await;
    framed(frame::encode(&reply.json, &reply.bytes))
}

fn framed(reply: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/octet-stream")], reply).into_response()
}

enum Unread {
    TooLarge,
    Cut,
}

/// The body, if it is not above what a call accepts. A larger one is read to its end and dropped
/// on the way: a browser that is still sending would not hear an earlier answer.
async fn whole(body: Body) -> Result<Vec<u8>, Unread> {
    let (mut taken, mut too_large) = (Vec::new(), false);
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Unread::Cut)?;
        too_large |= taken.len() + chunk.len() > frame::LARGEST_CALL;
        if too_large {
            taken = Vec::new();
        } else {
            taken.extend_from_slice(&chunk);
        }
    }
    if too_large {
        Err(Unread::TooLarge)
    } else {
        Ok(taken)
    }
}

async fn events(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    crate::events::stream(shared.host.app().events())
}

async fn file(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    shared.ui.serve(uri.path())
}
