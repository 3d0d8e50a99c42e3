//! The native library for Android and iOS.
//!
//! What it is: the use cases of `tongban-app` as objects of Kotlin and Swift. [`Wallet`]
//! carries the one call of the web UI; [`Showing`] and [`Verifier`] are typed, for the
//! screens that phones draw themselves; the bridges of [`machine`] are what a shell
//! implements.
//!
//! What it guarantees: no panic and no host exception crosses the boundary in either
//! direction; private keys stay with the host; every failure is a [`WalletError`] with a
//! code that never changes.
//!
//! What it does not do: it holds no rule, no state but handles, and no global.

mod call;
mod error;
mod listen;
pub mod machine;
mod show;
mod verify;
mod views;
mod wallet;

pub use call::CallAnswer;
pub use error::WalletError;
pub use listen::{EventListener, EventListenerError};
pub use show::Showing;
pub use verify::Verifier;
pub use wallet::{Wallet, WalletConfig};

uniffi::setup_scaffolding!("tongban");
