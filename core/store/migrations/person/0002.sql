-- Head of the platform's log of who read what, as its answers named it (rule K6). The newest
-- that fits is `kept`; one that contradicts it is `refused` and stays as evidence.
CREATE TABLE read_log_head (
    seq INTEGER NOT NULL CHECK (seq >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    state TEXT NOT NULL CHECK (state IN ('kept', 'refused')),
    received_at INTEGER NOT NULL,
    PRIMARY KEY (seq, hash)
) STRICT;
CREATE UNIQUE INDEX read_log_head_kept ON read_log_head (state) WHERE state = 'kept';
