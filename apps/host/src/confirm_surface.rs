use std::sync::{Arc, Weak};

use tongban_app::{App, ConfirmEventView, ConfirmState, EventView};
use tongban_device_desktop::ConfirmBoard;

/// Where a question appears: an app window of its own, or a page of another origin.
pub trait ConfirmSurface: Send + Sync {
    /// Makes the question `id` visible, or gives the address where the person can open it.
    fn open(&self, id: &str) -> Result<Option<String>, SurfaceUnavailable>;
    /// Takes it away again; called once for each opened question, however it ended.
    fn close(&self, id: &str);
}

/// The surface cannot be shown; the question then counts as declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("confirm surface cannot be shown")]
pub struct SurfaceUnavailable;

/// Opens and closes the surface as questions come and go, until the app is gone.
pub(crate) async fn follow(
    board: Arc<ConfirmBoard>,
    surface: Arc<dyn ConfirmSurface>,
    app: Weak<App>,
) {
    let mut questions = board.watch();
    let mut shown: Option<String> = None;
    loop {
        let standing = questions.borrow_and_update().clone();
        if standing != shown {
            if let Some(id) = shown.take() {
                surface.close(&id);
            }
            if let Some(id) = standing {
                match surface.open(&id) {
                    Ok(address) => announce(&app, &id, address),
                    Err(SurfaceUnavailable) => board.decline(&id),
                }
                shown = Some(id);
            }
        }
        if questions.changed().await.is_err() {
            return;
        }
    }
}

// The core itself says that a question opened and closed; only the host knows its address.
fn announce(app: &Weak<App>, id: &str, address: Option<String>) {
    if let (Some(app), Some(url)) = (app.upgrade(), address) {
        let event = ConfirmEventView {
            state: ConfirmState::Opened,
            id: id.to_owned(),
            url: Some(url),
        };
        app.publish(EventView::Confirm(event));
    }
}
