-- Why a wait runs: wrong secrets, or a wallet that this database did not know before.
ALTER TABLE unlock_guard ADD COLUMN cause TEXT NOT NULL DEFAULT 'wrong_tries'
    CHECK (cause IN ('wrong_tries', 'adopted'));
