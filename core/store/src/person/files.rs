//! Attachments: a row here, the bytes in an encrypted file (rule S12).

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rusqlite::{OptionalExtension, Row};
use tongban_device::{BlobFiles, DiskBlobs, Entropy, EntropyError};
use tongban_protocol::{FILE_HEADER, FileKey};
use zeroize::Zeroizing;

use super::{PersonDb, PersonTx};
use crate::fault::Fault;
use crate::quarantine::{self, QuarantineReason};
use crate::sealed_file::{self, SealedError};
use crate::wrapped_key::Key;
use crate::{ReadError, RecordId, WriteError, files};

/// An attachment without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its id.
    pub id: RecordId,
    /// The draft that it belongs to, while there is one.
    pub draft: Option<RecordId>,
    /// The operation that carries it, once it was submitted.
    pub operation: Option<RecordId>,
    /// The material that it shows.
    pub material: String,
    /// Its place among the files of that material.
    pub position: u32,
    /// Its media type.
    pub media_type: String,
    /// Length in bytes.
    pub length: u64,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
    /// Bytes of one chunk on the wire.
    pub chunk_bytes: u32,
    /// Whether the person wants it to go before all others.
    pub is_urgent: bool,
    /// Its place in the order of use, once the platform has it for good: it may be evicted.
    pub used: Option<u64>,
}

/// Why bytes of an attachment were not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadFileError {
    /// There is no such attachment, or its file is gone.
    #[error("attachment is not here")]
    Missing,
    /// The range is not within it.
    #[error("range is not within the attachment")]
    OutOfRange,
    /// Its file was changed outside of the app.
    #[error("attachment is damaged")]
    Damaged,
    /// Database or disk failed.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Why an attachment was not added.
enum NotAdded<E> {
    /// What was to be written with it.
    Work(E),
    Engine(WriteError),
}

impl<E: From<WriteError>> NotAdded<E> {
    fn into_error(self) -> E {
        match self {
            Self::Work(error) => error,
            Self::Engine(error) => error.into(),
        }
    }
}

impl<E> From<WriteError> for NotAdded<E> {
    fn from(error: WriteError) -> Self {
        Self::Engine(error)
    }
}

/// The folder of one person's encrypted files.
pub(super) struct FileFolder {
    dir: PathBuf,
    key: Key,
    /// Held from the writing of a file to its row, so that sweeping takes neither away.
    turn: Mutex<()>,
}

impl FileFolder {
    pub(super) fn new(dir: PathBuf, key: Key) -> Self {
        Self {
            dir,
            key,
            turn: Mutex::new(()),
        }
    }
}

