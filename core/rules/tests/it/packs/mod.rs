//! Packs: compiled, read back, linted, searched.

mod compiling;
mod evaluating;
mod linting;
mod precedence;
mod refusing;
mod searching;
mod services;
mod signing;
mod support;
