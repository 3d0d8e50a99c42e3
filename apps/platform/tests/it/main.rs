//! The platform from outside: real HTTP on loopback, a real database in a folder of its own, a
//! clock that the test moves.
#![allow(non_snake_case)]

mod binary;
mod database;
mod demo_data;
mod enrolment;
mod logs;
mod operations;
mod ports;
mod proxy;
mod read_log;
mod serving;
mod snapshots;
mod store_conformance;
mod support;
mod vouchers;
