//! Filling in an application or a supplement, offline, and handing it in.

mod attach;
mod conflict;
mod copies;
mod discard;
mod error;
mod form;
mod known;
mod list;
mod materials;
mod merge;
mod pack_change;
mod picture;
mod review;
mod save;
mod sheet;
mod start;
mod submit;
mod supply;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use attach::{attach, detach, file};
pub(crate) use conflict::{choose, conflict};
pub(crate) use copies::{delete_template, duplicate, make_template, start_from, templates};
pub(crate) use discard::{discard, restore};
pub(crate) use error::DraftError;
pub(crate) use form::{bare_words, count, in_words, input, problem_code};
pub(crate) use known::held_types;
pub(crate) use list::{BIN_DAYS, list, trash};
pub(crate) use materials::materials;
pub(crate) use merge::{Content, merge};
pub(crate) use pack_change::{choose_pack, pack_change};
pub(crate) use review::{applicant, lines, review, source};
pub(crate) use save::{get, id, save};
pub(crate) use start::{begin, resident, start};
pub(crate) use submit::submit;
pub(crate) use supply::supply;

pub use conflict::{
    ChosenFieldView, ConflictChooseRequest, ConflictFieldView, ConflictView, SideView,
};
pub use copies::{TemplateMakeRequest, TemplateRequest, TemplateView};
pub use pack_change::{PackChangeView, PackChooseRequest};
pub use view::{
    AnswerRequest, CommitmentView, DeferralView, DraftAttachRequest, DraftCardView,
    DraftDetachRequest, DraftFileRequest, DraftKindView, DraftRequest, DraftSaveRequest,
    DraftStartRequest, DraftSubmitRequest, DraftSupplyRequest, DraftView, FieldProblemView,
    FileView, FormFieldView, HeldTypeView, InputView, MaterialFaultView, MaterialHowView,
    MaterialStandingView, MaterialView, MaterialsView, MissingAnswerView, OptionView, OriginView,
    PageView, PictureView, ReviewLineView, ReviewMaterialView, ReviewPageView, ReviewView,
    SubmittedView, SupplyHowView, ValueView,
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
