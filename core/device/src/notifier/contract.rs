use std::sync::Arc;

/// What a machine shows outside of the app's window: on a lock screen, in a list of the desktop.
///
/// Anyone who passes by may read it, and the system may keep it. What may stand there is decided
/// by the app; the machine adds the app's name and nothing else.
pub trait Notifier: Send + Sync {
    /// Shows it and returns. One with the same id takes the place of what is shown.
    fn show(&self, notification: &Notification) -> Result<(), NotifierError>;

    /// Takes it away again; one that is not shown (any more) is no error.
    fn withdraw(&self, id: &str) -> Result<(), NotifierError>;

    /// Whom to tell the link of a notification on which the person clicked. The last one counts.
    /// A machine that hears of no clicks tells none.
    fn on_open(&self, opened: OnOpen);
}

/// Takes the link of a notification.
pub type OnOpen = Arc<dyn Fn(String) + Send + Sync>;

/// One notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Names it; the same for the same thing.
    pub id: String,
    /// One line.
    pub title: String,
    /// One or two sentences.
    pub body: String,
    /// Where in the app it leads.
    pub link: String,
}

/// Why nothing is shown. What was to be shown stands in the app's inbox anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotifierError {
    /// This machine shows nothing: no desktop session, or nobody in it who does.
    #[error("machine shows no notifications")]
    Unavailable,
    /// It refused this one, for instance because the person switched the app off there.
    #[error("notification was refused")]
    Refused,
}
