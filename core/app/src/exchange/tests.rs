//! Export, erase, take in; moving between two devices and the drafts that both changed.

#![allow(non_snake_case)]

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use tongban_device::KeyPurpose;
use tongban_device::confirm::{ConfirmAnswer, ScriptedConfirm};
use tongban_store::{
    CertificateId, NewCertificate, NewCopy, PersonDb, RecordId, Spent, StoredCertificate,
    StoredCursor, StoredRow,
};

use super::gather::{Extent, records};
use super::records::Records;
use crate::fixture::{Device, SERVICE};
use crate::keys;

fn db(device: &Device) -> Arc<PersonDb> {
    device.core.open_db().expect("open")
}

/// Every record and every byte of every photo.
fn everything(device: &Device) -> (Records, Vec<(RecordId, Vec<u8>)>) {
    let db = db(device);
    let mut all = records(&device.core, &db, Extent::All).expect("records");
    all.made_at = 0;
    let files = db.files().expect("files");
    all.files = files
        .iter()
        .map(|file| super::records::FileRecord::of(file, None))
        .collect();
    let bytes = files
        .iter()
        .map(|file| {
            (
                file.id,
                db.read_file(file.id, 0..file.length).expect("bytes"),
            )
        })
        .collect();
    (all, bytes)
}

fn as_json(records: &Records) -> Value {
    serde_json::to_value(records).expect("JSON")
}

/// A wallet with something of everything that the database can hold.
async fn full(device: &Device) -> String {
    let draft = device.complete_draft().await;
    device
        .call(
            "drafts.make_template",
            json!({ "draft": draft, "name": "妈妈的" }),
        )
        .await
        .unwrap();
    device
        .call("drafts.submit", json!({ "draft": draft }))
        .await
        .unwrap();
    device.office(1, |_| {});
    let thrown = device
        .call("drafts.start", json!({ "service": SERVICE }))
        .await
        .unwrap();
    device
        .call("drafts.discard", json!({ "draft": thrown["id"] }))
        .await
        .unwrap();
    let open = device
        .call("drafts.start", json!({ "service": SERVICE }))
        .await
        .unwrap();
    let open = open["id"].as_str().unwrap().to_owned();
    device.attach(&open, "portrait").await.unwrap();
    device.type_in(&open, "name", "周桂芳").await;
    let (core, wallet) = (&device.core, db(device));
    let key = keys::make_holder(core, &wallet, &[]).expect("a key");
    let copy = |linkable| NewCopy {
        bytes: vec![7; 90],
        key: key.id,
        shard: 3,
        index: 70_000,
        linkable,
    };
    let certificate = NewCertificate {
        certificate: StoredCertificate {
            id: CertificateId::from_bytes([5; 16]),
            type_name: "resident-identity".into(),
            issuer: "office".into(),
            valid_from: 1,
            valid_until: 2,
            card: vec![9; 3],
            added_at: 4,
        },
        copies: vec![copy(false), copy(true)],
    };
    let spent = Spent {
        at: 8,
        on: "2026-03-02".into(),
    };
    let head = |seq, byte| tongban_store::ReadLogHead {
        seq,
        hash: [byte; 32],
        received_at: 5,
    };
    wallet
        .write(|tx| {
            tx.insert_key(&key)?;
            tx.insert_certificate(&certificate)?;
            tx.mark_spent(certificate.certificate.id, 0, &spent)?;
            tx.put_row(&StoredRow {
                scope: RecordId::from_bytes([9; 16]),
                epoch: RecordId::from_bytes([1; 16]),
                seq: 900,
                kind: "of-a-later-version".into(),
                case: RecordId::from_bytes([6; 16]),
                version: 1,
                body: vec![255; 40],
                received_at: 77,
            })?;
            tx.set_cursor(&StoredCursor {
                scope: RecordId::from_bytes([9; 16]),
                epoch: RecordId::from_bytes([1; 16]),
                seq: 900,
                rolling_hash: [4; 32],
            })?;
            tx.mark_read("row-1", 66)?;
            tx.note_read_log(&head(10, 1))?;
            tx.note_read_log(&head(9, 2)).map(drop)
        })
        .expect("stored");
    open
}

impl Device {
    async fn type_in(&self, draft: &str, field: &str, value: &str) {
        let value = json!({ "kind": "text", "value": value });
        let answers = json!([{ "field": field, "value": value }]);
        self.call(
            "drafts.save",
            json!({ "draft": draft, "answers": answers, "page": 0 }),
        )
        .await
        .unwrap();
    }

