//! Workload W: case records of about 530 B and drafts of about 1.2 kB, with names in three scripts.
//! The same values go to us, as rows, and to the peer, as documents.

use serde_json::{Value, json};

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
