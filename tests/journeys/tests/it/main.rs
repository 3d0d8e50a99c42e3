//! One binary: linking is the longest part of these tests.

mod application;
mod bad_input;
mod change_secret;
mod data_map;
mod enrolment;
mod held_lists;
mod imports;
mod journey;
mod notices;
mod rules;
mod secrecy;
mod show;
mod snapshots;
mod support;
mod threat_model;
mod unlock;
mod versions;
