//! The messages as the other side sees them: bytes.

mod desk;
#[allow(non_snake_case)]
mod enrol;
mod holder_keys;
mod hostile;
mod round_trip;
mod support;
#[allow(non_snake_case)]
mod sync_messages;
#[allow(non_snake_case)]
mod sync_signed;
mod sync_support;
