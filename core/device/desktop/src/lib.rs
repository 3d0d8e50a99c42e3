//! What a Linux desktop offers to Tongban: clocks, random bytes, login keyring, HTTP,
//! notifications, files, the data folder, and the board on which a confirmation waits for its answer.
//!
//! [`Desktop::open`] assembles the capabilities for a host; each part can be used alone.
//! No global is set: the TLS provider and the trusted roots belong to the transport.
#![forbid(unsafe_code)]

mod clock;
mod confirm_board;
mod data_folder;
mod desktop;
mod downloads_folder;
mod hints;
mod keyring_secrets;
mod notifier;
mod presence;
mod transport;

pub use clock::SystemClock;
pub use confirm_board::{AnswerError, BoardView, ConfirmBoard, READING_MILLIS};
pub use data_folder::{DataFolderError, data_folder};
pub use desktop::{Desktop, DesktopError, DesktopOptions};
pub use downloads_folder::downloads_folder;
pub use keyring_secrets::{KeyringReader, KeyringSecrets};
pub use notifier::DesktopNotifier;
pub use presence::NoSystemPresence;
pub use tongban_device::{DiskBlobs, OsEntropy};
pub use transport::{BaseAddressError, HttpTransport, NoPlatform};
