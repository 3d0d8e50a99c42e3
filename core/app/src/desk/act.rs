//! Acting on a case: one signed operation, answered at once by a receipt. After a lost answer
//! the same bytes are sent again, so that nothing is done twice.

use std::sync::Arc;

use tongban_cases::{Judgement, Request, Written};
use tongban_device::ConfirmText;
use tongban_protocol::{
    Fact, PushRequest, PushResponse, PushVerdict, RejectionCode, UnverifiedReceipt,
    VerifiedOperation,
};
use tongban_store::{Pending, RecordId};

use super::case::{file_of, id, open};
use super::error::DeskError;
use super::session::{grant, push};
use super::view::{DeskActRequest, DeskActView, DeskCaseView};
use crate::cases::{CaseFile, JudgementView, gaps};
use crate::confirm::{Words, confirm};
use crate::context::{Core, blocking, lock};
use crate::delivery;
use crate::error::{ErrorView, param};
use crate::outbox::{self, Unsigned, Wanted};
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
    settle(core).await?;
    let turn = core.desk_turn.try_lock();
    let turn = turn.map_err(|_| DeskError::ActBusy)?;
    let shown = {
        let session = lock(&core.desk_session);
        let known = session.as_ref().and_then(|session| session.case.clone());
        known
            .filter(|(known, _)| *known == case)
            .map(|(_, answer)| answer)
    };
    let shown = match shown {
        Some(answer) => answer,
        None => {
            open(core, case).await?;
            let session = lock(&core.desk_session);
            let known = session.as_ref().and_then(|session| session.case.clone());
            known.ok_or(DeskError::NotFound)?.1
        }
    };
    let file = file_of(case, &shown)?;
    if file.view.version != request.version {
        return Err(DeskError::Stale);
    }
    let applicant = shown.applicant.clone();
    let prepared = blocking(core, move |core| {
        prepare(core, &file, &applicant, &request.act)
    })
    .await?;
    if let Some(text) = prepared.text {
        confirm(core, text, prepared.unsigned.to_be_signed()).await?;
    }
    let unsigned = prepared.unsigned;
    let id = unsigned.id;
    let bytes = blocking(core, move |core| keep(core, unsigned)).await?;
    let done = send(core, id, bytes).await;
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

