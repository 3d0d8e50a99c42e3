//! The person's cases, what they are told about them, and who looked at them.

mod choose_route;
mod days;
mod error;
mod file;
mod get;
mod life;
mod list;
mod looks;
mod messages;
mod sent;
mod supplement;
mod tell;
#[cfg(test)]
mod tests;
mod unsent;
mod view;
mod withdraw;

pub(crate) use choose_route::choose_route;
pub(crate) use days::{days_left, until};
pub(crate) use error::CaseError;
pub(crate) use file::CaseFile;
pub(crate) use get::{files_of, get};
pub(crate) use life::{documents, life};
pub(crate) use list::list;
pub(crate) use looks::looks;
pub(crate) use messages::{Told, name_of, service_name, told};
pub(crate) use sent::{evict, file};
pub(crate) use supplement::supplement;
pub(crate) use tell::{again_from, gaps, holder_slug, open_notice, ruling};
pub(crate) use withdraw::withdraw;

pub use view::{
    CaseCardView, CaseDetailView, CaseFileRequest, CaseFileView, CaseMaterialView, CaseRequest,
    CaseRouteRequest, CasesListRequest, CountedDayView, CountedUnitView, DaysLeftView,
    DocumentView, DueKindView, GapKindView, GapView, JudgementView, LifeStateView, LifeStepView,
    LookView, MessageKindView, MessageRequest, MessageView, MessagesChangedView, NoticeView,
    ReasonView, RulingView,
};
