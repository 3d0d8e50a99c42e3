//! The store from outside: what is on the disk, what survives, what is refused.

#![allow(
    clippy::print_stderr,
    reason = "a test says what this machine did not let it try"
)]

mod change_secret;
mod custody;
mod damage;
mod damaged_log;
mod delay;
mod disk_full;
mod drafts;
mod encrypted_files;
mod exchange;
mod feed;
mod first_open;
mod kill;
mod old_files;
mod outbox;
mod packs;
mod persons;
mod read_log;
mod renew_keys;
mod secrecy;
mod shared;
mod support;
#[cfg(target_os = "linux")]
mod sweep;
mod wallet;