    async fn exported(&self) -> Vec<u8> {
        let view = self.call("exchange.export", json!({})).await.unwrap();
        std::fs::read(view["path"].as_str().unwrap()).expect("the file")
    }

    /// The move file and its code.
    async fn moved(&self) -> (Vec<u8>, String) {
        let view = self.call("exchange.move_out", json!({})).await.unwrap();
        let path = view["file"]["path"].as_str().unwrap();
        (
            std::fs::read(path).expect("the file"),
            view["code"].as_str().unwrap().to_owned(),
        )
    }

    async fn take_in(&self, file: &[u8], code: Option<&str>) -> Result<Value, String> {
        self.call("exchange.begin", json!({ "code": code })).await?;
        let pieces: Vec<&[u8]> = match file.is_empty() {
            true => vec![&[]],
            false => file.chunks(10_000).collect(),
        };
        for (number, piece) in (1..).zip(&pieces) {
            let last = number == pieces.len();
            let request = json!({ "last": last });
            let (view, _) = self.call_with("exchange.piece", request, piece).await?;
            if last {
                return Ok(view["done"].clone());
            }
        }
        unreachable!("the last piece is the last")
    }

    fn files_on_disk(&self) -> Vec<PathBuf> {
        let folder = self.core.config.exchange_dir.clone().expect("a folder");
        let listed = std::fs::read_dir(folder).map(|found| found.flatten().map(|one| one.path()));
        listed.map_or_else(|_| Vec::new(), Iterator::collect)
    }

