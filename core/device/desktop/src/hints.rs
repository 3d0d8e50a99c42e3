//! "Pull now" as an event stream over HTTP (server-sent events, WHATWG HTML §9.2), of which only
//! this is read: an event is a hint, a comment is a sign of life.

use std::time::Duration;

use reqwest::Response;
use tokio::time::timeout;
use tongban_device::push_hint::SILENCE_SECONDS;
use tongban_device::{Header, HintStream, PushHint, TransportError, TransportRequest};

use crate::HttpTransport;
use crate::transport::{NoPlatform, typed};

#[async_trait::async_trait]
impl PushHint for HttpTransport {
    async fn open(
        &self,
        path: &str,
        headers: Vec<Header>,
    ) -> Result<Box<dyn HintStream>, TransportError> {
        let mut request = TransportRequest::get(path).header("accept", EVENT_STREAM);
        request.headers.extend(headers);
        let request = self.prepare(request)?;
        let opening = self.client().execute(request);
        let response = timeout(OPENING, opening)
            .await
            .map_err(|_| TransportError::TimedOut)?
            .map_err(|error| typed(&error))?;
        let kind = response.headers().get("content-type");
        let is_stream = kind
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with(EVENT_STREAM));
        if response.status() != 200 || !is_stream {
            return Err(TransportError::Broken);
        }
        Ok(Box::new(EventStream {
            response,
            line: Vec::new(),
            is_event: false,
        }))
    }
}

#[async_trait::async_trait]
impl PushHint for NoPlatform {
    async fn open(&self, _: &str, _: Vec<Header>) -> Result<Box<dyn HintStream>, TransportError> {
        Err(TransportError::Offline)
    }
}

struct EventStream {
    response: Response,
    /// The line so far; longer than [`LONGEST_LINE`] is no stream of ours.
    line: Vec<u8>,
    /// Whether a field of an event has come since the last empty line.
    is_event: bool,
}

#[async_trait::async_trait]
impl HintStream for EventStream {
    async fn next(&mut self) -> Result<(), TransportError> {
        loop {
            let chunk = timeout(Duration::from_secs(SILENCE_SECONDS), self.response.chunk())
                .await
                .map_err(|_| TransportError::TimedOut)?
                .map_err(|error| typed(&error))?
                .ok_or(TransportError::Broken)?;
            if self.take(&chunk)? {
                return Ok(());
            }
        }
    }
}

impl EventStream {
    /// Takes bytes in; true when they hold the end of an event. Several are one hint.
    fn take(&mut self, bytes: &[u8]) -> Result<bool, TransportError> {
        let mut hint = false;
        for byte in bytes {
            match byte {
                b'\r' => {}
                b'\n' => {
                    match self.line.first() {
                        None => hint |= std::mem::take(&mut self.is_event),
                        Some(b':') => {}
                        Some(_) => self.is_event = true,
                    }
                    self.line.clear();
                }
                _ if self.line.len() >= LONGEST_LINE => return Err(TransportError::Broken),
                _ => self.line.push(*byte),
            }
        }
        Ok(hint)
    }
}

const EVENT_STREAM: &str = "text/event-stream";
const OPENING: Duration = Duration::from_secs(15);
const LONGEST_LINE: usize = 1_024;
