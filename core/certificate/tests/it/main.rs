//! Certificates from issue to verdict, as callers see them.

#![allow(non_snake_case)]

mod copies;
mod draft_tokens;
mod hostile;
mod identifiers;
mod present;
mod size;
mod status;
mod trust;
mod verdicts;
mod world;
