//! The origin of questions: a person reads here what the core is about to do, and answers.
//!
//! The UI's pages are same-site with this origin (cookies do not tell ports apart), so the
//! cookie alone proves nothing: every request for words or with an answer must carry a
//! header that another origin's script cannot set without asking first, and is not
//! answered when it asks.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use tongban_host::{AnswerError, confirm_page};

use crate::app_origin::Token;
use crate::once::Secret;
use crate::server::Shared;

/// Everything here needs the confirm origin's cookie, except `/start`.
pub(crate) fn routes(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/start", get(start))
        .route("/confirm/{id}/", get(page))
        .route("/confirm/{id}/request", get(request))
        .route("/confirm/{id}/answer", post(answer))
        .route("/confirm/{id}/{file}", get(file))
        .with_state(shared)
}

pub(crate) const OPEN_PATH: &str = "/start";

async fn start(
    State(shared): State<Arc<Shared>>,
    Query(Token { token }): Query<Token>,
) -> Response {
    if !shared.start_link.spend(&token) {
        return (
            StatusCode::UNAUTHORIZED,
            "this link was used before; start the program again for another\n",
        )
            .into_response();
    }
    let Ok(next) = Secret::new() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let enter = format!("{}/enter?token={}", shared.app_origin.url(), next.reveal());
    shared.app_link.renew(next);
    (
        [(header::SET_COOKIE, shared.confirm_origin.set_cookie())],
        Redirect::to(&enter),
    )
        .into_response()
}

async fn page(headers: HeaderMap) -> Response {
    // A browser that says so must want a page of its own: no frame, no image, no hidden fetch.
    match headers.get("sec-fetch-dest") {
        Some(purpose) if purpose != "document" => StatusCode::FORBIDDEN.into_response(),
        _ => page_file(""),
    }
}

async fn file(Path((_, file)): Path<(String, String)>) -> Response {
    page_file(&file)
}

fn page_file(name: &str) -> Response {
    match confirm_page(name) {
        Some(file) => ([(header::CONTENT_TYPE, file.content_type)], file.bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn request(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    if !is_own_script(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match shared.host.question(&id) {
        Some(view) => Json(view).into_response(),
        None => StatusCode::GONE.into_response(),
    }
}

#[derive(Deserialize)]
struct AnswerRequest {
    nonce: String,
    answer: Answer,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Yes,
    No,
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(given): Json<AnswerRequest>,
) -> Response {
    if !is_own_script(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match shared
        .host
        .answer(&id, &given.nonce, given.answer == Answer::Yes)
    {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(AnswerError::Closed) => StatusCode::GONE,
        Err(AnswerError::WrongNonce) => StatusCode::FORBIDDEN,
    }
    .into_response()
}

fn is_own_script(headers: &HeaderMap) -> bool {
    headers
        .get("x-tongban")
        .is_some_and(|value| value == "confirm")
}
