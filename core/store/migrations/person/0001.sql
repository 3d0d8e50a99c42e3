CREATE TABLE info (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    created_at INTEGER NOT NULL,
    pseudonym BLOB
) STRICT;

-- A software key has its private part here, a hardware key its alias (rule K1).
CREATE TABLE holder_key (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    purpose TEXT NOT NULL CHECK (purpose IN ('device', 'submission', 'holder')),
    public BLOB NOT NULL CHECK (length(public) = 65),
    private BLOB CHECK (length(private) = 32),
    alias TEXT,
    CHECK ((private IS NULL) <> (alias IS NULL))
) STRICT;

CREATE TABLE certificate (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    type_name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    card BLOB NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;

-- A certificate is a list of copies; a copy is spent once (rule C2).
CREATE TABLE certificate_copy (
    certificate BLOB NOT NULL REFERENCES certificate (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    holder_key BLOB NOT NULL REFERENCES holder_key (id),
    shard INTEGER NOT NULL,
    status_index INTEGER NOT NULL,
    linkable INTEGER NOT NULL CHECK (linkable IN (0, 1)),
    spent_at INTEGER,
    spent_on TEXT,
    PRIMARY KEY (certificate, position),
    CHECK ((spent_at IS NULL) = (spent_on IS NULL))
) STRICT;
CREATE INDEX certificate_copy_by_key ON certificate_copy (holder_key);

-- Requests that were or will be sent and whose answer is not stored yet.
CREATE TABLE pending (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    kind TEXT NOT NULL,
    body BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
