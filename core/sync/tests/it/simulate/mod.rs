//! Seeds: two devices, one platform, and a network, disk and power supply that fail.
//!
//! Everything runs in virtual time from one seed. After each step the invariants of
//! `docs/sync-protocol.md` are checked; a seed that breaks one is made smaller (fewer faults,
//! fewer actions) and printed as a story. Again: `TONGBAN_SYNC_SEED=n cargo test -p tongban-sync
//! --test it one_seed -- --nocapture`. More: `TONGBAN_SYNC_SEEDS=20000`.

mod check;
mod faults;
mod people;
mod world;

use std::sync::atomic::{AtomicU64, Ordering};

use faults::{Fault, Scenario};
use world::World;

/// Seeds of an ordinary run.
const SEEDS: u64 = 2_000;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn nothing_is_lost_and_nothing_counts_twice_over_two_thousand_seeds() {
    let seeds = number("TONGBAN_SYNC_SEEDS").unwrap_or(SEEDS);
    let next = AtomicU64::new(0);
    let failed = std::sync::Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while failed.lock().expect("no panic").is_none() {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds {
                        break;
                    }
                    if let Err(why) = World::run(&Scenario::of(seed), false) {
                        *failed.lock().expect("no panic") = Some((seed, why.what));
                    }
                }
            });
        }
    });
    if let Some((seed, what)) = failed.into_inner().expect("no panic") {
        tell(seed, &what);
    }
}

#[test]
fn one_seed() {
    let seed = number("TONGBAN_SYNC_SEED").unwrap_or(4711);
    if let Err(why) = World::run(&Scenario::of(seed), false) {
        tell(seed, &why.what);
    }
}

/// The faults must really happen, or the seeds prove nothing.
#[test]
fn every_fault_happens_and_most_operations_arrive() {
    let mut seen = std::collections::BTreeMap::new();
    let (mut operations, mut received) = (0, 0);
    let (mut pages, mut forked, mut killed) = (0, 0, 0);
    for seed in 0..150 {
        let story =
            World::run(&Scenario::of(seed), false).unwrap_or_else(|why| panic!("{}", why.what));
        for (fault, times) in story.faults {
            *seen.entry(fault).or_insert(0) += times;
        }
        operations += story.operations;
        received += story.received;
        pages += story.snapshots.0;
        forked += story.snapshots.1;
        killed += story.snapshots.2;
    }
    for fault in Fault::ALL {
        assert!(
            seen.get(&fault).copied().unwrap_or(0) > 0,
            "{fault:?} never happened"
        );
    }
    assert!(pages > 750, "{pages} pages of snapshots");
    assert!(forked > 0, "{forked} snapshots met a restore");
    assert!(killed > 0, "{killed} snapshots met a kill");
    assert!(operations > 1_100, "{operations} operations");
    assert!(
        received * 10 > operations * 5,
        "{received} of {operations} received"
    );
}

/// Makes a failing seed small, prints its story and fails.
fn tell(seed: u64, what: &str) {
    let mut scenario = Scenario::of(seed);
    for fault in Fault::ALL {
        let smaller = scenario.without(fault);
        if World::run(&smaller, false).is_err() {
            scenario = smaller;
        }
    }
    while scenario.actions > 1 {
        let smaller = scenario.with_actions(scenario.actions - 1);
        match World::run(&smaller, false) {
            Err(_) => scenario = smaller,
            Ok(_) => break,
        }
    }
    let Err(why) = World::run(&scenario, true) else {
        panic!("seed {seed}: {what}; does not fail when told again");
    };
    let from = why.trace.len().saturating_sub(600);
    panic!(
        "seed {seed}: {what}\nsmallest: {} actions, faults {:?}: {}\n{}",
        scenario.actions,
        scenario.faults,
        why.what,
        why.trace[from..].join("\n")
    );
}
