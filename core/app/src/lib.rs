//! The use cases of the app and its boundary types: one file per thing a person does.
//!
//! Guarantees: no call panics on what comes in; every failure is an [`ErrorView`] with a code
//! that has texts in every locale; what enrols, deletes or erases happens only after Confirm
//! (rule U1); showing and verifying never touch the network. Knows no platform: everything that
//! a machine does comes in as [`Capabilities`].
#![forbid(unsafe_code)]

mod api;
mod app;
mod cases;
mod certificates;
mod change_secret;
mod config;
mod confirm;
mod context;
mod delivery;
#[cfg(feature = "demo")]
pub mod demo;
mod desk;
mod device_snapshots;
mod drafts;
mod enrol;
mod erase;
mod error;
mod events;
mod exchange;
#[cfg(test)]
mod fixture;
pub mod frame;
mod hello;
mod keys;
mod lock;
mod messages;
mod outbox;
mod packs;
mod presence;
mod quarantine;
mod reminders;
mod renew_keys;
mod scan;
mod secret;
mod services;
mod session;
mod settings;
mod show;
mod snapshots;
mod storage;
mod sync;
mod time;
mod unlock;
mod wallet;

pub use api::{CallReply, TYPESCRIPT_FILE, typescript};
pub use app::App;
pub use config::{AppConfig, Capabilities, build_floor};
pub use context::StartError;
pub use device_snapshots::{DeviceSnapshots, device_snapshots};
pub use error::{ErrorCode, ErrorKind, ErrorOfferView, ErrorView, Param, Params};
pub use messages::Messages;
pub use tongban_store::Kdf;

pub use cases::{
    CaseCardView, CaseDetailView, CaseFileRequest, CaseFileView, CaseMaterialView, CaseRequest,
    CaseRouteRequest, CasesListRequest, CountedDayView, CountedUnitView, DaysLeftView,
    DocumentView, DueKindView, GapKindView, GapView, JudgementView, LifeStateView, LifeStepView,
    LookView, MessageKindView, MessageRequest, MessageView, MessagesChangedView, NoticeView,
    ReasonView, RulingView,
};
pub use certificates::{
    CardState, CardView, CertificateRequest, CertificateView, FieldKindView, FieldView,
};
pub use change_secret::ChangeSecretRequest;
pub use delivery::{
    ChosenRouteView, DeliveryView, RouteKindView, RouteRequest, RouteView, ServedView, TellByView,
    ToldView,
};
pub use desk::{
    ConditionView, DeskActRequest, DeskActView, DeskCaseView, DeskFileRequest, DeskFileView,
    DeskGroupCodeView, DeskGroupView, DeskItemView, DeskLineView, DeskMaterialView, DeskPageView,
    DeskView, MaterialSourceView, RefusalView, ShortMessageView,
};
pub use drafts::{
    AnswerRequest, ChosenFieldView, CommitmentView, ConflictChooseRequest, ConflictFieldView,
    ConflictView, DeferralView, DraftAttachRequest, DraftCardView, DraftDetachRequest,
    DraftFileRequest, DraftKindView, DraftRequest, DraftSaveRequest, DraftStartRequest,
    DraftSubmitRequest, DraftSupplyRequest, DraftView, FieldProblemView, FileView, FormFieldView,
    HeldTypeView, InputView, MaterialFaultView, MaterialHowView, MaterialStandingView,
    MaterialView, MaterialsView, MissingAnswerView, OptionView, OriginView, PackChangeView,
    PackChooseRequest, PageView, PictureView, ReviewLineView, ReviewMaterialView, ReviewPageView,
    ReviewView, SideView, SubmittedView, SupplyHowView, TemplateMakeRequest, TemplateRequest,
    TemplateView, ValueView,
};
pub use enrol::{
    EnrolLookRequest, EnrolResumeRequest, EnrolStartRequest, EnrolView, VoucherCodeRequest,
    VoucherCodeView, VoucherRequest, VoucherView,
};
pub use events::{ConfirmEventView, ConfirmState, EnrolStep, EventView, NothingView, ProgressView};
pub use exchange::{
    ExportedView, ImportBeginRequest, ImportPieceRequest, ImportView, ImportedView, MovedView,
};
pub use hello::{API_VERSION, CustodyView, HelloRequest, HelloView, HostView};
pub use outbox::{
    OutboxActionView, OutboxDoView, OutboxItemRequest, OutboxItemView, OutboxPhotoView,
    OutboxPinRequest, OutboxStateView, OutboxView,
};
pub use packs::{TypeTextView, TypeTextsView};
pub use presence::{PresenceRequest, PresenceView};
pub use reminders::{
    OpenLinkView, ReminderView, RemindersSetRequest, RemindersView, VisibleRequest,
};
pub use renew_keys::RenewKeysRequest;
pub use scan::{ClaimView, ScanTextRequest, StatusCheckView, VerdictView, VerdictWordView};
pub use secret::SecretText;
pub use services::{
    ChannelKindView, ChannelView, CommonErrorView, ContactKindView, ContactView, FeeView,
    GuideMaterialView, GuideStandingView, GuideView, LifeEventView, LimitView, LosingView,
    RemedyKindView, RemedyView, SampleView, ServiceCardView, ServiceRequest, ServicesRequest,
    ServicesView, SourceView, SourcedLimitView, SourcedTextView, TitledView, UnitView, VenueView,
};
pub use session::{
    QuarantinedView, SecretKind, SessionState, SessionView, StaffView, WaitCauseView,
};
pub use settings::{ReadLogView, SettingsSetRequest, SettingsView, ThemeView};
pub use show::{ShowCode, ShowNextRequest, ShowStartRequest, ShowStopRequest, ShowView};
pub use snapshots::{SnapshotLevel, SnapshotsView};
pub use sync::SealedView;
pub use unlock::UnlockRequest;
