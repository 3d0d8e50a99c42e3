//! Every text in every language of the pack.

use serde_json::Value;

use super::Finding;
use crate::pack::Pack;

/// Walks the pack as JSON: whatever has a locale as a key is a text.
pub(super) fn check(pack: &Pack, findings: &mut Vec<Finding>) {
    let mut lacking = |service: Option<&str>, value: &Value| {
        let mut walk = Walk {
            locales: &pack.locales,
            service,
            place: Vec::new(),
            findings: &mut *findings,
        };
        walk.value(value);
    };
    for service in &pack.services {
        if let Ok(value) = serde_json::to_value(service) {
            lacking(Some(&service.id), &value);
        }
    }
    let rest = (
        &pack.layers,
        &pack.sources,
        &pack.venues,
        &pack.certificate_types,
        &pack.life_events,
    );
    if let Ok(value) = serde_json::to_value(rest) {
        lacking(None, &value);
    }
}

struct Walk<'a> {
    locales: &'a [String],
    service: Option<&'a str>,
    place: Vec<String>,
    findings: &'a mut Vec<Finding>,
}

impl Walk<'_> {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|part| self.value(part)),
            Value::Object(map) => {
                let id = map.get("id").or(map.get("name")).and_then(Value::as_str);
                if map.keys().any(|key| self.locales.contains(key)) {
                    self.text(map);
                    return;
                }
                let named = id.map(|id| self.place.push(id.to_owned()));
                for (key, part) in map {
                    self.place.push(key.clone());
                    self.value(part);
                    self.place.pop();
                }
                named.map(|()| self.place.pop());
            }
            _ => {}
        }
    }

    fn text(&mut self, map: &serde_json::Map<String, Value>) {
        let written = |locale: &&String| {
            let text = map.get(*locale).and_then(Value::as_str);
            text.is_some_and(|text| !text.trim().is_empty())
        };
        for locale in self.locales.iter().filter(|locale| !written(locale)) {
            let place = self.place.join(".");
            self.findings.push(Finding {
                service: self.service.map(str::to_owned),
                file: match self.service {
                    Some(_) => "service.yaml",
                    None => "layer.yaml",
                },
                id: None,
                sentence: format!("the text of {place} is missing in {locale}"),
            });
        }
    }
}
