//! Events as bytes.
#![allow(non_snake_case)]

use proptest::prelude::*;
use tongban_cases::{
    Actor, Command, Event, EventError, Id, Refusal, Role, State, What, decide, decode_event,
    encode_event, fold,
};

use super::support::*;
use super::world::World;

/// A case with a supply and a refusal in it.
fn events() -> Vec<Event> {
    let mut world = World::submitted(service(RESIDENCE), vec![identity(), photo("home", 1)]);
    world.judge_rest();
    world.ask();
    world.supply(vec![photo("portrait", 2)]);
    world.judge_rest();
    world.accept();
    let reasons = vec!["none-of-three".to_owned()];
    world.must(
        Role::Decider,
        Command::Refuse {
            document: "不予".into(),
            reasons,
        },
    );
    world.device
}

#[test]
fn events_read_back_and_equal_events_have_equal_bytes() {
    for event in events() {
        let bytes = encode_event(&event);
        let back = decode_event(&bytes).unwrap();
        assert_eq!(back, event);
        assert_eq!(encode_event(&back), bytes);
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(decode_event(&longer), Err(EventError::Malformed));
    }
}

#[test]
fn rule_S9_an_unknown_kind_is_kept_byte_for_byte_and_asks_for_an_update() {
    let mut all = events();
    all.truncate(3);
    let later = Event {
        at: all[2].at,
        by: Actor {
            role: Role::Machine,
            id: Id([1; 16]),
        },
        what: What::Unknown {
            kind: "mediated".into(),
            body: b"\xff\x00from a later version".to_vec(),
        },
    };
    let bytes = encode_event(&later);
    let kept = decode_event(&bytes).unwrap();
    assert_eq!(kept, later);
    assert_eq!(encode_event(&kept), bytes);

    let before = fold(&all);
    all.push(kept);
    let view = fold(&all);
    assert!(view.update_needed && !before.update_needed);
    assert_eq!(view.steps.last().unwrap().kind, "mediated");
    assert_eq!(view.phase, before.phase, "what was known stays in view");
    assert!(view.allowed.values().all(Vec::is_empty));
    let world = World::new(service(RESIDENCE));
    let mut context = world.context(Role::Applicant);
    context.seen = None;
    let refusal = decide(&State::after(&all), &Command::Withdraw, &context);
    assert_eq!(refusal, Err(Refusal::UpdateNeeded));
}

#[test]
fn req_44_bytes_of_a_refusal_without_remedies_are_no_event() {
    let refusal = events().pop().unwrap();
    let bytes = encode_event(&refusal);
    assert!(decode_event(&bytes).is_ok());
    // The name of a remedy, in place, with another of the same length.
    let (from, to) = (b"lawsuit", b"lawsuif");
    let at = bytes
        .windows(from.len())
        .position(|window| window == from)
        .unwrap();
    let mut without = bytes.clone();
    without[at..at + to.len()].copy_from_slice(to);
    assert_eq!(decode_event(&without), Err(EventError::Malformed));
    let from = b"reconsideration";
    let at = bytes
        .windows(from.len())
        .position(|window| window == from)
        .unwrap();
    let mut doubled = bytes.clone();
    doubled[at..at + from.len()].copy_from_slice(b"cannot_get_it_d");
    assert_eq!(decode_event(&doubled), Err(EventError::Malformed));
}

#[test]
fn debug_output_holds_nothing_of_the_applicant() {
    let world = World::submitted(service(RESIDENCE), vec![identity()]);
    let printed = format!("{:?} {:?} {:?}", world.device, world.state, world.view());
    for secret in [
        "林桂芳",
        "11010519491231002X",
        "石桥镇",
        "12000000721",
        "王建国",
    ] {
        assert!(!printed.contains(secret), "{secret}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_never_panic_and_never_read_as_two_things(
        which in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<Option<prop::sample::Index>>(),
    ) {
        let all = all_bytes();
        let mut bytes = all[which.index(all.len())].clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(event) = decode_event(&bytes) {
            prop_assert_eq!(encode_event(&event), bytes);
            // Whatever it says, it can be folded, before and after others.
            let mut events = events_once().clone();
            events.insert(1, event.clone());
            events.push(event);
            let _ = fold(&events);
        }
    }

    #[test]
    fn any_bytes_at_all_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode_event(&bytes);
    }
}

fn events_once() -> &'static Vec<Event> {
    static EVENTS: std::sync::OnceLock<Vec<Event>> = std::sync::OnceLock::new();
    EVENTS.get_or_init(events)
}

fn all_bytes() -> &'static Vec<Vec<u8>> {
    static BYTES: std::sync::OnceLock<Vec<Vec<u8>>> = std::sync::OnceLock::new();
    BYTES.get_or_init(|| events_once().iter().map(encode_event).collect())
}
