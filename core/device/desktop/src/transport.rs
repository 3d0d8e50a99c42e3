//! HTTP to one platform, with TLS by the roots that this machine trusts.
//!
//! Clear HTTP is allowed to loopback addresses only, and never goes through a proxy of
//! the environment. Redirects are not followed: the platform is where its address says.

use std::error::Error as StdError;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Client, Response, Url, redirect};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use tongban_device::{
    Header, Method, Transport, TransportError, TransportRequest, TransportResponse,
};

/// HTTP/1.1 and HTTP/2 to one platform.
pub struct HttpTransport {
    client: Client,
    base: String,
}

/// Why an address cannot be the platform's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BaseAddressError {
    /// The address is not `http(s)://host[:port][/path]`.
    #[error("address is not well formed")]
    Malformed,
    /// Clear HTTP to another machine.
    #[error("address is clear http to another machine")]
    ClearText,
    /// This machine has no list of trusted roots.
    #[error("machine has no trusted roots")]
    NoTrustedRoots,
}

/// No platform is configured: every request is offline.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPlatform;

impl HttpTransport {
    /// Prepares the way to `base`; connects to nothing yet.
    pub fn new(base: &str) -> Result<Self, BaseAddressError> {
        let url = Url::parse(base).map_err(|_| BaseAddressError::Malformed)?;
        let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
        if !plain || url.fragment().is_some() || url.host_str().is_none() {
            return Err(BaseAddressError::Malformed);
        }
        let loopback = is_loopback(&url);
        let tls = match url.scheme() {
            "https" => tls_by_system_roots()?,
            "http" if loopback => tls_that_trusts_nobody()?,
            "http" => return Err(BaseAddressError::ClearText),
            _ => return Err(BaseAddressError::Malformed),
        };
        let builder = Client::builder()
            .redirect(redirect::Policy::none())
            .tls_backend_preconfigured(tls);
        let builder = if loopback {
            builder.no_proxy()
        } else {
            builder
        };
        let client = builder.build().map_err(|_| BaseAddressError::Malformed)?;
        Ok(Self {
            client,
            base: url.as_str().trim_end_matches('/').to_owned(),
        })
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn prepare(
        &self,
        request: TransportRequest,
    ) -> Result<reqwest::Request, TransportError> {
        let path_is_plain = request.path.starts_with('/')
            && !request.path.starts_with("//")
            && request
                .path
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'#'));
        if !path_is_plain {
            return Err(TransportError::BadRequest);
        }
        let address = format!("{}{}", self.base, request.path);
        let mut builder = match request.method {
            Method::Get => self.client.get(address),
            Method::Post => self.client.post(address).body(request.body),
        };
        for header in request.headers {
            let name = HeaderName::from_bytes(header.name.as_bytes())
                .map_err(|_| TransportError::BadRequest)?;
            let value =
                HeaderValue::from_str(&header.value).map_err(|_| TransportError::BadRequest)?;
            builder = builder.header(name, value);
        }
        builder.build().map_err(|_| TransportError::BadRequest)
    }

    async fn exchange(
        &self,
        request: reqwest::Request,
        limit: usize,
    ) -> Result<TransportResponse, TransportError> {
        let mut response = self
            .client
            .execute(request)
            .await
            .map_err(|error| typed(&error))?;
        let (status, headers) = (response.status().as_u16(), text_headers(&response));
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| typed(&error))? {
            if body.len() + chunk.len() > limit {
                return Err(TransportError::TooLarge { limit });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(TransportResponse {
            status,
            headers,
            body,
        })
    }
}

#[async_trait::async_trait]
impl Transport for HttpTransport {
    async fn request(
        &self,
        request: TransportRequest,
    ) -> Result<TransportResponse, TransportError> {
        let (deadline, limit) = (request.deadline, request.response_limit);
        let request = self.prepare(request)?;
        let exchange = self.exchange(request, limit);
        tokio::time::timeout(deadline, exchange)
            .await
            .unwrap_or(Err(TransportError::TimedOut))
    }
}

#[async_trait::async_trait]
impl Transport for NoPlatform {
    async fn request(&self, _: TransportRequest) -> Result<TransportResponse, TransportError> {
        Err(TransportError::Offline)
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

fn tls_by_system_roots() -> Result<ClientConfig, BaseAddressError> {
    let builder =
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| BaseAddressError::NoTrustedRoots)?;
    let builder = builder
        .with_platform_verifier()
        .map_err(|_| BaseAddressError::NoTrustedRoots)?;
    Ok(with_http2(builder.with_no_client_auth()))
}

/// For clear HTTP on loopback, which must work on a machine without trusted roots.
fn tls_that_trusts_nobody() -> Result<ClientConfig, BaseAddressError> {
    let builder =
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| BaseAddressError::NoTrustedRoots)?;
    Ok(builder
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}

fn with_http2(mut config: ClientConfig) -> ClientConfig {
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config
}

fn text_headers(response: &Response) -> Vec<Header> {
    let text = |value: &HeaderValue| value.to_str().ok().map(str::to_owned);
    let headers = response.headers().iter();
    headers
        .filter_map(|(name, value)| {
            Some(Header {
                name: name.as_str().to_owned(),
                value: text(value)?,
            })
        })
        .collect()
}

pub(crate) fn typed(error: &reqwest::Error) -> TransportError {
    if error.is_timeout() {
        TransportError::TimedOut
    } else if caused_by_tls(error) {
        TransportError::Untrusted
    } else if error.is_connect() {
        TransportError::Offline
    } else if error.is_builder() {
        TransportError::BadRequest
    } else {
        TransportError::Broken
    }
}

fn caused_by_tls(error: &(dyn StdError + 'static)) -> bool {
    // The source of an I/O error is not what it wraps, but what that was caused by.
    let wrapped = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref);
    let cause = wrapped
        .map(|wrapped| wrapped as &(dyn StdError + 'static))
        .or_else(|| error.source());
    error.is::<rustls::Error>() || cause.is_some_and(caused_by_tls)
}
