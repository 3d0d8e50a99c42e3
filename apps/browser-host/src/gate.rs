//! Who may speak to an origin: its own `Host`, its own pages, the browser that opened the link.
//!
//! Cookies reach every port of this machine, so another local program sees them as soon as a
//! page of its own is visited. They open the origin's files and no more: what acts or tells
//! needs the origin's key too, which only its own pages can keep.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::headers::harden;
use crate::once::Secret;

/// One of the two origins.
pub(crate) struct Origin {
    host: String,
    cookie_name: &'static str,
    cookie: Secret,
    key: Secret,
    /// What works without the cookie: the path whose token brings it, files that tell nothing.
    open_paths: &'static [&'static str],
}

impl Origin {
    pub(crate) fn new(
        address: SocketAddr,
        cookie_name: &'static str,
        open_paths: &'static [&'static str],
    ) -> Result<Self, getrandom::Error> {
        Ok(Self {
            host: address.to_string(),
            cookie_name,
            cookie: Secret::new()?,
            key: Secret::new()?,
            open_paths,
        })
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.host)
    }

    /// For the answer to a spent token. Strict: no other site's link or script carries it along.
    pub(crate) fn set_cookie(&self) -> String {
        format!(
            "{}={}; Path=/; HttpOnly; SameSite=Strict",
            self.cookie_name,
            self.cookie.reveal()
        )
    }

    /// For the fragment of an address, which a browser keeps from servers and other origins.
    pub(crate) fn key(&self) -> &Secret {
        &self.key
    }

    fn check(&self, method: &Method, path: &str, headers: &HeaderMap) -> Result<(), Refusal> {
        if text(headers, header::HOST) != Some(self.host.as_str()) {
            return Err(Refusal::ForeignHost);
        }
        match text(headers, header::ORIGIN) {
            Some(origin) if origin != self.url() => return Err(Refusal::ForeignOrigin),
            None if *method != Method::GET => return Err(Refusal::ForeignOrigin),
            _ => {}
        }
        if self.open_paths.contains(&path) || self.has_cookie(headers) {
            Ok(())
        } else {
            Err(Refusal::NoCookie)
        }
    }

    fn has_cookie(&self, headers: &HeaderMap) -> bool {
        let cookies = headers
            .get_all(header::COOKIE)
            .into_iter()
            .filter_map(|value| value.to_str().ok());
        cookies.flat_map(|line| line.split(';')).any(|pair| {
            pair.trim()
                .split_once('=')
                .is_some_and(|(name, value)| name == self.cookie_name && self.cookie.is(value))
        })
    }
}

/// Refuses what the origin may not serve, before any handler; hardens every answer.
pub(crate) async fn guard(
    State(origin): State<Arc<Origin>>,
    request: Request,
    next: Next,
) -> Response {
    let answer = match origin.check(request.method(), request.uri().path(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    harden(answer)
}

/// Refuses what does not come from a script of the origin's own pages.
pub(crate) async fn key_guard(
    State(origin): State<Arc<Origin>>,
    request: Request,
    next: Next,
) -> Response {
    if given_key(request.headers()).is_some_and(|given| origin.key.is(given)) {
        next.run(request).await
    } else {
        Refusal::NoKey.into_response()
    }
}

/// The key that a request carries, right or wrong.
pub(crate) fn given_key(headers: &HeaderMap) -> Option<&str> {
    text(headers, HeaderName::from_static("x-tongban-key"))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    ForeignHost,
    ForeignOrigin,
    NoCookie,
    NoKey,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, text) = match self {
            Self::ForeignHost => (
                StatusCode::MISDIRECTED_REQUEST,
                "this address is not served here\n",
            ),
            Self::ForeignOrigin => (
                StatusCode::FORBIDDEN,
                "this request comes from another page\n",
            ),
            Self::NoCookie => (
                StatusCode::UNAUTHORIZED,
                "open the link that the program printed; it works once\n",
            ),
            Self::NoKey => (
                StatusCode::UNAUTHORIZED,
                "this page was not opened by the link that the program printed\n",
            ),
        };
        (status, text).into_response()
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}
