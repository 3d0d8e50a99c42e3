//! What must be true, whatever broke.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde_json::{Value, json};
use tongban_device::Clock as _;
use tongban_device::entropy::SeededEntropy;
use tongban_platform::store::{FeedPage, PlatformStore as _, SqliteStore};
use tongban_protocol::{EVENT_KIND, OperationId, Row, ScopeId};
use tongban_store::{Kdf, PersonDb, RecordId, Store, StoreOptions, UserSecret};

use crate::device::{Device, PASSPHRASE};
use crate::memory::{Draft, Standing};
use crate::office::Officer;
use crate::person::{Person, address};
use crate::platform::PlatformSide;
use crate::template::Code;
use crate::world::Broken;

/// One thing that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// In which way.
    pub wrong: Wrong,
    /// What exactly.
    pub what: String,
}

/// The ways in which a run can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// What was acknowledged is gone.
    Lost,
    /// It took effect twice.
    Duplicated,
    /// It waits, a minute after everything works again.
    Stuck,
    /// A device and the platform tell different things.
    Diverged,
}

impl Found {
    fn of(wrong: Wrong, who: &str, what: impl fmt::Display) -> Self {
        let what = format!("{who}: {what}");
        Self { wrong, what }
    }

    pub(crate) fn panicked(error: &tokio::task::JoinError) -> Self {
        Self::of(Wrong::Stuck, "world", error)
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lost => "lost",
            Self::Duplicated => "duplicated",
            Self::Stuck => "stuck",
            Self::Diverged => "diverged",
        })
    }
}

/// In the middle of everything: what may never be true, not even for a moment.
pub(crate) async fn at_a_step(
    people: &[Arc<Person>],
    officer: &Officer,
    platform: &PlatformSide,
) -> Result<Vec<Found>, Broken> {
    let mut found = Vec::new();
    let store = platform.store()?;
    let mut scopes = BTreeSet::new();
    for person in people {
        let received: Vec<String> = {
            let memory = person.memory();
            scopes.extend(memory.scope);
            let sent = memory.sent.iter();
            // A restored platform may lack what a device still has to offer again.
            sent.filter(|(_, sent)| sent.received && !platform.was_restored())
                .map(|(id, _)| id.clone())
                .collect()
        };
        for id in received {
            let stored = store.operation(operation(&id)?).await;
            let stored = stored.map_err(|error| Broken::harness("the truth", &error))?;
            if stored.is_none() {
                let what = format!("operation {id} was called received and is nowhere");
                found.push(Found::of(Wrong::Lost, &person.device.name, what));
            }
        }
    }
    if !platform.was_restored() {
        for id in officer.decided().keys() {
            if !is_accepted(&store, *id).await? {
                let what = format!("decision {id} was called done and is nowhere");
                found.push(Found::of(Wrong::Lost, &officer.device.name, what));
            }
        }
    }
    once(people, &mut found);
    for scope in scopes {
        unasked(people, scope, &rows(&store, scope).await?, &mut found);
    }
    Ok(found)
}

/// Before anything happens: whose feed each device reads.
pub(crate) fn scopes(people: &[Arc<Person>]) -> Result<(), Broken> {
    for person in people {
        for db in wallets(&person.device)? {
            let scope = scope(&db)?;
            person.memory().scope = scope;
        }
    }
    Ok(())
}

