//! Answers without measure, from somebody who is not the platform or a platform that has gone
//! mad, to a real device over real HTTP.
#![allow(non_snake_case)]

use serde_json::json;

use super::people::{Officer, Resident};
use crate::support::World;
use crate::support::middleman::{Act, Middleman};

#[tokio::test(flavor = "multi_thread")]
async fn rule_C11_an_answer_without_measure_costs_little_holds_up_nothing_and_loses_nothing() {
    let world = World::start().await;
    let between = Middleman::before(&world.base_url()).await;
    let resident = Resident(world.holder().await);
    let mut acts = vec![Act::Gigabyte, Act::Endless, Act::Bomb];
    if std::env::var_os("TONGBAN_DEEP").is_some() {
        // Each costs the whole time that an answer may take, 19 s.
        acts.push(Act::Drip);
    }
    resident.0.network.plug(&between.base_url());
    resident.sync().await;
    for (place, act) in acts.iter().enumerate() {
        between.act(*act);
        between.read();
        resident
            .submit(&resident.elderly_card(place as u8).await)
            .await;
        // What is handed in goes out, although no pull comes to an end.
        let mut looks = 0;
        loop {
            let outbox = resident.0.ok("sync.now", json!({})).await;
            if outbox["waiting"] == 0 {
                break;
            }
            looks += 1;
            assert!(looks < 10, "{act:?} holds everything up: {outbox:#}");
        }
        let (told, taken) = between.read();
        assert!(told > 0, "{act:?}");
        // An answer of a pull is at most 2 MiB; the rest lay in the machine's own buffers.
        let most = told * (10 << 20);
        assert!(taken < most, "{act:?}: {taken} bytes of {told} answers");
        let officer = Officer(world.officer(&format!("clerk {place}"), &["intake"]).await);
        assert_eq!(officer.queue().await.len(), place + 1, "{act:?}");
    }
    // With an honest answer everything is there.
    between.act(Act::Honest);
    resident.sync().await;
    let cases = resident.0.ok("cases.list", json!({})).await;
    let cases = cases.as_array().unwrap();
    assert_eq!(cases.len(), acts.len());
    for case in cases {
        let id = case["id"].as_str().unwrap();
        resident
            .case_until(id, "its number", |view| view["card"]["number"].is_string())
            .await;
    }
    world.stop().await;
}
