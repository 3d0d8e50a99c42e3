//! QR codes: pixels to text and text to pixels, nothing else.
//!
//! Guarantees: whatever [`draw_modules`] draws, [`read_image`] reads back; no bytes from outside
//! make it panic; sizes are known before memory is taken for them; the work per picture is
//! bounded. What a text means is not its business: base45, certificates and vouchers live
//! elsewhere. Follows ISO/IEC 18004; our own texts are alphanumeric mode, because byte mode is
//! mangled by several readers.
//!
//! ```
//! use tongban_code::{Ec, ReadLimits, draw_modules, read_image};
//!
//! let png = draw_modules("TB1:HELLO", Ec::L)?.to_png(4, 4)?;
//! assert_eq!(read_image(&png, ReadLimits::default())?, ["TB1:HELLO"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod binarize;
mod detect;
mod draw;
mod luma;
mod mask;
mod modules;
mod picture;
mod read;

pub use draw::{DrawError, Ec, draw_modules};
pub use modules::{Modules, RenderError};
pub use read::{ReadError, ReadLimits, read_image, read_luma};
