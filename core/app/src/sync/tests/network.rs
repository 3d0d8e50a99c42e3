//! A network to the model platform that can be cut and loses answers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::DecodePrivateKey as _;
use tongban_device::{
    Header, KeyPurpose, Transport, TransportError, TransportRequest, TransportResponse,
};
use tongban_protocol::{
    CaseId, EVENT_KIND, OperationId, PlatformKeys, PublicPoint, ReadToken, ReceiptKeys, Refusal,
    ScopeId, paths, prepare_platform_keys,
};
use tongban_sync::Request;

use super::keys::{Key, RECEIPT_KEY};
use super::platform::{Case, Platform};
use crate::context::{Core, lock};

pub(crate) struct Network {
    platform: Mutex<Platform>,
    keys: Mutex<Vec<u8>>,
    desk: Mutex<BTreeMap<&'static str, Vec<u8>>>,
    state: Mutex<State>,
}

#[derive(Clone, Copy)]
struct State {
    plugged: bool,
    answers_to_lose: u32,
    /// Pulls that still get through.
    pulls_left: u32,
    packed_pushes: u32,
}

impl Network {
    /// A platform that cannot be reached yet.
    pub(crate) fn cut() -> Arc<Self> {
        let network = Self {
            platform: Mutex::new(Platform::new()),
            keys: Mutex::new(Vec::new()),
            desk: Mutex::new(BTreeMap::new()),
            state: Mutex::new(State {
                plugged: false,
                answers_to_lose: 0,
                pulls_left: u32::MAX,
                packed_pushes: 0,
            }),
        };
        network.publish_keys(1, &[RECEIPT_KEY]);
        Arc::new(network)
    }

    /// Lets the wallet of `core` read and write in its scope.
    pub(crate) fn admit(&self, core: &Core) {
        let db = core.open_db().expect("open");
        let scope = ScopeId::from_bytes(super::SCOPE);
        let point = |purpose| {
            let key = crate::keys::only(&db, purpose).expect("a key");
            crate::keys::point(&key).expect("a point")
        };
        let mut platform = lock(&self.platform);
        platform
            .writers
            .push((point(KeyPurpose::Submission), scope));
        platform.devices.push((point(KeyPurpose::Device), scope));
    }

    pub(crate) fn plug(&self) {
        lock(&self.state).plugged = true;
    }

    pub(crate) fn unplug(&self) {
        lock(&self.state).plugged = false;
    }

    /// The next requests arrive, and their answers do not.
    pub(crate) fn lose_answers(&self, count: u32) {
        lock(&self.state).answers_to_lose = count;
    }

    /// After so many pulls the network is cut for pulls.
    pub(crate) fn allow_pulls(&self, count: u32) {
        lock(&self.state).pulls_left = count;
    }

    /// Pushes that came compressed.
    pub(crate) fn packed_pushes(&self) -> u32 {
        lock(&self.state).packed_pushes
    }

    pub(crate) fn sign_receipts_as(&self, seed: u8) {
        lock(&self.platform).receipt_key = Key::new(seed);
    }

    pub(crate) fn publish_keys(&self, version: u64, seeds: &[u8]) {
        let pem = include_str!("../../../../../assets/demo/INSECURE-demo-keys/list.pem");
        let list_key = SigningKey::from_pkcs8_pem(pem).expect("a key");
        let point = list_key.verifying_key().to_sec1_point(true);
        let point = PublicPoint::from_sec1(point.as_bytes()).expect("a point");
        let points = seeds.iter().map(|seed| Key::new(*seed).point()).collect();
        let keys = PlatformKeys {
            version,
            issued_at: crate::fixture::NOW,
            receipt_keys: ReceiptKeys::new(points),
            sealing_key: None,
            extra: Default::default(),
        };
        let prepared = prepare_platform_keys(&keys, &point).expect("keys");
        let signature: Signature = list_key.sign(prepared.to_be_signed());
        *lock(&self.keys) = prepared.finish(&signature.to_bytes().into());
    }

