//! What an officer does at the desk, on a machine on which nothing breaks.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tongban_platform::store::PlatformStore as _;
use tongban_protocol::CaseId;
use tongban_store::RecordId;

use crate::device::Device;
use crate::dice::Dice;
use crate::platform::PlatformSide;

/// An officer at a desk.
pub struct Officer {
    pub device: Arc<Device>,
    calm: Arc<AtomicBool>,
    dice: Mutex<Dice>,
    platform: Arc<PlatformSide>,
    /// What the desk called done: operation and case.
    decided: Mutex<BTreeMap<RecordId, CaseId>>,
}

impl Officer {
    pub fn new(
        device: Arc<Device>,
        platform: Arc<PlatformSide>,
        calm: Arc<AtomicBool>,
        dice: Dice,
    ) -> Self {
        Self {
            device,
            platform,
            calm,
            dice: Mutex::new(dice),
            decided: Mutex::default(),
        }
    }

    /// Takes a case every so often until the world is calm; then looks at the desk now and then.
    pub async fn work(&self) {
        loop {
            self.device.wait(3_000 + self.roll(9_000)).await;
            if self.calm.load(Ordering::SeqCst) {
                self.device.call("desk.queue", json!({})).await.ok();
            } else {
                // Whatever went wrong is tried again with the next case.
                self.take_one().await.ok();
            }
        }
    }

    /// What the desk called done, ever: operation and case.
    pub fn decided(&self) -> BTreeMap<RecordId, CaseId> {
        self.memory().clone()
    }

    /// The outbox.
    pub async fn items(&self) -> Vec<Value> {
        let view = self.device.call("outbox.list", json!({})).await;
        let items = view.ok().and_then(|view| view["items"].as_array().cloned());
        items.unwrap_or_default()
    }

    async fn take_one(&self) -> Result<(), String> {
        let desk = self.device.call("desk.queue", json!({})).await?;
        let groups = desk["groups"].as_array().into_iter().flatten();
        let items: Vec<&Value> = groups
            .flat_map(|group| group["items"].as_array().into_iter().flatten())
            .filter(|item| item["holder"] != "applicant")
            .collect();
        let Some(item) = items.get(self.roll(items.len() as u64) as usize) else {
            return Ok(());
        };
        let mut case = self
            .device
            .call("desk.case", json!({"case": item["case"]}))
            .await?;
        let materials = case["materials"].as_array().cloned().unwrap_or_default();
        for material in materials.iter().filter(|m| m["judgement"].is_null()) {
            if !allows(&case, "judge") {
                break;
            }
            let unfit = material["common_errors"][0]["id"].as_str();
            let (judgement, errors) = match unfit {
                _ if material["source"] == "none" => ("missing", json!([])),
                Some(error) if self.roll(100) < 30 => ("unfit", json!([error])),
                _ => ("fit", json!([])),
            };
            let id = &material["id"];
            case = self
                .act(&case, json!({"kind": "judge", "material": id, "judgement": judgement, "errors": errors}))
                .await?;
        }
        let next = ["ask_supplement", "accept", "grant"];
        for kind in next {
            if allows(&case, kind) && self.act(&case, json!({"kind": kind})).await.is_ok() {
                break;
            }
        }
        Ok(())
    }

    async fn act(&self, case: &Value, act: Value) -> Result<Value, String> {
        let request = json!({"case": case["case"], "version": case["version"], "act": act});
        let done = self.device.call("desk.act", request).await;
        self.device.tell(|| match &done {
            Ok(_) => format!("{} {act}", case["case"]),
            Err(code) => format!("{} {act}: {code}", case["case"]),
        });
        if done.is_ok() {
            self.remember(case).await;
        }
        done
    }

    /// What was just done, as the platform has it: the newest operation on the case that is not its
    /// applicant's. The device is not asked, because it is what may forget.
    async fn remember(&self, case: &Value) -> Option<()> {
        let case: RecordId = case["case"].as_str()?.parse().ok()?;
        let case = CaseId::from_bytes(case.to_bytes());
        let store = self.platform.store().ok()?;
        let record = store.case(case).await.ok()??;
        for maker in record.events.iter().rev().filter_map(|event| event.maker) {
            let operation = store.operation(maker).await.ok()??;
            if operation.scope != record.entry.scope {
                let id = RecordId::from_bytes(*maker.as_bytes());
                self.memory().insert(id, case);
                break;
            }
        }
        Some(())
    }

    fn memory(&self) -> MutexGuard<'_, BTreeMap<RecordId, CaseId>> {
        self.decided.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn roll(&self, limit: u64) -> u64 {
        self.dice
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .below(limit)
    }
}

fn allows(case: &Value, kind: &str) -> bool {
    let allowed = case["allowed"].as_array();
    allowed.is_some_and(|allowed| allowed.iter().any(|act| act == kind))
}
