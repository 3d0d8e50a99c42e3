//! Forms, materials and cases on the committed packs.
#![allow(missing_docs)]

mod checking;
mod codec;
mod delivering;
mod evaluating;
mod histories;
mod intake;
mod requests;
mod rulings;
mod support;
mod time;
mod world;
