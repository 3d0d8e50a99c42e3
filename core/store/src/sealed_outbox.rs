//! The device's own outbox (rule K4): operations that only the platform can open, so that they are
//! sent while every wallet is locked. Attachments stay in the person's folder; here are their sealed
//! keys. An entry goes with its receipt, whoever brought it.
//!
//! Moving is copy, make durable, mark (rule S8): the entry here first, then the mark in the
//! person's database. A crash between the two makes the same entry again.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};

use rusqlite::TransactionBehavior;
use tongban_protocol::{FILE_HEADER, SEGMENT, SEGMENT_TAG};

use crate::fault::Fault;
use crate::{PersonId, ReadError, RecordId, Store, WriteError, files};

/// An operation as it enters the sealed outbox.
pub struct NewSealed {
    /// Id of the operation.
    pub operation: RecordId,
    /// Whose folder its files are in.
    pub person: PersonId,
    /// Hash of the operation, which its receipt must name.
    pub hash: [u8; 32],
    /// The envelope.
    pub envelope: Vec<u8>,
    /// Its attachments.
    pub files: Vec<SealedFile>,
    /// When it was sealed, by the device's clock, in seconds since 1970.
    pub sealed_at: u64,
}

/// An attachment of a sealed operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFile {
    /// Its id.
    pub attachment: RecordId,
    /// Name of its encrypted file.
    pub file: String,
    /// Length of what is in it, in bytes.
    pub length: u64,
    /// The envelope with the key of that file.
    pub envelope: Vec<u8>,
}

/// An entry of the sealed outbox.
pub struct StoredSealed {
    /// What was put in.
    pub sealed: NewSealed,
    /// Whether it may have reached the platform.
    pub offered: bool,
    /// Whether the platform holds the text.
    pub held: bool,
}

impl Store {
    /// Puts an operation in; the same id again changes nothing. Durable when this returns.
    pub fn seal(&self, sealed: &NewSealed) -> Result<(), WriteError> {
        Ok(self.shared_in_need(|shared| {
            let transaction = shared.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let fresh = transaction
                .prepare_cached(
                    "INSERT INTO sealed_operation (operation, person, hash, envelope, sealed_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (operation) DO NOTHING",
                )?
                .execute((
                    sealed.operation.to_bytes(),
                    sealed.person.to_bytes(),
                    sealed.hash,
                    &sealed.envelope,
                    sealed.sealed_at,
                ))?;
            for file in sealed.files.iter().filter(|_| fresh > 0) {
                transaction
                    .prepare_cached(
                        "INSERT INTO sealed_file (operation, attachment, file, length, envelope) \
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute((
                        sealed.operation.to_bytes(),
                        file.attachment.to_bytes(),
                        &file.file,
                        file.length,
                        &file.envelope,
                    ))?;
            }
            Ok(transaction.commit()?)
        })?)
    }

    /// Everything that waits, in its order.
    pub fn sealed(&self) -> Result<Vec<StoredSealed>, ReadError> {
        let shared = self.shared();
        let mut files = shared.prepare_cached(
            "SELECT attachment, file, length, envelope FROM sealed_file WHERE operation = ?1 \
             ORDER BY attachment",
        )?;
        let mut statement = shared.prepare_cached(
            "SELECT operation, person, hash, envelope, offered, held, sealed_at \
             FROM sealed_operation ORDER BY place",
        )?;
        let rows = statement.query_map([], |row| {
            let operation: [u8; 16] = row.get(0)?;
            let found = files.query_map([operation], |row| {
                Ok(SealedFile {
                    attachment: RecordId::from_bytes(row.get(0)?),
                    file: row.get(1)?,
                    length: row.get(2)?,
                    envelope: row.get(3)?,
                })
            })?;
            Ok(StoredSealed {
                sealed: NewSealed {
                    operation: RecordId::from_bytes(operation),
                    person: PersonId::from_bytes(row.get(1)?),
                    hash: row.get(2)?,
                    envelope: row.get(3)?,
                    files: found.collect::<Result<_, _>>()?,
                    sealed_at: row.get(6)?,
                },
                offered: row.get(4)?,
                held: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Notes that an entry may reach the platform from now on; false where it is gone.
    pub fn offer_sealed(&self, operation: RecordId) -> Result<bool, WriteError> {
        self.change_sealed("UPDATE sealed_operation SET offered = 1", operation)
    }

    /// Notes that the platform holds the text of an entry; false where it is gone.
    pub fn hold_sealed(&self, operation: RecordId) -> Result<bool, WriteError> {
        self.change_sealed("UPDATE sealed_operation SET held = 1", operation)
    }

    /// Takes entries out, in one transaction: they are received or rejected, or were taken back.
    /// Returns how many were there.
    pub fn drop_sealed(&self, operations: &[RecordId]) -> Result<usize, WriteError> {
        if operations.is_empty() {
            return Ok(0);
        }
        let dropped = self.shared_in_need(|shared| {
            let transaction = shared.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut dropped = 0;
            for operation in operations {
                dropped += transaction
                    .prepare_cached("DELETE FROM sealed_operation WHERE operation = ?1")?
                    .execute([operation.to_bytes()])?;
            }
            transaction.commit()?;
            Ok(dropped)
        });
        Ok(dropped?)
    }

    /// Segment `number` of the encrypted file of an attachment, as it is in the file; `None` where
    /// the file is gone or has no such segment.
    pub fn sealed_segment(
        &self,
        person: PersonId,
        file: &SealedFile,
        number: u64,
    ) -> Result<Option<Vec<u8>>, ReadError> {
        let name = files::blob_name(&file.file).map_err(Fault::from)?;
        let folder = self.blobs.dir().join(files::person_files(person));
        let mut opened = match File::open(folder.join(name.as_str())) {
            Ok(opened) => opened,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Fault::from(error).into()),
        };
        let sealed = (SEGMENT + SEGMENT_TAG) as u64;
        let mut bytes = Vec::new();
        opened
            .seek(SeekFrom::Start(FILE_HEADER as u64 + number * sealed))
            .and_then(|_| opened.take(sealed).read_to_end(&mut bytes))
            .map_err(Fault::from)?;
        Ok((!bytes.is_empty()).then_some(bytes))
    }

    fn change_sealed(&self, change: &str, operation: RecordId) -> Result<bool, WriteError> {
        let sql = format!("{change} WHERE operation = ?1");
        let changed = self.shared_in_need(|shared| {
            Ok(shared
                .prepare_cached(&sql)?
                .execute([operation.to_bytes()])?)
        });
        Ok(changed? > 0)
    }
}
