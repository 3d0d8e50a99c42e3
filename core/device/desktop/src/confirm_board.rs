//! Where a confirmation waits for the person, for hosts that show it on a page of their
//! own (an app window, another loopback origin).
//!
//! One question stands at a time. The host watches [`ConfirmBoard::watch`], shows
//! [`ConfirmBoard::view`], and hands in [`ConfirmBoard::answer`]. The page knows a nonce
//! that only it was given; the token of the core never comes near a page (rule U1). A yes
//! counts only [`READING_MILLIS`] after the page got its words: a click that was meant for
//! something else, or a script's, would come sooner.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{oneshot, watch};
use tongban_device::{
    Clock, Confirm, ConfirmError, ConfirmRequest, ConfirmText, ConfirmToken, Entropy,
};

/// Holds at most one open question.
pub struct ConfirmBoard {
    entropy: Arc<dyn Entropy>,
    clock: Arc<dyn Clock>,
    open: Mutex<Option<OpenQuestion>>,
    changes: watch::Sender<Option<String>>,
}

/// What the page shows, and the nonce with which it answers.
pub struct BoardView {
    /// Names the question; may stand in an address.
    pub id: String,
    /// Goes into the page and back with the answer; never into an address or an event.
    pub nonce: String,
    /// The words, made by the core.
    pub text: ConfirmText,
    /// Four characters that stand on both screens.
    pub check_code: String,
    /// Time until the question closes by itself.
    pub remaining: Duration,
}

/// Why an answer does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The question was answered, timed out or never stood.
    #[error("question is closed")]
    Closed,
    /// The answer does not come from the page that was given the question.
    #[error("answer does not carry the nonce of its page")]
    WrongNonce,
    /// The yes came before anyone could have read the question, which still stands.
    #[error("answer comes before the question can have been read")]
    TooSoon,
}

struct OpenQuestion {
    id: String,
    nonce: String,
    until: Instant,
    /// When its page first got the words, in milliseconds of the monotonic clock.
    shown: Option<u64>,
    request: ConfirmRequest,
    reply: oneshot::Sender<Result<ConfirmToken, ConfirmError>>,
}

impl ConfirmBoard {
    /// An empty board; nonces come from `entropy`, the age of a question from the monotonic
    /// side of `clock`.
    pub fn new(entropy: Arc<dyn Entropy>, clock: Arc<dyn Clock>) -> Arc<Self> {
        let changes = watch::Sender::new(None);
        Arc::new(Self {
            entropy,
            clock,
            open: Mutex::default(),
            changes,
        })
    }

    /// The id of the question that stands, now and at each change.
    pub fn watch(&self) -> watch::Receiver<Option<String>> {
        self.changes.subscribe()
    }

    /// The question `id`, if it stands. From the first time on it counts as shown.
    pub fn view(&self, id: &str) -> Option<BoardView> {
        let mut open = self.question();
        let question = open.as_mut().filter(|question| question.id == id)?;
        question.shown.get_or_insert(self.clock.monotonic_millis());
        Some(BoardView {
            id: question.id.clone(),
            nonce: question.nonce.clone(),
            text: question.request.text().clone(),
            check_code: question.request.check_code(),
            remaining: question.until.saturating_duration_since(Instant::now()),
        })
    }

    /// Answers the question `id`. A wrong nonce or a yes that comes too soon changes nothing; a
    /// no is never too soon.
    pub fn answer(&self, id: &str, nonce: &str, yes: bool) -> Result<(), AnswerError> {
        let mut open = self.question();
        let standing = open.as_ref().filter(|question| question.id == id);
        let standing = standing.ok_or(AnswerError::Closed)?;
        if !same(&standing.nonce, nonce) {
            return Err(AnswerError::WrongNonce);
        }
        if yes && !standing.was_readable(self.clock.monotonic_millis()) {
            return Err(AnswerError::TooSoon);
        }
        let question = open.take().ok_or(AnswerError::Closed)?;
        let answer = if yes {
            Ok(question.request.approve())
        } else {
            Err(ConfirmError::Declined)
        };
        question.reply.send(answer).map_err(|_| AnswerError::Closed)
    }

    /// The person closed the screen of question `id`.
    pub fn decline(&self, id: &str) {
        if let Some(question) = self.question().take_if(|question| question.id == id) {
            question.reply.send(Err(ConfirmError::Declined)).ok();
        }
    }

    fn put_up(
        &self,
        request: ConfirmRequest,
    ) -> Result<
        (
            Standing<'_>,
            oneshot::Receiver<Result<ConfirmToken, ConfirmError>>,
        ),
        ConfirmError,
    > {
        let nonce: [u8; 16] = self
            .entropy
            .array()
            .map_err(|_| ConfirmError::Unavailable)?;
        let nonce = nonce.iter().map(|byte| format!("{byte:02x}")).collect();
        let (id, until) = (request.id().to_string(), Instant::now() + request.timeout());
        let (reply, answer) = oneshot::channel();
        let mut open = self.question();
        if open.is_some() {
            return Err(ConfirmError::Unavailable);
        }
        *open = Some(OpenQuestion {
            id: id.clone(),
            nonce,
            until,
            shown: None,
            request,
            reply,
        });
        drop(open);
        self.changes.send_replace(Some(id.clone()));
        Ok((Standing { board: self, id }, answer))
    }

    fn question(&self) -> MutexGuard<'_, Option<OpenQuestion>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OpenQuestion {
    fn was_readable(&self, now: u64) -> bool {
        self.shown
            .is_some_and(|shown| now.saturating_sub(shown) >= READING_MILLIS)
    }
}

/// Least milliseconds between the words and a yes. The page opens its button after a second; this
/// is a little less, so that a slow timer here and a fast one there do not make a no of a yes.
pub const READING_MILLIS: u64 = 800;

#[async_trait::async_trait]
impl Confirm for ConfirmBoard {
    async fn confirm(&self, request: ConfirmRequest) -> Result<ConfirmToken, ConfirmError> {
        let timeout = request.timeout();
        let (_standing, answer) = self.put_up(request)?;
        match tokio::time::timeout(timeout, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(ConfirmError::Unavailable),
            Err(_) => Err(ConfirmError::TimedOut),
        }
    }
}

/// Takes the question down however the waiting ends; without it a call that was dropped
/// would block the board for good.
struct Standing<'a> {
    board: &'a ConfirmBoard,
    id: String,
}

impl Drop for Standing<'_> {
    fn drop(&mut self) {
        self.board
            .question()
            .take_if(|question| question.id == self.id);
        let id = &self.id;
        self.board
            .changes
            .send_if_modified(|shown| shown.take_if(|shown| shown == id).is_some());
    }
}

/// Compares without telling where the first difference is.
fn same(left: &str, right: &str) -> bool {
    let differences = left
        .bytes()
        .zip(right.bytes())
        .fold(0, |seen, (left, right)| seen | (left ^ right));
    left.len() == right.len() && differences == 0
}
