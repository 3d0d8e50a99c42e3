-- Whether the operation is in the device's sealed outbox too, or was (rules K4, S8).
ALTER TABLE outbox ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1));
