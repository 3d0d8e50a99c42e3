use rusqlite::{OptionalExtension, Row};

use super::{PersonDb, PersonTx};
use crate::{CertificateId, KeyId, ReadError, WriteError};

/// A certificate of the person, without its copies. The clear columns are what a list
/// needs before anything is parsed.
pub struct StoredCertificate {
    /// Its id on this device.
    pub id: CertificateId,
    /// Its type.
    pub type_name: String,
    /// The code of the office that issued it.
    pub issuer: String,
    /// First second of validity, in seconds since 1970.
    pub valid_from: u64,
    /// First second no longer valid, in seconds since 1970.
    pub valid_until: u64,
    /// What the app keeps beside the copies; the store never looks into it.
    pub card: Vec<u8>,
    /// When it was added, by the device's clock, in seconds since 1970.
    pub added_at: u64,
}

/// A certificate as it arrives: a list of copies (rule C2).
pub struct NewCertificate {
    /// The certificate.
    pub certificate: StoredCertificate,
    /// Its copies, in the order in which they are to be used.
    pub copies: Vec<NewCopy>,
}

/// One copy as it arrives.
pub struct NewCopy {
    /// The issued bytes.
    pub bytes: Vec<u8>,
    /// The holder key that it is bound to.
    pub key: KeyId,
    /// Shard of the status list.
    pub shard: u32,
    /// Place in the status list.
    pub index: u32,
    /// Whether it is the long-lived one that links its uses.
    pub linkable: bool,
}

/// One copy as it is kept.
pub struct StoredCopy {
    /// Its place in the list of copies, from 0.
    pub position: u32,
    /// The issued bytes.
    pub bytes: Vec<u8>,
    /// The holder key that it is bound to.
    pub key: KeyId,
    /// Shard of the status list.
    pub shard: u32,
    /// Place in the status list.
    pub index: u32,
    /// Whether it is the long-lived one that links its uses.
    pub linkable: bool,
    /// How it was spent, if it was.
    pub spent: Option<Spent>,
}

/// The mark of a spent copy.
#[derive(Clone, PartialEq, Eq)]
pub struct Spent {
    /// When, in seconds since 1970.
    pub at: u64,
    /// On which verifier or day (rule C2).
    pub on: String,
}

impl PersonDb {
    /// All certificates, oldest first.
    pub fn certificates(&self) -> Result<Vec<StoredCertificate>, ReadError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached(&format!("{SELECT} ORDER BY added_at, id"))?;
        let rows = statement.query_map([], stored_certificate)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The certificate `id`.
    pub fn certificate(&self, id: CertificateId) -> Result<Option<StoredCertificate>, ReadError> {
        let connection = self.connection();
        let sql = format!("{SELECT} WHERE id = ?1");
        Ok(connection
            .prepare_cached(&sql)?
            .query_row([id.to_bytes()], stored_certificate)
            .optional()?)
    }

