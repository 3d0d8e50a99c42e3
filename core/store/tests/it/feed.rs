#![allow(non_snake_case)]

use tongban_store::{PersonDb, StoredCursor, StoredReminder, StoredSnapshot};

use crate::support::{Device, NOW, PASSPHRASE, draft, id, outbox_item, person, row, secret};

fn wallet(device: &Device) -> PersonDb {
    device
        .open()
        .create_person(person(1), &secret(PASSPHRASE))
        .expect("a wallet")
}

fn cases(db: &PersonDb, kind: &str) -> Vec<(u8, u8)> {
    let rows = db.rows(kind).expect("reads");
    rows.iter()
        .map(|row| (row.epoch.to_bytes()[0], row.case.to_bytes()[0]))
        .collect()
}

#[test]
fn rule_S9_rows_are_kept_as_they_came_whatever_their_kind() {
    let device = Device::bare();
    let db = wallet(&device);
    db.write(|tx| {
        tx.put_row(&row(1, 1, "event", 1))?;
        tx.put_row(&row(1, 2, "moon_phase", 1))?;
        tx.put_row(&row(1, 2, "moon_phase", 1))?;
        tx.set_cursor(&StoredCursor {
            scope: id(9),
            epoch: id(1),
            seq: 2,
            rolling_hash: [4; 32],
        })
    })
    .expect("stored");
    let rows = db.rows_of_case(id(1)).expect("reads");
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (rows[1].kind.as_str(), rows[1].body.as_slice()),
        ("moon_phase", [1, 2].as_slice())
    );
    assert_eq!(db.cursors().expect("reads")[0].seq, 2);
    assert_eq!(
        db.write(|tx| tx.row_is_known("moon_phase", id(1), &[1, 2])),
        Ok(true)
    );
    assert_eq!(
        db.write(|tx| tx.row_is_known("event", id(1), &[1, 2])),
        Ok(false)
    );
}

#[test]
fn rule_S4_rows_of_an_old_history_go_except_where_something_is_unsent() {
    let device = Device::bare();
    let db = wallet(&device);
    db.write(|tx| {
        // Case 1 has an undecided operation, 2 came again, 3 neither, 4 a draft that is open.
        for case in 1..=4 {
            tx.put_row(&row(1, case.into(), "event", case))?;
        }
        tx.enqueue(&outbox_item(7))?;
        tx.put_draft(&draft(4))?;
        tx.put_row(&row(2, 1, "event", 2))
    })
    .expect("stored");
    db.write(|tx| tx.drop_older_epochs(id(8), id(2)))
        .expect("another scope");
    assert_eq!(cases(&db, "event").len(), 5);
    assert_eq!(db.write(|tx| tx.drop_older_epochs(id(9), id(2))), Ok(2));
    let mut left = cases(&db, "event");
    left.sort_unstable();
    assert_eq!(left, [(1, 1), (1, 4), (2, 2)]);
    db.write(|tx| tx.set_receipt(id(7), b"receipt"))
        .expect("decided");
    assert_eq!(db.write(|tx| tx.drop_older_epochs(id(9), id(2))), Ok(1));
    assert_eq!(cases(&db, "event").len(), 2);
}

#[test]
fn a_read_message_stays_read() {
    let device = Device::bare();
    let db = wallet(&device);
    for now in [NOW, NOW + 1] {
        db.write(|tx| tx.mark_read("case.3", now)).expect("stored");
    }
    assert_eq!(db.read_messages(), Ok(vec!["case.3".to_owned()]));
}

#[test]
fn rule_S4_how_far_a_snapshot_has_come_is_kept_until_its_end() {
    let device = Device::bare();
    let db = wallet(&device);
    let pin = StoredCursor {
        scope: id(9),
        epoch: id(1),
        seq: 40,
        rolling_hash: [4; 32],
    };
    for after in [7, 9] {
        let snapshot = StoredSnapshot {
            pin,
            head: 30,
            after,
        };
        db.write(|tx| tx.set_snapshot(&snapshot)).expect("stored");
        assert_eq!(db.snapshots(), Ok(vec![snapshot]));
    }
    assert_eq!(db.cursors(), Ok(Vec::new()), "nothing is read yet");
    db.write(|tx| {
        tx.set_cursor(&StoredCursor {
            scope: id(8),
            ..pin
        })
    })
    .expect("another scope");
    assert_eq!(db.snapshots().map(|found| found.len()), Ok(1));
    db.write(|tx| tx.set_cursor(&pin)).expect("its end");
    assert_eq!(db.snapshots(), Ok(Vec::new()));
}

#[test]
fn the_cases_that_moved_last_come_first_and_each_once() {
    let device = Device::bare();
    let db = wallet(&device);
    db.write(|tx| {
        for (seq, case) in [(1, 1), (2, 2), (3, 3), (4, 2), (5, 1)] {
            tx.put_row(&row(1, seq, "event", case))?;
        }
        tx.put_row(&row(1, 6, "receipt", 3))
    })
    .expect("stored");
    let recent = |most| db.recent_cases("event", most).expect("reads");
    assert_eq!(recent(10), [id(1), id(2), id(3)]);
    assert_eq!(recent(2), [id(1), id(2)]);
    assert_eq!(recent(0), []);
    assert_eq!(db.has_row(id(3), "receipt"), Ok(true));
    assert_eq!(db.has_row(id(1), "receipt"), Ok(false));
    assert_eq!(db.has_row(id(9), "event"), Ok(false));
}

#[test]
fn a_reminder_is_entered_once_told_once_and_a_mark_is_never_taken_back() {
    let device = Device::bare();
    let db = wallet(&device);
    let reminder = |code: &str| StoredReminder {
        id: "certificate.5..28".into(),
        code: code.into(),
        subject: id(5),
        about: "resident-identity".into(),
        last_day: 20_600,
        due_at: NOW,
    };
    db.write(|tx| {
        tx.put_reminder(&reminder("first"))?;
        tx.put_reminder(&reminder("second"))
    })
    .expect("stored");
    assert_eq!(db.reminders(), Ok(vec![reminder("first")]));
    for (shown, is_new) in [(true, true), (true, false), (false, false)] {
        let told = db.write(|tx| tx.announce("case.3", NOW, shown));
        assert_eq!(told, Ok(is_new));
    }
    let settled = db.write(|tx| tx.announce("case.4", NOW, false));
    assert_eq!(settled, Ok(true));
    let told = ["case.3", "case.4"].map(str::to_owned);
    assert_eq!(db.announced(), Ok(told.into()));
    assert_eq!(db.shown(), Ok(vec![("case.3".to_owned(), NOW)]));

    let (first, second) = (id(1), id(2));
    let put = |mark: u8, sent_in| db.write(|tx| tx.put_mark(&[mark; 16], sent_in));
    put(7, None).expect("stored");
    put(8, Some(first)).expect("stored");
    assert_eq!(db.unsent_marks(first, 9), Ok(vec![[7; 16]]));
    put(7, Some(first)).expect("stored");
    // Read again here: the platform has it all the same.
    put(7, None).expect("stored");
    assert_eq!(db.unsent_marks(first, 9), Ok(vec![]));
    // Another history of the platform has none of them.
    assert_eq!(db.unsent_marks(second, 1), Ok(vec![[7; 16]]));
    assert_eq!(db.unsent_marks(second, 9), Ok(vec![[7; 16], [8; 16]]));
    assert_eq!(db.marks(), Ok([[7; 16], [8; 16]].into()));
}
