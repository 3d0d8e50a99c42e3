//! `cargo xtask run`: from a fresh checkout to the app on the screen.
//!
//! Installs only what running needs, builds, starts the platform on an embedded database
//! with demo data, prints a voucher, and opens the desktop app; without a display it
//! serves the same app at a loopback address instead. Everything it starts ends with it.

use std::ffi::OsStr;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::children::Running;
use crate::command;
use crate::display::{self, Display};
use crate::failure::Failure;
use crate::lock::DataLock;
use crate::npm;
use crate::packages::{self, Need};
use crate::programs::{self, Selection};
use crate::project::Project;
use crate::steps::Steps;
use crate::tools;

/// What can be chosen on the command line.
#[derive(clap::Args)]
pub struct RunArgs {
    /// Where the platform listens on the loopback address.
    #[arg(long, default_value_t = 8760)]
    port: u16,
    /// Serve for a browser even where a window could be opened.
    #[arg(long)]
    browser: bool,
    /// Databases, keys and logs of the demo.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Returns when the app is closed or something it needs has stopped.
pub fn run(project: &Project, args: &RunArgs) -> Result<(), Failure> {
    let window = !args.browser && has_display();
    // Before minutes of building, not after.
    let data = folder(&args.data.clone().unwrap_or_else(|| project.data_dir()))?;
    let _lock = DataLock::take(&data)?;
    port_is_free(args.port)?;
    tools::require_node()?;
    let mut steps = Steps::of(6);
    steps.step("system packages", || {
        packages::install(
            project,
            if window {
                &[Need::Build, Need::Desktop]
            } else {
                &[Need::Build]
            },
        )
    })?;
    steps.step("web packages", || npm::install(project, "apps/ui"))?;
    steps.step("user interface", || npm::build_ui(project))?;
    steps.step("platform and app", || {
        programs::build(
            project,
            if window {
                Selection::Everything
            } else {
                Selection::WithoutDesktop
            },
        )
    })?;
    let mut platform = steps.step("start the platform", || {
        Platform::start(project, &data, args.port)
    })?;
    let voucher = voucher(project, &platform.data)?;
    let mut app = steps.step("open the app", || {
        let app = if window {
            App::window(project, &data, &platform)
        } else {
            App::browser(project, &data, &platform)
        };
        app.inspect(|app| println!("{}", app.greeting))
    })?;
    println!("{voucher}");
    println!(
        "Data, logs and keys of this demo: {}. Ctrl-C ends everything.",
        data.display()
    );
    loop {
        if platform.running.has_ended() {
            return Err(platform.running.stopped());
        }
        if window && app.running.has_ended_well() {
            return Ok(());
        }
        if app.running.has_ended() {
            return Err(app.running.stopped());
        }
        std::thread::sleep(Duration::from_millis(250));
    }
}

fn has_display() -> bool {
    let why = match display::find() {
        Display::There => return true,
        Display::None => "$DISPLAY and $WAYLAND_DISPLAY are empty".to_owned(),
        Display::Silent(named) => format!("{named}, and nothing answers there"),
    };
    println!("No display here ({why}): the app is served for a browser instead.");
    false
}

struct Platform {
    running: Running,
    data: PathBuf,
    address: String,
}

impl Platform {
    fn start(project: &Project, data: &Path, port: u16) -> Result<Self, Failure> {
        let (data, log) = (
            folder(&data.join("platform"))?,
            folder(&data.join("logs"))?.join("platform.log"),
        );
        let listen = format!("127.0.0.1:{port}");
        let mut running = Running::start(
            "the platform",
            &project.program("tongban-platform"),
            &[
                "serve".as_ref(),
                "--data".as_ref(),
                data.as_os_str(),
                "--listen".as_ref(),
                listen.as_ref(),
            ],
            &log,
            "a taken port is changed with --port",
        )?;
        let ready = running.first_line()?;
        let address = field(&ready, "listening")?;
        println!("  {address} (log: {})", log.display());
        Ok(Self {
            running,
            data,
            address,
        })
    }
}

struct App {
    running: Running,
    greeting: String,
}

impl App {
    fn window(project: &Project, data: &Path, platform: &Platform) -> Result<Self, Failure> {
        let (data, log) = (
            folder(&data.join("app"))?,
            folder(&data.join("logs"))?.join("app.log"),
        );
        let arguments: [&OsStr; 4] = [
            "--data".as_ref(),
            data.as_os_str(),
            "--platform".as_ref(),
            platform.address.as_ref(),
        ];
        let mut running = Running::start(
            "the app",
            &project.program("tongban-desktop"),
            &arguments,
            &log,
            "`cargo xtask run --browser` serves the same app for a browser",
        )?;
        // It prints a line when its window is there, and not before.
        running.first_line()?;
        Ok(Self {
            running,
            greeting: "The app window is open.".to_owned(),
        })
    }

