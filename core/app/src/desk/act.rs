//! Acting on a case: one signed operation in the officer's outbox, where the sync looks after it as
//! it does after a resident's: it goes out, is kept until its receipt is stable, and is offered
//! again should the platform lose it (rule S2, ADR 0031).

use std::sync::Arc;
use std::time::Duration;

use tongban_cases::{Judgement, Request, Written};
use tongban_device::ConfirmText;
use tongban_protocol::{DeskCaseResponse, MAX_DEPENDENCIES, OperationId};
use tongban_store::{DeskAct, NewOutboxItem, RecordId, WriteError};

use super::case::{file_of, id, open};
use super::decided::decided;
use super::error::DeskError;
use super::session::grant;
use super::view::{DeskActRequest, DeskActView, DeskCaseView};
use crate::cases::{CaseFile, JudgementView, gaps};
use crate::confirm::{Words, confirm};
use crate::context::{Core, blocking, lock};
use crate::delivery;
use crate::error::{ErrorView, param};
use crate::outbox::{Unsigned, Wanted};
use crate::packs::PackError;
use crate::services::Teller;
use crate::sync;

/// Does it and shows the case as it is then.
pub(crate) async fn act(
    core: &Arc<Core>,
    request: DeskActRequest,
) -> Result<DeskCaseView, ErrorView> {
    work(core, request).await.map_err(DeskError::into_view)
}

async fn work(core: &Arc<Core>, request: DeskActRequest) -> Result<DeskCaseView, DeskError> {
    let case = id(&request.case)?;
    let turn = core.desk_turn.try_lock();
    let turn = turn.map_err(|_| DeskError::ActBusy)?;
    let shown = shown(core, case).await?;
    let file = file_of(case, &shown)?;
    if file.view.version != request.version {
        return Err(DeskError::Stale);
    }
    let prepared = blocking(core, move |core| prepare(core, &file, &shown, &request.act)).await?;
    let Prepared {
        text,
        unsigned,
        about,
    } = prepared;
    if let Some(text) = text {
        confirm(core, text, unsigned.to_be_signed()).await?;
    }
    let id = unsigned.id;
    blocking(core, move |core| enqueue(core, unsigned, case, &about)).await?;
    let done = decided(core, id).await;
    drop(turn);
    match done {
        // The screen shows how it is now, and says that somebody was faster.
        Err(DeskError::Stale) => {
            open(core, case).await?;
            Err(DeskError::Stale)
        }
        done => {
            done?;
            open(core, case).await
        }
    }
}

/// The case on the screen, so that an act needs no further look at the record.
async fn shown(core: &Arc<Core>, case: RecordId) -> Result<Arc<DeskCaseResponse>, DeskError> {
    let known = || {
        let session = lock(&core.desk_session);
        let known = session.as_ref().and_then(|session| session.case.clone());
        known.filter(|(known, _)| *known == case)
    };
    if known().is_none() {
        open(core, case).await?;
    }
    Ok(known().ok_or(DeskError::NotFound)?.1)
}

/// What this officer did and is not safe at the platform is looked after first, so that what is
/// shown next has it.
pub(super) async fn settle(core: &Arc<Core>) -> Result<(), DeskError> {
    let waits = blocking(core, |core| -> Result<_, DeskError> {
        let db = core.unlocked()?;
        grant(&db)?;
        Ok(!db.outbox()?.is_empty())
    })
    .await?;
    if let Some(rests) = waits.then(|| sync::hurry(core)).flatten() {
        // Whoever waits longer sees the list without it, and the item in the outbox.
        let _rested_or_late = tokio::time::timeout(A_MOMENT, rests).await;
    }
    Ok(())
}

struct Prepared {
    /// None for what needs no Confirm.
    text: Option<ConfirmText>,
    unsigned: Unsigned,
    about: DeskAct,
}

