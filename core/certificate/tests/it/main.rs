//! Certificates from issue to verdict, as callers see them.

// Sizes are printed for people; rule numbers keep their capitals.
#![allow(non_snake_case, clippy::print_stdout)]

mod copies;
mod draft_tokens;
mod generic_rules;
mod hostile;
mod identifiers;
mod issuers;
mod present;
mod size;
mod status;
mod trust;
mod verdicts;
mod world;
