//! A kill at every call that changes a file or makes it durable.
//!
//! A child does one thing of the store and says what it has done. The first run is traced to its
//! end; then the same thing begins anew for each of its calls, and the child is killed as it makes
//! that call. What it said must be there, what it was doing is there whole or not at all, and
//! nothing is set aside. A few of the calls in every run, all of them in a deep one.
#![allow(non_snake_case)]

mod migrate;
mod renew;
mod work;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Output};

use tongban_device::not_tried;
use tongban_store::{PersonDb, Store};

use crate::support::{Device, PASSPHRASE, person, secret, text_of};

/// Every call with which the store and its engine change a file or make a change durable; writes
/// to the shared memory of the log are none, and no crash of a process takes them back.
const CALLS: &str = "write,writev,pwrite64,pwritev,fsync,fdatasync,ftruncate,fallocate,copy_file_range,rename,\
     renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,chmod,fchmod,fchmodat";
const FOLDER: &str = "TONGBAN_TEST_SWEEP";
const MORE_THAN_THE_HARNESS: usize = 40;
/// Kills a thing gets in a run that is not deep.
const FEW: usize = 6;

/// The folder, in the child.
fn folder_of_child() -> Option<std::path::PathBuf> {
    let folder = std::env::var_os(FOLDER)?;
    // Calls are counted by thread: without these the harness, which writes its lines in another,
    // could be the one that makes write n.
    let mut nowhere = fs::File::create("/dev/null").expect("nowhere");
    for _ in 0..MORE_THAN_THE_HARNESS {
        nowhere.write_all(b"1").expect("nowhere has room");
    }
    Some(folder.into())
}

/// The open wallet, in the child.
fn wallet_of_child(device: &Device) -> Option<(Store, PersonDb)> {
    let folder = folder_of_child()?;
    let store = Store::open(device.options_in(&folder)).expect("the child opens the store");
    let db = store.unlock(person(1), &secret(PASSPHRASE));
    Some((store, db.expect("the child unlocks")))
}

/// Says past the test harness that something is durable.
fn did(what: u64) {
    let mut out = std::io::stdout();
    writeln!(out, "did {what}")
        .and_then(|()| out.flush())
        .expect("the parent listens");
}

/// Kills `test`, which does its thing when it is a child, at its calls; `template` is the folder
/// that it begins with, and `check` looks at what it left, with the last number that it said.
fn sweep(test: &str, template: &Device, check: impl Fn(&Device, u64)) {
    let whole = copy_of(template);
    let trace = whole.dir.path().with_extension("trace");
    let Some(output) = strace(test, &whole, &["-y", "-o", &trace.to_string_lossy()]) else {
        return not_tried("kill sweep", "strace does not start or may not trace here");
    };
    assert!(output.status.success(), "{}", text_of(&output));
    let traced = fs::read_to_string(&trace).expect("a trace");
    fs::remove_file(&trace).ok();
    let calls = calls_of(&traced, whole.dir.path());
    assert!(calls.len() >= 5, "{test} makes {} calls", calls.len());
    check(&whole, last(&output));
    writeln!(std::io::stderr(), "{test}: {} calls", calls.len()).ok();
    for (call, number) in chosen(&calls) {
        let device = copy_of(template);
        let inject = format!("inject={call}:signal=KILL:when={number}");
        let output = strace(test, &device, &["-o", "/dev/null", "-e", &inject])
            .expect("it traced a moment ago");
        assert_eq!(
            output.status.signal(),
            Some(9),
            "{call} {number} of {test} was not reached: {}",
            text_of(&output)
        );
        let said = last(&output);
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            check(&device, said);
        }));
        if let Err(cause) = result {
            writeln!(
                std::io::stderr(),
                "after a kill at {call} {number} of {test}, which had said {said}"
            )
            .ok();
            std::panic::resume_unwind(cause);
        }
    }
}

fn strace(test: &str, device: &Device, how: &[&str]) -> Option<Output> {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-e", &format!("trace={CALLS}")]);
    command.args(how);
    command.arg(std::env::current_exe().expect("this binary"));
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]);
    command.env(FOLDER, device.dir.path());
    let output = command.output().ok()?;
    let refused = text_of(&output).contains("PTRACE");
    (!refused).then_some(output)
}

/// The calls upon files of `folder` in their order, each with its number as strace counts it:
/// by thread and by name.
fn calls_of(trace: &str, folder: &Path) -> Vec<(String, usize)> {
    let folder = folder.to_string_lossy();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut found: BTreeMap<&str, Vec<(String, usize)>> = BTreeMap::new();
    for line in trace.lines() {
        let (thread, call) = line.split_once(' ').unwrap_or(("", line));
        let Some((name, arguments)) = call.trim_start().split_once('(') else {
            continue;
        };
        let count = counts.entry((thread, name)).or_default();
        *count += 1;
        if arguments.contains(folder.as_ref()) {
            let calls = found.entry(thread).or_default();
            calls.push((name.to_owned(), *count));
        }
    }
    let worker = found.iter().max_by_key(|(_, calls)| calls.len());
    let (worker, calls) = worker.expect("a thread that writes");
    // Another thread that makes as many would be the one that is killed.
    for ((thread, name), count) in &counts {
        let sooner = calls
            .iter()
            .any(|(call, number)| call == name && number <= count);
        assert!(thread == worker || !sooner, "{thread} makes {count} {name}");
    }
    calls.clone()
}

/// All of them in a deep run, else some from the first to the last.
fn chosen(calls: &[(String, usize)]) -> Vec<(String, usize)> {
    if std::env::var_os("TONGBAN_DEEP").is_some() || calls.len() <= FEW {
        return calls.to_vec();
    }
    (0..FEW)
        .map(|at| calls[at * (calls.len() - 1) / (FEW - 1)].clone())
        .collect()
}

/// The last number that a child said; 0 when it said none.
fn last(output: &Output) -> u64 {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers = said.lines().filter_map(|line| line.split_once("did "));
    numbers
        .filter_map(|(_, number)| number.trim().parse().ok())
        .next_back()
        .unwrap_or(0)
}

fn copy_of(template: &Device) -> Device {
    let device = Device {
        kdf: template.kdf.clone(),
        ..Device::bare()
    };
    crate::support::copy_folder(template.dir.path(), device.dir.path());
    device
}

/// The wallet that the kill left; nothing of it may be set aside.
fn reopened(device: &Device) -> (Store, PersonDb) {
    let store = device.open();
    assert_eq!(store.quarantined(), Ok(vec![]), "nothing is damaged");
    let db = store.unlock(person(1), &secret(PASSPHRASE));
    let db = db.unwrap_or_else(|error| panic!("the wallet does not open: {error:?}"));
    (store, db)
}
