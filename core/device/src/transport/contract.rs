//! One request to the platform, one answer; the base address is fixed at construction.

use std::time::Duration;

/// The way to the platform (and to nowhere else: paths are relative to its address).
#[async_trait::async_trait]
pub trait Transport: Send + Sync {
    /// Sends `request` once and returns the whole answer, whatever its status code; never
    /// retries, never follows a redirect, never runs past the deadline.
    async fn request(&self, request: TransportRequest)
    -> Result<TransportResponse, TransportError>;
}

/// A request; the body is dropped when it was sent.
pub struct TransportRequest {
    /// The verb.
    pub method: Method,
    /// Absolute path with query, beginning with `/`.
    pub path: String,
    /// Header fields.
    pub headers: Vec<Header>,
    /// Body bytes; empty for none.
    pub body: Vec<u8>,
    /// Time from the call to the last byte of the answer.
    pub deadline: Duration,
    /// Most bytes that the answer's body may have after decompression.
    pub response_limit: usize,
}

impl TransportRequest {
    /// A GET of `path` with 30 s and 4 MiB.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path, Vec::new())
    }

    /// A POST of `body` to `path` with 30 s and 4 MiB.
    pub fn post(path: impl Into<String>, body: Vec<u8>) -> Self {
        Self::new(Method::Post, path, body)
    }

    /// Adds a header field.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push(Header {
            name: name.into(),
            value: value.into(),
        });
        self
    }

    fn new(method: Method, path: impl Into<String>, body: Vec<u8>) -> Self {
        let (deadline, response_limit) = (Duration::from_secs(30), 4 << 20);
        Self {
            method,
            path: path.into(),
            headers: Vec::new(),
            body,
            deadline,
            response_limit,
        }
    }
}

/// The verbs that the platform knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Writes.
    Post,
}

/// One header field; names of a response are lower-case.
#[derive(Clone, PartialEq, Eq)]
pub struct Header {
    /// Field name.
    pub name: String,
    /// Field value.
    pub value: String,
}

/// A complete answer of the platform.
pub struct TransportResponse {
    /// Status code.
    pub status: u16,
    /// Header fields; fields that are not text are left out.
    pub headers: Vec<Header>,
    /// The whole body, decompressed.
    pub body: Vec<u8>,
}

impl TransportResponse {
    /// The first field called `name` (lower-case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|header| header.name == name)
            .map(|header| header.value.as_str())
    }
}

/// Why there is no answer. None of them says whether the platform saw the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The platform cannot be reached: no network, no name, nobody listens.
    #[error("platform cannot be reached")]
    Offline,
    /// The deadline passed.
    #[error("platform did not answer in time")]
    TimedOut,
    /// The connection broke after it was made, or the answer is not HTTP.
    #[error("connection to the platform broke")]
    Broken,
    /// The other side is not who its certificate says.
    #[error("identity of the platform could not be checked")]
    Untrusted,
    /// The answer is larger than the request allows.
    #[error("answer of the platform is larger than {limit} bytes")]
    TooLarge {
        /// The limit of the request.
        limit: usize,
    },
    /// The request itself cannot be sent: path or header is not well formed.
    #[error("request is not well formed")]
    BadRequest,
}

impl TransportError {
    /// Whether what is missing is the answer, and not the way to the platform.
    pub fn answer_is_lost(self) -> bool {
        match self {
            Self::Offline | Self::Untrusted | Self::BadRequest => false,
            Self::TimedOut | Self::Broken | Self::TooLarge { .. } => true,
        }
    }
}
