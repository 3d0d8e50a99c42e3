//! Notifications of the desktop session, over D-Bus (Desktop Notifications Specification 1.3).
//!
//! Spoken directly: what the project needs is two calls and one signal, and the bus is linked for
//! the keyring already. A session without a notification service has no notifier at all.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tongban_device::{Notification, Notifier, NotifierError, OnOpen};
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::Value;

/// Shows notifications in the desktop session of this process.
pub struct DesktopNotifier {
    proxy: Proxy<'static>,
    reads_markup: bool,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// The service's number of each id.
    numbers: BTreeMap<String, u32>,
    links: BTreeMap<u32, String>,
    opened: Option<OnOpen>,
}

impl DesktopNotifier {
    /// Connects to the session's notification service. Blocks for at most some seconds.
    pub fn open() -> Result<Self, NotifierError> {
        let opened = || -> zbus::Result<(Proxy<'static>, Vec<String>)> {
            let bus = Builder::session()?.method_timeout(PATIENCE).build()?;
            let proxy = service(&bus)?;
            let abilities = proxy.call("GetCapabilities", &())?;
            Ok((proxy, abilities))
        };
        let (proxy, abilities) = opened().map_err(|_| NotifierError::Unavailable)?;
        let state = Arc::new(Mutex::new(State::default()));
        // Without it clicks are not heard, and everything else works.
        listen(&proxy, &state).ok();
        Ok(Self {
            reads_markup: abilities.iter().any(|ability| ability == "body-markup"),
            proxy,
            state,
        })
    }
}

impl Notifier for DesktopNotifier {
    fn show(&self, notification: &Notification) -> Result<(), NotifierError> {
        // Held over the call: a click is not heard before its link is known.
        let mut state = locked(&self.state);
        let replaces = state.numbers.get(&notification.id).copied();
        let body = match self.reads_markup {
            true => escaped(&notification.body),
            false => notification.body.clone(),
        };
        let hints = HashMap::from([("desktop-entry", Value::from(DESKTOP_ENTRY))]);
        let actions = ["default", ""];
        let asked = (
            APP_NAME,
            replaces.unwrap_or(0),
            "",
            notification.title.as_str(),
            body.as_str(),
            actions.as_slice(),
            hints,
            BY_THE_SERVICE,
        );
        let number: u32 = self.proxy.call("Notify", &asked).map_err(typed)?;
        if let Some(replaced) = replaces {
            state.links.remove(&replaced);
        }
        state.numbers.insert(notification.id.clone(), number);
        state.links.insert(number, notification.link.clone());
        Ok(())
    }

    fn withdraw(&self, id: &str) -> Result<(), NotifierError> {
        let number = {
            let mut state = locked(&self.state);
            let number = state.numbers.remove(id);
            number.inspect(|number| drop(state.links.remove(number)))
        };
        let Some(number) = number else { return Ok(()) };
        match self.proxy.call::<_, _, ()>("CloseNotification", &(number)) {
            // The service says so of one that the person has closed.
            Ok(()) | Err(zbus::Error::MethodError(..)) => Ok(()),
            Err(error) => Err(typed(error)),
        }
    }

    fn on_open(&self, opened: OnOpen) {
        locked(&self.state).opened = Some(opened);
    }
}

fn service(bus: &Connection) -> zbus::Result<Proxy<'static>> {
    Proxy::new(bus, SERVICE, PATH, SERVICE)
}

/// Hears clicks in a thread of its own, until the session ends or the notifier is gone.
fn listen(proxy: &Proxy<'static>, state: &Arc<Mutex<State>>) -> zbus::Result<()> {
    let clicks = proxy.receive_signal("ActionInvoked")?;
    let state = Arc::downgrade(state);
    std::thread::spawn(move || {
        for click in clicks {
            let Some(state) = state.upgrade() else { return };
            let Ok((number, _action)) = click.body().deserialize::<(u32, String)>() else {
                continue;
            };
            let mut held = locked(&state);
            let found = held.links.remove(&number);
            held.numbers.retain(|_, shown| *shown != number);
            let opened = held.opened.clone();
            drop(held);
            if let (Some(link), Some(opened)) = (found, opened) {
                opened(link);
            }
        }
    });
    Ok(())
}

/// A text that shows itself where markup is read.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn typed(error: zbus::Error) -> NotifierError {
    match error {
        zbus::Error::MethodError(..) => NotifierError::Refused,
        _ => NotifierError::Unavailable,
    }
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
const APP_NAME: &str = "通办 Tongban";
const DESKTOP_ENTRY: &str = "tongban";
/// How long it stands there is the service's choice.
const BY_THE_SERVICE: i32 = -1;
const PATIENCE: Duration = Duration::from_secs(3);
