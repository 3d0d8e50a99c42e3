//! From a draft written without network to a certificate in the wallet.

mod elderly_card;
mod invented_service;
mod kills;
mod people;
mod refused;
mod sealed;
