//! The `tongban` binary as scripts use it: exit status, exactly one JSON line, stable names.

#[cfg(feature = "demo")]
mod backup;
mod code;
mod deadline;
mod draft;
mod id;
mod inputs;
mod inspect;
#[cfg(feature = "demo")]
mod operator;
mod pack;
mod program;
mod revoke;
#[cfg(feature = "demo")]
mod sim;
mod trust_sources;
mod usage;
mod verdicts;
#[allow(dead_code)] // The certificate crate's own tests use the rest of it.
#[path = "../../../../core/certificate/tests/it/world.rs"]
mod world;
