//! A shared tablet in the evening: the wallets are locked, and what was handed in goes out.
#![allow(non_snake_case)]

use serde_json::json;

use super::people::{Officer, Resident};
use crate::support::{PASSPHRASE, World};

/// Sends from the sealed outbox until nothing waits.
async fn evening(resident: &Resident) -> u64 {
    let mut sent = 0;
    for _ in 0..50 {
        let view = resident.0.ok("sealed.send", json!({})).await;
        sent += view["sent"].as_u64().unwrap();
        if view["waiting"] == 0 {
            return sent;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the sealed outbox does not empty");
}

/// A resident whose application with a photo was handed in without network.
async fn handed_in(world: &World) -> Resident {
    let resident = Resident(world.holder().await);
    // The platform's keys come with the first sync.
    resident.0.ok("sync.now", json!({})).await;
    let draft = resident.elderly_card(40).await;
    resident.0.network.unplug();
    // The person's own sync has just failed and waits, so it offers nothing yet.
    resident.0.ok("sync.now", json!({})).await;
    resident.submit(&draft).await;
    resident
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_K4_what_a_locked_wallet_handed_in_arrives_once_with_its_photos_and_nobodys_key() {
    let world = World::start().await;
    let resident = handed_in(&world).await;
    let open = resident.0.ok("sealed.send", json!({})).await;
    assert_eq!(open["sent"], 0, "an open wallet sends for itself");
    // The app is killed and started again: nobody's key is in memory.
    let resident = Resident(resident.0.restart());
    resident.0.network.plug(&world.base_url());
    let session = resident.0.ok("session.status", json!({})).await;
    assert_eq!(session["state"], "locked");
    assert_eq!(evening(&resident).await, 1);

    let officer = Officer(world.officer("intake", &["intake"]).await);
    let queue = officer.queue().await;
    assert_eq!(queue.len(), 1);
    let case = officer.open(queue[0]["case"].as_str().unwrap()).await;
    let materials = case["materials"].as_array().unwrap().iter();
    let mut files = materials.flat_map(|material| material["files"].as_array().unwrap());
    let file = files.next().expect("the photo came along")["id"].clone();
    let request = json!({"case": case["case"], "file": file});
    let (_, photo) = officer.0.ok_bytes("desk.file", request, &[]).await;
    assert!(photo.starts_with(&[0xff, 0xd8]), "a whole picture");

    // The person's own sync offers it too, and is told the same.
    resident.0.ok("unlock", json!({"secret": PASSPHRASE})).await;
    resident.sync().await;
    let outbox = resident.0.ok("outbox.list", json!({})).await;
    assert_eq!(outbox["waiting"], 0);
    let cases = resident.0.ok("cases.list", json!({})).await;
    assert_eq!(cases.as_array().unwrap().len(), 1);
    assert_eq!(officer.queue().await.len(), 1, "exactly once");
    let left = resident.0.ok("sealed.send", json!({})).await;
    assert_eq!(left["waiting"], 0);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S8_a_lost_answer_and_the_persons_own_sync_make_no_second_case() {
    let world = World::start().await;
    let resident = handed_in(&world).await;
    let resident = Resident(resident.0.restart());
    resident.0.network.plug(&world.base_url());
    resident.0.network.lose_answers(1);
    let lost = resident.0.ok("sealed.send", json!({})).await;
    assert_eq!(lost["sent"], 0, "{lost}");
    resident.0.ok("unlock", json!({"secret": PASSPHRASE})).await;
    let item = resident.0.ok("outbox.list", json!({})).await["items"][0].clone();
    let can = item["can"].as_array().unwrap();
    assert!(
        !can.contains(&json!("take_back")),
        "it may have arrived: {item:#}"
    );
    resident.sync().await;
    resident.0.ok("lock", json!({})).await;
    let left = resident.0.ok("sealed.send", json!({})).await;
    assert_eq!(left["waiting"], 0, "received, so the sealed one is gone");
    let officer = Officer(world.officer("intake", &["intake"]).await);
    assert_eq!(officer.queue().await.len(), 1, "exactly once");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn req_103_the_sealed_outbox_of_an_erased_wallet_hands_up_the_text_and_is_empty() {
    let world = World::start().await;
    let resident = handed_in(&world).await;
    // Erased before anything of it went out: its photo is gone, what was signed is not.
    resident.0.ok("wallet.erase", json!({})).await;
    resident.0.network.plug(&world.base_url());
    assert_eq!(evening(&resident).await, 1);
    let officer = Officer(world.officer("intake", &["intake"]).await);
    assert_eq!(officer.queue().await.len(), 1);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_K4_what_was_taken_back_is_not_sent_in_the_evening() {
    let world = World::start().await;
    let resident = handed_in(&world).await;
    let outbox = resident.0.ok("outbox.list", json!({})).await;
    let id = outbox["items"][0]["id"].clone();
    resident.0.ok("outbox.take_back", json!({"id": id})).await;
    let resident = Resident(resident.0.restart());
    resident.0.network.plug(&world.base_url());
    assert_eq!(evening(&resident).await, 0);
    let officer = Officer(world.officer("intake", &["intake"]).await);
    assert!(officer.queue().await.is_empty());
    world.stop().await;
}
