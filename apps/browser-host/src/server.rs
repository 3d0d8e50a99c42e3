use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::{Router, middleware};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tongban_app::HostView;
use tongban_device::Clock;
use tongban_host::{Host, HostOptions, StartError};

use crate::gate::{Origin, guard};
use crate::once::{OneTimeToken, Secret};
use crate::surface::ConfirmPages;
use crate::ui_files::{UiError, UiFiles};
use crate::{app_origin, confirm_origin};

/// What the browser host is started with.
pub struct ServeOptions {
    /// Databases and files of the app.
    pub data_dir: PathBuf,
    /// Base address of the platform.
    pub platform: Option<String>,
    /// Where the app origin listens; the confirm origin takes any free port of the same address.
    pub listen: SocketAddr,
    /// Folder of the built UI.
    pub ui: PathBuf,
    /// Whether to use the keyring of the desktop session where there is one.
    pub keyring: bool,
    /// Another clock than the machine's.
    pub clock: Option<Arc<dyn Clock>>,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Another program has it.
    #[error("port {} is taken", .0.port())]
    PortTaken(SocketAddr),
    /// An address that other machines could reach.
    #[error("{0} is not a loopback address")]
    NotLoopback(SocketAddr),
    /// The network of this machine.
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] io::Error),
    /// The UI.
    #[error(transparent)]
    Ui(#[from] UiError),
    /// The app.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The machine has no randomness to give.
    #[error("no entropy")]
    NoEntropy(#[from] getrandom::Error),
}

/// What both origins work on.
pub(crate) struct Shared {
    pub(crate) host: Host,
    pub(crate) ui: UiFiles,
    pub(crate) app_origin: Arc<Origin>,
    pub(crate) confirm_origin: Arc<Origin>,
    pub(crate) start_link: OneTimeToken,
    /// Spent with the confirm origin's key by the page that the start link leads to.
    pub(crate) next_step: OneTimeToken,
    pub(crate) app_link: OneTimeToken,
}

/// Both origins, until this value is dropped.
pub struct RunningHost {
    shared: Arc<Shared>,
    link: String,
    servers: [JoinHandle<io::Result<()>>; 2],
}

/// Listens, starts the app, serves; must be called inside a tokio runtime.
pub async fn serve(options: ServeOptions) -> Result<RunningHost, ServeError> {
    if !options.listen.ip().is_loopback() {
        return Err(ServeError::NotLoopback(options.listen));
    }
    let ui = UiFiles::read(&options.ui)?;
    let (app_listener, app_address) = listen(options.listen).await?;
    let (confirm_listener, confirm_address) = listen((options.listen.ip(), 0).into()).await?;
    let app_origin = Arc::new(Origin::new(
        app_address,
        "tongban_app",
        app_origin::OPEN_PATHS,
    )?);
    let confirm_origin = Arc::new(Origin::new(
        confirm_address,
        "tongban_confirm",
        confirm_origin::OPEN_PATHS,
    )?);
    let host = Host::start(
        HostOptions {
            kind: HostView::Browser,
            data_dir: options.data_dir,
            platform: options.platform,
            keyring: options.keyring,
            clock: options.clock,
        },
        Arc::new(ConfirmPages {
            origin: confirm_origin.url(),
        }),
    )?;
    let start = Secret::new()?;
    let link = format!(
        "{}{}?token={}",
        confirm_origin.url(),
        confirm_origin::START,
        start.reveal()
    );
    let shared = Arc::new(Shared {
        host,
        ui,
        app_origin: app_origin.clone(),
        confirm_origin: confirm_origin.clone(),
        start_link: OneTimeToken::holding(start),
        next_step: OneTimeToken::empty(),
        app_link: OneTimeToken::empty(),
    });
    let servers = [
        spawn(app_listener, app_origin::routes(shared.clone()), app_origin),
        spawn(
            confirm_listener,
            confirm_origin::routes(shared.clone()),
            confirm_origin,
        ),
    ];
    Ok(RunningHost {
        shared,
        link,
        servers,
    })
}

impl RunningHost {
    /// The link that opens the app in a browser; works once.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The app origin, `http://127.0.0.1:PORT`.
    pub fn app_origin(&self) -> String {
        self.shared.app_origin.url()
    }

    /// The confirm origin.
    pub fn confirm_origin(&self) -> String {
        self.shared.confirm_origin.url()
    }

    /// The app with its Confirm screen.
    pub fn host(&self) -> &Host {
        &self.shared.host
    }
}

impl Drop for RunningHost {
    fn drop(&mut self) {
        self.servers.iter().for_each(JoinHandle::abort);
        let _ = self.shared.host.app().lock();
    }
}

fn spawn(listener: TcpListener, routes: Router, origin: Arc<Origin>) -> JoinHandle<io::Result<()>> {
    let routes = routes.layer(middleware::from_fn_with_state(origin, guard));
    tokio::spawn(async move { axum::serve(listener, routes).await })
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), ServeError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::PortTaken(address),
        _ => ServeError::Listen(address, error),
    };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}
