//! What a device carries to verify without network: sizes of trust and status lists.

use tongban_certificate::{
    Status, StatusBits, StatusListContent, StatusState, TrustListContent, TrustState,
    prepare_status_list,
};

use crate::issuers::issuers;
use crate::measure::Times;
use crate::table::Table;
use crate::world::{self, FLOOR, HOUR, NOW, SHARD, SLOT};

/// A trust list with this many issuers, among them the world's.
pub fn trust(count: u32) -> TrustState {
    let mut trust = TrustState::from_anchor(&world::root(1)).expect("the world's root");
    trust
        .accept(&[], &trust_list(count), NOW, FLOOR)
        .expect("the world's list");
    trust
}

fn trust_list(count: u32) -> Vec<u8> {
    let content = world::list_content();
    let mut slots = issuers(count, 20);
    slots[SLOT as usize - 1] = content.slots[0].clone();
    world::signed_list(&TrustListContent { slots, ..content })
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

pub fn measure(table: &mut Table) {
    // As it is signed, sent and kept; the slots in it are one zlib stream, so gzip finds no more.
    let list = trust_list(829);
    let own_counties = world::signed_list(&TrustListContent {
        slots: issuers(829, 1),
        ..world::list_content()
    });
    table.row(
        "trust list of 829 issuers, names in 2 languages",
        format!(
            "{:.1} kB ({:.1} kB if no two share a county)",
            kilobytes(&list),
            kilobytes(&own_counties)
        ),
        "≤ 64 kB",
        "4.0 MB of JSON (CovPass, published)",
    );
    table.row(
        "trust list of 5,000 issuers",
        format!("{:.1} kB", kilobytes(&trust_list(5_000))),
        "≤ 0.7 MB",
        "–",
    );
    let root = world::root(1);
    let taken = Times::of(10, |_| {
        let mut trust = TrustState::from_anchor(&root).expect("the world's root");
        assert!(trust.accept(&[], &list, NOW, FLOOR).is_ok());
    });
    table.row(
        "trust list of 829 issuers, checked and read",
        format!("p50 {:.1} ms", taken.percentile(50)),
        "–",
        "–",
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
        format!("{:.1} kB", kilobytes(&bytes)),
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

fn kilobytes(bytes: &[u8]) -> f64 {
    bytes.len() as f64 / 1000.0
}
