-- A wallet is a resident's or a staff member's; a staff member has a grant instead of certificates.
ALTER TABLE info ADD COLUMN kind TEXT NOT NULL DEFAULT 'resident' CHECK (kind IN ('resident', 'staff'));
ALTER TABLE info ADD COLUMN staff BLOB;
-- The key of this person's encrypted files and of their names (rule S12).
ALTER TABLE info ADD COLUMN file_key BLOB CHECK (file_key IS NULL OR length(file_key) = 32);

-- What was typed and not yet decided. The id of an application is the case's that it will be.
CREATE TABLE draft (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    service TEXT NOT NULL,
    pack TEXT NOT NULL,
    pack_version INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('application', 'supplement')),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    answers BLOB NOT NULL,
    supplied BLOB NOT NULL,
    page INTEGER NOT NULL,
    open INTEGER NOT NULL CHECK (open IN (0, 1)),
    created_at INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    discarded_at INTEGER,
    sent_as BLOB CHECK (length(sent_as) = 16)
) STRICT;
CREATE INDEX draft_by_case ON draft (case_id);

-- The bytes are in encrypted files whose names only the key above gives.
CREATE TABLE file (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    draft BLOB REFERENCES draft (id) ON DELETE CASCADE,
    operation BLOB CHECK (length(operation) = 16),
    material TEXT NOT NULL,
    position INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    length INTEGER NOT NULL CHECK (length > 0),
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    chunk_bytes INTEGER NOT NULL CHECK (chunk_bytes > 0),
    CHECK (draft IS NOT NULL OR operation IS NOT NULL)
) STRICT;
CREATE INDEX file_by_draft ON file (draft, material, position);
CREATE INDEX file_by_operation ON file (operation);

-- What the person asked for, in their order; a place is never used twice (rule S11).
CREATE TABLE outbox (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    operation BLOB NOT NULL UNIQUE CHECK (length(operation) = 16),
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    bytes BLOB NOT NULL,
    offered INTEGER NOT NULL DEFAULT 0 CHECK (offered IN (0, 1)),
    receipt BLOB,
    problem TEXT,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_by_case ON outbox (case_id);

-- The platform's rows as they came, unknown kinds too (rule S9).
CREATE TABLE feed_row (
    scope BLOB NOT NULL CHECK (length(scope) = 16),
    epoch BLOB NOT NULL CHECK (length(epoch) = 16),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    version INTEGER NOT NULL,
    body BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (scope, epoch, seq)
) STRICT;
CREATE INDEX feed_row_by_case ON feed_row (case_id, kind);

-- How far each scope has been read (rule S2).
CREATE TABLE feed_cursor (
    scope BLOB PRIMARY KEY CHECK (length(scope) = 16),
    epoch BLOB NOT NULL CHECK (length(epoch) = 16),
    seq INTEGER NOT NULL,
    rolling_hash BLOB NOT NULL CHECK (length(rolling_hash) = 32)
) STRICT;

-- Messages are made from rows; what was read is all that is kept of them.
CREATE TABLE read_message (
    id TEXT PRIMARY KEY,
    read_at INTEGER NOT NULL
) STRICT;