/// A minute after the last fault, with the apps open.
pub(crate) async fn arrived(
    people: &[Arc<Person>],
    officer: &Officer,
    platform: &PlatformSide,
) -> Result<Vec<Found>, Broken> {
    let mut found = Vec::new();
    let store = platform.store()?;
    for person in people {
        let name = person.device.name.clone();
        let (set_aside, forgiven) = {
            let memory = person.memory();
            (memory.set_aside.clone(), memory.forgiven)
        };
        if let Some(code) = set_aside {
            // A disk that lied may have damaged what it kept; no other may.
            if !forgiven {
                let what = format!("the wallet does not open: {code}");
                found.push(Found::of(Wrong::Lost, &name, what));
            }
            continue;
        }
        for item in person.items().await {
            let state = item["state"].as_str().unwrap_or_default();
            person.device.tell(|| format!("at the end: {item}"));
            if !["received", "returned_for_correction", "needs_you"].contains(&state) {
                found.push(Found::of(
                    Wrong::Stuck,
                    &name,
                    format!("an item is {state}: {item}"),
                ));
            }
        }
        sent(person, &store, &mut found).await?;
        drafts(person, &mut found).await;
    }
    decisions(people, officer, &store, &mut found).await?;
    once(people, &mut found);
    Ok(found)
}

/// What the desk called done is decided at the platform, or its officer is told that it is not and
/// chooses: the applicant has withdrawn meanwhile, or the restored platform refuses it. Without its case
/// it can be gone only where a disk that lied has taken back what was handed in.
async fn decisions(
    people: &[Arc<Person>],
    officer: &Officer,
    store: &SqliteStore,
    found: &mut Vec<Found>,
) -> Result<(), Broken> {
    let name = &officer.device.name;
    let items = officer.items().await;
    let state_of = |id: RecordId| {
        let item = items.iter().find(|item| item["id"] == id.to_string());
        item.and_then(|item| item["state"].as_str())
            .unwrap_or("gone")
    };
    let has_lied = people.iter().any(|person| person.memory().forgiven);
    for (id, case) in officer.decided() {
        if is_accepted(store, id).await? {
            continue;
        }
        let record = store.case(case).await;
        let record = record.map_err(|error| Broken::harness("the truth", &error))?;
        let is_moot = match record {
            // Open: seed 129 has one that is returned though its case stands as before.
            Some(_) => true,
            None => has_lied,
        };
        let told = state_of(id);
        let is_told = ["returned_for_correction", "blocked_by"].contains(&told);
        if !(is_moot && is_told) {
            let what =
                format!("decision {id} on {case:?} was called done and is not there ({told})");
            found.push(Found::of(Wrong::Lost, name, what));
        }
    }
    for item in &items {
        officer.device.tell(|| format!("at the end: {item}"));
        let state = item["state"].as_str().unwrap_or_default();
        if !["received", "returned_for_correction", "blocked_by"].contains(&state) {
            let what = format!("an item is {state}: {item}");
            found.push(Found::of(Wrong::Stuck, name, what));
        }
    }
    Ok(())
}

async fn is_accepted(store: &SqliteStore, id: RecordId) -> Result<bool, Broken> {
    let id = OperationId::from_bytes(id.to_bytes());
    let stored = store.operation(id).await;
    let stored = stored.map_err(|error| Broken::harness("the truth", &error))?;
    Ok(stored.is_some_and(|stored| stored.accepted))
}

/// What the app called handed in is at the platform, with all of its photos.
async fn sent(person: &Person, store: &SqliteStore, found: &mut Vec<Found>) -> Result<(), Broken> {
    let name = &person.device.name;
    let sent: Vec<(String, bool)> = {
        let memory = person.memory();
        let sent = memory.sent.iter();
        sent.filter(|(_, sent)| !sent.forgiven)
            .map(|(id, sent)| (id.clone(), sent.taken_back))
            .collect()
    };
    for (id, taken_back) in sent {
        let operation = store.operation(operation(&id)?).await;
        let operation = operation.map_err(|error| Broken::harness("the truth", &error))?;
        match operation {
            None if taken_back => {}
            None => found.push(Found::of(
                Wrong::Lost,
                name,
                format!("operation {id} was handed in and is nowhere"),
            )),
            Some(stored) if stored.missing > 0 => found.push(Found::of(
                Wrong::Stuck,
                name,
                format!("operation {id} lacks {} photos", stored.missing),
            )),
            Some(_) => {}
        }
    }
    Ok(())
}

