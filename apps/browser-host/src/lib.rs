//! Serves the UI and the core over loopback: for machines without a display, for
//! development, for browser tests. Never shipped.
//!
//! Two origins, two rights (rule U1). The *app origin* carries the UI, its calls and its
//! events; the *confirm origin*, another port, shows what the core asks the person to
//! confirm, and only its own page can answer. Guarantees:
//!
//! - both listen on loopback only, and answer only to their own `Host` (no DNS rebinding);
//! - nothing is served without the origin's cookie, which only a one-time link sets;
//! - what acts or tells (calls, events, questions, answers) needs the origin's key as well,
//!   which the link hands to its pages in the fragment of their address;
//! - a request that changes something must come from a page of the same origin;
//! - the UI learns a question's plain address, never its nonce.
//!
//! Cookies do not tell ports apart: both reach both origins, and every other program that
//! serves a page on this machine. So they are not enough. The keys lie in the pages' own
//! storage, which is the origin's alone, and a question also has a nonce. It does not protect
//! against programs that read the browser's files or memory.
#![forbid(unsafe_code)]

mod app_origin;
mod clock;
mod confirm_origin;
mod events;
mod gate;
mod headers;
mod once;
mod server;
mod surface;
mod ui_files;

pub use clock::{ClockError, clock_from};
pub use server::{RunningHost, ServeError, ServeOptions, serve};
