//! The one loop around an engine, shared by app, tests and simulator.
//!
//! It carries out everything that a host does at once (store, read, sign, report) and stops where
//! time passes: at a request, a wait, or nothing to do. Sending is left to the caller, because
//! an app awaits it, a test answers it in place and a simulator delivers it later.

use crate::{Action, Change, Engine, Event, Input, Moment, Piece, Report, Request, RequestId};

/// What an engine needs beside a network. Every call is short.
pub trait Host {
    /// Now, and some chance.
    fn moment(&mut self) -> Moment;
    /// Makes all changes durable in one transaction, or none of them.
    fn persist(&mut self, changes: &[Change]) -> Result<(), HostFailed>;
    /// Reads exactly the bytes of a piece.
    fn read_chunk(&mut self, piece: &Piece) -> Result<Vec<u8>, HostFailed>;
    /// Signs with the device key; raw form.
    fn sign_session(&mut self, to_be_signed: &[u8]) -> Result<[u8; 64], HostFailed>;
    /// Takes news for the screens.
    fn report(&mut self, report: Report);
}

/// The host could not; it knows why and tells whom it concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("host could not do what the sync engine needs")]
pub struct HostFailed;

/// Where the loop stands still.
#[derive(Debug)]
pub enum Pause {
    /// Send this and hand the answer in with [`Event::Answered`].
    Send(RequestId, Request),
    /// Nothing before this instant of the monotonic clock, unless an input comes.
    Wait(u64),
    /// Nothing until an input comes.
    Idle,
}

/// Hands `event` in and runs until time has to pass.
pub fn pump(engine: &mut Engine, host: &mut impl Host, event: Event) -> Pause {
    let mut event = Some(event);
    loop {
        if let Some(event) = event.take() {
            let moment = host.moment();
            engine.handle(Input { moment, event });
        }
        event = match engine.next_action() {
            Action::Persist(save, changes) => Some(match host.persist(&changes) {
                Ok(()) => Event::Persisted(save),
                Err(HostFailed) => Event::PersistFailed(save),
            }),
            Action::ReadChunk(piece) => {
                let bytes = host.read_chunk(&piece).ok();
                Some(Event::ChunkRead(piece, bytes))
            }
            Action::SignSession(bytes) => {
                Some(Event::SessionSigned(host.sign_session(&bytes).ok()))
            }
            Action::Report(report) => {
                host.report(report);
                None
            }
            Action::Send(id, request) => return Pause::Send(id, request),
            Action::Wait { until } => return Pause::Wait(until),
            Action::Idle => return Pause::Idle,
        };
    }
}