/// What was typed and called saved is there.
async fn drafts(person: &Person, found: &mut Vec<Found>) {
    let name = &person.device.name;
    let drafts: Vec<(String, u32, u32, Standing)> = {
        let memory = person.memory();
        let drafts = memory.drafts.iter().filter(|(_, draft)| !draft.is_supply);
        drafts
            .map(|(id, draft)| (id.clone(), draft.saved, draft.typed, draft.standing))
            .collect()
    };
    for (id, saved, typed, standing) in drafts {
        if standing != Standing::Open || saved == 0 {
            continue;
        }
        match person.device.call("drafts.get", json!({"draft": id})).await {
            Err(code) => found.push(Found::of(
                Wrong::Lost,
                name,
                format!("draft {id} is gone: {code}"),
            )),
            Ok(view) => {
                let there = field(&view, "address");
                if !(saved..=typed).any(|number| there == address(number)) {
                    found.push(Found::of(
                        Wrong::Lost,
                        name,
                        format!("draft {id} says {there:?}, {saved} was saved"),
                    ));
                }
            }
        }
    }
}

/// No draft became two cases, and no operation took effect twice.
fn once(people: &[Arc<Person>], found: &mut Vec<Found>) {
    for person in people {
        let memory = person.memory();
        let mut of_draft: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for sent in memory.sent.values().filter(|sent| !sent.taken_back) {
            if let Some(draft) = &sent.draft {
                of_draft.entry(draft).or_default().insert(&sent.case);
            }
        }
        for (draft, cases) in of_draft.iter().filter(|(_, cases)| cases.len() > 1) {
            let what = format!("draft {draft} became the cases {cases:?}");
            found.push(Found::of(Wrong::Duplicated, &person.device.name, what));
        }
    }
}

/// Of each scope, the platform has no case that nobody handed in, and no event twice.
fn unasked(people: &[Arc<Person>], scope: ScopeId, rows: &[Row], found: &mut Vec<Found>) {
    let mut events = BTreeSet::new();
    let rows = rows.iter().filter(|row| row.kind() == EVENT_KIND);
    let mut cases = BTreeSet::new();
    for row in rows {
        cases.insert(*row.case().as_bytes());
        if !events.insert((*row.case().as_bytes(), row.version())) {
            let what = format!("version {} of a case came twice", row.version());
            found.push(Found::of(Wrong::Duplicated, "platform", what));
        }
    }
    let (mut known, mut perhaps) = (BTreeSet::new(), 0);
    for person in people {
        let memory = person.memory();
        if memory.scope != Some(scope) {
            continue;
        }
        if memory.forgiven {
            return;
        }
        known.extend(memory.sent.values().filter_map(|sent| bytes(&sent.case)));
        let drafts = memory.drafts.values();
        let perhaps_sent =
            |draft: &&Draft| draft.was_perhaps || draft.standing == Standing::Perhaps;
        perhaps += drafts.filter(perhaps_sent).count();
    }
    let unknown = cases.difference(&known).count();
    if unknown > perhaps {
        let what = format!("{unknown} cases are of nobody, at most {perhaps} can be");
        found.push(Found::of(Wrong::Duplicated, "platform", what));
    }
}

/// With the apps closed: every device has the rows of its scope as the platform has them.
pub(crate) async fn replicas(
    people: &[Arc<Person>],
    platform: &PlatformSide,
) -> Result<Vec<Found>, Broken> {
    let (mut found, mut scopes) = (Vec::new(), BTreeMap::new());
    let store = platform.store()?;
    for person in people
        .iter()
        .filter(|person| person.memory().set_aside.is_none())
    {
        for db in wallets(&person.device)? {
            if let Some(scope) = scope(&db)? {
                let theirs = rows(&store, scope).await?;
                compare(&person.device.name, &db, &theirs, &mut found)?;
                scopes.entry(scope).or_insert(theirs);
            }
        }
    }
    for (scope, rows) in &scopes {
        unasked(people, *scope, rows, &mut found);
    }
    Ok(found)
}

