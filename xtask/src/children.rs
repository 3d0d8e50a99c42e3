//! Programs that run beside xtask and end with it.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::command;
use crate::failure::Failure;
use crate::interrupt::Group;

/// A running program; it is ended when this value is dropped, and by the kernel when xtask itself is killed.
pub struct Running {
    name: &'static str,
    log: PathBuf,
    advice: &'static str,
    child: Child,
    group: Group,
    stdout: BufReader<ChildStdout>,
}

impl Running {
    /// Starts a program whose stdout xtask reads and whose stderr goes to a file.
    pub fn start(
        name: &'static str,
        program: &Path,
        arguments: &[&OsStr],
        log: &Path,
        advice: &'static str,
    ) -> Result<Self, Failure> {
        let cannot = |error: std::io::Error| {
            Failure::new(
                format!("{name} did not start: {error}"),
                "call `cargo xtask doctor`, then try again",
            )
        };
        let stderr = File::create(log).map_err(cannot)?;
        let mut command = tied_to_us(program);
        command
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(stderr);
        let (mut child, group) = Group::spawn(&mut command).map_err(cannot)?;
        let Some(stdout) = child.stdout.take() else {
            group.end();
            return Err(Failure::new(
                format!("{name} has no output"),
                "try again; this should never happen",
            ));
        };
        Ok(Self {
            name,
            log: log.to_path_buf(),
            advice,
            child,
            group,
            stdout: BufReader::new(stdout),
        })
    }

    /// The first line that the program prints; its log's end when it stops before that.
    pub fn first_line(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        match self.stdout.read_line(&mut line) {
            Ok(read) if read > 0 => Ok(line.trim_end().to_owned()),
            _ => Err(self.stopped()),
        }
    }

    /// Whether the program has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Whether the program has ended by itself and reported success: its window was closed.
    pub fn has_ended_well(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(status)) if status.success())
    }

    /// Why a program that should still run does not.
    pub fn stopped(&self) -> Failure {
        let end = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<_> = end.lines().collect();
        let last = lines[lines.len().saturating_sub(12)..].join("\n");
        Failure::new(
            format!("{} stopped by itself\n{last}", self.name),
            format!("its whole log is {}; {}", self.log.display(), self.advice),
        )
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.group.end();
        let _ = self.child.wait();
    }
}

fn tied_to_us(program: &Path) -> Command {
    if !command::exists("setpriv") {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "--"]).arg(program);
    command
}
