//! How a transaction begins, ends, and is run again.

use std::time::{Duration, Instant};

use sqlx::{PgPool, Postgres, Transaction};

use super::errors::is_unique_violation;
use crate::store::StoreError;

/// One picture of the database that nobody changes meanwhile.
pub(super) const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// As if no other transaction ran at the same time; PostgreSQL ends the one of two that breaks it.
pub(super) const WRITE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";

/// Begins a transaction; an idle connection that the server has closed meanwhile is replaced.
pub(super) async fn begin(
    pool: &PgPool,
    how: &'static str,
) -> Result<Transaction<'static, Postgres>, StoreError> {
    match pool.begin_with(how).await.map_err(StoreError::from) {
        Err(StoreError::Unreachable) => Ok(pool.begin_with(how).await?),
        other => other,
    }
}

/// Commits what went well and undoes what did not.
pub(super) async fn end<T>(
    transaction: Transaction<'static, Postgres>,
    done: Result<T, StoreError>,
) -> Result<T, StoreError> {
    match done {
        Ok(value) => {
            transaction.commit().await?;
            Ok(value)
        }
        Err(error) => {
            // A connection that cannot roll back is closed, which rolls back too.
            let _ = transaction.rollback().await;
            Err(error)
        }
    }
}

/// How often the same work was in another transaction's way.
pub(super) struct Attempts {
    since: Instant,
    overtaken: u32,
    taken: bool,
}

impl Attempts {
    pub(super) fn begin() -> Self {
        Self {
            since: Instant::now(),
            overtaken: 0,
            taken: false,
        }
    }

    /// Whether the work is to be done again after this error, which undid it whole; waits a moment
    /// that grows with each time and differs between processes.
    pub(super) async fn again(&mut self, error: &StoreError) -> bool {
        match error {
            StoreError::Busy if self.since.elapsed() < PATIENCE => self.overtaken += 1,
            // A value that is taken at the second look as well was taken before.
            error if is_unique_violation(error) && !self.taken => self.taken = true,
            _ => return false,
        }
        let most = 1_u64 << self.overtaken.min(6);
        let spread = u64::from(uuid::Uuid::now_v7().as_bytes()[15]);
        tokio::time::sleep(Duration::from_micros(500 * most * spread / 255)).await;
        true
    }
}

/// As long as a writer of the embedded store waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// Does work in a transaction that writes, again from its beginning while others are in its way.
macro_rules! write {
    ($store:expr, |$t:ident| $work:expr) => {{
        let mut attempts = $crate::store::postgres::transaction::Attempts::begin();
        loop {
            let mut $t = $crate::store::postgres::transaction::begin(
                &$store.pool,
                $crate::store::postgres::transaction::WRITE,
            )
            .await?;
            let done = $work.await;
            match $crate::store::postgres::transaction::end($t, done).await {
                Err(error) if attempts.again(&error).await => {}
                other => break other,
            }
        }
    }};
}

/// Reads several things as they were at one moment.
macro_rules! read {
    ($store:expr, |$t:ident| $work:expr) => {{
        let mut $t = $crate::store::postgres::transaction::begin(
            &$store.pool,
            $crate::store::postgres::transaction::READ,
        )
        .await?;
        let done = $work.await;
        $crate::store::postgres::transaction::end($t, done).await
    }};
}

/// One statement, which sees one moment by itself.
macro_rules! single {
    ($store:expr, |$t:ident| $work:expr) => {{
        let mut $t = $store.pool.acquire().await?;
        $work.await
    }};
}

pub(super) use {read, single, write};
