//! `cargo xtask bench`: the figures of the targets, measured here and now.
//!
//! Prints one table: ours, the target, and a peer on the same input in the same run where one is
//! installed (`zbarimg`; `openssl`; `zxing-cpp` for Python). Medians and ratios are what counts:
//! the machine is shared. A figure that misses its target is printed as such; nothing fails.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)] // Its output is the table.

mod certificate;
mod degraded;
mod forms;
mod measure;
mod peers;
mod pictures;
mod snapshots;
#[cfg(feature = "app")]
mod submissions;
#[cfg(feature = "app")]
mod sync;
mod table;
#[cfg(feature = "app")]
mod town;
#[cfg(feature = "app")]
mod wallet;
#[cfg(feature = "app")]
mod workload;

#[allow(missing_docs)] // The certificate crate's own tests list them too.
#[path = "../../../core/certificate/tests/it/issuers.rs"]
mod issuers;
#[allow(dead_code, missing_docs)] // The code crate's own tests use the rest of it.
#[path = "../../../core/code/tests/it/picture.rs"]
mod picture;
#[allow(dead_code, missing_docs)] // The certificate crate's own tests use the rest of it.
#[path = "../../../core/certificate/tests/it/world.rs"]
mod world;

use table::Table;

fn main() {
    #[cfg(feature = "app")]
    if workload::is_client() {
        return;
    }
    if cfg!(debug_assertions) {
        println!("This build is not optimised: the figures mean nothing. Use: cargo xtask bench\n");
    }
    let mut table = Table::new();
    // With the name of a part only that part, for who works on it.
    #[cfg(feature = "app")]
    if let Some(only) = std::env::args().nth(1) {
        match only.as_str() {
            "workload" => workload::measure(&mut table),
            "submissions" => submissions::measure(&mut table),
            "wallet" => wallet::measure(&mut table),
            other => panic!("{other}? workload, submissions or wallet, or nothing for all"),
        }
        println!("{table}");
        return;
    }
    certificate::measure(&mut table);
    snapshots::measure(&mut table);
    pictures::measure(&mut table);
    forms::measure(&mut table);
    #[cfg(feature = "app")]
    {
        sync::measure(&mut table);
        workload::measure(&mut table);
        wallet::measure(&mut table);
        submissions::measure(&mut table);
    }
    println!("{table}");
    println!("{}", degraded::compare());
}
