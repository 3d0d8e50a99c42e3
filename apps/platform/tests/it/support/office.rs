use std::net::SocketAddr;
use std::path::Path;

use tempfile::TempDir;
use tongban_platform::ops::Operations;
use tongban_platform::store::{Database, DatabaseUrl, PostgresStore};

use super::{Member, Program, database};

/// Platform programs that share one database on PostgreSQL, one secret and one folder of
/// attachments.
pub struct Office {
    pub folder: TempDir,
    pub url: DatabaseUrl,
    pub ops: Operations,
}

impl Office {
    /// The first program with the office that it opened.
    pub async fn open(more: &[&str]) -> (Self, Program) {
        let folder = tempfile::tempdir().expect("a folder");
        let url = database().await;
        let first = start(folder.path(), &url, more);
        let shared = Database::Postgres(url.clone()).into();
        let ops = Operations::open_demo_on(folder.path(), &shared).await;
        let office = Self {
            folder,
            url,
            ops: ops.expect("opens"),
        };
        (office, first)
    }

    /// Another program of the same office.
    pub fn start(&self, more: &[&str]) -> Program {
        start(self.folder.path(), &self.url, more)
    }

    pub async fn store(&self) -> PostgresStore {
        PostgresStore::open(&self.url).await.expect("opens")
    }

    pub async fn resident(&self, who: &str, at: SocketAddr) -> Member {
        let voucher = self.ops.print_voucher(who, "何志平", "站").await;
        Member::enrolled(at, voucher.expect("printed")).await
    }
}

fn start(folder: &Path, url: &DatabaseUrl, more: &[&str]) -> Program {
    let at = ["--at", "2026-03-02T09:00:00+08:00"];
    let named = [&at, &["--database", url.expose()], more].concat();
    Program::start(folder, &named)
}
