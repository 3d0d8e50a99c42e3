//! Behaviour of the lowest crate, as its callers see it.

#![allow(non_snake_case)]

mod cbor;
mod keys;
mod messages;
mod signatures;
