//! Telling the platform what was read here, for the person's other devices. Beside the engine: a mark
//! is no operation, is signed by nobody, and is worth no wait of anything else.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, Weak};

use tongban_device::{Transport, TransportRequest};
use tongban_protocol::{
    Extra, MAX_READ_MARKS, MEDIA_TYPE, ReadMark, ReadMarksRequest, ReadToken, ScopeId, paths,
};
use tongban_store::{PersonDb, PersonTx, RecordId, WriteError};
use tongban_sync::{Backoff, Dice};

use super::task::{bearer, flown};
use crate::context::{Core, lock};
use crate::reminders;

/// Marks that the platform's present history does not have.
pub(super) struct Unsent {
    scope: ScopeId,
    epoch: RecordId,
    marks: Vec<[u8; 16]>,
}

/// What became of them.
pub(super) enum Carried {
    /// They are there, and that is stored.
    Done,
    /// Not now.
    Failed,
    /// This platform knows no marks.
    Unknown,
}

/// The carrying; a request at a time.
#[derive(Default)]
pub(super) struct Carrying {
    flight: Option<Pin<Box<dyn Future<Output = Carried> + Send>>>,
    not_before: Option<u64>,
    unknown: bool,
    backoff: Backoff,
    dice: Dice,
}

impl Carrying {
    /// What should be sent now.
    pub(super) fn due(&self, core: &Core, db: &PersonDb) -> Option<Unsent> {
        let now = core.caps.clock.monotonic_millis();
        let waits = self.not_before.is_some_and(|until| until > now);
        if self.flight.is_some() || self.unknown || waits {
            return None;
        }
        let scope = reminders::scope(db).ok()??;
        let cursors = db.cursors().ok()?;
        let own = cursors
            .iter()
            .find(|cursor| cursor.scope.to_bytes() == *scope.as_bytes())?;
        let most = u32::try_from(MAX_READ_MARKS).unwrap_or(u32::MAX);
        let marks = db.unsent_marks(own.epoch, most).ok()?;
        let epoch = own.epoch;
        (!marks.is_empty()).then_some(Unsent {
            scope,
            epoch,
            marks,
        })
    }

    /// Sends them; `held` is the database with what is held while it is in use.
    pub(super) fn send(
        &mut self,
        transport: Arc<dyn Transport>,
        held: (Weak<PersonDb>, Arc<Mutex<()>>),
        token: &ReadToken,
        unsent: Unsent,
    ) {
        let body = ReadMarksRequest {
            scope: unsent.scope,
            marks: unsent
                .marks
                .iter()
                .copied()
                .map(ReadMark::from_bytes)
                .collect(),
            extra: Extra::default(),
        };
        let request = TransportRequest::post(paths::READ_MARKS, body.encode())
            .header("content-type", MEDIA_TYPE)
            .header("authorization", bearer(token.expose()));
        self.not_before = None;
        self.flight = Some(Box::pin(async move {
            match transport.request(request).await.map(|answer| answer.status) {
                Ok(200 | 204) => note(held, unsent).await,
                Ok(404 | 405) => Carried::Unknown,
                Ok(_) | Err(_) => Carried::Failed,
            }
        }));
    }

    /// What became of what is under way; never, when nothing is.
    pub(super) async fn next(&mut self) -> Carried {
        flown(&mut self.flight).await
    }

    /// Takes that in; true when there may be more to send.
    pub(super) fn carried(&mut self, core: &Core, carried: Carried) -> bool {
        self.flight = None;
        match carried {
            Carried::Done => {
                self.backoff.reset();
                true
            }
            Carried::Failed => {
                let drawn: Result<[u8; 8], _> = core.caps.entropy.array();
                self.dice.stir(drawn.map_or(0, u64::from_be_bytes));
                let now = core.caps.clock.monotonic_millis();
                self.not_before = Some(now + self.backoff.next(&mut self.dice));
                false
            }
            Carried::Unknown => {
                self.unknown = true;
                false
            }
        }
    }

    /// Until when a failure makes it wait.
    pub(super) fn not_before(&self) -> Option<u64> {
        self.not_before
    }

    /// Whether such a wait has just ended.
    pub(super) fn wait_is_over(&mut self, now: u64) -> bool {
        let over = self.not_before.is_some_and(|until| until <= now);
        self.not_before = self.not_before.filter(|_| !over);
        over
    }

    /// Whether a request is under way.
    pub(super) fn is_under_way(&self) -> bool {
        self.flight.is_some()
    }
}

async fn note((db, busy): (Weak<PersonDb>, Arc<Mutex<()>>), unsent: Unsent) -> Carried {
    let noted = tokio::task::spawn_blocking(move || {
        let _busy = lock(&busy);
        let db = db.upgrade()?;
        let note = |tx: &PersonTx<'_>| -> Result<(), WriteError> {
            let mut marks = unsent.marks.iter();
            marks.try_for_each(|mark| tx.put_mark(mark, Some(unsent.epoch)))
        };
        db.write(note).ok()
    });
    match noted.await {
        Ok(Some(())) => Carried::Done,
        // Sent again, they change nothing.
        _ => Carried::Failed,
    }
}