    /// The copies of a certificate, in their order.
    pub fn copies(&self, certificate: CertificateId) -> Result<Vec<StoredCopy>, ReadError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT position, bytes, holder_key, shard, status_index, linkable, spent_at, spent_on \
             FROM certificate_copy WHERE certificate = ?1 ORDER BY position",
        )?;
        let rows = statement.query_map([certificate.to_bytes()], stored_copy)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl PersonTx<'_> {
    /// Stores a certificate with its copies; the keys of the copies must be there.
    pub fn insert_certificate(&self, new: &NewCertificate) -> Result<(), WriteError> {
        let certificate = &new.certificate;
        self.transaction.prepare_cached("INSERT INTO certificate (id, type_name, issuer, valid_from, valid_until, card, added_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute((
                certificate.id.to_bytes(),
                &certificate.type_name,
                &certificate.issuer,
                certificate.valid_from,
                certificate.valid_until,
                &certificate.card,
                certificate.added_at,
            ),
        )?;
        for (copy, position) in new.copies.iter().zip(0_u32..) {
            self.transaction
                .prepare_cached(
                    "INSERT INTO certificate_copy \
                 (certificate, position, bytes, holder_key, shard, status_index, linkable) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute((
                    certificate.id.to_bytes(),
                    position,
                    &copy.bytes,
                    copy.key.to_bytes(),
                    copy.shard,
                    copy.index,
                    copy.linkable,
                ))?;
        }
        Ok(())
    }

    /// Marks one copy as spent; a copy is spent once (rule C2).
    pub fn mark_spent(
        &self,
        certificate: CertificateId,
        position: u32,
        spent: &Spent,
    ) -> Result<(), WriteError> {
        let changed = self
            .transaction
            .prepare_cached(
                "UPDATE certificate_copy SET spent_at = ?3, spent_on = ?4 \
             WHERE certificate = ?1 AND position = ?2 AND spent_at IS NULL",
            )?
            .execute((certificate.to_bytes(), position, spent.at, &spent.on))?;
        match changed {
            0 if self.copy_exists(certificate, position)? => Err(WriteError::Conflict),
            0 => Err(WriteError::NotFound),
            _ => Ok(()),
        }
    }

    /// Deletes a certificate, its copies and the keys that nothing else uses. Returns the
    /// aliases of those keys that are in the key store of the machine: the caller erases
    /// them there after the transaction.
    pub fn delete_certificate(&self, id: CertificateId) -> Result<Vec<String>, WriteError> {
        let keys = self.keys_only_of(id)?;
        if self
            .transaction
            .prepare_cached("DELETE FROM certificate WHERE id = ?1")?
            .execute([id.to_bytes()])?
            == 0
        {
            return Err(WriteError::NotFound);
        }
        for (key, _) in &keys {
            self.transaction
                .prepare_cached("DELETE FROM holder_key WHERE id = ?1")?
                .execute([key])?;
        }
        Ok(keys.into_iter().filter_map(|(_, alias)| alias).collect())
    }

    /// Deletes a certificate and its copies, but not their keys: another one that is bound to them
    /// takes its place.
    pub fn drop_certificate(&self, id: CertificateId) -> Result<(), WriteError> {
        let sql = "DELETE FROM certificate WHERE id = ?1";
        match self.transaction.execute(sql, [id.to_bytes()])? {
            0 => Err(WriteError::NotFound),
            _ => Ok(()),
        }
    }

    fn keys_only_of(&self, id: CertificateId) -> Result<Vec<KeyAndAlias>, WriteError> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT id, nullif(alias, '') FROM holder_key WHERE \
             EXISTS (SELECT 1 FROM certificate_copy WHERE holder_key = id AND certificate = ?1) AND \
             NOT EXISTS (SELECT 1 FROM certificate_copy WHERE holder_key = id AND certificate <> ?1)",
        )?;
        let rows = statement.query_map([id.to_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn copy_exists(&self, certificate: CertificateId, position: u32) -> Result<bool, WriteError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM certificate_copy WHERE certificate = ?1 AND position = ?2)";
        Ok(self
            .transaction
            .prepare_cached(sql)?
            .query_row((certificate.to_bytes(), position), |row| row.get(0))?)
    }
}

/// The id of a key, and its alias when it is in the key store of the machine.
type KeyAndAlias = ([u8; 16], Option<String>);

fn stored_certificate(row: &Row<'_>) -> rusqlite::Result<StoredCertificate> {
    Ok(StoredCertificate {
        id: CertificateId::from_bytes(row.get(0)?),
        type_name: row.get(1)?,
        issuer: row.get(2)?,
        valid_from: row.get(3)?,
        valid_until: row.get(4)?,
        card: row.get(5)?,
        added_at: row.get(6)?,
    })
}

fn stored_copy(row: &Row<'_>) -> rusqlite::Result<StoredCopy> {
    let (spent_at, spent_on): (Option<u64>, Option<String>) = (row.get(6)?, row.get(7)?);
    Ok(StoredCopy {
        position: row.get(0)?,
        bytes: row.get(1)?,
        key: KeyId::from_bytes(row.get(2)?),
        shard: row.get(3)?,
        index: row.get(4)?,
        linkable: row.get(5)?,
        spent: spent_at.zip(spent_on).map(|(at, on)| Spent { at, on }),
    })
}

const SELECT: &str =
    "SELECT id, type_name, issuer, valid_from, valid_until, card, added_at FROM certificate";
