use rusqlite::OptionalExtension;

use crate::{ReadError, Store, WriteError};

/// A region pack that this device has. The store keeps bytes: who signed them is checked
/// where they are read.
pub struct StoredPack {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The signed file.
    pub bytes: Vec<u8>,
    /// When it came, by the device's clock, in seconds since 1970.
    pub fetched_at: u64,
}

impl Store {
    /// The newest version of a pack.
    pub fn newest_pack(&self, id: &str) -> Result<Option<StoredPack>, ReadError> {
        self.pack_where("id = ?1 ORDER BY version DESC LIMIT 1", (id,))
    }

    /// One version of a pack: what a draft or a case names.
    pub fn pack(&self, id: &str, version: u32) -> Result<Option<StoredPack>, ReadError> {
        self.pack_where("id = ?1 AND version = ?2", (id, version))
    }

    /// The versions of a pack that are here, the newest first.
    pub fn pack_versions(&self, id: &str) -> Result<Vec<u32>, ReadError> {
        let shared = self.shared();
        let sql = "SELECT version FROM pack WHERE id = ?1 ORDER BY version DESC";
        let mut statement = shared.prepare_cached(sql)?;
        let versions = statement.query_map([id], |row| row.get(0))?;
        Ok(versions.collect::<Result<_, _>>()?)
    }

    /// Keeps a pack beside the older ones; the same version again changes nothing.
    pub fn keep_pack(&self, pack: &StoredPack) -> Result<(), WriteError> {
        self.shared()
            .prepare_cached(
                "INSERT INTO pack (id, version, bytes, fetched_at) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (id, version) DO NOTHING",
            )?
            .execute((&pack.id, pack.version, &pack.bytes, pack.fetched_at))?;
        Ok(())
    }

    fn pack_where(
        &self,
        clause: &str,
        params: impl rusqlite::Params,
    ) -> Result<Option<StoredPack>, ReadError> {
        let shared = self.shared();
        let sql = format!("SELECT id, version, bytes, fetched_at FROM pack WHERE {clause}");
        let pack = shared.prepare_cached(&sql)?.query_row(params, |row| {
            Ok(StoredPack {
                id: row.get(0)?,
                version: row.get(1)?,
                bytes: row.get(2)?,
                fetched_at: row.get(3)?,
            })
        });
        Ok(pack.optional()?)
    }
}
