use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::PlatformConfig;
use super::accept::accept;
use crate::casework::keep_ticking;
use crate::hints::keep_hinting;
use crate::http::router;
#[cfg(feature = "demo")]
use crate::import_residents::ImportError;
use crate::platform::{OpenError, Platform};
use crate::publish::{PublishError, keep_publishing, publish_due, publish_types};

/// A platform that did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Another program listens there.
    #[error(
        "port {port} is taken: another platform or program listens on it; use --listen to choose another"
    )]
    PortTaken {
        /// The taken port.
        port: u16,
    },
    /// The address is not this machine's own loopback; clear HTTP stays on the machine.
    #[error("address {address} is not a loopback address; put a reverse proxy with TLS in front")]
    NotLoopback {
        /// What was asked for.
        address: SocketAddr,
    },
    /// The address cannot be used for another reason.
    #[error("address {address} cannot be used")]
    Listen {
        /// What was asked for.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The data folder cannot be used.
    #[error("platform cannot open its data")]
    Open(#[from] OpenError),
    /// The first snapshots cannot be published.
    #[error("platform cannot publish its lists")]
    Publish(#[from] PublishError),
    /// The demo's residents cannot be stored.
    #[cfg(feature = "demo")]
    #[error("demo residents cannot be stored")]
    Seed(#[from] ImportError),
}

/// A platform that answers. Dropping it stops it without waiting for open requests.
pub struct RunningPlatform {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts a platform: takes the port, opens the data, publishes what is due, answers. Nothing
/// is listened to before the lists are out, so nobody meets a platform without them.
pub async fn serve(config: PlatformConfig) -> Result<RunningPlatform, ServeError> {
    let listener = listen(config.listen).await?;
    let address = listener.local_addr().map_err(|source| ServeError::Listen {
        address: config.listen,
        source,
    })?;
    let (limits, trusted_proxy) = (config.limits, config.trusted_proxy);
    let Started {
        router,
        stop,
        mut tasks,
    } = start(config).await?;
    let stopped = stop.subscribe();
    tasks.push(tokio::spawn(accept(
        listener,
        router,
        limits,
        trusted_proxy,
        stopped,
    )));
    tracing::info!(%address, "platform answers");
    Ok(RunningPlatform {
        address,
        stop,
        tasks,
    })
}

/// A platform that works and whom nobody can reach yet.
pub(super) struct Started {
    pub(super) router: Router,
    pub(super) stop: watch::Sender<bool>,
    pub(super) tasks: Vec<JoinHandle<()>>,
}

/// Opens the data, publishes what is due, and lets what the platform does of itself begin.
pub(super) async fn start(config: PlatformConfig) -> Result<Started, ServeError> {
    let platform = Platform::open(
        (&config.data_dir, &config.storage),
        &config.authority,
        &config.pack,
        config.publish,
        &config.limits,
        config.clock,
        config.entropy,
    )
    .await?;
    #[cfg(feature = "demo")]
    if platform.authority.demo {
        crate::demo::seed(&platform).await?;
        crate::demo::remember_clock(&platform)
            .await
            .map_err(OpenError::Query)?;
    }
    publish_due(&platform).await?;
    publish_types(&platform).await?;
    let platform = Arc::new(platform);
    let (stop, stopped) = watch::channel(false);
    let publishing = tokio::spawn(keep_publishing(Arc::clone(&platform), stopped.clone()));
    let ticking = tokio::spawn(keep_ticking(Arc::clone(&platform), stopped.clone()));
    let hinting = tokio::spawn(keep_hinting(Arc::clone(&platform), stopped));
    Ok(Started {
        router: router(platform, config.limits),
        stop,
        tasks: vec![publishing, ticking, hinting],
    })
}

async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    if !address.ip().is_loopback() {
        return Err(ServeError::NotLoopback { address });
    }
    TcpListener::bind(address)
        .await
        .map_err(|source| match source.kind() {
            ErrorKind::AddrInUse => ServeError::PortTaken {
                port: address.port(),
            },
            _ => ServeError::Listen { address, source },
        })
}

impl RunningPlatform {
    /// Where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes no new connection and returns when every open request is answered, at most after
    /// the time that a request may take.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        for task in std::mem::take(&mut self.tasks) {
            let _ = task.await;
        }
    }
}

impl Drop for RunningPlatform {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}
