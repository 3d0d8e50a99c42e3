//! Debian packages: the one list, and how they get installed.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::command;
use crate::failure::Failure;
use crate::project::Project;

/// What a package is needed for; each need includes the packages of the ones before it that it builds on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Compiling the core, the platform, the CLI and the browser host.
    Build,
    /// Compiling and opening the desktop window.
    Desktop,
    /// Running the browser and desktop tests.
    Test,
}

const PACKAGES: &[(Need, &[&str])] = &[
    (
        Need::Build,
        &[
            "build-essential",
            "pkg-config",
            "libssl-dev",
            "ca-certificates",
        ],
    ),
    (
        Need::Desktop,
        &[
            "libwebkit2gtk-4.1-dev",
            "libdbus-1-dev",
            "fonts-noto-core",
            "fonts-noto-cjk",
        ],
    ),
    (
        Need::Test,
        &[
            "webkit2gtk-driver",
            "xvfb",
            "xauth",
            "dbus",
            "gnome-keyring",
            "chromium",
            "zbar-tools",
            "strace",
            "iproute2",
            "util-linux",
            "procps",
            "postgresql",
        ],
    ),
];

/// The packages for these needs that are not installed yet.
pub fn missing(needs: &[Need]) -> Result<Vec<&'static str>, Failure> {
    if !command::exists("dpkg-query") {
        return Err(Failure::new(
            "this is not a Debian system, so packages cannot be installed by themselves",
            format!(
                "install what these Debian packages hold, then call again: {}",
                wanted(needs).join(" ")
            ),
        ));
    }
    let installed = command::output(Command::new("dpkg-query").args([
        "-W",
        "-f",
        "${db:Status-Status} ${Package}\n",
    ]))?;
    let is_there = |name: &str| {
        installed
            .lines()
            .any(|line| line.strip_prefix("installed ") == Some(name))
    };
    Ok(wanted(needs)
        .into_iter()
        .filter(|name| !is_there(name))
        .collect())
}

/// Installs what is missing: one package index update, one line of progress, the rest in a log.
pub fn install(project: &Project, needs: &[Need]) -> Result<(), Failure> {
    let missing = missing(needs)?;
    if missing.is_empty() {
        println!("  all there");
        return Ok(());
    }
    let by_hand = install_line(&missing);
    let log = log_file(project)?;
    println!("  installing: {}", missing.join(" "));
    println!("  (log: {})", log.display());
    let advice = format!(
        "read the end of {}, check the network, then run it by hand: {by_hand}",
        log.display()
    );
    let mut progress = Progress::default();
    let mut call = |arguments: &[&str]| {
        command::run_in_front(&mut apt(arguments, &by_hand)?, &log, &advice, |line| {
            progress.see(line);
        })
    };
    call(&["update"])?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(&missing);
    call(&arguments)?;
    progress.end();
    Ok(())
}

fn log_file(project: &Project) -> Result<PathBuf, Failure> {
    let log = project.notes_dir()?.join("apt.log");
    std::fs::write(&log, "").map_err(|error| {
        Failure::new(
            format!("{} cannot be written: {error}", log.display()),
            "check free space and rights",
        )
    })?;
    Ok(log)
}

/// Counts what dpkg does; on a terminal the count stands in one line that is written over.
#[derive(Default)]
struct Progress {
    unpacked: usize,
    set_up: usize,
}

impl Progress {
    fn see(&mut self, line: &str) {
        if line.starts_with("Unpacking ") {
            self.unpacked += 1;
        } else if line.starts_with("Setting up ") {
            self.set_up += 1;
        } else {
            return;
        }
        if std::io::stdout().is_terminal() {
            print!("\r  {} unpacked, {} set up", self.unpacked, self.set_up);
            let _ = std::io::stdout().flush();
        }
    }

    fn end(&self) {
        let over = if std::io::stdout().is_terminal() {
            "\r"
        } else {
            ""
        };
        println!("{over}  {} unpacked, {} set up", self.unpacked, self.set_up);
    }
}

/// The one line that a person types to install these packages.
pub fn install_line(packages: &[&str]) -> String {
    let list = packages.join(" ");
    as_root(&format!(
        "apt-get update && apt-get install --no-install-recommends {list}"
    ))
}

/// A line of `apt-get` as this person types it: root needs no sudo, and may have none.
pub fn as_root(line: &str) -> String {
    written_for(line, is_root().unwrap_or(false))
}

fn written_for(line: &str, root: bool) -> String {
    if root {
        line.to_owned()
    } else {
        line.replace("apt-get ", "sudo apt-get ")
    }
}

fn wanted(needs: &[Need]) -> Vec<&'static str> {
    PACKAGES
        .iter()
        .filter(|(need, _)| needs.contains(need))
        .flat_map(|(_, names)| names.iter().copied())
        .collect()
}

fn apt(arguments: &[&str], by_hand: &str) -> Result<Command, Failure> {
    let mut command = if is_root()? {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    } else if command::exists("sudo") {
        let mut command = Command::new("sudo");
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    } else {
        return Err(Failure::new(
            "system packages are missing, and this user is not root and has no sudo",
            format!("ask an administrator to run: {by_hand}"),
        ));
    };
    command
        .args(["-o", "Dpkg::Use-Pty=0", "-qq"])
        .args(arguments)
        .stdin(Stdio::inherit());
    Ok(command)
}

fn is_root() -> Result<bool, Failure> {
    Ok(command::output(Command::new("id").arg("-u"))?.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_package_is_listed_twice() {
        let mut names = wanted(&[Need::Build, Need::Desktop, Need::Test]);
        let listed = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), listed);
    }

    #[test]
    fn the_line_to_type_names_every_package() {
        assert!(install_line(&["xvfb", "dbus"]).ends_with("xvfb dbus"));
    }

    #[test]
    fn root_is_told_no_sudo() {
        let line = "apt-get update && apt-get install maven";
        assert_eq!(written_for(line, true), line);
        assert_eq!(
            written_for(line, false),
            "sudo apt-get update && sudo apt-get install maven"
        );
    }

    #[test]
    fn progress_counts_what_dpkg_says() {
        let mut progress = Progress::default();
        for line in [
            "Selecting previously unselected package maven.",
            "Unpacking maven (3.8.7-1) ...",
            "Setting up maven (3.8.7-1) ...",
        ] {
            progress.see(line);
        }
        assert_eq!((progress.unpacked, progress.set_up), (1, 1));
    }
}
