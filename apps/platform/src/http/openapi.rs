use axum::Json;
use utoipa::OpenApi;

use super::health;

/// Describes the public JSON. What app and platform say to each other is CBOR and described in
/// `docs/platform.md`.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tongban platform",
        description = "Public JSON of the platform."
    ),
    paths(health::health),
    components(schemas(health::HealthView, health::ApiVersions, health::SnapshotView))
)]
struct Description;

pub(super) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}
