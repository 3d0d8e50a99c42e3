use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use tongban_certificate::*;
use tongban_cose::cbor::{Item, Limits, Value, read};

use crate::issuers::issuers;
use crate::world::*;

fn anchored() -> TrustState {
    TrustState::from_anchor(&root(1)).unwrap()
}

fn list(change: impl FnOnce(&mut TrustListContent)) -> Vec<u8> {
    let mut content = list_content();
    change(&mut content);
    signed_list(&content)
}

fn accept(trust: &mut TrustState, list: &[u8]) -> Result<TrustUpdate, TrustError> {
    trust.accept(&[], list, NOW, FLOOR)
}

#[test]
fn rule_C9_a_root_needs_two_of_its_three_keys() {
    for signers in [[(1, 1), (2, 1)], [(1, 1), (3, 1)], [(2, 1), (3, 1)]] {
        assert!(TrustState::from_anchor(&root_signed_by(1, &signers)).is_ok());
    }
    for signers in [&[][..], &[(2, 1)], &[(2, 1), (2, 1)], &[(2, 1), (1, 2)]] {
        let refused = TrustState::from_anchor(&root_signed_by(1, signers));
        assert_eq!(refused.unwrap_err(), TrustError::SignatureBroken);
    }
}

#[test]
fn rule_C9_the_next_root_needs_two_keys_of_both() {
    let good = root(2);
    let cases = [
        (root_signed_by(2, &[(1, 1), (2, 1), (1, 2), (2, 2)]), true),
        (root_signed_by(2, &[(1, 2), (2, 2), (3, 2)]), false),
        (root_signed_by(2, &[(1, 1), (2, 1), (3, 1)]), false),
        (root_signed_by(2, &[(1, 1), (1, 2), (2, 2)]), false),
        (root_signed_by(2, &[(1, 1), (2, 1), (1, 2)]), false),
    ];
    for (document, accepted) in cases {
        let mut trust = anchored();
        let list = list(|content| content.root_number = 2);
        let result = trust.accept(&[document], &list, NOW, FLOOR);
        assert_eq!(result.is_ok(), accepted);
        assert_eq!(trust.root_number(), if accepted { 2 } else { 1 });
    }
    let mut trust = anchored();
    assert!(
        trust
            .accept(&[good], &list(|c| c.root_number = 2), NOW, FLOOR)
            .unwrap()
            .new_root
    );
}

#[test]
fn rule_C9_after_years_offline_a_device_walks_from_its_root_to_the_newest() {
    let list = list(|content| content.root_number = 4);
    let mut trust = anchored();
    let roots = [root(1), root(2), root(3), root(4)];
    assert!(trust.accept(&roots, &list, NOW, FLOOR).unwrap().new_root);
    assert_eq!((trust.root_number(), trust.roots().len()), (4, 4));
    let mut gap = anchored();
    let refused = gap.accept(&[root(2), root(4)], &list, NOW, FLOOR);
    assert_eq!(refused, Err(TrustError::RootGap));
    assert_eq!(gap.root_number(), 1, "nothing of a refused update stays");
}

#[test]
fn rule_C9_two_roots_of_one_number_are_a_conflict() {
    let mut trust = anchored();
    trust
        .accept(&[root(2)], &list(|c| c.root_number = 2), NOW, FLOOR)
        .unwrap();
    let other = root_signed_by(2, &[(2, 1), (3, 1), (1, 2), (2, 2)]);
    let refused = trust.accept(&[other], &list(|c| c.root_number = 2), NOW, FLOOR);
    assert_eq!(refused, Err(TrustError::RootConflict));
}

