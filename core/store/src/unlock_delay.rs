//! Wrong secrets cost time: 5 wrong tries 60 s, 10 a quarter of an hour, 15 and each 5
//! after that an hour.
//!
//! The wait is counted on the monotonic clock of the boot in which it began. After a new
//! boot it begins again in full, because nothing trustworthy says how long the machine was
//! off; the wall clock has no part in it, so setting it changes nothing. Tries are counted
//! before they are made.
//!
//! A wallet that a new shared database adopts starts with the longest wait: whoever takes the
//! database away gets no free tries for it.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use tongban_device::Clock;

use crate::fault::Fault;
use crate::{PersonId, ReadError, Store};

/// Where a person stands with wrong secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnlockState {
    /// Wrong secrets since the last right one.
    pub wrong_tries: u32,
    /// What is left of a wait, if one runs.
    pub wait_seconds: Option<u64>,
    /// How long that wait is as a whole.
    pub wait_total_seconds: Option<u64>,
    /// Why it runs.
    pub wait_cause: Option<WaitCause>,
    /// Wrong secrets left before the next wait.
    pub left_before_wait: u32,
    /// How long that wait will be.
    pub next_wait_seconds: u64,
}

/// Why somebody has to wait before the next secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitCause {
    /// Wrong secrets.
    WrongTries,
    /// The shared database is a new one and does not know how many were tried.
    Adopted,
}

pub(crate) enum Try {
    Allowed { wrong_tries: u32 },
    Wait { seconds: u64 },
}

impl Store {
    /// Where `person` stands with wrong secrets; all zero for an unknown person.
    pub fn unlock_state(&self, person: PersonId) -> Result<UnlockState, ReadError> {
        let wait_seconds = self.wait_left(person)?;
        let guard = read(&self.shared(), person)?;
        let (wrong_tries, wait_millis) = guard
            .as_ref()
            .map_or((0, 0), |guard| (guard.wrong_tries, guard.wait_millis));
        let left_before_wait = left_before_wait(wrong_tries);
        let next_wait_seconds =
            wait_after(wrong_tries.saturating_add(left_before_wait)).unwrap_or(0);
        Ok(UnlockState {
            wrong_tries,
            wait_seconds,
            wait_total_seconds: wait_seconds.map(|_| wait_millis.div_ceil(1_000)),
            wait_cause: guard.and_then(|guard| wait_seconds.map(|_| guard.cause)),
            left_before_wait,
            next_wait_seconds,
        })
    }

    /// What is left of a wait; starts it again in full when the machine was started since.
    pub(crate) fn wait_left(&self, person: PersonId) -> Result<Option<u64>, Fault> {
        self.shared_in_need(|shared| {
            let transaction = shared.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let left = wait_left(&transaction, &*self.capabilities.clock, person)?;
            transaction.commit()?;
            Ok(left)
        })
    }

    /// Counts one more wrong try, in the same step in which it looks whether a wait runs:
    /// two tries at the same moment count as two.
    pub(crate) fn count_try(&self, person: PersonId) -> Result<Try, Fault> {
        let clock = &*self.capabilities.clock;
        self.shared_in_need(|shared| {
            let transaction = shared.transaction_with_behavior(TransactionBehavior::Immediate)?;
            if let Some(seconds) = wait_left(&transaction, clock, person)? {
                transaction.commit()?;
                return Ok(Try::Wait { seconds });
            }
            let wrong_tries = read(&transaction, person)?
                .map_or(0, |guard| guard.wrong_tries)
                .saturating_add(1);
            let wait_millis = wait_after(wrong_tries).unwrap_or(0) * 1_000;
            let count = (wrong_tries, wait_millis, WaitCause::WrongTries);
            write(&transaction, clock, person, count)?;
            transaction.commit()?;
            Ok(Try::Allowed { wrong_tries })
        })
    }

    /// Takes over a wallet that this database does not know, with the longest wait, in one
    /// step: a crash leaves no wallet here that may be tried at once.
    pub(crate) fn adopt(&self, person: PersonId) -> Result<(), Fault> {
        let mut shared = self.shared();
        let transaction = shared.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction
            .prepare_cached("INSERT INTO person (id, state) VALUES (?1, 'active')")?
            .execute([person.to_bytes()])?;
        let count = (
            ADOPTED_TRIES,
            last_wait(ADOPTED_TRIES) * 1_000,
            WaitCause::Adopted,
        );
        write(&transaction, &*self.capabilities.clock, person, count)?;
        Ok(transaction.commit()?)
    }

