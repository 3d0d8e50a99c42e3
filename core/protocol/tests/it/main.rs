//! The messages as the other side sees them: bytes.

#[allow(non_snake_case)]
mod enrol;
mod hostile;
mod round_trip;
mod support;
#[allow(non_snake_case)]
mod sync_messages;
#[allow(non_snake_case)]
mod sync_signed;
mod sync_support;
