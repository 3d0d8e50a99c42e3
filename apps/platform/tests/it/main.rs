//! The platform from outside: real HTTP on loopback, a real database in a folder of its own, a
//! clock that the test moves.
#![allow(non_snake_case)]

mod backups;
mod binary;
mod casework;
mod database;
mod delivery;
mod demo_data;
mod desk;
mod enrolment;
mod hints;
mod hostile;
mod intake;
mod logs;
mod migration;
mod operations;
mod pace;
mod packs;
mod ports;
mod proxy;
mod read_log;
mod read_marks;
mod sealed;
mod serving;
mod sessions;
mod snapshots;
mod staff;
mod store_conformance;
mod store_feeds;
mod store_snapshots;
mod support;
mod two_processes;
mod uploads;
mod vouchers;
