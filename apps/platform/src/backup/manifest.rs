use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::store::BackupError;

/// What a whole backup says of itself; written last.
#[derive(Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    /// Kind of the database.
    pub(super) database: String,
    /// RFC 3339.
    pub(super) made_at: String,
    /// Attachments that the platform itself had lost.
    pub(super) missing: u64,
    /// SHA-256 of each file of the database, in hexadecimal digits.
    files: BTreeMap<String, String>,
}

impl Manifest {
    /// Takes the hash of every file of the database.
    pub(super) fn of(
        folder: &Path,
        database: &str,
        made_at: String,
        missing: u64,
    ) -> Result<Self, BackupError> {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder.join(DATABASE))? {
            let entry = entry?;
            let name = entry.file_name().into_string();
            files.insert(name.map_err(|_| BackupError::Name)?, hash(&entry.path())?);
        }
        Ok(Self {
            format: FORMAT,
            database: database.to_owned(),
            made_at,
            missing,
            files,
        })
    }

    /// Makes the backup whole.
    pub(super) fn write(&self, folder: &Path) -> Result<(), BackupError> {
        let text = serde_json::to_vec_pretty(self).map_err(|_| BackupError::Manifest)?;
        let draft = folder.join("backup.json.new");
        let mut file = File::create_new(&draft)?;
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&draft, folder.join(FILE))?;
        Ok(File::open(folder)?.sync_all()?)
    }

    /// Reads it and checks every file that it names.
    pub(super) fn read(folder: &Path) -> Result<Self, BackupError> {
        let text = fs::read(folder.join(FILE)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => BackupError::Manifest,
            _ => BackupError::File(error),
        })?;
        let read: Self = serde_json::from_slice(&text).map_err(|_| BackupError::Manifest)?;
        if read.format != FORMAT {
            return Err(BackupError::Newer);
        }
        for (name, expected) in &read.files {
            if name.contains(['/', '\\']) {
                return Err(BackupError::Manifest);
            }
            let found = hash(&folder.join(DATABASE).join(name));
            if found.ok().as_ref() != Some(expected) {
                return Err(BackupError::Changed { name: name.clone() });
            }
        }
        Ok(read)
    }
}

fn hash(file: &Path) -> Result<String, BackupError> {
    let (mut file, mut hasher) = (File::open(file)?, Sha256::new());
    let mut piece = vec![0; 1 << 20];
    loop {
        match file.read(&mut piece)? {
            0 => break,
            read => hasher.update(&piece[..read]),
        }
    }
    let digest = hasher.finalize();
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

pub(super) const DATABASE: &str = "database";
pub(super) const ATTACHMENTS: &str = "attachments";
const FILE: &str = "backup.json";
const FORMAT: u32 = 1;
