//! Services are found and read without a wallet and without a network.

use serde_json::{Value, json};
use tongban_app::App;

use crate::support::{app, call, capabilities, config};

fn ids(view: &Value) -> Vec<&str> {
    let services = view["services"].as_array().unwrap();
    services.iter().map(|s| s["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_service_is_found_by_what_people_say_and_the_phrase_is_named() {
    let (_dir, app) = app();
    let all = call(&app, "services.list", json!({})).await.unwrap();
    assert_eq!(ids(&all).len(), 3);
    for (query, id) in [
        ("老年人优待证", "elderly-preferential-card"),
        ("坐公交免费", "elderly-preferential-card"),
        ("jzz", "residence-permit"),
        ("开个小店", "individual-business-registration"),
        ("residence", "residence-permit"),
    ] {
        let found = call(&app, "services.list", json!({ "query": query }))
            .await
            .unwrap();
        assert_eq!(ids(&found).first(), Some(&id), "{query}");
        assert!(found["services"][0]["because"].is_string(), "{query}");
    }
    let none = call(&app, "services.list", json!({ "query": "xyzzyx" }))
        .await
        .unwrap();
    assert_eq!(none["nothing_found"], json!(true));
    let event = all["life_events"][0]["id"].as_str().unwrap().to_owned();
    let listed = call(&app, "services.list", json!({ "life_event": event }))
        .await
        .unwrap();
    assert_eq!(
        listed["services"].as_array().unwrap().len() as u64,
        all["life_events"][0]["count"]
    );
}

#[tokio::test]
async fn a_guide_says_what_it_takes_and_where_each_rule_comes_from() {
    let (_dir, app) = app();
    for service in [
        "elderly-preferential-card",
        "residence-permit",
        "individual-business-registration",
    ] {
        let guide = call(&app, "services.guide", json!({ "service": service }))
            .await
            .unwrap();
        for list in [
            "gets",
            "fees",
            "materials",
            "conditions",
            "channels",
            "steps",
            "contacts",
            "basis",
            "venues",
            "samples",
            "remedies",
        ] {
            assert!(
                !guide[list].as_array().unwrap().is_empty(),
                "{service}: {list}"
            );
        }
        for material in guide["materials"].as_array().unwrap() {
            assert!(!material["source"]["title"].as_str().unwrap().is_empty());
            assert!(!material["source"]["clause"].as_str().unwrap().is_empty());
        }
        assert!(
            guide["law"]["limit"]["text"]
                .as_str()
                .unwrap()
                .contains(char::is_numeric)
        );
    }
    assert_eq!(
        call(
            &app,
            "services.guide",
            json!({ "service": "no-such-thing" })
        )
        .await,
        Err("services.not_found".into())
    );
}

#[tokio::test]
async fn texts_come_in_the_chosen_language() {
    let (_dir, app) = app();
    call(&app, "settings.set", json!({ "locale": "en" }))
        .await
        .unwrap();
    let guide = call(
        &app,
        "services.guide",
        json!({ "service": "residence-permit" }),
    )
    .await
    .unwrap();
    assert_eq!(guide["name"], json!("Residence permit"));
    let texts = call(&app, "services.texts", json!({})).await.unwrap();
    assert_eq!(
        texts["types"]["elderly-card"]["title"],
        json!("Elderly preferential card")
    );
}

#[tokio::test]
async fn a_build_without_a_pack_and_a_pack_of_a_stranger_are_errors_with_codes() {
    for (break_it, code) in [
        (0, "services.no_pack"),
        (1, "services.unreadable"),
        (2, "services.unreadable"),
    ] {
        let dir = tempfile::TempDir::new().unwrap();
        let mut config = config(&dir);
        match break_it {
            0 => config.built_in_pack = None,
            1 => config.built_in_pack.as_mut().unwrap()[2_000] ^= 1,
            // The root's key is no pack key.
            _ => {
                let pem = include_str!("../../../../assets/demo/INSECURE-demo-keys/list.pem");
                use p256::pkcs8::DecodePrivateKey as _;
                let key = p256::ecdsa::SigningKey::from_pkcs8_pem(pem).unwrap();
                let point = key.verifying_key().to_sec1_point(true);
                config.pack_key = Some(point.as_bytes().to_vec());
            }
        }
        let app = App::start(config, capabilities()).unwrap();
        assert_eq!(
            call(&app, "services.list", json!({})).await,
            Err(code.into()),
            "{break_it}"
        );
        // What needs no pack works.
        call(&app, "settings.get", json!({})).await.unwrap();
    }
}
