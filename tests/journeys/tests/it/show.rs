//! Showing: presence, fields, clocks.
#![allow(non_snake_case)]

use serde_json::json;

use crate::support::{NINE_O_CLOCK, PASSPHRASE, World};

#[tokio::test(flavor = "multi_thread")]
async fn rule_K5_codes_need_presence_and_five_minutes_are_enough() {
    let world = World::start().await;
    let holder = world.holder().await;
    let request = json!({"certificate_id": holder.certificate_id().await, "fields": ["name"]});
    let code = holder.ok("show.start", request.clone()).await;
    assert_eq!(code["presence_until"], "2026-03-02T01:05:00Z");
    let next = json!({"show_id": code["show_id"], "fields": ["name", "sex"]});
    world.clock.advance_seconds(299);
    let second = holder.ok("show.next", next.clone()).await;
    assert_ne!(second["text"], code["text"]);
    assert_eq!(second["discloses"], json!(["name", "sex"]));

    world.clock.advance_seconds(1);
    // The wallet locks itself only later than this.
    holder
        .ok("settings.set", json!({"auto_lock_seconds": 900}))
        .await;
    assert_eq!(
        holder.err("show.next", next.clone()).await["code"],
        "presence.needed"
    );
    assert_eq!(
        holder.err("show.start", request).await["code"],
        "presence.needed"
    );
    let wrong = holder
        .err("presence.give", json!({"secret": "not the passphrase"}))
        .await;
    assert_eq!(wrong["code"], "unlock.wrong_secret");
    assert_eq!(
        holder.err("show.next", next.clone()).await["code"],
        "presence.needed"
    );
    holder
        .ok("presence.give", json!({"secret": PASSPHRASE}))
        .await;
    holder.ok("show.next", next.clone()).await;

    holder
        .ok("show.stop", json!({"show_id": code["show_id"]}))
        .await;
    assert_eq!(holder.err("show.next", next).await["code"], "show.ended");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C5_the_id_number_is_never_in_a_timed_code() {
    let world = World::start().await;
    let holder = world.holder().await;
    let id = holder.certificate_id().await;
    for field in ["id_number", "portrait"] {
        let error = holder
            .err(
                "show.start",
                json!({"certificate_id": id, "fields": ["name", field]}),
            )
            .await;
        assert_eq!(
            (&error["code"], &error["params"]["field"]),
            (&json!("show.field_not_allowed"), &json!(field))
        );
    }
    let error = holder
        .err(
            "show.start",
            json!({"certificate_id": id, "fields": ["score"]}),
        )
        .await;
    assert_eq!(error["code"], "show.field_unknown");
    let (certificate, portrait) = holder
        .ok_bytes("certificates.get", json!({"id": id}), &[])
        .await;
    let offered = |name: &str| {
        let fields = certificate["fields"].as_array().unwrap();
        fields.iter().find(|field| field["name"] == name).unwrap()["in_timed_code"].clone()
    };
    assert_eq!(
        (offered("id_number"), offered("portrait"), offered("name")),
        (json!(false), json!(false), json!(true))
    );
    assert!(
        certificate["has_portrait"] == true && portrait.starts_with(b"RIFF"),
        "the holder sees the portrait"
    );
    assert!(
        certificate["identifier"]
            .as_str()
            .unwrap()
            .starts_with("1.2.156.3005.2.")
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C10_a_clock_in_1970_makes_no_code_and_judges_none() {
    let world = World::start().await;
    let (holder, verifier) = (world.holder().await, world.verifier().await);
    let text = holder.show(&["name"]).await;
    let id = holder.certificate_id().await;
    world.clock.set_wall(0);
    let error = holder
        .err(
            "show.start",
            json!({"certificate_id": id, "fields": ["name"]}),
        )
        .await;
    assert_eq!(
        (&error["kind"], &error["code"]),
        (&json!("refused"), &json!("show.clock_behind"))
    );
    let verdict = verifier.scan(&text).await;
    assert_eq!(
        (&verdict["verdict"], &verdict["reason"]),
        (&json!("cannot_tell"), &json!("clocks_differ"))
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C10_the_floor_outlives_a_restart() {
    let world = World::start().await;
    let holder = world.holder().await;
    let id = holder.certificate_id().await;
    world.clock.set_wall(NINE_O_CLOCK - 7 * 86_400);
    let holder = holder.restart();
    holder.ok("unlock", json!({"secret": PASSPHRASE})).await;
    let error = holder
        .err("show.start", json!({"certificate_id": id, "fields": []}))
        .await;
    assert_eq!(
        error["code"], "show.clock_behind",
        "later than the build, earlier than the list"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C10_a_clock_in_2090_is_a_matter_of_clocks_and_never_a_forgery() {
    let world = World::start().await;
    let (holder, verifier) = (world.holder().await, world.verifier().await);
    let now = holder.show(&["name"]).await;
    world.clock.set_wall(3_800_000_000);
    let verdict = verifier.scan(&now).await;
    assert_eq!(verdict["verdict"], "cannot_tell", "{verdict}");
    let from_2090 = holder.show(&["name"]).await;
    let card = &holder.ok("certificates.list", json!({})).await[0];
    assert_eq!(card["state"], "expired");
    world.clock.set_wall(NINE_O_CLOCK);
    let verdict = verifier.scan(&from_2090).await;
    assert_eq!(
        (&verdict["verdict"], &verdict["reason"]),
        (&json!("cannot_tell"), &json!("clocks_differ"))
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_C2_a_single_copy_is_called_linkable() {
    let world = World::start().await;
    let holder = world.holder().await;
    let card = &holder.ok("certificates.list", json!({})).await[0];
    assert_eq!(
        (&card["copies"], &card["linkable"]),
        (&json!(1), &json!(true))
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_shown_while_the_wallet_is_locked() {
    let world = World::start().await;
    let holder = world.holder().await;
    let id = holder.certificate_id().await;
    holder.ok("lock", json!({})).await;
    for (name, request) in [
        ("show.start", json!({"certificate_id": id, "fields": []})),
        ("certificates.list", json!({})),
        ("certificates.get", json!({"id": id})),
        ("certificates.delete", json!({"id": id})),
        ("presence.give", json!({"secret": PASSPHRASE})),
    ] {
        let error = holder.err(name, request).await;
        assert_eq!(
            (&error["kind"], &error["code"]),
            (&json!("locked"), &json!("wallet.locked")),
            "{name}"
        );
    }
    assert_eq!(
        holder.scan("TB1:").await["verdict"],
        "cannot_tell",
        "verifying needs no unlocking"
    );
    world.stop().await;
}
