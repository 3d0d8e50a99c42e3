//! A whole world in one thread, from a seed: residents' devices with the real app over the real
//! store, an officer's desk, the real platform, and a network, while everything breaks.
//!
//! Time is simulated: it passes when nobody has anything to do. Each device's database files go
//! through a [`Disk`] that can die at any write, lose what was not durable, lie and be full. What
//! people did is remembered beside the devices ([`Scenario`], [`Story`]); at the end, a minute
//! after the last fault, nothing that was acknowledged may be lost, nothing may have taken effect
//! twice, nothing may wait, and every device must have what the platform has.
//!
//! The same scenario tells the same story: [`run`] plays many seeds, and one that fails is made
//! as small as it can be and told line by line.
#![warn(missing_docs)]

mod check;
mod clock;
mod device;
mod dice;
mod disk;
mod faults;
mod folder;
mod memory;
mod network;
mod office;
mod person;
mod platform;
mod run;
mod template;
mod trace;
mod world;

pub use check::{Found, Wrong};
pub use dice::Dice;
pub use disk::{Disk, End};
pub use faults::{Fault, UnknownFault};
pub use run::{Failure, Runs, Summary, run, shrink};
pub use world::{Broken, Scenario, Story, play};
