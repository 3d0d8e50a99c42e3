//! The store from outside: what is on the disk, what survives, what is refused.

#![allow(
    clippy::print_stderr,
    reason = "a test says what this machine did not let it try"
)]

mod change_secret;
mod custody;
mod damage;
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
mod secrecy;
mod shared;
mod support;
mod wallet;
