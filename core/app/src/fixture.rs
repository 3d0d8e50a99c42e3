//! For tests of this crate: a resident's open wallet with the invented city's pack and no
//! network, and the office on the other side as events in its feed.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tongban_cases::{Actor, Context, Event, Id, Request, Role, State, decide, encode_event};
use tongban_device::KeyPurpose;
use tongban_device::clock::FakeClock;
use tongban_device::confirm::ScriptedConfirm;
use tongban_device::entropy::SeededEntropy;
use tongban_device::notifier::RecordingNotifier;
use tongban_device::push_hint::ScriptedHints;
use tongban_device::transport::{PanicTransport, ScriptedTransport};
use tongban_device::{Clock as _, Transport};
use tongban_protocol::EVENT_KIND;
use tongban_store::{PersonId, RecordId, StoredRow, UserSecret};

use crate::context::Core;
use crate::outbox::ReadItem;
use crate::{AppConfig, Capabilities, HostView, Kdf, api, keys};

/// 2026-03-02T09:00 in the legal zone.
pub(crate) const NOW: u64 = 1_772_413_200;
const PASSPHRASE: &str = "correct horse";

/// One device.
pub(crate) struct Device {
    pub(crate) dir: TempDir,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) notifier: Arc<RecordingNotifier>,
    pub(crate) hints: ScriptedHints,
    pub(crate) core: Arc<Core>,
}

impl Device {
    /// A resident's wallet, open; nothing uses the network.
    pub(crate) fn resident() -> Self {
        Self::with(Arc::new(ScriptedConfirm::always_yes()), None)
    }

    /// The same with a platform that cannot be reached: the sync runs.
    pub(crate) fn offline() -> Self {
        // After its end there is no network.
        Self::on(Arc::new(ScriptedTransport::new([])))
    }

    /// The same on a network of the test's own.
    pub(crate) fn on(network: Arc<dyn Transport>) -> Self {
        Self::with(Arc::new(ScriptedConfirm::always_yes()), Some(network))
    }

    pub(crate) fn with(confirm: Arc<ScriptedConfirm>, network: Option<Arc<dyn Transport>>) -> Self {
        let dir = TempDir::new().expect("a folder");
        let clock = Arc::new(FakeClock::at(NOW));
        let (notifier, hints) = (Arc::new(RecordingNotifier::new()), ScriptedHints::new());
        let outside = (notifier.clone(), hints.clone());
        let core = start(dir.path(), &clock, confirm, network, outside);
        let device = Self {
            dir,
            clock,
            notifier,
            hints,
            core,
        };
        device.enrol_anew();
        device
    }

    /// A new wallet of the same person, with keys of its own.
    pub(crate) fn enrol_anew(&self) {
        let core = &self.core;
        let store = core.store().expect("a store");
        let person = PersonId::from_bytes([1; 16]);
        let db = store.create_person(person, &secret()).expect("a wallet");
        let made = [KeyPurpose::Device, KeyPurpose::Submission]
            .map(|purpose| keys::make(core, person, purpose, 0).expect("a key"));
        db.write(|tx| {
            made.iter().try_for_each(|key| tx.insert_key(key))?;
            tx.set_pseudonym(&[9; 16])
        })
        .expect("stored");
        core.open_wallet(Arc::new(db));
        crate::sync::start(core);
    }

    /// The app ends without a word, and is started and unlocked again.
    pub(crate) fn killed_and_started(self) -> Self {
        self.killed_and_started_on(None)
    }

    pub(crate) fn killed_and_started_on(self, network: Option<Arc<dyn Transport>>) -> Self {
        let Self {
            dir,
            clock,
            notifier,
            hints,
            core,
        } = self;
        crate::sync::stop(&core);
        drop(core);
        let confirm = Arc::new(ScriptedConfirm::always_yes());
        let outside = (notifier.clone(), hints.clone());
        let core = start(dir.path(), &clock, confirm, network, outside);
        let store = core.store().expect("a store");
        let person = PersonId::from_bytes([1; 16]);
        let db = store.unlock(person, &secret()).expect("the wallet");
        core.open_wallet(Arc::new(db));
        crate::sync::start(&core);
        Self {
            dir,
            clock,
            notifier,
            hints,
            core,
        }
    }

    /// What a call gives, or its error's code.
    pub(crate) async fn call(&self, name: &str, request: Json) -> Result<Json, String> {
        self.call_with(name, request, &[])
            .await
            .map(|(json, _)| json)
    }