impl PersonDb {
    /// Stores an attachment with its bytes, and in the same transaction whatever `with` writes.
    /// Durable when this returns `Ok`; on an error nothing of it is left, but where the disk failed
    /// in the middle: then it is there whole at the next opening, or not at all.
    pub fn add_file<E: From<WriteError>>(
        &self,
        file: &StoredFile,
        bytes: &[u8],
        with: impl FnOnce(&PersonTx<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let folder = &self.files;
        let _turn = folder.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if self.file(file.id).map_err(read_as_write)?.is_some() {
            return Err(WriteError::Conflict.into());
        }
        let blobs = DiskBlobs::open(&folder.dir).map_err(write_fault)?;
        let name =
            files::blob_name(&sealed_file::name(&folder.key, file.id)).map_err(write_fault)?;
        let sealed = sealed_file::seal(&folder.key, file.id, bytes).ok_or(WriteError::Conflict)?;
        blobs.write(&name, &sealed).map_err(write_fault)?;
        let stored = self.write(|tx| {
            tx.insert_file(file)?;
            with(tx).map_err(NotAdded::Work)
        });
        stored.map_err(|failed| {
            // A row that a failing disk did not confirm may still be there at the next opening,
            // and must find its file; if it is not, the file is an orphan and swept then.
            if !matches!(
                failed,
                NotAdded::Engine(WriteError::Disk(_) | WriteError::Engine(_))
            ) {
                blobs.delete(&name).ok();
            }
            failed.into_error()
        })
    }

    /// Stores many attachments, one at a time in memory, and in one transaction at the end their
    /// rows after whatever `with` writes. `next` gives them until it gives `None`; one that is
    /// here already stays as it is. Durable when this returns `Ok`; on any error, of `next` too,
    /// nothing of it is left.
    pub fn import_files<T, E: From<WriteError>>(
        &self,
        mut next: impl FnMut() -> Result<Option<(StoredFile, Vec<u8>)>, E>,
        with: impl FnOnce(&PersonTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let folder = &self.files;
        let _turn = folder.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let blobs = DiskBlobs::open(&folder.dir).map_err(write_fault)?;
        let mut written = Vec::new();
        let mut rows = Vec::new();
        let take_in = || -> Result<T, E> {
            while let Some((file, bytes)) = next()? {
                if self.file(file.id).map_err(read_as_write)?.is_some() {
                    continue;
                }
                let name = files::blob_name(&sealed_file::name(&folder.key, file.id))
                    .map_err(write_fault)?;
                let sealed =
                    sealed_file::seal(&folder.key, file.id, &bytes).ok_or(WriteError::Conflict)?;
                written.push(name.clone());
                blobs.write(&name, &sealed).map_err(write_fault)?;
                rows.push(file);
            }
            self.write(|tx| {
                let done = with(tx)?;
                rows.iter().try_for_each(|file| tx.insert_file(file))?;
                Ok(done)
            })
        };
        let done = take_in();
        if done.is_err() {
            // What cannot be removed now is an orphan, and swept at the next opening.
            written.iter().for_each(|name| _ = blobs.delete(name));
        }
        done
    }

    /// Every attachment, by its id.
    pub fn files(&self) -> Result<Vec<StoredFile>, ReadError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&format!("{SELECT} ORDER BY id"))?;
        let rows = statement.query_map([], stored_file)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The file that was pinned, if it is still carried by an operation.
    pub fn pinned_file(&self) -> Result<Option<StoredFile>, ReadError> {
        let connection = self.connection();
        let sql = format!("{SELECT} WHERE urgent = 1 AND operation IS NOT NULL");
        let found = connection.prepare_cached(&sql)?.query_row([], stored_file);
        Ok(found.optional()?)
    }

    /// The attachment `id`.
    pub fn file(&self, id: RecordId) -> Result<Option<StoredFile>, ReadError> {
        let connection = self.connection();
        let sql = format!("{SELECT} WHERE id = ?1");
        Ok(connection
            .prepare_cached(&sql)?
            .query_row([id.to_bytes()], stored_file)
            .optional()?)
    }

    /// The attachments of a draft, by material and place.
    pub fn files_of_draft(&self, draft: RecordId) -> Result<Vec<StoredFile>, ReadError> {
        self.files_where("draft = ?1 ORDER BY material, position, id", draft)
    }

    /// The attachments that an operation carries, by material and place.
    pub fn files_of_operation(&self, operation: RecordId) -> Result<Vec<StoredFile>, ReadError> {
        self.files_where("operation = ?1 ORDER BY material, position, id", operation)
    }

    /// Exactly the bytes of `range`; only the segments that hold them are opened.
    pub fn read_file(&self, id: RecordId, range: Range<u64>) -> Result<Vec<u8>, ReadFileError> {
        let stored = self.file(id)?.ok_or(ReadFileError::Missing)?;
        if range.start > range.end || range.end > stored.length {
            return Err(ReadFileError::OutOfRange);
        }
        let path = self.path_of(id);
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(ReadFileError::Missing);
            }
            Err(error) => return Err(ReadError::from(Fault::from(error)).into()),
        };
        sealed_file::open(&self.files.key, id, &mut file, stored.length, range).map_err(|error| {
            match error {
                SealedError::Damaged => {
                    // What cannot be moved now is found again.
                    self.set_file_aside(id).ok();
                    ReadFileError::Damaged
                }
                SealedError::Io(error) => ReadError::from(Fault::from(error)).into(),
            }
        })
    }

    /// Notes that a person looks at an attachment: of those that the platform has for good it
    /// is now the last to go.
    pub fn use_file(&self, id: RecordId) -> Result<(), WriteError> {
        self.write(|tx| tx.note_use("id = ?1 AND used IS NOT NULL", id))
    }

    /// Evicts attachments that the platform has for good until those left have at most `budget`
    /// bytes together, the one that was not looked at for longest first. Unsent ones never go
    /// (rule S12). Returns how many went.
    pub fn evict_files(&self, budget: u64) -> Result<usize, WriteError> {
        let evicted = self.write_in_need(|tx| tx.evict_files(budget))?;
        if evicted > 0 {
            self.sweep_files()?;
        }
        Ok(evicted)
    }

    /// Takes away the files that no row names: what a crash left, what was detached, freed or
    /// thrown away. A file with a row is never touched. Returns how many went.
    pub fn sweep_files(&self) -> Result<usize, WriteError> {
        let folder = &self.files;
        let _turn = folder.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if !folder.dir.is_dir() {
            return Ok(0);
        }
        let named = self.file_names().map_err(read_as_write)?;
        let blobs = DiskBlobs::open(&folder.dir).map_err(write_fault)?;
        let mut swept = 0;
        for name in blobs.list().map_err(write_fault)? {
            if !named.contains(name.as_str()) {
                blobs.delete(&name).map_err(write_fault)?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    /// Name of the encrypted file of an attachment, and its key: with them this one file can be
    /// opened, and no other.
    pub fn key_of_file(&self, id: RecordId) -> Result<(String, FileKey), ReadFileError> {
        let mut header = [0; FILE_HEADER];
        let opened = File::open(self.path_of(id));
        let read = opened.and_then(|mut file| file.read_exact(&mut header));
        match read {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(ReadFileError::Missing);
            }
            Err(error) => return Err(ReadError::from(Fault::from(error)).into()),
        }
        let key = sealed_file::file_key(&self.files.key, id, header);
        let name = sealed_file::name(&self.files.key, id);
        Ok((name, key.ok_or(ReadFileError::Damaged)?))
    }

    /// Sets attachments aside whose file is not of its length, and reports those that are gone;
    /// contents are checked when they are read.
    pub(super) fn find_damaged_files(&self) -> Result<(), Fault> {
        for (id, length) in self.lengths()? {
            let found = std::fs::metadata(self.path_of(id)).ok();
            if found.map(|file| file.len()) != sealed_file::sealed_length(length) {
                self.set_file_aside(id)?;
            }
        }
        Ok(())
    }

    /// Out of the folder that is swept, under a name that says whose it was to nobody.
    fn set_file_aside(&self, id: RecordId) -> Result<(), Fault> {
        let _turn = self
            .files
            .turn
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let path = self.path_of(id);
        let reason = match path.exists() {
            true => QuarantineReason::DamagedAttachment,
            false => QuarantineReason::MissingFile,
        };
        let name = format!("attachment-{}", sealed_file::name(&self.files.key, id));
        let now = self.clock.wall_seconds();
        quarantine::move_aside(&self.folder, &path, &name, reason, now)
    }

    fn path_of(&self, id: RecordId) -> PathBuf {
        self.files.dir.join(sealed_file::name(&self.files.key, id))
    }

    fn lengths(&self) -> Result<Vec<(RecordId, u64)>, Fault> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT id, length FROM file")?;
        let rows = statement.query_map([], |row| {
            Ok((RecordId::from_bytes(row.get(0)?), row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn file_names(&self) -> Result<BTreeSet<String>, ReadError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT id FROM file")?;
        let ids = statement.query_map([], |row| row.get(0).map(RecordId::from_bytes))?;
        ids.map(|id| Ok(sealed_file::name(&self.files.key, id?)))
            .collect()
    }

    fn files_where(&self, clause: &str, owner: RecordId) -> Result<Vec<StoredFile>, ReadError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&format!("{SELECT} WHERE {clause}"))?;
        let rows = statement.query_map([owner.to_bytes()], stored_file)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl PersonTx<'_> {
    /// Pins a file that an operation carries: it goes before all other files (rule S12). The one
    /// that was pinned before no longer is.
    pub fn pin_file(&self, operation: RecordId, id: RecordId) -> Result<(), WriteError> {
        let sql = "UPDATE file SET urgent = 0 WHERE urgent = 1";
        self.transaction.prepare_cached(sql)?.execute([])?;
        let sql = "UPDATE file SET urgent = 1 WHERE id = ?1 AND operation = ?2";
        match self
            .transaction
            .prepare_cached(sql)?
            .execute([id.to_bytes(), operation.to_bytes()])?
        {
            0 => Err(WriteError::NotFound),
            _ => Ok(()),
        }
    }

    /// Lets an operation carry these attachments of a draft; one that the draft does not have
    /// is a [`WriteError::NotFound`].
    pub fn carry_files(
        &self,
        draft: RecordId,
        operation: RecordId,
        files: &[RecordId],
    ) -> Result<(), WriteError> {
        for file in files {
            let changed = self
                .transaction
                .prepare_cached("UPDATE file SET operation = ?2 WHERE draft = ?1 AND id = ?3")?
                .execute((draft.to_bytes(), operation.to_bytes(), file.to_bytes()))?;
            if changed == 0 {
                return Err(WriteError::NotFound);
            }
        }
        Ok(())
    }

    /// Detaches an attachment from its draft; one that an operation carries is a
    /// [`WriteError::Conflict`]. [`PersonDb::sweep_files`] takes the bytes away afterwards.
    pub fn detach_file(&self, draft: RecordId, id: RecordId) -> Result<(), WriteError> {
        let sql = "DELETE FROM file WHERE id = ?1 AND draft = ?2 AND operation IS NULL";
        if self
            .transaction
            .prepare_cached(sql)?
            .execute((id.to_bytes(), draft.to_bytes()))?
            > 0
        {
            return Ok(());
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM file WHERE id = ?1 AND draft = ?2)";
        let there = self
            .transaction
            .prepare_cached(sql)?
            .query_row((id.to_bytes(), draft.to_bytes()), |row| row.get(0))?;
        match there {
            true => Err(WriteError::Conflict),
            false => Err(WriteError::NotFound),
        }
    }

    /// Keeps the files of an operation that the platform has for good: nobody's but to look at.
    pub(super) fn keep_files(&self, operation: RecordId) -> Result<(), WriteError> {
        let sql = "UPDATE file SET draft = NULL, urgent = 0 WHERE operation = ?1";
        self.transaction
            .prepare_cached(sql)?
            .execute([operation.to_bytes()])?;
        self.note_use("operation = ?1", operation)
    }

    fn note_use(&self, which: &str, id: RecordId) -> Result<(), WriteError> {
        let next = "(SELECT COALESCE(MAX(used), 0) + 1 FROM file)";
        let sql = format!("UPDATE file SET used = {next} WHERE {which}");
        self.transaction
            .prepare_cached(&sql)?
            .execute([id.to_bytes()])?;
        Ok(())
    }

    fn evict_files(&self, budget: u64) -> Result<usize, WriteError> {
        // The newest in use first, as long as there is room for them.
        let sql = "DELETE FROM file WHERE id IN (SELECT id FROM (
                       SELECT id, SUM(length) OVER (ORDER BY used DESC, id) AS bytes
                       FROM file WHERE used IS NOT NULL) WHERE bytes > ?1)";
        let budget = i64::try_from(budget).unwrap_or(i64::MAX);
        Ok(self.transaction.prepare_cached(sql)?.execute([budget])?)
    }

    fn insert_file(&self, file: &StoredFile) -> Result<(), WriteError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO file (id, draft, operation, material, position, media_type, length, \
             sha256, chunk_bytes, urgent, used) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute((
                file.id.to_bytes(),
                file.draft.map(RecordId::to_bytes),
                file.operation.map(RecordId::to_bytes),
                &file.material,
                file.position,
                &file.media_type,
                file.length,
                file.sha256,
                file.chunk_bytes,
                file.is_urgent,
                file.used,
            ))?;
        Ok(())
    }
}

