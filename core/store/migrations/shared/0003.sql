-- Every region pack that this device had: a draft and a case are judged by the one they name
-- (rule S9). The newest of an id is the ratchet.
CREATE TABLE pack (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;
