//! Workload W: what a device downloads first, what it downloads later, what it sends; over real HTTP
//! against the real platform, both with their files on this disk and everything fsynced; and the
//! same values through PouchDB and express-pouchdb in the same run, over the same kind of wire.
//!
//! The peer is in `tests/bench/pouchdb`; without `npm ci` there it is left out.

mod client;
mod ours;
mod peer;
mod photos;
mod records;

use crate::table::Table;

/// 2026-03-02T09:00+08:00.
const NOW: u64 = 1_772_413_200;
/// Applications with a photo that are pushed together.
const PUSHED: usize = 500;

/// Whether this process is the client of a measurement; then that is done.
pub fn is_client() -> bool {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((first, rest)) if first == "workload-client" => {
            client::run(rest);
            true
        }
        _ => false,
    }
}

/// Adds the rows.
pub fn measure(table: &mut Table) {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(async {
        let ours = ours::measure().await;
        let theirs = peer::measure(ours.photo_bytes).await;
        ours.rows(table, theirs.as_ref());
        photos::measure(table).await;
        ours::slow_network(table).await;
        ours::long_feed(table).await;
        ours::ten_times(table).await;
    });
}
