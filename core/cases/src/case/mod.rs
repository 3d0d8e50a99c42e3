//! The case: commands become events where there is authority, events become a view anywhere.
//!
//! A draft is not a case: the first event is a submission. Every pair of state and command has an
//! answer. What binds every path through the states stands in `docs/cases.md`.

mod action;
mod apply;
mod clock;
mod codec;
mod command;
mod decide;
mod delivery;
mod event;
mod gap;
mod listing;
mod phase;
mod record;
mod refusal;
mod request;
mod ruling;
mod state;
mod view;

pub use action::{Action, Actor, Role};
pub use clock::{ClockChange, ClockFacts, DecisionDue, answer_due, decision_due};
pub use codec::{EventError, decode_event, encode_event};
pub use command::{Command, Context, Submission};
pub use decide::decide;
pub use delivery::{ChosenRoute, Delivery, DeliveryReceipt, Served, TellBy, Told, Written};
pub use event::{Deferred, Event, PackRef, Review, Termination, Until, What};
pub use gap::{Gap, GapFault};
pub use listing::{Listed, Listing, Source, Wanting};
pub use phase::{DecisionStage, End, Holder, IntakeStage, Phase};
pub use record::{Document, Judgement, MaterialState, Notice, Step, StepAbout};
pub use refusal::Refusal;
pub use request::{Request, RequestError};
pub use ruling::{Ground, Reason, Ruling, RulingError};
pub use state::State;
pub use view::{CaseView, fold};
