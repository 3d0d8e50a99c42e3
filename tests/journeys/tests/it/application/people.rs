//! What residents and clerks do on their devices, by the calls of the screens.

use std::time::Duration;

use image::{ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};

use crate::support::Device;

/// A photo as a phone takes it.
pub fn photo(shade: u8) -> Vec<u8> {
    let picture = RgbImage::from_fn(320, 240, |x, y| {
        let speck = (x * 7 + y * 13) as u8;
        Rgb([shade, speck, shade ^ speck])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .expect("a picture in memory");
    bytes.into_inner()
}

pub fn text(value: &str) -> Value {
    json!({"kind": "text", "value": value})
}

pub fn yes(value: bool) -> Value {
    json!({"kind": "bool", "value": value})
}

/// What a resident does.
pub struct Resident(pub Device);

impl Resident {
    /// Starts a draft; its id.
    pub async fn start(&self, service: &str) -> Value {
        self.0.ok("drafts.start", json!({"service": service})).await
    }

    /// A whole application for an elderly card, with its photo.
    pub async fn elderly_card(&self, shade: u8) -> String {
        let draft = self.start("elderly-preferential-card").await;
        let id = draft["id"].as_str().expect("an id").to_owned();
        let answers = [
            ("household", text("registered")),
            ("wants_card", yes(false)),
            ("truthful", yes(true)),
        ];
        self.save(&id, 2, &answers).await;
        // A draft that a kill left behind is gone on with, and may have its photo.
        if self.materials(&id).await["complete"] == false {
            self.attach(&id, "portrait", &photo(shade)).await;
        }
        id
    }

    pub async fn save(&self, draft: &str, page: u32, answers: &[(&str, Value)]) -> Value {
        let answers: Vec<_> = answers
            .iter()
            .map(|(field, value)| json!({"field": field, "value": value}))
            .collect();
        let request = json!({"draft": draft, "page": page, "answers": answers});
        self.0.ok("drafts.save", request).await
    }

    pub async fn attach(&self, draft: &str, material: &str, photo: &[u8]) -> Value {
        let request = json!({"draft": draft, "material": material});
        self.0.ok_bytes("drafts.attach", request, photo).await.0
    }

    pub async fn materials(&self, draft: &str) -> Value {
        self.0.ok("drafts.materials", json!({"draft": draft})).await
    }

    /// Confirms and submits; the item of the outbox.
    pub async fn submit(&self, draft: &str) -> Value {
        let submitted = self.0.ok("drafts.submit", json!({"draft": draft})).await;
        submitted["item"].clone()
    }

    /// Lets the sync run until `enough` holds of the outbox.
    pub async fn sync_until(&self, what: &str, enough: impl Fn(&Value) -> bool) -> Value {
        let mut outbox = self.0.ok("sync.now", json!({})).await;
        for _ in 0..400 {
            if enough(&outbox) {
                return outbox;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
            outbox = self.0.ok("outbox.list", json!({})).await;
        }
        panic!("{what} did not come: {outbox:#}");
    }

    /// Lets the sync run until everything was sent and answered.
    pub async fn sync(&self) {
        self.sync_until("an empty outbox", |outbox| outbox["waiting"] == 0)
            .await;
        // What the platform did meanwhile comes with the pull that follows.
        self.0.ok("sync.now", json!({})).await;
    }

    /// Pulls until `enough` holds of the case.
    pub async fn case_until(
        &self,
        case: &str,
        what: &str,
        enough: impl Fn(&Value) -> bool,
    ) -> Value {
        for _ in 0..400 {
            let (view, _) = self.0.raw("cases.get", json!({"case": case}), &[]).await;
            if view.get("ok").is_some_and(&enough) {
                return view["ok"].clone();
            }
            self.0.ok("sync.now", json!({})).await;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let view = self.0.raw("cases.get", json!({"case": case}), &[]).await.0;
        panic!("{what} did not come: {view:#}");
    }

    pub async fn certificate_of(&self, type_name: &str) -> Option<String> {
        let cards = self.0.ok("certificates.list", json!({})).await;
        let mut cards = cards.as_array().expect("a list").iter();
        let card = cards.find(|card| card["type_name"] == type_name)?;
        card["id"].as_str().map(str::to_owned)
    }

    /// Text of a fresh code of that certificate.
    pub async fn show_fields(&self, certificate: &str, fields: &[&str]) -> String {
        let request = json!({"certificate_id": certificate, "fields": fields});
        let view = self.0.ok("show.start", request).await;
        view["text"].as_str().expect("a text").to_owned()
    }
}

/// What an officer does.
pub struct Officer(pub Device);

impl Officer {
    pub async fn queue(&self) -> Vec<Value> {
        let desk = self.0.ok("desk.queue", json!({})).await;
        let groups = desk["groups"].as_array().expect("groups").clone();
        groups
            .iter()
            .flat_map(|group| group["items"].as_array().expect("items").clone())
            .collect()
    }

    pub async fn open(&self, case: &str) -> Value {
        self.0.ok("desk.case", json!({"case": case})).await
    }

    pub async fn act(&self, case: &Value, act: Value) -> Value {
        self.0.ok("desk.act", Self::request(case, &act)).await
    }

    pub async fn refused(&self, case: &Value, act: Value) -> Value {
        self.0.err("desk.act", Self::request(case, &act)).await
    }

    /// Judges every material that is not judged: these as unfit for that published error, those
    /// that are not there as missing, the rest as fit.
    pub async fn judge_all(&self, case: &Value, unfit: &[(&str, &str)]) -> Value {
        let mut case = case.clone();
        let materials = case["materials"].as_array().expect("materials").clone();
        for material in materials.iter().filter(|m| m["judgement"].is_null()) {
            let id = material["id"].as_str().expect("an id");
            let error = unfit.iter().find(|(unfit, _)| *unfit == id);
            let (judgement, errors) = match error {
                Some((_, error)) => ("unfit", vec![*error]),
                None if material["source"] == "none" => ("missing", vec![]),
                None => ("fit", vec![]),
            };
            let act =
                json!({"kind": "judge", "material": id, "judgement": judgement, "errors": errors});
            case = self.act(&case, act).await;
        }
        case
    }

    fn request(case: &Value, act: &Value) -> Value {
        json!({"case": case["case"], "version": case["version"], "act": act})
    }
}
