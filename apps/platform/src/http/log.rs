use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

/// One line a request: method, route, status, time. No address, header, query or body: none
/// of them may end in a log.
pub(super) async fn request(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        method = method.as_str(),
        route = route.as_deref().unwrap_or("none"),
        status = response.status().as_u16(),
        millis,
        "request"
    );
    response
}
