//! The doors: HTTP over loopback. Each handler converts, forwards, converts; decisions are
//! made by the use cases.

mod address;
mod body;
mod enrol;
mod health;
mod hints;
mod log;
mod look;
mod openapi;
mod pace;
mod refusal;
mod snapshots;
mod status_page;
mod sync;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tongban_protocol::{MAX_PUSH_BYTES, paths};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use tower_http::decompression::RequestDecompressionLayer;

pub(crate) use address::Peer;

use crate::pace::Paced;
use crate::platform::Platform;
use crate::serve::Limits;

/// All routes. The body limit counts after decompression, so a small body cannot become a
/// large one. What may be long, on a network that may be slow, has a longer time too.
pub(crate) fn router(platform: Arc<Platform>, limits: Limits) -> Router {
    let worth_compressing = DefaultPredicate::new()
        .and(SizeAbove::new(LEAST_COMPRESSED))
        .and(is_compressible);
    let short = Duration::from_secs(limits.request_seconds);
    let long = Duration::from_secs(limits.long_request_seconds);
    let addresses = pace::Addresses {
        platform: Arc::clone(&platform),
        paced: Arc::new(Paced::new(limits.of_an_address)),
    };
    let plain = Router::new()
        .route("/", get(status_page::page))
        .route("/status.css", get(status_page::style))
        .route(paths::HEALTH, get(health::health))
        .route("/openapi.json", get(openapi::openapi))
        .route(paths::VOUCHER_LOOK, post(look::look))
        .route(paths::ENROL, post(enrol::enrol))
        .route(paths::TRUST, get(snapshots::trust))
        .route(paths::STATUS, get(snapshots::status))
        .route(paths::KEYS, get(snapshots::keys))
        .route(paths::PACK, get(snapshots::pack))
        .route(paths::SESSION_CHALLENGE, post(sync::challenge))
        .route(paths::SESSION, post(sync::session))
        .route(paths::PULL, post(sync::pull))
        .route(paths::READ_MARKS, post(sync::read_marks))
        .route(paths::HINTS, get(hints::hints))
        .route(paths::DESK_QUEUE, post(sync::desk_queue))
        .route(paths::DESK_CASE, post(sync::desk_case))
        .route(paths::DESK_FILE, post(sync::desk_file))
        .layer(DefaultBodyLimit::max(limits.body_bytes))
        .layer(from_fn_with_state(short, refusal::within));
    let uploads = Router::new()
        .route(paths::PUSH, post(sync::push))
        .route(paths::UPLOAD, post(sync::upload))
        .route(paths::SEALED, post(sync::push_sealed))
        .route(paths::SEALED_UPLOAD, post(sync::upload_sealed))
        .layer(DefaultBodyLimit::max(MOST_PUSHED))
        .layer(from_fn_with_state(long, refusal::within));
    plain
        .merge(uploads)
        .layer(from_fn_with_state(Arc::clone(&platform), hints::nudge))
        .fallback(refusal::nothing_here)
        .method_not_allowed_fallback(refusal::wrong_method)
        .with_state(platform)
        .layer(RequestDecompressionLayer::new())
        .layer(CompressionLayer::new().compress_when(worth_compressing))
        .layer(from_fn_with_state(addresses, pace::of_addresses))
        .route_layer(from_fn(log::request))
}

/// What an answer that is compressed as it is is marked with: pictures, in pieces.
#[derive(Clone, Copy)]
struct Incompressible;

fn is_compressible(_: StatusCode, _: Version, _: &HeaderMap, marks: &Extensions) -> bool {
    marks.get::<Incompressible>().is_none()
}

/// Below this a compressed answer is hardly shorter, and its heading longer.
const LEAST_COMPRESSED: u64 = 256;

/// 256 KiB of operations or chunks, and what is around them.
const MOST_PUSHED: usize = MAX_PUSH_BYTES + (16 << 10);
