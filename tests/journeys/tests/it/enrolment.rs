//! Enrolling: vouchers, Confirm, lost answers, and what is left on the disk.
#![allow(non_snake_case)]

use serde_json::json;
use tongban_code::{Ec, draw_modules};
use tongban_device::confirm::{ConfirmAnswer, ScriptedConfirm};
use tongban_protocol::EnrolResponse;

use crate::support::{Device, PASSPHRASE, World, typed};

#[tokio::test(flavor = "multi_thread")]
async fn rule_K2_a_typed_voucher_shows_its_clerk_and_brings_the_certificate() {
    let world = World::start().await;
    let (voucher, device) = (world.voucher().await, Device::new(&world, 1));
    let seen = device
        .ok("enrol.look", json!({"number": voucher.number.to_string()}))
        .await;
    assert_eq!(
        (&seen["clerk"], &seen["station"]),
        (&json!("何志平"), &json!("石桥沟村便民服务站"))
    );
    assert_eq!(
        (&seen["tries_left"], &seen["expires_at"]),
        (&json!(5), &json!("2026-03-02T01:15:00Z"))
    );

    device
        .ok("hello", json!({"api_version": 1, "locale": "zh-CN"}))
        .await;
    let mut events = device.app.events();
    let certificates = device.enrol(&voucher).await;
    let issuer = &certificates["certificates"][0]["issuer_name"];
    assert!(issuer.as_str().unwrap().contains("云泉"), "{issuer}");
    let heard: Vec<_> = std::iter::from_fn(|| events.try_recv().ok())
        .map(|event| serde_json::to_value(event).unwrap()["name"].clone())
        .collect();
    for name in [
        "progress",
        "confirm",
        "session_changed",
        "snapshots_changed",
        "certificates_changed",
    ] {
        assert!(heard.contains(&json!(name)), "{name} is missing: {heard:?}");
    }
    assert_eq!(
        certificates["certificates"][0]["type_name"],
        "resident-identity"
    );
    assert_eq!(certificates["certificates"][0]["holder_name"], "周桂芳");
    assert_eq!(certificates["certificates"][0]["state"], "valid");
    assert_eq!(
        device.ok("session.status", json!({})).await["state"],
        "unlocked"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_U1_the_question_says_which_scanned_voucher_it_is_about() {
    let world = World::start().await;
    let vouchers = [world.voucher().await, world.voucher().await];
    let device = Device::new(&world, 1)
        .with_confirm(ScriptedConfirm::new([ConfirmAnswer::No, ConfirmAnswer::No]));
    for voucher in &vouchers {
        let text = voucher.full.to_text();
        let request =
            json!({"voucher": {"kind": "full", "text": text.as_str()}, "secret": PASSPHRASE});
        device.err("enrol.start", request).await;
    }
    let shown = device.confirm.shown();
    assert!(shown[0] != shown[1], "two vouchers, one text");
    for (text, voucher) in shown.iter().zip(&vouchers) {
        let mark = voucher.full.mark();
        assert!(text.lines.iter().any(|line| line.value.contains(&mark)));
        let secret = voucher.full.to_text();
        assert!(
            !text
                .lines
                .iter()
                .any(|line| line.value.contains(secret.as_str()))
        );
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voucher_is_read_from_a_picture_of_the_paper() {
    let world = World::start().await;
    let (voucher, device) = (world.voucher().await, Device::new(&world, 1));
    let paper = draw_modules(&voucher.full.to_text(), Ec::M)
        .unwrap()
        .to_png(5, 4)
        .unwrap();
    let (read, _) = device
        .ok_bytes("enrol.voucher_code", json!({}), &paper)
        .await;
    let request =
        json!({"voucher": {"kind": "full", "text": read["voucher"]}, "secret": PASSPHRASE});
    assert_eq!(
        device.ok("enrol.start", request).await["certificates"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let error = device
        .err("enrol.voucher_code", json!({"text": "TB1:HELLO"}))
        .await;
    assert_eq!(error["code"], "enrol.not_a_voucher");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_U1_confirm_shows_the_cores_text_and_a_no_leaves_nothing_behind() {
    let world = World::start().await;
    let voucher = world.voucher().await;
    let device = Device::new(&world, 1).with_confirm(ScriptedConfirm::new([
        ConfirmAnswer::No,
        ConfirmAnswer::Yes,
    ]));
    device
        .ok("enrol.look", json!({"number": voucher.number.to_string()}))
        .await;
    let error = device.err("enrol.start", typed(&voucher, PASSPHRASE)).await;
    assert_eq!(
        (&error["kind"], &error["code"]),
        (&json!("declined"), &json!("confirm.declined"))
    );
    let shown = &device.confirm.shown()[0];
    assert_eq!(shown.title, "取证");
    let values: Vec<_> = shown.lines.iter().map(|line| line.value.as_str()).collect();
    assert!(values.contains(&"居民身份电子证"), "{values:?}");
    assert!(
        values.contains(&voucher.number.to_string().as_str()),
        "{values:?}"
    );
    assert!(
        values.contains(&"何志平（石桥沟村便民服务站）"),
        "{values:?}"
    );

    let session = device.ok("session.status", json!({})).await;
    assert_eq!(
        (&session["state"], &session["enrol_pending"]),
        (&json!("no_wallet"), &json!(false))
    );
    assert!(
        files(&device)
            .iter()
            .all(|name| !name.starts_with("person-")),
        "{:?}",
        files(&device)
    );
    device.enrol(&voucher).await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_U1_delete_and_erase_ask_first_and_an_unanswered_question_is_a_no() {
    let world = World::start().await;
    let device = world.holder().await;
    let id = device.certificate_id().await;
    let device = device.with_confirm(ScriptedConfirm::new([
        ConfirmAnswer::No,
        ConfirmAnswer::Timeout,
        ConfirmAnswer::Yes,
    ]));
    device.ok("unlock", json!({"secret": PASSPHRASE})).await;
    assert_eq!(
        device.err("certificates.delete", json!({"id": id})).await["code"],
        "confirm.declined"
    );
    assert_eq!(
        device.err("wallet.erase", json!({})).await["code"],
        "confirm.timed_out"
    );
    assert_eq!(
        device
            .ok("certificates.list", json!({}))
            .await
            .as_array()
            .unwrap()
            .len(),
        1
    );
    device.ok("certificates.delete", json!({"id": id})).await;
    assert_eq!(device.ok("certificates.list", json!({})).await, json!([]));
    assert_eq!(
        device.err("certificates.delete", json!({"id": id})).await["code"],
        "certificates.not_found"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_secret_is_no_trap_erase_works_locked_and_enrolling_again_too() {
    let world = World::start().await;
    let device = world.holder().await;
    device.ok("lock", json!({})).await;
    assert_eq!(
        device.ok("wallet.erase", json!({})).await["state"],
        "no_wallet"
    );
    assert!(
        files(&device)
            .iter()
            .all(|name| !name.starts_with("person-")),
        "{:?}",
        files(&device)
    );
    device.enrol(&world.voucher().await).await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_app_and_a_lost_answer_cost_nothing() {
    let world = World::start().await;
    let (voucher, device) = (world.voucher().await, Device::new(&world, 1));
    device.network.lose_answers(1);
    let error = device.err("enrol.start", typed(&voucher, PASSPHRASE)).await;
    assert_eq!(
        (&error["code"], &error["kept"]),
        (&json!("enrol.answer_lost"), &json!("kept.enrolment_kept"))
    );

    let device = device.restart();
    let session = device.ok("session.status", json!({})).await;
    assert_eq!(
        (&session["state"], &session["enrol_pending"]),
        (&json!("no_wallet"), &json!(true))
    );
    let wrong = device
        .err("enrol.resume", json!({"secret": "another passphrase"}))
        .await;
    assert_eq!(wrong["code"], "enrol.pending_secret");
    world.clock.advance_seconds(3600);
    let finished = device
        .ok("enrol.resume", json!({"secret": PASSPHRASE}))
        .await;
    assert_eq!(finished["certificates"][0]["holder_name"], "周桂芳");
    assert_eq!(
        device.ok("session.status", json!({})).await["enrol_pending"],
        false
    );
    let issued = world
        .operations()
        .await
        .list_certificates("zhou-guifang")
        .await
        .unwrap();
    assert_eq!(issued.len(), 1, "asked twice, issued once");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_forgot_the_secret_of_an_unanswered_enrolment_starts_anew_and_nothing_is_orphaned() {
    let world = World::start().await;
    let (device, key_store) = Device::with_key_store(&world);
    device.network.lose_answers(1);
    device
        .err("enrol.start", typed(&world.voucher().await, "310702"))
        .await;
    let device = device.restart();
    device
        .ok("hello", json!({"api_version": 1, "locale": "en"}))
        .await;
    let voucher = world.voucher().await;
    let wrong = device.err("enrol.start", typed(&voucher, "842019")).await;
    assert_eq!(
        (&wrong["code"], &wrong["next"]),
        (&json!("enrol.pending_secret"), &json!("next.same_secret"))
    );

    assert_eq!(
        device.ok("wallet.erase", json!({})).await["enrol_pending"],
        false
    );
    let asked = device.confirm.shown().pop().unwrap();
    assert_eq!(
        asked.title, "Give up this enrolment",
        "it is no certificate that goes"
    );
    assert_eq!(key_store.aliases(), Vec::<String>::new());
    assert!(
        files(&device)
            .iter()
            .all(|name| !name.starts_with("person-"))
    );
    let finished = device.ok("enrol.start", typed(&voucher, "842019")).await;
    assert_eq!(finished["certificates"][0]["holder_name"], "周桂芳");
    let device = device.restart();
    device.ok("unlock", json!({"secret": "842019"})).await;
    let persons = files(&device)
        .iter()
        .filter(|name| name.starts_with("person-") && name.ends_with(".key"))
        .count();
    assert_eq!(persons, 1);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_K6_the_head_of_the_read_log_is_kept_and_shown_while_unlocked() {
    let world = World::start().await;
    let device = Device::new(&world, 1);
    let settings = device.ok("settings.get", json!({})).await;
    assert_eq!(settings["read_log"], json!(null));
    device.enrol(&world.voucher().await).await;
    let shown = device.ok("settings.get", json!({})).await["read_log"].take();
    let (lines, hash) = world.read_log_head().await;
    assert_eq!(
        (&shown["lines"], &shown["hash"]),
        (&json!(lines), &json!(hash))
    );
    assert_eq!(
        (&shown["at"], &shown["contradictions"]),
        (&json!("2026-03-02T01:00:00Z"), &json!(0))
    );
    device.ok("lock", json!({})).await;
    let settings = device.ok("settings.get", json!({})).await;
    assert_eq!(settings["read_log"], json!(null));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_K6_a_log_longer_than_any_log_is_an_answer_that_does_not_check_out() {
    let world = World::start().await;
    let (voucher, device) = (world.voucher().await, Device::new(&world, 1));
    device.network.alter_answers(Some(|body| {
        let mut answer = EnrolResponse::decode(body).unwrap();
        answer.read_log.seq = u64::MAX;
        *body = answer.encode().to_vec();
    }));
    let error = device.err("enrol.start", typed(&voucher, PASSPHRASE)).await;
    assert_eq!(
        (&error["code"], &error["kept"]),
        (&json!("enrol.answer_bad"), &json!("kept.enrolment_kept"))
    );
    device.network.alter_answers(None);
    device
        .ok("enrol.resume", json!({"secret": PASSPHRASE}))
        .await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_was_changed_on_the_way_is_not_taken_and_the_true_one_still_comes() {
    let world = World::start().await;
    let (voucher, device) = (world.voucher().await, Device::new(&world, 1));
    device.network.alter_answers(Some(|body| {
        let mut answer = EnrolResponse::decode(body).unwrap();
        *answer.certificates[0].copies[0].last_mut().unwrap() ^= 1;
        *body = answer.encode().to_vec();
    }));
    let error = device.err("enrol.start", typed(&voucher, PASSPHRASE)).await;
    assert_eq!(
        (&error["code"], &error["kept"]),
        (&json!("enrol.answer_bad"), &json!("kept.enrolment_kept"))
    );
    assert_eq!(
        device.ok("session.status", json!({})).await["state"],
        "no_wallet"
    );
    device.network.alter_answers(None);
    let finished = device
        .ok("enrol.resume", json!({"secret": PASSPHRASE}))
        .await;
    assert_eq!(finished["certificates"][0]["holder_name"], "周桂芳");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_start_again_finishes_a_lost_enrolment_without_asking_again() {
    let world = World::start().await;
    let (voucher, device) = (world.voucher().await, Device::new(&world, 1));
    device.network.lose_answers(2);
    device.err("enrol.start", typed(&voucher, PASSPHRASE)).await;
    let device = device.restart();
    assert_eq!(
        device.err("enrol.start", typed(&voucher, PASSPHRASE)).await["code"],
        "enrol.answer_lost"
    );
    device.enrol(&voucher).await;
    assert_eq!(device.confirm.shown().len(), 1, "one yes, one request");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_K2_a_used_a_guessed_and_an_expired_voucher_say_so() {
    let world = World::start().await;
    let voucher = world.voucher().await;
    Device::new(&world, 1).enrol(&voucher).await;
    let device = Device::new(&world, 2);
    assert_eq!(
        device.err("enrol.start", typed(&voucher, PASSPHRASE)).await["code"],
        "enrol.voucher_used"
    );

    let voucher = world.voucher().await;
    let wrong = match voucher.digits.expose() {
        b"00000000" => "00000001",
        _ => "00000000",
    };
    for left in (1..=4).rev() {
        let mut guess = typed(&voucher, PASSPHRASE);
        guess["voucher"]["digits"] = json!(wrong);
        let error = device.err("enrol.start", guess).await;
        assert_eq!(error["code"], "enrol.voucher_tries_left", "{error}");
        assert_eq!(error["params"]["n"], left);
        assert!(
            files(&device)
                .iter()
                .all(|name| !name.starts_with("person-")),
            "a refusal leaves nothing"
        );
    }
    let mut guess = typed(&voucher, PASSPHRASE);
    guess["voucher"]["digits"] = json!(wrong);
    assert_eq!(
        device.err("enrol.start", guess).await["code"],
        "enrol.voucher_blocked"
    );
    assert_eq!(
        device.err("enrol.start", typed(&voucher, PASSPHRASE)).await["code"],
        "enrol.voucher_blocked"
    );

    let voucher = world.voucher().await;
    world.clock.advance_seconds(15 * 60);
    assert_eq!(
        device.err("enrol.start", typed(&voucher, PASSPHRASE)).await["code"],
        "enrol.voucher_expired"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_does_not_fit_costs_no_voucher() {
    let world = World::start().await;
    let (voucher, device) = (world.voucher().await, Device::new(&world, 1));
    let error = device.err("enrol.start", typed(&voucher, "short")).await;
    assert_eq!(
        (&error["code"], &error["params"]["min"]),
        (&json!("enrol.secret_short"), &json!(10))
    );
    assert_eq!(
        device
            .err("enrol.start", typed(&voucher, &"x".repeat(2000)))
            .await["code"],
        "enrol.secret_long"
    );
    assert_eq!(device.confirm.shown().len(), 0);
    device.enrol(&voucher).await;
    assert_eq!(
        device.err("enrol.start", typed(&voucher, PASSPHRASE)).await["code"],
        "enrol.wallet_exists"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_K1_the_files_hold_no_value_of_the_certificate_in_clear() {
    let world = World::start().await;
    let device = world.holder().await;
    let (certificate, portrait) = device
        .ok_bytes(
            "certificates.get",
            json!({"id": device.certificate_id().await}),
            &[],
        )
        .await;
    let text = device.show(&["name"]).await;
    device.scan(&text).await;
    let mut needles: Vec<(String, Vec<u8>)> = certificate["fields"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|field| field["value"].as_str().unwrap().len() > 3)
        .map(|field| {
            (
                field["name"].to_string(),
                field["value"].as_str().unwrap().as_bytes().to_vec(),
            )
        })
        .collect();
    needles.push(("portrait".to_owned(), portrait[20..60].to_vec()));
    needles.push(("secret".to_owned(), PASSPHRASE.as_bytes().to_vec()));
    assert!(needles.len() >= 8, "enough to look for: {needles:?}");
    let (folder, mut searched) = (device.folder(), 0);
    device.restart_after(|| {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            searched += bytes.len();
            for (name, needle) in &needles {
                let found = bytes.windows(needle.len()).any(|window| window == needle);
                assert!(!found, "{name} stands in clear in {}", path.display());
            }
        }
    });
    assert!(searched > 10_000, "the search had something to search in");
    world.stop().await;
}

fn files(device: &Device) -> Vec<String> {
    let entries = std::fs::read_dir(device.folder()).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}
