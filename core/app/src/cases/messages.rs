//! What the person is told: made from the rows that came, so that it is complete and the same
//! on every device; only what was read is kept.

use std::collections::BTreeSet;

use tongban_cases::{Event, Holder, What};
use tongban_protocol::{CERTIFICATE_KIND, CertificateRow, LOOK_KIND, LookRow};
use tongban_store::{PersonDb, RecordId};

use super::error::CaseError;
use super::file::CaseFile;
use super::view::{MessageRequest, MessageView, MessagesChangedView};
use crate::certificates::title_key;
use crate::context::Core;
use crate::error::{Params, param};
use crate::events::EventView;
use crate::storage::StorageError;
use crate::time;

/// Every message, the newest first.
pub(crate) fn list(core: &Core) -> Result<Vec<MessageView>, CaseError> {
    let db = core.unlocked()?;
    Ok(messages(core, &db)?)
}

/// Marks one as read.
pub(crate) fn read(core: &Core, request: &MessageRequest) -> Result<Vec<MessageView>, CaseError> {
    let db = core.unlocked()?;
    let all = messages(core, &db)?;
    if !all.iter().any(|message| message.id == request.id) {
        return Err(CaseError::NotFound);
    }
    db.write(|tx| tx.mark_read(&request.id, core.now()))
        .map_err(StorageError::from)?;
    core.publish_messages();
    Ok(messages(core, &db)?)
}

impl Core {
    /// Tells the screens how many messages wait; not while the wallet is closed.
    pub(crate) fn publish_messages(&self) {
        let Some(db) = self.open_db() else { return };
        let Ok(all) = messages(self, &db) else { return };
        let count = |wanted: &dyn Fn(&MessageView) -> bool| {
            let found = all.iter().filter(|message| wanted(message));
            u32::try_from(found.count()).unwrap_or(u32::MAX)
        };
        self.publish(EventView::MessagesChanged(MessagesChangedView {
            unread: count(&|message| !message.read),
            needs_you: count(&|message| message.needs_you),
        }));
    }
}

fn messages(core: &Core, db: &PersonDb) -> Result<Vec<MessageView>, StorageError> {
    let was_read: BTreeSet<String> = db.read_messages()?.into_iter().collect();
    let files = CaseFile::all(db, &core.receipt_keys()?)?;
    let mut told: Vec<(u64, u64, MessageView)> = Vec::new();
    for file in &files {
        let service_name = service_name(core, file);
        for (version, event) in (1..).zip(&file.events) {
            if let Some((code, params)) = word(event) {
                let message = MessageView {
                    id: format!("{}.{version}", file.id),
                    case: Some(file.id.to_string()),
                    code: code.to_owned(),
                    params,
                    at: time::instant(event.at),
                    read: false,
                    service_name: service_name.clone(),
                    needs_you: code == "supplement" && is_open(file, event),
                };
                told.push((event.at, version, message));
            }
        }
    }
    let of_case = |case: RecordId| files.iter().find(|file| file.id == case);
    let mut seen = BTreeSet::new();
    for row in db.rows(CERTIFICATE_KIND)? {
        let Ok(certificate) = CertificateRow::decode(&row.body) else {
            continue;
        };
        let id = format!("{}.certificate.{}", row.case, certificate.type_name);
        if !seen.insert(id.clone()) {
            continue;
        }
        let file = of_case(row.case);
        let granted = file.and_then(|file| {
            let mut events = file.events.iter().rev();
            let grant = events.find(|event| matches!(event.what, What::Granted { .. }))?;
            Some(grant.at)
        });
        let at = granted.unwrap_or(row.received_at);
        let message = MessageView {
            id,
            case: Some(row.case.to_string()),
            code: "certificate".to_owned(),
            params: param(
                "title",
                core.messages()
                    .text(&title_key(Some(&certificate.type_name))),
            ),
            at: time::instant(at),
            read: false,
            service_name: file.map_or_else(String::new, |file| service_name(core, file)),
            needs_you: false,
        };
        told.push((at, u64::MAX, message));
    }
    for row in db.rows(LOOK_KIND)? {
        let Ok(look) = LookRow::decode(&row.body) else {
            continue;
        };
        let id = format!("{}.look.{}", row.case, look.line.seq);
        if !seen.insert(id.clone()) {
            continue;
        }
        let file = of_case(row.case);
        let message = MessageView {
            id,
            case: Some(row.case.to_string()),
            code: "look".to_owned(),
            params: param("actor", look.actor.as_str()),
            at: time::instant(look.at),
            read: false,
            service_name: file.map_or_else(String::new, |file| service_name(core, file)),
            needs_you: false,
        };
        told.push((look.at, 0, message));
    }
    told.sort_by(|(at, place, _), (other, second, _)| (other, second).cmp(&(at, place)));
    Ok(told
        .into_iter()
        .map(|(_, _, message)| MessageView {
            // A desk looks with each step; who looked has a page of its own and rings no bell.
            read: message.code == "look" || was_read.contains(&message.id),
            ..message
        })
        .collect())
}

/// What an event is to the person; `None` for what only the office needs to know.
fn word(event: &Event) -> Option<(&'static str, Params)> {
    let none = Params::new();
    Some(match &event.what {
        What::Submitted { complete: true, .. } | What::PhotosComplete => ("received", none),
        What::Submitted { .. } => ("text_received", none),
        What::CorrectedOnTheSpot { .. } => ("corrected", none),
        What::SupplementAsked {
            document, until, ..
        } => {
            let mut params = param("document", document.as_str());
            if let Some(until) = until {
                params.extend(param("until", until.day.to_string()));
            }
            ("supplement", params)
        }
        What::Supplied { .. } => ("supplied", none),
        What::Accepted { .. } => ("accepted", none),
        What::DeemedAccepted { .. } => ("deemed_accepted", none),
        What::NotAccepted { .. } => ("not_accepted", none),
        What::WrongAuthority { .. } => ("wrong_authority", none),
        What::SupplyLapsed { .. } => ("supply_lapsed", none),
        What::Stopped { .. } => ("stopped", none),
        What::Resumed => ("resumed", none),
        What::Extended { .. } => ("extended", none),
        What::Granted { .. } => ("granted", none),
        What::Refused { .. } => ("refused", none),
        What::Withdrawn => ("withdrawn", none),
        What::Terminated { .. } => ("terminated", none),
        What::Annulled { .. } => ("annulled", none),
        What::Reopened { .. } => ("reopened", none),
        What::Taken | What::Judged { .. } => return None,
        What::Unknown { .. } => ("other", none),
    })
}

/// Whether a notice is the one that waits.
fn is_open(file: &CaseFile, event: &Event) -> bool {
    let last = file.view.notices.last();
    let same = match &event.what {
        What::SupplementAsked { document, .. } => {
            last.is_some_and(|last| last.document == *document)
        }
        _ => false,
    };
    same && file.view.holder == Holder::Applicant
}

/// Name of the service of a case; its id where the pack is not here.
pub(super) fn service_name(core: &Core, file: &CaseFile) -> String {
    let pack = file.view.pack.as_ref();
    let loaded = pack.and_then(|pack| core.pack_of(&pack.id, pack.version).ok());
    let service = loaded
        .as_ref()
        .and_then(|loaded| loaded.service(&file.view.service).ok());
    service.map_or_else(
        || file.view.service.clone(),
        |service| service.names.get(core.text_locale()).to_owned(),
    )
}
