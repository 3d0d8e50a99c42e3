-- Staff of the office. A member who left stays named in the read log and in cases.
CREATE TABLE staff (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    name       TEXT NOT NULL,
    roles      TEXT NOT NULL,
    added_at   INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX staff_by_name ON staff (name) WHERE removed_at IS NULL;

-- A voucher is for a resident or for a member of staff.
CREATE TABLE vouchers_2 (
    number     INTEGER PRIMARY KEY CHECK (number BETWEEN 0 AND 99999999),
    full_mac   BLOB NOT NULL UNIQUE CHECK (length(full_mac) = 32),
    digits_mac BLOB NOT NULL CHECK (length(digits_mac) = 32),
    resident   BLOB REFERENCES residents (id),
    staff      BLOB REFERENCES staff (id),
    clerk      TEXT NOT NULL,
    station    TEXT NOT NULL,
    printed_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    used_by    BLOB CHECK (length(used_by) = 16),
    CHECK ((resident IS NULL) <> (staff IS NULL))
) STRICT;
INSERT INTO vouchers_2 (number, full_mac, digits_mac, resident, clerk, station, printed_at, expires_at, tries, used_by)
    SELECT number, full_mac, digits_mac, resident, clerk, station, printed_at, expires_at, tries, used_by FROM vouchers;
DROP TABLE vouchers;
ALTER TABLE vouchers_2 RENAME TO vouchers;

-- `signer` is the SHA-256 of the submission key, by which an operation names it.
CREATE TABLE enrolments_2 (
    enrol_id       BLOB PRIMARY KEY CHECK (length(enrol_id) = 16),
    body_sha256    BLOB NOT NULL CHECK (length(body_sha256) = 32),
    voucher        INTEGER NOT NULL UNIQUE REFERENCES vouchers (number),
    resident       BLOB REFERENCES residents (id),
    staff          BLOB REFERENCES staff (id),
    device_key     BLOB NOT NULL,
    submission_key BLOB NOT NULL,
    signer         BLOB CHECK (length(signer) = 32),
    answer         BLOB NOT NULL,
    at             INTEGER NOT NULL,
    CHECK ((resident IS NULL) <> (staff IS NULL))
) STRICT;
INSERT INTO enrolments_2 (enrol_id, body_sha256, voucher, resident, device_key, submission_key, answer, at)
    SELECT enrol_id, body_sha256, voucher, resident, device_key, submission_key, answer, at FROM enrolments;
DROP TABLE enrolments;
ALTER TABLE enrolments_2 RENAME TO enrolments;
CREATE INDEX enrolments_by_signer ON enrolments (signer);
CREATE INDEX enrolments_by_device ON enrolments (device_key);

-- A certificate comes from an enrolment or from a case.
CREATE TABLE certificates_2 (
    serial      TEXT PRIMARY KEY,
    identifier  TEXT NOT NULL UNIQUE,
    type_name   TEXT NOT NULL,
    resident    BLOB NOT NULL REFERENCES residents (id),
    enrol_id    BLOB REFERENCES enrolments (enrol_id),
    case_id     BLOB REFERENCES cases (id),
    valid_from  INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    issued_at   INTEGER NOT NULL,
    CHECK ((enrol_id IS NULL) <> (case_id IS NULL))
) STRICT;
INSERT INTO certificates_2 (serial, identifier, type_name, resident, enrol_id, valid_from, valid_until, issued_at)
    SELECT serial, identifier, type_name, resident, enrol_id, valid_from, valid_until, issued_at FROM certificates;
DROP TABLE certificates;
ALTER TABLE certificates_2 RENAME TO certificates;
CREATE INDEX certificates_by_resident ON certificates (resident, issued_at);

-- One history of this platform; another one begins after a backup was restored (rule S2).
CREATE TABLE epoch (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    epoch BLOB NOT NULL CHECK (length(epoch) = 16)
) STRICT;

-- The newest row of each feed (rule S1: seq is taken by UPDATE … RETURNING in the transaction
-- that adds the row).
CREATE TABLE scopes (
    id   BLOB PRIMARY KEY CHECK (length(id) = 16),
    seq  INTEGER NOT NULL CHECK (seq >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE feed_rows (
    scope   BLOB NOT NULL REFERENCES scopes (id),
    seq     INTEGER NOT NULL CHECK (seq > 0),
    kind    TEXT NOT NULL,
    case_id BLOB NOT NULL CHECK (length(case_id) = 16),
    version INTEGER NOT NULL,
    body    BLOB NOT NULL,
    hash    BLOB NOT NULL CHECK (length(hash) = 32),
    UNIQUE (scope, seq)
) STRICT;

-- Every operation that got a receipt. A content that came under a used id stands beside the first.
CREATE TABLE operations (
    id       BLOB NOT NULL CHECK (length(id) = 16),
    hash     BLOB NOT NULL CHECK (length(hash) = 32),
    reused   INTEGER NOT NULL CHECK (reused IN (0, 1)),
    scope    BLOB NOT NULL REFERENCES scopes (id),
    case_id  BLOB NOT NULL CHECK (length(case_id) = 16),
    accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
    bytes    BLOB NOT NULL,
    receipt  BLOB NOT NULL,
    epoch    BLOB NOT NULL CHECK (length(epoch) = 16),
    at       INTEGER NOT NULL,
    UNIQUE (id, hash)
) STRICT;
CREATE UNIQUE INDEX operations_first ON operations (id) WHERE reused = 0;
CREATE INDEX operations_by_case ON operations (case_id);

-- What an operation depends on (1) and what it supersedes (2).
CREATE TABLE operation_links (
    operation BLOB NOT NULL,
    kind      INTEGER NOT NULL CHECK (kind IN (1, 2)),
    other     BLOB NOT NULL,
    PRIMARY KEY (operation, kind, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX operation_links_to ON operation_links (kind, other);

-- Attachments of accepted operations. `confirmed` bytes are durable in the blob store; `checked`
-- says that all of them came and the hash fits.
CREATE TABLE attachments (
    operation   BLOB NOT NULL,
    id          BLOB NOT NULL CHECK (length(id) = 16),
    case_id     BLOB NOT NULL,
    length      INTEGER NOT NULL,
    chunk_bytes INTEGER NOT NULL,
    sha256      BLOB NOT NULL CHECK (length(sha256) = 32),
    media_type  TEXT NOT NULL,
    confirmed   INTEGER NOT NULL DEFAULT 0,
    checked     INTEGER NOT NULL DEFAULT 0 CHECK (checked IN (0, 1)),
    PRIMARY KEY (operation, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_by_case ON attachments (case_id, id);

-- Only hashes of nonces and tokens.
CREATE TABLE nonces (
    hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),
    device_key BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX nonces_by_device ON nonces (device_key, expires_at);

CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
    device_key BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every pack that was ever published (rule S9).
CREATE TABLE packs (
    id       TEXT NOT NULL,
    version  INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;

-- Last given number of each series and year: every number is accounted for.
CREATE TABLE counters (
    series TEXT NOT NULL,
    year   INTEGER NOT NULL,
    value  INTEGER NOT NULL,
    PRIMARY KEY (series, year)
) STRICT, WITHOUT ROWID;

-- A case as a queue shows it; what happened in it stands in case_events.
CREATE TABLE cases (
    id              BLOB PRIMARY KEY CHECK (length(id) = 16),
    scope           BLOB NOT NULL REFERENCES scopes (id),
    resident        BLOB NOT NULL REFERENCES residents (id),
    submitted_by    BLOB NOT NULL,
    service         TEXT NOT NULL,
    pack            TEXT NOT NULL,
    pack_version    INTEGER NOT NULL,
    number          TEXT NOT NULL,
    applicant       TEXT NOT NULL,
    received_at     INTEGER NOT NULL,
    duplicate_of    BLOB,
    version         INTEGER NOT NULL,
    is_open         INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    phase           TEXT NOT NULL,
    holder          TEXT NOT NULL,
    due_day         INTEGER,
    due_kind        TEXT,
    due_provisional INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX cases_open ON cases (is_open, due_day);
CREATE INDEX cases_by_resident ON cases (resident, service);

-- `maker` is the operation that made the version; none for what the machine did of itself.
CREATE TABLE case_events (
    case_id BLOB NOT NULL REFERENCES cases (id),
    version INTEGER NOT NULL CHECK (version > 0),
    maker   BLOB,
    event   BLOB NOT NULL,
    PRIMARY KEY (case_id, version)
) STRICT;

-- Keys to which a grant binds its certificates. No key is ever taken by two operations.
CREATE TABLE case_holder_keys (
    key       BLOB PRIMARY KEY CHECK (length(key) = 33),
    case_id   BLOB NOT NULL REFERENCES cases (id),
    operation BLOB NOT NULL,
    version   INTEGER NOT NULL,
    place     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_holder_keys_by_case ON case_holder_keys (case_id, version, place);
