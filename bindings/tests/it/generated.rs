//! The committed Kotlin is the Kotlin of this library.

use std::path::PathBuf;
use std::process::Command;

#[test]
fn the_committed_kotlin_is_what_the_library_generates() {
    let check = Command::new(env!("CARGO_BIN_EXE_tongban-generate"))
        .arg(library())
        .arg("--check")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the generator runs");
    assert!(
        check.status.success(),
        "{}",
        String::from_utf8_lossy(&check.stderr)
    );
}

#[test]
fn a_file_that_is_no_library_is_refused_with_a_message() {
    let check = Command::new(env!("CARGO_BIN_EXE_tongban-generate"))
        .args([
            concat!(env!("CARGO_MANIFEST_DIR"), "/uniffi.toml"),
            "--check",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the generator runs");
    assert!(!check.status.success());
    assert!(!check.stderr.is_empty());
}

/// The library that this test run built, beside the test itself.
fn library() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    test.with_file_name(format!(
        "{}tongban{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    ))
}
