//! From a draft written without network to a certificate in the wallet.

mod elderly_card;
mod invented_service;
mod kills;
pub mod people;
mod refused;
mod sealed;
