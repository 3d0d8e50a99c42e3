//! Whether a window can be opened: not only that a display is named, but that something answers there.

use std::env;
use std::net::{TcpStream, ToSocketAddrs as _};
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What there is to open a window on.
#[derive(Debug, PartialEq, Eq)]
pub enum Display {
    /// A display that answers.
    There,
    /// None is named in the environment.
    None,
    /// One is named, and does not answer.
    Silent(String),
}

/// Looks at `$WAYLAND_DISPLAY` and `$DISPLAY`.
pub fn find() -> Display {
    let named = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    of(
        named("WAYLAND_DISPLAY").as_deref(),
        named("XDG_RUNTIME_DIR").as_deref(),
        named("DISPLAY").as_deref(),
    )
}

fn of(wayland: Option<&str>, runtime: Option<&str>, x11: Option<&str>) -> Display {
    if wayland.is_some_and(|name| wayland_answers(name, runtime)) || x11.is_some_and(x11_answers) {
        return Display::There;
    }
    let named = [("DISPLAY", x11), ("WAYLAND_DISPLAY", wayland)].into_iter();
    let named: Vec<_> = named
        .filter_map(|(name, value)| Some(format!("${name} is {}", value?)))
        .collect();
    if named.is_empty() {
        Display::None
    } else {
        Display::Silent(named.join(", "))
    }
}

fn wayland_answers(name: &str, runtime: Option<&str>) -> bool {
    let path = match runtime {
        Some(folder) if !name.starts_with('/') => Path::new(folder).join(name),
        _ => PathBuf::from(name),
    };
    UnixStream::connect(path).is_ok()
}

/// `[HOST]:NUMBER[.SCREEN]`.
fn x11_answers(name: &str) -> bool {
    let Some((host, number)) = name.rsplit_once(':') else {
        return false;
    };
    let Ok(number) = number.split('.').next().unwrap_or_default().parse::<u16>() else {
        return false;
    };
    if host.is_empty() || host == "unix" {
        let path = format!("/tmp/.X11-unix/X{number}");
        return UnixStream::connect(&path).is_ok()
            || SocketAddr::from_abstract_name(&path)
                .is_ok_and(|address| UnixStream::connect_addr(&address).is_ok());
    }
    let addresses = (host, number.saturating_add(6000)).to_socket_addrs();
    addresses.is_ok_and(|mut addresses| {
        addresses
            .any(|address| TcpStream::connect_timeout(&address, Duration::from_secs(2)).is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;

    #[test]
    fn a_display_that_is_named_and_does_not_answer_is_none() {
        for name in [
            ":64999",
            "unix:64999.0",
            "nonsense",
            ":x",
            "127.0.0.1:64999",
        ] {
            let found = of(None, None, Some(name));
            assert_eq!(found, Display::Silent(format!("$DISPLAY is {name}")));
        }
        assert_eq!(of(None, None, None), Display::None);
        assert!(matches!(
            of(Some("wayland-64"), Some("/nowhere"), None),
            Display::Silent(_)
        ));
    }

    #[test]
    fn one_that_answers_is_there() {
        let name = format!("{}", std::process::id() % 20_000 + 40_000);
        let address = SocketAddr::from_abstract_name(format!("/tmp/.X11-unix/X{name}"));
        let _server = UnixListener::bind_addr(&address.expect("a name")).expect("free");
        assert_eq!(of(None, None, Some(&format!(":{name}.0"))), Display::There);
    }
}
