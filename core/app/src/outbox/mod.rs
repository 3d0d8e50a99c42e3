//! What a person asked for, on its way to the platform.

mod view;

pub use view::{OutboxActionView, OutboxItemRequest, OutboxItemView, OutboxView};
