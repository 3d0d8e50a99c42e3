//! Sending a kept request and storing what comes back.

use std::sync::Arc;

use tongban_certificate::HeldCertificate;
use tongban_device::KeyPurpose;
use tongban_protocol::{EnrolResponse, IssuedType, paths};
use tongban_store::{
    CertificateId, NewCertificate, NewCopy, PersonDb, ReadLogHead, StoredCertificate, StoredKey,
    WriteError,
};

use super::error::EnrolError;
use super::pending::{Waiting, discard, forget_pending};
use super::start::EnrolView;
use crate::certificates;
use crate::context::{Core, blocking};
use crate::error::ErrorView;
use crate::events::{EnrolStep, EventView, NothingView};
use crate::lock;
use crate::snapshots::{self, Etags, Fetched};
use crate::storage::StorageError;

/// Sends; a final no removes everything, any other failure keeps everything for the next try.
pub(super) async fn send(core: &Arc<Core>, waiting: Waiting) -> Result<EnrolView, EnrolOutcome> {
    progress(core, EnrolStep::Send);
    match super::ask::ask(core, paths::ENROL, waiting.body.to_vec()).await {
        Ok(answer) => {
            progress(core, EnrolStep::Store);
            let view = blocking(core, move |core| {
                store(core, &waiting, &answer)?;
                finish(core, waiting.db)
            })
            .await?;
            lock::watch(core);
            Ok(view)
        }
        Err(error) if error.is_final() => {
            let person = waiting.db.id();
            blocking(core, move |core| {
                drop(waiting);
                discard(core, person)
            })
            .await?;
            Err(EnrolOutcome::Refused(error.into()))
        }
        Err(error) => Err(EnrolOutcome::Kept(error.into())),
    }
}

/// How an enrolment failed, for the one who decides whether to start another.
pub(super) enum EnrolOutcome {
    /// The platform said no, and nothing is left of the request.
    Refused(ErrorView),
    /// It can be sent again.
    Kept(ErrorView),
}

impl From<ErrorView> for EnrolOutcome {
    fn from(error: ErrorView) -> Self {
        Self::Kept(error)
    }
}

impl EnrolOutcome {
    pub(super) fn into_view(self) -> ErrorView {
        match self {
            Self::Refused(error) | Self::Kept(error) => error,
        }
    }
}

/// The wallet is there: opens it and says so.
pub(super) fn finish(core: &Core, db: Arc<PersonDb>) -> Result<EnrolView, EnrolError> {
    forget_pending(&*core.store()?)?;
    core.open_wallet(db);
    core.publish_session();
    core.publish(EventView::SnapshotsChanged(snapshots::view(core)?));
    core.publish(EventView::CertificatesChanged(NothingView {}));
    let certificates = certificates::list(core).map_err(|_| StorageError::Failed)?;
    Ok(EnrolView { certificates })
}

pub(super) fn progress(core: &Core, step: EnrolStep) {
    core.publish(EventView::Progress(step.into()));
}

/// Checks everything that came before any of it is stored.
fn store(core: &Core, waiting: &Waiting, answer: &[u8]) -> Result<(), EnrolError> {
    let answer = EnrolResponse::decode(answer).map_err(|_| EnrolError::AnswerBad)?;
    let etags = Etags::default();
    let (trust, status) = (Some(answer.trust.clone()), Some(answer.status.clone()));
    snapshots::take_over(
        core,
        Fetched {
            trust,
            status,
            etags,
        },
    )?;
    let mut unused = waiting
        .db
        .keys(KeyPurpose::Holder)
        .map_err(StorageError::from)?;
    let certificates = answer
        .certificates
        .iter()
        .map(|issued| certificate(core, issued, &mut unused))
        .collect::<Result<Vec<_>, _>>()?;
    if certificates.is_empty() {
        return Err(EnrolError::AnswerBad);
    }
    let head = read_log_head(core, &answer)?;
    waiting
        .db
        .write(|tx| {
            tx.set_pseudonym(&answer.person)?;
            tx.note_read_log(&head)?;
            certificates
                .iter()
                .try_for_each(|certificate| tx.insert_certificate(certificate))?;
            tx.clear_pending(&waiting.id)
        })
        .map_err(|error: WriteError| StorageError::from(error).into())
}

/// The head that this answer names (rule K6); whether it fits is decided where it is stored.
fn read_log_head(core: &Core, answer: &EnrolResponse) -> Result<ReadLogHead, EnrolError> {
    // No log has 2⁶³ lines, and the store could not hold the number.
    i64::try_from(answer.read_log.seq).map_err(|_| EnrolError::AnswerBad)?;
    Ok(ReadLogHead {
        seq: answer.read_log.seq,
        hash: answer.read_log.hash,
        received_at: core.now(),
    })
}

/// All copies of one certificate, each signed by a trusted slot and bound to a key of its own.
fn certificate(
    core: &Core,
    issued: &IssuedType,
    unused: &mut Vec<StoredKey>,
) -> Result<NewCertificate, EnrolError> {
    let mut first: Option<HeldCertificate> = None;
    let mut copies = Vec::with_capacity(issued.copies.len());
    for bytes in &issued.copies {
        let held =
            HeldCertificate::parse(bytes, &core.types()).map_err(|_| EnrolError::AnswerBad)?;
        held.check_issuer(core.snapshots()?.trust())
            .map_err(|_| EnrolError::AnswerBad)?;
        let is_own = |key: &StoredKey| {
            point(key).is_some_and(|point| point == held.holder_key().to_sec1_compressed())
        };
        let key = unused
            .iter()
            .position(is_own)
            .ok_or(EnrolError::AnswerBad)?;
        copies.push(NewCopy {
            bytes: bytes.clone(),
            key: unused.swap_remove(key).id,
            shard: held.status().shard,
            index: held.status().index,
            linkable: is_long_lived(&held),
        });
        first.get_or_insert(held);
    }
    let held = first.ok_or(EnrolError::AnswerBad)?;
    let description = held
        .description()
        .filter(|description| description.name() == issued.type_name);
    let certificate = StoredCertificate {
        id: CertificateId::draw(&*core.caps.clock, &*core.caps.entropy)
            .map_err(StorageError::from)?,
        type_name: description.ok_or(EnrolError::AnswerBad)?.name().to_owned(),
        issuer: held.office().to_owned(),
        valid_from: held.valid_from().start(),
        valid_until: held.valid_until().start(),
        card: Vec::new(),
        added_at: core.now(),
    };
    Ok(NewCertificate {
        certificate,
        copies,
    })
}

/// Shown more than once, a long-lived copy lets two verifiers recognise it (rule C2).
fn is_long_lived(held: &HeldCertificate) -> bool {
    let days = held.valid_until().days() - held.valid_from().days();
    let limit = held
        .description()
        .map_or(0, |description| description.copies().short_lived_days);
    days > i32::from(limit)
}

fn point(key: &StoredKey) -> Option<Vec<u8>> {
    tongban_cose::PublicKey::from_sec1_any(&key.public)
        .ok()
        .map(|key| key.to_sec1_compressed())
}
