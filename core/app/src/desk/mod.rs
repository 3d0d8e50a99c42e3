//! The work of a member of staff: the queue, a case, and acts on it.

mod view;

pub use view::{
    ConditionView, DeskActRequest, DeskActView, DeskCaseView, DeskFileRequest, DeskFileView,
    DeskGroupCodeView, DeskGroupView, DeskItemView, DeskLineView, DeskMaterialView, DeskPageView,
    DeskView, MaterialSourceView, RefusalView,
};
