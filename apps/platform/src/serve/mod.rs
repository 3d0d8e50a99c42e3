//! Starting and stopping the service.

mod accept;
mod config;
mod start;

pub use config::{Limits, PlatformConfig};
pub use start::{RunningPlatform, ServeError, serve};
