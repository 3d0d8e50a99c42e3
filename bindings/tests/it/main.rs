//! The library as it is built, from outside.

mod generated;
