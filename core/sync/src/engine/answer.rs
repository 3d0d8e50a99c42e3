use tongban_protocol::Refusal;

use super::pull::Scope;
use super::{Engine, Flight, Purpose, Work};
use crate::{Answer, Failure, Report, RequestId};

/// What an answer means, whatever was asked.
pub(super) enum Heard {
    /// The body of a good answer, which still has to be understood.
    Body(Vec<u8>),
    /// Nothing is new, as a pull may be answered.
    Nothing,
    /// The platform does not do that; its code.
    Refused(String),
    /// The token is over.
    SessionEnded,
    /// The platform failed; whether what it was asked is to blame.
    PlatformFailed { to_blame: bool },
    /// Nobody is to blame: try again later.
    Later,
    /// It broke on the way.
    Lost,
}

impl Engine {
    pub(super) fn answered(&mut self, id: RequestId, answer: Result<Answer, Failure>) {
        match std::mem::replace(&mut self.work, Work::Nothing) {
            Work::InFlight(flight) if flight.id == id => self.take_answer(flight, answer),
            // An answer to a request that is over says nothing that will not be said again.
            other => self.work = other,
        }
    }

    fn take_answer(&mut self, flight: Flight, answer: Result<Answer, Failure>) {
        let heard = self.hear(answer, &flight.purpose);
        if let (Heard::Body(_), Purpose::Push(_) | Purpose::Upload(_)) = (&heard, &flight.purpose) {
            let millis = self.now.saturating_sub(flight.since);
            self.link.carried(flight.bytes, millis);
        }
        match flight.purpose {
            Purpose::Challenge => self.challenge_answered(heard),
            Purpose::Session => self.session_answered(heard),
            Purpose::Pull(request) => self.pull_answered(&request, heard),
            Purpose::Push(operations) => self.push_answered(&operations, heard),
            Purpose::Upload(pieces) => self.upload_answered(&pieces, heard),
        }
    }

    fn hear(&mut self, answer: Result<Answer, Failure>, purpose: &Purpose) -> Heard {
        let answer = match answer {
            Ok(answer) => answer,
            Err(failure) => {
                self.link.failed(failure, self.now, &mut self.dice);
                return match failure {
                    Failure::Offline => Heard::Later,
                    Failure::TimedOut | Failure::Broken => Heard::Lost,
                };
            }
        };
        match answer.status {
            200 => Heard::Body(answer.body),
            204 if may_be_empty(purpose) => Heard::Nothing,
            400.. => self.hear_refusal(&answer),
            _ => self.lost(),
        }
    }

    fn hear_refusal(&mut self, answer: &Answer) -> Heard {
        let refusal = Refusal::decode(&answer.body).ok();
        let asked = refusal.as_ref().and_then(Refusal::retry_after);
        let asked = asked.max(answer.retry_after);
        if let Some(seconds) = asked {
            self.link.asked_to_wait(seconds, self.now, &mut self.dice);
        }
        match (refusal, answer.status) {
            (Some(Refusal::RateLimited { .. } | Refusal::Busy { .. }), _) | (_, 429 | 503) => {
                if asked.is_none() {
                    self.link.asked_to_wait(0, self.now, &mut self.dice);
                }
                Heard::Later
            }
            (Some(Refusal::UpdateNeeded), _) => {
                self.link
                    .asked_to_wait(UPDATE_WAIT_SECONDS, self.now, &mut self.dice);
                self.news.push_back(Report::UpdateNeeded);
                Heard::Later
            }
            (Some(Refusal::SessionEnded), _) => Heard::SessionEnded,
            (Some(Refusal::Internal), _) | (_, 500..) => {
                let to_blame = self.link.platform_failed(self.now, &mut self.dice);
                if !to_blame {
                    // After the pause something harmless shows whether it is well again, or two
                    // items at which it fails would take all turns.
                    self.scopes.values_mut().for_each(Scope::look_again);
                }
                Heard::PlatformFailed { to_blame }
            }
            // Not a refusal of the platform but of something on the way to it.
            (None | Some(Refusal::NotFound), _) => self.lost(),
            (Some(refusal), _) => {
                self.link.succeeded();
                Heard::Refused(refusal.code().to_owned())
            }
        }
    }

    /// An answer that is not the platform's, or not understood: as if the line had broken.
    pub(super) fn lost(&mut self) -> Heard {
        self.link.failed(Failure::Broken, self.now, &mut self.dice);
        Heard::Lost
    }
}

/// Only who says what is known already can be told that nothing else is.
fn may_be_empty(purpose: &Purpose) -> bool {
    matches!(purpose, Purpose::Pull(request) if request.stable_seq.is_some())
}

const UPDATE_WAIT_SECONDS: u64 = 15 * 60;
