//! What no form asks and no certificate holds: ethnicity, religion, politics, scores, black lists,
//! where someone has been.

use super::{Finding, found};
use crate::Texts;
use crate::form::KnownRef;
use crate::pack::Pack;
use crate::service::Service;

/// Refuses such a field in a form, by its id, its datum, its label, its options or its source.
pub(super) fn check_form(service: &Service, findings: &mut Vec<Finding>) {
    for field in &service.form.fields {
        let options = field.kind.options();
        let ids = std::iter::once(&field.id).chain(&field.datum);
        let claims = field.prefill.iter().map(|prefill| match &prefill.from {
            KnownRef::Claim { claim, .. } => claim,
            KnownRef::Datum(name) => name,
        });
        let texts = std::iter::once(&field.label).chain(options.iter().map(|o| &o.label));
        let id = ids.chain(claims).find_map(|id| in_id(id));
        if let Some(word) = id.or_else(|| texts.flat_map(in_texts).next()) {
            let sentence = format!("a form never asks for “{word}”");
            findings.push(found(service, "form.yaml", Some(&field.id), sentence));
        }
    }
}

/// Refuses such a field in a certificate type, in its texts and in its description.
pub(super) fn check_types(pack: &Pack, findings: &mut Vec<Finding>) {
    for found in &pack.certificate_types {
        let named = found
            .fields
            .iter()
            .find_map(|field| in_id(&field.name).or_else(|| in_texts(&field.label).next()));
        let description = found.description.as_deref();
        let described = description.and_then(|json| {
            let value: serde_json::Value = serde_json::from_str(json).ok()?;
            let fields = value.get("fields")?.as_array()?;
            let names = fields
                .iter()
                .filter_map(|field| field.get("name")?.as_str());
            names.filter_map(in_id).next()
        });
        if let Some(word) = named.or(described) {
            findings.push(Finding {
                service: None,
                file: "certificate-types",
                id: None,
                sentence: format!("certificate type {} never holds “{word}”", found.name),
            });
        }
    }
}

fn in_id(id: &str) -> Option<&'static str> {
    let words: Vec<&str> = id.split(['_', '-']).collect();
    let holds = |phrase: &str| {
        let wanted: Vec<&str> = phrase.split(' ').collect();
        words.windows(wanted.len()).any(|window| window == wanted)
    };
    ENGLISH.iter().copied().find(|phrase| holds(phrase))
}

fn in_texts(texts: &Texts) -> impl Iterator<Item = &'static str> {
    texts.iter().flat_map(|(_, text)| {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
        let english = ENGLISH.iter().copied().filter(|phrase| {
            let wanted: Vec<&str> = phrase.split(' ').collect();
            words.windows(wanted.len()).any(|window| window == wanted)
        });
        let chinese = CHINESE.iter().copied().filter(|word| text.contains(word));
        english.chain(chinese).collect::<Vec<_>>()
    })
}

const ENGLISH: &[&str] = &[
    "ethnicity",
    "ethnic",
    "ethnic group",
    "race",
    "religion",
    "religious",
    "faith",
    "political",
    "party member",
    "party membership",
    "score",
    "credit score",
    "credit rating",
    "blacklist",
    "black list",
    "redlist",
    "location history",
    "travel history",
    "whereabouts",
    "itinerary",
];

const CHINESE: &[&str] = &[
    "民族",
    "族别",
    "宗教",
    "信仰",
    "信教",
    "政治面貌",
    "信用分",
    "积分",
    "评分",
    "失信",
    "黑名单",
    "红名单",
    "行程",
    "轨迹",
    "活动范围",
    "出行记录",
    "去过哪里",
];
