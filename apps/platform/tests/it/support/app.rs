use std::net::SocketAddr;

use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer;
use tongban_certificate::{HeldCertificate, StatusState, TrustState, TypeRegistry};
use tongban_device::{Entropy, OsEntropy};
use tongban_platform::ops::PrintedVoucher;
use tongban_protocol::{
    EnrolId, EnrolRequest, EnrolResponse, Extra, FullVoucher, PossessionPurpose, PresentedVoucher,
    ProvenKey, PublicPoint, Refusal, VoucherDigits, VoucherNumber, paths, possession_to_be_signed,
    prepare_enrol,
};

use super::{Answer, post};

/// A resident's app: fresh keys and an enrolment id.
pub struct App {
    pub id: EnrolId,
    pub certificate_type: String,
    pub submission: SigningKey,
    pub device: SigningKey,
    pub holders: Vec<SigningKey>,
}

/// What an app makes of an answer.
pub struct Enrolled {
    pub response: EnrolResponse,
    pub held: Vec<HeldCertificate>,
    pub trust: TrustState,
    pub status: StatusState,
}

impl App {
    pub fn new(copies: usize) -> Self {
        Self {
            id: EnrolId::from_bytes((&OsEntropy as &dyn Entropy).array().expect("entropy")),
            certificate_type: "resident-identity".to_owned(),
            submission: key(),
            device: key(),
            holders: (0..copies).map(|_| key()).collect(),
        }
    }

    pub fn body(&self, voucher: PresentedVoucher) -> Vec<u8> {
        let submission_key = point(&self.submission);
        let proven = |key: &SigningKey, purpose| {
            let key_point = point(key);
            let message =
                possession_to_be_signed(purpose, self.id.as_bytes(), &submission_key, &key_point);
            ProvenKey {
                key: key_point,
                proof: sign(key, &message),
            }
        };
        let prepared = prepare_enrol(&EnrolRequest {
            enrol_id: self.id,
            voucher,
            submission_key,
            device: proven(&self.device, PossessionPurpose::Device),
            certificate_type: self.certificate_type.clone(),
            holder_keys: self
                .holders
                .iter()
                .map(|key| proven(key, PossessionPurpose::HolderCopy))
                .collect(),
            extra: Extra::default(),
        });
        let signature = sign(&self.submission, prepared.to_be_signed());
        prepared.finish(&signature).to_vec()
    }

    pub async fn ask(&self, to: SocketAddr, voucher: PresentedVoucher) -> Answer {
        post(to, paths::ENROL, &self.body(voucher)).await
    }

    pub async fn refused(&self, to: SocketAddr, voucher: PresentedVoucher) -> Refusal {
        self.ask(to, voucher).await.refusal()
    }

    pub async fn enrol(&self, to: SocketAddr, voucher: &PrintedVoucher, now: u64) -> Enrolled {
        let answer = self.ask(to, scanned(voucher)).await;
        assert_eq!(answer.status, 200, "{:?}", Refusal::decode(&answer.body));
        Enrolled::read(&answer.body, now)
    }
}

impl Enrolled {
    pub fn read(body: &[u8], now: u64) -> Self {
        let response = EnrolResponse::decode(body).expect("an enrolment's answer");
        let trust = TrustState::from_sequence(&response.trust.to_sequence(), now, now)
            .expect("trust holds");
        let mut status = StatusState::new();
        status
            .accept(&trust, &response.status.tokens, now, now)
            .expect("status lists hold");
        let types = TypeRegistry::built_in();
        let held = response.certificates[0]
            .copies
            .iter()
            .map(|copy| HeldCertificate::parse(copy, &types).expect("a certificate"))
            .collect();
        Self {
            response,
            held,
            trust,
            status,
        }
    }
}

pub fn scanned(voucher: &PrintedVoucher) -> PresentedVoucher {
    PresentedVoucher::Full(FullVoucher::from_bytes(*voucher.full.expose()))
}

pub fn typed(voucher: &PrintedVoucher) -> PresentedVoucher {
    let digits = VoucherDigits::from_digits(*voucher.digits.expose()).expect("digits");
    PresentedVoucher::Typed {
        number: voucher.number,
        digits,
    }
}

/// The right number with digits that are wrong.
pub fn guessed(voucher: &PrintedVoucher) -> PresentedVoucher {
    let mut digits = *voucher.digits.expose();
    digits[7] = if digits[7] == b'9' {
        b'0'
    } else {
        digits[7] + 1
    };
    PresentedVoucher::Typed {
        number: voucher.number,
        digits: VoucherDigits::from_digits(digits).expect("digits"),
    }
}

/// A number that nobody printed, next to one that somebody did.
pub fn unknown(voucher: &PrintedVoucher) -> VoucherNumber {
    VoucherNumber::new((voucher.number.get() + 1) % 100_000_000).expect("range")
}

pub fn key() -> SigningKey {
    let bytes: [u8; 32] = (&OsEntropy as &dyn Entropy).array().expect("entropy");
    SigningKey::from_slice(&bytes).expect("a scalar")
}

pub fn point(key: &SigningKey) -> PublicPoint {
    PublicPoint::from_sec1(key.verifying_key().to_sec1_point(true).as_bytes())
        .expect("compressed point")
}

pub fn sign(key: &SigningKey, message: &[u8]) -> [u8; 64] {
    let signature: p256::ecdsa::Signature = key.sign(message);
    signature.to_bytes().into()
}
