//! Debian packages: the one list, and how they get installed.

use std::process::{Command, Stdio};

use crate::command;
use crate::failure::Failure;

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

/// Installs what is missing; one package index update, progress on the terminal.
pub fn install(needs: &[Need]) -> Result<(), Failure> {
    let missing = missing(needs)?;
    if missing.is_empty() {
        println!("  all there");
        return Ok(());
    }
    println!("  installing: {}", missing.join(" "));
    let by_hand = install_line(&missing);
    let advice = format!("check the network, then run it by hand: {by_hand}");
    command::run(&mut apt(&["update"], &by_hand)?, &advice)?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(&missing);
    command::run(&mut apt(&arguments, &by_hand)?, &advice)
}

/// The one line that a person types to install these packages.
pub fn install_line(packages: &[&str]) -> String {
    let list = packages.join(" ");
    format!("sudo apt-get update && sudo apt-get install --no-install-recommends {list}")
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
    // Progress lines, but not one line for every file that is unpacked.
    command
        .args(["-o", "Dpkg::Use-Pty=0", "-q"])
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
}
