//! The program itself, as a process.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tongban_protocol::paths;

use crate::support::get;

struct Running {
    child: Child,
    address: std::net::SocketAddr,
}

impl Running {
    fn start(data: &std::path::Path, more: &[&str]) -> Self {
        let mut child = program()
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped"))
            .read_line(&mut line)
            .expect("a line");
        let ready: serde_json::Value = serde_json::from_str(&line).expect("one JSON line");
        let url = ready["listening"].as_str().expect("an address");
        let address = url
            .strip_prefix("http://")
            .and_then(|rest| rest.parse().ok())
            .expect("an address");
        Self { child, address }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_tongban-platform"))
}

#[tokio::test]
async fn the_program_says_where_it_answers_and_keeps_the_time_it_was_given() {
    let data = tempfile::tempdir().expect("a folder");
    let running = Running::start(data.path(), &["--at", "2026-03-02T09:00:00+08:00"]);
    let health = get(running.address, paths::HEALTH).await;
    assert!(
        health.text().contains("\"now\":\"2026-03-02T01:0"),
        "{}",
        health.text()
    );

    // Two processes on one database: the second one's port is taken, its data is not.
    let listen = running.address.to_string();
    let second = program()
        .args(["serve", "--data"])
        .arg(data.path())
        .args(["--listen", &listen])
        .output();
    let second = second.expect("the program runs");
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(!second.status.success());
    assert!(
        said.contains("is taken") && said.contains("--listen"),
        "{said}"
    );

    let other = Running::start(data.path(), &["--at", "2026-03-02T09:00:00+08:00"]);
    let lists = (
        get(running.address, paths::STATUS).await,
        get(other.address, paths::STATUS).await,
    );
    assert_eq!(lists.0.body, lists.1.body, "two processes publish as one");
}

#[test]
fn wrong_usage_is_said() {
    let wrong = program()
        .args(["serve", "--at", "yesterday", "--data", "x"])
        .output()
        .expect("the program runs");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("RFC 3339"));
}
