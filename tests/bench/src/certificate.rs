//! The reference certificate of the targets: its size, showing it, verifying it.

use tongban_certificate::{
    ClaimValue, HeldCertificate, Policy, Presentation, Reason, StatusState, TimedProofRequest,
    TrustState, VerifyContext, prepare_timed_proof, verify_code_text,
};
use tongban_code::{Ec, draw_modules};

use crate::measure::Times;
use crate::peers;
use crate::snapshots;
use crate::table::Table;
use crate::world::{self, FLOOR, Issue, NAME, NOW, NUMBER, SEX};

/// 12 fields, 9 of them redactable, 3 disclosed: a name of 22 bytes, a class, a serial of 16
/// characters.
pub fn reference() -> HeldCertificate {
    let mut fields = world::fields();
    fields[0].1 = ClaimValue::Text("Zhou Guifang Alimjan A".to_owned());
    fields[1].1 = ClaimValue::Text("C1".to_owned());
    fields.push((
        -65_542,
        ClaimValue::Text("云泉市公安局石桥派出所".to_owned()),
    ));
    fields.push((-65_543, ClaimValue::Text("12000000721".to_owned())));
    let bytes = Issue::default().with_fields(fields);
    HeldCertificate::parse(&bytes, &world::types()).expect("a certificate that was just issued")
}

/// A timed code of it, made at `now`.
pub fn shown(certificate: &HeldCertificate, now: u64) -> Presentation {
    let request = TimedProofRequest {
        certificate,
        disclose: &[NAME, SEX, NUMBER],
        now,
        floor: FLOOR,
    };
    let proof = prepare_timed_proof(&request).expect("fields that are offered");
    let signature = world::holder_key().sign(proof.to_be_signed());
    proof.finish(&signature)
}

/// A verifier with full lists: 829 issuers, a status shard of 65,536 entries.
pub struct Gate {
    trust: TrustState,
    status: StatusState,
    types: tongban_certificate::TypeRegistry,
    policy: Policy,
}

impl Gate {
    pub fn new() -> Gate {
        let trust = snapshots::trust(829);
        let status = snapshots::status(&trust, 65_536);
        Gate {
            trust,
            status,
            types: world::types(),
            policy: Policy::default(),
        }
    }

    pub fn judge(&self, text: &str) -> Reason {
        let context = VerifyContext {
            trust: &self.trust,
            status: Some(&self.status),
            types: &self.types,
            policy: &self.policy,
            now: NOW,
            floor: FLOOR,
        };
        verify_code_text(text, &context).reason
    }
}

pub fn measure(table: &mut Table) {
    let certificate = reference();
    let code = shown(&certificate, NOW);
    table.row(
        "reference certificate, timed, 3 of 9 fields shown",
        format!(
            "{} B, version {}-L",
            code.bytes().len(),
            code.qr_version_l()
        ),
        "≤ 760 B, ≤ 20-L",
        "SD-JWT VC 1,359 B, mdoc 1,915 B (published)",
    );

    let gate = Gate::new();
    let texts: Vec<String> = (0..50)
        .map(|number| shown(&certificate, NOW - number).code_text())
        .collect();
    let verify = Times::of(2_000, |number| {
        assert_eq!(gate.judge(&texts[number % texts.len()]), Reason::Valid)
    });
    let p50 = verify.percentile(50);
    table.row(
        "code text → verdict (2 signatures, trust and status)",
        format!("p50 {p50:.3} ms, p99 {:.3} ms", verify.percentile(99)),
        "p50 ≤ 0.5 ms, p99 ≤ 5 ms",
        match peers::openssl_verify_ms() {
            Some(one) => format!(
                "openssl, 2 bare P-256 checks: {:.3} ms (ours ×{:.1})",
                2.0 * one,
                p50 / (2.0 * one)
            ),
            None => "openssl: not installed".to_owned(),
        },
    );

    let present = Times::of(300, |number| {
        let code = shown(&certificate, NOW + number as u64);
        assert!(draw_modules(&code.code_text(), Ec::L).is_ok());
    });
    table.row(
        "a new timed code (sign, encode, draw)",
        format!(
            "p50 {:.2} ms, p99 {:.2} ms",
            present.percentile(50),
            present.percentile(99)
        ),
        "≤ 10 ms",
        "–",
    );
}
