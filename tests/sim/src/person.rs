//! What a resident does on a device, by the calls of the screens.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::device::Device;
use crate::dice::Dice;
use crate::memory::{Draft, Memory, Sent, Standing};

/// A resident with a device.
pub struct Person {
    pub device: Arc<Device>,
    pub calm: Arc<AtomicBool>,
    pub memory: Mutex<Memory>,
    dice: Mutex<Dice>,
    actions_left: Mutex<u64>,
}

impl Person {
    pub fn new(device: Arc<Device>, calm: Arc<AtomicBool>, dice: Dice, actions: u64) -> Self {
        Self {
            device,
            calm,
            memory: Mutex::default(),
            dice: Mutex::new(dice),
            actions_left: Mutex::new(actions),
        }
    }

    /// Acts now and then for as long as the world is not calm; then looks now and then.
    pub async fn live(&self) {
        loop {
            let is_calm = self.calm.load(Ordering::SeqCst);
            let pause = match is_calm {
                true => 2_000 + self.roll(15_000),
                false => 200 + self.roll(6_000),
            };
            self.device.wait(pause).await;
            match is_calm {
                true => self.look().await,
                false if self.may_act() => self.act().await,
                false => {}
            }
            if self.device.disk.is_dead() {
                // The world ends this life.
                std::future::pending::<()>().await;
            }
        }
    }

    fn may_act(&self) -> bool {
        let mut left = self
            .actions_left
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let may = *left > 0;
        *left = left.saturating_sub(1);
        may
    }

    async fn act(&self) {
        let open = self.open_drafts();
        match self.roll(100) {
            0..15 if open.len() < 3 => self.begin().await,
            0..45 => self.write(&open).await,
            45..75 => self.hand_in(&open).await,
            75..80 => self.discard(&open).await,
            80..85 => self.take_back().await,
            85..90 => self.withdraw().await,
            90..95 => self.supply().await,
            _ => self.look().await,
        }
    }

    async fn begin(&self) {
        let request = json!({"service": SERVICE});
        if let Ok(view) = self.call("drafts.start", request).await
            && let Some(id) = view["id"].as_str()
        {
            self.memory().drafts.entry(id.to_owned()).or_default();
        }
    }

    /// A word more in one of the drafts.
    async fn write(&self, open: &[String]) {
        let Some(id) = self.choose(open) else {
            return self.begin().await;
        };
        let number = {
            let mut memory = self.memory();
            let draft = memory.drafts.entry(id.clone()).or_default();
            draft.typed += 1;
            draft.typed
        };
        let address = json!({"kind": "text", "value": address(number)});
        let request = json!({
            "draft": id, "page": 1, "answers": [{"field": "address", "value": address}],
        });
        if self.call("drafts.save", request).await.is_ok() {
            self.remember(&id, |draft| draft.saved = number);
        }
    }

    /// Fills one of the drafts in, adds its photos, submits it.
    async fn hand_in(&self, open: &[String]) {
        let Some(id) = self.choose(open) else {
            return self.begin().await;
        };
        let (is_supply, filled) = {
            let memory = self.memory();
            let draft = memory.drafts.get(&id);
            draft.map_or((false, false), |draft| (draft.is_supply, draft.filled))
        };
        if !is_supply && !filled {
            let text = |value: &str| json!({"kind": "text", "value": value});
            let yes = |value: bool| json!({"kind": "bool", "value": value});
            let answers = json!([
                {"field": "household", "value": text("living")},
                {"field": "wants_card", "value": yes(false)},
                {"field": "truthful", "value": yes(true)},
            ]);
            let request = json!({"draft": id, "page": 2, "answers": answers});
            if self.call("drafts.save", request).await.is_err() {
                return;
            }
            self.remember(&id, |draft| draft.filled = true);
        }
        if !self.add_photos(&id).await {
            return;
        }
        self.submit(&id).await;
    }

    /// Whether nothing is missing any more.
    async fn add_photos(&self, id: &str) -> bool {
        let request = json!({"draft": id});
        let Ok(view) = self.call("drafts.materials", request.clone()).await else {
            return false;
        };
        let items = view["items"].as_array().cloned().unwrap_or_default();
        let lacking = |item: &&Value| ["missing", "faulty"].contains(&text(&item["standing"]));
        for item in items.iter().filter(lacking) {
            let material = text(&item["id"]);
            let shade = self.roll(256) as u8;
            let request = json!({"draft": id, "material": material});
            let device = &self.device;
            device.tell(|| format!("adds a photo of {material}"));
            let added = device
                .call_with("drafts.attach", request, &photo(shade))
                .await;
            match added {
                Ok(_) => self.remember(id, |draft| draft.photos += 1),
                Err(code) => {
                    device.tell(|| format!("which is refused: {code}"));
                    return false;
                }
            }
        }
        let view = self.call("drafts.materials", request).await;
        view.is_ok_and(|view| view["complete"] == true)
    }

    async fn submit(&self, id: &str) {
        self.remember(id, |draft| draft.standing = Standing::Perhaps);
        match self.call("drafts.submit", json!({"draft": id})).await {
            Ok(view) => self.note_sent(&view["item"], Some(id)),
            Err(_) if self.device.disk.is_dead() => {
                self.remember(id, |draft| draft.was_perhaps = true);
            }
            // A refusal with the device alive is a plain no: it is a draft as before.
            Err(_) => self.remember(id, |draft| draft.standing = Standing::Open),
        }
    }

