//! What the desktop app and the browser host share, so that neither has a twin of it:
//! the app started on a Linux machine's capabilities, and the Confirm page.
//!
//! A host brings a [`ConfirmSurface`] (a window, a page of another origin) and carries
//! calls and events; it decides nothing. The files of the Confirm page are the same in
//! both ([`confirm_page`]); how the page reaches its host differs.
#![forbid(unsafe_code)]

mod confirm_page;
mod confirm_surface;
mod confirm_view;
mod host;

pub use confirm_page::{PageFile, confirm_page};
pub use confirm_surface::{ConfirmSurface, SurfaceUnavailable};
pub use confirm_view::{ConfirmLineView, ConfirmTextsView, ConfirmView};
pub use host::{Host, HostOptions, StartError};
pub use tongban_device_desktop::AnswerError;
