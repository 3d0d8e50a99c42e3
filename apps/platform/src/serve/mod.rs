//! Starting and stopping the service.

mod accept;
mod config;
mod patience;
mod start;

pub use config::{Limits, PlatformConfig};
pub use start::{RunningPlatform, ServeError, serve};