#[test]
fn rule_C9_a_duplicate_kid_refuses_the_list() {
    let twice = TrustListContent {
        slots: vec![slot(), slot()],
        ..list_content()
    };
    assert_eq!(
        prepare_trust_list(&twice).err(),
        Some(TrustListError::DuplicateSlot(SLOT))
    );
    // A list that another tool built and the right key signed.
    let forged = resigned(&list(|_| {}), |map| {
        change_slots(map, |slots| slots.push(slots[0].clone()));
        let Item::Encoded(keys) = value_of(map, 9) else {
            panic!("keys are one byte string")
        };
        let keys = read(keys, &Limits::LIST)
            .unwrap()
            .as_bytes()
            .unwrap()
            .repeat(2);
        *value_of(map, 9) = keys.into();
    });
    assert_eq!(
        accept(&mut anchored(), &forged),
        Err(TrustError::DuplicateSlot)
    );
    let same = resigned(&list(|_| {}), |map| change_slots(map, |_| {}));
    assert!(accept(&mut anchored(), &same).is_ok());
}

#[test]
fn rule_C8_a_list_in_which_one_key_has_two_uses_is_refused() {
    let refused = |name: &str, change: fn(&mut TrustListContent)| {
        let refused = accept(&mut anchored(), &list(change));
        assert_eq!(refused.unwrap_err(), TrustError::KeyReused, "{name}");
    };
    refused("issuer and issuer", |content| {
        let mut second = content.slots[0].clone();
        second.number += 1;
        content.slots.push(second);
    });
    refused("issuer and status", |content| {
        content.status_sources[0].signer = content.slots[0].key.clone();
    });
    refused("issuer and list", |content| {
        content.slots[0].key = list_key(1).public();
    });
    refused("status and list", |content| {
        content.status_sources[0].signer = list_key(1).public();
    });
    refused("issuer and root", |content| {
        content.slots[0].key = root_key(1, 1).public();
    });
    assert!(accept(&mut anchored(), &list(|_| ())).is_ok());
}

#[test]
fn a_list_that_breaks_its_format_is_malformed_whoever_signed_it() {
    let two = list(|content| {
        let number = SLOT + 1;
        content.slots.push(Slot { number, ..slot() });
    });
    type Change = fn(&mut Map);
    let changes: [(&str, Change); 9] = [
        ("out of order", |map| {
            change_slots(map, |slots| slots.reverse())
        }),
        ("one key less than slots", |map| {
            change_slots(map, |slots| slots.push(Item::Null))
        }),
        ("a slot that is none", |map| {
            change_slots(map, |slots| slots[0] = Item::Null)
        }),
        ("keys that are no points", |map| {
            *value_of(map, 9) = vec![0xff; 66].into()
        }),
        ("no keys", |map| map.retain(|(key, _)| *key != 9.into())),
        ("no slots", |map| map.retain(|(key, _)| *key != 8.into())),
        ("longer than announced", |map| announce(map, |n| n - 1)),
        ("shorter than announced", |map| announce(map, |n| n + 1)),
        ("an unknown key", |map| map.push((10.into(), 0.into()))),
    ];
    for (what, change) in changes {
        let changed = resigned(&two, |map| {
            change_slots(map, |_| {});
            change(map);
        });
        let refused = accept(&mut anchored(), &changed);
        assert_eq!(refused, Err(TrustError::Malformed), "{what}");
    }
}

#[test]
fn rule_C11_a_list_inflates_to_no_more_than_a_list_may_be_long() {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&vec![0; (4 << 20) + 1]).unwrap();
    let stream = encoder.finish().unwrap();
    assert!(stream.len() < 100_000, "{} bytes", stream.len());
    let bomb = |announced: u64| {
        resigned(&list(|_| {}), |map| {
            *value_of(map, 8) = Item::Array(vec![announced.into(), stream.clone().into()]);
        })
    };
    for announced in [100, 4 << 20, (4 << 20) + 1, u64::MAX] {
        let refused = accept(&mut anchored(), &bomb(announced));
        assert_eq!(refused, Err(TrustError::Malformed), "{announced}");
    }
}

