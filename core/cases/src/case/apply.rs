//! What each event does to a state.

use tongban_rules::Day;
use tongban_rules::guide::RouteKind;
use tongban_rules::service::ClockStart;

use super::listing::merged;
use super::{
    ChosenRoute, ClockFacts, DecisionStage, Delivery, DeliveryReceipt, Document, End, Event,
    Holder, IntakeStage, Listing, MaterialState, Notice, Phase, Served, State, Step, StepAbout,
    Told, What,
};
use crate::{Answers, Known, Supplied};

impl State {
    /// Adds one event. Total: an order of events that no command makes leads to some state too.
    pub fn apply(&mut self, event: &Event) {
        let day = Day::checked_of(event.at);
        self.version = self.version.saturating_add(1);
        self.last_at = self.last_at.max(event.at);
        self.steps.push(Step {
            at: event.at,
            by: event.by.role,
            kind: event.what.kind().to_owned(),
            about: about(&event.what),
        });
        if let Some((number, ruling)) = event.what.document() {
            self.documents.push(Document {
                number: number.to_owned(),
                kind: event.what.kind().to_owned(),
                day,
                ruling: ruling.cloned(),
                delivery: Delivery::in_feed(event.at, self.version, self.route.kind),
            });
        }
        match &event.what {
            What::Submitted {
                service,
                pack,
                answers,
                known,
                supplied,
                listing,
                complete,
                starts,
            } => {
                self.service.clone_from(service);
                self.pack = Some(pack.clone());
                self.received = day;
                self.complete = *complete;
                self.answer_from = day.filter(|_| *complete || *starts == ClockStart::Held);
                self.hand_in(answers, known, supplied, listing);
                self.phase = Phase::Intake(IntakeStage::Submitted);
            }
            What::PhotosComplete => {
                self.complete = true;
                self.answer_from = self.answer_from.or(day);
            }
            What::Taken => self.officer = Some(event.by.id),
            What::Judged {
                material,
                judgement,
            } => {
                let found = self.materials.iter_mut().find(|m| m.material == *material);
                if let Some(found) = found {
                    found.judgement = Some(judgement.clone());
                }
            }
            What::CorrectedOnTheSpot {
                field,
                value,
                listing,
            } => {
                let mut answers = Answers::new();
                answers.set(field, value.clone());
                self.hand_in(&answers, &[], &[], listing);
                self.corrected.insert(field.clone());
                if let Phase::Intake(_) = self.phase {
                    self.phase = Phase::Intake(IntakeStage::CorrectedOnTheSpot);
                }
            }
            What::SupplementAsked {
                document,
                gaps,
                until,
            } => {
                self.notices.push(Notice {
                    document: document.clone(),
                    gaps: gaps.clone(),
                    until: *until,
                });
                self.phase = Phase::SupplementAsked;
            }
            What::Supplied {
                answers,
                known,
                supplied,
                listing,
                back,
            } => {
                self.hand_in(answers, known, supplied, listing);
                if *back {
                    self.answer_from = day;
                    self.phase = Phase::Intake(IntakeStage::Supplied);
                }
            }
            What::Accepted { deferred, .. } => {
                self.deferred.clone_from(deferred);
                self.clock = day.map(ClockFacts::started);
                self.phase = Phase::Decision(DecisionStage::Accepted);
            }
            What::DeemedAccepted { from } => {
                self.clock = Some(ClockFacts::started(*from));
                self.phase = Phase::Decision(DecisionStage::DeemedAccepted);
            }
            What::Stopped { reason, document } => {
                if let (Some(clock), Some(day)) = (&mut self.clock, day) {
                    clock.stopped(*reason, document, day);
                }
                self.phase = Phase::Decision(DecisionStage::Stopped(*reason));
            }
            What::Resumed => {
                if let (Some(clock), Some(day)) = (&mut self.clock, day) {
                    clock.resumed(day);
                }
                self.phase = Phase::Decision(DecisionStage::Accepted);
            }
            What::Extended {
                days,
                approver,
                reason,
                document,
            } => {
                if let (Some(clock), Some(day)) = (&mut self.clock, day) {
                    clock.extended(*days, *approver, reason, document, day);
                }
            }
            What::Granted { .. } => self.phase = Phase::Ended(End::Granted),
            What::Refused { .. } => self.phase = Phase::Ended(End::Refused),
            What::NotAccepted { .. } => self.phase = Phase::Ended(End::NotAccepted),
            What::WrongAuthority { go_to, .. } => {
                self.go_to = Some(go_to.clone());
                self.phase = Phase::Ended(End::WrongAuthority);
            }
            What::SupplyLapsed { .. } => self.phase = Phase::Ended(End::SupplyLapsed),
            What::Withdrawn => self.phase = Phase::Ended(End::Withdrawn),
            What::Terminated { .. } => self.phase = Phase::Ended(End::Terminated),
            What::Annulled { .. } => self.phase = Phase::Ended(End::Annulled),
            What::Reopened { .. } => self.reopen(day),
            What::RouteChosen { route } => self.choose_route(route),
            What::Served {
                document,
                route,
                receipt,
            } => {
                let chosen = self.route.kind;
                if let Some(delivery) = self.delivery_of(document) {
                    delivery.honoured |= *route == chosen;
                    delivery.served.push(Served {
                        route: *route,
                        at: event.at,
                        receipt: DeliveryReceipt::Written(receipt.clone()),
                    });
                }
            }
            What::Told {
                document,
                by,
                receipt,
            } => {
                if let Some(delivery) = self.delivery_of(document) {
                    delivery.told.push(Told {
                        by: *by,
                        at: event.at,
                        receipt: receipt.clone(),
                    });
                }
            }
            What::Unknown { .. } => self.update_needed = true,
        }
        let holder = self.next_to_act();
        if holder != self.holder {
            self.holder = holder;
            self.holder_since = event.at;
            self.officer = None;
        }
    }

