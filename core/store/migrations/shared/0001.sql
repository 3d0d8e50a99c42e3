CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE snapshot (
    kind TEXT PRIMARY KEY,
    bytes BLOB NOT NULL,
    etag TEXT,
    fetched_at INTEGER NOT NULL
) STRICT;

-- SHA-256 of the Sig_structure of proofs that were shown to this device (rule C5).
CREATE TABLE seen_proof (
    sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX seen_proof_by_time ON seen_proof (seen_at);

CREATE TABLE person (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    state TEXT NOT NULL CHECK (state IN ('creating', 'active', 'set_aside', 'erasing'))
) STRICT;

-- The wait counts on the monotonic clock of one boot; the wall clock has no part in it.
CREATE TABLE unlock_guard (
    person BLOB PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    wrong_tries INTEGER NOT NULL,
    wait_millis INTEGER NOT NULL,
    since_boot TEXT NOT NULL,
    since_millis INTEGER NOT NULL
) STRICT;
