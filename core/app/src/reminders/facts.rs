//! What there is to remind of: the last days of open cases, certificates and drafts.

use tongban_cases::{Phase, answer_due, decision_due};
use tongban_rules::service::Service;
use tongban_rules::{Acceptance, ClockReading, Day};
use tongban_store::{PersonDb, RecordId, StoredCertificate};

use super::ladder::Topic;
use super::plan::Subject;
use crate::cases::CaseFile;
use crate::certificates::{self, CardState, CertificateError};
use crate::context::Core;
use crate::drafts::BIN_DAYS;
use crate::packs::LoadedPack;
use crate::storage::StorageError;

/// Everything with a last day, as it stands now.
pub(crate) fn subjects(
    core: &Core,
    db: &PersonDb,
    files: &[CaseFile],
    today: Day,
) -> Result<Vec<Subject>, StorageError> {
    let mut subjects = Vec::new();
    for file in files {
        of_case(core, file, today, &mut subjects);
    }
    of_certificates(core, db, &mut subjects)?;
    of_drafts(db, &mut subjects)?;
    Ok(subjects)
}

/// The applicant's limits stand in the notices; the office's are counted by the pack of the case,
/// and a case whose pack is not here has none that could be told.
fn of_case(core: &Core, file: &CaseFile, today: Day, subjects: &mut Vec<Subject>) {
    let view = &file.view;
    let mut add = |topic: Topic, part: String, last_day: Day| {
        subjects.push(Subject {
            topic,
            id: file.id,
            part,
            about: view.service.clone(),
            last_day,
        });
    };
    if view.phase == Phase::SupplementAsked
        && let Some(until) = view.notices.last().and_then(|notice| notice.until)
    {
        let number = view.notices.len();
        add(Topic::Supplement, number.to_string(), until.day);
    }
    if view.phase.is_open() {
        for deferred in &view.deferred {
            let judged = view
                .materials
                .iter()
                .find(|m| m.material == deferred.material);
            let waits = judged.is_none_or(|m| m.source == tongban_cases::Source::Nothing);
            if waits {
                add(
                    Topic::Deferred,
                    deferred.material.clone(),
                    deferred.until.day,
                );
            }
        }
    }
    let pack = view.pack.as_ref();
    let loaded = pack.and_then(|pack| core.pack_of(&pack.id, pack.version).ok());
    let Some(loaded) = loaded else { return };
    let Ok(service) = loaded.service(&view.service) else {
        return;
    };
    if let Some((topic, part, last_day)) = of_office(&loaded, service, file, today) {
        add(topic, part.days().to_string(), last_day);
    }
}

/// The office's limit that runs: its topic, the day from which it counts, its last day.
fn of_office(
    loaded: &LoadedPack,
    service: &Service,
    file: &CaseFile,
    today: Day,
) -> Option<(Topic, Day, Day)> {
    let (view, calendar) = (&file.view, loaded.calendar());
    match view.phase {
        Phase::Intake(_) => {
            let from = view.answer_from?;
            let found = answer_due(from, service, calendar, today).ok()??;
            let (topic, until) = match found {
                Acceptance::Open { until } => (Topic::Answer, until),
                Acceptance::Overdue { until } => (Topic::Answer, until),
                Acceptance::Deemed { until, .. } => (Topic::SilentAnswer, until),
                Acceptance::InTime { .. } => return None,
            };
            Some((topic, from, until.due))
        }
        Phase::Decision(_) => {
            let facts = view.clock.as_ref()?;
            let due = decision_due(Some(facts), service, calendar).ok()??;
            match due.binding {
                ClockReading::Running(due) => Some((Topic::Decision, facts.started, due.due)),
                ClockReading::Stopped(_) => None,
            }
        }
        Phase::Draft | Phase::SupplementAsked | Phase::Ended(_) => None,
    }
}

/// Certificates that count and that no later one of the same office and type replaces.
fn of_certificates(
    core: &Core,
    db: &PersonDb,
    subjects: &mut Vec<Subject>,
) -> Result<(), StorageError> {
    let mut counting: Vec<StoredCertificate> = Vec::new();
    for stored in db.certificates()? {
        match certificates::of(core, db, stored.id) {
            Ok(card) if is_alive(card.state) => counting.push(stored),
            Ok(_) | Err(CertificateError::NotFound | CertificateError::Unreadable) => {}
            Err(CertificateError::Wallet(crate::wallet::WalletError::Storage(error))) => {
                return Err(error);
            }
            Err(CertificateError::Wallet(_)) => {}
        }
    }
    let replaced = |one: &StoredCertificate| {
        counting.iter().any(|other| {
            (&other.type_name, &other.issuer) == (&one.type_name, &one.issuer)
                && other.valid_until > one.valid_until
        })
    };
    for stored in counting.iter().filter(|one| !replaced(one)) {
        subjects.push(Subject {
            topic: Topic::Certificate,
            id: RecordId::from_bytes(stored.id.to_bytes()),
            part: String::new(),
            about: stored.type_name.clone(),
            last_day: Day::of(stored.valid_until).plus_days(-1),
        });
    }
    Ok(())
}

fn is_alive(state: CardState) -> bool {
    match state {
        CardState::Valid | CardState::NotYetValid | CardState::Expired => true,
        CardState::Revoked | CardState::Suspended | CardState::Unreadable => false,
    }
}

/// Drafts that were thrown away and go for good.
fn of_drafts(db: &PersonDb, subjects: &mut Vec<Subject>) -> Result<(), StorageError> {
    for draft in db.drafts()? {
        let Some(at) = draft.discarded_at.filter(|_| draft.sent_as.is_none()) else {
            continue;
        };
        let thrown_away = Day::of(at);
        subjects.push(Subject {
            topic: Topic::Draft,
            id: draft.id,
            part: thrown_away.days().to_string(),
            about: draft.service.clone(),
            // On the day after, it may be gone.
            last_day: thrown_away.plus_days(BIN_DAYS - 1),
        });
    }
    Ok(())
}
