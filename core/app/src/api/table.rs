//! The one table of calls.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use ts_rs::TypeVisitor as _;

use super::typescript::Types;
use crate::cases::{
    self, CaseCardView, CaseDetailView, CaseFileRequest, CaseRequest, CaseRouteRequest,
    CasesListRequest, LookView, MessageRequest, MessageView,
};
use crate::certificates::{self, CardView, CertificateRequest, CertificateView};
use crate::change_secret::{self, ChangeSecretRequest};
use crate::context::{Core, blocking};
use crate::desk::{self, DeskActRequest, DeskCaseView, DeskFileRequest, DeskView};
use crate::drafts::{
    self, ConflictChooseRequest, ConflictView, DraftAttachRequest, DraftCardView,
    DraftDetachRequest, DraftFileRequest, DraftRequest, DraftSaveRequest, DraftStartRequest,
    DraftSubmitRequest, DraftSupplyRequest, DraftView, MaterialsView, PackChangeView,
    PackChooseRequest, PictureView, ReviewView, SubmittedView, TemplateMakeRequest,
    TemplateRequest, TemplateView,
};
use crate::enrol::{
    self, EnrolLookRequest, EnrolResumeRequest, EnrolStartRequest, EnrolView, VoucherCodeRequest,
    VoucherCodeView, VoucherView,
};
use crate::error::{ErrorCode, ErrorView, Params};
use crate::events::NothingView;
use crate::exchange::{
    self, ExportedView, ImportBeginRequest, ImportPieceRequest, ImportView, MovedView,
};
use crate::hello::{self, HelloRequest, HelloView};
use crate::outbox::{self, OutboxItemRequest, OutboxItemView, OutboxPinRequest, OutboxView};
use crate::packs::{self, TypeTextsView};
use crate::presence::{self, PresenceRequest, PresenceView};
use crate::reminders::{self, RemindersSetRequest, RemindersView, VisibleRequest};
use crate::renew_keys::{self, RenewKeysRequest};
use crate::scan::{self, ScanTextRequest, VerdictView};
use crate::services::{self, GuideView, ServiceRequest, ServicesRequest, ServicesView};
use crate::session::{self, SessionView};
use crate::settings::{self, SettingsSetRequest, SettingsView};
use crate::show::{self, ShowCode, ShowNextRequest, ShowStartRequest, ShowStopRequest, ShowView};
use crate::snapshots::{self, SnapshotsView};
use crate::sync::SealedView;
use crate::unlock::{self, UnlockRequest};
use crate::{erase, lock, quarantine, sync};

/// A reply: JSON and the raw bytes beside it.
pub(super) struct Reply {
    pub(super) json: String,
    pub(super) bytes: Vec<u8>,
}

macro_rules! calls {
    ($core:ident, $request:ident, $bytes:ident;
     $($name:literal: $in:ty => $out:ty, $body:expr;)*) => {
        pub(super) async fn dispatch(
            $core: &Arc<Core>,
            name: &str,
            json: &str,
            $bytes: Vec<u8>,
        ) -> Result<Reply, ErrorView> {
            match name {
                $($name => {
                    let $request: $in = parse(json)?;
                    let (view, bytes): ($out, Vec<u8>) = Answer::split($body);
                    Ok(Reply { json: ok(&view)?, bytes })
                })*
                _ => Err(ErrorCode::CallUnknown.view(Params::new())),
            }
        }

        pub(super) fn visit_calls(types: &mut Types<'_>, text: &mut String) {
            $(text.push_str(&types.call::<$in, $out>($name));)*
            types.visit::<NothingView>();
        }
    };
}

