//! A wire to the platform with a gauge: a TCP proxy on loopback that counts what goes over it and
//! can be slow, break, or lead to several processes behind one address.
//!
//! The kernels that tests run on have no `netem`, so rate, delay, stalls and breaks are made in
//! user space, the same for every client. What breaks is drawn from a seed; when it breaks depends
//! on who sends what, so a seed repeats the weather and not the story.
//!
//! It knows TCP and nothing of HTTP, except that it counts answers.
#![forbid(unsafe_code)]

mod carry;
mod dice;
mod flaps;
mod gauge;
mod link;
mod wire;

pub use flaps::Flaps;
pub use gauge::Reading;
pub use link::Shape;
pub use wire::Wire;
