//! What a person asked for, on its way to the platform.

mod delete;
mod list;
mod operation;
mod pin;
mod retry;
mod standing;
mod take_back;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use delete::delete;
pub(crate) use list::{item, list, of_case, rejection};
pub(crate) use operation::{
    OperationError, ReadItem, Unsigned, Wanted, files_of, items, scope, superseded,
};
pub(crate) use pin::pin;
pub(crate) use retry::retry;
pub(crate) use take_back::take_back;

pub use view::{
    OutboxActionView, OutboxDoView, OutboxItemRequest, OutboxItemView, OutboxPhotoView,
    OutboxPinRequest, OutboxStateView, OutboxView,
};