/// The key of the person's files, drawn when there is none yet.
pub(super) fn file_key(
    connection: &rusqlite::Connection,
    entropy: &dyn Entropy,
) -> Result<Key, FileKeyError> {
    let stored: Option<[u8; 32]> = connection
        .prepare_cached("SELECT file_key FROM info")?
        .query_row([], |row| row.get(0))?;
    if let Some(key) = stored {
        return Ok(Zeroizing::new(key));
    }
    let key: Key = Zeroizing::new(entropy.array()?);
    connection
        .prepare_cached("UPDATE info SET file_key = ?1")?
        .execute([key.as_slice()])?;
    Ok(key)
}

/// Why there is no key for files.
pub(super) enum FileKeyError {
    Fault(Fault),
    Entropy(EntropyError),
}

impl From<rusqlite::Error> for FileKeyError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows => Self::Fault(Fault::Damaged),
            error => Self::Fault(error.into()),
        }
    }
}

impl From<EntropyError> for FileKeyError {
    fn from(error: EntropyError) -> Self {
        Self::Entropy(error)
    }
}

fn write_fault(error: impl Into<Fault>) -> WriteError {
    error.into().into()
}

fn read_as_write(error: ReadError) -> WriteError {
    match error {
        ReadError::Damaged => WriteError::Damaged,
        ReadError::Disk(kind) => WriteError::Disk(kind),
        ReadError::Engine(code) => WriteError::Engine(code),
    }
}

fn stored_file(row: &Row<'_>) -> rusqlite::Result<StoredFile> {
    let id = |found: Option<[u8; 16]>| found.map(RecordId::from_bytes);
    Ok(StoredFile {
        id: RecordId::from_bytes(row.get(0)?),
        draft: id(row.get(1)?),
        operation: id(row.get(2)?),
        material: row.get(3)?,
        position: row.get(4)?,
        media_type: row.get(5)?,
        length: row.get(6)?,
        sha256: row.get(7)?,
        chunk_bytes: row.get(8)?,
        is_urgent: row.get(9)?,
        used: row.get(10)?,
    })
}

const SELECT: &str = "SELECT id, draft, operation, material, position, media_type, length, \
     sha256, chunk_bytes, urgent, used FROM file";
