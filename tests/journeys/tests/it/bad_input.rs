//! Bad input: each gets a clear, typed error, and nothing is lost.
#![allow(non_snake_case)]

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;
use tongban_app::Messages;
use tongban_device::KeyPurpose;
use tongban_device::confirm::{ConfirmAnswer, ScriptedConfirm};
use tongban_store::{
    CertificateId, KeyCustody, KeyId, NewCertificate, NewCopy, PrivateKey, Store, StoreOptions,
    StoredCertificate, StoredKey, UserSecret,
};

use crate::support::{Device, PASSPHRASE, World};

#[tokio::test(flavor = "multi_thread")]
async fn rule_C11_garbage_codes_get_a_verdict_and_no_panic() {
    let world = World::start().await;
    let verifier = world.verifier().await;
    let bomb = tongban_certificate::encode_code_text(&[0x81; 1500]);
    let too_long = tongban_certificate::encode_code_text(&[0x58; 2500]);
    for (text, reason) in [
        ("", "format_unknown"),
        ("https://example.org", "format_unknown"),
        ("TB1:", "unreadable"),
        ("TB1:lower", "unreadable"),
        ("TB1:GGW", "unreadable"),
        (bomb.as_str(), "unreadable"),
        (too_long.as_str(), "unreadable"),
    ] {
        let verdict = verifier.scan(text).await;
        assert_eq!(
            (&verdict["verdict"], &verdict["reason"]),
            (&json!("cannot_tell"), &json!(reason)),
            "{text:.20}"
        );
        assert_eq!(verdict["status"], "not_checked");
    }
    let whole = world.holder().await.show(&["name"]).await;
    for cut in (4..whole.len()).step_by(97) {
        assert_eq!(
            verifier.scan(&whole[..cut]).await["verdict"],
            "cannot_tell",
            "cut at {cut}"
        );
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_without_a_code_say_what_is_wrong() {
    let world = World::start().await;
    let device = Device::new(&world, 1);
    let blank = tongban_code::draw_modules("A", tongban_code::Ec::L)
        .unwrap()
        .to_png(1, 0)
        .unwrap();
    for (picture, code) in [
        (&b"not a picture"[..], "scan.not_a_picture"),
        (&[][..], "scan.not_a_picture"),
        (&blank[..blank.len() / 2], "scan.not_a_picture"),
        (&png_header(10_000, 10_000)[..], "scan.picture_too_large"),
    ] {
        let (reply, _) = device.raw("scan.image", json!({}), picture).await;
        assert_eq!(reply["error"]["code"], code);
        if code == "scan.picture_too_large" {
            let millions = tongban_code::ReadLimits::default().max_pixels / 1_000_000;
            assert_eq!(
                reply["error"]["params"]["millions"], millions,
                "the reader's own limit"
            );
        }
        let (reply, _) = device.raw("enrol.voucher_code", json!({}), picture).await;
        assert_eq!(reply["error"]["code"], code);
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_wallet_is_set_aside_reported_and_never_replaced_in_silence() {
    let world = World::start().await;
    let holder = world.holder().await;
    let wallet = file(&holder, "person-", ".db");
    let holder = damage_while_stopped(holder, &wallet);
    let session = holder.ok("session.status", json!({})).await;
    let session = match session["state"].as_str().unwrap() {
        // Found at the start.
        "no_wallet" => session,
        // Found when its key is there to read it.
        _ => {
            let error = holder.err("unlock", json!({"secret": PASSPHRASE})).await;
            assert_eq!(
                (&error["kind"], &error["code"]),
                (&json!("storage"), &json!("store.set_aside")),
                "{error}"
            );
            holder.ok("session.status", json!({})).await
        }
    };
    assert_eq!(session["state"], "no_wallet");
    let report = &session["quarantined"][0];
    let kept = holder.folder().join(report["file"].as_str().unwrap());
    assert!(kept.is_file(), "{report}");
    let reason = format!("app.quarantine.{}", report["reason"].as_str().unwrap());
    assert!(Messages::load("en").has(&reason), "{reason}");

    let holder = holder.restart();
    assert_eq!(
        holder.ok("session.status", json!({})).await["quarantined"][0],
        *report,
        "reported until it is dealt with"
    );
    holder.enrol(&world.voucher().await).await;
    assert!(kept.is_file(), "enrolling again does not touch it");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_K1_a_damaged_shared_file_is_gone_on_without_only_after_confirm_and_a_wait() {
    let world = World::start().await;
    let holder = world.holder().await;
    let shared = holder.folder().join("shared.db");
    let holder = damage_while_stopped(holder, &shared);
    let error = holder.err("session.status", json!({})).await;
    assert_eq!(
        (&error["kind"], &error["code"], &error["offer"]),
        (
            &json!("storage"),
            &json!("store.set_aside"),
            &json!("start_anew")
        ),
        "{error}"
    );
    let kept = holder
        .folder()
        .join(error["params"]["file"].as_str().unwrap());
    assert!(kept.is_file());
    assert!(
        holder.ok("hello", json!({"api_version": 1})).await["now"].is_string(),
        "the screen can still start"
    );
    assert_eq!(
        holder.err("snapshots.status", json!({})).await["code"],
        "store.set_aside",
        "nothing anew by itself"
    );

    let shown = holder.confirm.shown().len();
    let session = holder.ok("store.open_anew", json!({})).await;
    assert_eq!(
        session["state"], "locked",
        "the wallet is still there: {session}"
    );
    let asked = holder.confirm.shown();
    assert_eq!(asked.len(), shown + 1, "rule U1");
    assert_eq!(
        asked[shown].title,
        Messages::load("zh-Hans").text("confirm.open_anew.title")
    );
    assert_eq!(
        (&session["wait_seconds"], &session["wait_cause"]),
        (&json!(3_600), &json!("adopted"))
    );
    let early = holder.err("unlock", json!({"secret": PASSPHRASE})).await;
    assert_eq!(
        (&early["code"], &early["params"]["seconds"]),
        (&json!("unlock.wait"), &json!(3_600)),
        "no free try"
    );
    holder.ok("store.open_anew", json!({})).await;
    assert_eq!(
        holder.confirm.shown().len(),
        shown + 1,
        "what is open is not asked about"
    );
    world.clock.advance_seconds(3_600);
    assert!(
        session["quarantined"]
            .as_array()
            .unwrap()
            .iter()
            .any(|file| file["file"] == error["params"]["file"])
    );
    holder.ok("unlock", json!({"secret": PASSPHRASE})).await;
    assert_eq!(
        holder.ok("certificates.list", json!({})).await[0]["holder_name"],
        "周桂芳"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_U1_nobody_goes_on_without_the_shared_file_unasked() {
    let world = World::start().await;
    let answers = [ConfirmAnswer::No, ConfirmAnswer::Timeout];
    let holder = world
        .holder()
        .await
        .with_confirm(ScriptedConfirm::new(answers));
    let shared = holder.folder().join("shared.db");
    let holder = damage_while_stopped(holder, &shared);
    for code in ["confirm.declined", "confirm.timed_out"] {
        let error = holder.err("store.open_anew", json!({})).await;
        assert_eq!(error["code"], code);
        assert!(!shared.exists(), "nothing was begun anew");
        let error = holder.err("session.status", json!({})).await;
        assert_eq!(error["code"], "store.set_aside");
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_certificate_that_cannot_be_read_hides_no_other_and_may_be_deleted() {
    let world = World::start().await;
    let holder = world.holder().await;
    let (folder, clock) = (holder.folder(), holder.clock.clone());
    let holder = holder.restart_after(|| add_unreadable(folder, clock));
    holder.ok("unlock", json!({"secret": PASSPHRASE})).await;
    let cards = holder.ok("certificates.list", json!({})).await;
    let states: Vec<_> = cards
        .as_array()
        .unwrap()
        .iter()
        .map(|card| card["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["valid", "unreadable"], "{cards}");
    let card = &cards[1];
    assert_eq!(card["title_key"], "type.resident-identity.title");
    assert!(
        card["issuer_name"].as_str().unwrap().contains("云泉"),
        "{card}"
    );
    assert_eq!(
        (&card["valid_until"], &card["copies"]),
        (&json!("2027-03-01"), &json!(0))
    );
    let error = holder
        .err("certificates.get", json!({"id": card["id"]}))
        .await;
    assert_eq!(error["code"], "certificates.unreadable");

    holder
        .ok("certificates.delete", json!({"id": card["id"]}))
        .await;
    let text = holder.confirm.shown().pop().unwrap();
    let lines: Vec<_> = text.lines.iter().map(|line| line.value.as_str()).collect();
    assert!(
        lines.contains(&"2027 年 3 月 1 日"),
        "a day in words: {lines:?}"
    );
    assert!(
        lines.iter().any(|line| line.contains("读不出来")),
        "{lines:?}"
    );
    let left = holder.ok("certificates.list", json!({})).await;
    assert_eq!(left, json!([cards[0]]));
    world.stop().await;
}

/// Stores a second certificate whose bytes are no certificate.
fn add_unreadable(dir: PathBuf, clock: Arc<tongban_device::clock::FakeClock>) {
    let store = Store::open(StoreOptions {
        dir,
        clock,
        entropy: Arc::new(tongban_device::OsEntropy),
        secrets: None,
        device_key: None,
        kdf: tongban_app::Kdf::fast_for_tests(),
    })
    .unwrap();
    let person = store.persons().unwrap()[0];
    let db = store
        .unlock(person, &UserSecret::new(PASSPHRASE.into()))
        .unwrap();
    let good = db.certificates().unwrap().remove(0);
    let key = StoredKey {
        id: KeyId::from_bytes([0xff; 16]),
        purpose: KeyPurpose::Holder,
        public: [4; 65],
        custody: KeyCustody::Software(PrivateKey::new([7; 32])),
    };
    let bad = NewCertificate {
        certificate: StoredCertificate {
            id: CertificateId::from_bytes([0xff; 16]),
            valid_until: 1_803_916_800,
            ..good
        },
        copies: vec![NewCopy {
            bytes: b"no certificate".to_vec(),
            key: key.id,
            shard: 1,
            index: 7,
            linkable: true,
        }],
    };
    db.write(|tx| {
        tx.insert_key(&key)?;
        tx.insert_certificate(&bad)
    })
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_apps_never_use_one_folder_at_once() {
    let world = World::start().await;
    let first = Device::new(&world, 1);
    first.ok("session.status", json!({})).await;
    let mut config = tongban_app::AppConfig::new(first.folder(), tongban_app::HostView::Browser);
    config.kdf = tongban_app::Kdf::fast_for_tests();
    let second = tongban_app::App::start(config, capabilities(&first)).unwrap();
    let reply = second.call("session.status", "{}", &[]).await;
    assert!(reply.json.contains("\"store.busy\""), "{}", reply.json);
    drop(first);
    let reply = second.call("session.status", "{}", &[]).await;
    assert!(
        reply.json.contains("\"no_wallet\""),
        "the way is free: {}",
        reply.json
    );
    world.stop().await;
}

fn capabilities(device: &Device) -> tongban_app::Capabilities {
    tongban_app::Capabilities {
        clock: device.clock.clone(),
        entropy: Arc::new(tongban_device::entropy::SeededEntropy::new(9)),
        secrets: None,
        device_key: None,
        transport: Arc::new(tongban_device::transport::PanicTransport),
        confirm: device.confirm.clone(),
        presence: None,
        notifier: None,
        hints: None,
    }
}

fn file(device: &Device, prefix: &str, suffix: &str) -> PathBuf {
    let entries = std::fs::read_dir(device.folder())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with(prefix) && name.ends_with(suffix)
    };
    entries.into_iter().find(named).expect("the file")
}

/// Overwrites the middle of a file while no app has it open.
fn damage_while_stopped(device: Device, path: &PathBuf) -> Device {
    device.restart_after(|| {
        let mut bytes = std::fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle..middle + 64].fill(0xa5);
        std::fs::write(path, bytes).unwrap();
    })
}

/// The first bytes of a PNG of that size; a decoder that believed them would ask for the memory.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 0, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    png.extend(&header);
    png.extend(crc32(&header).to_be_bytes());
    let data = b"IDAT\x78\x9c";
    png.extend(2u32.to_be_bytes());
    png.extend(data);
    png.extend(crc32(data).to_be_bytes());
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}
