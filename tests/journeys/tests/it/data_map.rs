//! The data map names every field that is stored, with purpose, retention and deletion, and the
//! tests that it names are there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::json;
use tongban_journeys::FoundTests;
use tongban_platform::store::PostgresStore;
use tongban_store::columns_of_new_databases;

use crate::application::people::{Resident, text};
use crate::support::{PASSPHRASE, World, postgres};

#[tokio::test(flavor = "multi_thread")]
async fn req_103_the_data_map_names_every_column_with_purpose_retention_and_deletion() {
    let map = Map::read();
    let [shared, person] = columns_of_new_databases().expect("made");
    for (section, columns) in [
        ("## Platform: `platform.db`", of_platform().await),
        ("## Device: `person-*.db`", person),
        ("## Device: `shared.db`", shared),
    ] {
        let there: BTreeSet<String> = columns.into_iter().collect();
        assert!(there.len() > 20, "{section}: {there:?}");
        let named: BTreeSet<String> = map.columns(section, |row| !row.is_of_postgres()).collect();
        let lacking: Vec<_> = there.difference(&named).collect();
        assert!(lacking.is_empty(), "{section} lacks {lacking:?}");
        let invented: Vec<_> = named.difference(&there).collect();
        assert!(invented.is_empty(), "{section} has none of {invented:?}");
    }
    let postgres = of_postgres().await;
    let named = map.columns("## Platform: `platform.db`", |_| true);
    let named: BTreeSet<String> = named.collect();
    assert_eq!(postgres, named, "the other database has the same");
    map.is_whole();
}

#[test]
fn req_103_every_test_that_the_data_map_names_is_there() {
    let tests = FoundTests::below(&root()).expect("the sources");
    let map = Map::read();
    let named: BTreeSet<&str> = map.rows.iter().flat_map(Row::tests).collect();
    assert!(named.len() > 40, "is the table still read? {named:?}");
    let missing: Vec<_> = named.into_iter().filter(|name| !tests.hold(name)).collect();
    assert!(
        missing.is_empty(),
        "named, but not in the tree: {missing:#?}"
    );
}

