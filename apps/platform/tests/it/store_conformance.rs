//! What every `PlatformStore` keeps. One suite; each implementation runs all of it.

use tongban_platform::store::{
    Access, AddressTag, AddressTry, Completed, Issued, IssuedCopy, NewEnrolment, NewVoucher,
    Person, PlatformStore, PostgresStore, Resident, ResidentId, Snapshot, SnapshotKind,
    SqliteStore, StatusPlace, StoreError, VoucherKey,
};
use tongban_protocol::{EnrolId, PublicPoint, VoucherNumber};

use crate::support::{NOW, database};

#[tokio::test]
async fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().expect("a folder");
    conformance(&SqliteStore::open(folder.path(), None).expect("made")).await;
}

#[tokio::test]
async fn sqlite_keeps_the_contract_beside_another_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = SqliteStore::open(folder.path(), None).expect("made");
    let busy = tokio::spawn(async move {
        for round in 0..200_u8 {
            other
                .set_setting("other-process", Some(vec![round]))
                .await
                .expect("waits for its turn");
        }
    });
    conformance(&SqliteStore::open(folder.path(), None).expect("opened")).await;
    busy.await.expect("both went on");
}

#[tokio::test]
async fn postgres_keeps_the_contract() {
    let url = database().await;
    conformance(&PostgresStore::open(&url).await.expect("made")).await;
}

#[tokio::test]
async fn postgres_keeps_the_contract_beside_another_process() {
    let url = database().await;
    let other = PostgresStore::open(&url).await.expect("made");
    let busy = tokio::spawn(async move {
        for round in 0..200_u8 {
            other
                .set_setting("other-process", Some(vec![round]))
                .await
                .expect("stored");
        }
    });
    conformance(&PostgresStore::open(&url).await.expect("opened")).await;
    busy.await.expect("both went on");
}

/// Runs the whole suite; `store` must be empty.
async fn conformance(store: &dyn PlatformStore) {
    residents(store).await;
    vouchers(store).await;
    address_tries(store).await;
    enrolments(store).await;
    snapshots(store).await;
    rule_c3_what_is_revoked_in_the_second_of_a_list_is_later_than_it(store).await;
    settings(store).await;
    store.check().await.expect("reads and writes");
}

pub fn resident(seed: u8) -> Resident {
    Resident {
        id: ResidentId([seed; 16]),
        key: format!("resident-{seed}"),
        pseudonym: [seed ^ 0xff; 16],
        name: format!("居民{seed}"),
        sex: "女".to_owned(),
        birth_date: "1959-10-18".to_owned(),
        address: "云泉市".to_owned(),
        household_office: "派出所".to_owned(),
        phone: "12000000000".to_owned(),
        id_number: format!("{seed:018}"),
        portrait: vec![seed; 20],
    }
}

fn access(purpose: &'static str) -> Access {
    Access {
        actor: "clerk:test".to_owned(),
        purpose,
        at: NOW,
    }
}

fn number(number: u32) -> VoucherNumber {
    VoucherNumber::new(number).expect("in range")
}

fn voucher(seed: u8) -> NewVoucher {
    NewVoucher {
        number: number(seed.into()),
        full_mac: [seed; 32],
        digits_mac: [seed ^ 1; 32],
        person: Person::Resident(ResidentId([1; 16])),
        clerk: "何志平".to_owned(),
        station: "站".to_owned(),
        printed_at: NOW,
        expires_at: NOW + 900,
    }
}

