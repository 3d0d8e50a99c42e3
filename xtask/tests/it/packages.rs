//! Installing system packages: little is said, everything is kept.

use std::process::Stdio;

use crate::stage::Stage;

#[test]
fn what_apt_says_goes_to_a_log_and_its_failure_names_it() {
    let stage = Stage::new("apt");
    stage.script("bin/dpkg-query", "true");
    stage.script("bin/sudo", "exec env \"$@\"");
    stage.script(
        "bin/apt-get",
        "case \"$*\" in *install*) echo 'Unpacking make (4.3) ...'; echo 'E: the disk is full' >&2; exit 100;; esac",
    );
    let ended = stage
        .xtask("run --port 0")
        .stdin(Stdio::null())
        .output()
        .expect("it ends");
    let (out, said) = (
        String::from_utf8_lossy(&ended.stdout).into_owned(),
        String::from_utf8_lossy(&ended.stderr).into_owned(),
    );
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(!out.contains("Unpacking"), "{out}");
    assert!(out.contains("installing: build-essential"), "{out}");
    let log = stage.path("target/xtask/apt.log");
    assert!(said.contains(&log.display().to_string()), "{said}");
    assert!(said.contains("apt-get install"), "{said}");
    let kept = std::fs::read_to_string(log).expect("the log");
    assert_eq!(kept, "Unpacking make (4.3) ...\nE: the disk is full\n");
}
