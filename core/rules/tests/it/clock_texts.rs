//! Every word of the clock has a text in every language.

use serde_json::Value;
use tongban_rules::{Approver, Certainty, StopReason, Why};

const CHINESE: &str = include_str!("../../../../assets/messages/zh-Hans/clock.json");
const ENGLISH: &str = include_str!("../../../../assets/messages/en/clock.json");

#[test]
fn req_52_every_reason_has_a_text_in_both_languages_and_no_text_is_idle() {
    let certainties = [
        Certainty::Announced,
        Certainty::Computed,
        Certainty::Unannounced,
    ];
    let expected: [(&str, Vec<&str>); 4] = [
        ("why", Why::SLUGS.to_vec()),
        (
            "stop",
            StopReason::ALL.iter().map(|reason| reason.slug()).collect(),
        ),
        ("certainty", certainties.map(Certainty::slug).to_vec()),
        (
            "approver",
            vec![Approver::OfficeHead.slug(), Approver::GovernmentHead.slug()],
        ),
    ];
    for file in [CHINESE, ENGLISH] {
        let texts: Value = serde_json::from_str(file).unwrap();
        for (group, slugs) in &expected {
            let group_texts = texts["clock"][group].as_object().unwrap();
            for slug in slugs {
                assert!(
                    group_texts.get(*slug).is_some_and(Value::is_string),
                    "{group}.{slug}"
                );
            }
            assert_eq!(
                group_texts.len(),
                slugs.len(),
                "{group} has a text that nothing uses"
            );
        }
    }
}
