-- What the device computed by itself that the person should know (deadlines, expiry). The id names
-- subject and stage, so that nothing can be entered twice.
CREATE TABLE reminder (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    subject BLOB NOT NULL CHECK (length(subject) = 16),
    about TEXT NOT NULL,
    last_day INTEGER NOT NULL,
    due_at INTEGER NOT NULL
) STRICT;

-- Messages and reminders that the machine has told of, or never will: read before, or switched off.
-- What is here is never told again.
CREATE TABLE announced (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    shown INTEGER NOT NULL CHECK (shown IN (0, 1))
) STRICT;

-- Marks of what was read on whichever of the person's devices, and the platform's history that has
-- the mark; none while it has to be sent.
CREATE TABLE read_mark (
    mark BLOB PRIMARY KEY CHECK (length(mark) = 16),
    sent_in BLOB CHECK (length(sent_in) = 16)
) STRICT;
