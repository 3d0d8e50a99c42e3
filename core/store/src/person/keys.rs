use rusqlite::{OptionalExtension, Row};
use tongban_device::KeyPurpose;
use zeroize::Zeroizing;

use super::{PersonDb, PersonTx};
use crate::{KeyId, ReadError, WriteError};

/// A key of the person.
pub struct StoredKey {
    /// Its id.
    pub id: KeyId,
    /// The one thing it is for (rule C8).
    pub purpose: KeyPurpose,
    /// Its public part, an uncompressed SEC1 point.
    pub public: [u8; 65],
    /// Where its private part is.
    pub custody: KeyCustody,
}

/// Where the private part of a key is (rule K1).
pub enum KeyCustody {
    /// In this database, encrypted with it.
    Software(PrivateKey),
    /// In the key store of the machine, under this alias.
    Hardware {
        /// Name of the key there.
        alias: String,
    },
    /// On no device: the certificate came from an export, which holds no private part. It can be
    /// read and proves nothing (rule K3).
    Nowhere,
}

/// A P-256 scalar; wiped when dropped, never printed, never cloned.
pub struct PrivateKey(Zeroizing<[u8; 32]>);

impl PrivateKey {
    /// Takes the big-endian scalar.
    pub fn new(scalar: [u8; 32]) -> Self {
        Self(Zeroizing::new(scalar))
    }

    /// The big-endian scalar; copy it into nothing that is not wiped.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl PersonDb {
    /// The key `id`.
    pub fn key(&self, id: KeyId) -> Result<Option<StoredKey>, ReadError> {
        let connection = self.connection();
        let sql = format!("{SELECT} WHERE id = ?1");
        Ok(connection
            .prepare_cached(&sql)?
            .query_row([id.to_bytes()], stored_key)
            .optional()?)
    }

    /// All keys of one purpose, oldest first.
    pub fn keys(&self, purpose: KeyPurpose) -> Result<Vec<StoredKey>, ReadError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached(&format!("{SELECT} WHERE purpose = ?1 ORDER BY id"))?;
        let rows = statement.query_map([purpose_name(purpose)], stored_key)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl PersonTx<'_> {
    /// Stores a key.
    pub fn insert_key(&self, key: &StoredKey) -> Result<(), WriteError> {
        let (private, alias) = match &key.custody {
            KeyCustody::Software(private) => (Some(private.expose()), None),
            KeyCustody::Hardware { alias } => (None, Some(alias.as_str())),
            KeyCustody::Nowhere => (None, Some(NOWHERE)),
        };
        self.transaction.prepare_cached("INSERT INTO holder_key (id, purpose, public, private, alias) VALUES (?1, ?2, ?3, ?4, ?5)")?.execute((key.id.to_bytes(), purpose_name(key.purpose), key.public, private, alias),
        )?;
        Ok(())
    }

    /// Forgets a key that no certificate needs any more.
    pub fn delete_key(&self, id: KeyId) -> Result<(), WriteError> {
        match self
            .transaction
            .prepare_cached("DELETE FROM holder_key WHERE id = ?1")?
            .execute([id.to_bytes()])?
        {
            0 => Err(WriteError::NotFound),
            _ => Ok(()),
        }
    }
}

fn stored_key(row: &Row<'_>) -> rusqlite::Result<StoredKey> {
    let purpose: String = row.get(1)?;
    let private: Option<Zeroizing<[u8; 32]>> =
        row.get::<_, Option<[u8; 32]>>(3)?.map(Zeroizing::new);
    let custody = match private {
        Some(scalar) => KeyCustody::Software(PrivateKey(scalar)),
        None => match row.get::<_, String>(4)? {
            alias if alias == NOWHERE => KeyCustody::Nowhere,
            alias => KeyCustody::Hardware { alias },
        },
    };
    let purpose = match purpose.as_str() {
        "device" => KeyPurpose::Device,
        "submission" => KeyPurpose::Submission,
        _ => KeyPurpose::Holder,
    };
    Ok(StoredKey {
        id: KeyId::from_bytes(row.get(0)?),
        purpose,
        public: row.get(2)?,
        custody,
    })
}

fn purpose_name(purpose: KeyPurpose) -> &'static str {
    match purpose {
        KeyPurpose::Device => "device",
        KeyPurpose::Submission => "submission",
        KeyPurpose::Holder => "holder",
    }
}

/// Stands for an alias where there is no private part; no key store has a key without a name.
const NOWHERE: &str = "";
const SELECT: &str = "SELECT id, purpose, public, private, alias FROM holder_key";
