//! The open wallet in memory: who is unlocked, since when unused, and who is present.

use std::collections::BTreeMap;
use std::sync::Arc;

use thiserror::Error;
use tongban_store::PersonDb;

use crate::context::{Core, lock};
use crate::error::{ErrorCode, Fold};
use crate::session::{self};
use crate::show::Showing;
use crate::storage::StorageError;
use crate::{EventView, reminders, settings, sync};

/// Nothing, or one open wallet; dropping it closes the database and wipes its key.
#[derive(Default)]
pub(crate) struct Wallet {
    open: Option<OpenWallet>,
}

struct OpenWallet {
    db: Arc<PersonDb>,
    used_at: u64,
    presence_until: Option<u64>,
    showings: BTreeMap<String, Showing>,
}

/// Why a use case cannot have the wallet.
#[derive(Debug, Error)]
pub(crate) enum WalletError {
    #[error("there is no wallet")]
    None,
    #[error("wallet is locked")]
    Locked,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Fold for WalletError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::None => ErrorCode::WalletNone,
            Self::Locked => ErrorCode::WalletLocked,
            Self::Storage(error) => error.code(),
        }
    }

    fn params(&self) -> crate::Params {
        match self {
            Self::Storage(error) => error.params(),
            _ => crate::Params::new(),
        }
    }
}

impl Core {
    /// The open wallet; asking for it counts as use.
    pub(crate) fn unlocked(&self) -> Result<Arc<PersonDb>, WalletError> {
        self.lock_when_idle();
        let now = self.caps.clock.monotonic_millis();
        if let Some(open) = &mut lock(&self.wallet).open {
            open.used_at = now;
            return Ok(open.db.clone());
        }
        match self.person()? {
            Some(_) => Err(WalletError::Locked),
            None => Err(WalletError::None),
        }
    }

    /// The open wallet for a look that is no use by the person; `None` when it is closed.
    pub(crate) fn open_db(&self) -> Option<Arc<PersonDb>> {
        lock(&self.wallet).open.as_ref().map(|open| open.db.clone())
    }

    pub(crate) fn is_unlocked(&self) -> bool {
        lock(&self.wallet).open.is_some()
    }

    /// Takes over a database that was opened with the person's secret, which shows presence too.
    pub(crate) fn open_wallet(&self, db: Arc<PersonDb>) {
        let now = self.caps.clock.monotonic_millis();
        lock(&self.wallet).open = Some(OpenWallet {
            db,
            used_at: now,
            presence_until: Some(now + PRESENCE_MILLIS),
            showings: BTreeMap::new(),
        });
    }

    /// Closes the wallet; true when it was open.
    pub(crate) fn close_wallet(&self) -> bool {
        sync::stop(self);
        lock(&self.desk_session).take();
        lock(&self.incoming).take();
        lock(&self.touched_drafts).clear();
        let was_open = lock(&self.wallet).open.take().is_some();
        reminders::end(self);
        was_open
    }

    /// Closes the wallet when nobody used it for the chosen time, and says so.
    pub(crate) fn lock_when_idle(&self) {
        let Ok(store) = self.store() else { return };
        let limit = u64::from(settings::auto_lock_seconds(&store)) * 1000;
        let now = self.caps.clock.monotonic_millis();
        let idle = lock(&self.wallet)
            .open
            .as_ref()
            .is_some_and(|open| now.saturating_sub(open.used_at) >= limit);
        if idle && self.close_wallet() {
            self.publish_session();
        }
    }

    pub(crate) fn publish_session(&self) {
        if let Ok(view) = session::view(self) {
            self.publish(EventView::SessionChanged(view));
        }
    }

    /// Milliseconds of presence that are left (rule K5).
    pub(crate) fn presence_left(&self) -> Option<u64> {
        let now = self.caps.clock.monotonic_millis();
        let until = lock(&self.wallet).open.as_ref()?.presence_until?;
        until.checked_sub(now).filter(|left| *left > 0)
    }

    /// The person has shown to be here.
    pub(crate) fn grant_presence(&self) {
        let until = self.caps.clock.monotonic_millis() + PRESENCE_MILLIS;
        if let Some(open) = &mut lock(&self.wallet).open {
            open.presence_until = Some(until);
        }
    }

    pub(crate) fn put_showing(&self, id: String, showing: Showing) {
        if let Some(open) = &mut lock(&self.wallet).open {
            open.showings.insert(id, showing);
        }
    }

    pub(crate) fn showing(&self, id: &str) -> Option<Showing> {
        lock(&self.wallet).open.as_ref()?.showings.get(id).copied()
    }

    pub(crate) fn end_showing(&self, id: &str) {
        if let Some(open) = &mut lock(&self.wallet).open {
            open.showings.remove(id);
        }
    }
}

const PRESENCE_MILLIS: u64 = 300_000;
