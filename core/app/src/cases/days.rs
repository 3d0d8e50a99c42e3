//! Days left, with the count behind the number (rows 49, 50).

use tongban_cases::{CaseView, Phase, answer_due, decision_due};
use tongban_rules::provision::Ruled;
use tongban_rules::service::Service;
use tongban_rules::{
    Acceptance, BindingBy, ClockReading, Day, DeemedFrom, Due, Left, Limit, Step, Unit, Why, count,
};

use super::view::{CountedDayView, CountedUnitView, DaysLeftView, DueKindView};
use crate::services::{SourceView, Teller};

/// The clock that counts now; none where nobody's time runs or no rule sets a limit.
pub(crate) fn days_left(
    teller: &Teller<'_>,
    service: &Service,
    view: &CaseView,
) -> Option<DaysLeftView> {
    match view.phase {
        Phase::Intake(_) => answer(teller, service, view),
        Phase::SupplementAsked => supply(teller, service, view),
        Phase::Decision(_) => decision(teller, service, view),
        Phase::Draft | Phase::Ended(_) => None,
    }
}

fn answer(teller: &Teller<'_>, service: &Service, view: &CaseView) -> Option<DaysLeftView> {
    let from = view.answer_from?;
    let calendar = teller.loaded.calendar();
    let acceptance = answer_due(from, service, calendar, teller.today).ok()??;
    let (Acceptance::Open { until }
    | Acceptance::InTime { until }
    | Acceptance::Deemed { until, .. }
    | Acceptance::Overdue { until }) = acceptance;
    let resolved = service.limits.answer.on(from);
    let rule = resolved.applies?;
    let mut source = teller.source(&rule.provision);
    source.losing = teller.losing(&resolved.lost);
    let limit = rule.value.notice;
    let law = Some(u32::from(limit.amount().most()));
    let figures = (None, law);
    let kind = DueKindView::Answer;
    Some(DaysLeftView {
        silence_accepts: rule.value.deemed_from != DeemedFrom::Never,
        ..running(teller, kind, &limit, &until, Some(source), figures)
    })
}

fn supply(teller: &Teller<'_>, service: &Service, view: &CaseView) -> Option<DaysLeftView> {
    let notice = view.notices.last()?;
    let until = notice.until?;
    let asked = view
        .documents
        .iter()
        .find(|document| document.number == notice.document)
        .and_then(|document| document.day);
    let (source, limit) = ruled(
        teller,
        &service.limits.supply,
        asked.unwrap_or(teller.today),
    )?;
    let law = Some(u32::from(limit.amount().most()));
    // The notice's own day counts, whatever a later calendar says of the days before it.
    let counted = asked.and_then(|asked| count(teller.loaded.calendar(), asked, &limit).ok());
    let due = Due {
        due: until.day,
        provisional: until.provisional,
        ..counted?
    };
    Some(running(
        teller,
        DueKindView::Supply,
        &limit,
        &due,
        Some(source),
        (None, law),
    ))
}

fn decision(teller: &Teller<'_>, service: &Service, view: &CaseView) -> Option<DaysLeftView> {
    let facts = view.clock.as_ref()?;
    let calendar = teller.loaded.calendar();
    let due = decision_due(Some(facts), service, calendar).ok()??;
    let law = ruled(teller, &service.limits.decide, facts.started);
    let promise = ruled(teller, &service.limits.promise, facts.started);
    let days = |rule: &Option<(SourceView, Limit)>| {
        let limit = rule.as_ref().map(|(_, limit)| limit);
        limit.map(|limit| u32::from(limit.amount().most()))
    };
    let figures = (days(&promise), days(&law));
    let (source, limit) = match due.by {
        BindingBy::Promise => promise?,
        BindingBy::Statute => law?,
    };
    let kind = DueKindView::Decision;
    Some(match due.binding {
        ClockReading::Running(due) => running(teller, kind, &limit, &due, Some(source), figures),
        ClockReading::Stopped(stopped) => DaysLeftView {
            kind,
            left: stopped.left.into(),
            unit: unit(&limit),
            due: stopped.since.to_string(),
            stopped: Some(stop_slug(stopped.reason)),
            overdue: false,
            provisional: stopped.provisional,
            today: teller.today.to_string(),
            rule: Some(source),
            promise_days: figures.0,
            law_days: figures.1,
            silence_accepts: false,
            line: line(teller, &stopped.steps),
        },
    })
}

fn running(
    teller: &Teller<'_>,
    kind: DueKindView,
    limit: &Limit,
    due: &Due,
    rule: Option<SourceView>,
    (promise_days, law_days): (Option<u32>, Option<u32>),
) -> DaysLeftView {
    let unit = unit(limit);
    let (left, overdue) = left(teller, due, unit);
    DaysLeftView {
        kind,
        left,
        unit,
        due: due.due.to_string(),
        stopped: None,
        overdue,
        provisional: due.provisional,
        today: teller.today.to_string(),
        rule,
        promise_days,
        law_days,
        silence_accepts: false,
        line: line(teller, &due.steps),
    }
}

fn left(teller: &Teller<'_>, due: &Due, unit: CountedUnitView) -> (u32, bool) {
    match due.left(teller.loaded.calendar(), teller.today) {
        Left::Days { counted, .. } => (counted.into(), false),
        Left::LastDay => (0, false),
        Left::Overdue { working, calendar } => match unit {
            CountedUnitView::Working => (working.into(), true),
            CountedUnitView::Calendar => (calendar.into(), true),
        },
    }
}

/// Days until `due` by the calendar of the pack, for a list that knows the day alone.
pub(crate) fn until(teller: &Teller<'_>, due: Day) -> (u32, bool) {
    let calendar = teller.loaded.calendar();
    let between = |from: Day, to: Day| {
        let days = (1..=to.days() - from.days()).map(|days| from.plus_days(days));
        let working = days.filter(|day| calendar.is_working_day(*day)).count();
        u32::try_from(working).unwrap_or(u32::MAX)
    };
    match due < teller.today {
        true => (between(due, teller.today), true),
        false => (between(teller.today, due), false),
    }
}

fn ruled(teller: &Teller<'_>, ruled: &Ruled<Limit>, on: Day) -> Option<(SourceView, Limit)> {
    let resolved = ruled.on(on);
    let applies = resolved.applies?;
    let mut source = teller.source(&applies.provision);
    source.losing = teller.losing(&resolved.lost);
    Some((source, applies.value))
}

fn unit(limit: &Limit) -> CountedUnitView {
    match limit.unit() {
        Unit::Calendar => CountedUnitView::Calendar,
        // A duty whose text leaves it open is shown by the reading that was counted (rule L3).
        Unit::Working | Unit::Unstated => CountedUnitView::Working,
    }
}

fn line(teller: &Teller<'_>, steps: &[Step]) -> Vec<CountedDayView> {
    let told = steps.iter().map(|step| CountedDayView {
        date: step.day.to_string(),
        counted: step.counted,
        why: step.why.slug().to_owned(),
        name: match &step.why {
            Why::Stopped(reason) => Some(stop_slug(*reason)),
            why => why.holiday().map(|name| {
                let calendar = teller.loaded.calendar();
                calendar.holiday_name(name, teller.locale).to_owned()
            }),
        },
        today: step.day == teller.today,
    });
    told.collect()
}

pub(crate) fn stop_slug(reason: tongban_rules::StopReason) -> String {
    reason.slug().to_owned()
}
