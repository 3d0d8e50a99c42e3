use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;

use super::{HintStream, PushHint};
use crate::{Header, TransportError};

/// Panics when anything opens a stream: for tests of what must work without a network.
pub struct PanicHints;

#[async_trait::async_trait]
impl PushHint for PanicHints {
    async fn open(
        &self,
        path: &str,
        _: Vec<Header>,
    ) -> Result<Box<dyn HintStream>, TransportError> {
        panic!("the network was used for {path}")
    }
}

/// Streams whose hints are the test's.
#[derive(Clone, Default)]
pub struct ScriptedHints {
    streams: Arc<Mutex<Streams>>,
}

#[derive(Default)]
struct Streams {
    open: Vec<mpsc::UnboundedSender<()>>,
    opened: usize,
    failure: Option<TransportError>,
}

impl ScriptedHints {
    /// No stream is open yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A hint on every open stream.
    pub fn hint(&self) {
        self.streams().open.retain(|stream| stream.send(()).is_ok());
    }

    /// Every open stream breaks.
    pub fn cut(&self) {
        self.streams().open.clear();
    }

    /// How many are open now.
    pub fn open_now(&self) -> usize {
        let mut streams = self.streams();
        streams.open.retain(|stream| !stream.is_closed());
        streams.open.len()
    }

    /// How often one was opened, or tried to.
    pub fn opened(&self) -> usize {
        self.streams().opened
    }

    /// From now on none opens; `None`: they do.
    pub fn set_failure(&self, failure: Option<TransportError>) {
        self.streams().failure = failure;
    }

    fn streams(&self) -> MutexGuard<'_, Streams> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait::async_trait]
impl PushHint for ScriptedHints {
    async fn open(
        &self,
        path: &str,
        _: Vec<Header>,
    ) -> Result<Box<dyn HintStream>, TransportError> {
        if !path.starts_with('/') {
            return Err(TransportError::BadRequest);
        }
        let mut streams = self.streams();
        streams.opened += 1;
        if let Some(failure) = streams.failure {
            return Err(failure);
        }
        let (sender, receiver) = mpsc::unbounded_channel();
        streams.open.push(sender);
        Ok(Box::new(Scripted(receiver)))
    }
}

struct Scripted(mpsc::UnboundedReceiver<()>);

#[async_trait::async_trait]
impl HintStream for Scripted {
    async fn next(&mut self) -> Result<(), TransportError> {
        self.0.recv().await.ok_or(TransportError::Broken)
    }
}
