//! The stream of hints: server-sent events (WHATWG HTML §9.2) without content.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use tokio::time::{Instant, sleep_until};
use tongban_cose::sha256;
use tongban_protocol::{ReadToken, paths};

use super::sync::{Answered, Shared, token};
use crate::hints::{Said, Stream};
use crate::platform::Platform;
use crate::sync::{self, SyncError};

/// Says `pull` whenever a feed that the token may read has moved, and gives signs of life between.
/// Ends with the token, at the latest one sign of life after it.
pub(super) async fn hints(State(platform): Shared, head: HeaderMap) -> Answered {
    let token = token(&head).ok_or(SyncError::SessionEnded)?;
    let principals = sync::bearer(&platform, Some(token.clone())).await?;
    let scopes = sync::scopes(&platform, &principals);
    let device = sha256(token.expose());
    let stream = platform.hints.open(device, &scopes);
    let stream = stream.ok_or(SyncError::Crowded)?;
    let life = Duration::from_secs(platform.sign_of_life_seconds.max(1));
    let open = Open {
        platform,
        token,
        stream,
        life,
        next_sign: Instant::now() + life,
    };
    let body = Body::from_stream(unfold(Some(open), |open| async {
        let (said, open) = open?.say().await?;
        Some((Ok::<_, std::convert::Infallible>(said), Some(open)))
    }));
    let head = [
        (CONTENT_TYPE, "text/event-stream"),
        (CACHE_CONTROL, "no-store"),
        // A proxy that gathers answers would gather this one for ever.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((head, body).into_response())
}

/// After a request that may have written, whoever waits for hints is looked after at once.
pub(super) async fn nudge(
    State(platform): State<Arc<Platform>>,
    request: Request,
    next: Next,
) -> Response {
    let writes = request.method() == Method::POST && request.uri().path() != paths::PULL;
    let response = next.run(request).await;
    if writes && response.status().is_success() {
        platform.hints.nudge();
    }
    response
}

struct Open {
    platform: Arc<Platform>,
    token: ReadToken,
    stream: Stream,
    life: Duration,
    next_sign: Instant,
}

impl Open {
    /// The next bytes; none at the end.
    async fn say(mut self) -> Option<(Bytes, Self)> {
        tokio::select! {
            said = self.stream.next() => match said {
                Said::Pull => Some((Bytes::from_static(PULL), self)),
                Said::End => None,
            },
            () = sleep_until(self.next_sign) => {
                self.next_sign = Instant::now() + self.life;
                let lives = sync::bearer(&self.platform, Some(self.token.clone())).await;
                match lives {
                    Err(SyncError::SessionEnded | SyncError::NotAllowed) => None,
                    // A database that fails for a moment ends no stream.
                    Ok(_) | Err(_) => Some((Bytes::from_static(SIGN_OF_LIFE), self)),
                }
            }
        }
    }
}

const PULL: &[u8] = b"event: pull\ndata:\n\n";
const SIGN_OF_LIFE: &[u8] = b":\n\n";