#[test]
fn rule_C9_a_slot_is_never_given_to_another_key() {
    let mut trust = trust();
    let reused = list(|content| {
        content.version += 1;
        content.slots[0].key = Key::new(98).public();
    });
    assert_eq!(accept(&mut trust, &reused), Err(TrustError::SlotReused));
    let dropped = list(|content| {
        content.version += 1;
        content.slots.clear();
    });
    assert!(accept(&mut trust, &dropped).unwrap().changed);
    // Neither a list without the slot nor a restart of the app makes the number free again.
    let mut restarted = TrustState::decode(&trust.encode()).unwrap();
    let again = list(|content| {
        content.version += 2;
        content.slots[0].key = Key::new(98).public();
    });
    assert_eq!(accept(&mut restarted, &again), Err(TrustError::SlotReused));
    let same = list(|content| content.version += 2);
    assert!(accept(&mut restarted, &same).unwrap().changed);
}

#[test]
fn rule_C9_a_stolen_key_is_never_believed_again() {
    let version = |by: u64, state: SlotState| {
        list(|content| {
            content.version += by;
            content.slots[0].state = state;
        })
    };
    let mut trust = trust();
    accept(&mut trust, &version(1, SlotState::Compromised)).unwrap();
    for revived in [SlotState::Active, SlotState::Retired { at: NOW }] {
        assert_eq!(
            accept(&mut trust, &version(2, revived)),
            Err(TrustError::StolenKeyRevived)
        );
    }
    let without = list(|content| {
        content.version += 2;
        content.slots.clear();
    });
    accept(&mut trust, &without).unwrap();
    let mut restarted = TrustState::decode(&trust.encode()).unwrap();
    assert_eq!(
        accept(&mut restarted, &version(3, SlotState::Active)),
        Err(TrustError::StolenKeyRevived)
    );
    assert!(accept(&mut restarted, &version(3, SlotState::Compromised)).is_ok());
}

#[test]
fn rule_C9_versions_ratchet_per_root_and_start_anew_with_the_next() {
    let mut trust = trust();
    assert_eq!(
        accept(&mut trust, &list(|c| c.version = 4)),
        Err(TrustError::RolledBack)
    );
    let stolen = list(|content| content.version = 1 << 63);
    assert!(accept(&mut trust, &stolen).unwrap().changed);
    let honest = list(|content| content.version = 6);
    assert_eq!(accept(&mut trust, &honest), Err(TrustError::RolledBack));
    let rescued = list(|content| {
        content.root_number = 2;
        content.version = 1;
    });
    let update = trust.accept(&[root(2)], &rescued, NOW, FLOOR).unwrap();
    assert_eq!((update.new_root, update.list_version), (true, 1));
    assert_eq!(
        accept(&mut trust, &stolen),
        Err(TrustError::SignatureBroken)
    );
}

#[test]
fn rule_C3_a_list_with_an_older_date_is_rolled_back() {
    let mut trust = trust();
    let older = list(|content| {
        content.version = 6;
        content.issued_at -= 1;
    });
    assert_eq!(accept(&mut trust, &older), Err(TrustError::RolledBack));
    let unchanged = accept(&mut trust, &list(|_| {})).unwrap();
    assert!(!unchanged.changed);
    let twin = list(|content| content.issued_at += 1);
    assert_eq!(accept(&mut trust, &twin), Err(TrustError::Equivocation));
}

#[test]
fn rule_C10_a_fast_forwarded_list_raises_neither_floor_nor_ratchet() {
    let mut trust = trust();
    let floor = trust.floor(0);
    assert_eq!(floor, NOW - 2 * HOUR);
    let ahead = list(|content| {
        content.version = 6;
        content.issued_at = NOW + DAY + 1;
    });
    let update = accept(&mut trust, &ahead).unwrap();
    assert!(update.fast_forwarded && update.changed);
    assert_eq!(trust.floor(0), floor);
    let honest = list(|content| {
        content.version = 7;
        content.issued_at = NOW;
    });
    assert!(!accept(&mut trust, &honest).unwrap().fast_forwarded);
    assert_eq!(trust.floor(0), NOW);
    let just_inside = list(|content| {
        content.version = 8;
        content.issued_at = NOW + DAY;
    });
    assert!(!accept(&mut trust, &just_inside).unwrap().fast_forwarded);
    assert_eq!(trust.floor(0), NOW + DAY);
}

