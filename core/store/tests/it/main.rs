//! The store from outside: what is on the disk, what survives, what is refused.

mod custody;
mod damage;
mod delay;
mod disk_full;
mod kill;
mod persons;
mod secrecy;
mod shared;
mod support;
mod wallet;
