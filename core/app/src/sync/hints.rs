//! Listening for "pull now", while a person sees the screen and the wallet is open. A hint has no
//! content and no hint is needed: without a stream the scope is pulled as always.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tongban_device::{Header, HintStream, PushHint};
use tongban_protocol::{ReadToken, paths};
use tongban_store::PersonDb;
use tongban_sync::{Backoff, Dice};

use super::task::{bearer, flown};
use crate::context::Core;

/// What happened to the stream.
pub(super) enum Heard {
    /// It is open: what came before is to be pulled.
    Opened(Box<dyn HintStream>),
    /// Pull now.
    Hint(Box<dyn HintStream>),
    /// It did not open, or ended.
    Ended,
    /// A person sees the screen, or no longer does.
    Visibility,
}

/// The one stream of an open wallet.
pub(super) struct Listening {
    port: Option<Arc<dyn PushHint>>,
    visible: watch::Receiver<bool>,
    token: Option<ReadToken>,
    work: Option<Pin<Box<dyn Future<Output = Heard> + Send>>>,
    opened_at: u64,
    not_before: u64,
    backoff: Backoff,
    dice: Dice,
}

impl Listening {
    /// For the wallet of a resident. At a desk every act of every colleague would be a hint, and
    /// what happens is asked for anyway.
    pub(super) fn new(core: &Core, db: &PersonDb) -> Self {
        let is_staff = db.info().is_ok_and(|info| info.staff.is_some());
        Self {
            port: core.caps.hints.clone().filter(|_| !is_staff),
            visible: core.visible.subscribe(),
            token: None,
            work: None,
            opened_at: 0,
            not_before: 0,
            backoff: Backoff::new(),
            dice: Dice::new(),
        }
    }

    /// The permission to read that there is now; a stream goes on with the one it was opened with.
    pub(super) fn has_token(&mut self, token: Option<ReadToken>) {
        self.token = token;
    }

    /// When one is to be opened.
    pub(super) fn due(&self) -> Option<u64> {
        let wanted = *self.visible.borrow() && self.work.is_none();
        let can = self.port.is_some() && self.token.is_some();
        (wanted && can).then_some(self.not_before)
    }

    /// Opens the stream if it is time, and closes it when nobody sees the screen.
    pub(super) fn open_if_due(&mut self, now: u64) {
        if !*self.visible.borrow_and_update() {
            self.work = None;
        }
        let due = self.due().is_some_and(|due| due <= now);
        let (Some(port), Some(token)) = (&self.port, &self.token) else {
            return;
        };
        if !due {
            return;
        }
        let (port, value) = (port.clone(), bearer(token.expose()));
        self.opened_at = now;
        self.work = Some(Box::pin(async move {
            let header = Header {
                name: "authorization".to_owned(),
                value,
            };
            match port.open(paths::HINTS, vec![header]).await {
                Ok(stream) => Heard::Opened(stream),
                Err(_) => Heard::Ended,
            }
        }));
    }

    /// The next thing that happens; never, when nothing is under way.
    pub(super) async fn next(&mut self) -> Heard {
        tokio::select! {
            changed = self.visible.changed() => match changed {
                Ok(()) => Heard::Visibility,
                Err(_) => std::future::pending().await,
            },
            heard = flown(&mut self.work) => heard,
        }
    }

    /// Takes that in; true when it is time to pull.
    pub(super) fn heard(&mut self, core: &Core, heard: Heard) -> bool {
        match heard {
            Heard::Opened(stream) => {
                self.work = Some(Box::pin(listen(stream, Duration::ZERO)));
                true
            }
            Heard::Hint(stream) => {
                self.work = Some(Box::pin(listen(stream, PAUSE)));
                true
            }
            Heard::Ended => {
                self.work = None;
                let now = core.caps.clock.monotonic_millis();
                if now.saturating_sub(self.opened_at) >= LIVED_MILLIS {
                    self.backoff.reset();
                }
                let drawn: Result<[u8; 8], _> = core.caps.entropy.array();
                self.dice.stir(drawn.map_or(0, u64::from_be_bytes));
                self.not_before = now + self.backoff.next(&mut self.dice);
                false
            }
            Heard::Visibility => false,
        }
    }
}

async fn listen(mut stream: Box<dyn HintStream>, pause: Duration) -> Heard {
    tokio::time::sleep(pause).await;
    match stream.next().await {
        Ok(()) => Heard::Hint(stream),
        Err(_) => Heard::Ended,
    }
}

/// Hints that follow each other faster are one.
const PAUSE: Duration = Duration::from_secs(1);
/// A stream that lived so long was a good one.
const LIVED_MILLIS: u64 = 60_000;
