//! What a reader of codes must cope with.

mod hostile;
mod photos;
mod picture;
mod round_trip;