#[test]
fn rule_C10_the_floor_starts_anew_with_a_new_root() {
    let mut trust = trust();
    let next = list(|content| {
        content.root_number = 2;
        content.version = 1;
        content.issued_at = NOW - 5 * HOUR;
    });
    trust.accept(&[root(2)], &next, NOW, FLOOR).unwrap();
    assert_eq!(trust.floor(FLOOR), NOW - 5 * HOUR);
    assert_eq!(trust.floor(NOW), NOW, "never below the build time");
}

#[test]
fn rule_C10_a_time_given_by_hand_replaces_clock_and_floor() {
    let sequence = [root(1), list(|_| {})].concat();
    let long_ago = NOW - 400 * DAY;
    let trust = TrustState::from_sequence(&sequence, long_ago, long_ago).unwrap();
    assert_eq!(trust.floor(long_ago), long_ago);
    assert_eq!(trust.list().unwrap().version(), 5);
}

#[test]
fn an_expired_list_is_refused_but_can_be_handed_over_for_a_verdict() {
    let expired = list(|content| content.valid_until = Some(NOW));
    assert_eq!(accept(&mut anchored(), &expired), Err(TrustError::Expired));
    let sequence = [root(1), expired].concat();
    assert!(TrustState::from_sequence(&sequence, NOW, FLOOR).is_ok());
}

#[test]
fn rule_C8_a_list_must_be_signed_as_a_list_by_the_list_key() {
    let content = list_content();
    let prepared = prepare_trust_list(&content).unwrap();
    let by_root_key = root_key(1, 1).sign(prepared.to_be_signed());
    let forged = prepared.finish(&by_root_key);
    assert_eq!(
        accept(&mut anchored(), &forged),
        Err(TrustError::SignatureBroken)
    );
    let certificate = held();
    assert_eq!(
        accept(&mut anchored(), certificate.bytes()),
        Err(TrustError::Malformed)
    );
    let other_root = list(|content| content.root_number = 2);
    assert_eq!(
        accept(&mut anchored(), &other_root),
        Err(TrustError::SignatureBroken)
    );
}

#[test]
fn rule_C11_an_oversized_list_is_refused_by_its_length() {
    let huge = vec![0; (4 << 20) + 1];
    assert_eq!(accept(&mut anchored(), &huge), Err(TrustError::TooLarge));
}

#[test]
fn every_bit_of_a_list_and_of_a_root_counts() {
    let original = list(|_| {});
    let anchored = anchored();
    for at in 0..original.len() * 8 {
        let mut damaged = original.clone();
        damaged[at / 8] ^= 1 << (at % 8);
        assert!(accept(&mut anchored.clone(), &damaged).is_err(), "bit {at}");
    }
    // The root has two signatures and needs both.
    let original = root(1);
    for at in 0..original.len() * 8 {
        let mut damaged = original.clone();
        damaged[at / 8] ^= 1 << (at % 8);
        assert!(TrustState::from_anchor(&damaged).is_err(), "bit {at}");
    }
}

#[test]
fn overlapping_status_sources_are_refused() {
    let mut content = list_content();
    let mut second = content.status_sources[0].clone();
    second.first_shard = 7;
    content.status_sources.push(second);
    assert_eq!(
        prepare_trust_list(&content).err(),
        Some(TrustListError::OverlappingSources)
    );
}

#[test]
fn a_stored_state_reads_back_with_its_ratchets() {
    let mut trust = trust();
    trust
        .accept(&[root(2)], &list(|c| c.root_number = 2), NOW, FLOOR)
        .unwrap();
    let mut restored = TrustState::decode(&trust.encode()).unwrap();
    assert_eq!(restored.encode(), trust.encode());
    assert_eq!(restored.floor(0), trust.floor(0));
    assert_eq!(restored.list().unwrap().slot(SLOT), Some(&slot()));
    let older = list(|content| {
        content.root_number = 2;
        content.version = 4;
    });
    assert_eq!(accept(&mut restored, &older), Err(TrustError::RolledBack));
    let mut damaged = trust.encode();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    assert!(TrustState::decode(&damaged).is_err());
}

