//! The origin of questions: a person reads here what the core is about to do, and answers.
//!
//! The UI's pages are same-site with this origin (cookies do not tell ports apart), so the
//! cookie alone proves nothing: every request for words or with an answer must carry this
//! origin's key in a header, which another origin's script does not know and cannot set
//! without asking first, and is not answered when it asks.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tongban_host::{AnswerError, confirm_page};

use crate::app_origin::Token;
use crate::gate::{given_key, key_guard};
use crate::once::{Secret, Spent};
use crate::server::Shared;

/// Everything here needs the confirm origin's cookie, except the way in; what tells or answers
/// needs its key too.
pub(crate) fn routes(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/next", post(next))
        .route("/confirm/{id}/request", get(request))
        .route("/confirm/{id}/answer", post(answer))
        .route_layer(from_fn_with_state(shared.confirm_origin.clone(), key_guard))
        .route(START, get(start))
        .route(OPENED, get(opened_page))
        .route("/opened.js", get(opened_script))
        .route("/confirm/{id}/", get(page))
        .route("/confirm/{id}/{file}", get(file))
        .with_state(shared)
}

/// Where the printed link leads.
pub(crate) const START: &str = "/start";
const OPENED: &str = "/opened";

/// Without the two files here a link that another site's page opened would end at a refusal: on
/// such a way a browser keeps back the cookie that it was just given.
pub(crate) const OPEN_PATHS: &[&str] = &[START, OPENED, "/opened.js"];

async fn start(
    State(shared): State<Arc<Shared>>,
    Query(Token { token }): Query<Token>,
) -> Response {
    let refused = match shared.start_link.spend(&token) {
        Spent::Now => None,
        Spent::Before => Some("this link was used before; start the program again for another\n"),
        Spent::Never => Some("this is no link of this program; use the one that it printed last\n"),
    };
    if let Some(why) = refused {
        return (StatusCode::UNAUTHORIZED, why).into_response();
    }
    let key = shared.confirm_origin.key();
    shared.next_step.renew(key.clone());
    (
        [(header::SET_COOKIE, shared.confirm_origin.set_cookie())],
        Redirect::to(&format!("{OPENED}#key={}", key.reveal())),
    )
        .into_response()
}

async fn opened_page() -> impl IntoResponse {
    let page = include_str!("../page/opened.html");
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page)
}

async fn opened_script() -> impl IntoResponse {
    let script = include_str!("../page/opened.js");
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        script,
    )
}

#[derive(Serialize)]
struct NextView {
    enter: String,
}

/// The way on to the app origin, once: this origin's key must not go on opening the other.
async fn next(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    if !given_key(&headers).is_some_and(|key| shared.next_step.spend(key) == Spent::Now) {
        return StatusCode::GONE.into_response();
    }
    let Ok(token) = Secret::new() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let enter = format!("{}/enter?token={}", shared.app_origin.url(), token.reveal());
    shared.app_link.renew(token);
    Json(NextView { enter }).into_response()
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

async fn request(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
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
    Json(given): Json<AnswerRequest>,
) -> Response {
    match shared
        .host
        .answer(&id, &given.nonce, given.answer == Answer::Yes)
    {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(AnswerError::Closed) => StatusCode::GONE,
        Err(AnswerError::WrongNonce) => StatusCode::FORBIDDEN,
        Err(AnswerError::TooSoon) => StatusCode::TOO_EARLY,
    }
    .into_response()
}