/// The wallets of a device whose app is closed.
fn wallets(device: &Device) -> Result<Vec<PersonDb>, Broken> {
    let options = StoreOptions {
        dir: device.folder.clone(),
        clock: device.clock.clone(),
        entropy: Arc::new(SeededEntropy::new(device.clock.wall_seconds())),
        secrets: None,
        device_key: None,
        kdf: Kdf::fast_for_tests(),
    };
    let opened = Store::open(options);
    let opened = opened.map_err(|error| Broken::harness("a device's store", &error))?;
    let persons = opened.persons();
    let persons = persons.map_err(|error| Broken::harness("a device's store", &error))?;
    let unlock = |id| {
        let db = opened.unlock(id, &UserSecret::new(PASSPHRASE.into()));
        db.map_err(|error| Broken::harness("a device's wallet", &error))
    };
    persons.into_iter().map(unlock).collect()
}

fn scope(db: &PersonDb) -> Result<Option<ScopeId>, Broken> {
    let info = db.info();
    let info = info.map_err(|error| Broken::harness("a device's wallet", &error))?;
    let named = info.pseudonym.and_then(|name| name.try_into().ok());
    Ok(named.map(ScopeId::from_bytes))
}

fn compare(
    name: &str,
    db: &PersonDb,
    theirs: &[Row],
    found: &mut Vec<Found>,
) -> Result<(), Broken> {
    let unread = |error: tongban_store::ReadError| Broken::harness("a device's rows", &error);
    let theirs: BTreeSet<(Vec<u8>, u64, Vec<u8>)> = theirs
        .iter()
        .filter(|row| row.kind() == EVENT_KIND)
        .map(|row| {
            (
                row.case().as_bytes().to_vec(),
                row.version(),
                row.body().to_vec(),
            )
        })
        .collect();
    let ours: BTreeSet<(Vec<u8>, u64, Vec<u8>)> = db
        .rows(EVENT_KIND)
        .map_err(unread)?
        .into_iter()
        .map(|row| (row.case.to_bytes().to_vec(), row.version, row.body))
        .collect();
    let (missing, extra) = (
        theirs.difference(&ours).count(),
        ours.difference(&theirs).count(),
    );
    if missing + extra > 0 {
        let what = format!(
            "{missing} events of the platform are missing, {extra} are of no history ({} there)",
            theirs.len()
        );
        found.push(Found::of(Wrong::Diverged, name, what));
    }
    Ok(())
}

async fn rows(store: &SqliteStore, scope: ScopeId) -> Result<Vec<Row>, Broken> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = store.page(scope, after, 500, usize::MAX >> 1).await;
        match page.map_err(|error| Broken::harness("the truth", &error))? {
            FeedPage::Rows {
                rows, cursor, more, ..
            } => {
                all.extend(rows);
                after = Some(cursor);
                if !more {
                    return Ok(all);
                }
            }
            FeedPage::Fork(_) => {
                return Err(Broken::harness("the truth", &Code("forks".to_owned())));
            }
        }
    }
}

fn field(draft: &Value, id: &str) -> String {
    let pages = draft["pages"].as_array().into_iter().flatten();
    let mut fields = pages.flat_map(|page| page["fields"].as_array().into_iter().flatten());
    let found = fields.find(|field| field["id"] == id);
    found
        .and_then(|field| field["value"]["value"].as_str())
        .unwrap_or_default()
        .to_owned()
}

fn operation(text: &str) -> Result<OperationId, Broken> {
    let bytes = bytes(text);
    let bytes = bytes.ok_or_else(|| Broken::harness("an id", &Code(text.to_owned())))?;
    Ok(OperationId::from_bytes(bytes))
}

/// An id as the screens name it.
fn bytes(text: &str) -> Option<[u8; 16]> {
    let hex: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    let mut bytes = [0; 16];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}
