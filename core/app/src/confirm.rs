//! Asking the person on a screen that the web UI cannot reach (rule U1).
//!
//! The text is made here, in the person's language; the yes counts once, and only for the
//! request whose SHA-256 was shown with it.

use std::time::Duration;

use sha2::{Digest as _, Sha256};
use thiserror::Error;
use tongban_device::{
    ConfirmDesk, ConfirmError as DeviceConfirmError, ConfirmId, ConfirmLine, ConfirmText,
};

use crate::context::Core;
use crate::error::{ErrorCode, Fold, Params};
use crate::events::{ConfirmEventView, ConfirmState, EventView};
use crate::messages::Messages;

/// Shows `text` and returns only after a yes to exactly `request`.
pub(crate) async fn confirm(
    core: &Core,
    text: ConfirmText,
    request: &[u8],
) -> Result<(), ConfirmError> {
    let _turn = core
        .confirm_turn
        .try_lock()
        .map_err(|_| ConfirmError::Busy)?;
    let digest: [u8; 32] = Sha256::digest(request).into();
    let question = core
        .desk
        .open(&*core.caps.entropy, text, digest, ANSWER_WITHIN)?;
    let open = OpenQuestion::new(core, question.id());
    let token = core.caps.confirm.confirm(question).await?;
    let confirmed = core.desk.redeem(open.id, &digest, token)?;
    Ok(confirmed.spend_on(&digest)?)
}

/// The words of one confirmation, from `confirm.<act>.*`.
pub(crate) struct Words<'a> {
    messages: &'a Messages,
    act: &'static str,
    text: ConfirmText,
}

impl<'a> Words<'a> {
    pub(crate) fn new(messages: &'a Messages, act: &'static str) -> Self {
        let say = |word: &str| messages.text(&format!("confirm.{act}.{word}"));
        let text = ConfirmText {
            title: say("title"),
            lines: Vec::new(),
            notes: Vec::new(),
            action_label: say("action"),
            cancel_label: say("cancel"),
        };
        Self {
            messages,
            act,
            text,
        }
    }

    pub(crate) fn line(mut self, label: &str, value: impl Into<String>) -> Self {
        let label = self.messages.text(&format!("confirm.{}.{label}", self.act));
        self.text.lines.push(ConfirmLine {
            label,
            value: value.into(),
        });
        self
    }

    pub(crate) fn note(mut self, note: &str) -> Self {
        self.text
            .notes
            .push(self.messages.text(&format!("confirm.{}.{note}", self.act)));
        self
    }

    pub(crate) fn say(&self, word: &str, params: &Params) -> String {
        self.messages
            .render(&format!("confirm.{}.{word}", self.act), params)
    }

    pub(crate) fn done(self) -> ConfirmText {
        self.text
    }
}

/// Without it a dropped call would leave the question redeemable and the screen's mark open.
struct OpenQuestion<'a> {
    core: &'a Core,
    id: ConfirmId,
}

impl<'a> OpenQuestion<'a> {
    fn new(core: &'a Core, id: ConfirmId) -> Self {
        core.publish(event(ConfirmState::Opened, id));
        Self { core, id }
    }
}

impl Drop for OpenQuestion<'_> {
    fn drop(&mut self) {
        ConfirmDesk::close(&self.core.desk, self.id);
        self.core.publish(event(ConfirmState::Closed, self.id));
    }
}

fn event(state: ConfirmState, id: ConfirmId) -> EventView {
    EventView::Confirm(ConfirmEventView {
        state,
        id: id.to_string(),
        url: None,
    })
}

/// Why nothing was done.
#[derive(Debug, PartialEq, Eq, Error)]
pub(crate) enum ConfirmError {
    #[error("another confirmation is open")]
    Busy,
    #[error(transparent)]
    Port(#[from] DeviceConfirmError),
}

impl Fold for ConfirmError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Busy => ErrorCode::ConfirmBusy,
            Self::Port(DeviceConfirmError::Declined) => ErrorCode::ConfirmDeclined,
            Self::Port(DeviceConfirmError::TimedOut) => ErrorCode::ConfirmTimedOut,
            Self::Port(DeviceConfirmError::Unavailable) => ErrorCode::ConfirmUnavailable,
            Self::Port(DeviceConfirmError::Refused) => ErrorCode::ConfirmMismatch,
        }
    }
}

const ANSWER_WITHIN: Duration = Duration::from_secs(180);