async fn residents(store: &dyn PlatformStore) {
    let added = store
        .add_residents(vec![resident(1), resident(2)], NOW)
        .await
        .expect("stored");
    assert_eq!(added, 2);
    assert_eq!(
        store
            .add_residents(vec![resident(1), resident(3)], NOW)
            .await
            .expect("stored"),
        1
    );
    assert_eq!(
        store.find_residents("居民2").await.expect("found"),
        [ResidentId([2; 16])]
    );
    assert_eq!(
        store.find_residents("resident-3").await.expect("found"),
        [ResidentId([3; 16])]
    );
    let id = "01010101-0101-0101-0101-010101010101";
    assert_eq!(
        store.find_residents(id).await.expect("found"),
        [ResidentId([1; 16])]
    );
    assert!(
        store
            .find_residents("居民")
            .await
            .expect("searched")
            .is_empty()
    );

    let before = store.read_log_head().await.expect("a head");
    assert_eq!((before.seq, before.hash), (0, [0; 32]));
    let read = store
        .read_resident(ResidentId([2; 16]), access("test"))
        .await
        .expect("read")
        .expect("there");
    assert_eq!(
        (read.name.as_str(), read.pseudonym),
        ("居民2", [2 ^ 0xff; 16])
    );
    assert!(
        store
            .read_resident(ResidentId([9; 16]), access("test"))
            .await
            .expect("read")
            .is_none()
    );
    assert_eq!(
        store
            .list_residents(access("list"))
            .await
            .expect("listed")
            .len(),
        3
    );
    let log = store.read_log().await.expect("a log");
    let lines: Vec<_> = log
        .iter()
        .map(|line| (line.seq, line.resident, line.purpose.as_str()))
        .collect();
    assert_eq!(lines, [(1, Some([2; 16]), "test"), (2, None, "list")]);
    assert_eq!(
        store.read_log_head().await.expect("a head").hash,
        log[1].hash
    );
}

async fn vouchers(store: &dyn PlatformStore) {
    assert!(store.add_voucher(voucher(1)).await.expect("stored"));
    let mut same_number = voucher(2);
    same_number.number = number(1);
    assert!(
        !store.add_voucher(same_number).await.expect("refused"),
        "a number is taken once"
    );
    assert!(store.add_voucher(voucher(2)).await.expect("stored"));
    let found = store
        .voucher(VoucherKey::FullMac([2; 32]))
        .await
        .expect("found")
        .expect("there");
    assert_eq!(
        (found.printed.number, found.tries, found.used_by),
        (number(2), 0, None)
    );
    assert!(
        store
            .voucher(VoucherKey::Number(number(77)))
            .await
            .expect("searched")
            .is_none()
    );

    for expected in 1..=3 {
        assert_eq!(
            store
                .count_voucher_try(number(1), 3)
                .await
                .expect("counted"),
            Some(expected)
        );
    }
    assert_eq!(
        store
            .count_voucher_try(number(1), 3)
            .await
            .expect("counted"),
        None
    );
    store
        .release_voucher_try(number(1))
        .await
        .expect("released");
    assert_eq!(
        store
            .count_voucher_try(number(1), 3)
            .await
            .expect("counted"),
        Some(3)
    );
    for _ in 0..5 {
        store
            .release_voucher_try(number(2))
            .await
            .expect("released");
    }
    let found = store
        .voucher(VoucherKey::Number(number(2)))
        .await
        .expect("found")
        .expect("there");
    assert_eq!(found.tries, 0, "tries never fall below none");
}

async fn address_tries(store: &dyn PlatformStore) {
    let (one, other) = (AddressTag([1; 16]), AddressTag([2; 16]));
    let count = |address, now: u64| store.count_address_try(address, now, now - 99, 2);
    let AddressTry::Counted(first) = count(one, 1000).await.expect("counted") else {
        panic!("counted")
    };
    assert!(matches!(
        count(one, 1050).await.expect("counted"),
        AddressTry::Counted(_)
    ));
    assert_eq!(
        count(one, 1060).await.expect("full"),
        AddressTry::Full { oldest: 1000 }
    );
    assert!(matches!(
        count(other, 1060).await.expect("counted"),
        AddressTry::Counted(_)
    ));
    store.release_address_try(first).await.expect("released");
    assert!(matches!(
        count(one, 1061).await.expect("counted"),
        AddressTry::Counted(_)
    ));
    assert_eq!(
        count(one, 1062).await.expect("full"),
        AddressTry::Full { oldest: 1050 }
    );
    assert!(
        matches!(
            count(one, 1150).await.expect("counted"),
            AddressTry::Counted(_)
        ),
        "old tries are forgotten"
    );
}

