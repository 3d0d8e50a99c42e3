//! Unlocking: wrong secrets, waits, auto-lock, levels of custody.
#![allow(non_snake_case)]

use std::sync::Arc;

use serde_json::json;
use tongban_app::EventView;
use tongban_device::DeviceKeyError;
use tongban_device::secret_store::MemorySecrets;

use crate::support::{Device, Extras, PASSPHRASE, World, typed};

#[tokio::test(flavor = "multi_thread")]
async fn rule_K1_wrong_secrets_cost_time_and_a_restart_gives_none_back() {
    let world = World::start().await;
    let mut holder = world.holder().await;
    holder.ok("lock", json!({})).await;
    for left in (1..=4).rev() {
        let error = holder
            .err("unlock", json!({"secret": "wrong wrong wrong"}))
            .await;
        assert_eq!(
            (&error["code"], &error["params"]["left_before_wait"]),
            (&json!("unlock.wrong_secret"), &json!(left))
        );
    }
    let fifth = holder
        .err("unlock", json!({"secret": "wrong wrong wrong"}))
        .await;
    assert_eq!(
        (&fifth["code"], &fifth["params"]["seconds"]),
        (&json!("unlock.wait"), &json!(60))
    );

    world.clock.advance_seconds(59);
    holder = holder.restart();
    let session = holder.ok("session.status", json!({})).await;
    assert_eq!(
        (&session["wait_seconds"], &session["wrong_tries"]),
        (&json!(1), &json!(5))
    );
    assert_eq!(session["next_wait_seconds"], 900);
    let early = holder.err("unlock", json!({"secret": PASSPHRASE})).await;
    assert_eq!(
        early["code"], "unlock.wait",
        "even the right one has to wait"
    );

    world.clock.reboot();
    let session = holder.restart();
    holder = session;
    assert_eq!(
        holder.ok("session.status", json!({})).await["wait_seconds"],
        60,
        "a new boot serves the wait again"
    );
    world.clock.advance_seconds(60);
    assert_eq!(
        holder.ok("unlock", json!({"secret": PASSPHRASE})).await["state"],
        "unlocked"
    );
    assert_eq!(
        holder.ok("session.status", json!({})).await["wrong_tries"],
        0
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_K1_with_a_keyring_a_pin_is_enough_and_without_it_nothing_opens() {
    let world = World::start().await;
    let secrets = Arc::new(MemorySecrets::new());
    let extras = Extras {
        secrets: Some(secrets.clone()),
        ..Extras::default()
    };
    let device = Device::having(&world, 1, extras);
    let hello = device.ok("hello", json!({"api_version": 1})).await;
    assert_eq!(hello["custody"], "os_keyring");
    let session = device.ok("session.status", json!({})).await;
    assert_eq!(
        (&session["secret_kind"], &session["min_length"]),
        (&json!("pin"), &json!(6))
    );
    let voucher = world.voucher().await;
    let error = device.err("enrol.start", typed(&voucher, "abcdef")).await;
    assert_eq!(error["code"], "enrol.secret_not_digits");
    device.ok("enrol.start", typed(&voucher, "310702")).await;
    assert_eq!(
        device.ok("settings.get", json!({})).await["custody"],
        "os_keyring"
    );

    let device = device.restart();
    secrets.set_locked(true);
    let error = device.err("unlock", json!({"secret": "310702"})).await;
    assert_eq!(
        (&error["kind"], &error["code"]),
        (&json!("storage"), &json!("store.keyring")),
        "{error}"
    );
    secrets.set_locked(false);
    assert_eq!(
        device.ok("unlock", json!({"secret": "310702"})).await["state"],
        "unlocked"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wallet_locks_itself_after_a_while_without_use_and_says_so() {
    let world = World::start().await;
    let holder = world.holder().await;
    holder
        .ok("settings.set", json!({"auto_lock_seconds": 60}))
        .await;
    let mut events = holder.app.events();
    world.clock.advance_seconds(59);
    holder.ok("certificates.list", json!({})).await;
    world.clock.advance_seconds(59);
    assert_eq!(
        holder
            .ok("certificates.list", json!({}))
            .await
            .as_array()
            .unwrap()
            .len(),
        1,
        "use keeps it open"
    );
    world.clock.advance_seconds(60);
    assert_eq!(
        holder.err("certificates.list", json!({})).await["code"],
        "wallet.locked"
    );
    let locked = std::iter::from_fn(|| events.try_recv().ok()).any(
        |event| matches!(event, EventView::SessionChanged(view) if view.state == tongban_app::SessionState::Locked),
    );
    assert!(locked, "the screen was told");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_outlive_a_restart_and_refuse_nonsense() {
    let world = World::start().await;
    let device = Device::new(&world, 1);
    device
        .ok("hello", json!({"api_version": 1, "locale": "en-GB"}))
        .await;
    assert_eq!(
        device.ok("settings.get", json!({})).await["locale"],
        "en-GB",
        "the machine's, until one is chosen"
    );
    let chosen =
        json!({"locale": "zh-Hans", "theme": "dark", "elder": true, "auto_lock_seconds": 120});
    device.ok("settings.set", chosen).await;
    assert_eq!(
        device
            .err("settings.set", json!({"locale": "<script>"}))
            .await["code"],
        "settings.locale"
    );
    let error = device
        .err("settings.set", json!({"auto_lock_seconds": 1}))
        .await;
    assert_eq!(
        (&error["code"], &error["params"]["min"]),
        (&json!("settings.auto_lock"), &json!(30))
    );
    let device = device.restart();
    let settings = device.ok("settings.get", json!({})).await;
    assert_eq!(
        (&settings["locale"], &settings["theme"]),
        (&json!("zh-Hans"), &json!("dark"))
    );
    assert_eq!(
        (&settings["elder"], &settings["auto_lock_seconds"]),
        (&json!(true), &json!(120))
    );
    assert_eq!(settings["custody"], "passphrase");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_version_of_the_screen_is_told_to_update() {
    let world = World::start().await;
    let error = Device::new(&world, 1)
        .err("hello", json!({"api_version": 2}))
        .await;
    assert_eq!(
        (&error["kind"], &error["code"]),
        (&json!("update_needed"), &json!("hello.version"))
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_K1_with_a_key_store_every_key_stays_in_it_and_is_erased_with_the_wallet() {
    let world = World::start().await;
    let (device, key_store) = Device::with_key_store(&world);
    device
        .ok("enrol.start", typed(&world.voucher().await, "310702"))
        .await;
    assert_eq!(
        device.ok("settings.get", json!({})).await["custody"],
        "hardware"
    );
    for purpose in ["-device-0", "-submission-0", "-holder-0"] {
        let aliases = key_store.aliases();
        assert!(
            aliases.iter().any(|alias| alias.ends_with(purpose)),
            "{purpose}: {aliases:?}"
        );
    }
    let verifier = world.verifier().await;
    assert_eq!(
        verifier.scan(&device.show(&["name"]).await).await["verdict"],
        "valid"
    );

    let id = device.certificate_id().await;
    key_store.set_failure(Some(DeviceKeyError::Invalidated));
    let error = device
        .err("show.start", json!({"certificate_id": id, "fields": []}))
        .await;
    assert_eq!(error["code"], "store.key_invalidated");
    assert_eq!(
        device
            .ok("certificates.list", json!({}))
            .await
            .as_array()
            .unwrap()
            .len(),
        1,
        "still readable"
    );
    key_store.set_failure(None);

    device.ok("certificates.delete", json!({"id": id})).await;
    assert!(
        !key_store
            .aliases()
            .iter()
            .any(|alias| alias.contains("-holder-")),
        "{:?}",
        key_store.aliases()
    );
    device.ok("lock", json!({})).await;
    device.ok("wallet.erase", json!({})).await;
    assert_eq!(key_store.aliases(), Vec::<String>::new());
    world.stop().await;
}
