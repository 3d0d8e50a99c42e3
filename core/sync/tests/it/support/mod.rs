pub mod bench;
pub mod dice;
pub mod keys;
pub mod ops;
pub mod platform;
pub mod store;
