//! Sets aside what cannot be read: renamed, reported, never deleted, never replaced
//! without a person's decision.

use std::fs;
use std::path::Path;

use tongban_device::{BlobFiles, DiskBlobs};

use crate::database::DatabaseError;
use crate::fault::Fault;
use crate::files::{self, COMPANIONS};
use crate::log_check::{self, Log};
use crate::{ReadError, Store};

/// A file that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Its name in the data folder now.
    pub file: String,
    /// What is wrong with it.
    pub reason: QuarantineReason,
    /// When, by the device's clock, in seconds since 1970.
    pub at: u64,
}

/// What is wrong with a file that was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuarantineReason {
    /// It is not a database under its key.
    NotADatabase,
    /// A page was changed outside of the app.
    DamagedPages,
    /// The write-ahead log, which holds the last transactions, was cut or changed.
    DamagedLog,
    /// An attachment was changed, or is not of its length.
    DamagedAttachment,
    /// The pages are authentic, but tables and indexes contradict each other.
    DamagedContents,
    /// The key file is damaged.
    DamagedHeader,
    /// A file that belongs to it is gone.
    MissingFile,
    /// Its key is gone from where it was kept.
    KeyLost,
    /// What the app kept in the database makes no sense to the app that reads it.
    UnreadableSnapshot,
}

impl QuarantineReason {
    /// All of them, for the test of the message catalogue.
    pub const ALL: &[Self] = &[
        Self::NotADatabase,
        Self::DamagedPages,
        Self::DamagedContents,
        Self::DamagedLog,
        Self::DamagedAttachment,
        Self::DamagedHeader,
        Self::MissingFile,
        Self::KeyLost,
        Self::UnreadableSnapshot,
    ];

    /// The stable name at the boundary.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::NotADatabase => "not_a_database",
            Self::DamagedPages => "damaged_pages",
            Self::DamagedContents => "damaged_contents",
            Self::DamagedLog => "damaged_log",
            Self::DamagedAttachment => "damaged_attachment",
            Self::DamagedHeader => "damaged_header",
            Self::MissingFile => "missing_file",
            Self::KeyLost => "key_lost",
            Self::UnreadableSnapshot => "unreadable_snapshot",
        }
    }

    fn from_slug(slug: &[u8]) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|reason| reason.slug().as_bytes() == slug)
    }
}

impl Store {
    /// Everything that was ever set aside in this folder and is still there, oldest first.
    pub fn quarantined(&self) -> Result<Vec<Quarantined>, ReadError> {
        Ok(list(&self.blobs)?)
    }
}

/// Renames `name` and what the engine keeps beside it, notes the reason beside the new
/// name, and reports.
pub(crate) fn set_aside(
    blobs: &DiskBlobs,
    name: &str,
    reason: QuarantineReason,
    at: u64,
) -> Result<Quarantined, Fault> {
    let dir = blobs.dir();
    let file = free_name(dir, name, at);
    blobs.write(
        &files::blob_name(&format!("{file}{REASON}"))?,
        reason.slug().as_bytes(),
    )?;
    // The database itself goes last: while it has its name, it is not replaced.
    for companion in COMPANIONS {
        rename_if_there(
            &dir.join(format!("{name}{companion}")),
            &dir.join(format!("{file}{companion}")),
        )?;
    }
    rename_if_there(&dir.join(name), &dir.join(&file))?;
    files::sync_dir(dir)?;
    Ok(Quarantined { file, reason, at })
}

/// Moves a file of a folder within, reported under `name`; without a file only the report is made,
/// once.
pub(crate) fn move_aside(
    blobs: &DiskBlobs,
    from: &Path,
    name: &str,
    reason: QuarantineReason,
    at: u64,
) -> Result<(), Fault> {
    if !from.exists() && latest_of(blobs, name)?.is_some() {
        return Ok(());
    }
    let file = free_name(blobs.dir(), name, at);
    blobs.write(
        &files::blob_name(&format!("{file}{REASON}"))?,
        reason.slug().as_bytes(),
    )?;
    rename_if_there(from, &blobs.dir().join(&file))?;
    if let Some(folder) = from.parent() {
        files::sync_dir(folder)?;
    }
    Ok(files::sync_dir(blobs.dir())?)
}

/// Looks at the log of the database `name` before the engine does, which would go on in silence.
/// One that was cut is kept as it is beside what it still holds, and reported; one that left
/// something torn is damage of the database.
pub(crate) fn check_log(blobs: &DiskBlobs, name: &str, at: u64) -> Result<(), DatabaseError> {
    let path = blobs.dir().join(name);
    match log_check::look(&path).map_err(Fault::from)? {
        Log::Whole => Ok(()),
        Log::Broken => Err(DatabaseError::Unreadable(QuarantineReason::DamagedLog)),
        Log::Cut => {
            let log = format!("{name}-wal");
            let bytes = blobs.read(&files::blob_name(&log).map_err(Fault::from)?);
            let bytes = bytes.map_err(Fault::from)?.unwrap_or_default();
            set_bytes_aside(blobs, &log, &bytes, QuarantineReason::DamagedLog, at)?;
            Ok(())
        }
    }
}

/// Writes `bytes`, which stood in a database under `name`, to a file of their own, notes the
/// reason beside it, and reports. The caller takes them out of the database afterwards.
pub(crate) fn set_bytes_aside(
    blobs: &DiskBlobs,
    name: &str,
    bytes: &[u8],
    reason: QuarantineReason,
    at: u64,
) -> Result<Quarantined, Fault> {
    let file = free_name(blobs.dir(), name, at);
    blobs.write(&files::blob_name(&file)?, bytes)?;
    blobs.write(
        &files::blob_name(&format!("{file}{REASON}"))?,
        reason.slug().as_bytes(),
    )?;
    Ok(Quarantined { file, reason, at })
}

/// What stands aside in the folder, oldest first.
pub(crate) fn list(blobs: &DiskBlobs) -> Result<Vec<Quarantined>, Fault> {
    let mut found = Vec::new();
    for note in blobs.list()? {
        let Some(file) = note.as_str().strip_suffix(REASON) else {
            continue;
        };
        let Some((_, time)) = file.rsplit_once(MARK) else {
            continue;
        };
        let at = time
            .split('-')
            .next()
            .unwrap_or_default()
            .parse()
            .unwrap_or(0);
        let reason = blobs
            .read(&note)?
            .as_deref()
            .and_then(QuarantineReason::from_slug);
        found.push(Quarantined {
            file: file.to_owned(),
            reason: reason.unwrap_or(QuarantineReason::NotADatabase),
            at,
        });
    }
    found.sort_by(|left, right| (left.at, &left.file).cmp(&(right.at, &right.file)));
    Ok(found)
}

/// The latest file that was set aside under `name`.
pub(crate) fn latest_of(blobs: &DiskBlobs, name: &str) -> Result<Option<Quarantined>, Fault> {
    let prefix = format!("{name}{MARK}");
    Ok(list(blobs)?
        .into_iter()
        .rfind(|set_aside| set_aside.file.starts_with(&prefix)))
}

fn free_name(dir: &Path, name: &str, at: u64) -> String {
    let plain = format!("{name}{MARK}{at}");
    let taken =
        |file: &str| dir.join(file).exists() || dir.join(format!("{file}{REASON}")).exists();
    let mut number = 1;
    let mut file = plain.clone();
    while taken(&file) {
        number += 1;
        file = format!("{plain}-{number}");
    }
    file
}

fn rename_if_there(from: &Path, to: &Path) -> Result<(), Fault> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

const MARK: &str = ".quarantined-";
const REASON: &str = ".reason";
