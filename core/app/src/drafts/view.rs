//! What a screen sees of a draft: its form page by page, its materials, and the whole before
//! it is sent.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::delivery::{RouteRequest, RouteView};
use crate::error::Params;
use crate::outbox::OutboxItemView;
use crate::services::{CommonErrorView, SampleView, SourceView};

/// A draft in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DraftCardView {
    /// Its id.
    pub id: String,
    /// Id of the service.
    pub service: String,
    /// Name of the service.
    pub service_name: String,
    /// What it will be.
    pub kind: DraftKindView,
    /// The case that a supplement belongs to.
    pub case: Option<String>,
    /// When it was last saved, RFC 3339.
    pub saved_at: String,
    /// Needed fields that are in order.
    pub ready: u32,
    /// Needed fields.
    pub needed: u32,
    /// Title of the page where the person was.
    pub page_title: Option<String>,
    /// True when it was open as the app ended: offer it.
    pub resumed: bool,
    /// How many answers were typed.
    pub answers: u32,
    /// How many photos and files it has.
    pub files: u32,
    /// Fields that two devices changed and that wait for a choice.
    pub conflicts: u32,
    /// When it was thrown away, RFC 3339; it can be brought back for 30 days.
    pub discarded_at: Option<String>,
}

/// What a draft will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DraftKindView {
    /// A new case.
    Application,
    /// An answer to a supplement notice.
    Supplement,
}

/// Begins a draft.
#[derive(Debug, Deserialize, TS)]
pub struct DraftStartRequest {
    /// Id of the service.
    pub service: String,
}

/// A draft, by its id.
#[derive(Debug, Deserialize, TS)]
pub struct DraftRequest {
    /// Its id.
    pub draft: String,
}

/// An answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ValueView {
    /// Text; for a choice the id of the option.
    Text {
        /// The text.
        value: String,
    },
    /// A whole number; money is in fen.
    Number {
        /// The number.
        #[ts(type = "number")]
        value: i64,
    },
    /// A day.
    Day {
        /// YYYY-MM-DD.
        value: String,
    },
    /// Yes or no.
    Bool {
        /// The answer.
        value: bool,
    },
    /// Ids of options.
    Choices {
        /// The ids.
        value: Vec<String>,
    },
}

/// Saves what was typed, durably, before the reply.
#[derive(Deserialize, TS)]
pub struct DraftSaveRequest {
    /// The draft.
    pub draft: String,
    /// What was typed since the last save.
    pub answers: Vec<AnswerRequest>,
    /// Where the person is.
    pub page: u32,
}

/// What was typed into one field.
#[derive(Deserialize, TS)]
pub struct AnswerRequest {
    /// Id of the field.
    pub field: String,
    /// The answer; null takes it away.
    pub value: Option<ValueView>,
}

/// A draft with its form.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct DraftView {
    /// Its id.
    pub id: String,
    /// What it will be.
    pub kind: DraftKindView,
    /// The case that a supplement belongs to.
    pub case: Option<String>,
    /// Id of the service.
    pub service: String,
    /// Name of the service.
    pub service_name: String,
    /// When it was last saved, RFC 3339.
    pub saved_at: String,
    /// Where the person is.
    pub page: u32,
    /// The pages that have something to show.
    pub pages: Vec<PageView>,
    /// Answers to fields that the form does not have; they are kept.
    pub unknown_answers: u32,
    /// Whether nothing is missing or wrong.
    pub complete: bool,
    /// Whether the person is to choose between its pack and a newer one: `drafts.pack_change`.
    pub pack_changed: bool,
    /// Fields that two devices changed and that wait for a choice: `drafts.conflict`.
    pub conflicts: u32,
}

/// A page of the form.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct PageView {
    /// Id of the section.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The fields that are shown.
    pub fields: Vec<FormFieldView>,
    /// Fields that are shown.
    pub visible: u32,
    /// Fields that need an answer.
    pub needed: u32,
    /// Of these, fields that are in order.
    pub ready: u32,
    /// Values that nobody had to type.
    pub known: u32,
}

/// A field that is shown.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct FormFieldView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// What helps to answer.
    pub help: Option<String>,
    /// What the answer is needed for.
    pub purpose: String,
    /// Always true: others are not in the view.
    pub visible: bool,
    /// What can be answered.
    pub input: InputView,
    /// Whether an answer is needed.
    pub needed: bool,
    /// Whether the applicant may change the value.
    pub editable: bool,
    /// The value that counts.
    pub value: Option<ValueView>,
    /// What was typed, even if it does not count.
    pub typed: Option<ValueView>,
    /// Where the value comes from.
    pub origin: Option<OriginView>,
    /// What is wrong.
    pub problems: Vec<FieldProblemView>,
}