calls! { core, request, bytes;
    "hello": HelloRequest => HelloView, {
        let view = blocking(core, move |core| hello::hello(core, &request)).await?;
        sync::watch_sealed(core);
        view
    };
    "session.status": NothingView => SessionView, { let NothingView {} = request; blocking(core, session::status).await? };
    "enrol.look": EnrolLookRequest => VoucherView, enrol::look(core, request).await?;
    "enrol.voucher_code": VoucherCodeRequest => VoucherCodeView,
        blocking(core, move |_| enrol::voucher_code(&request, &bytes)).await?;
    "enrol.start": EnrolStartRequest => EnrolView, enrol::start(core, request).await?;
    "enrol.resume": EnrolResumeRequest => EnrolView, enrol::resume(core, request).await?;
    "unlock": UnlockRequest => SessionView, {
        let view = blocking(core, move |core| unlock::unlock(core, request)).await?;
        lock::watch(core);
        view
    };
    "lock": NothingView => SessionView, {
        let NothingView {} = request;
        let view = blocking(core, lock::lock).await?;
        sync::watch_sealed(core);
        view
    };
    "sealed.send": NothingView => SealedView, { let NothingView {} = request; sync::send_sealed(core).await? };
    "certificates.list": NothingView => Vec<CardView>, {
        let NothingView {} = request;
        blocking(core, certificates::list).await?
    };
    "certificates.get": CertificateRequest => CertificateView,
        blocking(core, move |core| certificates::open(core, &request)).await?;
    "certificates.delete": CertificateRequest => NothingView, certificates::delete(core, request).await?;
    "show.start": ShowStartRequest => ShowView, show::start(core, request).await?;
    "presence.give": PresenceRequest => PresenceView,
        blocking(core, move |core| presence::give(core, request)).await?;
    "show.next": ShowNextRequest => ShowView, show::next(core, request).await?;
    "show.stop": ShowStopRequest => NothingView, show::stop(core, &request);
    "scan.image": NothingView => VerdictView, {
        let NothingView {} = request;
        blocking(core, move |core| scan::image(core, &bytes)).await?
    };
    "scan.text": ScanTextRequest => VerdictView,
        blocking(core, move |core| scan::text(core, &request.text)).await?;
    "snapshots.status": NothingView => SnapshotsView, {
        let NothingView {} = request;
        blocking(core, snapshots::view).await?
    };
    "snapshots.refresh": NothingView => SnapshotsView, {
        let NothingView {} = request;
        snapshots::refresh(core).await?
    };
    "services.list": ServicesRequest => ServicesView,
        blocking(core, move |core| services::list(core, &request)).await?;
    "services.guide": ServiceRequest => GuideView,
        blocking(core, move |core| services::guide(core, &request)).await?;
    "services.texts": NothingView => TypeTextsView, {
        let NothingView {} = request;
        blocking(core, packs::texts).await?
    };
    "drafts.list": NothingView => Vec<DraftCardView>, {
        let NothingView {} = request;
        blocking(core, drafts::list).await?
    };
    "drafts.start": DraftStartRequest => DraftView,
        blocking(core, move |core| drafts::start(core, &request)).await?;
    "drafts.get": DraftRequest => DraftView,
        blocking(core, move |core| drafts::get(core, drafts::id(&request.draft)?)).await?;
    "drafts.save": DraftSaveRequest => DraftView,
        blocking(core, move |core| drafts::save(core, &request)).await?;
    "drafts.discard": DraftRequest => NothingView,
        blocking(core, move |core| drafts::discard(core, &request)).await?;
    "drafts.restore": DraftRequest => DraftCardView,
        blocking(core, move |core| drafts::restore(core, &request)).await?;
    "drafts.trash": NothingView => Vec<DraftCardView>, {
        let NothingView {} = request;
        blocking(core, drafts::trash).await?
    };
    "drafts.duplicate": DraftRequest => DraftView,
        blocking(core, move |core| drafts::duplicate(core, &request)).await?;
    "drafts.templates": NothingView => Vec<TemplateView>, {
        let NothingView {} = request;
        blocking(core, drafts::templates).await?
    };
    "drafts.make_template": TemplateMakeRequest => Vec<TemplateView>,
        blocking(core, move |core| drafts::make_template(core, &request)).await?;
    "drafts.delete_template": TemplateRequest => Vec<TemplateView>,
        blocking(core, move |core| drafts::delete_template(core, &request)).await?;
    "drafts.start_from": TemplateRequest => DraftView,
        blocking(core, move |core| drafts::start_from(core, &request)).await?;
    "drafts.pack_change": DraftRequest => PackChangeView,
        blocking(core, move |core| drafts::pack_change(core, &request)).await?;
    "drafts.choose_pack": PackChooseRequest => DraftView,
        blocking(core, move |core| drafts::choose_pack(core, &request)).await?;
    "drafts.conflict": DraftRequest => ConflictView,
        blocking(core, move |core| drafts::conflict(core, &request)).await?;
    "drafts.choose": ConflictChooseRequest => ConflictView,
        blocking(core, move |core| drafts::choose(core, &request)).await?;
    "drafts.materials": DraftRequest => MaterialsView,
        blocking(core, move |core| drafts::materials(core, &request)).await?;
    "drafts.attach": DraftAttachRequest => MaterialsView,
        blocking(core, move |core| drafts::attach(core, &request, &bytes)).await?;
    "drafts.detach": DraftDetachRequest => MaterialsView,
        blocking(core, move |core| drafts::detach(core, &request)).await?;
    "drafts.supply": DraftSupplyRequest => MaterialsView,
        blocking(core, move |core| drafts::supply(core, &request)).await?;
    "drafts.file": DraftFileRequest => PictureView,
        blocking(core, move |core| drafts::file(core, &request)).await?;
    "drafts.review": DraftRequest => ReviewView,
        blocking(core, move |core| drafts::review(core, &request)).await?;
    "drafts.submit": DraftSubmitRequest => SubmittedView, drafts::submit(core, request).await?;
    "outbox.list": NothingView => OutboxView, {
        let NothingView {} = request;
        blocking(core, outbox::list).await?
    };
    "outbox.retry": OutboxItemRequest => OutboxView,
        blocking(core, move |core| outbox::retry(core, &request)).await?;
    "outbox.pin": OutboxPinRequest => OutboxView,
        blocking(core, move |core| outbox::pin(core, &request)).await?;
    "outbox.delete": OutboxItemRequest => OutboxView,
        blocking(core, move |core| outbox::delete(core, &request)).await?;
    "outbox.take_back": OutboxItemRequest => DraftView,
        blocking(core, move |core| outbox::take_back(core, &request)).await?;
    "sync.now": NothingView => OutboxView, { let NothingView {} = request; sync::now(core).await? };
    "cases.list": CasesListRequest => Vec<CaseCardView>,
        blocking(core, move |core| cases::list(core, &request)).await?;
    "cases.get": CaseRequest => CaseDetailView,
        blocking(core, move |core| cases::get(core, &request)).await?;
    "cases.supplement": CaseRequest => DraftView,
        blocking(core, move |core| cases::supplement(core, &request)).await?;
    "cases.file": CaseFileRequest => PictureView,
        blocking(core, move |core| cases::file(core, &request)).await?;
    "cases.choose_route": CaseRouteRequest => OutboxItemView,
        cases::choose_route(core, request).await?;
    "cases.withdraw": CaseRequest => OutboxItemView, cases::withdraw(core, request).await?;
    "messages.list": NothingView => Vec<MessageView>, {
        let NothingView {} = request;
        blocking(core, reminders::list).await?
    };
    "messages.read": MessageRequest => Vec<MessageView>,
        blocking(core, move |core| reminders::read(core, &request)).await?;
    "messages.read_all": NothingView => Vec<MessageView>, {
        let NothingView {} = request;
        blocking(core, reminders::read_all).await?
    };
    "reminders.get": NothingView => RemindersView, {
        let NothingView {} = request;
        blocking(core, reminders::get).await?
    };
    "reminders.set": RemindersSetRequest => RemindersView,
        blocking(core, move |core| reminders::set(core, &request)).await?;
    "app.visible": VisibleRequest => NothingView, reminders::visible(core, &request);
    "looks.list": NothingView => Vec<LookView>, {
        let NothingView {} = request;
        blocking(core, cases::looks).await?
    };
    "desk.queue": NothingView => DeskView, { let NothingView {} = request; desk::queue(core).await? };
    "desk.case": CaseRequest => DeskCaseView, desk::case(core, request).await?;
    "desk.file": DeskFileRequest => PictureView, desk::file(core, request).await?;
    "desk.act": DeskActRequest => DeskCaseView, desk::act(core, request).await?;
    "settings.get": NothingView => SettingsView, {
        let NothingView {} = request;
        blocking(core, settings::get).await?
    };
    "settings.set": SettingsSetRequest => SettingsView,
        blocking(core, move |core| settings::set(core, &request)).await?;
    "exchange.export": NothingView => ExportedView, { let NothingView {} = request; exchange::export(core).await? };
    "exchange.move_out": NothingView => MovedView, { let NothingView {} = request; exchange::move_out(core).await? };
    "exchange.begin": ImportBeginRequest => NothingView, exchange::begin(core, request).await?;
    "exchange.piece": ImportPieceRequest => ImportView, exchange::piece(core, request, bytes).await?;
    "exchange.cancel": NothingView => NothingView, { let NothingView {} = request; exchange::cancel(core) };
    "store.open_anew": NothingView => SessionView, {
        let NothingView {} = request;
        quarantine::open_anew(core).await?
    };
    "secret.change": ChangeSecretRequest => SessionView,
        change_secret::change_secret(core, request).await?;
    "keys.renew": RenewKeysRequest => SessionView, renew_keys::renew_keys(core, request).await?;
    "wallet.erase": NothingView => SessionView, { let NothingView {} = request; erase::erase(core).await? };
}

