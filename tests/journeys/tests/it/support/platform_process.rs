//! A platform in a process of its own, so that it can be killed.
//!
//! The process is this test program again, told by its environment to do nothing but serve.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use tongban_platform::store::{Database, DatabaseUrl};
use tongban_platform::{PlatformConfig, ServerClock};

use super::NINE_O_CLOCK;

/// What a child is to do, and where.
pub const TASK: &str = "TONGBAN_TEST_TASK";
pub const FOLDER: &str = "TONGBAN_TEST_FOLDER";
const DATABASE: &str = "TONGBAN_TEST_DATABASE";
const SERVING: &str = "platform";

/// A platform in a process of its own; killed with `SIGKILL` when it goes away, and ends by itself
/// when this program does.
pub struct PlatformProcess {
    child: Child,
    /// Open, or the child would end with the next word that the test program in it says.
    _said: BufReader<ChildStdout>,
    pub base_url: String,
}

impl PlatformProcess {
    /// Starts one over `folder` for the test of this name, which calls [`serve_if_told`] first.
    pub fn start(test: &str, folder: &Path, database: Option<&DatabaseUrl>) -> Self {
        let mut command = child(test, SERVING, folder);
        if let Some(database) = database {
            command.env(DATABASE, database.expose());
        }
        let mut child = command.stdin(Stdio::piped()).spawn().expect("a platform");
        let mut said = BufReader::new(child.stdout.take().expect("its output"));
        let mut lines = said.by_ref().lines().map_while(Result::ok);
        let line = lines.find_map(|line| Some(line.split_once("serves ")?.1.trim().to_owned()));
        Self {
            base_url: line.expect("it says where it serves"),
            child,
            _said: said,
        }
    }

    pub fn address(&self) -> SocketAddr {
        let address = self.base_url.strip_prefix("http://");
        address
            .and_then(|address| address.parse().ok())
            .expect("an address")
    }

    /// `SIGKILL`, in the middle of whatever it is doing.
    pub fn kill(&mut self) {
        self.child.kill().expect("a kill");
        self.child.wait().expect("its end");
    }
}

impl Drop for PlatformProcess {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Whether this program was started to do that.
pub fn task(name: &str) -> bool {
    std::env::var(TASK).is_ok_and(|task| task == name)
}

/// This program again, for the test that knows the task.
pub fn child(test: &str, task: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command
        .args(["--exact", test, "--nocapture"])
        .env(TASK, task)
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    command
}

/// In a program that was started as a platform: serves, says where, and does not come back.
pub async fn serve_if_told() {
    if !task(SERVING) {
        return;
    }
    let folder = std::env::var_os(FOLDER).expect("a folder");
    let clock = Arc::new(ServerClock::starting_at(NINE_O_CLOCK));
    let mut config = PlatformConfig::demo(folder, clock);
    if let Ok(database) = std::env::var(DATABASE) {
        let database = database.parse().expect("an address");
        config.storage = Database::Postgres(database).into();
    }
    let platform = tongban_platform::serve(config).await.expect("a platform");
    let mut out = std::io::stdout();
    writeln!(out, "serves {}", platform.base_url())
        .and_then(|()| out.flush())
        .expect("the parent listens");
    // Whoever ends the parent, however, closes this.
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    std::future::pending().await
}
