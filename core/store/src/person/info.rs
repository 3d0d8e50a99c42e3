use super::{PersonDb, PersonTx};
use crate::fault::Fault;
use crate::{ReadError, WriteError};

/// What a wallet knows about its person.
pub struct PersonInfo {
    /// The name that the platform uses for this person; `None` before enrolment.
    pub pseudonym: Option<Vec<u8>>,
    /// When the wallet was made, by the device's clock, in seconds since 1970.
    pub created_at: u64,
    /// The grant of a staff member, as the app wrote it; `None` for a resident.
    pub staff: Option<Vec<u8>>,
}

impl PersonDb {
    /// What the wallet knows about its person.
    pub fn info(&self) -> Result<PersonInfo, ReadError> {
        let connection = self.connection();
        let info = connection
            .prepare_cached("SELECT pseudonym, created_at, staff FROM info")?
            .query_row([], |row| {
                Ok(PersonInfo {
                    pseudonym: row.get(0)?,
                    created_at: row.get(1)?,
                    staff: row.get(2)?,
                })
            })?;
        Ok(info)
    }
}

/// Begins the database of a new person.
pub(super) fn start(connection: &rusqlite::Connection, now: u64) -> Result<(), Fault> {
    connection
        .prepare_cached("INSERT INTO info (one, created_at) VALUES (1, ?1)")?
        .execute([now])?;
    Ok(())
}

impl PersonTx<'_> {
    /// Notes the name that the platform uses for this person.
    pub fn set_pseudonym(&self, pseudonym: &[u8]) -> Result<(), WriteError> {
        match self
            .transaction
            .prepare_cached("UPDATE info SET pseudonym = ?1")?
            .execute([pseudonym])?
        {
            0 => Err(WriteError::NotFound),
            _ => Ok(()),
        }
    }

    /// Makes this the wallet of a staff member with that grant.
    pub fn set_staff(&self, grant: &[u8]) -> Result<(), WriteError> {
        match self
            .transaction
            .prepare_cached("UPDATE info SET kind = 'staff', staff = ?1")?
            .execute([grant])?
        {
            0 => Err(WriteError::NotFound),
            _ => Ok(()),
        }
    }
}
