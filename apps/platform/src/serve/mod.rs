//! Starting and stopping the service.

mod accept;
mod config;
mod embed;
mod patience;
mod start;

pub use config::{Limits, PlatformConfig};
pub use embed::{EmbeddedPlatform, embed};
pub use start::{RunningPlatform, ServeError, serve};
