use std::collections::VecDeque;
use std::sync::Mutex;

use super::{PresenceError, PresenceRequest, UserPresence};

/// Gives the answers of a script in order; after its end the machine cannot ask.
pub struct ScriptedPresence {
    script: Mutex<VecDeque<Result<(), PresenceError>>>,
}

impl ScriptedPresence {
    /// Takes the answers to give.
    pub fn new(script: impl IntoIterator<Item = Result<(), PresenceError>>) -> Self {
        Self {
            script: Mutex::new(script.into_iter().collect()),
        }
    }

    /// A person who is always there.
    pub fn always() -> Self {
        Self::new(std::iter::repeat_n(Ok(()), 1_000))
    }
}

#[async_trait::async_trait]
impl UserPresence for ScriptedPresence {
    async fn ask(&self, _: PresenceRequest) -> Result<(), PresenceError> {
        let mut script = self
            .script
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        script
            .pop_front()
            .unwrap_or(Err(PresenceError::Unavailable))
    }
}
