//! The engine against a model of the platform, under every fault that a seed can think of.

mod order;
mod pacing;
#[allow(non_snake_case)]
mod rules;
mod simulate;
mod support;
