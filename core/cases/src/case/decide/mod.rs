//! From a command to events or a refusal: total over every pair of state and command.
//!
//! Runs only where there is authority. First the day has its effect (silence becomes acceptance,
//! rule L4), then the role, the state and the rules are asked, in that order.

mod decision;
mod delivering;
mod handing_in;
mod intake;
mod judging;

use tongban_rules::{Acceptance, Day};

use super::{Action, Command, Context, Event, Phase, Refusal, Role, State, What, answer_due};

/// What `command` does to `state`: the events to keep, in order, or why nothing happens.
///
/// The events are not applied; a caller that keeps them applies each with [`State::apply`].
/// [`Command::Tick`] may have none.
pub fn decide(
    state: &State,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let action = command.action();
    if state.update_needed {
        return Err(Refusal::UpdateNeeded);
    }
    if context.seen.is_some_and(|seen| seen != state.version) {
        return Err(Refusal::Stale);
    }
    if state.phase != Phase::Draft && state.service != context.service.id {
        return Err(Refusal::OtherService);
    }
    if !context.actor.role.may(action) {
        return Err(match context.actor.role {
            Role::Machine => Refusal::MachineMayOnlyApprove,
            role => Refusal::NotYours(role, action),
        });
    }
    // A clock that was set back never makes an event older than the one before.
    let at = context.at.max(state.last_at);
    let today = Day::checked_of(at).ok_or(Refusal::Time)?;
    let event = |what| Event {
        at,
        by: context.actor,
        what,
    };
    let mut events = Vec::new();
    let mut settled = std::borrow::Cow::Borrowed(state);
    if let Some(from) = deemed_accepted(state, context, today)? {
        let deemed = event(What::DeemedAccepted { from });
        settled.to_mut().apply(&deemed);
        events.push(deemed);
    }
    let case = Case {
        state: &settled,
        context,
        today,
    };
    events.extend(case.answer(command)?.into_iter().map(event));
    Ok(events)
}

/// A state with all that is needed to decide on it.
struct Case<'a> {
    state: &'a State,
    context: &'a Context<'a>,
    today: Day,
}

impl Case<'_> {
    fn answer(&self, command: &Command) -> Result<Vec<What>, Refusal> {
        if let Some(number) = command.document() {
            self.check_number(number)?;
        }
        Ok(vec![match command {
            Command::Tick => match self.state.phase.is_open() {
                true => return Ok(Vec::new()),
                false => return Err(Refusal::NotNow(Action::Tick)),
            },
            Command::Submit(submission) => return self.submit(submission),
            Command::Supply {
                answers,
                known,
                supplied,
                all,
            } => self.supply(answers, known, supplied, *all)?,
            Command::MarkComplete => self.when(Action::MarkComplete, What::PhotosComplete)?,
            Command::Take => self.when(Action::Take, What::Taken)?,
            Command::Withdraw => self.when(Action::Withdraw, What::Withdrawn)?,
            Command::Judge {
                material,
                judgement,
            } => self.judge(material, judgement)?,
            Command::Correct { field, value } => self.correct(field, value)?,
            Command::AskSupplement { document } => self.ask_supplement(document)?,
            Command::Accept { document } => self.accept(document)?,
            Command::NotAccept { document, reasons } => self.not_accept(document, reasons)?,
            Command::WrongAuthority { document, go_to } => self.wrong_authority(document, go_to)?,
            Command::Lapse { document } => self.lapse(document)?,
            Command::Stop { reason, document } => self.stop(*reason, document)?,
            Command::Resume => self.resume()?,
            Command::Extend {
                days,
                approver,
                reason,
                document,
            } => self.extend(*days, *approver, reason, document)?,
            Command::Grant { document } => self.grant(document)?,
            Command::Refuse { document, reasons } => self.refuse(document, reasons)?,
            Command::Terminate { document, why } => self.terminate(document, *why)?,
            Command::Annul { document, reasons } => self.annul(document, reasons)?,
            Command::Reopen { document, review } => self.when(
                Action::Reopen,
                What::Reopened {
                    document: document.clone(),
                    review: *review,
                },
            )?,
            Command::ChooseRoute { route } => self.choose_route(route)?,
            Command::Serve {
                document,
                route,
                receipt,
            } => self.serve(document, *route, receipt)?,
            Command::Tell {
                document,
                by,
                receipt,
            } => self.tell(document, *by, receipt)?,
        }])
    }

    /// `what`, if the state admits the action.
    fn when(&self, action: Action, what: What) -> Result<What, Refusal> {
        self.admit(action)?;
        Ok(what)
    }

    fn admit(&self, action: Action) -> Result<(), Refusal> {
        match self.state.admits(action) {
            true => Ok(()),
            false => Err(Refusal::NotNow(action)),
        }
    }

    fn is_machine(&self) -> bool {
        self.context.actor.role == Role::Machine
    }

    fn check_number(&self, number: &str) -> Result<(), Refusal> {
        if number.trim().is_empty() {
            return Err(Refusal::NoDocument);
        }
        let mut documents = self.state.documents.iter();
        match documents.any(|document| document.number == number) {
            true => Err(Refusal::DocumentTwice),
            false => Ok(()),
        }
    }
}

/// The day from which an application that nobody answered in time counts as accepted.
fn deemed_accepted(
    state: &State,
    context: &Context<'_>,
    today: Day,
) -> Result<Option<Day>, Refusal> {
    let Some(from) = state.answer_from.filter(|_| state.awaits_answer()) else {
        return Ok(None);
    };
    Ok(
        match answer_due(from, context.service, context.calendar, today)? {
            Some(Acceptance::Deemed { from, .. }) => Some(from),
            _ => None,
        },
    )
}
