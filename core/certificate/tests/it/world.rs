//! A small world with fixed keys: a root, an issuer, a holder, snapshots, and a moment.

use std::collections::BTreeMap;

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use tongban_certificate::*;
use tongban_cose::PublicKey;

/// 2026-03-02T09:00+08:00.
pub const NOW: u64 = 1_772_413_200;
pub const HOUR: u64 = 3600;
pub const DAY: u64 = 86_400;
pub const FLOOR: u64 = NOW - 30 * DAY;
pub const SLOT: u32 = 7;
pub const SHARD: u32 = 3;
pub const ADDRESS: &str = "https://status.yunquan.example/";

pub const NAME: i64 = -65_538;
pub const SEX: i64 = -65_539;
pub const BIRTH_DATE: i64 = -65_540;
pub const ADDRESS_FIELD: i64 = -65_541;
pub const PORTRAIT: i64 = -65_544;
pub const NUMBER: i64 = -65_537;
pub const ID_NUMBER: i64 = 2;

pub struct Key(SigningKey);

impl Key {
    pub fn new(seed: u8) -> Self {
        Self::of(&[seed; 32])
    }

    pub fn of(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_slice(secret).unwrap())
    }

    pub fn public(&self) -> PublicKey {
        PublicKey::from_sec1_any(self.0.verifying_key().to_sec1_point(true).as_bytes()).unwrap()
    }

    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature: Signature = self.0.sign(message);
        signature.to_bytes().into()
    }

    /// The other signature of the same message: *s* negated.
    pub fn negated(signature: &[u8; 64]) -> [u8; 64] {
        let signature = Signature::from_slice(signature).unwrap();
        let (r, s) = signature.split_scalars();
        Signature::from_scalars(r, -s).unwrap().to_bytes().into()
    }
}

pub fn root_key(number: u8, of: u32) -> Key {
    Key::new(10 * of as u8 + number)
}

pub fn list_key(root: u32) -> Key {
    Key::new(100 + root as u8)
}

pub fn issuer_key() -> Key {
    Key::new(120)
}

pub fn status_key() -> Key {
    Key::new(121)
}

pub fn holder_key() -> Key {
    Key::new(122)
}

pub fn office() -> Uscc {
    let first = "11310115MB0A1B2C3";
    Uscc::parse(&format!("{first}{}", uscc_check(first).unwrap())).unwrap()
}

pub fn root_content(number: u32) -> RootContent {
    RootContent {
        number,
        issued_at: NOW - 300 * DAY,
        keys: [1, 2, 3].map(|key| root_key(key, number).public()),
        list_key: list_key(number).public(),
    }
}

/// Root `number`, signed by the keys given as (key, root).
pub fn root_signed_by(number: u32, signers: &[(u8, u32)]) -> Vec<u8> {
    let mut prepared = prepare_root(&root_content(number));
    for (key, of) in signers {
        let key = root_key(*key, *of);
        let signature = key.sign(&prepared.to_be_signed(&key.public()));
        prepared.add_signature(&key.public(), &signature);
    }
    prepared.finish()
}

pub fn root(number: u32) -> Vec<u8> {
    match number {
        1 => root_signed_by(1, &[(1, 1), (3, 1)]),
        _ => root_signed_by(
            number,
            &[(1, number - 1), (2, number - 1), (2, number), (3, number)],
        ),
    }
}

pub fn types() -> TypeRegistry {
    TypeRegistry::built_in()
}

pub fn slot() -> Slot {
    Slot {
        number: SLOT,
        key: issuer_key().public(),
        office: office(),
        names: BTreeMap::from([
            ("en".to_owned(), "Yunquan Civil Affairs Bureau".to_owned()),
            ("zh-Hans".to_owned(), "云泉市民政局".to_owned()),
        ]),
        state: SlotState::Active,
        types: vec![types().all()[0].vct().to_vec()],
        status_sources: vec![0],
    }
}

pub fn list_content() -> TrustListContent {
    TrustListContent {
        root_number: 1,
        version: 5,
        issued_at: NOW - 2 * HOUR,
        valid_until: None,
        status_sources: vec![StatusSource {
            first_shard: 0,
            shard_count: 8,
            address: ADDRESS.to_owned(),
            signer: status_key().public(),
        }],
        slots: vec![slot()],
    }
}

pub fn signed_list(content: &TrustListContent) -> Vec<u8> {
    let prepared = prepare_trust_list(content).unwrap();
    let signature = list_key(content.root_number).sign(prepared.to_be_signed());
    prepared.finish(&signature)
}

pub fn trust_with(content: &TrustListContent) -> TrustState {
    let mut trust = TrustState::from_anchor(&root(1)).unwrap();
    trust
        .accept(&[], &signed_list(content), NOW, FLOOR)
        .unwrap();
    trust
}

pub fn trust() -> TrustState {
    trust_with(&list_content())
}

pub fn status_token(shard: u32, issued_at: u64, statuses: &StatusBits) -> Vec<u8> {
    let content = StatusListContent {
        address: format!("{ADDRESS}{shard}"),
        issued_at,
        valid_until: None,
        statuses,
    };
    let prepared = prepare_status_list(&content);
    let signature = status_key().sign(prepared.to_be_signed());
    prepared.finish(&signature)
}

pub fn bits(changes: &[(usize, Status)]) -> StatusBits {
    let mut bits = StatusBits::new(1000);
    for (index, status) in changes {
        assert!(bits.set(*index, *status));
    }
    bits
}