fn prepare(
    core: &Core,
    file: &CaseFile,
    shown: &DeskCaseResponse,
    act: &DeskActView,
) -> Result<Prepared, DeskError> {
    let db = core.unlocked()?;
    let grant = grant(&db)?;
    if core.config.platform_address.is_none() {
        return Err(DeskError::NoPlatform);
    }
    let request = asked(act)?;
    let text = text(core, file, &shown.applicant, act)?;
    let (seen, depends_on) = match shown.makers.is_empty() {
        true => (file.view.version.into(), Vec::new()),
        false => stands_on(&shown.makers),
    };
    let wanted = Wanted {
        scope: grant.scope,
        case: file.id,
        seen,
        request: &request,
        files: &[],
        holder_keys: 0,
        depends_on,
        supersedes: Vec::new(),
    };
    let pack = file.view.pack.clone().ok_or(PackError::NotHere)?;
    Ok(Prepared {
        text,
        unsigned: Unsigned::prepare(core, &db, &wanted)?,
        about: DeskAct {
            service: file.view.service.clone(),
            pack: pack.id,
            pack_version: pack.version,
            number: shown.number.clone(),
        },
    })
}

/// What an act stands on: the operations that made the case what is on the screen, as many as it
/// may name, and the version before the first of them. So a restored platform takes it only on the
/// very case that the officer saw, and waits for what is still to come back; a version alone
/// would be reached by other acts as well.
fn stands_on(makers: &[Option<OperationId>]) -> (u64, Vec<OperationId>) {
    let (mut seen, mut on) = (makers.len() as u64, Vec::new());
    for maker in makers.iter().rev() {
        match maker {
            Some(maker) if on.contains(maker) => {}
            Some(maker) if on.len() < MAX_DEPENDENCIES => on.push(*maker),
            // What the machine did by itself is a version like any other.
            _ => break,
        }
        seen -= 1;
    }
    (seen, on)
}

fn asked(act: &DeskActView) -> Result<Request, DeskError> {
    Ok(match act {
        DeskActView::Take => Request::Take,
        DeskActView::Judge {
            material,
            judgement,
            errors,
        } => Request::Judge {
            material: material.clone(),
            judgement: match judgement {
                JudgementView::Fit => Judgement::Fit,
                JudgementView::Missing => Judgement::Missing,
                JudgementView::NotConfirmed => Judgement::NotConfirmed,
                JudgementView::Unfit if errors.is_empty() => return Err(DeskError::BadChoice),
                JudgementView::Unfit => Judgement::Unfit(errors.iter().cloned().collect()),
            },
        },
        DeskActView::Correct { field, value } => Request::Correct {
            field: field.clone(),
            value: value.value().ok_or(DeskError::BadChoice)?,
        },
        DeskActView::AskSupplement => Request::AskSupplement,
        DeskActView::Accept => Request::Accept,
        DeskActView::NotAccept { reasons } => Request::NotAccept {
            reasons: reasons.clone(),
        },
        DeskActView::Grant => Request::Grant,
        DeskActView::Refuse { reasons } if reasons.is_empty() => {
            return Err(DeskError::BadChoice);
        }
        DeskActView::Refuse { reasons } => Request::Refuse {
            reasons: reasons.clone(),
        },
        DeskActView::Resume => Request::Resume,
        DeskActView::Serve {
            document,
            route,
            receipt,
        } => Request::Serve {
            document: document.clone(),
            route: (*route).into(),
            receipt: Written::new(receipt).ok_or(DeskError::BadChoice)?,
        },
        DeskActView::Tell {
            document,
            by,
            receipt,
        } => Request::Tell {
            document: document.clone(),
            by: (*by).into(),
            receipt: Written::new(receipt).ok_or(DeskError::BadChoice)?,
        },
    })
}

