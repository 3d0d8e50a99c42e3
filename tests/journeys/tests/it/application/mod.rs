//! From a draft written without network to a certificate in the wallet.

mod delivery;
mod elderly_card;
mod hostile_platform;
mod invented_service;
mod kills;
pub mod people;
mod refused;
mod restored;
mod sealed;
mod slow_network;
mod whole_way;