    async fn name_of(&self, draft: &str) -> Value {
        let request = json!({ "draft": draft });
        let view = self.call("drafts.get", request).await.unwrap();
        view["pages"][0]["fields"]
            .as_array()
            .unwrap()
            .iter()
            .find(|field| field["id"] == "name")
            .unwrap()["typed"]["value"]
            .clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn req_70_export_erase_and_take_in_gives_every_record_back_byte_for_byte_and_once() {
    let device = Device::resident();
    full(&device).await;
    let file = device.exported().await;
    let (before, photos) = everything(&device);
    assert_eq!(before.drafts.len(), 3);
    assert_eq!(photos.len(), 3);
    assert!(before.certificates.len() == 1 && before.outbox.len() == 1);
    assert!(!before.rows.is_empty() && before.read_log.len() == 2);
    device.call("wallet.erase", json!({})).await.unwrap();
    device.enrol_anew();
    assert_eq!(everything(&device).0.drafts.len(), 0);

    let came = device.take_in(&file, None).await.unwrap();
    assert_eq!(came["nothing_new"], json!(false));
    assert_eq!(
        (&came["files"], &came["certificates"]),
        (&json!(3), &json!(1))
    );
    let (after, photos_after) = everything(&device);
    assert_eq!(as_json(&after), as_json(&before));
    assert!(photos_after == photos, "the photos differ");

    let again = device.take_in(&file, None).await.unwrap();
    assert_eq!(again["nothing_new"], json!(true), "{again}");
    let (twice, _) = everything(&device);
    assert_eq!(as_json(&twice), as_json(&before));
    // Its key was not in the file: it is there to read, and proves nothing (rule K3).
    let holder = db(&device).keys(KeyPurpose::Holder).unwrap();
    assert_eq!(holder.len(), 1);
    let signed = keys::sign(&device.core, &holder[0], b"proof");
    assert!(signed.is_err());
    // And after a restart.
    let device = device.killed_and_started();
    assert_eq!(as_json(&everything(&device).0), as_json(&before));
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_U1_an_export_is_asked_for_and_says_that_anyone_can_read_it() {
    let confirm = Arc::new(ScriptedConfirm::new([ConfirmAnswer::No, ConfirmAnswer::No]));
    let device = Device::with(confirm.clone(), None);
    for call in ["exchange.export", "exchange.move_out"] {
        let refused = device.call(call, json!({})).await;
        assert_eq!(refused, Err("confirm.declined".into()));
    }
    assert_eq!(device.files_on_disk(), Vec::<PathBuf>::new());
    let messages = device.core.messages();
    let shown = confirm.shown();
    assert!(
        shown[0]
            .notes
            .contains(&messages.text("confirm.export.note_readable"))
    );
    assert!(shown.iter().all(|text| {
        text.lines
            .iter()
            .all(|line| !line.label.contains("confirm.") && !line.value.contains("confirm."))
    }));
}

#[tokio::test(flavor = "multi_thread")]
async fn req_70_an_export_is_a_zip_with_a_page_for_people_and_photos_as_they_are() {
    use super::archive::ArchiveReader;
    let device = Device::resident();
    full(&device).await;
    let file = device.exported().await;
    let mut archive = ArchiveReader::new(file.as_slice());
    let mut entries = std::collections::BTreeMap::new();
    while let Some(entry) = archive.next().unwrap() {
        entries.insert(entry.name, entry.bytes);
    }
    let page = String::from_utf8(entries["index.html"].clone()).unwrap();
    assert!(
        page.contains("周桂芳") && !page.contains("export.page"),
        "{page}"
    );
    assert!(!page.contains("<script"));
    let photos = entries
        .iter()
        .filter(|(name, _)| name.starts_with("files/"));
    for (name, bytes) in photos {
        assert!(page.contains(name), "{name} is on the page");
        assert!(
            image::load_from_memory(bytes).is_ok(),
            "{name} is a picture"
        );
    }
    assert!(entries.keys().any(|name| name.starts_with("certificates/")));
    let records: Value = serde_json::from_slice(&entries["records.json"]).unwrap();
    let drafts = records["drafts"].as_array().unwrap();
    assert!(
        drafts
            .iter()
            .any(|draft| draft["readable"]["name"]["value"] == "周桂芳")
    );
    let text = String::from_utf8(entries["records.json"].clone()).unwrap();
    let private = |key: &tongban_store::StoredKey| match &key.custody {
        tongban_store::KeyCustody::Software(private) => {
            use base64::Engine as _;
            base64::engine::general_purpose::STANDARD.encode(private.expose())
        }
        _ => panic!("a software key"),
    };
    for key in db(&device).keys(KeyPurpose::Holder).unwrap() {
        assert!(
            !text.contains(private(&key).trim_end_matches('=')),
            "rule K3: no key leaves"
        );
    }
    // A second one is another file.
    device.exported().await;
    assert_eq!(device.files_on_disk().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn req_32_a_draft_moves_to_another_device_with_its_photos_and_its_page() {
    let old = Device::resident();
    let draft = full(&old).await;
    let (file, code) = old.moved().await;
    let clear = "周桂芳".as_bytes();
    assert!(!file.windows(clear.len()).any(|bytes| bytes == clear));
    let new = Device::resident();
    let came = new
        .take_in(&file, Some(&code.to_lowercase()))
        .await
        .unwrap();
    assert_eq!((&came["drafts"], &came["sent"]), (&json!(3), &json!(1)));
    assert_eq!(
        came["certificates"],
        json!(0),
        "rule K3: proofs are issued anew"
    );
    assert_eq!(new.name_of(&draft).await, json!("周桂芳"));
    let materials = new
        .call("drafts.materials", json!({ "draft": draft }))
        .await
        .unwrap();
    let portrait = materials["items"].as_array().unwrap().iter();
    let portrait = portrait
        .clone()
        .find(|item| item["id"] == "portrait")
        .unwrap();
    let photo = json!({ "draft": draft, "file": portrait["files"][0]["id"] });
    let (_, bytes) = new
        .call_with("drafts.file", photo.clone(), &[])
        .await
        .unwrap();
    let (_, kept) = old.call_with("drafts.file", photo, &[]).await.unwrap();
    assert_eq!(bytes, kept);
    assert_eq!(
        old.name_of(&draft).await,
        json!("周桂芳"),
        "the old device keeps its own"
    );
    let here = old.call("cases.list", json!({})).await.unwrap();
    assert_eq!(new.call("cases.list", json!({})).await.unwrap(), here);
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S6_a_draft_that_two_devices_changed_waits_for_a_choice_that_is_kept() {
    let (old, new) = (Device::resident(), Device::resident());
    let draft = full(&old).await;
    let (file, code) = old.moved().await;
    new.take_in(&file, Some(&code)).await.unwrap();
    old.type_in(&draft, "name", "周桂").await;
    old.type_in(&draft, "address", "柳巷7号").await;
    new.type_in(&draft, "name", "周芳").await;
    new.type_in(&draft, "id_number", "11010519491231002X").await;
    let (file, code) = old.moved().await;
    let came = new.take_in(&file, Some(&code)).await.unwrap();
    assert_eq!(
        (&came["merged"], &came["conflicts"], &came["copies"]),
        (&json!(1), &json!(1), &json!(0))
    );
    // What only one of them changed is there; of the other both values are.
    let request = json!({ "draft": draft });
    let view = new.call("drafts.get", request.clone()).await.unwrap();
    let text = view.to_string();
    assert!(text.contains("柳巷7号") && text.contains("11010519491231002X"));
    assert_eq!(view["conflicts"], json!(1));
    let again = new.take_in(&file, Some(&code)).await.unwrap();
    assert_eq!(again["nothing_new"], json!(true), "asked once: {again}");
    // It stands first in the outbox, and nothing but a choice takes it from there.
    let new = new.killed_and_started();
    let outbox = new.call("outbox.list", json!({})).await.unwrap();
    let item = &outbox["items"][0];
    assert_eq!(
        (&item["state"], &item["can"]),
        (&json!("needs_you"), &json!(["choose"]))
    );
    assert_eq!(
        (&item["reason"], &item["conflicts"]),
        (&json!("conflict"), &json!(1))
    );
    let refused = new.call("drafts.submit", request.clone()).await;
    assert_eq!(refused, Err("drafts.conflict".into()));
    let sides = new.call("drafts.conflict", request.clone()).await.unwrap();
    let field = &sides["fields"][0];
    assert_eq!(
        (&field["here"], &field["there"]),
        (&json!("周芳"), &json!("周桂"))
    );
    let choice = json!({ "conflict": field["id"], "side": "there" });
    let chosen = new.call("drafts.choose", choice.clone()).await.unwrap();
    assert_eq!(chosen["fields"], json!([]));
    assert_eq!(new.name_of(&draft).await, json!("周桂"));
    let twice = new.call("drafts.choose", choice).await;
    assert_eq!(twice, Err("drafts.no_conflict".into()));
    // Who chose what and when is kept, over a restart and in the next file.
    let new = new.killed_and_started();
    let kept = new.call("drafts.conflict", request).await.unwrap();
    let kept = &kept["chosen"][0];
    assert_eq!(
        (&kept["kept"], &kept["left"]),
        (&json!("周桂"), &json!("周芳"))
    );
    let stored = db(&new).draft_conflicts().unwrap();
    let stored = stored[0].chosen.clone().unwrap();
    assert_eq!((stored.at, stored.by), (new.core.now(), vec![9; 16]));
    let outbox = new.call("outbox.list", json!({})).await.unwrap();
    assert_eq!(outbox["items"].as_array().unwrap().len(), 1);
    // Back on the old device the choice counts without a question.
    let (file, code) = new.moved().await;
    let came = old.take_in(&file, Some(&code)).await.unwrap();
    assert_eq!(came["conflicts"], json!(0), "{came}");
    assert_eq!(old.name_of(&draft).await, json!("周桂"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_waits_for_a_choice_waits_on_the_other_device_too() {
    let (old, new) = (Device::resident(), Device::resident());
    let draft = full(&old).await;
    let (file, code) = old.moved().await;
    new.take_in(&file, Some(&code)).await.unwrap();
    old.type_in(&draft, "name", "周桂").await;
    new.type_in(&draft, "name", "周芳").await;
    let (file, code) = old.moved().await;
    new.take_in(&file, Some(&code)).await.unwrap();
    // Nobody has chosen: the value of the new device must not win by the way back.
    let (file, code) = new.moved().await;
    let came = old.take_in(&file, Some(&code)).await.unwrap();
    assert_eq!(came["conflicts"], json!(1));
    assert_eq!(old.name_of(&draft).await, json!("周桂"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_handed_in_on_one_device_and_changed_on_the_other_loses_neither() {
    let (old, new) = (Device::resident(), Device::resident());
    let draft = old.complete_draft().await;
    let (file, code) = old.moved().await;
    new.take_in(&file, Some(&code)).await.unwrap();
    old.call("drafts.submit", json!({ "draft": draft }))
        .await
        .unwrap();
    new.type_in(&draft, "address", "长街1号").await;
    let (file, code) = old.moved().await;
    let came = new.take_in(&file, Some(&code)).await.unwrap();
    assert_eq!((&came["sent"], &came["copies"]), (&json!(1), &json!(1)));
    let drafts = new.call("drafts.list", json!({})).await.unwrap();
    assert_eq!(drafts.as_array().unwrap().len(), 1);
    assert_ne!(drafts[0]["id"], json!(draft), "a draft of its own");
    let view = new
        .call("drafts.get", json!({ "draft": drafts[0]["id"] }))
        .await
        .unwrap();
    assert!(view.to_string().contains("长街1号"));
    let wallet = db(&new);
    let operation = wallet.outbox().unwrap()[0].operation;
    let carried = wallet.files_of_operation(operation).unwrap();
    assert_eq!(carried.len(), 2, "its photos go out");
    for file in carried {
        assert!(wallet.read_file(file.id, 0..file.length).is_ok());
    }
    let again = new.take_in(&file, Some(&code)).await.unwrap();
    assert_eq!(again["nothing_new"], json!(true), "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_file_is_a_typed_error_and_nothing_of_it_is_taken_in() {
    let old = Device::resident();
    full(&old).await;
    let plain = old.exported().await;
    let (sealed, code) = old.moved().await;
    let new = Device::resident();
    let empty = as_json(&everything(&new).0);
    let mut newer = sealed.clone();
    newer[4] = 2;
    let mut cases: Vec<(Vec<u8>, Option<&str>, &str)> = vec![
        (Vec::new(), None, "exchange.not_one"),
        (b"GIF89a, and no export".to_vec(), None, "exchange.not_one"),
        (sealed.clone(), None, "exchange.code_needed"),
        (sealed.clone(), Some(" "), "exchange.code_needed"),
        (
            sealed.clone(),
            Some("AAAAA-AAAAA-AAAAA-AAAAA"),
            "exchange.wrong_code",
        ),
        (newer, Some(&code), "exchange.newer"),
    ];
    for (file, code) in [(&plain, None), (&sealed, Some(code.as_str()))] {
        for length in [60, file.len() / 3, file.len() / 2, file.len() - 1] {
            cases.push((file[..length].to_vec(), code, "exchange.damaged"));
        }
        // Of a zip the directory behind the photos is for other programs.
        let last = code.map_or(file.len() / 4, |_| file.len() - 8);
        for at in [file.len() / 3, file.len() / 2, last] {
            let mut changed = file.clone();
            changed[at] ^= 4;
            cases.push((changed, code, "exchange.damaged"));
        }
        let mut longer = file.clone();
        longer.extend([0; 30]);
        cases.push((longer, code, "exchange.damaged"));
    }
    for (file, code, wanted) in cases {
        let length = file.len();
        let found = new.take_in(&file, code).await;
        assert_eq!(found, Err(wanted.to_owned()), "{length} bytes");
        assert_eq!(
            as_json(&everything(&new).0),
            empty,
            "{wanted}, {length} bytes"
        );
    }
    assert_eq!(db(&new).sweep_files(), Ok(0), "no photo is left behind");
    // Another person's file, and one that is given up in the middle.
    let other = Device::resident();
    db(&other).write(|tx| tx.set_pseudonym(&[8; 16])).unwrap();
    let not_yours = other.take_in(&plain, None).await;
    assert_eq!(not_yours, Err("exchange.not_yours".into()));
    new.call("exchange.begin", json!({})).await.unwrap();
    let half = &plain[..plain.len() / 2];
    new.call_with("exchange.piece", json!({ "last": false }), half)
        .await
        .unwrap();
    new.call("exchange.cancel", json!({})).await.unwrap();
    let after = new
        .call_with("exchange.piece", json!({ "last": true }), half)
        .await;
    assert_eq!(after.err(), Some("exchange.not_begun".into()));
    assert_eq!(as_json(&everything(&new).0), empty);
    new.take_in(&plain, None)
        .await
        .expect("and the whole one is taken in");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_folder_or_with_one_that_cannot_be_written_nothing_is_half_there() {
    let device = Device::resident();
    let folder = device.core.config.exchange_dir.clone().unwrap();
    std::fs::write(&folder, b"a file where a folder should be").unwrap();
    let refused = device.call("exchange.export", json!({})).await;
    assert_eq!(refused, Err("exchange.not_written".into()));
    std::fs::remove_file(&folder).unwrap();
    device.call("exchange.export", json!({})).await.unwrap();
    let left = device.files_on_disk();
    assert!(
        left.iter().all(|path| path.extension().unwrap() == "zip"),
        "{left:?}"
    );
}
