//! Everything that xtask starts ends with it: after Ctrl-C, after a hang-up, after a step's time.
//!
//! Each program gets a process group of its own. A terminal sends Ctrl-C to its foreground group
//! at once, so a program in ours would end before xtask knew why, and be reported as a failure.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::failure::Failure;

static GROUPS: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());
static STOPPED: AtomicBool = AtomicBool::new(false);

/// How long a program may take to write back its databases.
const PATIENCE: Duration = Duration::from_secs(5);

/// From now on a signal to xtask ends what it started, says "Stopped." and ends xtask.
pub fn watch() -> Result<(), Failure> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).map_err(|error| {
        Failure::new(
            format!("signals cannot be received: {error}"),
            "try again; this should never happen",
        )
    })?;
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            STOPPED.store(true, Ordering::SeqCst);
            // Held to the end: nothing is started any more.
            let groups = groups();
            end_each(&groups);
            // Nobody may be left to read it.
            let _ = writeln!(io::stdout(), "\nStopped.");
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

/// Does not return when xtask is being stopped: what then fails is no failure.
pub fn settle() {
    // A program may hear of the same Ctrl-C before the thread above does.
    thread::sleep(Duration::from_millis(300));
    while STOPPED.load(Ordering::SeqCst) {
        thread::park();
    }
}

/// Ends everything that runs.
pub fn end_all() {
    let running = groups().clone();
    end_each(&running);
}

/// A program's group, known here until this value is dropped.
pub struct Group(u32);

impl Group {
    /// Starts a program in a group of its own.
    pub fn spawn(command: &mut Command) -> io::Result<(Child, Self)> {
        let mut groups = groups();
        let child = command.process_group(0).spawn()?;
        let group = Self(child.id());
        groups.insert(group.0);
        Ok((child, group))
    }

    /// Ends the program and what it started; returns when they have ended.
    pub fn end(&self) {
        end_each(&BTreeSet::from([self.0]));
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        groups().remove(&self.0);
    }
}

fn groups() -> MutexGuard<'static, BTreeSet<u32>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

// TERM first: the databases are closed and written back.
fn end_each(groups: &BTreeSet<u32>) {
    send("TERM", groups);
    let end = Instant::now() + PATIENCE;
    while groups.iter().any(|group| is_alive(*group)) && Instant::now() < end {
        thread::sleep(Duration::from_millis(50));
    }
    send("KILL", groups);
}

fn send(signal: &str, groups: &BTreeSet<u32>) {
    for group in groups.iter().filter(|group| is_alive(**group)) {
        // The shell's own `kill`: the program of this name is not on every machine.
        let _ = Command::new("sh")
            .args(["-c", &format!("kill -s {signal} -- -{group}")])
            .stderr(Stdio::null())
            .status();
    }
}

/// Whether any process of the group still does something; one that only waits to be asked for its end does not.
pub fn is_alive(group: u32) -> bool {
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return true;
    };
    processes.flatten().any(|process| {
        let stat = std::fs::read_to_string(process.path().join("stat")).unwrap_or_default();
        // "PID (NAME) STATE PARENT GROUP …"; a name may hold anything.
        let mut fields = stat
            .rsplit(") ")
            .next()
            .unwrap_or_default()
            .split_whitespace();
        let state = fields.next().unwrap_or("Z");
        state != "Z"
            && fields
                .nth(1)
                .is_some_and(|field| field == group.to_string())
    })
}

/// Tests that start and end groups take turns: `end_all` means all.
#[cfg(test)]
pub fn one_at_a_time() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group_of(pid: u32) -> String {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("it runs");
        let fields: Vec<_> = stat
            .rsplit(") ")
            .next()
            .unwrap_or_default()
            .split(' ')
            .collect();
        fields[2].to_owned()
    }

    #[test]
    fn a_terminals_ctrl_c_does_not_reach_a_program_before_xtask() {
        let _turn = one_at_a_time();
        let (mut child, group) =
            Group::spawn(Command::new("sleep").arg("60")).expect("sleep starts");
        assert_eq!(group_of(child.id()), child.id().to_string());
        assert_ne!(
            group_of(child.id()),
            group_of(std::process::id()),
            "not our group, which has the terminal"
        );
        group.end();
        assert!(child.wait().is_ok_and(|status| !status.success()));
    }

    #[test]
    fn what_a_program_started_ends_with_it() {
        let _turn = one_at_a_time();
        let (mut child, group) =
            Group::spawn(Command::new("sh").args(["-c", "sleep 60 & sleep 60"])).expect("sh");
        thread::sleep(Duration::from_millis(100));
        assert!(is_alive(child.id()));
        group.end();
        assert!(!is_alive(child.id()));
        assert!(child.wait().is_ok());
    }

    #[test]
    fn a_program_that_will_not_end_is_ended() {
        let _turn = one_at_a_time();
        let (mut child, group) = Group::spawn(
            Command::new("sh").args(["-c", "trap '' TERM; while true; do sleep 1; done"]),
        )
        .expect("sh");
        thread::sleep(Duration::from_millis(200));
        group.end();
        thread::sleep(Duration::from_millis(200));
        assert!(!is_alive(child.id()));
        assert!(child.wait().is_ok());
    }
}