#[test]
fn a_list_of_829_issuers_in_two_languages_stays_below_64_kB() {
    // Even where every office is of a county of its own.
    for each in [20, 1] {
        let content = TrustListContent {
            slots: issuers(829, each),
            ..list_content()
        };
        let signed = signed_list(&content);
        assert!(signed.len() <= 64_000, "{} bytes", signed.len());
        let trust = trust_with(&content);
        let read: Vec<Slot> = trust.list().unwrap().slots().cloned().collect();
        assert!(read == content.slots, "every slot reads back as it was");
    }
}

#[test]
fn a_slot_with_a_key_of_another_suite_is_not_published() {
    let p384 = p384::SecretKey::from_slice(&[7; 48]).unwrap().public_key();
    let mut content = list_content();
    content.slots[0].key = tongban_cose::PublicKey::from_sec1_any(&p384.to_sec1_bytes()).unwrap();
    assert_eq!(
        prepare_trust_list(&content).err(),
        Some(TrustListError::OtherSuite(SLOT))
    );
}

type Map = Vec<(Item, Item)>;

fn value_of(map: &mut Map, key: i64) -> &mut Item {
    let entry = map.iter_mut().find(|(label, _)| *label == key.into());
    &mut entry.expect("a key of the list").1
}

/// Changes the slots inside their stream.
fn change_slots(map: &mut Map, change: impl FnOnce(&mut Vec<Item>)) {
    let stream = match value_of(map, 8) {
        Item::Array(parts) => parts[1].clone().encode(),
        _ => panic!("slots are a length and a stream"),
    };
    let stream = read(&stream, &Limits::LIST).unwrap();
    let mut bytes = Vec::new();
    ZlibDecoder::new(stream.as_bytes().unwrap())
        .read_to_end(&mut bytes)
        .unwrap();
    let slots = read(&bytes, &Limits::LIST).unwrap();
    let mut slots: Vec<Item> = slots.as_array().unwrap().iter().map(thawed).collect();
    change(&mut slots);
    let bytes = Item::Array(slots).encode();
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes).unwrap();
    let stream = encoder.finish().unwrap();
    *value_of(map, 8) = Item::Array(vec![(bytes.len() as u64).into(), stream.into()]);
}

/// Changes the length that the slots' stream announces.
fn announce(map: &mut Map, change: impl FnOnce(u64) -> u64) {
    let Item::Array(parts) = value_of(map, 8) else {
        panic!("slots are a length and a stream")
    };
    let length = read(&parts[0].clone().encode(), &Limits::LIST)
        .unwrap()
        .as_u64()
        .unwrap();
    parts[0] = change(length).into();
}

/// Changes the payload of a list and signs it anew with the right key.
fn resigned(list: &[u8], change: impl FnOnce(&mut Map)) -> Vec<u8> {
    let value = read(list, &Limits::LIST).unwrap();
    let parts = value.as_tagged(18).unwrap().as_array().unwrap();
    let payload = read(parts[2].as_bytes().unwrap(), &Limits::LIST).unwrap();
    let mut map = payload
        .as_map()
        .unwrap()
        .iter()
        .map(|(key, value)| (key.as_i64().unwrap().into(), thawed(value)))
        .collect();
    change(&mut map);
    let prepared = tongban_cose::SigningInput {
        protected: vec![(16.into(), "application/tongban-trust-list+cbor".into())],
        unprotected: vec![],
        payload: Item::Map(map).encode(),
        suite: tongban_cose::Suite::P256,
    }
    .prepare();
    let signature = list_key(1).sign(prepared.bytes());
    prepared.finish(&signature)
}

fn thawed(value: &Value<'_>) -> Item {
    match value.as_array() {
        Some(elements) => Item::Array(elements.iter().map(thawed).collect()),
        None => Item::Encoded(value.raw().to_vec()),
    }
}
