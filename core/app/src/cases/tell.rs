//! Notices, gaps and rulings in words.

use tongban_cases::{CaseView, FormView, Gap, GapFault, Ground, Holder, Notice, Phase, Source};
use tongban_rules::expression::Value;
use tongban_rules::service::Service;

use super::view::{GapKindView, GapView, JudgementView, NoticeView, ReasonView, RulingView};
use crate::services::Teller;

/// The notice that waits for the applicant.
pub(crate) fn open_notice(
    teller: &Teller<'_>,
    service: &Service,
    view: &CaseView,
) -> Option<NoticeView> {
    let open = view.phase == Phase::SupplementAsked;
    let notice = view.notices.last().filter(|_| open)?;
    Some(notice_view(teller, service, notice))
}

fn notice_view(teller: &Teller<'_>, service: &Service, notice: &Notice) -> NoticeView {
    NoticeView {
        document: notice.document.clone(),
        until: notice.until.map(|until| until.day.to_string()),
        provisional: notice.until.is_some_and(|until| until.provisional),
        gaps: gaps(teller, service, &notice.gaps),
    }
}

/// Gaps with their names and, where one is published, the common error.
pub(crate) fn gaps(teller: &Teller<'_>, service: &Service, gaps: &[Gap]) -> Vec<GapView> {
    gaps.iter()
        .map(|gap| gap_view(teller, service, gap))
        .collect()
}

fn gap_view(teller: &Teller<'_>, service: &Service, gap: &Gap) -> GapView {
    match gap {
        Gap::Material { material, fault } => GapView {
            kind: GapKindView::Material,
            name: service
                .material(material)
                .map_or_else(|| material.clone(), |found| teller.text(&found.name)),
            id: material.clone(),
            why: match fault {
                GapFault::Missing => "missing",
                GapFault::Error(_) => "error",
            }
            .to_owned(),
            example: match fault {
                GapFault::Missing => None,
                GapFault::Error(id) => teller.common_error_of(service, id),
            },
        },
        Gap::Answer { field } => {
            let found = service.form.find(field).map(|(_, field)| field);
            GapView {
                kind: GapKindView::Answer,
                name: found.map_or_else(|| field.clone(), |found| teller.text(&found.label)),
                id: field.clone(),
                why: "answer".to_owned(),
                example: found
                    .and_then(|found| found.common_error.as_deref())
                    .and_then(|id| teller.common_error_of(service, id)),
            }
        }
    }
}

/// Reasons and remedies of the document that ended the case against the applicant.
pub(crate) fn ruling(
    teller: &Teller<'_>,
    service: &Service,
    view: &CaseView,
    form: Option<&FormView<'_>>,
) -> Option<RulingView> {
    let ruling = view.ruling()?;
    let document = view.documents.last()?;
    let reasons = ruling.reasons().iter().map(|reason| {
        let listed = match &reason.ground {
            Ground::Listed(id) => service.refusal(id),
            _ => None,
        };
        ReasonView {
            reason: match reason.text.is_empty() {
                false => teller.text(&reason.text),
                // The words of a general ground are the screen's.
                true => ground_slug(&reason.ground).to_owned(),
            },
            clause: teller.cited(&reason.clause),
            clause_text: reason.clause_text.clone(),
            advice: listed.and_then(|listed| teller.some(&listed.advice)),
            again_from: listed
                .and_then(|listed| again_from(listed, form))
                .map(|day| day.to_string()),
        }
    });
    Some(RulingView {
        kind: view.phase.slug().to_owned(),
        document: document.number.clone(),
        date: document.day.map_or_else(String::new, |day| day.to_string()),
        reasons: reasons.collect(),
        remedies: teller.remedies(ruling.remedies(), document.day),
    })
}

/// The day from which applying again makes sense, where the form tells it.
pub(crate) fn again_from(
    refusal: &tongban_rules::service::Refusal,
    form: Option<&FormView<'_>>,
) -> Option<tongban_rules::Day> {
    let expr = refusal.again_from.as_ref()?;
    match form?.value_of(expr).ok()?? {
        Value::Day(day) => Some(day),
        _ => None,
    }
}

fn ground_slug(ground: &Ground) -> &'static str {
    match ground {
        Ground::Listed(_) => "listed",
        Ground::StillMissing => "still_missing",
        Ground::WrongAuthority => "wrong_authority",
        Ground::SupplyLapsed => "supply_lapsed",
        Ground::Terminated(_) => "terminated",
    }
}

/// Slug of who has to do the next thing.
pub(crate) fn holder_slug(holder: Holder) -> &'static str {
    match holder {
        Holder::Nobody => "nobody",
        Holder::Applicant => "applicant",
        Holder::Intake => "intake",
        Holder::Office => "office",
        Holder::Waiting(_) => "waiting",
    }
}

/// Slug of where a material comes from.
pub(crate) fn source_slug(source: &Source) -> &'static str {
    match source {
        Source::Uploaded => "files",
        Source::Wallet(_) => "certificate",
        Source::Paper => "on_paper",
        Source::Commitment(_) => "commitment",
        Source::Office => "office",
        Source::Nothing => "none",
    }
}

impl From<&tongban_cases::Judgement> for JudgementView {
    fn from(judgement: &tongban_cases::Judgement) -> Self {
        use tongban_cases::Judgement;
        match judgement {
            Judgement::Fit => Self::Fit,
            Judgement::Missing => Self::Missing,
            Judgement::Unfit(_) => Self::Unfit,
            Judgement::NotConfirmed => Self::NotConfirmed,
        }
    }
}
