//! Withdrawing an application, after Confirm.

use std::sync::Arc;

use tongban_cases::{Action, Request, Role};
use tongban_device::ConfirmText;
use tongban_store::{NewOutboxItem, RecordId, WriteError};

use super::error::CaseError;
use super::file::CaseFile;
use super::view::CaseRequest;
use crate::confirm::{Words, confirm};
use crate::context::{Core, blocking};
use crate::error::ErrorView;
use crate::outbox::{self, OutboxItemView, Unsigned, Wanted};
use crate::packs::PackError;
use crate::services::Teller;
use crate::storage::StorageError;
use crate::sync;

/// Asks for the person's yes, signs, and puts the withdrawal into the outbox.
pub(crate) async fn withdraw(
    core: &Arc<Core>,
    request: CaseRequest,
) -> Result<OutboxItemView, ErrorView> {
    let (text, unsigned, case) = blocking(core, move |core| prepare(core, &request)).await?;
    let asked = confirm(core, text, unsigned.to_be_signed()).await;
    asked.map_err(CaseError::from)?;
    blocking(core, move |core| finish(core, unsigned, case)).await
}

fn prepare(
    core: &Core,
    request: &CaseRequest,
) -> Result<(ConfirmText, Unsigned, RecordId), CaseError> {
    let db = core.unlocked()?;
    let file = CaseFile::read(&db, &core.receipt_keys()?, request.id()?)?;
    let file = file.ok_or(CaseError::NotFound)?;
    if !file.view.allows(Role::Applicant, Action::Withdraw) {
        return Err(CaseError::NotAllowed);
    }
    let pack = file.view.pack.clone().ok_or(PackError::NotHere)?;
    let loaded = core.pack_of(&pack.id, pack.version)?;
    let service = loaded.service(&file.view.service)?;
    let teller = Teller::new(core, &loaded);
    let mut words = Words::new(&teller.messages, "withdraw")
        .line("service", teller.text(&service.names))
        .line("office", teller.text(&service.office.name));
    if let Some(number) = &file.number {
        words = words.line("number", number.clone());
    }
    let text = words.note("note_over").note("note_again").done();
    let wanted = Wanted {
        scope: outbox::scope(&db)?,
        case: file.id,
        seen: file.view.version.into(),
        request: &Request::Withdraw,
        files: &[],
        holder_keys: 0,
        depends_on: Vec::new(),
        supersedes: Vec::new(),
    };
    let unsigned = Unsigned::prepare(core, &db, &wanted)?;
    Ok((text, unsigned, file.id))
}

/// Signs what the person said yes to and puts it into the outbox.
pub(super) fn finish(
    core: &Core,
    unsigned: Unsigned,
    case: RecordId,
) -> Result<OutboxItemView, CaseError> {
    let db = core.unlocked()?;
    let id = unsigned.id;
    let (bytes, _) = unsigned.sign(core).map_err(outbox::OperationError::from)?;
    let item = NewOutboxItem {
        operation: id,
        case,
        bytes,
        made_at: core.now(),
    };
    db.write(|tx| tx.enqueue(&item))
        .map_err(|error: WriteError| StorageError::from(error))?;
    sync::enqueued(core, &db, id)?;
    core.publish_outbox();
    Ok(outbox::item(core, &db, id)?)
}
