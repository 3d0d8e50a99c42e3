//! What the rows tell the person: made from what came, so that it is complete and the same on
//! every device.

use std::collections::BTreeSet;

use tongban_cases::{Event, Holder, What};
use tongban_protocol::{
    CERTIFICATE_KIND, CertificateRow, LOOK_KIND, LookRow, RECEIPT_KIND, UnverifiedReceipt,
};
use tongban_store::{PersonDb, RecordId};

use super::file::CaseFile;
use super::view::{MessageKindView, MessageView};
use crate::certificates::title_key;
use crate::context::Core;
use crate::error::{Params, param};
use crate::storage::StorageError;
use crate::time;

/// A message with its place in the order: its instant by the platform's clock, then by version.
pub(crate) struct Told {
    pub(crate) at: u64,
    pub(crate) place: u64,
    pub(crate) view: MessageView,
}

/// Every message of the rows, none of them read, in no order.
pub(crate) fn told(
    core: &Core,
    db: &PersonDb,
    files: &[CaseFile],
) -> Result<Vec<Told>, StorageError> {
    let mut told: Vec<Told> = Vec::new();
    let mut tell = |at: u64, place: u64, view: MessageView| told.push(Told { at, place, view });
    for file in files {
        for (version, event) in (1..).zip(&file.events) {
            if let Some((code, params)) = word(event) {
                let needs_you = code == "supplement" && is_open(file, event);
                let message = MessageView {
                    id: format!("{}.{version}", file.id),
                    params,
                    needs_you,
                    link: link(code, file.id, needs_you),
                    ..message(core, code, file.id, Some(file), event.at)
                };
                tell(event.at, version, message);
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
        let title = title_key(Some(&certificate.type_name));
        let message = MessageView {
            id,
            params: param("title", core.messages().text(&title)),
            ..message(core, "certificate", row.case, file, at)
        };
        tell(at, u64::MAX, message);
    }
    for row in db.rows(LOOK_KIND)? {
        let Ok(look) = LookRow::decode(&row.body) else {
            continue;
        };
        let id = format!("{}.look.{}", row.case, look.line.seq);
        if !seen.insert(id.clone()) {
            continue;
        }
        let message = MessageView {
            id,
            params: param("actor", look.actor.as_str()),
            kind: MessageKindView::Look,
            ..message(core, "look", row.case, of_case(row.case), look.at)
        };
        tell(look.at, 0, message);
    }
    let keys = core.receipt_keys()?;
    for row in db.rows(RECEIPT_KIND)? {
        let claimed = UnverifiedReceipt::parse(&row.body).ok();
        let rejected = claimed.filter(UnverifiedReceipt::claims_rejection);
        let Some(receipt) = rejected.and_then(|receipt| receipt.verify(&keys).ok()) else {
            continue;
        };
        let receipt = receipt.receipt();
        let operation = RecordId::from_bytes(*receipt.operation.as_bytes());
        let id = format!("{}.rejected.{operation}", row.case);
        if !seen.insert(id.clone()) {
            continue;
        }
        let file = of_case(row.case);
        // Of what never became a case, the draft alone knows the service.
        let draft = match file {
            Some(_) => None,
            None => db
                .drafts()?
                .into_iter()
                .find(|draft| draft.case == row.case),
        };
        let told = message(core, "rejected", row.case, file, receipt.at);
        let message = MessageView {
            id,
            needs_you: db.outbox_item(operation)?.is_some(),
            service_name: draft.map_or_else(
                || told.service_name.clone(),
                |draft| name_of(core, &draft.service),
            ),
            ..told
        };
        tell(receipt.at, 0, message);
    }
    Ok(told)
}

fn message(
    core: &Core,
    code: &str,
    case: RecordId,
    file: Option<&CaseFile>,
    at: u64,
) -> MessageView {
    MessageView {
        id: String::new(),
        case: Some(case.to_string()),
        code: code.to_owned(),
        params: Params::new(),
        at: time::instant(at),
        read: false,
        service_name: file.map_or_else(String::new, |file| service_name(core, file)),
        needs_you: false,
        kind: MessageKindView::Case,
        link: link(code, case, false),
    }
}

/// Where a message leads: a path of the screens.
fn link(code: &str, case: RecordId, needs_you: bool) -> String {
    match code {
        "supplement" if needs_you => format!("/cases/{case}/notice"),
        "refused" | "not_accepted" | "wrong_authority" | "supply_lapsed" | "terminated"
        | "annulled" => format!("/cases/{case}/decision"),
        "look" => format!("/looks?case={case}"),
        "rejected" => "/outbox".to_owned(),
        _ => format!("/cases/{case}"),
    }
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
        What::Served { .. } => ("served", none),
        // What the person did, or was told of already.
        What::RouteChosen { .. } | What::Told { .. } => return None,
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
pub(crate) fn service_name(core: &Core, file: &CaseFile) -> String {
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

/// Name of a service in the newest pack; its id where that has none.
pub(crate) fn name_of(core: &Core, service: &str) -> String {
    let loaded = core.pack().ok();
    let found = loaded
        .as_ref()
        .and_then(|loaded| loaded.service(service).ok());
    found.map_or_else(
        || service.to_owned(),
        |service| service.names.get(core.text_locale()).to_owned(),
    )
}
