use tongban_cose::cbor::Item;
use tongban_platform::store::{PlatformStore, ReadLogEntry, ReadLogHead, SqliteStore};
use tongban_platform::{ReadLogError, check_read_log};

use crate::support::{App, NOW, Town};

#[tokio::test]
async fn rule_K6_who_read_what_is_chained_and_its_head_travels_in_the_answer() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let enrolled = App::new(1).enrol(town.address(), &voucher, NOW).await;
    town.ops.list_residents("何志平").await.expect("listed");

    let store = SqliteStore::open(town.folder.path(), None).expect("opens");
    let log = store.read_log().await.expect("the log");
    let told: Vec<_> = log
        .iter()
        .map(|line| (line.actor.as_str(), line.purpose.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("clerk:何志平", "print-voucher"),
            ("self", "enrol"),
            ("clerk:何志平", "list-residents")
        ]
    );
    assert!(
        log[0].resident.is_some()
            && log[0].resident == log[1].resident
            && log[2].resident.is_none()
    );

    let head = ReadLogHead {
        seq: enrolled.response.read_log.seq,
        hash: enrolled.response.read_log.hash,
    };
    assert_eq!(head.seq, 2);
    assert_eq!(check_read_log(&log, head), Ok(()));
}

#[tokio::test]
async fn rule_K6_a_changed_or_missing_line_is_found() {
    let town = Town::start().await;
    for resident in ["zhou-guifang", "ma-wenhui", "xu-lihua"] {
        town.voucher(resident).await;
    }
    let store = SqliteStore::open(town.folder.path(), None).expect("opens");
    let log = store.read_log().await.expect("the log");
    let head = store.read_log_head().await.expect("the head");
    assert_eq!((log.len(), head.seq), (3, 3));

    let mut changed = log.clone();
    changed[1].actor = "clerk:nobody".to_owned();
    assert_eq!(
        check_read_log(&changed, head),
        Err(ReadLogError::Broken { seq: 2 })
    );
    // Who changes a line and its hash breaks the line after it.
    changed[1].hash = own_hash(&changed[0].hash, &changed[1]);
    assert_eq!(
        check_read_log(&changed, head),
        Err(ReadLogError::Broken { seq: 3 })
    );
    let mut missing = log.clone();
    missing.remove(1);
    assert_eq!(
        check_read_log(&missing, head),
        Err(ReadLogError::Broken { seq: 2 })
    );
    // Cutting the end leaves a good chain; the head that somebody holds gives it away.
    assert_eq!(
        check_read_log(&log[..2], head),
        Err(ReadLogError::HeadUnknown { seq: 3 })
    );
}

/// The chain as it is described, computed without the code under test.
fn own_hash(before: &[u8; 32], line: &ReadLogEntry) -> [u8; 32] {
    let parts = vec![
        before[..].into(),
        line.seq.into(),
        line.at.into(),
        line.actor.as_str().into(),
        line.resident.map_or(Item::Null, |id| id[..].into()),
        line.purpose.as_str().into(),
    ];
    tongban_cose::sha256(&Item::Array(parts).encode())
}
