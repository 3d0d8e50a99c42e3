-- Operations that only the platform can open, for an evening sync that needs nobody's key (rule K4).
CREATE TABLE sealed_operation (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    operation BLOB NOT NULL UNIQUE CHECK (length(operation) = 16),
    person BLOB NOT NULL CHECK (length(person) = 16),
    -- What a receipt must name; says nothing of the content.
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    envelope BLOB NOT NULL,
    offered INTEGER NOT NULL DEFAULT 0 CHECK (offered IN (0, 1)),
    held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),
    sealed_at INTEGER NOT NULL
) STRICT;

-- Its attachments: the files stay where they are, their keys are sealed.
CREATE TABLE sealed_file (
    operation BLOB NOT NULL REFERENCES sealed_operation (operation) ON DELETE CASCADE,
    attachment BLOB NOT NULL CHECK (length(attachment) = 16),
    file TEXT NOT NULL,
    length INTEGER NOT NULL CHECK (length > 0),
    envelope BLOB NOT NULL,
    PRIMARY KEY (operation, attachment)
) STRICT;
