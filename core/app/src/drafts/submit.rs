//! Handing a draft in: the person sees a text that the core made and says yes to exactly these
//! bytes; then operation and draft change in one transaction (rule S8), and it goes out by
//! itself.

use std::sync::Arc;

use tongban_cases::{Checklist, ChosenRoute, FormView, PackRef, Request};
use tongban_device::ConfirmText;
use tongban_store::{NewOutboxItem, RecordId, StoredDraft};

use super::error::DraftError;
use super::form::count;
use super::materials::{form_missing, goes_along, missing};
use super::review::applicant;
use super::sheet::Sheet;
use super::start::resident;
use super::view::{DraftRequest, DraftSubmitRequest, SubmittedView};
use crate::confirm::{Words, confirm};
use crate::context::{Core, blocking, lock};
use crate::delivery;
use crate::error::{ErrorView, param};
use crate::events::{EventView, NothingView};
use crate::outbox::{self, OperationError, Unsigned, Wanted};
use crate::services::Teller;
use crate::sync;

/// Asks for the person's yes, signs, and puts the operation into the outbox.
pub(crate) async fn submit(
    core: &Arc<Core>,
    request: DraftSubmitRequest,
) -> Result<SubmittedView, ErrorView> {
    let prepared = blocking(core, move |core| prepare(core, &request)).await?;
    let asked = confirm(
        core,
        prepared.text.clone(),
        prepared.unsigned.to_be_signed(),
    )
    .await;
    if let Err(error) = asked {
        prepared.unsigned.abandon(core);
        return Err(DraftError::from(error).into());
    }
    blocking(core, move |core| finish(core, prepared)).await
}

struct Prepared {
    text: ConfirmText,
    unsigned: Unsigned,
    draft: StoredDraft,
    files: Vec<RecordId>,
}

fn prepare(core: &Core, request: &DraftSubmitRequest) -> Result<Prepared, DraftError> {
    let db = core.unlocked()?;
    resident(&db)?;
    let draft = DraftRequest {
        draft: request.draft.clone(),
    };
    let sheet = Sheet::open(core, &db, draft.id()?)?;
    if sheet.conflicts > 0 {
        return Err(DraftError::Conflict);
    }
    let teller = Teller::new(core, &sheet.loaded);
    let form = sheet.form()?;
    let list = sheet.checklist(&form)?;
    let mut lacking = missing(&teller, &list);
    for answer in form_missing(&teller, &sheet, &form)? {
        lacking.push(answer.label);
    }
    let route = route(&sheet, request)?;
    let (asks, seen) = match &sheet.base {
        None if !lacking.is_empty() => return Err(DraftError::Incomplete),
        None => (application(&sheet, &form, &list, route.clone()), 0),
        Some(_) if !sheet.has_something()? => return Err(DraftError::Incomplete),
        Some(base) => {
            let asks = supplement(&sheet, &form, &list, !lacking.is_empty());
            (asks, base.file.view.version.into())
        }
    };
    // Only files that the request names travel: others are of materials that are not needed.
    let named: Vec<_> = asks.files().map(|file| file.id.0).collect();
    let mut files = sheet.files.clone();
    files.retain(|file| named.contains(&file.id.to_bytes()));
    let route = match &sheet.base {
        None => Some(delivery::in_words(&teller, &route.unwrap_or_default())),
        Some(_) => None,
    };
    let told = Told {
        lacking: &lacking,
        photos: files.len(),
        route,
    };
    let text = text(&teller, &sheet, &form, &list, told)?;
    let wanted = Wanted {
        scope: outbox::scope(&db)?,
        case: sheet.stored.case,
        seen,
        request: &asks,
        files: &files,
        holder_keys: sheet.service()?.issues.len(),
        depends_on: Vec::new(),
        supersedes: outbox::superseded(&db, sheet.stored.case)?,
    };
    Ok(Prepared {
        text,
        unsigned: Unsigned::prepare(core, &db, &wanted)?,
        files: sheet.files.iter().map(|file| file.id).collect(),
        draft: sheet.stored,
    })
}

/// The route that was chosen; `None` for the app, which needs no word.
fn route(sheet: &Sheet, request: &DraftSubmitRequest) -> Result<Option<ChosenRoute>, DraftError> {
    let Some(wish) = &request.route else {
        return Ok(None);
    };
    if sheet.base.is_some() {
        return Err(DraftError::BadValue);
    }
    let route = delivery::wish(wish).ok_or(DraftError::BadValue)?;
    let route = route.offered_by(sheet.service()?);
    let route = route.map_err(|_| DraftError::BadValue)?;
    Ok(Some(route).filter(|route| *route != ChosenRoute::default()))
}

fn application(
    sheet: &Sheet,
    form: &FormView<'_>,
    list: &Checklist<'_>,
    route: Option<ChosenRoute>,
) -> Request {
    let (answers, known) = form.to_submit();
    Request::Submit {
        service: sheet.stored.service.clone(),
        pack: PackRef {
            id: sheet.stored.pack.clone(),
            version: sheet.stored.pack_version,
        },
        answers,
        known,
        supplied: list.to_submit(&sheet.supplied),
        route,
    }
}

