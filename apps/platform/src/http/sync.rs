use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tongban_protocol::{ReadToken, Refusal};
use zeroize::Zeroizing;

use super::body::{Gathered, accept, answer, gather};
use super::refusal::{Refused, Until};
use super::{Incompressible, MOST_PUSHED};
use crate::platform::Platform;
use crate::{casework, sync};

type Body = Result<Bytes, BytesRejection>;
pub(super) type Shared = State<Arc<Platform>>;
pub(super) type Answered = Result<Response, Refused>;

pub(super) async fn challenge(State(platform): Shared, head: HeaderMap, body: Body) -> Answered {
    let body = accept(&head, body)?;
    Ok(answer(sync::challenge(&platform, &body).await?))
}

pub(super) async fn session(State(platform): Shared, head: HeaderMap, body: Body) -> Answered {
    let body = accept(&head, body)?;
    let opened = sync::open_session(&platform, body.to_vec()).await?;
    Ok(answer(opened.to_vec()))
}

pub(super) async fn pull(State(platform): Shared, head: HeaderMap, body: Body) -> Answered {
    let body = accept(&head, body)?;
    let page = sync::pull(&platform, token(&head), &body).await?;
    // The shortest answer that HTTP has: it is the one that every device gets most often.
    Ok(page.map_or_else(|| StatusCode::NO_CONTENT.into_response(), answer))
}

pub(super) async fn read_marks(State(platform): Shared, head: HeaderMap, body: Body) -> Answered {
    let body = accept(&head, body)?;
    sync::read_marks(&platform, token(&head), &body).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn push(State(platform): Shared, head: HeaderMap, body: Body) -> Answered {
    let body = accept(&head, body)?;
    Ok(answer(sync::push(&platform, &body).await?))
}

/// The body is read by a task of its own: if the connection breaks, this answer has nobody to go
/// to, and what came of the photos is kept all the same.
pub(super) async fn upload(
    State(platform): Shared,
    Extension(until): Extension<Until>,
    head: HeaderMap,
    body: axum::body::Body,
) -> Answered {
    accept(&head, Ok(Bytes::new()))?;
    let to_keep = Arc::clone(&platform);
    let read = tokio::spawn(async move {
        match gather(body, MOST_PUSHED, until).await {
            Gathered::Broken(prefix) => {
                sync::salvage(&to_keep, &prefix).await;
                Gathered::Broken(Vec::new())
            }
            other => other,
        }
    });
    match read.await {
        Ok(Gathered::Whole(body)) => Ok(answer(sync::upload(&platform, &body).await?)),
        Ok(Gathered::TooLarge) => Err(Refused(Refusal::TooLarge)),
        Ok(Gathered::Broken(_)) | Err(_) => Err(Refused(Refusal::BadRequest {
            what: "body".to_owned(),
        })),
    }
}

pub(super) async fn push_sealed(State(platform): Shared, head: HeaderMap, body: Body) -> Answered {
    let body = accept(&head, body)?;
    Ok(answer(sync::push_sealed(&platform, &body).await?))
}

pub(super) async fn upload_sealed(
    State(platform): Shared,
    head: HeaderMap,
    body: Body,
) -> Answered {
    let body = accept(&head, body)?;
    Ok(answer(sync::upload_sealed(&platform, &body).await?))
}

pub(super) async fn desk_queue(State(platform): Shared, head: HeaderMap, body: Body) -> Answered {
    accept(&head, body)?;
    Ok(answer(casework::desk_queue(&platform, token(&head)).await?))
}

pub(super) async fn desk_case(State(platform): Shared, head: HeaderMap, body: Body) -> Answered {
    let body = accept(&head, body)?;
    Ok(answer(
        casework::desk_case(&platform, token(&head), &body).await?,
    ))
}

pub(super) async fn desk_file(State(platform): Shared, head: HeaderMap, body: Body) -> Answered {
    let body = accept(&head, body)?;
    let piece = casework::desk_file(&platform, token(&head), &body).await?;
    Ok((Extension(Incompressible), answer(piece)).into_response())
}

/// `Authorization: Bearer` and 32 bytes in base64url; none for anything else.
pub(super) fn token(head: &HeaderMap) -> Option<ReadToken> {
    let value = head.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, text) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text.trim()).ok()?);
    let bytes: [u8; 32] = bytes.as_slice().try_into().ok()?;
    Some(ReadToken::from_bytes(bytes))
}
