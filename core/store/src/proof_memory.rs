use rusqlite::{OptionalExtension, TransactionBehavior};

use crate::{Store, WriteError};

/// Whether a proof was shown to this device before (rule C5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofMemory {
    /// It was not, and is remembered now.
    New,
    /// It was.
    Seen {
        /// When it was first shown, in seconds since 1970.
        at: u64,
    },
}

impl Store {
    /// Remembers the proof whose `Sig_structure` has this SHA-256, in one step with
    /// looking it up. Forgets proofs seen more than `keep_seconds` before `now`, and the
    /// oldest beyond 10,000.
    pub fn remember_proof(
        &self,
        sha256: &[u8; 32],
        now: u64,
        keep_seconds: u64,
    ) -> Result<ProofMemory, WriteError> {
        let mut shared = self.shared();
        let transaction = shared.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction
            .prepare_cached("DELETE FROM seen_proof WHERE seen_at < ?1")?
            .execute([now.saturating_sub(keep_seconds)])?;
        let seen = transaction
            .prepare_cached("SELECT seen_at FROM seen_proof WHERE sha256 = ?1")?
            .query_row([sha256], |row| row.get(0))
            .optional()?;
        if seen.is_none() {
            transaction
                .prepare_cached("INSERT INTO seen_proof (sha256, seen_at) VALUES (?1, ?2)")?
                .execute((sha256, now))?;
            transaction
                .prepare_cached(
                    "DELETE FROM seen_proof WHERE sha256 IN \
                 (SELECT sha256 FROM seen_proof ORDER BY seen_at DESC, sha256 LIMIT -1 OFFSET ?1)",
                )?
                .execute([MOST])?;
        }
        transaction.commit()?;
        Ok(seen.map_or(ProofMemory::New, |at| ProofMemory::Seen { at }))
    }
}

const MOST: u32 = 10_000;
