//! The app: started once by a host, called by its screens.

use std::sync::Arc;

use tokio::sync::broadcast;

use crate::api::{self, CallReply};
use crate::config::{AppConfig, Capabilities};
use crate::context::{Core, StartError, blocking};
use crate::error::ErrorView;
use crate::events::{EventView, NothingView};
use crate::messages::Messages;
use crate::presence::{PresenceRequest, PresenceView};
use crate::reminders::OpenLinkView;
use crate::scan::{ScanTextRequest, VerdictView};
use crate::session::SessionView;
use crate::settings::SettingsView;
use crate::show::{ShowCode, ShowNextRequest, ShowStartRequest, ShowStopRequest};
use crate::unlock::UnlockRequest;
use crate::{certificates, lock, presence, scan, session, settings, show, sync, unlock};

/// All use cases of one device. Holds no global state: several apps in one process do not touch
/// each other. Its methods must run inside a tokio runtime.
pub struct App {
    core: Arc<Core>,
}

impl Drop for App {
    /// Lets go of the data folder: who opens it next finds it free.
    fn drop(&mut self) {
        sync::stop(&self.core);
    }
}

impl App {
    /// Starts the app. A store that cannot be opened does not stop it: each call then says why.
    pub fn start(config: AppConfig, capabilities: Capabilities) -> Result<Arc<Self>, StartError> {
        let core = Arc::new(Core::start(config, capabilities)?);
        if let Some(notifier) = &core.caps.notifier {
            let told = Arc::downgrade(&core);
            notifier.on_open(Arc::new(move |link| {
                if let Some(core) = told.upgrade() {
                    core.publish(EventView::OpenLink(OpenLinkView { link }));
                }
            }));
        }
        Ok(Arc::new(Self { core }))
    }

    /// The one call of the web UI. Never fails as a Rust value: the reply's JSON is `{"ok": …}` or
    /// `{"error": ErrorView}`.
    pub async fn call(&self, name: &str, json: &str, bytes: &[u8]) -> CallReply {
        api::call(&self.core, name, json, bytes).await
    }

    /// The one event channel; a slow listener loses the oldest events, never the newest.
    pub fn events(&self) -> broadcast::Receiver<EventView> {
        self.core.events()
    }

    /// Adds a host's own event, such as the address of its Confirm page.
    pub fn publish(&self, event: EventView) {
        self.core.publish(event);
    }

    /// Texts in the person's language, for what a host draws itself.
    pub fn messages(&self) -> Arc<Messages> {
        self.core.messages()
    }

    /// The settings, for what a host draws itself.
    pub fn settings(&self) -> Result<SettingsView, ErrorView> {
        Ok(settings::get(&self.core)?)
    }

    /// Is there a wallet, is it open, and how long until the next try?
    pub async fn session(&self) -> Result<SessionView, ErrorView> {
        blocking(&self.core, session::status).await
    }

    /// Opens the wallet.
    pub async fn unlock(&self, request: UnlockRequest) -> Result<SessionView, ErrorView> {
        let view = blocking(&self.core, move |core| unlock::unlock(core, request)).await?;
        lock::watch(&self.core);
        Ok(view)
    }

    /// Closes the wallet; what a shell does when it is suspended.
    pub fn lock(&self) -> Result<SessionView, ErrorView> {
        Ok(lock::lock(&self.core)?)
    }

    /// The certificates of the open wallet.
    pub async fn certificates(&self) -> Result<Vec<certificates::CardView>, ErrorView> {
        blocking(&self.core, certificates::list).await
    }

    /// Takes the secret as a sign of presence (rule K5).
    pub async fn presence(&self, request: PresenceRequest) -> Result<PresenceView, ErrorView> {
        blocking(&self.core, move |core| presence::give(core, request)).await
    }

    /// Starts showing a certificate.
    pub async fn show_start(&self, request: ShowStartRequest) -> Result<ShowCode, ErrorView> {
        show::start(&self.core, request).await
    }

    /// The next code of a showing.
    pub async fn show_next(&self, request: ShowNextRequest) -> Result<ShowCode, ErrorView> {
        show::next(&self.core, request).await
    }

    /// Ends a showing.
    pub fn show_stop(&self, request: &ShowStopRequest) -> NothingView {
        show::stop(&self.core, request)
    }

    /// Judges a code's text.
    pub async fn scan_text(&self, request: ScanTextRequest) -> Result<VerdictView, ErrorView> {
        blocking(&self.core, move |core| scan::text(core, &request.text)).await
    }

    /// Judges the code in a picture (PNG, JPEG, WebP).
    pub async fn scan_image(&self, picture: Vec<u8>) -> Result<VerdictView, ErrorView> {
        blocking(&self.core, move |core| scan::image(core, &picture)).await
    }
}
