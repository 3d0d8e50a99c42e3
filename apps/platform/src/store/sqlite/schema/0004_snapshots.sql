-- A row is alive (0), replaced by a later one of its feed (1), or replaced and emptied (2): then
-- body is the digest of the row as it travelled, so that every cursor goes on.
ALTER TABLE feed_rows ADD COLUMN state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2));
CREATE INDEX feed_rows_replaced ON feed_rows (state) WHERE state = 1;
-- Newest case first (rule S4): whether a row is its case's newest, and all rows of a case.
CREATE INDEX feed_rows_by_case ON feed_rows (scope, case_id, seq);
