use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use tongban_device::OsEntropy;
use tongban_platform::{Limits, PackSource, PlatformConfig, PublishSchedule, ServerClock, serve};

use super::{say, source};

/// Options of `serve`.
#[derive(Args)]
pub struct Serve {
    /// Data folder; made if it does not exist.
    #[arg(long)]
    data: PathBuf,
    #[command(flatten)]
    storage: super::storage::StorageArgs,
    /// Loopback address to answer on; port 0 takes any free one.
    #[arg(long, default_value = "127.0.0.1:8760")]
    listen: SocketAddr,
    /// Address from which a reverse proxy on this machine connects. Only then the last address in
    /// X-Forwarded-For counts as the client's, and only from that proxy.
    #[arg(long, value_name = "ADDRESS")]
    trusted_proxy: Option<IpAddr>,
    /// Folder with issuer.json, issuer.pem, list.pem, status.pem, receipt.pem and roots.cbor, and
    /// pack.pub.pem if packs are published.
    #[cfg_attr(feature = "demo", arg(long))]
    #[cfg_attr(not(feature = "demo"), arg(long, required = true))]
    authority: Option<PathBuf>,
    /// Region pack to publish, made by `tongban pack build`; without it what was published before
    /// goes on.
    #[arg(long, value_name = "FILE")]
    pack: Option<PathBuf>,
    /// Publish every so many seconds instead of at 0, 6, 12 and 18 o'clock +08:00.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    publish_every: Option<u64>,
    /// Start the clock at this moment (RFC 3339); it goes on from there.
    #[cfg(feature = "demo")]
    #[arg(long, value_name = "RFC3339", value_parser = super::at::instant)]
    at: Option<u64>,
}

impl Serve {
    pub async fn run(self) -> Result<(), Box<dyn Error + Send + Sync>> {
        let filter =
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
        tracing_subscriber::fmt()
            .json()
            .with_writer(std::io::stderr)
            .with_env_filter(filter)
            .init();
        let running = serve(PlatformConfig {
            clock: Arc::new(self.clock()),
            pack: pack(self.pack, self.authority.is_none()),
            data_dir: self.data,
            storage: self.storage.named()?,
            listen: self.listen,
            trusted_proxy: self.trusted_proxy,
            authority: source(self.authority)?,
            publish: self
                .publish_every
                .map_or(PublishSchedule::FixedHours, |seconds| {
                    PublishSchedule::Every { seconds }
                }),
            entropy: Arc::new(OsEntropy),
            limits: Limits::default(),
        })
        .await?;
        say(&format!("{{\"listening\":\"{}\"}}", running.base_url()))?;
        told_to_stop().await?;
        running.shutdown().await;
        Ok(())
    }

    #[cfg(feature = "demo")]
    fn clock(&self) -> ServerClock {
        self.at
            .map_or_else(ServerClock::system, ServerClock::starting_at)
    }

    #[cfg(not(feature = "demo"))]
    fn clock(&self) -> ServerClock {
        ServerClock::system()
    }
}

/// The pack that was named; the demo has one of its own.
#[cfg_attr(not(feature = "demo"), allow(unused_variables))]
fn pack(file: Option<PathBuf>, demo: bool) -> PackSource {
    match file {
        Some(file) => PackSource::File(file),
        #[cfg(feature = "demo")]
        None if demo => PackSource::Demo,
        None => PackSource::Stored,
    }
}

#[cfg(unix)]
async fn told_to_stop() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        done = tokio::signal::ctrl_c() => done,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn told_to_stop() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