/// A.13, 8 and 9: not in any schema, whatever it is called.
#[tokio::test(flavor = "multi_thread")]
async fn req_103_no_schema_has_a_place_for_ethnicity_religion_politics_or_a_score() {
    let [shared, person] = columns_of_new_databases().expect("made");
    let all = [of_platform().await, person, shared].concat();
    assert!(all.len() > 200);
    let is_one = |column: &&String| ATTRIBUTES.iter().any(|word| column.contains(word));
    let found: Vec<_> = all.iter().filter(is_one).collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(
        is_one(&&"residents.ethnic_group".to_owned()),
        "it would be found"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn req_103_every_file_of_a_device_and_of_a_platform_is_in_the_map() {
    let world = World::start().await;
    let resident = worked(&world).await;
    let patterns = Map::read().files();
    let mut kinds = BTreeSet::new();
    let (device, platform) = (resident.0.folder(), world.data().to_owned());
    for (place, folder) in [("device", device), ("platform", platform)] {
        for file in files_below(&folder) {
            let name = file.strip_prefix(&folder).unwrap().to_string_lossy();
            let name = format!("{place}/{name}");
            let fits = patterns.iter().find(|pattern| matches(pattern, &name));
            kinds.insert(fits.unwrap_or_else(|| panic!("{name} is not in the map")));
        }
    }
    assert!(kinds.len() >= 8, "{kinds:?}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn req_103_an_erased_wallet_leaves_no_file_and_no_word_of_it_on_the_disk() {
    let world = World::start().await;
    let resident = worked(&world).await;
    let folder = resident.0.folder();
    let is_of_person = |file: &PathBuf| file.to_string_lossy().contains("person-");
    let before = files_below(&folder);
    assert!(before.iter().filter(|file| is_of_person(file)).count() >= 3);
    // What could be read of it, and the files as they lie there: none of it may be left anywhere.
    let traces: Vec<Vec<u8>> = before
        .iter()
        .filter(|file| is_of_person(file))
        .filter_map(|file| {
            let bytes = fs::read(file).unwrap();
            let end = bytes.last_chunk::<48>()?.to_vec();
            // An index of a log ends in nothing, as that of any database does.
            end.iter().any(|byte| *byte != 0).then_some(end)
        })
        .collect();
    assert!(traces.len() >= 2);
    resident.0.ok("wallet.erase", json!({})).await;
    let after = files_below(&folder);
    assert!(!after.iter().any(is_of_person), "{after:?}");
    for file in after {
        let bytes = fs::read(&file).unwrap();
        let holds = |what: &[u8]| bytes.windows(what.len()).any(|at| at == what);
        assert!(!holds(CANARY.as_bytes()), "{}", file.display());
        assert!(
            !traces.iter().any(|trace| holds(trace)),
            "{}",
            file.display()
        );
    }
    // Nobody opens it again, with the right secret or another.
    let error = resident
        .0
        .err("unlock", json!({"secret": PASSPHRASE}))
        .await;
    assert_eq!(error["kind"], "not_found", "{error:#}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn req_103_a_draft_in_the_bin_is_gone_after_thirty_days_with_what_was_typed() {
    let world = World::start().await;
    let resident = Resident(world.holder().await);
    let draft = resident.elderly_card(40).await;
    let photos = || {
        let files = files_below(&resident.0.folder());
        let of_person = files
            .iter()
            .filter(|file| file.to_string_lossy().contains(".files"));
        of_person.count()
    };
    assert_eq!(photos(), 1);
    resident
        .0
        .ok("drafts.discard", json!({"draft": draft}))
        .await;
    let unlock = json!({"secret": PASSPHRASE});
    world.clock.advance_seconds(29 * 86_400);
    resident.0.ok("unlock", unlock.clone()).await;
    resident.0.ok("drafts.list", json!({})).await;
    let listed = resident.0.ok("drafts.trash", json!({})).await;
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed:#}");
    assert_eq!(photos(), 1);
    world.clock.advance_seconds(2 * 86_400);
    resident.0.ok("unlock", unlock).await;
    resident.0.ok("drafts.list", json!({})).await;
    let error = resident
        .0
        .err("drafts.restore", json!({"draft": draft}))
        .await;
    assert_eq!(error["kind"], "not_found", "{error:#}");
    assert_eq!(photos(), 0);
    world.stop().await;
}

/// Rows that count for nothing any more are not only refused but gone.
#[tokio::test(flavor = "multi_thread")]
async fn req_103_what_is_over_is_gone_from_the_platforms_database() {
    let world = World::start().await;
    let resident = Resident(world.holder().await);
    resident.0.ok("sync.now", json!({})).await;
    let count = |table: &str| -> u32 {
        let database = Connection::open(world.data().join("platform.db")).unwrap();
        let sql = format!("SELECT count(*) FROM {table}");
        database.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(count("sessions"), 1);
    let before = count("nonces");
    world.clock.advance_seconds(13 * 3_600);
    // A day later the device asks anew, and what was before is taken away by that.
    let resident = Resident(resident.0.restart());
    resident.0.ok("unlock", json!({"secret": PASSPHRASE})).await;
    resident.0.ok("sync.now", json!({})).await;
    assert_eq!((before, count("nonces"), count("sessions")), (0, 0, 1));
    world.stop().await;
}

/// A resident who typed something, handed something in with a photo, and keeps a draft.
async fn worked(world: &World) -> Resident {
    let resident = Resident(world.holder().await);
    let draft = resident.elderly_card(40).await;
    resident.submit(&draft).await;
    resident.sync().await;
    let begun = resident.start("elderly-preferential-card").await;
    let begun = begun["id"].as_str().unwrap();
    resident.save(begun, 1, &[("address", text(CANARY))]).await;
    resident
}

async fn of_platform() -> Vec<String> {
    let world = World::start().await;
    let database = Connection::open(world.data().join("platform.db")).expect("opens");
    let columns = {
        let sql = "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c
                   WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
        let mut statement = database.prepare(sql).expect("asks");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<Result<Vec<String>, _>>().expect("columns")
    };
    world.stop().await;
    columns
}

async fn of_postgres() -> BTreeSet<String> {
    let url = postgres::database().await;
    let _made = PostgresStore::open(&url).await.expect("made");
    let connected = <sqlx::PgConnection as sqlx::Connection>::connect(url.expose()).await;
    let sql = "SELECT table_name || '.' || column_name FROM information_schema.columns
               WHERE table_schema = 'public' AND table_name <> 'tongban_schema'";
    let columns: Vec<String> = sqlx::query_scalar(sql)
        .fetch_all(&mut connected.expect("connects"))
        .await
        .expect("columns");
    columns.into_iter().collect()
}

/// `docs/data-map.md`, read.
struct Map {
    rows: Vec<Row>,
}

struct Row {
    section: String,
    /// A table, a column of one, or a kind of file.
    name: String,
    is_table: bool,
    /// The cells after the name.
    cells: Vec<String>,
}

impl Map {
    fn read() -> Self {
        let text = fs::read_to_string(root().join("docs/data-map.md")).expect("the map");
        let (mut rows, mut section) = (Vec::new(), String::new());
        for line in text.lines() {
            if line.starts_with("## ") {
                line.clone_into(&mut section);
            }
            let Some(line) = line.strip_prefix("| ") else {
                continue;
            };
            let cells: Vec<_> = line.trim_end_matches(" |").split(" | ").collect();
            if !cells[0].contains('`') {
                continue;
            }
            let cells: Vec<String> = cells.into_iter().map(str::to_owned).collect();
            assert_eq!(cells.len(), 7, "{line}");
            rows.push(Row {
                section: section.clone(),
                is_table: cells[0].starts_with("**"),
                name: cells[0].replace(['*', '`'], ""),
                cells: cells[1..].to_vec(),
            });
        }
        Self { rows }
    }

    /// The columns of a section, as `table.column`.
    fn columns(
        &self,
        section: &str,
        wanted: impl Fn(&Row) -> bool,
    ) -> impl Iterator<Item = String> {
        let of = self
            .rows
            .iter()
            .filter(move |row| row.section.starts_with(section) && !row.is_table && wanted(row));
        of.map(|row| row.name.clone())
    }

    /// Every table says all of it, and every column says it or points to its table.
    fn is_whole(&self) {
        let mut tables = BTreeMap::new();
        for row in &self.rows {
            let says = |cell: &String| !cell.is_empty() && cell != "″" && cell != "-";
            if row.section.starts_with("## Files") {
                assert!(row.cells.iter().all(says), "{}", row.name);
                continue;
            }
            let place = row.section.clone();
            if row.is_table {
                assert!(row.cells.iter().all(says), "{}", row.name);
                let deleted = &row.cells[5];
                let is_told = !Row::tests(row).is_empty()
                    || deleted.contains("kept")
                    || deleted.contains("**open**")
                    || deleted.starts_with("as `");
                assert!(is_told, "what deletes {}?", row.name);
                tables.insert((place, row.name.clone()), &row.cells);
                continue;
            }
            let (table, _) = row.name.split_once('.').expect("a column of a table");
            assert!(
                tables.contains_key(&(place, table.to_owned())),
                "{}",
                row.name
            );
            assert!(says(&row.cells[0]), "what is {}?", row.name);
            let personal = row.cells[1].as_str();
            assert!(["yes", "key", "no"].contains(&personal), "{}", row.name);
        }
    }

    /// Patterns of the names of files.
    fn files(&self) -> Vec<String> {
        let text = fs::read_to_string(root().join("docs/data-map.md")).expect("the map");
        let (_, files) = text.split_once("\n## Files").expect("a section");
        let first = files.lines().filter_map(|line| line.strip_prefix("| `"));
        let names = first.filter_map(|line| line.split(" | ").next());
        names
            .flat_map(|names| {
                names
                    .split('`')
                    .step_by(2)
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .filter(|name| name.contains('/'))
            .collect()
    }
}

impl Row {
    /// A column that only the one database has.
    fn is_of_postgres(&self) -> bool {
        self.cells[0].contains("PostgreSQL only")
    }

    /// Names of tests: words of at least three parts.
    fn tests(&self) -> Vec<&str> {
        let quoted = self.cells[5].split('`').skip(1).step_by(2);
        quoted
            .filter(|name| name.matches('_').count() >= 3)
            .collect()
    }
}

/// Whether `name` is what `pattern` says; `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let mut open = false;
    for part in parts {
        open = true;
        match (part, rest.find(part)) {
            ("", _) => return true,
            (_, Some(at)) => rest = &rest[at + part.len()..],
            (_, None) => return false,
        }
    }
    rest.is_empty() || (open && pattern.ends_with('*'))
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => files.extend(files_below(&path)),
            false => files.push(path),
        }
    }
    files
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

const CANARY: &str = "石榴巷十七号甲单元";
/// Words that no table and no column may have in its name.
const ATTRIBUTES: [&str; 14] = [
    "ethnic",
    "nation",
    "minzu",
    "race",
    "religio",
    "faith",
    "politic",
    "party",
    "stability",
    "score",
    "credit",
    "black",
    "loyal",
    "rating",
];
