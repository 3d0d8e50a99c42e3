//! A platform that goes back to a backup made before an officer decided (rule S2): the decision is
//! there again once the devices of those who made the case have synced, in whatever order.
#![allow(non_snake_case)]

use serde_json::{Value, json};
use tempfile::TempDir;

use super::people::{Officer, Resident, photo};
use crate::support::World;

/// A case, its people, and everything that the office decides in one sitting.
struct Story {
    world: World,
    resident: Resident,
    officer: Officer,
}

impl Story {
    async fn begin() -> Self {
        let world = World::start().await;
        let resident = Resident(world.holder().await);
        let roles = ["intake", "caseworker", "decider"];
        let officer = Officer(world.officer("马文慧", &roles).await);
        Self {
            world,
            resident,
            officer,
        }
    }

    /// Hands an application in; its case.
    async fn apply(&self) -> String {
        let draft = self.resident.elderly_card(40).await;
        let item = self.resident.submit(&draft).await;
        self.resident.sync().await;
        item["case"].as_str().unwrap().to_owned()
    }

    /// Judges, accepts, grants.
    async fn grant(&self, case: &str) {
        let open = self.officer.open(case).await;
        let judged = self.officer.judge_all(&open, &[]).await;
        let accepted = self.officer.act(&judged, json!({"kind": "accept"})).await;
        self.officer.act(&accepted, json!({"kind": "grant"})).await;
        self.phase_is(case, "granted").await;
    }

    async fn phase_is(&self, case: &str, phase: &str) {
        self.resident
            .case_until(case, phase, |view| view["card"]["phase"] == phase)
            .await;
    }

    /// The machine burns; everybody's next request leads to the one that was made from the backup.
    async fn goes_back_to(self, backup: &TempDir) -> Self {
        let world = self.world.restored_from(backup).await;
        self.resident.0.network.plug(&world.base_url());
        self.officer.0.network.plug(&world.base_url());
        Self { world, ..self }
    }

    /// What the resident sees of it, without what the number of a new document is.
    async fn told(&self, case: &str) -> Value {
        let view = self.resident.0.ok("cases.get", json!({"case": case})).await;
        let cards = self.resident.0.ok("certificates.list", json!({})).await;
        let cards = cards.as_array().unwrap().iter();
        let cards: Vec<_> = cards
            .map(|card| json!([card["type_name"], card["state"], card["copies"]]))
            .collect();
        let life = view["life"].as_array().unwrap().iter();
        let life: Vec<_> = life.map(|step| &step["code"]).collect();
        json!({
            "phase": view["card"]["phase"],
            "life": life,
            "materials": view["materials"],
            "has_certificate": view["certificate"].is_string(),
            "cards": cards,
        })
    }

    /// States of what the officer's outbox holds.
    async fn desk_outbox(&self) -> Vec<Value> {
        let view = self.officer.0.ok("outbox.list", json!({})).await;
        view["items"].as_array().unwrap().clone()
    }
}

