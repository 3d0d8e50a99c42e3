//! The program itself, as a process.

use tongban_protocol::paths;

use crate::support::{Program, get, program};

#[tokio::test]
async fn the_program_says_where_it_answers_and_keeps_the_time_it_was_given() {
    let data = tempfile::tempdir().expect("a folder");
    let running = Program::start(data.path(), &["--at", "2026-03-02T09:00:00+08:00"]);
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

    let other = Program::start(data.path(), &["--at", "2026-03-02T09:00:00+08:00"]);
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
