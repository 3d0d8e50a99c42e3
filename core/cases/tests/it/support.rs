//! The committed packs, a resident, and services that are a little different.

use std::path::Path;
use std::sync::OnceLock;

use tongban_cases::{Answers, FileRef, Id, Known, PackRef, Submission, Supplied, Supply, Written};
use tongban_rules::expression::Value;
use tongban_rules::form::KnownRef;
use tongban_rules::materials::Deferral;
use tongban_rules::pack::Pack;
use tongban_rules::provision::{Rule, Ruled};
use tongban_rules::service::Service;
use tongban_rules::source::{Files, compile};
use tongban_rules::{Amount, Calendar, Calendars, Day, Duty, Limit, Unit};

pub const ELDERLY: &str = "elderly-preferential-card";
pub const BUSINESS: &str = "individual-business-registration";
pub const RESIDENCE: &str = "residence-permit";

pub fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/packs");
        let mut files = Files::default();
        read(&root, "", &mut files);
        let compiled = compile(&files, "yunquan");
        compiled
            .unwrap_or_else(|problems| panic!("{problems:#?}"))
            .pack
    })
}

fn read(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(folder).expect("the packs are committed") {
        let entry = entry.expect("a readable folder");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => read(&entry.path(), &format!("{name}/"), files),
            false => files.insert(name, std::fs::read(entry.path()).expect("a readable file")),
        }
    }
}

pub fn service(id: &str) -> &'static Service {
    pack().service(id).expect("a service of the pack")
}

/// The three services, and a fourth that sets a limit for supplies and lets a portrait come later.
pub fn services() -> &'static [Service] {
    static SERVICES: OnceLock<Vec<Service>> = OnceLock::new();
    SERVICES.get_or_init(|| {
        let mut all = pack().services.clone();
        all.push(tolerant());
        all
    })
}

pub fn tolerant() -> Service {
    let mut tolerant = service(RESIDENCE).clone();
    let provision = tolerant.basis[0].clone();
    let limit = |days, duty| Limit::new(Amount::One(days), Unit::Calendar, duty).unwrap();
    tolerant.limits.supply = Ruled::new(vec![Rule {
        value: limit(15, Duty::Applicant),
        provision: provision.clone(),
    }]);
    let portrait = tolerant.materials.iter_mut().find(|m| m.id == "portrait");
    portrait.unwrap().deferral = Some(Deferral {
        within: limit(10, Duty::Applicant),
        otherwise: [("zh-Hans", "到期未交的，终止办理。")]
            .into_iter()
            .collect(),
        provision,
    });
    tolerant
}

pub fn calendar() -> &'static Calendar {
    Calendars::built_in()
        .get(&pack().calendar)
        .expect("the calendar of the pack")
}

pub fn day(text: &str) -> Day {
    Day::parse(text).expect("a day of a test")
}

/// Nine in the morning of a day.
pub fn morning(text: &str) -> u64 {
    u64::try_from(day(text).days()).unwrap() * 86_400 + 3600
}

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub fn claim(claim: &str, value: Value) -> Known {
    Known {
        reference: KnownRef::Claim {
            certificate_type: "resident-identity".into(),
            claim: claim.into(),
        },
        value,
        source: "resident-identity".into(),
    }
}

/// What the resident's identity certificate says.
pub fn known() -> Vec<Known> {
    vec![
        claim("name", text("林桂芳")),
        claim("id_number", text("11010519491231002X")),
        claim("birth_date", Value::Day(day("1949-12-31"))),
        claim("address", text("云泉市石桥镇一号")),
        claim("phone", text("12000000721")),
    ]
}

/// Everything that any of the services asks, answered.
pub fn answers() -> Answers {
    let yes = || Value::Bool(true);
    [
        ("name", text("林桂芳")),
        ("id_number", text("11010519491231002X")),
        ("birth_date", Value::Day(day("1949-12-31"))),
        ("household", text("registered")),
        ("household_address", text("云泉市石桥镇一号")),
        ("home_address", text("云泉市石桥镇一号")),
        ("address", text("云泉市石桥镇一号")),
        ("phone", text("12000000721")),
        ("wants_card", Value::Bool(false)),
        ("truthful", yes()),
        ("trade_name", text("桂芳")),
        ("industry", text("food")),
        ("district", text("云泉区")),
        ("business_scope", text("面食、凉菜和茶水")),
        ("place_kind", text("shop")),
        ("business_place", text("云泉市石桥镇二号")),
        ("place_right", text("rented")),
        ("lease_until", Value::Day(day("2029-01-01"))),
        ("lives_since", Value::Day(day("2024-05-01"))),
        ("reason", text("home")),
        ("home_kind", text("rented")),
        ("landlord", text("王建国")),
        ("employer", text("石桥镇卫生院")),
        ("school", text("石桥镇小学")),
        ("recipient", text("林桂芳")),
        ("recipient_phone", text("12000000721")),
        ("online_place", text("云泉集市线上三号铺")),
    ]
    .into_iter()
    .collect()
}

/// The answers that a form asks.
pub fn answers_for(service: &Service) -> Answers {
    let all = answers();
    let asked = all.iter().filter(|(id, _)| service.form.find(id).is_some());
    asked
        .map(|(id, value)| (id.to_owned(), value.clone()))
        .collect()
}

pub fn written(text: &str) -> Written {
    Written::new(text).expect("a short text")
}

pub fn photo(material: &str, number: u8) -> Supplied {
    Supplied {
        material: material.into(),
        how: Supply::Files {
            variant: None,
            files: vec![FileRef {
                id: Id([number; 16]),
                media_type: "image/jpeg".into(),
                size: 200_000,
            }],
        },
    }
}

pub fn identity() -> Supplied {
    Supplied {
        material: "identity".into(),
        how: Supply::Certificate {
            certificate_type: "resident-identity".into(),
        },
    }
}

pub fn submission(answers: Answers, supplied: Vec<Supplied>) -> Submission {
    Submission {
        pack: PackRef {
            id: pack().id.clone(),
            version: pack().version,
        },
        answers,
        known: known(),
        supplied,
        complete: true,
        route: None,
    }
}
