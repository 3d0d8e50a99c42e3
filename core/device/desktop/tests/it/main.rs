//! The contracts against the real desktop, and what is special to it.

mod confirm_board;
mod keyring;
mod machine;
mod transport;
