//! Processes that are killed without a chance to react, at moments that nobody chose.
#![allow(non_snake_case)]

use std::io::{BufRead, BufReader};
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::json;

use super::people::{Officer, Resident, text};
use crate::support::platform_process::{FOLDER, PlatformProcess, child, serve_if_told, task};
use crate::support::{Device, Network, PASSPHRASE, World};

const SERVICE: &str = "elderly-preferential-card";
const PLATFORM: &str = "TONGBAN_TEST_PLATFORM";

/// Ten in every run; a hundred when the run is a deep one.
fn rounds() -> u32 {
    match std::env::var_os("TONGBAN_DEEP") {
        Some(_) => 100,
        None => 10,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn req_32_a_draft_survives_a_kill_at_any_moment_of_typing() {
    if task("typing") {
        type_for_ever().await;
    }
    let world = World::start().await;
    let mut device = world.holder().await;
    let mut kept = String::new();
    for round in 0..rounds() {
        let said;
        (device, said) = kill_at_some_moment(device, &world.base_url(), "typing");
        device.ok("unlock", json!({"secret": PASSPHRASE})).await;
        let drafts = device.ok("drafts.list", json!({})).await;
        assert_eq!(drafts[0]["resumed"], true, "round {round}: {drafts:#}");
        let draft = device
            .ok("drafts.get", json!({"draft": drafts[0]["id"]}))
            .await;
        let typed = super::elderly_card::field(&draft, "address")["value"]["value"].clone();
        kept = typed.as_str().unwrap_or_default().to_owned();
        let saved: usize = said.last().and_then(|line| line.parse().ok()).unwrap_or(0);
        let came = kept.chars().count();
        assert!(
            (saved..=saved + 1).contains(&came),
            "round {round}: {saved} characters were said to be saved, {came} are there"
        );
    }
    assert!(!kept.is_empty(), "something was typed in the end");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S8_an_app_that_is_killed_while_it_sends_sends_nothing_twice_and_loses_nothing() {
    if task("sending") {
        submit_for_ever().await;
    }
    let world = World::start().await;
    let mut device = world.holder().await;
    let mut submitted = 0;
    for _ in 0..rounds() {
        let said;
        (device, said) = kill_at_some_moment(device, &world.base_url(), "sending");
        submitted += said.len();
    }
    device.ok("unlock", json!({"secret": PASSPHRASE})).await;
    let resident = Resident(device);
    resident.sync().await;
    let cases = resident.0.ok("cases.list", json!({})).await;
    let cases = cases.as_array().unwrap().len();
    let officer = Officer(world.officer("intake", &["intake"]).await);
    let queue = officer.queue().await.len();
    assert_eq!(cases, queue, "device and office know the same cases");
    // A submission may be durable before the child could say so: one a round at most.
    let most = submitted + rounds() as usize;
    assert!(
        (submitted..=most).contains(&queue),
        "{submitted} were submitted, {queue} arrived"
    );
    assert!(queue > 0);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S11_a_platform_killed_between_sent_and_receipt_makes_exactly_one_case() {
    serve_if_told().await;
    let data = tempfile::TempDir::new().unwrap();
    let start = || PlatformProcess::start(KILLED_PLATFORM, data.path(), None);
    let mut platform = start();
    let world = World::around(data.path(), &platform.base_url);
    let resident = Resident(world.holder().await);
    resident.submit(&resident.elderly_card(30).await).await;
    for round in 0..rounds() {
        // The request arrives and its answer does not; then the platform dies.
        resident.0.network.lose_answers(1);
        resident.0.ok("sync.now", json!({})).await;
        tokio::time::sleep(Duration::from_millis(u64::from(round) * 7 % 40)).await;
        platform.kill();
        platform = start();
        resident.0.network.plug(&platform.base_url);
    }
    let received = resident
        .sync_until("a receipt", |outbox| {
            outbox["items"][0]["state"] == "received"
        })
        .await;
    assert!(received["items"][0]["number"].is_string());
    let world = World::around(data.path(), &platform.base_url);
    let officer = Officer(world.officer("intake", &["intake"]).await);
    assert_eq!(officer.queue().await.len(), 1, "exactly one case");
    platform.kill();
}

/// Runs the task over the device's folder, lets it work for a while and kills it; the device as it
/// comes up again, and what the task said.
fn kill_at_some_moment(device: Device, platform: &str, task: &str) -> (Device, Vec<String>) {
    let test = match task {
        "typing" => "application::kills::req_32_a_draft_survives_a_kill_at_any_moment_of_typing",
        _ => {
            "application::kills::rule_S8_an_app_that_is_killed_while_it_sends_sends_nothing_twice_and_loses_nothing"
        }
    };
    let mut said = Vec::new();
    let mut command = child(test, task, &device.folder());
    command.env(PLATFORM, platform);
    let device = device.restart_after(|| said = words_until_killed(command));
    (device, said)
}

/// Starts a child and kills it some time after its first word; all that it said.
fn words_until_killed(mut command: Command) -> Vec<String> {
    let mut child = command.spawn().expect("an app");
    let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let (say, said) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            if let Some((_, word)) = line.split_once("did ") {
                say.send(word.trim().to_owned()).ok();
            }
        }
    });
    let first = said.recv_timeout(Duration::from_secs(20));
    let first = first.expect("it did something");
    let entropy: &dyn tongban_device::Entropy = &tongban_device_desktop::OsEntropy;
    let chance: [u8; 1] = entropy.array().expect("chance");
    std::thread::sleep(Duration::from_millis(u64::from(chance[0])));
    child.kill().expect("a kill");
    child.wait().expect("its end");
    reader.join().expect("all that it said");
    std::iter::once(first).chain(said.try_iter()).collect()
}

fn did(what: impl std::fmt::Display) {
    use std::io::Write;
    let mut out = std::io::stdout();
    writeln!(out, "did {what}")
        .and_then(|()| out.flush())
        .expect("the parent listens");
}

async fn app_of_child() -> Resident {
    let folder = std::env::var_os(FOLDER).expect("a folder");
    let platform = std::env::var(PLATFORM).expect("an address");
    let device = Device::in_folder(folder.as_ref(), Network::to(&platform));
    device.ok("unlock", json!({"secret": PASSPHRASE})).await;
    Resident(device)
}

/// One character more with each save, as fast as they go.
async fn type_for_ever() -> ! {
    let resident = app_of_child().await;
    let drafts = resident.0.ok("drafts.list", json!({})).await;
    let draft = match drafts[0]["id"].as_str() {
        Some(id) => id.to_owned(),
        None => resident.start(SERVICE).await["id"]
            .as_str()
            .unwrap()
            .to_owned(),
    };
    for count in 1.. {
        let typed = "石".repeat(count);
        resident.save(&draft, 1, &[("address", text(&typed))]).await;
        did(count);
        if count == 180 {
            break;
        }
    }
    std::future::pending().await
}

/// One application after the other.
async fn submit_for_ever() -> ! {
    let resident = app_of_child().await;
    loop {
        let item = resident.submit(&resident.elderly_card(50).await).await;
        did(&item["id"]);
    }
}

const KILLED_PLATFORM: &str = "application::kills::rule_S11_a_platform_killed_between_sent_and_receipt_makes_exactly_one_case";