    pub(crate) async fn call_with(
        &self,
        name: &str,
        request: Json,
        bytes: &[u8],
    ) -> Result<(Json, Vec<u8>), String> {
        let reply = api::call(&self.core, name, &request.to_string(), bytes).await;
        let json: Json = serde_json::from_str(&reply.json).expect("JSON");
        match json.get("ok") {
            Some(ok) => Ok((ok.clone(), reply.bytes)),
            None => Err(json["error"]["code"].as_str().expect("a code").to_owned()),
        }
    }

    /// A draft of the elderly card, filled in and with every paper.
    pub(crate) async fn complete_draft(&self) -> String {
        let begun = self
            .call("drafts.start", json!({ "service": SERVICE }))
            .await
            .expect("a draft");
        let draft = begun["id"].as_str().expect("an id").to_owned();
        let text = |field: &str, value: &str| json!({ "field": field, "value": { "kind": "text", "value": value } });
        let answers = json!([
            text("name", "周桂芳"),
            text("id_number", "11010519491231002X"),
            { "field": "birth_date", "value": { "kind": "day", "value": "1949-12-31" } },
            text("household", "registered"),
            text("address", "云泉市南城区柳巷7号"),
            { "field": "wants_card", "value": { "kind": "bool", "value": false } },
            { "field": "truthful", "value": { "kind": "bool", "value": true } },
        ]);
        let saved = self
            .call(
                "drafts.save",
                json!({ "draft": draft, "answers": answers, "page": 1 }),
            )
            .await
            .expect("saved");
        assert_eq!(saved["complete"], json!(true), "{saved}");
        for material in ["identity", "portrait"] {
            self.attach(&draft, material).await.expect("attached");
        }
        draft
    }

    pub(crate) async fn attach(&self, draft: &str, material: &str) -> Result<Json, String> {
        let request = json!({ "draft": draft, "material": material });
        let attached = self.call_with("drafts.attach", request, &photo()).await;
        attached.map(|(json, _)| json)
    }

    /// The office takes the newest item of the outbox in, does `acts`, and everything that
    /// happened comes with the feed.
    pub(crate) fn office(&self, epoch: u8, acts: impl FnOnce(&mut Office<'_>)) {
        let db = self.core.open_db().expect("open");
        let loaded = self.core.pack().expect("a pack");
        let mut office = Office {
            events: Vec::new(),
            state: State::default(),
            loaded: &loaded,
            at: self.clock.wall_seconds(),
            documents: 0,
        };
        let items = db.outbox().expect("reads");
        let case = items.last().expect("an item").case;
        for item in items.into_iter().filter(|item| item.case == case) {
            let item = ReadItem::of(item).expect("reads");
            office.applicant(item.request().expect("a request"));
        }
        acts(&mut office);
        let rows: Vec<StoredRow> = (1_u64..)
            .zip(&office.events)
            .map(|(seq, event)| StoredRow {
                scope: RecordId::from_bytes([9; 16]),
                epoch: RecordId::from_bytes([epoch; 16]),
                seq,
                kind: EVENT_KIND.to_owned(),
                case,
                version: seq,
                body: encode_event(event),
                received_at: self.core.now(),
            })
            .collect();
        db.write(|tx| rows.iter().try_for_each(|row| tx.put_row(row)))
            .expect("stored");
    }
}

/// The events of an application of the elderly card that was handed in at [`NOW`].
pub(crate) fn handed_in(core: &Core) -> Vec<Event> {
    let zhou = [
        "周桂芳",
        "11010519491231002X",
        "1949-12-31",
        "云泉市南城区柳巷7号",
    ];
    case_of(core, zhou, |_| {})
}

/// The same of a person with this name, number, birthday and address, and what the office did.
pub(crate) fn case_of(
    core: &Core,
    [name, id_number, birthday, address]: [&str; 4],
    acts: impl FnOnce(&mut Office<'_>),
) -> Vec<Event> {
    use tongban_cases::{PackRef, Supplied, Supply};
    use tongban_rules::expression::Value;
    let loaded = core.pack().expect("a pack");
    let text = |value: &str| Value::Text(value.to_owned());
    let day = tongban_rules::Day::parse(birthday).expect("a day");
    let answers = [
        ("name", text(name)),
        ("id_number", text(id_number)),
        ("birth_date", Value::Day(day)),
        ("household", text("registered")),
        ("address", text(address)),
        ("wants_card", Value::Bool(false)),
        ("truthful", Value::Bool(true)),
    ];
    let on_paper = |material: &str| Supplied {
        material: material.to_owned(),
        how: Supply::OnPaper,
    };
    let mut office = Office {
        events: Vec::new(),
        state: State::default(),
        loaded: &loaded,
        at: NOW,
        documents: 0,
    };
    office.applicant(Request::Submit {
        service: SERVICE.to_owned(),
        pack: PackRef {
            id: loaded.pack().id.clone(),
            version: loaded.pack().version,
        },
        answers: answers.into_iter().collect(),
        known: Vec::new(),
        supplied: ["identity", "portrait"].map(on_paper).to_vec(),
        route: None,
    });
    acts(&mut office);
    office.events
}

/// The office that handles the case.
pub(crate) struct Office<'a> {
    pub(crate) events: Vec<Event>,
    state: State,
    loaded: &'a crate::packs::LoadedPack,
    at: u64,
    documents: u32,
}

impl Office<'_> {
    pub(crate) fn later(&mut self, days: u64) {
        self.at += days * 86_400;
    }

