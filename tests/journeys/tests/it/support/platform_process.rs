//! A platform in a process of its own, so that it can be killed.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use tongban_device::clock::FakeClock;
use tongban_platform::PlatformConfig;

use super::NINE_O_CLOCK;

/// Serves over `folder` until the process is killed; says where.
pub async fn serve_for_ever(folder: &Path) -> ! {
    let clock = Arc::new(FakeClock::at(NINE_O_CLOCK));
    let platform = tongban_platform::serve(PlatformConfig::demo(folder, clock))
        .await
        .expect("a platform");
    let mut out = std::io::stdout();
    writeln!(out, "serves {}", platform.base_url())
        .and_then(|()| out.flush())
        .expect("the parent listens");
    std::future::pending().await
}
