//! Databases of earlier builds open with everything that was in them.

use rusqlite::Connection;
use tongban_cose::sha256;
use tongban_platform::store::{PlatformStore, Principal, ResidentId, SqliteStore, VoucherKey};
use tongban_protocol::{EnrolId, ScopeId, VoucherNumber};

/// As the first shipped build made it.
const FIRST: &str = include_str!("../../src/store/sqlite/schema/0001_first.sql");

#[tokio::test]
async fn a_database_of_the_first_schema_keeps_everything_and_learns_to_sync() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("platform.db");
    let old = Connection::open(&file).expect("made");
    old.execute_batch(FIRST).expect("the first schema");
    old.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA application_id = 0x54425046; PRAGMA user_version = 1;
         INSERT INTO residents VALUES (x'01010101010101010101010101010101', 'zhou', x'fefefefefefefefefefefefefefefefe',
             '周桂芳', '女', '1959-10-18', '云泉市', '派出所', '12000000721', '99010819591018002X', x'00', 1);
         INSERT INTO vouchers VALUES (31070186, zeroblob(32), zeroblob(32), x'01010101010101010101010101010101',
             '何志平', '站', 5, 905, 2, x'03030303030303030303030303030303');
         INSERT INTO enrolments VALUES (x'03030303030303030303030303030303', zeroblob(32), 31070186,
             x'01010101010101010101010101010101', x'020404040404040404040404040404040404040404040404040404040404040404',
             x'020505050505050505050505050505050505050505050505050505050505050505', x'0a0b', 7);
         INSERT INTO certificates VALUES ('1001', 'identifier-1001', 'resident-identity',
             x'01010101010101010101010101010101', x'03030303030303030303030303030303', 1, 2, 7);
         INSERT INTO status_places VALUES (3, 9, '1001', x'020606060606060606060606060606060606060606060606060606060606060606', NULL);",
    )
    .expect("what was in it");
    drop(old);

    let store = SqliteStore::open(folder.path(), None).expect("opens");
    let number = VoucherNumber::new(31_070_186).expect("a number");
    let voucher = store
        .voucher(VoucherKey::Number(number))
        .await
        .expect("read")
        .expect("there");
    assert_eq!(
        (voucher.tries, voucher.used_by),
        (2, Some(EnrolId::from_bytes([3; 16])))
    );
    let answer = store
        .enrolment(EnrolId::from_bytes([3; 16]))
        .await
        .expect("read")
        .expect("there");
    assert_eq!(answer.answer, [0x0a, 0x0b]);
    let certificates = store
        .certificates_of(ResidentId([1; 16]))
        .await
        .expect("read");
    assert_eq!(certificates[0].places[0].index, 9);
    let mut key = [5; 33];
    key[0] = 2;
    let signers = store.signers(sha256(&key)).await.expect("read");
    assert!(matches!(signers[..], [ref one] if matches!(one.principal,
        Principal::Resident { id: ResidentId(id), scope } if id == [1; 16] && scope == ScopeId::from_bytes([0xfe; 16]))));
    drop(store);
    let new = Connection::open(&file).expect("opens");
    let version: u32 = new
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .expect("a number");
    let dangling: u32 = new
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })
        .expect("counted");
    assert_eq!((version, dangling), (4, 0));
    SqliteStore::open(folder.path(), None).expect("opens again");
}
