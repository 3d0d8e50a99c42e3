//! Backups: what was acknowledged comes back, on either store (rule S2).

use std::path::{Path, PathBuf};

use tongban_device::OsEntropy;
use tongban_platform::Storage;
use tongban_platform::ops::{self, OpsError};
use tongban_platform::store::{Database, PlatformStore as _, PostgresStore, SqliteStore};
use tongban_protocol::{Cursor, Fact, PullResponse, RECEIPT_KIND, ReadToken, Row};

use crate::support::{Member, NOW, Town, database, submit};
use crate::uploads::{picture, with_portrait};

#[tokio::test]
async fn rule_S2_on_sqlite_a_restored_platform_has_what_was_in_the_backup_and_is_offered_the_rest()
{
    lost_and_restored(Database::Embedded, Database::Embedded).await;
}

#[tokio::test]
async fn rule_S2_on_postgres_a_restored_platform_has_what_was_in_the_backup_and_is_offered_the_rest()
 {
    let (one, other) = (database().await, database().await);
    lost_and_restored(Database::Postgres(one), Database::Postgres(other)).await;
}

async fn lost_and_restored(database: Database, empty: Database) {
    let folder = tempfile::tempdir().expect("a folder");
    let town = Town::start_on(folder, database, NOW).await;
    let mut member = Member::resident(&town, "zhou-guifang").await;
    let (_, kept) = submit(&member);
    let kept_receipt = member.send(&kept).await.receipt;
    let bytes = picture();
    let (_, with_photo, id) = with_portrait(&member, &bytes);
    member.send(&with_photo).await;
    let complete = member.upload_whole(with_photo.id, id, &bytes).await;
    let before = member.feed().await;
    let backups = tempfile::tempdir().expect("a folder");
    let copy = backups.path().join("one");
    let made = town.ops.back_up(&copy).await.expect("made");
    assert_eq!((made.operations, made.attachments, made.missing), (2, 1, 0));
    let (_, late) = submit(&member);
    let lost_receipt = member.send(&late).await.receipt;
    let old_end = end(&member).await;

    // The machine burns; only the backup is left.
    drop(town);
    let folder = tempfile::tempdir().expect("a folder");
    let restored = ops::restore(folder.path(), &empty.clone().into(), &copy, &OsEntropy).await;
    assert_eq!(restored.expect("restored").missing, 0);
    let town = Town::start_on(folder, empty, NOW + 3600).await;
    member.to = town.address();

    // The device notices, reads anew, and finds what the backup had.
    let token = member.session().await.token;
    let answer = member.pull(&token, Some(old_end), 10).await;
    assert!(matches!(answer, PullResponse::Fork { epoch, .. } if epoch != old_end.epoch));
    let raw = |rows: &[Row]| {
        rows.iter()
            .map(|row| row.raw().to_vec())
            .collect::<Vec<_>>()
    };
    assert_eq!(raw(&member.feed().await), raw(&before), "row for row");
    let looked = town.ops.check_log(None).await.expect("whole");
    assert!(looked.lines > 0);

    // It offers everything again: what is there gets its receipt in the new history, and what was
    // lost is taken.
    let again = member.send(&kept).await.receipt;
    assert_eq!(
        (again.number, again.fact),
        (kept_receipt.number, kept_receipt.fact)
    );
    assert_ne!(again.epoch, kept_receipt.epoch);
    let photo = member
        .upload(vec![crate::support::chunk(with_photo.id, id, 0, &[])])
        .await;
    let renewed = member.verified(&photo.receipts[0]).await;
    let old = member.verified(&complete[0]).await;
    assert!(matches!(renewed.fact, Fact::Complete { .. }));
    assert_eq!((renewed.number, renewed.fact), (old.number, old.fact));
    let taken = member.send(&late).await.receipt;
    assert_eq!((taken.operation, taken.fact), (late.id, lost_receipt.fact));
    let rows = member.feed().await;
    let receipts = rows.iter().filter(|row| row.kind() == RECEIPT_KIND);
    // Held, complete, and one each; three were signed anew, none is there twice.
    assert_eq!((rows.len(), receipts.count()), (before.len() + 4, 6));
}

#[tokio::test]
async fn rule_S2_a_receipt_is_stable_once_a_backup_has_it_and_not_before() {
    for database in [Database::Embedded, Database::Postgres(database().await)] {
        let folder = tempfile::tempdir().expect("a folder");
        let town = Town::start_on(folder, database, NOW).await;
        let member = Member::resident(&town, "zhou-guifang").await;
        let token = member.session().await.token;
        let (_, first) = submit(&member);
        assert_eq!(member.send(&first).await.receipt.stable_seq, 0);
        assert_eq!(stable(&member, &token).await, 0, "no backup");
        let backups = tempfile::tempdir().expect("a folder");
        town.ops.drill().await.expect("passes");
        assert_eq!(stable(&member, &token).await, 0, "a drill's copy is gone");
        town.ops
            .back_up(&backups.path().join("one"))
            .await
            .expect("made");
        assert_eq!(stable(&member, &token).await, 2);
        let (_, second) = submit(&member);
        let receipt = member.send(&second).await.receipt;
        assert_eq!((receipt.seq, receipt.stable_seq), (4, 2));
        assert_eq!(stable(&member, &token).await, 2, "it came after the backup");
        town.ops.begin_epoch().await.expect("begun");
        assert_eq!(stable(&member, &token).await, 0, "another history");
    }
}

