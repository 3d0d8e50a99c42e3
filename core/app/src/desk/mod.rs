//! The work of a member of staff: the queue, a case, and acts on it.

mod act;
mod adopt;
mod case;
mod decided;
mod error;
mod queue;
mod session;
mod short_message;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use act::act;
pub(crate) use adopt::adopt_unanswered;
pub(crate) use case::{case, file};
pub(crate) use queue::queue;
pub(crate) use session::DeskSession;

pub use short_message::ShortMessageView;
pub use view::{
    ConditionView, DeskActRequest, DeskActView, DeskCaseView, DeskFileRequest, DeskFileView,
    DeskGroupCodeView, DeskGroupView, DeskItemView, DeskLineView, DeskMaterialView, DeskPageView,
    DeskView, MaterialSourceView, RefusalView,
};
