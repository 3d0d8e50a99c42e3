//! What a device carries to verify without network: sizes of trust and status lists.

use tongban_certificate::{
    Status, StatusBits, StatusListContent, StatusState, TrustListContent, TrustState,
    prepare_status_list,
};

use crate::measure::Times;
use crate::table::Table;
use crate::world::{self, FLOOR, HOUR, NOW, SHARD, SLOT};

/// A trust list with this many issuers, among them the world's.
pub fn trust(issuers: u32) -> TrustState {
    let mut trust = TrustState::from_anchor(&world::root(1)).expect("the world's root");
    trust
        .accept(&[], &trust_list(issuers), NOW, FLOOR)
        .expect("the world's list");
    trust
}

fn trust_list(issuers: u32) -> Vec<u8> {
    let slot = |number: u32| {
        let mut key = [0x5a; 32];
        key[..4].copy_from_slice(&(number + 1).to_be_bytes());
        let mut slot = world::slot();
        slot.number = number;
        if number != SLOT {
            slot.key = key_of(&key);
        }
        slot
    };
    world::signed_list(&TrustListContent {
        slots: (1..=issuers).map(slot).collect(),
        ..world::list_content()
    })
}

/// The shard that the world's certificates point into, with 1 % revoked.
pub fn status(trust: &TrustState, entries: usize) -> StatusState {
    let mut status = StatusState::new();
    let token = world::status_token(SHARD, NOW - HOUR, &revoked(entries));
    status
        .accept(trust, &[token], NOW, FLOOR)
        .expect("the world's status list");
    status
}

fn revoked(entries: usize) -> StatusBits {
    let mut bits = StatusBits::new(entries);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..entries / 100 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let index = (state >> 33) as usize % entries;
        // The world's certificates are at 42 and stay valid.
        if index != 42 {
            assert!(
                bits.set(index, Status::Revoked),
                "an index below the length"
            );
        }
    }
    bits
}

fn key_of(secret: &[u8; 32]) -> tongban_cose::PublicKey {
    let key = p256::ecdsa::SigningKey::from_slice(secret).expect("below the group's order");
    let point = key.verifying_key().to_sec1_point(true);
    tongban_cose::PublicKey::from_sec1_any(point.as_bytes()).expect("a point of the curve")
}

pub fn measure(table: &mut Table) {
    let list = trust_list(829);
    table.row(
        "trust list of 829 issuers",
        format!("{:.1} kB", list.len() as f64 / 1000.0),
        "≤ 64 kB",
        "4.0 MB of JSON (CovPass, published)",
    );

    let bits = revoked(1_000_000);
    let address = format!("{}{SHARD}", world::ADDRESS);
    let token = prepare_status_list(&StatusListContent {
        address,
        issued_at: NOW,
        valid_until: None,
        statuses: &bits,
    });
    let signature = world::status_key().sign(token.to_be_signed());
    let bytes = token.finish(&signature);
    table.row(
        "status of 1 M entries, 1 % revoked, 2 bits",
        format!("{:.1} kB", bytes.len() as f64 / 1000.0),
        "≤ 16 kB",
        "fetched online at each check",
    );

    let look = Times::of(200, |run| {
        for step in 0..100 {
            let index = (run * 7919 + step * 104_729) % 1_000_000;
            assert!(std::hint::black_box(bits.get(index)).is_some());
        }
    });
    table.row(
        "status look-up",
        format!("p50 {:.3} µs", look.percentile(50) * 10.0),
        "≤ 10 µs",
        "–",
    );
}
