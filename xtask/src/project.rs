//! Where things are: the checkout, the build folder, the demo's data.

use std::path::{Path, PathBuf};

use crate::command;
use crate::failure::Failure;

/// The project's folder and cargo's build folder, both absolute.
pub struct Project {
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// Finds both; the build folder is the one cargo uses, so `CARGO_TARGET_DIR` counts.
    pub fn find() -> Result<Self, Failure> {
        let manifest = std::env::var("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let root = Path::new(&manifest)
            .parent()
            .map(Path::to_path_buf)
            .ok_or_else(|| {
                Failure::new(
                    "the project's folder was not found",
                    "call it from the checkout: cargo xtask …",
                )
            })?;
        let mut metadata = command::cargo(&root);
        metadata.args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ]);
        let text = command::output(&mut metadata)?;
        let target = serde_json::from_str::<serde_json::Value>(&text)
            .ok()
            .and_then(|json| json["target_directory"].as_str().map(PathBuf::from))
            .unwrap_or_else(|| root.join("target"));
        Ok(Self { root, target })
    }

    /// The checkout.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder of the checkout.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A program that cargo built for development.
    pub fn program(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(name)
    }

    /// Where cargo puts what it builds for development.
    pub fn debug_dir(&self) -> PathBuf {
        self.target.join("debug")
    }

    /// Where xtask keeps what is too long for the terminal.
    pub fn notes_dir(&self) -> Result<PathBuf, Failure> {
        let notes = self.target.join("xtask");
        std::fs::create_dir_all(&notes).map_err(|error| {
            Failure::new(
                format!("{} cannot be made: {error}", notes.display()),
                "check free space and rights",
            )
        })?;
        Ok(notes)
    }

    /// The demo's databases, keys and logs (`data/` in the checkout, not under version control).
    pub fn data_dir(&self) -> PathBuf {
        self.path("data")
    }
}
