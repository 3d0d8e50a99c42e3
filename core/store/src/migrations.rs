//! Schemas, one numbered file a step; a file that was shipped never changes.

use rusqlite::{Connection, TransactionBehavior};

use crate::fault::Fault;

/// The steps of one kind of database; step *n* leads to `user_version` *n*.
pub(crate) type Steps = &'static [&'static str];

pub(crate) const SHARED: Steps = &[
    include_str!("../migrations/shared/0001.sql"),
    include_str!("../migrations/shared/0002.sql"),
    include_str!("../migrations/shared/0003.sql"),
    include_str!("../migrations/shared/0004.sql"),
];
pub(crate) const PERSON: Steps = &[
    include_str!("../migrations/person/0001.sql"),
    include_str!("../migrations/person/0002.sql"),
    include_str!("../migrations/person/0003.sql"),
    include_str!("../migrations/person/0004.sql"),
    include_str!("../migrations/person/0005.sql"),
    include_str!("../migrations/person/0006.sql"),
    include_str!("../migrations/person/0007.sql"),
    include_str!("../migrations/person/0008.sql"),
    include_str!("../migrations/person/0009.sql"),
    include_str!("../migrations/person/0010.sql"),
];

/// Brings the schema to the newest step, each step whole or not at all; a database of a
/// newer app is left alone.
pub(crate) fn migrate(connection: &mut Connection, steps: Steps) -> Result<(), Fault> {
    let found = version(connection)?;
    let known = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    if found > known {
        return Err(Fault::Newer { found, known });
    }
    for (sql, number) in steps.iter().zip(1_u32..).skip(found as usize) {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step.execute_batch(sql)?;
        step.pragma_update(None, "user_version", number)?;
        step.commit()?;
    }
    Ok(())
}

/// Whether nothing is to be brought anywhere.
pub(crate) fn is_newest(connection: &Connection, steps: Steps) -> Result<bool, Fault> {
    Ok(u32::try_from(steps.len()) == Ok(version(connection)?))
}

/// Every column of a new shared and of a new person's database, as `table.column`: for who compares
/// a document with what is stored.
#[cfg(feature = "fakes")]
pub fn columns_of_new_databases() -> Result<[Vec<String>; 2], crate::ReadError> {
    let columns = |steps| -> Result<Vec<String>, Fault> {
        let mut connection = Connection::open_in_memory()?;
        migrate(&mut connection, steps)?;
        let sql = "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c \
                   WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid";
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    Ok([columns(SHARED)?, columns(PERSON)?])
}

pub(crate) fn version(connection: &Connection) -> Result<u32, Fault> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dumps of the first shipped schemas with rows in them, as an old app leaves them.
    const SHARED_V1: &str = include_str!("../tests/fixtures/shared-v1.sql");
    const PERSON_V1: &str = include_str!("../tests/fixtures/person-v1.sql");

    fn schema(connection: &Connection) -> Vec<String> {
        let mut statement = connection
            .prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
            .expect("a statement");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<Result<_, _>>().expect("text")
    }

    #[test]
    fn the_oldest_shipped_schemas_migrate_to_the_newest_and_keep_their_rows() {
        for (dump, steps, tables) in [
            (
                SHARED_V1,
                SHARED,
                [
                    "setting",
                    "snapshot",
                    "seen_proof",
                    "person",
                    "unlock_guard",
                ]
                .as_slice(),
            ),
            (
                PERSON_V1,
                PERSON,
                [
                    "info",
                    "holder_key",
                    "certificate",
                    "certificate_copy",
                    "pending",
                ]
                .as_slice(),
            ),
        ] {
            let mut old = Connection::open_in_memory().expect("a database");
            old.execute_batch(dump).expect("the dump loads");
            assert_eq!(version(&old), Ok(1));
            let mut new = Connection::open_in_memory().expect("a database");
            migrate(&mut old, steps).expect("the old one migrates");
            migrate(&mut new, steps).expect("a new one is made");
            assert_eq!(schema(&old), schema(&new), "a shipped step was changed");
            for table in tables {
                let rows: u32 = old
                    .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                        row.get(0)
                    })
                    .expect("a count");
                assert!(rows > 0, "{table} lost its rows");
            }
        }
    }

    #[test]
    fn a_newer_schema_is_left_alone() {
        let mut connection = Connection::open_in_memory().expect("a database");
        connection
            .pragma_update(None, "user_version", 99)
            .expect("a version");
        assert_eq!(
            migrate(&mut connection, SHARED),
            Err(Fault::Newer {
                found: 99,
                known: 4
            })
        );
        assert!(schema(&connection).is_empty());
    }

    #[test]
    fn a_step_that_fails_leaves_nothing_of_itself() {
        const BROKEN: Steps = &[
            "CREATE TABLE first (one)",
            "CREATE TABLE second (one); SELECT no_such_function()",
        ];
        let mut connection = Connection::open_in_memory().expect("a database");
        migrate(&mut connection, BROKEN).expect_err("the second step fails");
        assert_eq!(version(&connection), Ok(1));
        assert_eq!(schema(&connection), ["CREATE TABLE first (one)"]);
    }
}
