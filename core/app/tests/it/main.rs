//! Tests of the boundary: message catalogue, generated TypeScript, every call's manners.

mod calls;
mod messages;
mod services;
mod support;
mod typescript;
