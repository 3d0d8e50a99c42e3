-- Everything up to `stable` is in a backup.
ALTER TABLE scopes ADD COLUMN stable INTEGER NOT NULL DEFAULT 0 CHECK (stable BETWEEN 0 AND seq);
