-- Scope and history stood in every row and in an index beside it; a history has a number now. A body
-- may be packed (raw DEFLATE), where that makes it shorter.
CREATE TABLE feed_history (
    id INTEGER PRIMARY KEY,
    scope BLOB NOT NULL CHECK (length(scope) = 16),
    epoch BLOB NOT NULL CHECK (length(epoch) = 16),
    UNIQUE (scope, epoch)
) STRICT;
INSERT INTO feed_history (scope, epoch) SELECT DISTINCT scope, epoch FROM feed_row;

CREATE TABLE feed_row_by_history (
    history INTEGER NOT NULL REFERENCES feed_history (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    version INTEGER NOT NULL,
    body BLOB NOT NULL,
    packed INTEGER NOT NULL DEFAULT 0 CHECK (packed IN (0, 1)),
    received_at INTEGER NOT NULL,
    PRIMARY KEY (history, seq)
) STRICT;
INSERT INTO feed_row_by_history (history, seq, kind, case_id, version, body, received_at)
    SELECT id, seq, kind, case_id, version, body, received_at
    FROM feed_row JOIN feed_history USING (scope, epoch) ORDER BY id, seq;
DROP TABLE feed_row;
ALTER TABLE feed_row_by_history RENAME TO feed_row;
CREATE INDEX feed_row_by_case ON feed_row (case_id);
CREATE INDEX feed_row_by_seq ON feed_row (kind, seq);

-- The id was kept twice, in the table and in its index.
CREATE TABLE announced_once (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    shown INTEGER NOT NULL CHECK (shown IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO announced_once (id, at, shown) SELECT id, at, shown FROM announced;
DROP TABLE announced;
ALTER TABLE announced_once RENAME TO announced;
