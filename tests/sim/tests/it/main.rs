//! The simulator: what it plays, and that it finds what is planted.

mod planted;
mod worlds;
