//! `cargo xtask` as a program, with stand-ins for everything that it starts.

mod packages;
mod stage;
mod stopping;
