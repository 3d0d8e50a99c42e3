//! Notifications, in a session of its own with a notification service of the test's own: those of
//! whoever runs the tests are never touched.

use std::collections::BTreeMap;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tongban_device::notifier::notifier_contract;
use tongban_device::{Notification, NotifierError, not_tried};
use tongban_device_desktop::{Desktop, DesktopNotifier, DesktopOptions};
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedValue;

const CHILD: &str = "TONGBAN_TEST_NOTIFIER";

/// Runs `test` again in a session with a bus of its own; `None` where there is none to start.
fn in_session(test: &str) -> Option<Output> {
    let home = tempfile::tempdir().expect("a folder");
    let output = Command::new("dbus-run-session")
        .arg("--")
        .arg(std::env::current_exe().expect("this binary"))
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, "1")
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .output();
    if output.is_err() {
        not_tried("notifications", "no dbus-run-session here");
    }
    output.ok()
}

fn assert_passed(output: Option<Output>) {
    let Some(output) = output else { return };
    let text =
        String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned();
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}

#[derive(Default)]
struct Shown {
    last: u32,
    /// Number, title, body, in the order in which they came.
    standing: Vec<(u32, String, String)>,
    closed: Vec<u32>,
}

/// A notification service as the specification has it, without a screen.
#[derive(Clone)]
struct Service {
    shown: Arc<Mutex<Shown>>,
    reads_markup: bool,
}

impl Service {
    fn start(reads_markup: bool) -> (Self, Connection) {
        let service = Self {
            shown: Arc::default(),
            reads_markup,
        };
        let bus = Builder::session()
            .and_then(|builder| builder.name("org.freedesktop.Notifications"))
            .and_then(|builder| builder.serve_at("/org/freedesktop/Notifications", service.clone()))
            .and_then(Builder::build);
        (service, bus.expect("a bus of its own"))
    }

    /// What a person sees: of a body with markup its text.
    fn seen(&self) -> Vec<(String, String)> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let texts = shown.standing.iter().map(|(_, title, body)| {
            let body = match self.reads_markup {
                true => {
                    assert!(!body.contains('<'), "markup in {body}");
                    body.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&")
                }
                false => body.clone(),
            };
            (title.clone(), body)
        });
        texts.collect()
    }
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Service {
    fn get_capabilities(&self) -> Vec<String> {
        let mut abilities = vec!["actions".to_owned(), "body".to_owned()];
        if self.reads_markup {
            abilities.push("body-markup".to_owned());
        }
        abilities
    }

    #[allow(clippy::too_many_arguments, reason = "the specification's own call")]
    fn notify(
        &self,
        app_name: String,
        replaces_id: u32,
        _app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        _hints: BTreeMap<String, OwnedValue>,
        _expire_timeout: i32,
    ) -> u32 {
        assert_eq!(app_name, "通办 Tongban");
        assert_eq!(actions, ["default", ""]);
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.standing.retain(|(number, ..)| *number != replaces_id);
        let number = match replaces_id {
            0 => {
                shown.last += 1;
                shown.last
            }
            number => number,
        };
        shown.standing.push((number, summary, body));
        number
    }

    fn close_notification(&self, id: u32) -> zbus::fdo::Result<()> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let before = shown.standing.len();
        shown.standing.retain(|(number, ..)| *number != id);
        shown.closed.push(id);
        match shown.standing.len() < before {
            true => Ok(()),
            false => Err(zbus::fdo::Error::Failed(String::new())),
        }
    }
}

fn keeps_the_contract(reads_markup: bool) {
    let (service, bus) = Service::start(reads_markup);
    let notifier = DesktopNotifier::open().expect("there is a service");
    let click = |title: &str| {
        let number = {
            let shown = service.shown.lock().unwrap_or_else(PoisonError::into_inner);
            let found = shown.standing.iter().find(|(_, known, _)| known == title);
            found.expect("it is shown").0
        };
        for _ in 0..2 {
            bus.emit_signal(
                None::<&str>,
                "/org/freedesktop/Notifications",
                "org.freedesktop.Notifications",
                "ActionInvoked",
                &(number, "default"),
            )
            .expect("said");
        }
        // A click is heard in a thread of its own.
        std::thread::sleep(Duration::from_millis(500));
    };
    notifier_contract(&notifier, &|| service.seen(), &click);
}

#[test]
fn a_desktop_that_reads_markup_keeps_the_contract() {
    if std::env::var_os(CHILD).is_none() {
        let test = "notifier::a_desktop_that_reads_markup_keeps_the_contract";
        return assert_passed(in_session(test));
    }
    keeps_the_contract(true);
}

#[test]
fn a_desktop_that_shows_plain_text_keeps_the_contract() {
    if std::env::var_os(CHILD).is_none() {
        let test = "notifier::a_desktop_that_shows_plain_text_keeps_the_contract";
        return assert_passed(in_session(test));
    }
    keeps_the_contract(false);
}

#[test]
fn a_service_that_goes_away_is_told_and_one_that_never_was_gives_no_notifier() {
    if std::env::var_os(CHILD).is_none() {
        let test =
            "notifier::a_service_that_goes_away_is_told_and_one_that_never_was_gives_no_notifier";
        return assert_passed(in_session(test));
    }
    let started = Instant::now();
    assert_eq!(
        DesktopNotifier::open().err(),
        Some(NotifierError::Unavailable)
    );
    let options = || DesktopOptions {
        platform: None,
        keyring: false,
        notifications: true,
    };
    assert!(Desktop::open(options()).expect("opens").notifier.is_none());

    let (_service, bus) = Service::start(true);
    let desktop = Desktop::open(options()).expect("opens");
    let notifier = desktop.notifier.expect("there is a service");
    let notification = Notification {
        id: "a".into(),
        title: "one".into(),
        body: "body".into(),
        link: "/".into(),
    };
    assert_eq!(notifier.show(&notification), Ok(()));
    bus.close().expect("gone");
    assert!(notifier.show(&notification).is_err());
    assert!(started.elapsed() < Duration::from_secs(10));
}
