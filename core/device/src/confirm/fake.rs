use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Confirm, ConfirmError, ConfirmRequest, ConfirmText, ConfirmToken};

/// What the person of a script does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmAnswer {
    /// Says yes.
    Yes,
    /// Says no.
    No,
    /// Walks away until the question times out (at once, in test time).
    Timeout,
}

/// Answers by script and remembers what was shown; after its end the screen cannot be
/// shown. The only implementation that confirms unasked.
pub struct ScriptedConfirm {
    script: Mutex<VecDeque<ConfirmAnswer>>,
    shown: Mutex<Vec<ConfirmText>>,
}

impl ScriptedConfirm {
    /// Takes the answers to give, in order.
    pub fn new(script: impl IntoIterator<Item = ConfirmAnswer>) -> Self {
        Self {
            script: Mutex::new(script.into_iter().collect()),
            shown: Mutex::new(Vec::new()),
        }
    }

    /// A person who says yes to everything.
    pub fn always_yes() -> Self {
        Self::new(std::iter::repeat_n(ConfirmAnswer::Yes, 1_000))
    }

    /// Adds an answer at the end of the script.
    pub fn push(&self, answer: ConfirmAnswer) {
        lock(&self.script).push_back(answer);
    }

    /// Every text that was shown, in order.
    pub fn shown(&self) -> Vec<ConfirmText> {
        lock(&self.shown).clone()
    }
}

#[async_trait::async_trait]
impl Confirm for ScriptedConfirm {
    async fn confirm(&self, request: ConfirmRequest) -> Result<ConfirmToken, ConfirmError> {
        lock(&self.shown).push(request.text().clone());
        match lock(&self.script).pop_front() {
            Some(ConfirmAnswer::Yes) => Ok(request.approve()),
            Some(ConfirmAnswer::No) => Err(ConfirmError::Declined),
            Some(ConfirmAnswer::Timeout) => Err(ConfirmError::TimedOut),
            None => Err(ConfirmError::Unavailable),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
