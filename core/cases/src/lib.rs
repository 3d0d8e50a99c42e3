//! Forms and materials checked, and a case from submission to its end.
//!
//! Three pure parts: [`evaluate`] draws a form with its answers, [`check_materials`] says what is
//! missing, and the case machine has two functions. [`decide`] runs only where there is authority
//! (the platform) and turns a command into events or a refusal; [`fold`] turns events into what
//! anyone may show. No clock, no randomness, no storage; the rules come from a pack, and nothing here
//! names a service or a region.
#![forbid(unsafe_code)]

mod answers;
mod case;
mod form;
mod id;
mod issue;
mod materials;
mod supplied;

pub use answers::{Answers, Known};
pub use case::{
    Action, Actor, CaseView, ChosenRoute, ClockChange, ClockFacts, Command, Context, DecisionDue,
    DecisionStage, Deferred, Delivery, DeliveryReceipt, Document, End, Event, EventError, Gap,
    GapFault, Ground, Holder, IntakeStage, Judgement, Listed, Listing, MaterialState, Notice,
    PackRef, Phase, Reason, Refusal, Request, RequestError, Review, Role, Ruling, RulingError,
    Served, Source, State, Step, StepAbout, Submission, TellBy, Termination, Told, Until, Wanting,
    What, Written, answer_due, decide, decision_due, decode_event, encode_event, fold,
};
pub use form::{FieldView, FormView, Origin, Page, Problem, ProblemKind, Totals, evaluate};
pub use id::Id;
pub use issue::{ClaimValue, issued_claims};
pub use materials::{Checklist, Item, Standing, SupplyFault, check_materials};
pub use supplied::{FileRef, Supplied, Supply};
