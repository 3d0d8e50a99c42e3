use tongban_cases::{FileRef, Id, Known, PackRef, Request, Supplied, Supply};
use tongban_protocol::{CaseId, Operation};
use tongban_rules::Day;
use tongban_rules::expression::Value;
use tongban_rules::form::KnownRef;

use super::member::{Member, fresh};

pub const ELDERLY: &str = "elderly-preferential-card";

/// Begins like a picture; nobody looks further.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot much of a picture";

pub fn claim(claim: &str, value: Value) -> Known {
    Known {
        reference: KnownRef::Claim {
            certificate_type: "resident-identity".to_owned(),
            claim: claim.to_owned(),
        },
        value,
        source: "云泉市公安局".to_owned(),
    }
}

/// What the identity certificate of 周桂芳 says.
pub fn zhou() -> Vec<Known> {
    let text = |text: &str| Value::Text(text.to_owned());
    vec![
        claim("name", text("周桂芳")),
        claim("id_number", text("99010819591018002X")),
        claim(
            "birth_date",
            Value::Day(Day::parse("1959-10-18").expect("a day")),
        ),
        claim("address", text("云泉市云泉区石桥镇石桥沟村3组12号")),
    ]
}

/// An application for the elderly card with these known values and these materials beside the
/// identity certificate.
pub fn card(known: Vec<Known>, mut supplied: Vec<Supplied>) -> Request {
    supplied.push(Supplied {
        material: "identity".to_owned(),
        how: Supply::Certificate {
            certificate_type: "resident-identity".to_owned(),
        },
    });
    let answers = [
        ("household", Value::Text("registered".to_owned())),
        ("wants_card", Value::Bool(false)),
        ("truthful", Value::Bool(true)),
    ];
    Request::Submit {
        service: ELDERLY.to_owned(),
        pack: PackRef {
            id: "yunquan".to_owned(),
            version: 1,
        },
        answers: answers.into_iter().collect(),
        known,
        supplied,
        route: None,
    }
}

/// A picture for a material.
pub fn photo(material: &str, id: [u8; 16], bytes: &[u8]) -> Supplied {
    Supplied {
        material: material.to_owned(),
        how: Supply::Files {
            variant: None,
            files: vec![FileRef {
                id: Id(id),
                media_type: "image/png".to_owned(),
                size: bytes.len() as u64,
            }],
        },
    }
}

/// A new case for the card of 周桂芳, without a portrait.
pub fn submit(member: &Member) -> (CaseId, Operation) {
    let case = CaseId::from_bytes(fresh());
    let operation = member.operation(case, 0, &card(zhou(), Vec::new()));
    (case, member.with_keys(operation, 1))
}
