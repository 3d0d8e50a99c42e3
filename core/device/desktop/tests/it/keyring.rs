//! The login keyring, in a session of its own: the keyring of whoever runs the tests is
//! never touched.

use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tongban_device::secret_store::secret_store_contract;
use tongban_device::{SecretStore, SecretStoreError, not_tried};
use tongban_device_desktop::{Desktop, DesktopOptions, KeyringReader, KeyringSecrets};

const CHILD: &str = "TONGBAN_TEST_KEYRING";
const SERVICE: &str = "tongban-test";

/// Runs `test` again in a session whose keyring was prepared by `prepare`; `None` when
/// this machine has no session bus or keyring to start.
fn in_session(test: &str, prepare: &str) -> Option<Output> {
    let home = tempfile::tempdir().expect("a folder");
    let script = format!("{prepare}; \"$1\" --exact \"$2\" --nocapture");
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", &script, "sh"])
        .arg(std::env::current_exe().expect("this binary"))
        .arg(test)
        .env(CHILD, "1")
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .output();
    match output {
        Ok(output) if output.status.code() != Some(77) => Some(output),
        _ => {
            not_tried(
                "keyring",
                "no dbus-run-session or gnome-keyring-daemon here",
            );
            None
        }
    }
}

fn assert_passed(output: Option<Output>) {
    let Some(output) = output else { return };
    let text =
        String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned();
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
    let which = text.lines().filter(|line| line.starts_with("keyring:"));
    which.for_each(|line| eprintln!("{line}"));
}

const HAVE_DAEMON: &str = "command -v gnome-keyring-daemon >/dev/null || exit 77";
const UNLOCK: &str =
    "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 77";
const START_LOCKED: &str =
    "gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1 || exit 77";

#[test]
fn an_unlocked_keyring_keeps_the_contract_and_outlives_the_handle() {
    if std::env::var_os(CHILD).is_none() {
        let test = "keyring::an_unlocked_keyring_keeps_the_contract_and_outlives_the_handle";
        return assert_passed(in_session(test, &format!("{HAVE_DAEMON}; {UNLOCK}")));
    }
    let secrets = KeyringSecrets::open(SERVICE).expect("the session's keyring is unlocked");
    eprintln!("keyring: gnome-keyring, unlocked");
    secret_store_contract(&secrets);
    secrets.set("kept", b"value").expect("store");
    assert_eq!(
        secrets.set("long", &[0; 3_000]),
        Err(SecretStoreError::Refused)
    );
    drop(secrets);
    let secrets = KeyringSecrets::open(SERVICE).expect("opens again");
    assert_eq!(
        secrets
            .get("kept")
            .expect("read")
            .expect("is there")
            .as_slice(),
        b"value"
    );
    let other = KeyringSecrets::open("tongban-test-other").expect("another app");
    assert!(
        other.get("kept").expect("read").is_none(),
        "another app reads our entry by its name"
    );

    // A command line beside the app reads, and cannot do anything else.
    let reader = KeyringReader::of(SERVICE);
    let read = reader.get("kept").expect("read").expect("is there");
    assert_eq!(read.as_slice(), b"value");
    assert_eq!(reader.set("new", b"x"), Err(SecretStoreError::Refused));
    assert_eq!(reader.delete("kept"), Err(SecretStoreError::Refused));
    assert!(secrets.get("new").expect("read").is_none());
    assert!(secrets.get("kept").expect("read").is_some());

    // The client blocks; a host calls it from its own runtime too.
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let found = runtime.block_on(async { secrets.get("kept").expect("read").is_some() });
    assert!(found);
    let desktop = Desktop::open(DesktopOptions {
        platform: None,
        keyring: true,
        notifications: false,
    })
    .expect("opens");
    assert!(desktop.secrets.is_some() && desktop.keyring_error.is_none());
}

#[test]
fn a_locked_keyring_is_told_at_once() {
    if std::env::var_os(CHILD).is_none() {
        let test = "keyring::a_locked_keyring_is_told_at_once";
        return assert_passed(in_session(test, &format!("{HAVE_DAEMON}; {START_LOCKED}")));
    }
    let started = Instant::now();
    assert_eq!(
        KeyringSecrets::open(SERVICE).err(),
        Some(SecretStoreError::Locked)
    );
    assert!(started.elapsed() < Duration::from_secs(10));
    let desktop = Desktop::open(DesktopOptions {
        platform: None,
        keyring: true,
        notifications: false,
    })
    .expect("opens without it");
    assert!(desktop.secrets.is_none());
    assert_eq!(desktop.keyring_error, Some(SecretStoreError::Locked));
}

#[test]
fn without_a_session_bus_there_is_no_keyring_and_it_is_told_at_once() {
    if std::env::var_os(CHILD).is_none() {
        let home = tempfile::tempdir().expect("a folder");
        let output = Command::new(std::env::current_exe().expect("this binary"))
            .args([
                "--exact",
                "keyring::without_a_session_bus_there_is_no_keyring_and_it_is_told_at_once",
                "--nocapture",
            ])
            .env(CHILD, "1")
            .env(
                "DBUS_SESSION_BUS_ADDRESS",
                format!("unix:path={}", home.path().join("no-bus").display()),
            )
            .output();
        return assert_passed(output.ok());
    }
    let started = Instant::now();
    assert_eq!(
        KeyringSecrets::open(SERVICE).err(),
        Some(SecretStoreError::Unavailable)
    );
    assert_eq!(
        KeyringReader::of(SERVICE).get("kept").err(),
        Some(SecretStoreError::Unavailable)
    );
    assert!(started.elapsed() < Duration::from_secs(10));
    let desktop = Desktop::open(DesktopOptions {
        platform: None,
        keyring: true,
        notifications: false,
    })
    .expect("opens without it");
    assert!(desktop.secrets.is_none());
    assert_eq!(desktop.keyring_error, Some(SecretStoreError::Unavailable));
}
