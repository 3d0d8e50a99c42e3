//! Starting other programs: every failure names the program and says what to do.

use std::io::{BufRead, BufReader, PipeReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::interrupt::Group;

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

/// Runs to the end, with its output on the person's own terminal.
pub fn run(command: &mut Command, advice: &str) -> Result<(), Failure> {
    let (mut child, _group) =
        Group::spawn(command.stdin(Stdio::null())).map_err(|error| not_started(command, &error))?;
    ended(&mut child, command, advice)
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
    // A program that was asked for JSON says there what is wrong.
    let said = [output.stderr, output.stdout].concat();
    let said = String::from_utf8_lossy(&said);
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
    let reader = joined_output(command)?;
    let (mut child, _group) =
        Group::spawn(command.stdin(Stdio::null())).map_err(|error| not_started(command, &error))?;
    release_output(command);
    each_line(reader, &mut child, |text| {
        print!("{text}");
        see(text.trim_end());
    });
    ended(&mut child, command, advice)
}

/// Runs to the end in the foreground, where it may ask for a password on the terminal. Its output
/// goes to `log`, each line also to `see`.
pub fn run_in_front(
    command: &mut Command,
    log: &Path,
    advice: &str,
    mut see: impl FnMut(&str),
) -> Result<(), Failure> {
    let mut kept = std::fs::File::options()
        .create(true)
        .append(true)
        .open(log)
        .map_err(|error| {
            Failure::new(
                format!("{} cannot be written: {error}", log.display()),
                "check free space and rights",
            )
        })?;
    let reader = joined_output(command)?;
    let mut child = command
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    release_output(command);
    each_line(reader, &mut child, |text| {
        // A full disk must not keep packages from being installed.
        let _ = kept.write_all(text.as_bytes());
        see(text.trim_end());
    });
    ended(&mut child, command, advice)
}

fn joined_output(command: &mut Command) -> Result<PipeReader, Failure> {
    let pipe = || {
        let (reader, writer) = std::io::pipe()?;
        Ok((reader, writer.try_clone()?, writer))
    };
    let (reader, first, second) =
        pipe().map_err(|error: std::io::Error| not_started(command, &error))?;
    command.stdout(first).stderr(second);
    Ok(reader)
}

// `command` still holds the pipe's writing ends; as long as it does, the reader sees no end.
fn release_output(command: &mut Command) {
    command.stdout(Stdio::null()).stderr(Stdio::null());
}

/// Every line until the program's output ends. Something that it left running may keep the pipe
/// open; what that says is waited for a moment only.
fn each_line(reader: PipeReader, child: &mut Child, mut see: impl FnMut(&str)) {
    let lines = lines(reader);
    let mut until = None;
    loop {
        match lines.recv_timeout(Duration::from_millis(200)) {
            Ok(line) => see(&String::from_utf8_lossy(&line)),
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                if !matches!(child.try_wait(), Ok(None)) {
                    let until = *until.get_or_insert_with(|| Instant::now() + LEFT_RUNNING);
                    if Instant::now() > until {
                        return;
                    }
                }
            }
        }
    }
}

fn lines(reader: PipeReader) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        loop {
            let mut line = Vec::new();
            match reader.read_until(b'\n', &mut line) {
                Ok(read) if read > 0 && sender.send(line).is_ok() => {}
                _ => return,
            }
        }
    });
    receiver
}

const LEFT_RUNNING: Duration = Duration::from_secs(5);

fn ended(child: &mut Child, command: &Command, advice: &str) -> Result<(), Failure> {
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(
            format!("{} failed ({status})", show(command)),
            advice,
        ))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interrupt::one_at_a_time;

    #[test]
    fn every_line_of_both_outputs_is_seen() {
        let _turn = one_at_a_time();
        let mut seen = Vec::new();
        let ended = run_watched(
            Command::new("sh").args(["-c", "echo one; echo two >&2; printf three; exit 3"]),
            "x",
            |line| seen.push(line.to_owned()),
        );
        assert_eq!(seen, ["one", "two", "three"]);
        assert!(ended.is_err_and(|failure| failure.to_string().contains("exit status: 3")));
    }

    #[test]
    fn something_left_running_does_not_keep_a_command_from_ending() {
        let _turn = one_at_a_time();
        let started = Instant::now();
        // A session of its own, as a daemon takes one.
        let mut command = Command::new("sh");
        command.args(["-c", "setsid sleep 30 & echo done"]);
        assert!(run_watched(&mut command, "x", |_| {}).is_ok());
        assert!(started.elapsed() < Duration::from_secs(20));
    }
}
