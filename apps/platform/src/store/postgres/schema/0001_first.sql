-- The same tables as the embedded store, in PostgreSQL's types. What is sorted as text is sorted
-- by code point, so that both stores answer in the same order.

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value BYTEA NOT NULL
);

-- Fields of the population register; no ethnicity, religion, score or list of any kind.
CREATE TABLE residents (
    id               BYTEA PRIMARY KEY CHECK (length(id) = 16),
    key              TEXT COLLATE "C" NOT NULL UNIQUE,
    pseudonym        BYTEA NOT NULL UNIQUE CHECK (length(pseudonym) = 16),
    name             TEXT NOT NULL,
    sex              TEXT NOT NULL,
    birth_date       TEXT NOT NULL,
    address          TEXT NOT NULL,
    household_office TEXT NOT NULL,
    phone            TEXT NOT NULL,
    id_number        TEXT NOT NULL UNIQUE,
    portrait         BYTEA NOT NULL CHECK (length(portrait) <= 900),
    added_at         BIGINT NOT NULL
);
CREATE INDEX residents_by_name ON residents (name);

-- Staff of the office. A member who left stays named in the read log and in cases.
CREATE TABLE staff (
    id         BYTEA PRIMARY KEY CHECK (length(id) = 16),
    name       TEXT COLLATE "C" NOT NULL,
    roles      TEXT NOT NULL,
    added_at   BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE UNIQUE INDEX staff_by_name ON staff (name) WHERE removed_at IS NULL;

-- Only keyed hashes of what proves a voucher; it is for a resident or for a member of staff.
CREATE TABLE vouchers (
    number     INTEGER PRIMARY KEY CHECK (number BETWEEN 0 AND 99999999),
    full_mac   BYTEA NOT NULL UNIQUE CHECK (length(full_mac) = 32),
    digits_mac BYTEA NOT NULL CHECK (length(digits_mac) = 32),
    resident   BYTEA REFERENCES residents (id),
    staff      BYTEA REFERENCES staff (id),
    clerk      TEXT NOT NULL,
    station    TEXT NOT NULL,
    printed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    used_by    BYTEA CHECK (length(used_by) = 16),
    CHECK ((resident IS NULL) <> (staff IS NULL))
);

CREATE TABLE address_tries (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    address BYTEA NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX address_tries_by_address ON address_tries (address, at);
CREATE INDEX address_tries_by_time ON address_tries (at);

-- `signer` is the SHA-256 of the submission key, by which an operation names it.
CREATE TABLE enrolments (
    enrol_id       BYTEA PRIMARY KEY CHECK (length(enrol_id) = 16),
    place          BIGINT GENERATED ALWAYS AS IDENTITY,
    body_sha256    BYTEA NOT NULL CHECK (length(body_sha256) = 32),
    voucher        INTEGER NOT NULL UNIQUE REFERENCES vouchers (number),
    resident       BYTEA REFERENCES residents (id),
    staff          BYTEA REFERENCES staff (id),
    device_key     BYTEA NOT NULL,
    submission_key BYTEA NOT NULL,
    signer         BYTEA NOT NULL CHECK (length(signer) = 32),
    answer         BYTEA NOT NULL,
    at             BIGINT NOT NULL,
    CHECK ((resident IS NULL) <> (staff IS NULL))
);
CREATE INDEX enrolments_by_signer ON enrolments (signer);
CREATE INDEX enrolments_by_device ON enrolments (device_key);

CREATE TABLE snapshots (
    kind    SMALLINT NOT NULL,
    version BIGINT NOT NULL,
    as_of   BIGINT NOT NULL,
    slot    BIGINT NOT NULL,
    body    BYTEA NOT NULL,
    PRIMARY KEY (kind, version)
);

CREATE TABLE read_log (
    seq      BIGINT PRIMARY KEY CHECK (seq > 0),
    at       BIGINT NOT NULL,
    actor    TEXT NOT NULL,
    resident BYTEA,
    purpose  TEXT NOT NULL,
    hash     BYTEA NOT NULL CHECK (length(hash) = 32)
);

-- One history of this platform; another one begins after a backup was restored (rule S2).
CREATE TABLE epoch (
    one   SMALLINT PRIMARY KEY CHECK (one = 1),
    epoch BYTEA NOT NULL CHECK (length(epoch) = 16)
);

-- The newest row of each feed (rule S1: seq is taken by UPDATE … RETURNING in the transaction
-- that adds the row). Everything up to `stable` is in a backup.
CREATE TABLE scopes (
    id     BYTEA PRIMARY KEY CHECK (length(id) = 16),
    seq    BIGINT NOT NULL CHECK (seq >= 0),
    hash   BYTEA NOT NULL CHECK (length(hash) = 32),
    stable BIGINT NOT NULL DEFAULT 0 CHECK (stable BETWEEN 0 AND seq)
);

CREATE TABLE feed_rows (
    scope   BYTEA NOT NULL REFERENCES scopes (id),
    seq     BIGINT NOT NULL CHECK (seq > 0),
    kind    TEXT NOT NULL,
    case_id BYTEA NOT NULL CHECK (length(case_id) = 16),
    version BIGINT NOT NULL,
    body    BYTEA NOT NULL,
    hash    BYTEA NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (scope, seq)
);

-- Every operation that got a receipt. A content that came under a used id stands beside the first.
CREATE TABLE operations (
    id       BYTEA NOT NULL CHECK (length(id) = 16),
    hash     BYTEA NOT NULL CHECK (length(hash) = 32),
    reused   BOOLEAN NOT NULL,
    scope    BYTEA NOT NULL REFERENCES scopes (id),
    case_id  BYTEA NOT NULL CHECK (length(case_id) = 16),
    accepted BOOLEAN NOT NULL,
    bytes    BYTEA NOT NULL,
    receipt  BYTEA NOT NULL,
    epoch    BYTEA NOT NULL CHECK (length(epoch) = 16),
    at       BIGINT NOT NULL,
    PRIMARY KEY (id, hash)
);
CREATE UNIQUE INDEX operations_first ON operations (id) WHERE NOT reused;
CREATE INDEX operations_by_case ON operations (case_id);

-- What an operation depends on (1) and what it supersedes (2).
CREATE TABLE operation_links (
    operation BYTEA NOT NULL,
    kind      SMALLINT NOT NULL CHECK (kind IN (1, 2)),
    other     BYTEA NOT NULL,
    PRIMARY KEY (operation, kind, other)
);
CREATE INDEX operation_links_to ON operation_links (kind, other);

-- Attachments of accepted operations. `confirmed` bytes are durable in the blob store; `checked`
-- says that all of them came and the hash fits.
CREATE TABLE attachments (
    operation   BYTEA NOT NULL,
    id          BYTEA NOT NULL CHECK (length(id) = 16),
    case_id     BYTEA NOT NULL,
    length      BIGINT NOT NULL,
    chunk_bytes BIGINT NOT NULL,
    sha256      BYTEA NOT NULL CHECK (length(sha256) = 32),
    media_type  TEXT NOT NULL,
    confirmed   BIGINT NOT NULL DEFAULT 0,
    checked     BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (operation, id)
);
CREATE INDEX attachments_by_case ON attachments (case_id, id);

-- Only hashes of nonces and tokens.
CREATE TABLE nonces (
    hash       BYTEA PRIMARY KEY CHECK (length(hash) = 32),
    device_key BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX nonces_by_device ON nonces (device_key, expires_at);
CREATE INDEX nonces_by_end ON nonces (expires_at);

CREATE TABLE sessions (
    token_hash BYTEA PRIMARY KEY CHECK (length(token_hash) = 32),
    device_key BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- Every pack that was ever published (rule S9).
CREATE TABLE packs (
    id       TEXT NOT NULL,
    version  BIGINT NOT NULL,
    place    BIGINT GENERATED ALWAYS AS IDENTITY,
    bytes    BYTEA NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);

-- Last given number of each series and year: every number is accounted for.
CREATE TABLE counters (
    series TEXT NOT NULL,
    year   INTEGER NOT NULL,
    value  BIGINT NOT NULL,
    PRIMARY KEY (series, year)
);

-- A case as a queue shows it; what happened in it stands in case_events.
CREATE TABLE cases (
    id              BYTEA PRIMARY KEY CHECK (length(id) = 16),
    scope           BYTEA NOT NULL REFERENCES scopes (id),
    resident        BYTEA NOT NULL REFERENCES residents (id),
    submitted_by    BYTEA NOT NULL,
    service         TEXT NOT NULL,
    pack            TEXT NOT NULL,
    pack_version    BIGINT NOT NULL,
    number          TEXT COLLATE "C" NOT NULL,
    applicant       TEXT NOT NULL,
    received_at     BIGINT NOT NULL,
    duplicate_of    BYTEA,
    version         BIGINT NOT NULL,
    is_open         BOOLEAN NOT NULL,
    phase           TEXT NOT NULL,
    holder          TEXT NOT NULL,
    due_day         INTEGER,
    due_kind        TEXT,
    due_provisional BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX cases_open ON cases (due_day, received_at, number) WHERE is_open;
CREATE INDEX cases_by_resident ON cases (resident, service);

-- `maker` is the operation that made the version; none for what the machine did of itself.
CREATE TABLE case_events (
    case_id BYTEA NOT NULL REFERENCES cases (id),
    version BIGINT NOT NULL CHECK (version > 0),
    maker   BYTEA,
    event   BYTEA NOT NULL,
    PRIMARY KEY (case_id, version)
);

-- Keys to which a grant binds its certificates. No key is ever taken by two operations.
CREATE TABLE case_holder_keys (
    key       BYTEA PRIMARY KEY CHECK (length(key) = 33),
    case_id   BYTEA NOT NULL REFERENCES cases (id),
    operation BYTEA NOT NULL,
    version   BIGINT NOT NULL,
    place     BIGINT NOT NULL
);
CREATE INDEX case_holder_keys_by_case ON case_holder_keys (case_id, version, place);

-- A certificate comes from an enrolment or from a case.
CREATE TABLE certificates (
    serial      TEXT COLLATE "C" PRIMARY KEY,
    identifier  TEXT NOT NULL UNIQUE,
    type_name   TEXT NOT NULL,
    resident    BYTEA NOT NULL REFERENCES residents (id),
    enrol_id    BYTEA REFERENCES enrolments (enrol_id),
    case_id     BYTEA REFERENCES cases (id),
    valid_from  BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    issued_at   BIGINT NOT NULL,
    CHECK ((enrol_id IS NULL) <> (case_id IS NULL))
);
CREATE INDEX certificates_by_resident ON certificates (resident, issued_at);
CREATE INDEX certificates_by_case ON certificates (case_id) WHERE case_id IS NOT NULL;

-- A row is a place taken for ever; without a serial it was reserved and never used.
CREATE TABLE status_places (
    shard      BIGINT NOT NULL,
    place      BIGINT NOT NULL,
    serial     TEXT COLLATE "C" REFERENCES certificates (serial),
    holder_key BYTEA UNIQUE,
    revoked_at BIGINT,
    PRIMARY KEY (shard, place)
);
CREATE INDEX status_places_by_serial ON status_places (serial);
CREATE INDEX status_places_revoked ON status_places (shard, place) WHERE revoked_at IS NOT NULL;
