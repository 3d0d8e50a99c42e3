//! Writes the Kotlin of this crate, or checks that the committed one is the same.
//!
//! `tongban-generate LIBRARY [--check]`: LIBRARY is the built `libtongban.so`, from which the
//! interface is read. With `--check` nothing is written, and a difference ends with 1 and
//! the command that mends it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        [library] => write(library),
        [library, "--check"] => check(library),
        _ => Err(io::Error::other(
            "usage: tongban-generate LIBRARY [--check]",
        )),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn write(library: &str) -> io::Result<()> {
    let committed = committed();
    fs::create_dir_all(committed.parent().unwrap_or(&committed))?;
    fs::write(&committed, kotlin(library)?)
}

fn check(library: &str) -> io::Result<()> {
    let generated = kotlin(library)?;
    match fs::read_to_string(committed()) {
        Ok(text) if text == generated => Ok(()),
        _ => Err(io::Error::other(
            "bindings/kotlin differs from the library; run: cargo xtask bindings",
        )),
    }
}

fn kotlin(library: &str) -> io::Result<String> {
    let folder = env::temp_dir().join(format!("tongban-generate-{}", std::process::id()));
    let generated = generate(library, &folder);
    fs::remove_dir_all(&folder)?;
    Ok(HEAD.to_owned() + without_foreign_head(&generated?))
}

fn generate(library: &str, folder: &Path) -> io::Result<String> {
    fs::create_dir_all(folder)?;
    let utf8 = |path: &Path| {
        path.to_str()
            .map(Into::into)
            .ok_or_else(|| io::Error::other("path is not UTF-8"))
    };
    uniffi::generate(uniffi::GenerateOptions {
        languages: vec![uniffi::TargetLanguage::Kotlin],
        source: library.into(),
        out_dir: utf8(folder)?,
        config_override: None,
        format: false,
        crate_filter: Some("tongban".to_owned()),
        metadata_no_deps: true,
    })
    .map_err(io::Error::other)?;
    fs::read_to_string(folder.join(PACKAGE).join("tongban.kt"))
}

/// The generator's own two comment lines say nothing about this project.
fn without_foreign_head(text: &str) -> &str {
    text.find("@file:").map_or(text, |start| &text[start..])
}

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("kotlin/src/main/kotlin")
        .join(PACKAGE)
        .join("tongban.kt")
}

#[allow(clippy::print_stderr, reason = "a command's only way to speak")]
fn fail(error: &io::Error) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}

const PACKAGE: &str = "tongban";
const HEAD: &str = "// Generated from bindings/src by `cargo xtask bindings`. Do not edit.\n\n";
