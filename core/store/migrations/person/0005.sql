-- How far the snapshot of a scope has come while it is not whole (rule S4): where it is pinned, and
-- the place where it goes on.
CREATE TABLE feed_snapshot (
    scope BLOB PRIMARY KEY CHECK (length(scope) = 16),
    epoch BLOB NOT NULL CHECK (length(epoch) = 16),
    seq INTEGER NOT NULL,
    rolling_hash BLOB NOT NULL CHECK (length(rolling_hash) = 32),
    head INTEGER NOT NULL,
    after INTEGER NOT NULL
) STRICT;

-- What the platform had said before it lost it (rule S2): it no longer counts, but people were told.
ALTER TABLE outbox ADD COLUMN receipt_before BLOB;

-- The photo that the person has pinned goes before all others (rule S12); one at most.
ALTER TABLE file ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1));
