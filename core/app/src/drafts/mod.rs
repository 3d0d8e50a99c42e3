//! Filling in an application or a supplement, offline, and handing it in.

mod known;
mod view;

pub(crate) use known::held_types;

pub use view::{
    AnswerRequest, CommitmentView, DeferralView, DraftAttachRequest, DraftCardView,
    DraftDetachRequest, DraftFileRequest, DraftKindView, DraftRequest, DraftSaveRequest,
    DraftStartRequest, DraftSupplyRequest, DraftView, FieldProblemView, FileView, FormFieldView,
    HeldTypeView, InputView, MaterialFaultView, MaterialHowView, MaterialStandingView,
    MaterialView, MaterialsView, MissingAnswerView, OptionView, OriginView, PageView, PictureView,
    ReviewLineView, ReviewMaterialView, ReviewPageView, ReviewView, SubmittedView, SupplyHowView,
    ValueView,
};

/// Id of the draft of a service that was last saved; none while the wallet is locked.
pub(crate) fn open_draft_of(core: &crate::context::Core, service: &str) -> Option<String> {
    let drafts = core.open_db()?.drafts().ok()?;
    drafts
        .iter()
        .find(|draft| {
            draft.service == service
                && draft.kind == tongban_store::DraftKind::Application
                && draft.sent_as.is_none()
                && draft.discarded_at.is_none()
        })
        .map(|draft| draft.id.to_string())
}
