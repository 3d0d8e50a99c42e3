use tongban_cases::{CaseView, Phase, answer_due, decision_due};
use tongban_protocol::{DeskDue, DueKind};
use tongban_rules::service::Service;
use tongban_rules::{Acceptance, Calendar, ClockReading, Day};

/// What is due next in a case; none while a clock stands still, where no rule sets a limit, and
/// at its end.
pub(super) fn due(
    view: &CaseView,
    service: &Service,
    calendar: &Calendar,
    today: Day,
) -> Option<DeskDue> {
    let due = |day: Day, kind, provisional| DeskDue {
        day: day.days(),
        kind,
        provisional,
    };
    match view.phase {
        Phase::Intake(_) => {
            let answer = answer_due(view.answer_from?, service, calendar, today);
            let (Acceptance::Open { until }
            | Acceptance::InTime { until }
            | Acceptance::Deemed { until, .. }
            | Acceptance::Overdue { until }) = answer.ok()??;
            Some(due(until.due, DueKind::Answer, until.provisional))
        }
        Phase::SupplementAsked => {
            let until = view.notices.last()?.until?;
            Some(due(until.day, DueKind::Supply, until.provisional))
        }
        Phase::Decision(_) => {
            let decision = decision_due(view.clock.as_ref(), service, calendar).ok()??;
            match decision.binding {
                ClockReading::Running(until) => {
                    Some(due(until.due, DueKind::Decision, until.provisional))
                }
                ClockReading::Stopped(_) => None,
            }
        }
        Phase::Draft | Phase::Ended(_) => None,
    }
}