fn point(seed: u8) -> PublicPoint {
    let mut bytes = [seed; 33];
    bytes[0] = 2;
    PublicPoint::from_sec1(&bytes).expect("a point")
}

fn enrolment(id: u8, voucher: u32, serial: &str, place: StatusPlace) -> NewEnrolment {
    NewEnrolment {
        enrol_id: EnrolId::from_bytes([id; 16]),
        body_sha256: [id; 32],
        voucher: number(voucher),
        person: Person::Resident(ResidentId([1; 16])),
        device_key: point(id),
        submission_key: point(id + 100),
        issued: vec![Issued {
            serial: serial.to_owned(),
            identifier: format!("identifier-{serial}"),
            type_name: "resident-identity".to_owned(),
            valid_from: NOW,
            valid_until: NOW + 1,
            copies: vec![IssuedCopy {
                place,
                holder_key: point(id + 50),
            }],
        }],
        answer: vec![id],
        at: NOW,
    }
}

async fn enrolments(store: &dyn PlatformStore) {
    let (first, second) = (
        StatusPlace { shard: 0, index: 7 },
        StatusPlace { shard: 1, index: 7 },
    );
    assert!(store.reserve_place(first).await.expect("reserved"));
    assert!(
        !store.reserve_place(first).await.expect("refused"),
        "a place is taken once"
    );
    assert!(store.reserve_place(second).await.expect("reserved"));

    let done = store
        .complete_enrolment(enrolment(1, 1, "1001", first))
        .await
        .expect("stored");
    assert!(matches!(done, Completed::Stored));
    let again = store
        .complete_enrolment(enrolment(1, 1, "1002", second))
        .await
        .expect("answered");
    let Completed::Before(before) = again else {
        panic!("the same enrolment is not stored twice")
    };
    assert_eq!((before.body_sha256, before.answer), ([1; 32], vec![1]));
    let taken = store
        .complete_enrolment(enrolment(2, 1, "1003", second))
        .await
        .expect("answered");
    assert!(matches!(taken, Completed::VoucherUsed));
    assert!(
        store
            .enrolment(EnrolId::from_bytes([2; 16]))
            .await
            .expect("searched")
            .is_none()
    );

    // Whole or not at all: a place that is in use undoes the voucher's use too.
    store
        .complete_enrolment(enrolment(3, 2, "1004", first))
        .await
        .err()
        .expect("refused");
    let voucher = store
        .voucher(VoucherKey::Number(number(2)))
        .await
        .expect("found")
        .expect("there");
    assert_eq!(voucher.used_by, None);
    assert!(store.certificate("1004").await.expect("searched").is_none());
    store
        .complete_enrolment(enrolment(3, 2, "1001", second))
        .await
        .err()
        .expect("a serial is used once");
    let done = store
        .complete_enrolment(enrolment(3, 2, "1005", second))
        .await
        .expect("stored");
    assert!(matches!(done, Completed::Stored));

    let found = store
        .certificate("identifier-1001")
        .await
        .expect("found")
        .expect("there");
    assert_eq!(
        (
            found.serial.as_str(),
            found.places.as_slice(),
            found.revoked
        ),
        ("1001", &[first][..], false)
    );
    assert_eq!(
        store
            .certificates_of(ResidentId([1; 16]))
            .await
            .expect("listed")
            .len(),
        2
    );
    assert!(store.revoked_places().await.expect("listed").is_empty());
    assert!(store.revoke("9999", NOW).await.expect("searched").is_none());
    assert!(
        !store
            .revoke("1001", NOW)
            .await
            .expect("revoked")
            .expect("there")
            .already
    );
    let again = store
        .revoke("1001", NOW + 5)
        .await
        .expect("revoked")
        .expect("there");
    assert!(again.already && again.certificate.revoked);
    assert_eq!(store.revoked_places().await.expect("listed"), [first]);
}

