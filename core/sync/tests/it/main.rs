//! The engine against a model of the platform, under every fault that a seed can think of.

#[allow(non_snake_case)]
mod answers;
mod order;
mod pacing;
#[allow(non_snake_case)]
mod rules;
mod sessions;
mod simulate;
mod support;
#[allow(non_snake_case)]
mod trying;
