//! `tongban-browser-host`: see the library.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the ready line and the reason for not starting"
)]

use std::error::Error;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};
use tongban_browser_host::{ClockError, RunningHost, ServeError, ServeOptions, clock_from, serve};

#[derive(Parser)]
#[command(about = "Serves the app at a loopback address for a browser on this machine")]
struct Arguments {
    /// Databases and files of the app.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Base address of the platform; without it the app works offline only.
    #[arg(long, value_name = "URL")]
    platform: Option<String>,
    /// Where to listen; port 0 takes any free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Folder of the built user interface.
    #[arg(long, value_name = "DIR", default_value = "apps/ui/dist")]
    ui: PathBuf,
    /// Do not use the keyring of the desktop session, even where there is one.
    #[arg(long)]
    no_keyring: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::WARN)
        .init();
    match start(Arguments::parse()).await {
        Ok(running) => {
            println!("{}", serde_json::json!({ "open": running.link() }));
            if std::io::stdout().is_terminal() {
                println!(
                    "Open this link in a browser on this machine. It works once. Ctrl-C ends the program."
                );
            }
            until_ended().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}", with_sources(&*error));
            eprintln!("  what to do: {}", advice(&*error));
            ExitCode::FAILURE
        }
    }
}

async fn start(arguments: Arguments) -> Result<RunningHost, Box<dyn Error>> {
    let clock = std::env::var("TONGBAN_CLOCK")
        .ok()
        .map(|setting| clock_from(&setting))
        .transpose()?;
    Ok(serve(ServeOptions {
        data_dir: arguments.data,
        platform: arguments.platform,
        listen: arguments.listen,
        ui: arguments.ui,
        keyring: !arguments.no_keyring,
        clock,
    })
    .await?)
}

async fn until_ended() {
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}

fn advice(error: &(dyn Error + 'static)) -> &'static str {
    if error.is::<ClockError>() {
        return "give TONGBAN_CLOCK an instant like 2026-03-02T09:00:00+08:00, or @FILE with one in the file";
    }
    match error.downcast_ref::<ServeError>() {
        Some(ServeError::PortTaken(_)) => {
            "end the program that uses the port, or give another with --listen"
        }
        Some(ServeError::NotLoopback(_)) => {
            "give a loopback address, for example --listen 127.0.0.1:0"
        }
        Some(ServeError::Ui(_)) => {
            "build it first: npm ci && npm run build in apps/ui, then give its folder with --ui"
        }
        Some(ServeError::Start(_)) => {
            "check the folder given with --data and the address given with --platform"
        }
        _ => "try again; if it stays, the message above names the cause",
    }
}

fn with_sources(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}
