//! How every failure of a use case becomes one [`ErrorView`].

mod code;
mod view;

pub use code::ErrorCode;
pub use view::{ErrorKind, ErrorOfferView, ErrorView, Param, Params};

/// A use case's error on its way to the boundary.
pub(crate) trait Fold {
    /// The stable name of this failure.
    fn code(&self) -> ErrorCode;

    /// Named values for its texts.
    fn params(&self) -> Params {
        Params::new()
    }
}

impl<E: Fold> From<E> for ErrorView {
    fn from(error: E) -> Self {
        error.code().view(error.params())
    }
}

/// One named value.
pub(crate) fn param(name: &str, value: impl Into<Param>) -> Params {
    Params::from([(name.to_owned(), value.into())])
}
