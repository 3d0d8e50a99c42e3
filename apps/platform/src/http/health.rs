use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tongban_protocol::API_VERSION;
use utoipa::ToSchema;

use crate::platform::Platform;
use crate::store::{Snapshot, SnapshotKind, StoreError};

/// How the platform is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct HealthView {
    /// `ok`, or `failing` when the database cannot be written or nothing has been published.
    pub status: &'static str,
    /// Version of the platform.
    pub version: &'static str,
    /// Versions of the messages that it speaks.
    pub api: ApiVersions,
    /// Whether this is the demo with its INSECURE keys.
    pub demo: bool,
    /// The platform's time, RFC 3339.
    #[schema(format = DateTime)]
    pub now: String,
    /// The newest trust list.
    pub trust: Option<SnapshotView>,
    /// The newest status lists.
    pub status_lists: Option<SnapshotView>,
    /// When both are published next, RFC 3339.
    #[schema(format = DateTime)]
    pub next_publication: String,
}

/// Oldest and newest version of the messages.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct ApiVersions {
    /// Oldest.
    pub min: u16,
    /// Newest.
    pub max: u16,
}

/// One published snapshot.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct SnapshotView {
    /// Rises with each publication.
    pub version: u64,
    /// Its date, RFC 3339.
    #[schema(format = DateTime)]
    pub as_of: String,
}

/// Whether the platform works, and how old what it publishes is.
#[utoipa::path(
    get,
    path = "/health",
    responses(
        (status = 200, description = "the platform works", body = HealthView),
        (status = 503, description = "the platform cannot do its work now", body = HealthView),
    )
)]
pub(super) async fn health(State(platform): State<Arc<Platform>>) -> Response {
    let view = look_at(&platform).await;
    let status = if view.status == "ok" {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, [(CACHE_CONTROL, "no-store")], Json(view)).into_response()
}

pub(super) async fn look_at(platform: &Platform) -> HealthView {
    let now = platform.now();
    let trust = newest(platform, SnapshotKind::Trust).await;
    let status_lists = newest(platform, SnapshotKind::Status).await;
    let writable = platform.store.check().await;
    if let Err(error) = &writable {
        tracing::error!(
            error = error as &dyn std::error::Error,
            "health check failed"
        );
    }
    let (trust, status_lists) = (trust.ok().flatten(), status_lists.ok().flatten());
    let works = writable.is_ok() && trust.is_some() && status_lists.is_some();
    HealthView {
        status: if works { "ok" } else { "failing" },
        version: env!("CARGO_PKG_VERSION"),
        api: ApiVersions {
            min: 1,
            max: API_VERSION,
        },
        demo: platform.authority.demo,
        now: rfc3339(now),
        trust,
        status_lists,
        next_publication: rfc3339(platform.schedule.next(now)),
    }
}

async fn newest(
    platform: &Platform,
    kind: SnapshotKind,
) -> Result<Option<SnapshotView>, StoreError> {
    let view = |snapshot: Snapshot| SnapshotView {
        version: snapshot.version,
        as_of: rfc3339(snapshot.as_of),
    };
    Ok(platform.store.snapshot(kind).await?.map(view))
}

fn rfc3339(seconds: u64) -> String {
    let at = i64::try_from(seconds)
        .ok()
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    at.unwrap_or(jiff::Timestamp::MAX).to_string()
}
