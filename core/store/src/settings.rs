use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, TransactionBehavior};

use crate::{ReadError, Store, WriteError};

impl Store {
    /// The value of one setting.
    pub fn setting(&self, name: &str) -> Result<Option<String>, ReadError> {
        let shared = self.shared();
        let value = shared
            .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
            .query_row([name], |row| row.get(0));
        Ok(value.optional()?)
    }

    /// All settings that were ever set.
    pub fn settings(&self) -> Result<BTreeMap<String, String>, ReadError> {
        let shared = self.shared();
        let mut statement = shared.prepare_cached("SELECT name, value FROM setting")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Sets all of `settings` or none.
    pub fn set_settings(&self, settings: &[(&str, &str)]) -> Result<(), WriteError> {
        let mut shared = self.shared();
        let transaction = shared.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for setting in settings {
            transaction
                .prepare_cached("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)")?
                .execute(*setting)?;
        }
        Ok(transaction.commit()?)
    }
}
