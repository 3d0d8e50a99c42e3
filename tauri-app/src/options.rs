use std::path::PathBuf;

use clap::Parser;
use tongban_device_desktop::{DataFolderError, data_folder};

/// The command line; a station's shortcut may set them.
#[derive(Parser)]
#[command(name = "tongban-desktop", about = "Tongban for the desktop")]
pub struct Options {
    /// Databases and files of the app; the person's own data folder when not given.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Base address of the platform; without it the app works offline only.
    #[arg(long, value_name = "URL")]
    pub platform: Option<String>,
    /// Do not use the keyring of the desktop session, even where there is one.
    #[arg(long)]
    pub no_keyring: bool,
}

impl Options {
    /// Where the app keeps its files.
    pub fn data_dir(&self) -> Result<PathBuf, DataFolderError> {
        self.data.clone().map_or_else(data_folder, Ok)
    }
}