    /// Raises the count to `known` where this database, an older copy then, has less; the wait
    /// that belongs to it begins again in full.
    pub(crate) fn raise_tries(&self, person: PersonId, known: u32) -> Result<(), Fault> {
        let mut shared = self.shared();
        let transaction = shared.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let here = read(&transaction, person)?.map_or(0, |guard| guard.wrong_tries);
        if here < known {
            let count = (known, last_wait(known) * 1_000, WaitCause::WrongTries);
            write(&transaction, &*self.capabilities.clock, person, count)?;
        }
        Ok(transaction.commit()?)
    }

    /// The secret was right.
    pub(crate) fn forget_tries(&self, person: PersonId) -> Result<(), Fault> {
        self.shared_in_need(|shared| {
            shared
                .prepare_cached("DELETE FROM unlock_guard WHERE person = ?1")?
                .execute([person.to_bytes()])?;
            Ok(())
        })
    }
}

/// The wait that the `wrong`-th wrong try starts.
pub(crate) fn wait_after(wrong: u32) -> Option<u64> {
    match wrong / TRIES {
        0 => None,
        _ if !wrong.is_multiple_of(TRIES) => None,
        1 => Some(60),
        2 => Some(15 * 60),
        _ => Some(60 * 60),
    }
}

/// The latest wait that `wrong` wrong tries have started, in seconds.
fn last_wait(wrong: u32) -> u64 {
    wait_after(wrong - wrong % TRIES).unwrap_or(0)
}

/// Wrong tries that are still free of a wait's start; never 0.
pub(crate) fn left_before_wait(wrong: u32) -> u32 {
    TRIES - wrong % TRIES
}

/// Wrong tries from one wait to the next.
pub(crate) const TRIES: u32 = 5;

/// From here on each wait is the longest.
const ADOPTED_TRIES: u32 = 3 * TRIES;

struct Guard {
    wrong_tries: u32,
    wait_millis: u64,
    cause: WaitCause,
    since_boot: String,
    since_millis: u64,
}

fn wait_left(
    transaction: &Transaction<'_>,
    clock: &dyn Clock,
    person: PersonId,
) -> Result<Option<u64>, Fault> {
    let Some(guard) = read(transaction, person)?.filter(|guard| guard.wait_millis > 0) else {
        return Ok(None);
    };
    let now = clock.monotonic_millis();
    let left = match guard.since_boot == clock.boot_id().as_str() && now >= guard.since_millis {
        true => guard.wait_millis.saturating_sub(now - guard.since_millis),
        false => {
            let count = (guard.wrong_tries, guard.wait_millis, guard.cause);
            write(transaction, clock, person, count)?;
            guard.wait_millis
        }
    };
    Ok(Some(left.div_ceil(1_000)).filter(|seconds| *seconds > 0))
}

fn read(connection: &Connection, person: PersonId) -> Result<Option<Guard>, Fault> {
    let sql = "SELECT wrong_tries, wait_millis, since_boot, since_millis, cause FROM unlock_guard WHERE person = ?1";
    let guard = connection
        .prepare_cached(sql)?
        .query_row([person.to_bytes()], |row| {
            Ok(Guard {
                wrong_tries: row.get(0)?,
                wait_millis: row.get(1)?,
                since_boot: row.get(2)?,
                since_millis: row.get(3)?,
                cause: WaitCause::from_name(&row.get::<_, String>(4)?),
            })
        });
    Ok(guard.optional()?)
}

fn write(
    connection: &Connection,
    clock: &dyn Clock,
    person: PersonId,
    (wrong_tries, wait_millis, cause): (u32, u64, WaitCause),
) -> Result<(), Fault> {
    let sql = "INSERT OR REPLACE INTO unlock_guard (person, wrong_tries, wait_millis, since_boot, since_millis, cause) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let (boot, now) = (clock.boot_id(), clock.monotonic_millis());
    connection.prepare_cached(sql)?.execute((
        person.to_bytes(),
        wrong_tries,
        wait_millis,
        boot.as_str(),
        now,
        cause.name(),
    ))?;
    Ok(())
}

impl WaitCause {
    fn name(self) -> &'static str {
        match self {
            Self::WrongTries => "wrong_tries",
            Self::Adopted => "adopted",
        }
    }

    fn from_name(name: &str) -> Self {
        match name {
            "adopted" => Self::Adopted,
            _ => Self::WrongTries,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_tenth_and_fifteenth_wrong_try_cost_a_minute_a_quarter_and_an_hour() {
        let waits: Vec<_> = (0..=25)
            .filter_map(|wrong| wait_after(wrong).map(|wait| (wrong, wait)))
            .collect();
        assert_eq!(
            waits,
            [(5, 60), (10, 900), (15, 3_600), (20, 3_600), (25, 3_600)]
        );
        assert_eq!([0, 1, 4, 5, 9].map(left_before_wait), [5, 4, 1, 5, 1]);
        assert_eq!(
            [0, 4, 5, 9, 10, 14, 15, 99].map(last_wait),
            [0, 0, 60, 60, 900, 900, 3_600, 3_600]
        );
    }
}
