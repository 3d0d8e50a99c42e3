//! What an officer does at the desk, on a machine on which nothing breaks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use crate::device::Device;
use crate::dice::Dice;

/// An officer at a desk.
pub struct Officer {
    pub device: Arc<Device>,
    calm: Arc<AtomicBool>,
    dice: Mutex<Dice>,
}

impl Officer {
    pub fn new(device: Arc<Device>, calm: Arc<AtomicBool>, dice: Dice) -> Self {
        Self {
            device,
            calm,
            dice: Mutex::new(dice),
        }
    }

    /// Takes the most urgent case every so often, until the world is calm.
    pub async fn work(&self) {
        while !self.calm.load(Ordering::SeqCst) {
            self.device.wait(3_000 + self.roll(9_000)).await;
            // Whatever went wrong is tried again with the next case.
            self.take_one().await.ok();
        }
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
        done
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
