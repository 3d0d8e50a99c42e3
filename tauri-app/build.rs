//! Names the commands, so that each window gets only those of its capability file: with
//! Tauri's plain build every window may call every command.

use std::path::Path;
use std::process::ExitCode;

use tauri_build::{AppManifest, Attributes, try_build};

fn main() -> ExitCode {
    println!("cargo:rerun-if-changed=../apps/ui/dist");
    if !Path::new("../apps/ui/dist/index.html").is_file() {
        println!(
            "cargo:warning=the user interface is not built; run `npm ci && npm run build` in apps/ui first"
        );
        return ExitCode::FAILURE;
    }
    let commands =
        AppManifest::new().commands(&["call", "confirm_get", "confirm_yes", "confirm_no"]);
    match try_build(Attributes::new().app_manifest(commands)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo:warning={error:#}");
            ExitCode::FAILURE
        }
    }
}
