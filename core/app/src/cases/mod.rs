//! The person's cases, what they are told about them, and who looked at them.

mod view;

pub use view::{
    CaseCardView, CaseDetailView, CaseMaterialView, CaseRequest, CountedDayView, CountedUnitView,
    DaysLeftView, DocumentView, DueKindView, GapKindView, GapView, JudgementView, LifeStateView,
    LifeStepView, LookView, MessageRequest, MessageView, MessagesChangedView, NoticeView,
    ReasonView, RulingView,
};
