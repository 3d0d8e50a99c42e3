use std::sync::Arc;

use tongban_cases::{State, decode_event};
use tongban_rules::service::Service;

use crate::packs::Published;
use crate::platform::Platform;
use crate::store::CaseRecord;
use crate::sync::SyncError;

/// A case with the rules by which it is judged to its end (rule S9).
pub(super) struct Loaded {
    pub(super) state: State,
    pub(super) published: Arc<Published>,
    service: String,
}

impl Loaded {
    pub(super) fn new(state: State, published: Arc<Published>, service: String) -> Self {
        Self {
            state,
            published,
            service,
        }
    }

    pub(super) async fn of(platform: &Platform, record: &CaseRecord) -> Result<Self, SyncError> {
        let (id, version) = &record.entry.pack;
        let found = platform.packs.get(platform.store.as_ref(), id, *version);
        let loaded = Self {
            state: state(record)?,
            published: found.await?.ok_or(SyncError::Case)?,
            service: record.entry.service.clone(),
        };
        loaded.service()?;
        Ok(loaded)
    }

    pub(super) fn service(&self) -> Result<&Service, SyncError> {
        let service = self.published.pack.service(&self.service);
        service.ok_or(SyncError::Case)
    }
}

/// The state after a case's events.
pub(super) fn state(record: &CaseRecord) -> Result<State, SyncError> {
    let mut state = State::default();
    for stored in &record.events {
        state.apply(&decode_event(&stored.event).map_err(|_| SyncError::Case)?);
    }
    Ok(state)
}
