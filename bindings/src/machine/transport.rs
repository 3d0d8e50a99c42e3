use std::sync::Arc;
use std::time::Duration;

use tongban_device::{
    Header, Method, Transport, TransportError, TransportRequest, TransportResponse,
};
use uniffi::UnexpectedUniFFICallbackError;

/// The way to the platform and to nowhere else; the shell knows the address.
#[uniffi::export(foreign)]
#[async_trait::async_trait]
pub trait TransportBridge: Send + Sync {
    /// Sends `request` once and returns the whole answer, whatever its status code; never
    /// retries, never follows a redirect, never runs past the deadline.
    async fn request(&self, request: HttpRequest) -> Result<HttpResponse, TransportBridgeError>;
}

/// A request to the platform.
#[derive(uniffi::Record)]
pub struct HttpRequest {
    /// The verb.
    pub method: HttpMethod,
    /// Absolute path with query, beginning with `/`.
    pub path: String,
    /// Header fields.
    pub headers: Vec<HttpHeader>,
    /// Body bytes; empty for none.
    pub body: Vec<u8>,
    /// Time from the call to the last byte of the answer.
    pub deadline: Duration,
    /// Most bytes that the answer's body may have after decompression.
    pub response_limit: u64,
}

/// A complete answer of the platform.
#[derive(uniffi::Record)]
pub struct HttpResponse {
    /// Status code.
    pub status: u16,
    /// Header fields; names in lower case.
    pub headers: Vec<HttpHeader>,
    /// The whole body, decompressed.
    pub body: Vec<u8>,
}

/// One header field.
#[derive(uniffi::Record)]
pub struct HttpHeader {
    /// Field name.
    pub name: String,
    /// Field value.
    pub value: String,
}

/// The verbs that the platform knows.
#[derive(uniffi::Enum)]
pub enum HttpMethod {
    /// Reads.
    Get,
    /// Writes.
    Post,
}

/// Why there is no answer. None of them says whether the platform saw the request.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum TransportBridgeError {
    /// No network, no name, nobody listens.
    #[error("platform cannot be reached")]
    Offline,
    /// The deadline passed.
    #[error("platform did not answer in time")]
    TimedOut,
    /// The connection broke, the answer is not HTTP, or the host threw something unexpected.
    #[error("connection to the platform broke")]
    Broken,
    /// The other side is not who its certificate says.
    #[error("identity of the platform could not be checked")]
    Untrusted,
    /// The answer is larger than the request allows.
    #[error("answer of the platform is larger than {limit} bytes")]
    TooLarge {
        /// The limit of the request.
        limit: u64,
    },
    /// The request itself cannot be sent.
    #[error("request is not well formed")]
    BadRequest,
}

impl From<UnexpectedUniFFICallbackError> for TransportBridgeError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Broken
    }
}

impl From<TransportBridgeError> for TransportError {
    fn from(error: TransportBridgeError) -> Self {
        match error {
            TransportBridgeError::Offline => Self::Offline,
            TransportBridgeError::TimedOut => Self::TimedOut,
            TransportBridgeError::Broken => Self::Broken,
            TransportBridgeError::Untrusted => Self::Untrusted,
            TransportBridgeError::TooLarge { limit } => Self::TooLarge {
                limit: limit as usize,
            },
            TransportBridgeError::BadRequest => Self::BadRequest,
        }
    }
}

impl From<TransportRequest> for HttpRequest {
    fn from(request: TransportRequest) -> Self {
        Self {
            method: request.method.into(),
            path: request.path,
            headers: request.headers.into_iter().map(Into::into).collect(),
            body: request.body,
            deadline: request.deadline,
            response_limit: request.response_limit as u64,
        }
    }
}

impl From<HttpResponse> for TransportResponse {
    fn from(response: HttpResponse) -> Self {
        Self {
            status: response.status,
            headers: response.headers.into_iter().map(Into::into).collect(),
            body: response.body,
        }
    }
}

impl From<Method> for HttpMethod {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::Get,
            Method::Post => Self::Post,
        }
    }
}

impl From<Header> for HttpHeader {
    fn from(header: Header) -> Self {
        Self {
            name: header.name,
            value: header.value,
        }
    }
}

impl From<HttpHeader> for Header {
    fn from(header: HttpHeader) -> Self {
        Self {
            name: header.name,
            value: header.value,
        }
    }
}

/// What the core asked for holds even where a shell forgets it: no other host, no answer
/// after the deadline, none above the limit.
pub(super) struct BridgedTransport(pub(super) Arc<dyn TransportBridge>);

#[async_trait::async_trait]
impl Transport for BridgedTransport {
    async fn request(
        &self,
        request: TransportRequest,
    ) -> Result<TransportResponse, TransportError> {
        let (deadline, limit) = (request.deadline, request.response_limit);
        let answer = self.0.request(well_formed(request)?.into());
        let answer = tokio::time::timeout(deadline, answer)
            .await
            .map_err(|_| TransportError::TimedOut)??;
        within(limit, answer)
    }
}

/// A path such as `//other/` would lead a shell that resolves addresses to another host.
fn well_formed(request: TransportRequest) -> Result<TransportRequest, TransportError> {
    let graphic = request.path.bytes().all(|byte| byte.is_ascii_graphic());
    let rooted = request.path.starts_with('/') && !request.path.starts_with("//");
    match graphic && rooted {
        true => Ok(request),
        false => Err(TransportError::BadRequest),
    }
}

fn within(limit: usize, answer: HttpResponse) -> Result<TransportResponse, TransportError> {
    match answer.body.len() <= limit {
        true => Ok(answer.into()),
        false => Err(TransportError::TooLarge { limit }),
    }
}

#[cfg(test)]
mod tests {
    use tongban_device::transport::transport_contract;

    use super::*;

    /// A shell that forgets deadlines and limits.
    struct Shell;

    #[async_trait::async_trait]
    impl TransportBridge for Shell {
        async fn request(
            &self,
            request: HttpRequest,
        ) -> Result<HttpResponse, TransportBridgeError> {
            let (status, body) = match request.path.as_str() {
                "/ok" => (200, b"ok".to_vec()),
                "/echo" => (200, request.body),
                "/teapot" => (418, Vec::new()),
                "/redirect" => (302, Vec::new()),
                "/large" => (200, vec![0; 2_000_000]),
                "/slow" => std::future::pending().await,
                _ => return Err(TransportBridgeError::Offline),
            };
            let field = HttpHeader {
                name: "x-contract".to_owned(),
                value: "kept".to_owned(),
            };
            Ok(HttpResponse {
                status,
                headers: vec![field],
                body,
            })
        }
    }

    #[tokio::test]
    async fn a_bridged_transport_keeps_the_contract_for_a_shell_that_forgets_it() {
        transport_contract(&BridgedTransport(Arc::new(Shell))).await;
    }
}
