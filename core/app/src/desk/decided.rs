//! Waiting for the platform's word on an act that is in the outbox.
//!
//! An act that never left this device is taken back, and the officer told that nothing is decided.
//! One that may have arrived stays in the outbox, visible, until there is a receipt.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use tongban_protocol::{Fact, OperationId, RejectionCode, VerifiedReceipt};
use tongban_store::{RecordId, WriteError};
use tongban_sync::{Event, Problem};

use super::error::DeskError;
use crate::context::{Core, blocking, lock};
use crate::outbox::{self, ReadItem};
use crate::sync;

/// Waits until the platform has said something to it, or nothing goes on by itself any more.
pub(super) async fn decided(core: &Arc<Core>, id: RecordId) -> Result<(), DeskError> {
    let mut events = core.events();
    let mut rests = sync::hurry(core);
    let late = tokio::time::sleep(LONGEST_WAIT);
    tokio::pin!(late);
    let mut over = rests.is_none();
    loop {
        if let Some(outcome) = blocking(core, move |core| said(core, id)).await? {
            return outcome.into_result();
        }
        if over {
            match blocking(core, move |core| not_decided(core, id)).await? {}
        }
        let rest = async {
            match &mut rests {
                Some(rests) => _ = rests.await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            // Every change of the outbox is an event; one that was missed is read all the same.
            _event = events.recv() => {}
            () = rest => over = true,
            () = &mut late => over = true,
        }
    }
}

enum Outcome {
    Done,
    Refused(DeskError),
}

impl Outcome {
    fn into_result(self) -> Result<(), DeskError> {
        match self {
            Self::Done => Ok(()),
            Self::Refused(error) => Err(error),
        }
    }
}

/// What is stored of the platform's word. A refusal is told here and now, so its item goes.
fn said(core: &Core, id: RecordId) -> Result<Option<Outcome>, DeskError> {
    let db = core.unlocked()?;
    let Some(stored) = db.outbox_item(id)? else {
        // Already in a backup.
        return Ok(Some(Outcome::Done));
    };
    let item = ReadItem::of(stored)?;
    let receipt = item.receipt.as_ref().map(VerifiedReceipt::receipt);
    let refused = match receipt.map(|receipt| &receipt.fact) {
        Some(Fact::Held { .. } | Fact::Complete { .. }) => return Ok(Some(Outcome::Done)),
        Some(Fact::Rejected(rejection)) if rejection.code == RejectionCode::StaleVersion => {
            DeskError::Stale
        }
        Some(Fact::Rejected(rejection)) => DeskError::Rejected {
            detail: outbox::rejection(rejection),
        },
        None => match item.stored.problem.as_deref().map(Problem::from_text) {
            Some(Problem::Refused(code)) if code == "not_allowed" => DeskError::NotAllowed,
            Some(Problem::Refused(detail)) => DeskError::Rejected { detail },
            // It stays in the outbox, where it can be tried again.
            Some(_) => return Ok(Some(Outcome::Refused(DeskError::AnswerLost))),
            None => return Ok(None),
        },
    };
    db.write(|tx| tx.let_go(id))?;
    sync::tell(core, Event::LetGo(OperationId::from_bytes(id.to_bytes())));
    core.publish_outbox();
    Ok(Some(Outcome::Refused(refused)))
}

/// Nothing was said. What never left this device is taken back: nobody decides anything hours
/// later without knowing. What may have arrived stays in the outbox, which tells of it.
fn not_decided(core: &Core, id: RecordId) -> Result<Infallible, DeskError> {
    let db = core.unlocked()?;
    match db.write(|tx| tx.take_back(id)) {
        Ok(()) => {}
        Err(WriteError::Conflict) => return Err(DeskError::AnswerLost),
        Err(error) => return Err(error.into()),
    }
    let operation = OperationId::from_bytes(id.to_bytes());
    sync::tell(core, Event::TakenBack(operation));
    core.publish_outbox();
    let status = lock(&core.sync_status).clone();
    Err(match (status.online, status.problem) {
        (_, Some("update_needed")) => DeskError::UpdateNeeded,
        (true, _) => DeskError::PlatformFailed,
        (false, _) => DeskError::Offline,
    })
}

/// As long as a screen waits for an answer.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
