//! The two origins over real sockets: who is answered, and who is not.
#![allow(
    non_snake_case,
    reason = "test names keep the capital of the rule they show"
)]

mod browser;
mod confirm;
mod entering;
mod start;