pub fn status_with(changes: &[(usize, Status)]) -> StatusState {
    let mut status = StatusState::new();
    let tokens = [status_token(SHARD, NOW - HOUR, &bits(changes))];
    status.accept(&trust(), &tokens, NOW, FLOOR).unwrap();
    status
}

pub fn salts(seed: u8) -> impl FnMut() -> [u8; 16] {
    let mut counter = 0u64;
    move || {
        counter += 1;
        let hash = tongban_cose::sha256(&[&[seed][..], &counter.to_be_bytes()].concat());
        hash[..16].try_into().unwrap()
    }
}

pub fn fields() -> Vec<(i64, ClaimValue)> {
    vec![
        (NAME, ClaimValue::Text("周桂芳".to_owned())),
        (SEX, ClaimValue::Text("女".to_owned())),
        (
            BIRTH_DATE,
            ClaimValue::Date(Day::from_ymd(1959, 10, 12).unwrap()),
        ),
        (
            ADDRESS_FIELD,
            ClaimValue::Text("云泉市石桥镇柳树街8号".to_owned()),
        ),
        (
            NUMBER,
            ClaimValue::Number(CertificateNumber::new("0000000000000721", 1).unwrap()),
        ),
        (ID_NUMBER, ClaimValue::Text("11010519491231002X".to_owned())),
        (PORTRAIT, ClaimValue::Bytes(vec![0xab; 200])),
    ]
}

pub struct Issue {
    pub slot: u32,
    pub office: Uscc,
    pub valid_from: Day,
    pub valid_until: Day,
    pub status: StatusReference,
    pub holder: Key,
    pub issuer: Key,
    pub salt_seed: u8,
}

impl Default for Issue {
    fn default() -> Self {
        let today = Day::of(NOW);
        Self {
            slot: SLOT,
            office: office(),
            valid_from: today.plus_days(-10),
            valid_until: today.plus_days(30),
            status: StatusReference {
                shard: SHARD,
                index: 42,
            },
            holder: holder_key(),
            issuer: issuer_key(),
            salt_seed: 1,
        }
    }
}

impl Issue {
    pub fn bytes(&self) -> Vec<u8> {
        self.with_fields(fields())
    }

    pub fn with_fields(&self, fields: Vec<(i64, ClaimValue)>) -> Vec<u8> {
        let types = types();
        let request = IssueRequest {
            description: &types.all()[0],
            slot: self.slot,
            office: &self.office,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            status: self.status,
            holder_key: &self.holder.public(),
            fields,
        };
        let prepared = prepare_certificate(&request, &mut salts(self.salt_seed)).unwrap();
        let signature = self.issuer.sign(prepared.to_be_signed());
        prepared.finish(&signature).into_bytes()
    }

    pub fn held(&self) -> HeldCertificate {
        HeldCertificate::parse(&self.bytes(), &types()).unwrap()
    }
}

pub fn held() -> HeldCertificate {
    Issue::default().held()
}

/// A timed proof that waits for its signature.
pub fn prepared_at(certificate: &HeldCertificate, disclose: &[i64], now: u64) -> PreparedProof {
    let request = TimedProofRequest {
        certificate,
        disclose,
        now,
        floor: 0,
    };
    prepare_timed_proof(&request).unwrap()
}

pub fn shown_at(certificate: &HeldCertificate, disclose: &[i64], now: u64) -> Presentation {
    let prepared = prepared_at(certificate, disclose, now);
    let signature = holder_key().sign(prepared.to_be_signed());
    prepared.finish(&signature)
}

pub fn shown() -> Presentation {
    shown_at(&held(), &[NAME, NUMBER], NOW - 10)
}

/// Everything that a verifier knows, to be varied by a test.
pub struct Verifier {
    pub trust: TrustState,
    pub status: Option<StatusState>,
    pub policy: Policy,
    pub now: u64,
    pub floor: u64,
}

impl Default for Verifier {
    fn default() -> Self {
        Self {
            trust: trust(),
            status: Some(status_with(&[])),
            policy: Policy::default(),
            now: NOW,
            floor: FLOOR,
        }
    }
}

impl Verifier {
    /// The usual one at another instant.
    pub fn at(now: u64) -> Self {
        Self {
            now,
            ..Self::default()
        }
    }

    /// The usual one with another trust list.
    pub fn trusting(content: &TrustListContent) -> Self {
        Self {
            trust: trust_with(content),
            ..Self::default()
        }
    }

    /// The usual one with a status list in which these entries changed.
    pub fn after(changes: &[(usize, Status)]) -> Self {
        Self {
            status: Some(status_with(changes)),
            ..Self::default()
        }
    }

    /// The usual one with a policy, given as JSON.
    pub fn demanding(policy: &str) -> Self {
        Self {
            policy: serde_json::from_str(policy).unwrap(),
            ..Self::default()
        }
    }

    pub fn judge(&self, bytes: &[u8]) -> Verdict {
        self.with(|context| verify_bytes(bytes, context))
    }

    pub fn judge_text(&self, text: &str) -> Verdict {
        self.with(|context| verify_code_text(text, context))
    }

    fn with(&self, judge: impl FnOnce(&VerifyContext<'_>) -> Verdict) -> Verdict {
        judge(&VerifyContext {
            trust: &self.trust,
            status: self.status.as_ref(),
            types: &types(),
            policy: &self.policy,
            now: self.now,
            floor: self.floor,
        })
    }
}
