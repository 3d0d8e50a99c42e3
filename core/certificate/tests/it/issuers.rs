//! Many issuers, as a region would have them.

use std::collections::BTreeMap;

use tongban_certificate::*;

use crate::world::{Key, slot};

/// So many slots, each of an office of its own with names in two languages: `each` (up to 20)
/// bureaus of one county, then of the next.
pub fn issuers(count: u32, each: usize) -> Vec<Slot> {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |limit: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % limit
    };
    let mut slots = Vec::new();
    let mut county = (String::new(), String::new(), String::new());
    for number in 1..=count {
        let (bureau, bureau_en) = BUREAUS[slots.len() % each];
        if slots.len().is_multiple_of(each) {
            let [a, b, c] = [0; 3].map(|_| SYLLABLES[below(SYLLABLES.len())]);
            let region = 110_000 + 640 * below(1000);
            county = (
                format!("{}{}{}县", a.0, b.0, c.0),
                format!("{}{}{} County", a.1, b.1, c.1),
                format!("11{region}"),
            );
        }
        let organisation: String = (0..9).map(|_| CODE[below(CODE.len())] as char).collect();
        let first = format!("{}{organisation}", county.2);
        let code = format!("{first}{}", uscc_check(&first).unwrap());
        let mut secret = [0x5a; 32];
        secret[..4].copy_from_slice(&(number + 1).to_be_bytes());
        slots.push(Slot {
            number,
            key: Key::of(&secret).public(),
            office: Uscc::parse(&code).unwrap(),
            names: BTreeMap::from([
                ("en".to_owned(), format!("{bureau_en} of {}", county.1)),
                ("zh-Hans".to_owned(), format!("{}{bureau}", county.0)),
            ]),
            ..slot()
        });
    }
    slots
}

const CODE: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const SYLLABLES: [(&str, &str); 24] = [
    ("云", "Yun"),
    ("泉", "Quan"),
    ("石", "Shi"),
    ("桥", "Qiao"),
    ("柳", "Liu"),
    ("树", "Shu"),
    ("青", "Qing"),
    ("河", "He"),
    ("金", "Jin"),
    ("沙", "Sha"),
    ("龙", "Long"),
    ("山", "Shan"),
    ("永", "Yong"),
    ("宁", "Ning"),
    ("安", "An"),
    ("平", "Ping"),
    ("南", "Nan"),
    ("北", "Bei"),
    ("东", "Dong"),
    ("西", "Xi"),
    ("海", "Hai"),
    ("原", "Yuan"),
    ("固", "Gu"),
    ("川", "Chuan"),
];
const BUREAUS: [(&str, &str); 20] = [
    ("公安局", "Public Security Bureau"),
    ("民政局", "Civil Affairs Bureau"),
    (
        "人力资源和社会保障局",
        "Human Resources and Social Security Bureau",
    ),
    ("自然资源局", "Natural Resources Bureau"),
    ("卫生健康局", "Health Bureau"),
    ("教育局", "Education Bureau"),
    ("市场监督管理局", "Market Supervision Bureau"),
    ("住房和城乡建设局", "Housing and Construction Bureau"),
    ("交通运输局", "Transport Bureau"),
    ("农业农村局", "Agriculture and Rural Affairs Bureau"),
    ("医疗保障局", "Healthcare Security Bureau"),
    ("税务局", "Tax Bureau"),
    ("水务局", "Water Bureau"),
    ("文化旅游局", "Culture and Tourism Bureau"),
    ("退役军人事务局", "Veterans Affairs Bureau"),
    ("应急管理局", "Emergency Management Bureau"),
    ("审批服务管理局", "Administrative Approval Bureau"),
    ("司法局", "Justice Bureau"),
    ("残疾人联合会", "Disabled Persons' Federation"),
    ("档案馆", "Archives"),
];
