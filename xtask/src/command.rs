//! Starting other programs: every failure names the program and says what to do.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::Failure;

/// A cargo command in the given folder.
pub fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    // Set by `cargo run` for xtask itself; inherited, they would make build scripts and tests see xtask's own values.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        }) {
            command.env_remove(name);
        }
    }
    command
}

/// Runs to the end with the person's own terminal.
pub fn run(command: &mut Command, advice: &str) -> Result<(), Failure> {
    let status = command
        .status()
        .map_err(|error| not_started(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(
            format!("{} failed ({status})", show(command)),
            advice,
        ))
    }
}

/// Runs to the end and gives what the program printed on stdout.
pub fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(
        format!(
            "{} failed ({})\n{}",
            show(command),
            output.status,
            said.trim_end()
        ),
        "read the message above; `cargo xtask doctor` lists what is missing",
    ))
}

/// Runs to the end, passes every line of stdout and stderr through and shows each to `see`.
pub fn run_watched(
    command: &mut Command,
    advice: &str,
    mut see: impl FnMut(&str),
) -> Result<(), Failure> {
    let (reader, writer) = std::io::pipe().map_err(|error| not_started(command, &error))?;
    let second = writer
        .try_clone()
        .map_err(|error| not_started(command, &error))?;
    let shown = show(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(writer)
        .stderr(second)
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    // `command` still holds the pipe's writing ends; as long as it does, the reader sees no end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut lines = BufReader::new(reader);
    let mut line = Vec::new();
    while lines
        .read_until(b'\n', &mut line)
        .is_ok_and(|read| read > 0)
    {
        let text = String::from_utf8_lossy(&line);
        print!("{text}");
        see(text.trim_end());
        line.clear();
    }
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("{shown} failed ({status})"), advice))
    }
}

/// Whether a program of this name is on the path.
pub fn exists(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}

fn show(command: &Command) -> String {
    let name = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let arguments: Vec<_> = command
        .get_args()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    format!("`{} {}`", name, arguments.join(" ")).replace(" `", "`")
}

fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(
        format!("{} did not start: {error}", show(command)),
        "`cargo xtask doctor` says what is missing and how to install it",
    )
}