    fn browser(project: &Project, data: &Path, platform: &Platform) -> Result<Self, Failure> {
        let (data, log) = (
            folder(&data.join("app-in-browser"))?,
            folder(&data.join("logs"))?.join("app.log"),
        );
        let ui = project.path("apps/ui/dist");
        let mut running = Running::start(
            "the browser host",
            &project.program("tongban-browser-host"),
            &[
                "--data".as_ref(),
                data.as_os_str(),
                "--platform".as_ref(),
                platform.address.as_ref(),
                "--ui".as_ref(),
                ui.as_os_str(),
            ],
            &log,
            "`cargo xtask doctor` says what is missing",
        )?;
        let ready = running.first_line()?;
        let link = field(&ready, "open")?;
        let greeting =
            format!("\nOpen this link in a browser on this machine (it works once):\n\n  {link}\n");
        Ok(Self { running, greeting })
    }
}

fn voucher(project: &Project, platform_data: &Path) -> Result<String, Failure> {
    let mut tongban = Command::new(project.program("tongban"));
    tongban
        .args(["ops", "voucher", "--json", "--data"])
        .arg(platform_data);
    let printed = command::output(&mut tongban)?;
    let line = printed.lines().last().unwrap_or_default();
    Ok(format!(
        "Voucher for {}: number {}, digits {} (15 minutes, once).\n\
         In the app press \"{}\", type both, and confirm. Another voucher:\n  {} ops voucher --data {}\n\
         For the window's side, a voucher of a clerk who handles and decides:\n  \
         {} ops staff add 何志平 --role intake --role caseworker --role decider --data {}",
        field(line, "resident")?,
        field(line, "number")?,
        field(line, "digits")?,
        button(project)?,
        project.program("tongban").display(),
        platform_data.display(),
        project.program("tongban").display(),
        platform_data.display(),
    ))
}

/// The button's own text in both languages, so that what is printed is what is on the screen.
fn button(project: &Project) -> Result<String, Failure> {
    let text = |locale: &str| {
        let path = project.path(&format!("assets/messages/{locale}/ui.json"));
        let texts = std::fs::read_to_string(path).ok()?;
        let texts: serde_json::Value = serde_json::from_str(&texts).ok()?;
        Some(texts["ui"]["welcome"]["enrol"].as_str()?.to_owned())
    };
    match (text("en"), text("zh-Hans")) {
        (Some(english), Some(chinese)) => Ok(format!("{english} / {chinese}")),
        _ => Err(Failure::new(
            "the messages of the user interface have no text for the enrol button",
            "compare assets/messages with the repository",
        )),
    }
}

fn port_is_free(port: u16) -> Result<(), Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map(drop).map_err(|error| {
        Failure::new(
            format!("port {port} cannot be used: {error}"),
            format!(
                "end the program that uses it (perhaps another `cargo xtask run`), or choose another: \
                 cargo xtask run --port {}",
                port.wrapping_add(1).max(1024)
            ),
        )
    })
}

fn folder(path: &Path) -> Result<PathBuf, Failure> {
    std::fs::create_dir_all(path).map_err(|error| {
        Failure::new(
            format!("{} cannot be made: {error}", path.display()),
            "check rights and free space, or use --data",
        )
    })?;
    Ok(path.to_path_buf())
}

fn field(line: &str, name: &str) -> Result<String, Failure> {
    let value = serde_json::from_str::<serde_json::Value>(line)
        .ok()
        .and_then(|json| match &json[name] {
            serde_json::Value::String(text) => Some(text.clone()),
            _ => None,
        });
    value.ok_or_else(|| {
        Failure::new(
            format!("a program printed something else than its ready line: {line}"),
            "the programs and xtask are of different versions: build again with `cargo xtask run`",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_says_what_to_do() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = taken.local_addr().expect("bound").port();
        let said = port_is_free(port).expect_err("taken").to_string();
        assert!(said.contains("--port"), "{said}");
    }

    #[test]
    fn a_ready_line_of_another_shape_is_a_failure() {
        assert_eq!(field(r#"{"open":"x"}"#, "open").ok().as_deref(), Some("x"));
        assert!(field("hello", "open").is_err());
    }
}
