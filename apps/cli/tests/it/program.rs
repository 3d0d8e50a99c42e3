//! Running the program in a folder of its own, away from the person's own settings.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::world;

/// 10 seconds after the world's default proof was made.
pub const AT: &str = "2026-03-02T09:00:00+08:00";

/// A folder with the world's trust and status files.
pub struct Scene {
    folder: TempDir,
}

/// What one run answered.
pub struct Answer {
    pub exit: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Scene {
    pub fn new() -> Scene {
        let scene = Scene {
            folder: TempDir::new().unwrap(),
        };
        let list = world::signed_list(&world::list_content());
        scene.write("trust.cbor", &[world::root(1), list].concat());
        scene.write(
            "status.cbor",
            &world::status_token(world::SHARD, world::NOW - world::HOUR, &world::bits(&[])),
        );
        scene
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Runs with these arguments as they are.
    pub fn run<S: AsRef<std::ffi::OsStr>>(&self, arguments: &[S]) -> Answer {
        self.run_with(arguments, &[])
    }

    pub fn run_with<S: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: &[S],
        environment: &[(&str, &Path)],
    ) -> Answer {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tongban"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("TONGBAN_TRUST")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env("HOME", self.folder.path())
            .env("XDG_DATA_HOME", self.folder.path().join("data-home"))
            .env("LANG", "en_US.UTF-8");
        for (name, value) in environment {
            command.env(name, value);
        }
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().unwrap();
        Answer {
            exit: status.code().expect("an exit status, not a signal"),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }

    /// `verify --json` with the scene's trust and status, at [`AT`].
    pub fn verify(&self, input: &str) -> (i32, Value) {
        self.verify_at(AT, input)
    }

    pub fn verify_at(&self, at: &str, input: &str) -> (i32, Value) {
        let files = ["--trust", "trust.cbor", "--status", "status.cbor"];
        self.verdict(&[&files[..], &["--at", at, input]].concat())
    }

    /// `verify --json` with exactly these further arguments.
    pub fn verdict(&self, arguments: &[&str]) -> (i32, Value) {
        let answer = self.run(&[&["verify", "--json"], arguments].concat());
        (answer.exit, answer.json())
    }
}

impl Answer {
    /// The one line of stdout.
    pub fn json(&self) -> Value {
        let line = self.stdout.strip_suffix('\n').expect("a line that ends");
        assert!(!line.contains('\n'), "exactly one line: {line}");
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }
}
