//! Another PIN or passphrase, asked for and confirmed.
#![allow(non_snake_case)]

use std::sync::Arc;

use serde_json::{Value, json};
use tongban_app::EventView;
use tongban_device::confirm::{ConfirmAnswer, ScriptedConfirm};
use tongban_device::secret_store::MemorySecrets;

use crate::support::{Device, Extras, PASSPHRASE, World, typed};

const NEW: &str = "another horse battery";

fn change(current: &str, new: &str) -> Value {
    json!({"current": current, "new": new})
}

async fn opens_with(device: &Device, secret: &str) -> bool {
    device.ok("lock", json!({})).await;
    let (reply, _) = device.raw("unlock", json!({"secret": secret}), &[]).await;
    match reply["error"]["code"].as_str() {
        None => true,
        Some("unlock.wrong_secret") => false,
        Some(code) => panic!("{code}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_U1_a_secret_is_changed_only_after_confirm_and_then_it_alone_opens() {
    let world = World::start().await;
    let holder = world.holder().await;
    let holder = holder.with_confirm(ScriptedConfirm::new([
        ConfirmAnswer::No,
        ConfirmAnswer::Timeout,
        ConfirmAnswer::Yes,
    ]));
    holder
        .ok("hello", json!({"api_version": 1, "locale": "en"}))
        .await;
    holder.ok("unlock", json!({"secret": PASSPHRASE})).await;
    for refused in ["confirm.declined", "confirm.timed_out"] {
        let error = holder.err("secret.change", change(PASSPHRASE, NEW)).await;
        assert_eq!(error["code"], refused);
        assert!(!opens_with(&holder, NEW).await);
        assert!(opens_with(&holder, PASSPHRASE).await);
    }
    let shown = &holder.confirm.shown()[0];
    assert_eq!(shown.title, "Change the secret");
    let text: String = shown
        .lines
        .iter()
        .flat_map(|line| [&line.label, &line.value])
        .chain(&shown.notes)
        .cloned()
        .collect();
    assert!(!text.contains(PASSPHRASE) && !text.contains(NEW), "{text}");

    let mut events = holder.app.events();
    let session = holder.ok("secret.change", change(PASSPHRASE, NEW)).await;
    assert_eq!(session["state"], "unlocked");
    let told = std::iter::from_fn(|| events.try_recv().ok())
        .any(|event| matches!(event, EventView::SessionChanged(_)));
    assert!(told, "the screen was told");
    holder.show(&["name"]).await;
    assert!(!opens_with(&holder, PASSPHRASE).await);
    let holder = holder.restart();
    assert!(!opens_with(&holder, PASSPHRASE).await);
    assert!(opens_with(&holder, NEW).await);
    assert_eq!(holder.certificate_id().await.len(), 36);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_K1_what_is_wrong_is_said_before_confirm_and_only_a_wrong_present_secret_counts() {
    let world = World::start().await;
    let holder = world.holder().await;
    let asked = holder.confirm.shown().len();
    for (new, code) in [
        ("short", "secret.short"),
        ("aaaaaaaaaaaa", "secret.weak"),
        ("0123456789", "secret.weak"),
        (&*"x".repeat(2000), "secret.long"),
    ] {
        let error = holder
            .err("secret.change", change("wrong wrong", new))
            .await;
        assert_eq!(error["code"], code, "{new}");
        assert_eq!(error["kept"], "kept.secret_unchanged");
    }
    let same = holder
        .err("secret.change", change(PASSPHRASE, PASSPHRASE))
        .await;
    assert_eq!(same["code"], "secret.same");
    let session = holder.ok("session.status", json!({})).await;
    assert_eq!(session["wrong_tries"], 0);
    for left in (1..=4).rev() {
        let error = holder
            .err("secret.change", change("wrong wrong", NEW))
            .await;
        assert_eq!(
            (&error["code"], &error["params"]["left_before_wait"]),
            (&json!("unlock.wrong_secret"), &json!(left))
        );
    }
    let fifth = holder
        .err("secret.change", change("wrong wrong", NEW))
        .await;
    assert_eq!(
        (&fifth["code"], &fifth["params"]["seconds"]),
        (&json!("unlock.wait"), &json!(60))
    );
    let session = holder.ok("session.status", json!({})).await;
    assert_eq!(
        (&session["wait_seconds"], &session["wait_total_seconds"]),
        (&json!(60), &json!(60))
    );
    assert_eq!(holder.confirm.shown().len(), asked, "nobody was asked");

    holder.ok("lock", json!({})).await;
    let error = holder.err("secret.change", change(PASSPHRASE, NEW)).await;
    assert_eq!(error["code"], "wallet.locked");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_K1_a_pin_that_anyone_would_try_first_is_no_pin() {
    let world = World::start().await;
    let extras = Extras {
        secrets: Some(Arc::new(MemorySecrets::new())),
        ..Extras::default()
    };
    let (device, voucher) = (Device::having(&world, 1, extras), world.voucher().await);
    for pin in ["111111", "123456", "654321"] {
        let error = device.err("enrol.start", typed(&voucher, pin)).await;
        assert_eq!(
            (&error["code"], &error["kept"]),
            (&json!("enrol.secret_weak"), &json!("kept.voucher_unused"))
        );
    }
    assert_eq!(device.confirm.shown().len(), 0);
    device.ok("enrol.start", typed(&voucher, "310702")).await;
    let error = device
        .err("secret.change", change("310702", "222222"))
        .await;
    assert_eq!(error["code"], "secret.weak");
    device.ok("secret.change", change("310702", "842019")).await;
    assert!(opens_with(&device, "842019").await);
    world.stop().await;
}