/// A use case's answer as the JSON part and the bytes beside it.
trait Answer<View> {
    fn split(self) -> (View, Vec<u8>);
}

impl<View> Answer<View> for View {
    fn split(self) -> (View, Vec<u8>) {
        (self, Vec::new())
    }
}

impl Answer<ShowView> for ShowCode {
    fn split(self) -> (ShowView, Vec<u8>) {
        (self.view, self.modules)
    }
}

impl Answer<PictureView> for (PictureView, Vec<u8>) {
    fn split(self) -> (PictureView, Vec<u8>) {
        self
    }
}

impl Answer<CertificateView> for (CertificateView, Vec<u8>) {
    fn split(self) -> (CertificateView, Vec<u8>) {
        self
    }
}

fn parse<T: DeserializeOwned>(json: &str) -> Result<T, ErrorView> {
    let json = if json.trim().is_empty() { "{}" } else { json };
    serde_json::from_str(json).map_err(|_| ErrorCode::CallMalformed.view(Params::new()))
}

fn ok<T: Serialize>(view: &T) -> Result<String, ErrorView> {
    #[derive(Serialize)]
    struct Ok<'a, T> {
        ok: &'a T,
    }
    serde_json::to_string(&Ok { ok: view }).map_err(|_| ErrorCode::Internal.view(Params::new()))
}
