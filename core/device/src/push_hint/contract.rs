use crate::{Header, TransportError};

/// The way by which the platform says "pull now", and nothing else: a hint has no content, a lost
/// one costs only time, and what is pulled is the truth. It leads to the platform of the
/// [`crate::Transport`] and to nowhere else.
///
/// On a desktop an event stream over HTTP. A phone may have a push service instead, or nothing.
#[async_trait::async_trait]
pub trait PushHint: Send + Sync {
    /// Opens the stream at `path`; returns when the platform has taken it.
    async fn open(
        &self,
        path: &str,
        headers: Vec<Header>,
    ) -> Result<Box<dyn HintStream>, TransportError>;
}

/// An open stream; dropping it closes it.
#[async_trait::async_trait]
pub trait HintStream: Send {
    /// Waits for the next hint. An error ends the stream: it was closed, broke, or brought no sign
    /// of life for [`SILENCE_SECONDS`]. Several hints that came meanwhile may be one.
    async fn next(&mut self) -> Result<(), TransportError>;
}

/// A stream that brings nothing for so long is dead: the platform gives a sign of life every 25 s.
pub const SILENCE_SECONDS: u64 = 75;
