//! The contracts against the real desktop, and what is special to it.

#![allow(
    clippy::print_stderr,
    reason = "a test says what this machine did not let it try"
)]

mod confirm_board;
mod hints;
mod keyring;
mod machine;
mod notifier;
mod transport;
