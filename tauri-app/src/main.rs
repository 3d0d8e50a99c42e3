//! The desktop app: the one web UI and the core in one process, over Tauri.
//!
//! Two windows, two rights (rule U1). `main` has the one call and the event channel;
//! `confirm`, with its own page under its own scheme, reads the open question and answers
//! it. Each is denied what the other may: the capability files say so, the end-to-end
//! tests try it. Nothing remote is loaded, and neither window can be led elsewhere.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stderr,
    reason = "the reason for not starting, where there is no window yet"
)]

mod bridge;
mod confirm_window;
mod options;

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use tauri::webview::PageLoadEvent;
use tauri::{App, Manager, WebviewUrl, WebviewWindowBuilder};
use tongban_app::HostView;
use tongban_host::{Host, HostOptions};

use crate::confirm_window::ConfirmWindow;
use crate::options::Options;

fn main() -> ExitCode {
    let options = Options::parse();
    let app = tauri::Builder::default()
        .register_uri_scheme_protocol(confirm_window::SCHEME, |_, request| {
            confirm_window::serve(request.uri().path())
        })
        .invoke_handler(tauri::generate_handler![
            bridge::call,
            confirm_window::confirm_get,
            confirm_window::confirm_yes,
            confirm_window::confirm_no,
        ])
        .setup(move |app| start(app, options))
        .build(tauri::generate_context!());
    match app {
        Ok(app) => {
            app.run(|_, _| {});
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("the desktop app did not start: {error}");
            eprintln!(
                "  what to do: check the folder given with --data, and that no other window of it is open"
            );
            ExitCode::FAILURE
        }
    }
}

fn start(app: &mut App, options: Options) -> Result<(), Box<dyn Error>> {
    let surface = Arc::new(ConfirmWindow::new(app.handle().clone()));
    let options = HostOptions {
        kind: HostView::Tauri,
        data_dir: options.data_dir()?,
        platform: options.platform,
        keyring: !options.no_keyring,
        clock: None,
    };
    let host = tauri::async_runtime::block_on(async { Host::start(options, surface) })?;
    bridge::forward_events(app.handle().clone(), host.app().events());
    bridge::come_forward(app.handle().clone(), host.app().events());
    app.manage(host);
    WebviewWindowBuilder::new(app, bridge::WINDOW, WebviewUrl::default())
        .title("通办 Tongban")
        .inner_size(1180.0, 780.0)
        .min_inner_size(360.0, 600.0)
        .on_navigation(|url| url.scheme() == "tauri")
        .on_page_load(|_, page| {
            if page.event() == PageLoadEvent::Finished {
                // For who started this and waits; nobody may read it.
                let _ = writeln!(std::io::stdout(), r#"{{"window":"open"}}"#);
            }
        })
        .build()?;
    Ok(())
}