async fn rule_c3_what_is_revoked_in_the_second_of_a_list_is_later_than_it(
    store: &dyn PlatformStore,
) {
    let list = Snapshot {
        version: 4,
        as_of: NOW + 9,
        slot: NOW,
        body: vec![2],
    };
    let added = add_snapshot(store, SnapshotKind::Status, list).await;
    assert!(added.expect("stored"));
    let done = store.revoke("1005", NOW + 9).await;
    let done = done.expect("revoked").expect("there");
    assert_eq!((done.already, done.revoked_at), (false, NOW + 10));
}

async fn add_snapshot(
    store: &dyn PlatformStore,
    kind: SnapshotKind,
    new: Snapshot,
) -> Result<bool, StoreError> {
    store.add_snapshots(vec![(kind, new)], false).await
}

async fn snapshots(store: &dyn PlatformStore) {
    let snapshot = |version, as_of| Snapshot {
        version,
        as_of,
        slot: as_of,
        body: vec![version as u8],
    };
    assert!(
        store
            .snapshot(SnapshotKind::Trust)
            .await
            .expect("searched")
            .is_none()
    );
    assert!(
        add_snapshot(store, SnapshotKind::Trust, snapshot(2, 100))
            .await
            .expect("stored")
    );
    for (version, as_of) in [(2, 101), (1, 101), (3, 100), (3, 99)] {
        let stored = add_snapshot(store, SnapshotKind::Trust, snapshot(version, as_of))
            .await
            .expect("judged");
        assert!(!stored, "version {version} of {as_of} does not rise");
    }
    assert!(
        add_snapshot(store, SnapshotKind::Trust, snapshot(3, 101))
            .await
            .expect("stored")
    );
    assert!(
        add_snapshot(store, SnapshotKind::Status, snapshot(1, 1))
            .await
            .expect("stored"),
        "kinds are apart"
    );
    let newest = store
        .snapshot(SnapshotKind::Trust)
        .await
        .expect("found")
        .expect("there");
    assert_eq!(newest, snapshot(3, 101));
    for version in 4..200 {
        assert!(
            add_snapshot(store, SnapshotKind::Trust, snapshot(version, 100 + version))
                .await
                .expect("stored")
        );
    }
    assert_eq!(
        store
            .snapshot(SnapshotKind::Trust)
            .await
            .expect("found")
            .expect("there")
            .version,
        199
    );
    // Together or not at all, and of what is due only one.
    let both = |trust, status, slot| {
        let mut both = vec![
            (SnapshotKind::Trust, snapshot(trust, 100 + trust)),
            (SnapshotKind::Status, snapshot(status, 100 + status)),
        ];
        both.iter_mut().for_each(|(_, new)| new.slot = slot);
        both
    };
    let add = |new, once| store.add_snapshots(new, once);
    assert!(
        !add(both(200, 1, 500), true).await.expect("judged"),
        "status does not rise"
    );
    assert!(add(both(200, 2, 500), true).await.expect("stored"));
    assert!(
        !add(both(201, 3, 500), true).await.expect("judged"),
        "the slot is out"
    );
    assert!(
        add(both(201, 3, 500), false).await.expect("stored"),
        "by command"
    );
    let newest = store
        .snapshot(SnapshotKind::Status)
        .await
        .expect("found")
        .expect("there");
    assert_eq!(newest.version, 3);
}

async fn settings(store: &dyn PlatformStore) {
    assert_eq!(store.setting("a").await.expect("searched"), None);
    assert_eq!(
        store.setting_or_insert("a", vec![1]).await.expect("stored"),
        [1]
    );
    assert_eq!(
        store.setting_or_insert("a", vec![2]).await.expect("kept"),
        [1]
    );
    store.set_setting("a", Some(vec![3])).await.expect("stored");
    assert_eq!(store.setting("a").await.expect("found"), Some(vec![3]));
    store.set_setting("a", None).await.expect("forgotten");
    assert_eq!(store.setting("a").await.expect("searched"), None);
}
