//! Bad input: each gets a clear, typed error, and nothing is lost.
#![allow(non_snake_case)]

use std::path::PathBuf;

use serde_json::json;
use tongban_app::Messages;

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
async fn a_damaged_shared_file_stops_nothing_but_asks_first() {
    let world = World::start().await;
    let holder = world.holder().await;
    let shared = holder.folder().join("shared.db");
    let holder = damage_while_stopped(holder, &shared);
    let error = holder.err("session.status", json!({})).await;
    assert_eq!(
        (&error["kind"], &error["code"]),
        (&json!("storage"), &json!("store.set_aside")),
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

    let session = holder.ok("store.open_anew", json!({})).await;
    assert_eq!(
        session["state"], "locked",
        "the wallet is still there: {session}"
    );
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
        entropy: std::sync::Arc::new(tongban_device::entropy::SeededEntropy::new(9)),
        secrets: None,
        device_key: None,
        transport: std::sync::Arc::new(tongban_device::transport::PanicTransport),
        confirm: device.confirm.clone(),
        presence: None,
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
