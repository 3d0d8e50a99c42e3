-- The newest version of the draft's pack that the person was shown and did not follow.
ALTER TABLE draft ADD COLUMN stayed_before INTEGER;

-- Versions of a draft that left this device in a file or came in one: what two devices both had
-- is the ground on which their versions are merged (rule S6).
CREATE TABLE draft_version (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    draft BLOB NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    answers BLOB NOT NULL,
    supplied BLOB NOT NULL
) STRICT;
CREATE INDEX draft_version_by_draft ON draft_version (draft, place);

-- A field that two devices changed to different values: both are kept until a person chooses, and
-- the choice stays, also when the draft is gone. A value that is null was taken away.
CREATE TABLE draft_conflict (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    draft BLOB NOT NULL CHECK (length(draft) = 16),
    field TEXT NOT NULL,
    mine BLOB,
    theirs BLOB,
    theirs_saved_at INTEGER NOT NULL,
    found_at INTEGER NOT NULL,
    choice TEXT CHECK (choice IN ('mine', 'theirs')),
    chosen_at INTEGER,
    chosen_by BLOB,
    CHECK ((choice IS NULL) = (chosen_at IS NULL)),
    CHECK ((choice IS NULL) = (chosen_by IS NULL))
) STRICT;
CREATE INDEX draft_conflict_by_draft ON draft_conflict (draft);

-- Answers that a person wants to begin with again.
CREATE TABLE template (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL,
    service TEXT NOT NULL,
    pack TEXT NOT NULL,
    pack_version INTEGER NOT NULL,
    answers BLOB NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
