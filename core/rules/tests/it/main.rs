//! Behaviour of the regional rules, as their callers see it.

#![allow(non_snake_case)]

mod calendars;
mod clock_texts;
mod counting;
mod festivals;
mod golden;
mod law;
mod oracle;
mod packs;
mod running_clock;