/// Sends again what was sent before and whose answer never came.
pub(super) async fn settle(core: &Arc<Core>) -> Result<(), DeskError> {
    let turn = core.desk_turn.try_lock();
    let _turn = turn.map_err(|_| DeskError::ActBusy)?;
    let waiting = blocking(core, |core| -> Result<_, DeskError> {
        let db = core.unlocked()?;
        grant(&db)?;
        Ok(db.pending(KIND)?)
    })
    .await?;
    for pending in waiting {
        match send(core, RecordId::from_bytes(pending.id), pending.body).await {
            // What was decided meanwhile is decided; the screen shows it.
            Ok(()) | Err(DeskError::Stale | DeskError::Rejected { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

struct Prepared {
    /// None for what needs no Confirm.
    text: Option<ConfirmText>,
    unsigned: Unsigned,
}

fn prepare(
    core: &Core,
    file: &CaseFile,
    applicant: &str,
    act: &DeskActView,
) -> Result<Prepared, DeskError> {
    let db = core.unlocked()?;
    let grant = grant(&db)?;
    let request = asked(act)?;
    let text = text(core, file, applicant, act)?;
    let wanted = Wanted {
        scope: grant.scope,
        case: file.id,
        seen: file.view.version.into(),
        request: &request,
        files: &[],
        holder_keys: 0,
        supersedes: Vec::new(),
    };
    Ok(Prepared {
        text,
        unsigned: Unsigned::prepare(core, &db, &wanted)?,
    })
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

/// Written down before it is sent.
fn keep(core: &Core, unsigned: Unsigned) -> Result<Vec<u8>, DeskError> {
    let db = core.unlocked()?;
    let id = unsigned.id.to_bytes();
    let (bytes, _) = unsigned.sign(core)?;
    db.write(|tx| {
        tx.put_pending(&Pending {
            id,
            kind: KIND.to_owned(),
            body: bytes.clone(),
            created_at: core.now(),
        })
    })?;
    Ok(bytes)
}

/// Sends one operation and takes in what the platform says to it.
async fn send(core: &Arc<Core>, id: RecordId, bytes: Vec<u8>) -> Result<(), DeskError> {
    let request = PushRequest {
        operations: vec![bytes.clone()],
        extra: Default::default(),
    };
    let answer = match push(core, request.encode()).await {
        Ok(answer) => answer,
        Err(error) => {
            // A request that the platform will never take is not sent for ever.
            if matches!(error, DeskError::Rejected { .. } | DeskError::NotAllowed) {
                blocking(core, move |core| forget(core, id)).await?;
            }
            return Err(error);
        }
    };
    let no_keys = blocking(core, |core| {
        core.receipt_keys().map(|keys| keys.keys().is_empty())
    });
    if no_keys.await? {
        sync::fetch_keys(Arc::downgrade(core), core.caps.transport.clone()).await;
    }
    let heard = answer.clone();
    let of = bytes.clone();
    let first = blocking(core, move |core| take_in(core, id, &of, &heard)).await;
    match first {
        Ok(outcome) => outcome.into_result(),
        // The keys may have changed since they were fetched.
        Err(_) => {
            sync::fetch_keys(Arc::downgrade(core), core.caps.transport.clone()).await;
            let outcome = blocking(core, move |core| take_in(core, id, &bytes, &answer)).await?;
            outcome.into_result()
        }
    }
}

enum Outcome {
    Done,
    Stale,
    Rejected(String),
}

impl Outcome {
    fn into_result(self) -> Result<(), DeskError> {
        match self {
            Self::Done => Ok(()),
            Self::Stale => Err(DeskError::Stale),
            Self::Rejected(detail) => Err(DeskError::Rejected { detail }),
        }
    }
}

/// Counts only a receipt that a trusted key signed for exactly this operation.
fn take_in(core: &Core, id: RecordId, bytes: &[u8], answer: &[u8]) -> Result<Outcome, DeskError> {
    let operation = VerifiedOperation::from_kept(bytes).map_err(|_| DeskError::AnswerBad)?;
    let answer = PushResponse::decode(answer).map_err(|_| DeskError::AnswerBad)?;
    let named = operation.operation().id;
    let mut outcomes = answer.outcomes.into_iter();
    let outcome = outcomes.find(|outcome| outcome.operation == named);
    let Some(PushVerdict::Receipt(receipt)) = outcome.map(|outcome| outcome.verdict) else {
        return Err(DeskError::PlatformFailed);
    };
    let receipt = UnverifiedReceipt::parse(&receipt).map_err(|_| DeskError::AnswerBad)?;
    let receipt = receipt.verify(&core.receipt_keys()?);
    let receipt = receipt.map_err(|_| DeskError::AnswerBad)?;
    let receipt = receipt.receipt();
    if receipt.operation != named || receipt.operation_hash != *operation.hash() {
        return Err(DeskError::AnswerBad);
    }
    core.raise_floor(receipt.at)?;
    forget(core, id)?;
    Ok(match &receipt.fact {
        Fact::Held { .. } | Fact::Complete { .. } => Outcome::Done,
        Fact::Rejected(rejection) if rejection.code == RejectionCode::StaleVersion => {
            Outcome::Stale
        }
        Fact::Rejected(rejection) => Outcome::Rejected(outbox::rejection(rejection)),
    })
}

fn forget(core: &Core, id: RecordId) -> Result<(), DeskError> {
    let db = core.unlocked()?;
    Ok(db.write(|tx| tx.clear_pending(&id.to_bytes()))?)
}

const KIND: &str = "desk";
