//! Nothing personal in clear in any file that the app writes: the whole data folder is searched,
//! while the wallet is open and after it was closed.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::application::people::{Resident, text};
use crate::support::{PASSPHRASE, World};

/// What the journey types and receives, as UTF-8, with what it is in GBK.
const CANARIES: [(&str, &[u8]); 4] = [
    (
        "石榴巷十七号甲单元",
        &[
            202, 175, 193, 241, 207, 239, 202, 174, 198, 223, 186, 197, 188, 215, 181, 165, 212,
            170,
        ],
    ),
    ("周桂芳", &[214, 220, 185, 240, 183, 188]),
    ("99010819591018002X", b"99010819591018002X"),
    (PASSPHRASE, PASSPHRASE.as_bytes()),
];

/// Every spelling of a value that a file could hold.
fn spellings(value: &str, gbk: &[u8]) -> Vec<Vec<u8>> {
    let units = || value.encode_utf16();
    vec![
        value.as_bytes().to_vec(),
        gbk.to_vec(),
        units().flat_map(u16::to_le_bytes).collect(),
        units().flat_map(u16::to_be_bytes).collect(),
    ]
}

fn found(bytes: &[u8]) -> Option<&'static str> {
    let holds = |spelling: &Vec<u8>| bytes.windows(spelling.len()).any(|at| at == spelling);
    let mut canaries = CANARIES.iter();
    let canary = canaries.find(|(value, gbk)| spellings(value, gbk).iter().any(holds))?;
    Some(canary.0)
}

/// Searches every file below `folder`; their names.
fn search(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names.extend(search(&path));
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        assert_eq!(found(&bytes), None, "{}", path.display());
        assert_eq!(found(path.to_string_lossy().as_bytes()), None);
        names.push(path.file_name().unwrap().to_string_lossy().into_owned());
    }
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_the_app_holds_a_name_number_or_answer_in_clear() {
    let world = World::start().await;
    let resident = Resident(world.holder().await);
    let draft = resident.elderly_card(60).await;
    let typed = [("address", text("石榴巷十七号甲单元"))];
    resident.save(&draft, 1, &typed).await;
    resident.submit(&draft).await;
    resident.sync().await;
    // One that was handed in and received, one that is being typed.
    let next = resident.elderly_card(61).await;
    resident.save(&next, 1, &typed).await;
    let folder = resident.0.folder();
    let open = search(&folder);
    for part in [".db-wal", ".db-shm", ".db", ".key", "reserve"] {
        let there = open.iter().any(|name| name.ends_with(part));
        assert!(there, "no {part} was searched: {open:?}");
    }
    resident.0.ok("lock", json!({})).await;
    // The folder goes with the device, so the device stays.
    let restarted = resident.0.restart();
    assert!(search(&folder).len() > 4);
    drop(restarted);
    world.stop().await;
}

#[test]
fn the_search_finds_each_value_in_each_spelling() {
    for (value, gbk) in CANARIES {
        for spelling in spellings(value, gbk) {
            let file = [b"before".as_slice(), &spelling, b"after"].concat();
            assert_eq!(found(&file), Some(value));
        }
    }
}
