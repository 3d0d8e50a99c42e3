//! Sending a kept request and storing what comes back.

use std::sync::Arc;

use tongban_device::KeyPurpose;
use tongban_protocol::{EnrolResponse, paths};
use tongban_store::{PersonDb, ReadLogHead, WriteError};

use super::error::EnrolError;
use super::pending::{Waiting, discard, forget_pending};
use super::start::EnrolView;
use crate::certificates::{self, take_in};
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
        .map(|issued| take_in(core, &issued.type_name, &issued.copies, &mut unused))
        .collect::<Result<Vec<_>, _>>()?;
    // A resident gets certificates, a member of staff a grant.
    if certificates.is_empty() == answer.staff.is_none() {
        return Err(EnrolError::AnswerBad);
    }
    let head = read_log_head(core, &answer)?;
    waiting
        .db
        .write(|tx| {
            tx.set_pseudonym(&answer.person)?;
            tx.note_read_log(&head)?;
            if let Some(grant) = &answer.staff {
                tx.set_staff(&grant.encode())?;
            }
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
