//! Workload W: case records of about 530 B and drafts of about 1.2 kB, with names in three scripts.
//! The same people go to the peer as documents and to us as rows: a case as the real event of its
//! submission, which the app folds and lists; a draft as a row of a kind that the app does not know
//! and keeps as it came (rule S9), because drafts are not pulled here.

use serde_json::{Value, json};
use tongban_cases::{
    Actor, Context, Event, Id, PackRef, Request, Role, State, decide, encode_event,
};
use tongban_cases::{Supplied, Supply};
use tongban_protocol::EVENT_KIND;
use tongban_rules::expression::Value as Answer;
use tongban_rules::pack::Pack;
use tongban_rules::{Calendar, Calendars, Day};

/// Case records.
pub const CASES: u32 = 10_000;
/// Drafts.
pub const DRAFTS: u32 = 1_000;

/// One record as a document; a higher version is a change of it.
pub fn record(number: u32, version: u32) -> Value {
    let is_draft = number >= CASES;
    let name = NAMES[number as usize % NAMES.len()];
    let street = STREETS[number as usize / 7 % STREETS.len()];
    let mut record = json!({
        "_id": format!("{}-{number:05}", if is_draft { "draft" } else { "case" }),
        "number": format!("R2026-{number:06}"),
        "service": SERVICES[number as usize % SERVICES.len()],
        "applicant": name,
        "id_number": format!("6401{:014}", u64::from(number) * 7_919 % 100_000_000_000_000),
        "phone": format!("1390951{:04}", number * 31 % 10_000),
        "address": format!("{street}{}号{}单元", number % 320 + 1, number % 5 + 1),
        "phase": PHASES[(number + version) as usize % PHASES.len()],
        "holder": "石桥镇便民服务中心",
        "received_at": 1_772_000_000 + number * 61,
        "due": format!("2026-{:02}-{:02}", number % 12 + 1, number % 28 + 1),
        "version": version,
        "digest": format!("{:032x}", u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c834)),
    });
    if is_draft {
        let note = STREETS[(number % 3) as usize].repeat(6);
        let answers: Vec<Value> = (0..8)
            .map(|field| json!({"field": format!("field_{field}"), "value": format!("{name} {}", number * 13 + field)}))
            .collect();
        record["answers"] = json!(answers);
        record["note"] = json!(note);
    }
    record
}

/// Makes rows of the records.
pub struct Rows {
    pack: Pack,
    calendar: Calendar,
}

impl Rows {
    pub fn new() -> Self {
        let pack = crate::forms::pack();
        let calendar = Calendars::built_in().get(&pack.calendar).cloned();
        Self {
            calendar: calendar.expect("the pack's calendar comes with the build"),
            pack,
        }
    }

    /// Kind and body of the row that brings a record to this version.
    pub fn row(&self, number: u32, version: u32) -> (&'static str, Vec<u8>) {
        if number >= CASES {
            return ("draft", record(number, version).to_string().into_bytes());
        }
        let mut state = State::default();
        let mut event = self.act(&state, Role::Applicant, self.submission(number), number);
        for _ in 1..version {
            state.apply(&event);
            event = self.act(&state, Role::Intake, Request::Take, number);
        }
        (EVENT_KIND, encode_event(&event))
    }

    fn submission(&self, number: u32) -> Request {
        let name = NAMES[number as usize % NAMES.len()];
        let street = STREETS[number as usize / 7 % STREETS.len()];
        let text = |value: String| Answer::Text(value);
        let birth = Day::parse(&format!(
            "19{:02}-{:02}-{:02}",
            number % 50 + 10,
            number % 12 + 1,
            number % 28 + 1
        ));
        let answers = [
            ("name", text(name.to_owned())),
            (
                "id_number",
                text(format!(
                    "6401{:014}",
                    u64::from(number) * 7_919 % 100_000_000_000_000
                )),
            ),
            ("birth_date", Answer::Day(birth.expect("a day"))),
            ("household", text("registered".to_owned())),
            (
                "address",
                text(format!(
                    "{street}{}号{}单元",
                    number % 320 + 1,
                    number % 5 + 1
                )),
            ),
            ("wants_card", Answer::Bool(false)),
            ("truthful", Answer::Bool(true)),
        ];
        let on_paper = |material: &str| Supplied {
            material: material.to_owned(),
            how: Supply::OnPaper,
        };
        Request::Submit {
            service: SERVICE.to_owned(),
            pack: PackRef {
                id: self.pack.id.clone(),
                version: self.pack.version,
            },
            answers: answers.into_iter().collect(),
            known: Vec::new(),
            supplied: ["identity", "portrait"].map(on_paper).to_vec(),
            route: None,
        }
    }

    fn act(&self, state: &State, role: Role, request: Request, number: u32) -> Event {
        let context = Context {
            service: self.pack.service(SERVICE).expect("the service"),
            calendar: &self.calendar,
            at: super::NOW + u64::from(number) * 61,
            actor: Actor {
                role,
                id: Id([7; 16]),
            },
            seen: Some(state.version()),
        };
        let command = request.into_command(true, format!("云泉-2026-{number:06}"));
        let mut events = decide(state, &command, &context).expect("allowed");
        events.pop().expect("one event")
    }
}

const SERVICE: &str = "elderly-preferential-card";
const NAMES: [&str; 9] = [
    "周桂芳",
    "马文慧",
    "欧阳建国",
    "محمد ئابدۇللا",
    "أمينة يوسف",
    "гүлнара сейітова",
    "Айгүл Нұрланқызы",
    "拜合提亚尔·买买提",
    "丁秀兰",
];
const STREETS: [&str; 5] = [
    "宁夏回族自治区云泉市云泉区石桥镇石桥沟村",
    "新疆维吾尔自治区克拉玛依市独山子区",
    "شىنجاڭ ئۇيغۇر ئاپتونوم رايونى قاراماي شەھىرى",
    "Қарамай қаласы, Достық көшесі",
    "陕西省西安市莲湖区北院门街道",
];
const SERVICES: [&str; 4] = [
    "elderly-preferential-card",
    "temporary-residence",
    "small-catering-licence",
    "disability-aid",
];
const PHASES: [&str; 5] = [
    "intake",
    "accepted",
    "supplement_asked",
    "decision",
    "ended",
];
