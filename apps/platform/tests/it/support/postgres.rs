//! A PostgreSQL server of the tests' own: one a test program, one database a test.

use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::{Connection as _, Executor as _, PgConnection};
use tongban_platform::store::DatabaseUrl;

/// An empty database on the server of this test program, which starts with the first.
pub async fn database() -> DatabaseUrl {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER
        .get_or_init(|| Server::start(&["fsync=off"]))
        .database()
        .await
}

/// A server that ends, and whose folder goes away, when this program does: by itself, by a
/// panic or by `SIGKILL`.
pub struct Server {
    folder: PathBuf,
    made: AtomicU32,
    /// Closed by whatever ends this program; the keeper waits for that.
    _life: ChildStdin,
}

impl Server {
    pub fn start(settings: &[&str]) -> Self {
        let programs = programs();
        let account = Account::unprivileged();
        let folder = tempfile::Builder::new()
            .prefix("tongban-pg-")
            .tempdir()
            .expect("a folder")
            .keep();
        account.own(&folder);
        let made = account
            .command(&programs.join("initdb"))
            .args([
                "--username=tongban",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
            ])
            .args(["--no-sync", "--pgdata"])
            .arg(folder.join("data"))
            .output()
            .expect("initdb runs");
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let mut keeper = account.command(Path::new("/bin/sh"));
        keeper.args(["-c", KEEPER, "keeper"]).arg(&folder);
        keeper.arg(programs.join("postgres")).arg("-D");
        keeper.arg(folder.join("data")).arg("-k").arg(&folder);
        keeper.args(["-c", "listen_addresses="]);
        for setting in settings {
            keeper.args(["-c", setting]);
        }
        // In a group of its own: Ctrl-C ends the tests, and their end ends the server.
        keeper.process_group(0).stdin(Stdio::piped());
        keeper.stdout(Stdio::null()).stderr(Stdio::null());
        #[expect(
            clippy::zombie_processes,
            reason = "it ends after the tests, when nobody is left to wait for it"
        )]
        let mut keeper = keeper.spawn().expect("a shell");
        let mut life = keeper.stdin.take().expect("piped");
        life.flush().expect("open");
        Self {
            folder,
            made: AtomicU32::new(0),
            _life: life,
        }
    }

    /// Makes an empty database.
    pub async fn database(&self) -> DatabaseUrl {
        let name = format!("test_{}", self.made.fetch_add(1, Ordering::Relaxed));
        let mut connection = self.connect().await;
        let sql = format!("CREATE DATABASE {name}");
        connection
            .execute(sqlx::AssertSqlSafe(sql))
            .await
            .expect("made");
        self.url(&name).parse().expect("an address")
    }

    async fn connect(&self) -> PgConnection {
        let mut last = None;
        for _ in 0..300 {
            match PgConnection::connect(&self.url("postgres")).await {
                Ok(connection) => return connection,
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        panic!("PostgreSQL does not answer: {last:?}\n{log}");
    }

    fn url(&self, name: &str) -> String {
        let folder = self.folder.display();
        format!("postgres://tongban@localhost/{name}?host={folder}")
    }
}

/// Runs the server until its own standard input ends, then removes the folder.
const KEEPER: &str = r#"folder=$1; shift
"$@" >"$folder/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT $server
wait $server
rm -rf "$folder""#;

/// Where `initdb` and `postgres` lie: Debian keeps them beside each other and off the PATH.
fn programs() -> PathBuf {
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let mut folders: Vec<(u32, PathBuf)> = debian
        .flatten()
        .map(|entry| {
            let version = entry.file_name().to_string_lossy().parse().unwrap_or(0);
            (version, entry.path().join("bin"))
        })
        .collect();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path).map(|folder| (0, folder)));
    folders.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    folders
        .into_iter()
        .map(|(_, folder)| folder)
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .expect("PostgreSQL is missing; install it: apt-get install postgresql")
}

/// Who runs the server: it refuses root.
struct Account(Option<(u32, u32)>);

impl Account {
    fn unprivileged() -> Self {
        let me = std::fs::metadata("/proc/self").expect("a process");
        if me.uid() != 0 {
            return Self(None);
        }
        let users = std::fs::read_to_string("/etc/passwd").expect("users");
        let ids = |name: &str| {
            let line = users
                .lines()
                .find(|line| line.split(':').next() == Some(name))?;
            let mut fields = line.split(':').skip(2).map(str::parse);
            Some((fields.next()?.ok()?, fields.next()?.ok()?))
        };
        let ids = ids("postgres").or_else(|| ids("nobody"));
        Self(Some(ids.expect("a user postgres or nobody")))
    }

    fn own(&self, folder: &Path) {
        if let Some((user, group)) = self.0 {
            std::os::unix::fs::chown(folder, Some(user), Some(group)).expect("chown");
        }
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/");
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command
    }
}
