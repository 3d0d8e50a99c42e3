//! The messages as the other side sees them: bytes.

mod desk;
#[allow(non_snake_case)]
mod enrol;
mod holder_keys;
mod hostile;
#[allow(non_snake_case)]
mod limits;
mod round_trip;
#[allow(non_snake_case)]
mod sealed;
mod support;
#[allow(non_snake_case)]
mod sync_messages;
#[allow(non_snake_case)]
mod sync_signed;
mod sync_support;
