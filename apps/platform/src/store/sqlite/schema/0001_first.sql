CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Fields of the population register; no ethnicity, religion, score or list of any kind.
CREATE TABLE residents (
    id               BLOB PRIMARY KEY CHECK (length(id) = 16),
    key              TEXT NOT NULL UNIQUE,
    pseudonym        BLOB NOT NULL UNIQUE CHECK (length(pseudonym) = 16),
    name             TEXT NOT NULL,
    sex              TEXT NOT NULL,
    birth_date       TEXT NOT NULL,
    address          TEXT NOT NULL,
    household_office TEXT NOT NULL,
    phone            TEXT NOT NULL,
    id_number        TEXT NOT NULL UNIQUE,
    portrait         BLOB NOT NULL CHECK (length(portrait) <= 900),
    added_at         INTEGER NOT NULL
) STRICT;

-- Only keyed hashes of what proves a voucher.
CREATE TABLE vouchers (
    number     INTEGER PRIMARY KEY CHECK (number BETWEEN 0 AND 99999999),
    full_mac   BLOB NOT NULL UNIQUE CHECK (length(full_mac) = 32),
    digits_mac BLOB NOT NULL CHECK (length(digits_mac) = 32),
    resident   BLOB NOT NULL REFERENCES residents (id),
    clerk      TEXT NOT NULL,
    station    TEXT NOT NULL,
    printed_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    used_by    BLOB CHECK (length(used_by) = 16)
) STRICT;

CREATE TABLE address_tries (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    address BLOB NOT NULL,
    at      INTEGER NOT NULL
) STRICT;
CREATE INDEX address_tries_by_address ON address_tries (address, at);

CREATE TABLE enrolments (
    enrol_id       BLOB PRIMARY KEY CHECK (length(enrol_id) = 16),
    body_sha256    BLOB NOT NULL CHECK (length(body_sha256) = 32),
    voucher        INTEGER NOT NULL UNIQUE REFERENCES vouchers (number),
    resident       BLOB NOT NULL REFERENCES residents (id),
    device_key     BLOB NOT NULL,
    submission_key BLOB NOT NULL,
    answer         BLOB NOT NULL,
    at             INTEGER NOT NULL
) STRICT;

CREATE TABLE certificates (
    serial      TEXT PRIMARY KEY,
    identifier  TEXT NOT NULL UNIQUE,
    type_name   TEXT NOT NULL,
    resident    BLOB NOT NULL REFERENCES residents (id),
    enrol_id    BLOB NOT NULL REFERENCES enrolments (enrol_id),
    valid_from  INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    issued_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX certificates_by_resident ON certificates (resident, issued_at);

-- A row is a place taken for ever; without a serial it was reserved and never used.
CREATE TABLE status_places (
    shard      INTEGER NOT NULL,
    place      INTEGER NOT NULL,
    serial     TEXT REFERENCES certificates (serial),
    holder_key BLOB UNIQUE,
    revoked_at INTEGER,
    PRIMARY KEY (shard, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX status_places_by_serial ON status_places (serial);

CREATE TABLE snapshots (
    kind    INTEGER NOT NULL,
    version INTEGER NOT NULL,
    as_of   INTEGER NOT NULL,
    slot    INTEGER NOT NULL,
    body    BLOB NOT NULL,
    PRIMARY KEY (kind, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE read_log (
    seq      INTEGER PRIMARY KEY CHECK (seq > 0),
    at       INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    resident BLOB,
    purpose  TEXT NOT NULL,
    hash     BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
