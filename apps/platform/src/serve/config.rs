use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use tongban_device::{Clock, Entropy};

use crate::authority::AuthoritySource;
use crate::pace::Pace;
use crate::packs::PackSource;
use crate::publish::PublishSchedule;
use crate::storage::Storage;

/// How to run a platform.
#[derive(Clone)]
pub struct PlatformConfig {
    /// Folder of the secret, and of database and attachments if they are not elsewhere.
    pub data_dir: PathBuf,
    /// Where database and attachments are.
    pub storage: Storage,
    /// A loopback address; port 0 takes any free port.
    pub listen: SocketAddr,
    /// Address from which the reverse proxy in front connects; it is believed who its client is.
    pub trusted_proxy: Option<IpAddr>,
    /// Who issues here.
    pub authority: AuthoritySource,
    /// The region pack that is published at start.
    pub pack: PackSource,
    /// When snapshots are published.
    pub publish: PublishSchedule,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Random bits.
    pub entropy: Arc<dyn Entropy>,
    /// What a request may cost.
    pub limits: Limits,
}

impl PlatformConfig {
    /// A demo on any free port of 127.0.0.1.
    #[cfg(feature = "demo")]
    pub fn demo(data_dir: impl Into<PathBuf>, clock: Arc<dyn Clock>) -> Self {
        Self {
            data_dir: data_dir.into(),
            storage: Storage::default(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            trusted_proxy: None,
            authority: AuthoritySource::Demo,
            pack: PackSource::Demo,
            publish: PublishSchedule::default(),
            clock,
            entropy: Arc::new(tongban_device::OsEntropy),
            limits: Limits::default(),
        }
    }
}

/// What requests may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest body in bytes, after decompression.
    pub body_bytes: usize,
    /// Seconds from the end of a request's head to the start of its answer.
    pub request_seconds: u64,
    /// The same for pushing and uploading, which a slow network must be able to finish.
    pub long_request_seconds: u64,
    /// Seconds for a request's head.
    pub head_seconds: u64,
    /// Seconds in which a client must take something of an answer.
    pub write_seconds: u64,
    /// Seconds after which a connection takes no further request; its last answer may then take
    /// as long as a request.
    pub connection_seconds: u64,
    /// Most connections at a time; the next ones wait.
    pub connections: usize,
    /// Requests of one address: it must not take what all have.
    pub of_an_address: Pace,
    /// Operations signed by one key: a device that runs wild must not fill the office.
    pub of_a_key: Pace,
    /// Pushes and uploads that are being worked on or wait for their turn; the next ones are told
    /// to come back, so that those that wait are answered in time.
    pub waiting: usize,
    /// Most streams of hints at a time; each takes one of the connections.
    pub streams: usize,
    /// Most of them of one device; a newer one takes the place of the oldest.
    pub streams_of_a_device: usize,
    /// Seconds between signs of life on a stream, at each of which its token is looked at again.
    pub sign_of_life_seconds: u64,
    /// Largest size of the database in bytes, if it shall have one.
    pub database_bytes: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 64 << 10,
            request_seconds: 30,
            long_request_seconds: 180,
            head_seconds: 10,
            write_seconds: 20,
            connection_seconds: 600,
            connections: 512,
            of_an_address: Pace {
                burst: 2000,
                a_second: 100,
            },
            of_a_key: Pace {
                burst: 2000,
                a_second: 20,
            },
            waiting: 128,
            streams: 256,
            streams_of_a_device: 2,
            sign_of_life_seconds: 25,
            database_bytes: None,
        }
    }
}
