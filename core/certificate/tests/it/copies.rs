use std::collections::BTreeSet;

use serde_json::Value as Json;
use tongban_certificate::*;

use crate::world::*;

/// Byte and text values that occur anywhere in a decoded token.
fn values(json: &Json, into: &mut BTreeSet<String>) {
    match json {
        Json::String(text) if text.len() > 8 => {
            into.insert(text.clone());
        }
        Json::Array(elements) => elements.iter().for_each(|element| values(element, into)),
        Json::Object(object) => object.values().for_each(|value| values(value, into)),
        _ => {}
    }
}

#[test]
fn rule_C2_copies_of_one_certificate_share_only_office_and_type() {
    let copies: Vec<BTreeSet<String>> = (0..3u8)
        .map(|copy| {
            let issue = Issue {
                holder: Key::new(130 + copy),
                salt_seed: 50 + copy,
                status: StatusReference {
                    shard: u32::from(copy),
                    index: 17 + u32::from(copy),
                },
                ..Issue::default()
            };
            let held = issue.held();
            let request = TimedProofRequest {
                certificate: &held,
                disclose: &[],
                now: NOW,
                floor: 0,
            };
            let prepared = prepare_timed_proof(&request).unwrap();
            let signature = issue.holder.sign(prepared.to_be_signed());
            let mut found = BTreeSet::new();
            values(
                &inspect(prepared.finish(&signature).bytes()).unwrap(),
                &mut found,
            );
            found
        })
        .collect();
    let kind = ["key_binding_token".to_owned()];
    let known: BTreeSet<String> = [office().as_str().to_owned()]
        .into_iter()
        .chain(kind)
        .collect();
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        let shared: BTreeSet<_> = copies[one].intersection(&copies[other]).cloned().collect();
        assert_eq!(shared, known);
    }
    assert!(copies[0].len() > 12);
}

#[test]
fn rule_C2_a_type_says_how_many_copies_a_person_gets() {
    let plan = types().all()[0].copies();
    assert!(plan.short_lived >= 1 && plan.short_lived_days <= 45);
}