    fn note_sent(&self, item: &Value, draft: Option<&str>) {
        let (Some(id), Some(case)) = (item["id"].as_str(), item["case"].as_str()) else {
            return;
        };
        let mut memory = self.memory();
        if let Some(draft) = draft.and_then(|draft| memory.drafts.get_mut(draft)) {
            draft.standing = Standing::Sent;
        }
        memory.sent.insert(
            id.to_owned(),
            Sent {
                case: case.to_owned(),
                draft: draft.map(str::to_owned),
                received: false,
                taken_back: false,
                forgiven: false,
            },
        );
    }

    async fn discard(&self, open: &[String]) {
        let Some(id) = self.choose(open) else { return };
        // In between, nobody can say which of the two it is.
        self.remember(&id, |draft| draft.standing = Standing::Discarded);
        let request = json!({"draft": id});
        if self.call("drafts.discard", request.clone()).await.is_ok()
            && self.roll(100) < 70
            && self.call("drafts.restore", request).await.is_ok()
        {
            self.remember(&id, |draft| draft.standing = Standing::Open);
        }
    }

    async fn take_back(&self) {
        let items = self.items().await;
        let can = |item: &&Value| {
            let mut can = item["can"].as_array().into_iter().flatten();
            can.any(|can| can == "take_back")
        };
        let mut able = items.iter().filter(can);
        let Some(id) = able.next().and_then(|item| item["id"].as_str()) else {
            return;
        };
        let draft = {
            let mut memory = self.memory();
            let sent = memory.sent.get_mut(id);
            sent.and_then(|sent| {
                // Perhaps: a device that dies over it leaves either.
                sent.taken_back = true;
                sent.draft.clone()
            })
        };
        match self.call("outbox.take_back", json!({"id": id})).await {
            Ok(_) => {
                if let Some(draft) = draft {
                    self.remember(&draft, |draft| draft.standing = Standing::Open);
                }
            }
            Err(_) if self.device.disk.is_dead() => {
                if let Some(draft) = draft {
                    self.remember(&draft, |draft| draft.standing = Standing::Perhaps);
                }
            }
            Err(_) => {
                if let Some(sent) = self.memory().sent.get_mut(id) {
                    sent.taken_back = false;
                }
            }
        }
    }

    async fn withdraw(&self) {
        let Ok(cases) = self.call("cases.list", json!({})).await else {
            return;
        };
        let able: Vec<String> = cases
            .as_array()
            .into_iter()
            .flatten()
            .filter(|case| ["submitted", "judged", "accepted"].contains(&text(&case["phase"])))
            .map(|case| text(&case["id"]).to_owned())
            .collect();
        let Some(case) = self.choose(&able) else {
            return;
        };
        if let Ok(item) = self.call("cases.withdraw", json!({"case": case})).await {
            self.note_sent(&item, None);
        }
    }

    /// Answers a notice of the office.
    async fn supply(&self) {
        let Ok(cases) = self.call("cases.list", json!({})).await else {
            return;
        };
        let mut asked = cases.as_array().into_iter().flatten();
        let Some(case) = asked.find(|case| case["phase"] == "supplement_asked") else {
            return;
        };
        let request = json!({"case": case["id"]});
        if let Ok(view) = self.call("cases.supplement", request).await
            && let Some(id) = view["id"].as_str()
        {
            let mut memory = self.memory();
            memory.drafts.entry(id.to_owned()).or_insert_with(|| Draft {
                is_supply: true,
                ..Draft::default()
            });
        }
    }

    /// Opens the app and sees what came of it.
    async fn look(&self) {
        self.call("sync.now", json!({})).await.ok();
        for item in self.items().await {
            let id = text(&item["id"]);
            if text(&item["state"]).contains("received")
                && let Some(sent) = self.memory().sent.get_mut(id)
            {
                sent.received = true;
            }
        }
    }

    pub async fn items(&self) -> Vec<Value> {
        let view = self.device.call("outbox.list", json!({})).await;
        let items = view.map(|view| view["items"].clone());
        items
            .ok()
            .and_then(|items| items.as_array().cloned())
            .unwrap_or_default()
    }

    async fn call(&self, name: &str, request: Value) -> Result<Value, String> {
        let called = self.device.call(name, request.clone()).await;
        let device = &self.device;
        device.tell(|| match &called {
            Ok(_) => format!("{name} {request}"),
            Err(code) => format!("{name} {request}: {code}"),
        });
        called
    }

    fn open_drafts(&self) -> Vec<String> {
        let memory = self.memory();
        let open = memory.drafts.iter();
        open.filter(|(_, draft)| draft.standing == Standing::Open)
            .map(|(id, _)| id.clone())
            .collect()
    }

    fn remember(&self, id: &str, change: impl FnOnce(&mut Draft)) {
        if let Some(draft) = self.memory().drafts.get_mut(id) {
            change(draft);
        }
    }

    pub fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn roll(&self, limit: u64) -> u64 {
        self.dice
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .below(limit)
    }

    fn choose(&self, from: &[String]) -> Option<String> {
        let mut dice = self.dice.lock().unwrap_or_else(PoisonError::into_inner);
        dice.pick(from).cloned()
    }
}

/// What the `number`-th save of a draft says.
pub fn address(number: u32) -> String {
    format!("云泉区石桥镇石桥沟村 {number} 号")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A small photo as a phone takes it.
fn photo(shade: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(48, 36, |x, y| {
        let speck = (x * 7 + y * 13) as u8;
        image::Rgb([shade, speck, shade ^ speck])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    // Writing into memory does not fail; a photo without bytes would be refused by the app.
    picture.write_to(&mut bytes, image::ImageFormat::Png).ok();
    bytes.into_inner()
}

const SERVICE: &str = "elderly-preferential-card";
