use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::{BlobError, BlobFiles, BlobName};

/// A folder on disk, for this account only.
///
/// A write goes to a temporary file beside the others, is made durable, takes the name in
/// one step, and the step is made durable too: after a crash or a full disk the old bytes
/// or the new ones are there, whole (rule S12).
#[derive(Debug)]
pub struct DiskBlobs {
    dir: PathBuf,
    writes: AtomicU64,
}

impl DiskBlobs {
    /// Opens `dir`, makes it when it is not there, and removes writes that a crash left
    /// unfinished.
    pub fn open(dir: &Path) -> Result<Self, BlobError> {
        make_private_dir(dir)?;
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(Self {
            dir: dir.to_owned(),
            writes: AtomicU64::new(0),
        })
    }

    /// Uses `dir` as it is, without touching it: for reading while another process writes.
    pub fn look(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            writes: AtomicU64::new(0),
        }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn path(&self, name: &BlobName) -> PathBuf {
        self.dir.join(name.as_str())
    }

    fn sync_dir(&self) -> Result<(), BlobError> {
        if cfg!(unix) {
            File::open(&self.dir)?.sync_all()?;
        }
        Ok(())
    }
}

impl BlobFiles for DiskBlobs {
    fn read(&self, name: &BlobName) -> Result<Option<Vec<u8>>, BlobError> {
        match fs::read(self.path(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn write(&self, name: &BlobName, bytes: &[u8]) -> Result<(), BlobError> {
        let number = self.writes.fetch_add(1, Ordering::Relaxed);
        let unfinished = self
            .dir
            .join(format!("{UNFINISHED}{}-{number}", std::process::id()));
        let written = write_durably(&unfinished, bytes)
            .and_then(|()| fs::rename(&unfinished, self.path(name)));
        if let Err(error) = written {
            // The name still holds the previous bytes; what cannot be removed now is
            // removed at the next opening.
            fs::remove_file(&unfinished).ok();
            return Err(error.into());
        }
        self.sync_dir()
    }

    fn delete(&self, name: &BlobName) -> Result<(), BlobError> {
        match fs::remove_file(self.path(name)) {
            Ok(()) => self.sync_dir(),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn list(&self) -> Result<Vec<BlobName>, BlobError> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.dir)? {
            let entry = entry?;
            let name = entry
                .file_name()
                .to_str()
                .and_then(|text| BlobName::new(text).ok());
            if let Some(name) = name.filter(|_| entry.path().is_file()) {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }
}

impl From<io::Error> for BlobError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Self::DiskFull
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::NotPermitted,
            kind => Self::Disk(kind),
        }
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn make_private_dir(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// A name that no [`BlobName`] can have.
const UNFINISHED: &str = ".unfinished-";
