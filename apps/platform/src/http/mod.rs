//! The doors: HTTP over loopback. Each handler converts, forwards, converts; decisions are
//! made by the use cases.

mod address;
mod body;
mod enrol;
mod health;
mod log;
mod look;
mod openapi;
mod refusal;
mod snapshots;
mod status_page;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tongban_protocol::paths;
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;

pub(crate) use address::Peer;

use crate::platform::Platform;
use crate::serve::Limits;

/// All routes. The body limit counts after decompression, so a small body cannot become a
/// large one.
pub(crate) fn router(platform: Arc<Platform>, limits: Limits) -> Router {
    Router::new()
        .route("/", get(status_page::page))
        .route("/status.css", get(status_page::style))
        .route(paths::HEALTH, get(health::health))
        .route("/openapi.json", get(openapi::openapi))
        .route(paths::VOUCHER_LOOK, post(look::look))
        .route(paths::ENROL, post(enrol::enrol))
        .route(paths::TRUST, get(snapshots::trust))
        .route(paths::STATUS, get(snapshots::status))
        .fallback(refusal::nothing_here)
        .method_not_allowed_fallback(refusal::wrong_method)
        .with_state(platform)
        .layer(DefaultBodyLimit::max(limits.body_bytes))
        .layer(RequestDecompressionLayer::new())
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(
            Duration::from_secs(limits.request_seconds),
            refusal::within,
        ))
        .route_layer(from_fn(log::request))
}
