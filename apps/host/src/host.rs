use std::path::PathBuf;
use std::sync::Arc;

use tongban_app::{App, AppConfig, Capabilities, HostView};
use tongban_device::Clock;
use tongban_device_desktop::{
    AnswerError, ConfirmBoard, Desktop, DesktopError, DesktopOptions, downloads_folder,
};

use crate::confirm_surface::{ConfirmSurface, follow};
use crate::confirm_view::{ConfirmView, Look};

/// What a host is started with.
pub struct HostOptions {
    /// Which of the hosts this is.
    pub kind: HostView,
    /// Databases and files of the app.
    pub data_dir: PathBuf,
    /// Base address of the platform; none: the app works offline only.
    pub platform: Option<String>,
    /// Whether to use the keyring of the desktop session where there is one.
    pub keyring: bool,
    /// Another clock than the machine's.
    pub clock: Option<Arc<dyn Clock>>,
}

/// The started app with the board on which its questions to the person stand (rule U1).
pub struct Host {
    app: Arc<App>,
    board: Arc<ConfirmBoard>,
}

/// Why the app did not start; nothing on disk was replaced.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The machine lacks something, or an option does not fit it.
    #[error("machine cannot be used")]
    Machine(#[from] DesktopError),
    /// The app itself refused.
    #[error("app did not start")]
    App(#[from] tongban_app::StartError),
}

impl Host {
    /// Opens the data folder and starts the app; must be called inside a tokio runtime.
    pub fn start(
        options: HostOptions,
        surface: Arc<dyn ConfirmSurface>,
    ) -> Result<Self, StartError> {
        let machine = Desktop::open(DesktopOptions {
            platform: options.platform.clone(),
            keyring: options.keyring,
            // A page in a browser is not the program that a click on them would bring up.
            notifications: options.kind == HostView::Tauri,
        })?;
        let clock = options.clock.unwrap_or(machine.clock);
        let board = ConfirmBoard::new(machine.entropy.clone(), clock.clone());
        let mut config = AppConfig::new(options.data_dir, options.kind);
        config.platform_address = options.platform;
        config.exchange_dir = downloads_folder();
        let app = App::start(
            config,
            Capabilities {
                clock,
                entropy: machine.entropy,
                secrets: machine.secrets,
                device_key: None,
                transport: machine.transport,
                confirm: board.clone(),
                presence: None,
                notifier: machine.notifier,
                hints: Some(machine.hints),
            },
        )?;
        tokio::spawn(follow(board.clone(), surface, Arc::downgrade(&app)));
        Ok(Self { app, board })
    }

    /// The use cases and the events.
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// The board, for a surface that the person closed.
    pub fn board(&self) -> &Arc<ConfirmBoard> {
        &self.board
    }

    /// The question that stands, if any.
    pub fn standing(&self) -> Option<String> {
        self.board.watch().borrow().clone()
    }

    /// The question `id` in the person's language and look, with the nonce of its page.
    pub fn question(&self, id: &str) -> Option<ConfirmView> {
        let look = Look::of(self.app.settings().ok());
        Some(ConfirmView::new(
            self.board.view(id)?,
            look,
            &self.app.messages(),
        ))
    }

    /// The person's answer, from the page that has `nonce`.
    pub fn answer(&self, id: &str, nonce: &str, yes: bool) -> Result<(), AnswerError> {
        self.board.answer(id, nonce, yes)
    }
}
