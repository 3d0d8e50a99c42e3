//! A checkout in miniature, whose compiler, npm and programs are scripts that do nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Removed when it is dropped.
pub struct Stage {
    folder: PathBuf,
}

impl Stage {
    pub fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("tongban-xtask-{name}-{}", std::process::id()));
        let stage = Self { folder };
        for folder in [
            "xtask",
            "apps/ui/node_modules",
            "assets/messages/en",
            "assets/messages/zh-Hans",
            "target/debug",
            "bin",
        ] {
            fs::create_dir_all(stage.path(folder)).expect("a folder");
        }
        for file in [
            "apps/ui/package-lock.json",
            "apps/ui/node_modules/.installed-lock",
        ] {
            fs::write(stage.path(file), "{}").expect("a file");
        }
        for locale in ["en", "zh-Hans"] {
            let texts = r#"{"ui":{"welcome":{"enrol":"Enrol"}}}"#;
            let file = format!("assets/messages/{locale}/ui.json");
            fs::write(stage.path(&file), texts).expect("a file");
        }
        let metadata = format!(
            "case $1 in metadata) echo '{{\"target_directory\":\"{}\"}}';; esac",
            stage.path("target").display()
        );
        stage.script("bin/cargo", &metadata);
        stage.script("bin/npm", "echo 99.0.0");
        stage.script("bin/node", "echo v99.0.0");
        // Everything is installed.
        stage.script(
            "bin/dpkg-query",
            "sed -n 's/^ *\"\\([a-z][a-z0-9.+-]*\\)\",*$/installed \\1/p' \"$PACKAGES\"",
        );
        let serving = |line: &str| format!("echo '{line}'; exec sleep 120");
        stage.script(
            "target/debug/tongban-platform",
            &serving(r#"{"listening":"http://127.0.0.1:9"}"#),
        );
        stage.script(
            "target/debug/tongban-browser-host",
            &serving(r#"{"open":"http://127.0.0.1:9/start"}"#),
        );
        stage.script(
            "target/debug/tongban",
            r#"echo '{"resident":"r","number":"1","digits":"2"}'"#,
        );
        stage
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn script(&self, name: &str, body: &str) {
        let path = self.path(name);
        fs::write(&path, format!("#!/bin/sh\n{body}\n")).expect("a script");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("its rights");
    }

    /// `cargo xtask` itself, in this checkout.
    pub fn xtask(&self, arguments: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", &self.line(arguments)]);
        self.surround(&mut command);
        command
    }

    /// The same in the foreground of a terminal of its own, to which stdin is typed.
    pub fn xtask_in_a_terminal(&self, arguments: &str) -> Command {
        let mut command = Command::new("script");
        command.args(["-qefc", &self.line(arguments), "/dev/null"]);
        self.surround(&mut command);
        command
    }

    fn line(&self, arguments: &str) -> String {
        format!("exec '{}' {arguments}", env!("CARGO_BIN_EXE_xtask"))
    }

    fn surround(&self, command: &mut Command) {
        let path = std::env::var("PATH").unwrap_or_default();
        let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/packages.rs");
        command
            .env("CARGO_MANIFEST_DIR", self.path("xtask"))
            .env("CARGO", self.path("bin/cargo"))
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("PACKAGES", packages)
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
