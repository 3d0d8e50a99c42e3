//! The life of a case as one line: what happened, what is now, what comes.

use tongban_cases::{CaseView, DecisionStage, End, Phase};
use tongban_rules::service::Service;

use super::view::{DaysLeftView, DocumentView, LifeStateView, LifeStepView};
use crate::services::Teller;
use crate::{delivery, time};

/// The steps, oldest first. Steps that say nothing to a person on the outside are left out for
/// an applicant.
pub(crate) fn life(
    teller: &Teller<'_>,
    view: &CaseView,
    service: &Service,
    days: Option<&DaysLeftView>,
    for_staff: bool,
) -> Vec<LifeStepView> {
    let mut documents = view.documents.iter().peekable();
    let mut steps = Vec::new();
    for step in &view.steps {
        // Documents stand in the order of the events that made them.
        let document = documents.next_if(|document| document.kind == step.kind);
        if !for_staff && matches!(step.kind.as_str(), "judged" | "taken") {
            continue;
        }
        let about = step.about.as_ref();
        let about = about.map(|about| delivery::step_words(teller, about));
        let (detail, served) = about.map_or((None, None), |(words, of)| (Some(words), of));
        steps.push(LifeStepView {
            code: step.kind.clone(),
            at: Some(time::instant(step.at)),
            date: None,
            state: LifeStateView::Done,
            detail,
            document: document.map(|document| document.number.clone()).or(served),
        });
    }
    steps.extend(now(view, days));
    let running = days.filter(|days| days.stopped.is_none());
    let due = running.map(|days| days.due.clone());
    // The next of them is the one whose last day is known.
    let ahead: &[(&str, bool)] = match view.phase {
        Phase::Intake(_) => &[("answer", true), ("decision", false)],
        Phase::SupplementAsked => &[("answer", false), ("decision", false)],
        Phase::Decision(_) => &[("decision", true)],
        Phase::Draft | Phase::Ended(_) => &[],
    };
    steps.extend(ahead.iter().map(|(code, is_next)| LifeStepView {
        date: due.clone().filter(|_| *is_next),
        ..bare(code, LifeStateView::Ahead)
    }));
    let may_be_issued = !view.phase.is_ended() || view.phase == Phase::Ended(End::Granted);
    if may_be_issued && !service.issues.is_empty() {
        let state = match view.phase.is_ended() {
            true => LifeStateView::Now,
            false => LifeStateView::Ahead,
        };
        steps.push(bare("certificate", state));
    }
    steps
}

fn now(view: &CaseView, days: Option<&DaysLeftView>) -> Option<LifeStepView> {
    let code = match view.phase {
        Phase::Intake(_) => "checking",
        Phase::SupplementAsked => "supply",
        Phase::Decision(DecisionStage::Stopped(_)) => "stopped",
        Phase::Decision(_) => "deciding",
        Phase::Draft | Phase::Ended(_) => return None,
    };
    // Only the applicant's own limit belongs to what is now; the office's to what comes.
    let own = days.filter(|_| view.phase == Phase::SupplementAsked);
    Some(LifeStepView {
        date: own.map(|days| days.due.clone()),
        detail: days.and_then(|days| days.stopped.clone()),
        at: Some(time::instant(view.holder_since)),
        ..bare(code, LifeStateView::Now)
    })
}

pub(super) fn bare(code: &str, state: LifeStateView) -> LifeStepView {
    LifeStepView {
        code: code.to_owned(),
        at: None,
        date: None,
        state,
        detail: None,
        document: None,
    }
}

/// Every numbered document.
pub(crate) fn documents(teller: &Teller<'_>, view: &CaseView) -> Vec<DocumentView> {
    let documents = view.documents.iter().map(|document| DocumentView {
        number: document.number.clone(),
        kind: document.kind.clone(),
        date: document.day.map(|day| day.to_string()),
        delivery: delivery::delivery(teller, &document.delivery),
    });
    documents.collect()
}
