use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::{Transport, TransportError, TransportRequest, TransportResponse};

/// Panics when anything uses the network: for tests of what must work without one.
pub struct PanicTransport;

#[async_trait::async_trait]
impl Transport for PanicTransport {
    async fn request(
        &self,
        request: TransportRequest,
    ) -> Result<TransportResponse, TransportError> {
        panic!("the network was used for {}", request.path)
    }
}

/// Gives prepared answers in order and remembers what was asked; after its end there is
/// no network.
pub struct ScriptedTransport {
    answers: Mutex<VecDeque<Result<TransportResponse, TransportError>>>,
    paths: Mutex<Vec<String>>,
}

impl ScriptedTransport {
    /// Takes the answers to give.
    pub fn new(
        answers: impl IntoIterator<Item = Result<TransportResponse, TransportError>>,
    ) -> Self {
        Self {
            answers: Mutex::new(answers.into_iter().collect()),
            paths: Mutex::new(Vec::new()),
        }
    }

    /// The paths that were asked for, in order.
    pub fn paths(&self) -> Vec<String> {
        self.paths
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[async_trait::async_trait]
impl Transport for ScriptedTransport {
    async fn request(
        &self,
        request: TransportRequest,
    ) -> Result<TransportResponse, TransportError> {
        self.paths
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request.path);
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.pop_front().unwrap_or(Err(TransportError::Offline))
    }
}