    pub(crate) fn applicant(&mut self, request: Request) {
        self.act(Role::Applicant, request);
    }

    pub(crate) fn act(&mut self, role: Role, request: Request) {
        self.documents += 1;
        let service = self.loaded.service(SERVICE).expect("the service");
        let context = Context {
            service,
            calendar: self.loaded.calendar(),
            at: self.at,
            actor: Actor {
                role,
                id: Id([7; 16]),
            },
            seen: Some(self.state.version()),
        };
        let number = format!("云泉-{}", self.documents);
        let command = request.into_command(true, number);
        let events = decide(&self.state, &command, &context).expect("allowed");
        for event in events {
            self.state.apply(&event);
            self.events.push(event);
        }
    }

    /// Judges every material; `unfit` names one with a published error.
    pub(crate) fn judge_all(&mut self, unfit: Option<(&str, &str)>) {
        use tongban_cases::{CaseView, Judgement};
        let materials = CaseView::from(&self.state).materials;
        for found in materials.iter().filter(|found| found.judgement.is_none()) {
            let judgement = match unfit.filter(|(material, _)| *material == found.material) {
                Some((_, error)) => Judgement::Unfit([error.to_owned()].into()),
                None => Judgement::Fit,
            };
            let material = found.material.clone();
            self.act(
                Role::Intake,
                Request::Judge {
                    material,
                    judgement,
                },
            );
        }
    }
}

pub(crate) const SERVICE: &str = "elderly-preferential-card";

pub(crate) fn photo() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::new_rgb8(64, 48);
    picture
        .write_to(&mut out, image::ImageFormat::Png)
        .expect("a picture");
    out.into_inner()
}

fn secret() -> UserSecret {
    UserSecret::new(PASSPHRASE.into())
}

fn start(
    dir: &Path,
    clock: &Arc<FakeClock>,
    confirm: Arc<ScriptedConfirm>,
    network: Option<Arc<dyn Transport>>,
    (notifier, hints): (Arc<RecordingNotifier>, ScriptedHints),
) -> Arc<Core> {
    use p256::pkcs8::DecodePrivateKey as _;
    let pem = include_str!("../../../assets/demo/INSECURE-demo-keys/pack.pem");
    let key = p256::ecdsa::SigningKey::from_pkcs8_pem(pem).expect("a key");
    let point = key.verifying_key().to_sec1_point(true);
    let mut config = AppConfig::new(dir, HostView::Browser);
    config.kdf = Kdf::fast_for_tests();
    config.anchors = vec![include_bytes!("../../../assets/demo/root-1.cbor").to_vec()];
    config.built_in_list = None;
    config.pack_key = Some(point.as_bytes().to_vec());
    config.built_in_pack = Some(include_bytes!("../../../assets/demo/yunquan.pack").to_vec());
    config.exchange_dir = Some(dir.join("exports"));
    config.platform_address = network.is_some().then(|| "somewhere".to_owned());
    let transport = network.unwrap_or_else(|| Arc::new(PanicTransport));
    let capabilities = Capabilities {
        clock: clock.clone(),
        entropy: Arc::new(SeededEntropy::new(seed())),
        secrets: None,
        device_key: None,
        transport,
        confirm,
        presence: None,
        notifier: Some(notifier),
        hints: Some(Arc::new(hints)),
    };
    Arc::new(Core::start(config, capabilities).expect("a core"))
}

/// Two devices never draw the same.
fn seed() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static DEVICES: AtomicU64 = AtomicU64::new(1);
    DEVICES.fetch_add(1, Ordering::Relaxed)
}
