use std::path::Path;
use std::sync::Arc;

use tongban_device::clock::FakeClock;
use tongban_platform::store::{OpenStoreError, PlatformStore, SqliteStore, StoreError};
use tongban_platform::{OpenError, PlatformConfig, ServeError, serve};
use tongban_protocol::{PushVerdict, Refusal, paths};

use crate::support::{App, Member, NOW, Town, get, post, scanned, submit};

async fn start_error(folder: &Path) -> ServeError {
    let clock = Arc::new(FakeClock::at(NOW));
    match serve(PlatformConfig::demo(folder, clock)).await {
        Ok(_) => panic!("the platform started"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_damaged_database_is_reported_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("platform.db");
    {
        let store = SqliteStore::open(folder.path(), None).expect("made");
        for number in 0..400_u32 {
            let name: &'static str = Box::leak(format!("setting-{number}").into_boxed_str());
            store
                .set_setting(name, Some(vec![7; 500]))
                .await
                .expect("stored");
        }
    }
    let good = std::fs::read(&file).expect("the file");
    assert!(good.len() > 64 << 10);

    for damage in [garbled_page as fn(&[u8]) -> Vec<u8>, cut, garbage] {
        let bad = damage(&good);
        std::fs::write(&file, &bad).expect("damaged");
        let _ = std::fs::remove_file(folder.path().join("platform.db-wal"));
        let error = start_error(folder.path()).await;
        assert!(
            matches!(&error, ServeError::Open(OpenError::Store(OpenStoreError::Corrupt { file: named })) if *named == file),
            "{error:?}"
        );
        assert_eq!(
            std::fs::read(&file).expect("still there"),
            bad,
            "the damaged file was touched"
        );
    }
    std::fs::write(&file, &good).expect("restored");
    SqliteStore::open(folder.path(), None).expect("a restored backup opens");
}

fn garbled_page(good: &[u8]) -> Vec<u8> {
    let mut bad = good.to_vec();
    for byte in &mut bad[4096 * 3..4096 * 9] {
        *byte = 0x5a;
    }
    bad
}

fn cut(good: &[u8]) -> Vec<u8> {
    good[..good.len() / 2].to_vec()
}

fn garbage(good: &[u8]) -> Vec<u8> {
    b"this was a database once. "
        .iter()
        .copied()
        .cycle()
        .take(good.len())
        .collect()
}

#[tokio::test]
async fn a_database_of_another_program_or_a_newer_build_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("platform.db");
    let foreign = rusqlite::Connection::open(&file).expect("made");
    foreign
        .execute_batch("CREATE TABLE diary (page TEXT)")
        .expect("theirs");
    drop(foreign);
    let error = SqliteStore::open(folder.path(), None)
        .err()
        .expect("refused");
    assert!(matches!(error, OpenStoreError::Foreign { .. }), "{error:?}");
    let foreign = rusqlite::Connection::open(&file).expect("opened");
    let tables: i64 = foreign
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .expect("counted");
    assert_eq!(tables, 1, "their file got our tables");
    drop(foreign);
    std::fs::remove_file(&file).expect("removed");

    SqliteStore::open(folder.path(), None).expect("made");
    let newer = rusqlite::Connection::open(&file).expect("opened");
    newer
        .pragma_update(None, "user_version", 99)
        .expect("newer");
    drop(newer);
    let error = SqliteStore::open(folder.path(), None)
        .err()
        .expect("refused");
    assert!(
        matches!(error, OpenStoreError::Newer { found: 99, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_full_disk_is_a_typed_error_and_loses_nothing() {
    let town = Town::start().await;
    let voucher = town.voucher("zhou-guifang").await;
    let body = App::new(1).body(scanned(&voucher));
    drop_and_fill(&town).await;

    // The same data with a quota that the file already reaches.
    let clock = Arc::clone(&town.clock);
    let mut config = PlatformConfig::demo(town.folder.path(), clock);
    config.limits.database_bytes = Some(1);
    let full = serve(config)
        .await
        .expect("starts: everything due is published");
    let answer = post(full.address(), paths::ENROL, &body).await;
    assert_eq!(answer.refusal(), Refusal::Busy { retry_after: 5 });
    assert_eq!(answer.header("retry-after"), Some("5"));
    assert_eq!(
        get(full.address(), paths::TRUST).await.status,
        200,
        "reading still works"
    );
    full.shutdown().await;

    // With room again the same request succeeds: the voucher was not used up.
    assert_eq!(post(town.address(), paths::ENROL, &body).await.status, 200);
}

#[tokio::test]
async fn rule_S8_an_operation_is_stored_whole_or_not_at_all() {
    let town = Town::start().await;
    let mut member = Member::resident(&town, "zhou-guifang").await;
    drop_and_fill(&town).await;
    let mut config = PlatformConfig::demo(town.folder.path(), Arc::clone(&town.clock) as _);
    config.limits.database_bytes = Some(1);
    let full = serve(config).await.expect("starts");
    member.to = full.address();
    // Every table has a page of its own, so the first ones still find room.
    let mut taken = 0;
    let (case, operation) = loop {
        let (case, operation) = submit(&member);
        let answer = member.pushed(&[member.signed(&operation)]).await;
        if answer.status != 200 {
            assert_eq!(answer.refusal(), Refusal::Busy { retry_after: 5 });
            break (case, operation);
        }
        taken += 1;
        assert!(taken < 50, "the quota did not bind");
    };
    full.shutdown().await;
    // Nothing of it is there: no row, no number, no key that counts as used.
    member.to = town.address();
    assert_eq!(member.feed().await.len(), 2 * taken);
    let sent = member.send(&operation).await;
    let number = format!("R2026-{:06}", taken + 1);
    assert_eq!(
        (sent.receipt.number, sent.receipt.seq),
        (number, 2 * taken as u64 + 2)
    );
    assert_eq!(member.version(case).await, 1);
}

#[tokio::test]
async fn two_platforms_decide_one_operation_once() {
    let town = Town::start().await;
    let config = PlatformConfig::demo(town.folder.path(), Arc::clone(&town.clock) as _);
    let second = serve(config).await.expect("a second process may open it");
    let member = Member::resident(&town, "zhou-guifang").await;
    let other = Member {
        app: App::new(1),
        scope: member.scope,
        response: member.response.clone(),
        to: second.address(),
    };
    for _ in 0..5 {
        let (case, operation) = submit(&member);
        let bytes = member.signed(&operation);
        let (one, two) = tokio::join!(
            member.push(std::slice::from_ref(&bytes)),
            other.push(std::slice::from_ref(&bytes))
        );
        let [one, two] = [one, two].map(|outcomes| match &outcomes[0].verdict {
            PushVerdict::Receipt(receipt) => receipt.clone(),
            _ => panic!("decided"),
        });
        assert_eq!(one, two, "one receipt");
        assert_eq!(member.version(case).await, 1);
    }
    assert_eq!(member.feed().await.len(), 10);
    second.shutdown().await;
}

/// Uses up free pages, so that the next write needs a new one.
async fn drop_and_fill(town: &Town) {
    let store = SqliteStore::open(town.folder.path(), Some(1)).expect("opens");
    for number in 0..2000_u32 {
        let name: &'static str = Box::leak(format!("fill-{number}").into_boxed_str());
        match store.set_setting(name, Some(vec![1; 300])).await {
            Ok(()) => {}
            Err(StoreError::DiskFull) => return,
            Err(other) => panic!("{other}"),
        }
    }
    panic!("the quota did not bind");
}

#[tokio::test]
async fn two_platforms_on_one_database_act_as_one() {
    let town = Town::start().await;
    let config = PlatformConfig::demo(town.folder.path(), Arc::clone(&town.clock) as _);
    let second = serve(config).await.expect("a second process may open it");
    let voucher = town.voucher("zhou-guifang").await;
    let body = App::new(1).body(scanned(&voucher));
    let first_answer = post(town.address(), paths::ENROL, &body).await;
    let second_answer = post(second.address(), paths::ENROL, &body).await;
    assert_eq!(
        (first_answer.status, first_answer.body),
        (second_answer.status, second_answer.body)
    );
    assert_eq!(
        App::new(1)
            .refused(second.address(), scanned(&voucher))
            .await,
        Refusal::VoucherUsed
    );
    assert_eq!(
        get(town.address(), paths::STATUS).await.body,
        get(second.address(), paths::STATUS).await.body
    );
    second.shutdown().await;
}

#[tokio::test]
async fn a_database_with_another_secret_is_refused() {
    let town = Town::start().await;
    let folder = town.folder.path();
    let file = folder.join("platform-secret.key");
    std::fs::write(&file, [1; 32]).expect("another secret");
    let error = start_error(folder).await;
    assert!(
        matches!(error, ServeError::Open(OpenError::OtherPepper)),
        "{error:?}"
    );
    std::fs::write(&file, [1; 31]).expect("a cut secret");
    let error = start_error(folder).await;
    assert!(
        matches!(error, ServeError::Open(OpenError::Pepper(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let blocked = folder.path().join("file");
    std::fs::write(&blocked, b"no folder").expect("a file");
    let error = start_error(&blocked.join("data")).await;
    assert!(
        matches!(
            error,
            ServeError::Open(OpenError::Store(OpenStoreError::Folder { .. }))
        ),
        "{error:?}"
    );
}
