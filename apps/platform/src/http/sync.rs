use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tongban_protocol::ReadToken;
use zeroize::Zeroizing;

use super::body::{accept, answer};
use super::refusal::Refused;
use crate::platform::Platform;
use crate::{casework, sync};

type Body = Result<Bytes, BytesRejection>;
type Shared = State<Arc<Platform>>;
type Answered = Result<Response, Refused>;

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
    Ok(answer(sync::pull(&platform, token(&head), &body).await?))
}

pub(super) async fn push(State(platform): Shared, head: HeaderMap, body: Body) -> Answered {
    let body = accept(&head, body)?;
    Ok(answer(sync::push(&platform, &body).await?))
}

pub(super) async fn upload(State(platform): Shared, head: HeaderMap, body: Body) -> Answered {
    let body = accept(&head, body)?;
    Ok(answer(sync::upload(&platform, &body).await?))
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
    Ok(answer(
        casework::desk_file(&platform, token(&head), &body).await?,
    ))
}

/// `Authorization: Bearer` and 32 bytes in base64url; none for anything else.
fn token(head: &HeaderMap) -> Option<ReadToken> {
    let value = head.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, text) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text.trim()).ok()?);
    let bytes: [u8; 32] = bytes.as_slice().try_into().ok()?;
    Some(ReadToken::from_bytes(bytes))
}
