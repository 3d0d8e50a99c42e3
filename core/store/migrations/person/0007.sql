-- A file that the platform has for good stays to be looked at until its room is needed: its place in
-- the order of use, a running number. Unsent files have none and never go (rule S12).
ALTER TABLE file ADD COLUMN used INTEGER CHECK (used > 0);
CREATE INDEX file_by_use ON file (used) WHERE used IS NOT NULL;

-- The cases that moved last, without reading what moved them.
CREATE INDEX feed_row_by_seq ON feed_row (kind, seq, case_id);