#[tokio::test]
async fn rule_S2_nothing_is_freed_on_a_backup_that_lacks_a_file() {
    let town = Town::start().await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let bytes = picture();
    let (_, operation, id) = with_portrait(&member, &bytes);
    member.send(&operation).await;
    member.upload_whole(operation.id, id, &bytes).await;
    let whole = only_file(&town.folder.path().join("attachments/whole"));
    let right = std::fs::read(&whole).expect("there");
    let backups = tempfile::tempdir().expect("a folder");
    std::fs::write(&whole, b"rotten").expect("written");
    let made = town.ops.back_up(&backups.path().join("rotten")).await;
    assert_eq!(made.expect("made all the same").missing, 1);
    let token = member.session().await.token;
    assert_eq!(stable(&member, &token).await, 0);
    assert_eq!(
        town.ops.drill().await.expect("runs").lost,
        1,
        "a drill finds it"
    );
    std::fs::write(&whole, right).expect("written");
    let drilled = town.ops.drill().await.expect("runs");
    assert_eq!(
        (drilled.lost, drilled.attachments, drilled.operations),
        (0, 1, 1)
    );
    let left = std::fs::read_dir(town.folder.path()).expect("a folder");
    let left = left.filter(|entry| {
        let name = entry.as_ref().expect("an entry").file_name();
        name.to_string_lossy().starts_with("drill")
    });
    assert_eq!(left.count(), 0, "nothing of a drill is left");
}

#[tokio::test]
async fn a_drill_on_postgres_passes_and_leaves_no_database() {
    let url = database().await;
    let folder = tempfile::tempdir().expect("a folder");
    let town = Town::start_on(folder, Database::Postgres(url.clone()), NOW).await;
    let member = Member::resident(&town, "zhou-guifang").await;
    let (_, operation) = submit(&member);
    member.send(&operation).await;
    let drilled = town.ops.drill().await.expect("runs");
    assert_eq!((drilled.lost, drilled.operations, drilled.rows), (0, 1, 2));
    assert_eq!(drilled.database, "postgres");
    let mut connection = <sqlx::PgConnection as sqlx::Connection>::connect(url.expose())
        .await
        .expect("connects");
    let left: i64 =
        sqlx::query_scalar("SELECT count(*) FROM pg_database WHERE datname LIKE 'tongban_drill_%'")
            .fetch_one(&mut connection)
            .await
            .expect("counted");
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_backup_is_whole_or_refused_and_nothing_is_written_over() {
    let town = Town::start().await;
    let backups = tempfile::tempdir().expect("a folder");
    let copy = backups.path().join("one");
    town.ops.back_up(&copy).await.expect("made");
    let refused = |data: PathBuf, database: Database, from: PathBuf| async move {
        let error = ops::restore(&data, &database.into(), &from, &OsEntropy).await;
        error.expect_err("refused").code()
    };
    let fresh = |name: &str| backups.path().join(name);
    let here = |data| refused(data, Database::Embedded, copy.clone());
    assert_eq!(
        here(town.folder.path().to_owned()).await,
        "restore_not_empty"
    );
    assert!(
        matches!(town.ops.back_up(&copy).await, Err(OpsError::Backup(_))),
        "never written over"
    );

    let url = database().await;
    let other = Database::Postgres(url.clone());
    assert_eq!(
        refused(fresh("a"), other.clone(), copy.clone()).await,
        "backup_other_kind"
    );
    let open = PostgresStore::open(&url).await.expect("made");
    let pg = fresh("pg");
    {
        let folder = tempfile::tempdir().expect("a folder");
        let shared = database().await;
        let town = Town::start_on(folder, Database::Postgres(shared), NOW).await;
        town.ops.back_up(&pg).await.expect("made");
    }
    assert_eq!(refused(fresh("b"), other, pg).await, "restore_not_empty");
    open.check().await.expect("still there");

    let file = copy.join("database/platform.db");
    let mut bytes = std::fs::read(&file).expect("there");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, &bytes).expect("written");
    assert_eq!(here(fresh("c")).await, "backup_damaged", "one bit");
    assert!(
        SqliteStore::open(&fresh("c"), None).is_ok(),
        "and nothing was put there"
    );
    std::fs::remove_file(copy.join("backup.json")).expect("removed");
    assert_eq!(here(fresh("d")).await, "backup_damaged", "not finished");
}

#[tokio::test]
async fn a_backup_holds_no_secret_and_a_restored_platform_makes_its_own() {
    let town = Town::start().await;
    let backups = tempfile::tempdir().expect("a folder");
    let copy = backups.path().join("one");
    town.ops.back_up(&copy).await.expect("made");
    let secret = std::fs::read(town.folder.path().join("platform-secret.key")).expect("there");
    for file in files_below(&copy) {
        let bytes = std::fs::read(&file).expect("read");
        assert!(
            !bytes.windows(32).any(|window| window == secret),
            "{}",
            file.display()
        );
    }
    let folder = tempfile::tempdir().expect("a folder");
    ops::restore(folder.path(), &Storage::default(), &copy, &OsEntropy)
        .await
        .expect("restored");
    let town = Town::start_on(folder, Database::Embedded, NOW).await;
    Member::resident(&town, "zhou-guifang").await;
}

async fn stable(member: &Member, token: &ReadToken) -> u64 {
    match member.pull(token, None, 1).await {
        PullResponse::Page(page) => page.stable_seq,
        PullResponse::Snapshot(_) | PullResponse::Fork { .. } => {
            panic!("rows from the beginning were asked for")
        }
    }
}

async fn end(member: &Member) -> Cursor {
    let token = member.session().await.token;
    match member.pull(&token, None, 500).await {
        PullResponse::Page(page) => page.cursor,
        PullResponse::Snapshot(_) | PullResponse::Fork { .. } => {
            panic!("rows from the beginning were asked for")
        }
    }
}

fn only_file(folder: &Path) -> PathBuf {
    let files = files_below(folder);
    assert_eq!(files.len(), 1);
    files[0].clone()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}
