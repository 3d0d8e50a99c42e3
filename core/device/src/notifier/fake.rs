use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Notification, Notifier, NotifierError, OnOpen};

/// Shows nothing and remembers everything; clicks are the test's.
#[derive(Default)]
pub struct RecordingNotifier {
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    shown: BTreeMap<String, Notification>,
    ever: Vec<Notification>,
    opened: Option<OnOpen>,
    failure: Option<NotifierError>,
}

impl RecordingNotifier {
    /// Shows nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is shown now.
    pub fn shown(&self) -> Vec<Notification> {
        self.seen().shown.values().cloned().collect()
    }

    /// Everything that was ever shown, in order.
    pub fn ever(&self) -> Vec<Notification> {
        self.seen().ever.clone()
    }

    /// The person clicks on what is shown under `id`; `false` if there is nothing.
    pub fn click(&self, id: &str) -> bool {
        let mut seen = self.seen();
        let (found, opened) = (seen.shown.remove(id), seen.opened.clone());
        drop(seen);
        match (found, opened) {
            (Some(found), Some(opened)) => {
                opened(found.link);
                true
            }
            _ => false,
        }
    }

    /// From now on every call fails like this; `None`: none does.
    pub fn set_failure(&self, failure: Option<NotifierError>) {
        self.seen().failure = failure;
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Notifier for RecordingNotifier {
    fn show(&self, notification: &Notification) -> Result<(), NotifierError> {
        let mut seen = self.seen();
        if let Some(failure) = seen.failure {
            return Err(failure);
        }
        seen.ever.push(notification.clone());
        seen.shown
            .insert(notification.id.clone(), notification.clone());
        Ok(())
    }

    fn withdraw(&self, id: &str) -> Result<(), NotifierError> {
        let mut seen = self.seen();
        match seen.failure {
            Some(failure) => Err(failure),
            None => {
                seen.shown.remove(id);
                Ok(())
            }
        }
    }

    fn on_open(&self, opened: OnOpen) {
        self.seen().opened = Some(opened);
    }
}
