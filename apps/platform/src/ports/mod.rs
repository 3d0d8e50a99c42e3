//! What a real unified platform can replace: each port has a contract, an adapter for the
//! demo, and a contract test (`tests/it/ports`). Swapping an adapter changes no other code.

pub mod blob_store;
pub mod identity_proofing;
pub mod sealer;