/// Only what is new: what the case holds is not sent again.
fn supplement(
    sheet: &Sheet,
    form: &FormView<'_>,
    list: &Checklist<'_>,
    all_there_is: bool,
) -> Request {
    let (answers, known) = form.to_submit();
    let filed = sheet.base.as_ref().map(|base| base.file.state.known());
    let is_new = |known: &tongban_cases::Known| {
        let filed = filed.unwrap_or_default();
        !filed.iter().any(|filed| filed.reference == known.reference)
    };
    let typed = answers
        .iter()
        .filter(|(field, _)| sheet.typed.get(field).is_some());
    Request::Supply {
        answers: typed.map(|(field, value)| (field, value.clone())).collect(),
        known: known.into_iter().filter(is_new).collect(),
        supplied: list.to_submit(&sheet.supplied),
        all: all_there_is,
    }
}

fn finish(core: &Core, prepared: Prepared) -> Result<SubmittedView, DraftError> {
    let db = core.unlocked()?;
    let _turn = lock(&core.draft_turn);
    let Prepared {
        unsigned,
        draft,
        files,
        ..
    } = prepared;
    let id = unsigned.id;
    // The files are looked at outside of the transaction that the draft is compared in: attaching
    // one changes the draft as well.
    let unchanged = db.files_of_draft(draft.id)?;
    if unchanged.iter().map(|file| file.id).ne(files) {
        unsigned.abandon(core);
        return Err(DraftError::Incomplete);
    }
    let (bytes, keys) = unsigned.sign(core)?;
    let named = outbox::files_of(&bytes);
    let stored = db.write_in_need(|tx| -> Result<_, DraftError> {
        let now = tx.draft(draft.id)?.ok_or(DraftError::NotFound)?;
        if now.sent_as.is_some() || now.discarded_at.is_some() {
            return Err(DraftError::Sent);
        }
        if tx.has_open_conflict(draft.id)? {
            return Err(DraftError::Conflict);
        }
        if (&now.answers, &now.supplied) != (&draft.answers, &draft.supplied) {
            return Err(DraftError::Incomplete);
        }
        keys.iter().try_for_each(|key| tx.insert_key(key))?;
        tx.put_draft(&StoredDraft {
            sent_as: Some(id),
            open: false,
            ..now
        })?;
        tx.carry_files(draft.id, id, &named)?;
        Ok(tx.enqueue(&NewOutboxItem {
            operation: id,
            case: draft.case,
            bytes: bytes.clone(),
            made_at: core.now(),
        })?)
    });
    if let Err(error) = stored {
        crate::keys::erase(core, &crate::keys::aliases(&keys));
        return Err(error);
    }
    core.tell_of_room()?;
    sync::enqueued(core, &db, id)?;
    core.publish(EventView::DraftsChanged(NothingView {}));
    core.publish_outbox();
    Ok(SubmittedView {
        item: outbox::item(core, &db, id)?,
        case: draft.case.to_string(),
    })
}

/// What Confirm says beside form and checklist.
struct Told<'a> {
    lacking: &'a [String],
    photos: usize,
    /// Of an application: the route in words.
    route: Option<String>,
}

fn text(
    teller: &Teller<'_>,
    sheet: &Sheet,
    form: &FormView<'_>,
    list: &Checklist<'_>,
    told: Told<'_>,
) -> Result<ConfirmText, DraftError> {
    let service = sheet.service()?;
    let supplement = sheet.base.is_some();
    let act = if supplement { "supply" } else { "submit" };
    let comma = teller.say("core.list_comma");
    let mut words = Words::new(&teller.messages, act)
        .line("service", teller.text(&service.names))
        .line("office", teller.text(&service.office.name));
    if let Some(name) = applicant(form) {
        words = words.line("who", name);
    }
    let answers = form
        .fields()
        .iter()
        .filter(|view| sheet.shows(view) && view.value.is_some());
    let value = words.say("answers_value", &param("count", count(answers.count())));
    words = words.line("answers", value);
    let along: Vec<String> = list
        .items
        .iter()
        .filter(|item| {
            let along = goes_along(item, sheet);
            along.is_some_and(|(how, _)| how != "office" && how != "later")
        })
        .map(|item| teller.text(&item.material.name))
        .collect();
    if !along.is_empty() {
        words = words.line("materials", along.join(&comma));
    }
    let value = words.say("photos_value", &param("count", count(told.photos)));
    words = words.line("photos", value);
    if let Some(route) = told.route {
        words = words.line("route", route);
    }
    if supplement && !told.lacking.is_empty() {
        words = words
            .line("still_missing", told.lacking.join(&comma))
            .note("note_all");
    }
    let answer = service.limits.answer.on(teller.today).applies;
    let next = match answer {
        Some(rule) => {
            let within = teller.limit(&rule.value.notice).text;
            words.say("next_within", &param("within", within))
        }
        None => words.say("next_value", &Default::default()),
    };
    Ok(words
        .line("next", next)
        .note("note_signed")
        .note("note_sent")
        .done())
}

impl From<OperationError> for DraftError {
    fn from(error: OperationError) -> Self {
        match error {
            OperationError::Key(error) => error.into(),
            OperationError::TooLong(error) => error.into(),
        }
    }
}

impl Sheet {
    /// Whether a supplement has anything in it.
    pub(super) fn has_something(&self) -> Result<bool, DraftError> {
        let form = self.form()?;
        let list = self.checklist(&form)?;
        let (answers, _) = form.to_submit();
        let typed = answers
            .iter()
            .any(|(field, _)| self.typed.get(field).is_some());
        Ok(typed || !list.to_submit(&self.supplied).is_empty())
    }
}