/// What can be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum InputView {
    /// One line.
    Text {
        /// Most characters.
        max: u32,
    },
    /// Several lines.
    LongText {
        /// Most characters.
        max: u32,
    },
    /// A whole number.
    Number {
        /// Smallest.
        #[ts(type = "number")]
        min: i64,
        /// Largest.
        #[ts(type = "number")]
        max: i64,
    },
    /// An amount in fen.
    Money {
        /// Smallest.
        #[ts(type = "number")]
        min: i64,
        /// Largest.
        #[ts(type = "number")]
        max: i64,
    },
    /// A day.
    Date {
        /// Earliest, YYYY-MM-DD.
        earliest: Option<String>,
        /// Latest, YYYY-MM-DD.
        latest: Option<String>,
    },
    /// Yes or no.
    YesNo,
    /// A sentence to declare.
    Declaration,
    /// One option.
    Choice {
        /// The options.
        options: Vec<OptionView>,
    },
    /// Several options.
    Choices {
        /// The options.
        options: Vec<OptionView>,
        /// Fewest.
        min: u32,
        /// Most.
        max: u32,
    },
    /// A person's name.
    PersonName,
    /// A citizen's ID number.
    CitizenId,
    /// A unified social credit code.
    CreditCode,
    /// A mobile number.
    Phone,
    /// A postal address.
    Address,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OptionView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
}

/// Where a value comes from.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OriginView {
    /// The applicant typed it.
    Typed,
    /// It was known and is not asked.
    Known {
        /// Title of the certificate.
        source: String,
        /// Why it is not asked again.
        basis: SourceView,
    },
    /// The form computes it.
    Computed,
}

/// Something that is wrong with an answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldProblemView {
    /// What: one of a closed list.
    pub code: String,
    /// Named values for its text.
    pub params: Params,
    /// The pack's sentence, for `check`.
    pub text: Option<String>,
    /// True when only an answer is missing.
    pub only_missing: bool,
    /// The published common error that it is.
    pub common_error: Option<CommonErrorView>,
}

/// Adds the bytes of the call to a material.
#[derive(Debug, Deserialize, TS)]
pub struct DraftAttachRequest {
    /// The draft.
    pub draft: String,
    /// Id of the material.
    pub material: String,
    /// Id of the acceptable form that it is.
    #[serde(default)]
    #[ts(optional)]
    pub variant: Option<String>,
}

/// Takes a file away.
#[derive(Debug, Deserialize, TS)]
pub struct DraftDetachRequest {
    /// The draft.
    pub draft: String,
    /// Id of the file.
    pub file: String,
}

/// Hands a material in otherwise than by files.
#[derive(Debug, Deserialize, TS)]
pub struct DraftSupplyRequest {
    /// The draft.
    pub draft: String,
    /// Id of the material.
    pub material: String,
    /// How.
    pub how: SupplyHowView,
    /// The certificate's type, for `certificate`.
    #[serde(default)]
    #[ts(optional)]
    pub certificate_type: Option<String>,
    /// Id of the commitment, for `commitment`.
    #[serde(default)]
    #[ts(optional)]
    pub commitment: Option<String>,
}

/// How a material is handed in, other than by files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SupplyHowView {
    /// A certificate of the wallet.
    Certificate,
    /// On paper.
    OnPaper,
    /// A commitment in its place.
    Commitment,
    /// Not at all.
    Nothing,
}

/// A file of a draft; its bytes come beside the reply.
#[derive(Debug, Deserialize, TS)]
pub struct DraftFileRequest {
    /// The draft.
    pub draft: String,
    /// Id of the file.
    pub file: String,
}

/// What the bytes beside the reply are.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PictureView {
    /// Their media type.
    pub media_type: String,
}

/// The materials of a draft.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MaterialsView {
    /// The draft.
    pub draft: String,
    /// Name of the service.
    pub service_name: String,
    /// The materials, in the order of the service.
    pub items: Vec<MaterialView>,
    /// Names of what is missing.
    pub missing: Vec<String>,
    /// Whether materials and form are complete.
    pub complete: bool,
    /// Answers that are missing or wrong.
    pub form_missing: Vec<MissingAnswerView>,
}

