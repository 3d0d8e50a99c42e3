//! How `run` ends, and what keeps a second one from beginning.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::stage::Stage;

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("bound").port()
}

/// Starts it and reads until it says how it is ended.
fn started(mut command: Command) -> (Child, BufReader<ChildStdout>, String) {
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut output = BufReader::new(child.stdout.take().expect("piped"));
    let mut said = String::new();
    while !said.contains("Ctrl-C ends") {
        assert_ne!(output.read_line(&mut said).expect("text"), 0, "{said}");
    }
    (child, output, said)
}

/// Command lines of everything that runs out of this folder.
fn running(stage: &Stage) -> Vec<String> {
    let folder = stage.path("target").display().to_string();
    let processes = std::fs::read_dir("/proc").expect("Linux").flatten();
    processes
        .filter_map(|process| std::fs::read_to_string(process.path().join("environ")).ok())
        .filter(|environment| environment.contains(&format!("TONGBAN_STAGE={folder}")))
        .collect()
}

#[test]
fn ctrl_c_in_a_terminal_stops_everything_and_is_no_failure() {
    let stage = Stage::new("terminal");
    let mut command = stage.xtask_in_a_terminal(&format!("run --port {}", free_port()));
    command.env("TONGBAN_STAGE", stage.path("target"));
    let (mut child, mut output, _) = started(command);
    assert!(running(&stage).len() >= 3, "xtask, platform, browser host");
    let mut terminal = child.stdin.take().expect("piped");
    terminal.write_all(b"\x03").expect("typed");
    let mut rest = String::new();
    output.read_to_string(&mut rest).expect("text");
    let status = child.wait().expect("it ends");
    assert!(rest.contains("Stopped."), "{rest}");
    assert!(!rest.contains("failed"), "{rest}");
    assert_eq!(status.code(), Some(130), "{rest}");
    assert_eq!(running(&stage), Vec::<String>::new());
}

#[test]
fn a_second_run_over_the_same_data_is_refused_and_leaves_the_log_alone() {
    let stage = Stage::new("second");
    let (mut first, _output, _) = started(stage.xtask(&format!("run --port {}", free_port())));
    let log = stage.path("data/logs/platform.log");
    std::fs::write(&log, "of the first").expect("the log");
    let second = stage
        .xtask(&format!("run --port {}", free_port()))
        .output()
        .expect("it ends");
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert_eq!(second.status.code(), Some(1), "{said}");
    assert!(
        said.contains("another `cargo xtask run` is using the data"),
        "{said}"
    );
    assert_eq!(
        std::fs::read_to_string(&log).expect("the log"),
        "of the first"
    );
    let ended = Command::new("sh")
        .args(["-c", &format!("kill -s TERM {}", first.id())])
        .status();
    assert!(ended.is_ok_and(|status| status.success()));
    assert_eq!(first.wait().expect("it ends").code(), Some(143));
}

#[test]
fn a_program_that_ends_by_itself_is_a_failure_with_its_logs_end() {
    let stage = Stage::new("ends");
    stage.script(
        "target/debug/tongban-platform",
        r#"echo '{"listening":"http://127.0.0.1:9"}'; echo 'the disk is full' >&2; sleep 1; exit 1"#,
    );
    let ended = stage
        .xtask(&format!("run --port {}", free_port()))
        .output()
        .expect("it ends");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(
        said.contains("the platform stopped by itself\nthe disk is full"),
        "{said}"
    );
}

#[test]
fn a_display_that_does_not_answer_is_said_and_the_app_is_served_for_a_browser() {
    let stage = Stage::new("display");
    let mut command = stage.xtask(&format!("run --port {}", free_port()));
    command.env("DISPLAY", ":64999");
    let (mut child, _output, said) = started(command);
    assert!(said.contains("nothing answers there"), "{said}");
    assert!(said.contains("Open this link in a browser"), "{said}");
    assert!(!said.contains("window is open"), "{said}");
    child.kill().expect("it runs");
    child.wait().expect("it ends");
}

#[test]
fn an_old_node_is_said_before_anything_is_built() {
    let stage = Stage::new("node");
    stage.script("bin/node", "echo v18.20.4");
    let ended = stage
        .xtask(&format!("run --port {}", free_port()))
        .output()
        .expect("it ends");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("node 18.20 is too old"), "{said}");
    assert!(!String::from_utf8_lossy(&ended.stdout).contains("[1/6]"));
}