    /// Takes over what was handed in and what is needed now.
    fn hand_in(
        &mut self,
        answers: &Answers,
        known: &[Known],
        supplied: &[Supplied],
        listing: &Listing,
    ) {
        self.answers = merged(&self.answers, answers);
        self.known.splice(0..0, known.iter().cloned());
        self.supplied.extend_from_slice(supplied);
        let now = self.notices.len();
        let listed = listing.materials.iter().map(|listed| {
            let before = self.material(&listed.material).filter(|_| !listed.fresh);
            MaterialState {
                material: listed.material.clone(),
                source: listed.source.clone(),
                deferrable: listed.deferrable,
                judgement: before.and_then(|before| before.judgement.clone()),
                round: before.map_or(now, |before| before.round),
            }
        });
        self.materials = listed.collect();
        let wanting = listing.wanting.iter().map(|wanting| {
            let before = self.wanting.get(&wanting.field).filter(|_| !wanting.fresh);
            (wanting.field.clone(), before.copied().unwrap_or(now))
        });
        self.wanting = wanting.collect();
    }

    /// A case that was never accepted goes back to the window, any other to who decides; the time
    /// of the office begins again.
    fn reopen(&mut self, day: Option<Day>) {
        self.go_to = None;
        if self.clock.is_some() {
            self.clock = day.map(ClockFacts::started);
            self.phase = Phase::Decision(DecisionStage::Reopened);
        } else {
            self.answer_from = day;
            self.phase = Phase::Intake(IntakeStage::Reopened);
        }
    }

    /// What had not come by the route before is to come by this one; in the app it is already.
    fn choose_route(&mut self, route: &ChosenRoute) {
        self.route.clone_from(route);
        if route.kind == RouteKind::App {
            let documents = self.documents.iter_mut();
            documents.for_each(|document| document.delivery.honoured = true);
        }
    }

    fn delivery_of(&mut self, number: &str) -> Option<&mut Delivery> {
        let mut documents = self.documents.iter_mut();
        let found = documents.find(|document| document.number == number)?;
        Some(&mut found.delivery)
    }

    fn next_to_act(&self) -> Holder {
        match self.phase {
            Phase::Draft | Phase::Ended(_) => Holder::Nobody,
            Phase::Intake(_) => Holder::Intake,
            Phase::SupplementAsked => Holder::Applicant,
            Phase::Decision(DecisionStage::Stopped(reason)) => Holder::Waiting(reason),
            Phase::Decision(_) => Holder::Office,
        }
    }
}

fn about(what: &What) -> Option<StepAbout> {
    Some(match what {
        What::RouteChosen { route } => StepAbout::Route(route.clone()),
        What::Served {
            document,
            route,
            receipt,
        } => StepAbout::Served {
            document: document.clone(),
            route: *route,
            receipt: receipt.clone(),
        },
        What::Told {
            document,
            by,
            receipt,
        } => StepAbout::Told {
            document: document.clone(),
            by: *by,
            receipt: receipt.clone(),
        },
        _ => return None,
    })
}