/// An answer that is missing or wrong.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MissingAnswerView {
    /// Its page, from 0.
    pub page: u32,
    /// Id of the field.
    pub field: String,
    /// Its name.
    pub label: String,
}

/// A material of a draft.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MaterialView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it must show.
    pub help: Option<String>,
    /// Where it stands.
    pub standing: MaterialStandingView,
    /// How it is handed in.
    pub how: Option<MaterialHowView>,
    /// Title of the certificate that stands in for it.
    pub from: Option<String>,
    /// Certificates of the wallet that can stand in.
    pub certificates: Vec<HeldTypeView>,
    /// Its files.
    pub files: Vec<FileView>,
    /// Most files.
    pub max_files: u32,
    /// Media types that are taken.
    pub media_types: Vec<String>,
    /// Whether it may come later, and what if it does not.
    pub deferrable: Option<DeferralView>,
    /// Commitments that are offered in its place.
    pub commitments: Vec<CommitmentView>,
    /// Acceptable forms.
    pub variants: Vec<OptionView>,
    /// What is wrong with what was handed in.
    pub faults: Vec<MaterialFaultView>,
    /// Filled samples.
    pub samples: Vec<SampleView>,
    /// Common errors.
    pub common_errors: Vec<CommonErrorView>,
    /// By what it is asked.
    pub source: Option<SourceView>,
    /// In a supplement: why it is asked again.
    pub asked_again: Option<String>,
}

/// Where a material stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MaterialStandingView {
    /// Handed in.
    InOrder,
    /// Missing.
    Missing,
    /// Cannot be taken as it is.
    Faulty,
    /// Missing, and may come later.
    Later,
    /// The office looks it up.
    Office,
    /// Not needed.
    NotNeeded,
}

/// How a material is handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MaterialHowView {
    /// Files.
    Files,
    /// A certificate.
    Certificate,
    /// Paper.
    OnPaper,
    /// A commitment.
    Commitment,
}

/// A certificate that can stand in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HeldTypeView {
    /// Its type.
    pub type_name: String,
    /// Its title.
    pub title: String,
}

/// A file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FileView {
    /// Its id.
    pub id: String,
    /// Its media type.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u32,
}

/// A material that may come later.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DeferralView {
    /// Until when, in words.
    pub until: Option<String>,
    /// What happens if it does not come.
    pub otherwise: String,
}

/// A commitment that is offered.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CommitmentView {
    /// Its id.
    pub id: String,
    /// What is promised.
    pub text: String,
    /// What follows from breaking it.
    pub liability: String,
}

/// What is wrong with what was handed in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MaterialFaultView {
    /// What: one of a closed list.
    pub code: String,
    /// Named values for its text.
    pub params: Params,
}

/// Everything before it is sent.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ReviewView {
    /// The draft.
    pub draft: String,
    /// Name of the service.
    pub service_name: String,
    /// Who decides.
    pub office: String,
    /// The answers by page.
    pub pages: Vec<ReviewPageView>,
    /// The materials that go along.
    pub materials: Vec<ReviewMaterialView>,
    /// Whether it can be submitted.
    pub can_submit: bool,
    /// What is missing, by name.
    pub missing: Vec<String>,
    /// The routes by which documents can come, for an application; a supplement keeps that of its
    /// case.
    pub routes: Vec<RouteView>,
}

/// The answers of one page.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ReviewPageView {
    /// Its title.
    pub title: String,
    /// Its place, from 0.
    pub page: u32,
    /// The answers.
    pub lines: Vec<ReviewLineView>,
}

/// An answer in words.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ReviewLineView {
    /// Id of the field.
    pub field: String,
    /// Its name.
    pub label: String,
    /// The answer.
    pub value: String,
    /// Title of the certificate that it comes from.
    pub source: Option<String>,
}

/// A material that goes along.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewMaterialView {
    /// Its name.
    pub name: String,
    /// How it is handed in: slug.
    pub how: String,
    /// Files.
    pub files: u32,
}

/// Hands a draft in.
#[derive(Deserialize, TS)]
pub struct DraftSubmitRequest {
    /// The draft.
    pub draft: String,
    /// The route by which documents are to come; absent for the app. A supplement keeps that of its
    /// case.
    #[serde(default)]
    #[ts(optional)]
    pub route: Option<RouteRequest>,
}

/// It is in the outbox.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SubmittedView {
    /// Its item.
    pub item: OutboxItemView,
    /// Its case.
    pub case: String,
}