    pub(crate) fn back_up(&self) {
        lock(&self.platform).back_up();
    }

    pub(crate) fn restore(&self) {
        lock(&self.platform).restore();
    }

    /// How many operations the platform has.
    pub(crate) fn operations(&self) -> usize {
        lock(&self.platform).state.operations.len()
    }

    pub(crate) fn add_row(&self, scope: ScopeId, case: CaseId, version: u64, body: &[u8]) {
        lock(&self.platform).add_row(scope, EVENT_KIND, case, version, body);
    }

    /// What a question of the desk is answered with.
    pub(crate) fn desk_answers(&self, path: &'static str, body: Vec<u8>) {
        lock(&self.desk).insert(path, body);
    }

    /// How many events the platform has of a case in the scope of the tests.
    pub(crate) fn set_version(&self, case: CaseId, version: u64) {
        let key = (ScopeId::from_bytes(super::SCOPE), case);
        let maker = OperationId::from_bytes([0xee; 16]);
        let makers = (0..version).map(|_| maker).collect();
        let mut platform = lock(&self.platform);
        platform.state.cases.insert(key, Case { version, makers });
    }

    fn answer(&self, request: TransportRequest) -> (u16, Vec<u8>) {
        if request.path == paths::KEYS {
            return (200, lock(&self.keys).clone());
        }
        if let Some(body) = lock(&self.desk).get(request.path.as_str()) {
            let allowed = token(&request.headers).is_some();
            return if allowed {
                (200, body.clone())
            } else {
                (401, Refusal::SessionEnded.encode())
            };
        }
        let known = [
            paths::SESSION_CHALLENGE,
            paths::SESSION,
            paths::PULL,
            paths::PUSH,
            paths::UPLOAD,
        ];
        let Some(path) = known.into_iter().find(|path| *path == request.path) else {
            return (404, Vec::new());
        };
        let answer = lock(&self.platform).answer(&Request {
            path,
            token: token(&request.headers),
            body: unpacked(&request),
            deadline_millis: 0,
            response_limit: request.response_limit,
        });
        (answer.status, answer.body)
    }
}

#[async_trait::async_trait]
impl Transport for Network {
    async fn request(
        &self,
        request: TransportRequest,
    ) -> Result<TransportResponse, TransportError> {
        let state = *lock(&self.state);
        if !state.plugged {
            return Err(TransportError::Offline);
        }
        let is_push = request.path == paths::PUSH;
        if request.path == paths::PULL {
            let mut state = lock(&self.state);
            if state.pulls_left == 0 {
                return Err(TransportError::Offline);
            }
            state.pulls_left = state.pulls_left.saturating_sub(1);
        }
        let is_packed = |header: &Header| header.name == "content-encoding";
        if is_push && request.headers.iter().any(is_packed) {
            lock(&self.state).packed_pushes += 1;
        }
        let (status, body) = self.answer(request);
        if is_push && state.answers_to_lose > 0 {
            lock(&self.state).answers_to_lose -= 1;
            return Err(TransportError::Broken);
        }
        Ok(TransportResponse {
            status,
            headers: Vec::new(),
            body,
        })
    }
}

/// The body as the platform's HTTP layer hands it on.
fn unpacked(request: &TransportRequest) -> Vec<u8> {
    let is_packed = |header: &Header| header.name == "content-encoding" && header.value == "gzip";
    if !request.headers.iter().any(is_packed) {
        return request.body.clone();
    }
    let mut body = Vec::new();
    let mut packed = flate2::read::GzDecoder::new(request.body.as_slice());
    std::io::Read::read_to_end(&mut packed, &mut body).expect("gzip");
    assert!(body.len() > request.body.len(), "packing made it shorter");
    body
}

fn token(headers: &[Header]) -> Option<ReadToken> {
    let header = headers
        .iter()
        .find(|header| header.name == "authorization")?;
    let text = header.value.strip_prefix("Bearer ")?;
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    Some(ReadToken::from_bytes(bytes.try_into().ok()?))
}
