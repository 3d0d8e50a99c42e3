//! Messages and reminders against the real platform: a certificate that expires, and two devices of
//! one person.

use std::time::Duration;

use serde_json::{Value, json};

use crate::application::people::Resident;
use crate::support::{Device, PASSPHRASE, World};

async fn messages(device: &Device) -> Vec<Value> {
    let listed = device.ok("messages.list", json!({})).await;
    listed.as_array().expect("a list").clone()
}

/// Waits until the inbox is as it should be.
async fn until(device: &Device, what: &str, is: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    for _ in 0..500 {
        let now = messages(device).await;
        if is(&now) {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never: {what}: {:#?}", messages(device).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_told_of_28_14_7_and_1_days_before_it_expires() {
    let world = World::start().await;
    let mut device = world.holder().await;
    let cards = device.ok("certificates.list", json!({})).await;
    let last_day = cards[0]["valid_until"].as_str().expect("a day").to_owned();
    let card = cards[0]["id"].as_str().expect("an id").to_owned();
    let last = tongban_rules::Day::parse(&last_day).expect("a day");
    for (count, days) in (1..).zip([28, 14, 7, 1]) {
        device
            .clock
            .set_wall(last.plus_days(-days).start() + 10 * 3_600);
        // The task looks when the app is unlocked, as after a night.
        device = device.restart();
        device.ok("unlock", json!({ "secret": PASSPHRASE })).await;
        let told = until(&device, "it is told", |all| all.len() == count).await;
        let newest = &told[0];
        assert_eq!(newest["code"], json!("certificate_expires"));
        assert_eq!(newest["params"]["days"], json!(days));
        assert_eq!(newest["params"]["date"], json!(last_day));
        assert_eq!(newest["link"], json!(format!("/certificates/{card}")));
        assert_eq!(newest["kind"], json!("certificate"));
        let ids: std::collections::BTreeSet<_> =
            told.iter().map(|one| one["id"].to_string()).collect();
        assert_eq!(ids.len(), count, "each once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_on_one_device_is_read_on_the_other_and_a_hint_brings_it_at_once() {
    let world = World::start().await;
    let phone = Resident(world.holder_of("zhou-guifang", 21).await);
    let tablet = Resident(world.holder_of("zhou-guifang", 22).await);
    let draft = phone.elderly_card(10).await;
    phone.submit(&draft).await;
    phone.sync().await;
    let (Resident(phone), Resident(tablet)) = (phone, tablet);
    let on_phone = until(&phone, "it is received", |all| !all.is_empty()).await;
    tablet.ok("sync.now", json!({})).await;
    let on_tablet = until(&tablet, "it is there too", |all| !all.is_empty()).await;
    assert_eq!(on_phone[0]["id"], on_tablet[0]["id"]);
    assert_eq!(on_tablet[0]["read"], json!(false));

    // The tablet is looked at; its clock stands, so that only a hint makes it pull.
    tablet.ok("app.visible", json!({ "visible": true })).await;
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    for message in messages(&phone).await {
        let id = json!({ "id": message["id"] });
        phone.ok("messages.read", id).await;
    }
    let read = |all: &[Value]| all.iter().all(|one| one["read"] == true);
    until(&tablet, "it is read there", read).await;

    // The other way with a pull, and nothing becomes unread again.
    let before = messages(&tablet).await.len();
    let tablet = Resident(tablet);
    let draft = tablet.elderly_card(20).await;
    tablet.submit(&draft).await;
    tablet.sync().await;
    let Resident(tablet) = tablet;
    until(&tablet, "another one", |all| all.len() > before).await;
    tablet.ok("messages.read_all", json!({})).await;
    tablet.ok("sync.now", json!({})).await;
    phone.ok("sync.now", json!({})).await;
    until(&phone, "all is read", |all| all.len() > before && read(all)).await;
}
