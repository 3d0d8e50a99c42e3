use tongban_protocol::{
    API_VERSION, Extra, PreparedSession, PublicPoint, ReadToken, Refusal, SessionChallenge,
    SessionChallengeRequest, SessionResponse, paths, prepare_session,
};

use super::answer::Heard;
use super::pull::Scope;
use super::stages::post;
use super::{Engine, Purpose, Report, Work};
use crate::Action;
use crate::backoff::{Backoff, CAP_MILLIS, Dice};

/// The device's permission to read. Only in memory.
pub(super) struct Session {
    key: Option<PublicPoint>,
    token: Option<(ReadToken, u64)>,
    not_before: u64,
    /// Tokens in a row that did not work.
    useless: u32,
    backoff: Backoff,
}

impl Session {
    pub fn new(key: Option<PublicPoint>) -> Self {
        Self {
            key,
            token: None,
            not_before: 0,
            useless: 0,
            backoff: Backoff::new(),
        }
    }

    pub fn token(&self, now: u64) -> Option<ReadToken> {
        let (token, until) = self.token.as_ref()?;
        (*until > now).then(|| token.clone())
    }

    /// When something that is due at `due` can really be read.
    pub fn next_at(&self, due: u64, now: u64) -> Option<u64> {
        self.key?;
        match self.token(now) {
            Some(_) => Some(due),
            None => Some(due.max(self.not_before)),
        }
    }

    /// The token did not work. Once that is its age; again and again it is not.
    pub fn ended(&mut self, now: u64, dice: &mut Dice) {
        self.token = None;
        self.useless += 1;
        if self.useless > 1 {
            self.not_before = now + self.backoff.next(dice);
        }
    }

    pub fn hurry(&mut self) {
        self.not_before = 0;
    }

    pub fn worked(&mut self) {
        self.useless = 0;
        self.backoff.reset();
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Session(token: {})", self.token.is_some())
    }
}

/// A session request that waits for the device key.
pub(super) struct Signing {
    prepared: PreparedSession,
    asked: bool,
}

impl Signing {
    pub fn next_action(&mut self) -> Action {
        match std::mem::replace(&mut self.asked, true) {
            false => Action::SignSession(self.prepared.to_be_signed().to_vec()),
            true => Action::Idle,
        }
    }
}

impl std::fmt::Debug for Signing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Signing(asked: {})", self.asked)
    }
}

impl Engine {
    pub(super) fn begin_session(&mut self) -> Option<Action> {
        let device_key = self.session.key?;
        if self.session.not_before > self.now {
            return None;
        }
        let request = SessionChallengeRequest {
            device_key,
            api_version: API_VERSION,
            extra: Extra::default(),
        };
        let request = post(paths::SESSION_CHALLENGE, request.encode());
        Some(self.send(Purpose::Challenge, request))
    }

    pub(super) fn challenge_answered(&mut self, heard: Heard) {
        let Some(body) = self.session_body(heard) else {
            return;
        };
        match (SessionChallenge::decode(&body), self.session.key) {
            (Ok(challenge), Some(key)) => {
                self.link.succeeded();
                let prepared = prepare_session(&challenge.nonce, &key);
                let asked = false;
                self.work = Work::Signing(Signing { prepared, asked });
            }
            _ => {
                self.lost();
            }
        }
    }

    pub(super) fn session_signed(&mut self, signature: Option<[u8; 64]>) {
        let signing = match std::mem::replace(&mut self.work, Work::Nothing) {
            Work::Signing(signing) => signing,
            other => {
                self.work = other;
                return;
            }
        };
        match signature {
            Some(signature) => {
                let body = signing.prepared.finish(&signature);
                self.work = Work::Ready(Purpose::Session, post(paths::SESSION, body));
            }
            None => self.session.not_before = self.now + self.session.backoff.next(&mut self.dice),
        }
    }

    pub(super) fn session_answered(&mut self, heard: Heard) {
        let Some(body) = self.session_body(heard) else {
            return;
        };
        let Ok(response) = SessionResponse::decode(&body) else {
            self.lost();
            return;
        };
        self.link.succeeded();
        let until = self.now + response.seconds * 1_000;
        self.session.token = Some((response.token, until));
        for scope in response.scopes {
            self.scopes
                .entry(scope)
                .or_insert_with(|| Scope::new(None, None));
        }
    }

    /// The body of a good answer; otherwise the session waits, and pushing goes on without one.
    fn session_body(&mut self, heard: Heard) -> Option<Vec<u8>> {
        match heard {
            Heard::Body(body) => return Some(body),
            Heard::Refused(code) if code == Refusal::NotAllowed.code() => {
                self.session.not_before = self.now + CAP_MILLIS;
                self.news.push_back(Report::SessionRefused);
            }
            // A nonce that is over, say after a platform's restart: the next one may be in time.
            Heard::Refused(_)
            | Heard::SessionEnded
            | Heard::PlatformFailed { .. }
            | Heard::Lost => {
                self.session.not_before = self.now + self.session.backoff.next(&mut self.dice);
            }
            Heard::Later | Heard::Nothing => {}
        }
        None
    }
}