/// The Confirm text of what makes a document or says that one was served; none for what tells the
/// applicant nothing.
fn text(
    core: &Core,
    file: &CaseFile,
    applicant: &str,
    act: &DeskActView,
) -> Result<Option<ConfirmText>, DeskError> {
    let (name, reasons): (&'static str, &[String]) = match act {
        DeskActView::AskSupplement => ("ask_supplement", &[]),
        DeskActView::Accept => ("accept", &[]),
        DeskActView::NotAccept { reasons } => ("not_accept", reasons),
        DeskActView::Grant => ("grant", &[]),
        DeskActView::Refuse { reasons } => ("refuse", reasons),
        DeskActView::Serve { .. } => ("serve", &[]),
        _ => return Ok(None),
    };
    let pack = file.view.pack.clone().ok_or(PackError::NotHere)?;
    let loaded = core.pack_of(&pack.id, pack.version)?;
    let service = loaded.service(&file.view.service)?;
    let teller = Teller::new(core, &loaded);
    let comma = teller.say("core.list_comma");
    let mut words = Words::new(&teller.messages, name)
        .line("service", teller.text(&service.names))
        .line("who", applicant)
        .line("number", file.number.clone().unwrap_or_default());
    if let DeskActView::AskSupplement = act {
        let named: Vec<String> = gaps(&teller, service, &file.view.gaps)
            .into_iter()
            .map(|gap| gap.name)
            .collect();
        let count = u32::try_from(named.len()).unwrap_or(u32::MAX);
        words = words.line("gaps", named.join(&comma));
        let all = words.say("all_value", &param("count", count));
        words = words.line("all", all);
    }
    if !reasons.is_empty() {
        let mut told = Vec::with_capacity(reasons.len());
        for reason in reasons {
            let refusal = service.refusal(reason).ok_or(DeskError::BadChoice)?;
            let clause = teller.cited(&refusal.provision.citation);
            told.push(format!("{} ({clause})", teller.text(&refusal.reason)));
        }
        words = words.line("reasons", told.join(&comma));
    }
    if let DeskActView::Serve {
        document,
        route,
        receipt,
    } = act
    {
        let mut documents = file.view.documents.iter();
        let found = documents.find(|found| found.number == *document);
        let kind = &found.ok_or(DeskError::BadChoice)?.kind;
        let name = teller.say(&format!("cases.document.{kind}"));
        words = words
            .line("document", format!("{name} {document}"))
            .line("route", delivery::name(&teller.messages, (*route).into()))
            .line("receipt", receipt.trim());
    }
    if let (DeskActView::Grant, Some(issue)) = (act, service.issues.first()) {
        let title = teller.certificate_title(&issue.certificate_type);
        words = words.line("issues", title);
    }
    Ok(Some(words.note("note_told").note("note_signed").done()))
}

/// Into the outbox, with the words in which its officer is told of it later.
fn enqueue(
    core: &Core,
    unsigned: Unsigned,
    case: RecordId,
    about: &DeskAct,
) -> Result<(), DeskError> {
    let db = core.unlocked()?;
    let id = unsigned.id;
    let (bytes, _) = unsigned.sign(core)?;
    let item = NewOutboxItem {
        operation: id,
        case,
        bytes,
        made_at: core.now(),
    };
    db.write(|tx| -> Result<_, WriteError> {
        tx.enqueue(&item)?;
        tx.put_desk_act(id, about)
    })?;
    sync::enqueued(core, &db, id)?;
    core.publish_outbox();
    Ok(())
}

/// As long as a list waits for what goes before it.
const A_MOMENT: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> Option<OperationId> {
        Some(OperationId::from_bytes([number; 16]))
    }

    fn ids(numbers: &[u8]) -> Vec<OperationId> {
        numbers.iter().filter_map(|number| id(*number)).collect()
    }

    #[test]
    fn an_act_stands_on_everything_up_to_the_last_thing_that_no_operation_made() {
        let (one, two) = (id(1), id(2));
        assert_eq!(stands_on(&[one, one, two]), (0, ids(&[2, 1])));
        assert_eq!(stands_on(&[one, None, two, two]), (2, ids(&[2])));
        assert_eq!(stands_on(&[one, None]), (2, Vec::new()));
        let many: Vec<_> = (1..=20).map(id).collect();
        let (seen, on) = stands_on(&many);
        assert_eq!((seen, on.len()), (4, MAX_DEPENDENCIES));
        assert_eq!(on.first().copied(), id(20));
    }
}
