-- What an act at the desk was about, in the words in which its officer is told of it: the operation
-- names only the case. Nobody is named; goes with its item of the outbox.
CREATE TABLE desk_act (
    operation BLOB PRIMARY KEY CHECK (length(operation) = 16)
        REFERENCES outbox (operation) ON DELETE CASCADE,
    service TEXT NOT NULL,
    pack TEXT NOT NULL,
    pack_version INTEGER NOT NULL,
    number TEXT NOT NULL
) STRICT;