fn states(items: &[Value]) -> Vec<&str> {
    let states = items.iter().map(|item| item["state"].as_str().unwrap());
    states.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S2_a_decision_since_the_backup_is_there_again_once_whoever_syncs_first() {
    for resident_first in [true, false] {
        let story = Story::begin().await;
        let case = story.apply().await;
        let backup = story.world.back_up().await;
        story.grant(&case).await;
        let (before, made) = (story.told(&case).await, story.world.made(&case).await);
        assert_eq!(before["has_certificate"], true, "{before:#}");

        let story = story.goes_back_to(&backup).await;
        assert_eq!(story.world.made(&case).await.len(), 2, "not decided there");
        if resident_first {
            story.resident.sync().await;
        }
        story.officer.queue().await;
        story.resident.sync().await;
        story.phase_is(&case, "granted").await;
        assert_eq!(story.world.made(&case).await, made, "each act once");
        assert_eq!(story.told(&case).await, before);
        let items = story.desk_outbox().await;
        assert_eq!(states(&items), vec!["received"; items.len()]);

        // The certificate is the one that the platform of today knows: it can be revoked.
        let certificate = story.resident.certificate_of("elderly-card").await;
        let code = story
            .resident
            .show_fields(&certificate.expect("in the wallet"), &["name"])
            .await;
        let issued = story.world.operations().await;
        let issued = issued.list_certificates("zhou-guifang").await.unwrap();
        assert_eq!(issued.len(), 2, "the identity, and one card");
        story.world.revoke_now().await;
        let verifier = story.world.verifier().await;
        assert_eq!(verifier.scan(&code).await["verdict"], "revoked");

        // In the next backup it is safe, and the desk keeps nothing more.
        let _newer = story.world.back_up().await;
        story.officer.queue().await;
        assert!(story.desk_outbox().await.is_empty());
        story.world.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S2_a_decision_waits_for_the_application_that_the_platform_lost_with_it() {
    let story = Story::begin().await;
    let backup = story.world.back_up().await;
    let case = story.apply().await;
    story.grant(&case).await;
    let (before, made) = (story.told(&case).await, story.world.made(&case).await);

    let story = story.goes_back_to(&backup).await;
    assert!(story.officer.queue().await.is_empty());
    let items = story.desk_outbox().await;
    assert_eq!(items.len(), 5, "{items:#?}");
    for item in &items {
        // It is told, as what it is, and nothing is decided about a case that is not there.
        assert_ne!(item["state"], "received", "{item:#}");
        assert_eq!(item["reason"], "sent_again", "{item:#}");
        let name = item["service_name"].as_str().unwrap();
        assert!(
            name.contains("老年人优待证") && name.contains("R2026-"),
            "{name}"
        );
    }
    story.resident.sync().await;
    story.officer.queue().await;
    story.resident.sync().await;
    story.phase_is(&case, "granted").await;
    assert_eq!(story.world.made(&case).await, made);
    assert_eq!(story.told(&case).await, before);
    story.world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S2_notice_and_supplement_come_back_in_their_order() {
    let story = Story::begin().await;
    let case = story.apply().await;
    let backup = story.world.back_up().await;
    let open = story.officer.open(&case).await;
    let unfit = [("portrait", "portrait-old")];
    let judged = story.officer.judge_all(&open, &unfit).await;
    story
        .officer
        .act(&judged, json!({"kind": "ask_supplement"}))
        .await;
    story.phase_is(&case, "supplement_asked").await;
    let draft = story
        .resident
        .0
        .ok("cases.supplement", json!({"case": case}))
        .await;
    let draft = draft["id"].as_str().unwrap().to_owned();
    story.resident.attach(&draft, "portrait", &photo(160)).await;
    story.resident.submit(&draft).await;
    story.resident.sync().await;
    story.grant(&case).await;
    let (before, made) = (story.told(&case).await, story.world.made(&case).await);

    let story = story.goes_back_to(&backup).await;
    // The resident's device comes first: what she supplied answers a notice that is not there yet.
    story.resident.0.ok("sync.now", json!({})).await;
    let outbox = story.resident.0.ok("outbox.list", json!({})).await;
    let sent = states(outbox["items"].as_array().unwrap()).join(" ");
    assert!(
        !sent.contains("returned"),
        "nothing is refused for that: {sent}"
    );
    for _ in 0..2 {
        story.officer.queue().await;
        story.resident.0.ok("sync.now", json!({})).await;
    }
    story.officer.queue().await;
    story.resident.sync().await;
    story.phase_is(&case, "granted").await;
    let mut again = story.world.made(&case).await;
    assert_eq!(again.len(), made.len(), "each act once");
    // Photos may come before or after what was done meanwhile.
    again.sort();
    let mut made = made;
    made.sort();
    assert_eq!(again, made);
    assert_eq!(story.told(&case).await["cards"], before["cards"]);
    story.world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_S6_what_was_decided_otherwise_meanwhile_is_told_to_the_officer_who_chooses() {
    let story = Story::begin().await;
    let case = story.apply().await;
    let backup = story.world.back_up().await;
    let open = story.officer.open(&case).await;
    let judged = story.officer.judge_all(&open, &[]).await;
    story.officer.act(&judged, json!({"kind": "accept"})).await;

    let story = story.goes_back_to(&backup).await;
    story.resident.0.ok("sync.now", json!({})).await;
    story.phase_is(&case, "submitted").await;
    story
        .resident
        .0
        .ok("cases.withdraw", json!({"case": case}))
        .await;
    story.resident.sync().await;
    story.officer.queue().await;
    let items = story.desk_outbox().await;
    let told = states(&items);
    assert_eq!(told[0], "returned_for_correction", "{items:#?}");
    assert_eq!(told[1..], ["blocked_by"; 3], "{items:#?}");
    assert_eq!(items[0]["can"], json!(["see_case", "delete"]), "{items:#?}");
    let shown = story.officer.open(&case).await;
    assert_eq!(shown["phase"], "withdrawn");
    // One choice for all that stood on it.
    let left = json!({"id": items[0]["id"]});
    story.officer.0.ok("outbox.delete", left).await;
    assert!(story.desk_outbox().await.is_empty());
    assert_eq!(
        story.world.made(&case).await.len(),
        3,
        "nothing of it counts"
    );
    story.world.stop().await;
}
