//! A world before anything happens: a platform with residents, their enrolled devices, an officer.
//! Made once; every seed begins with a copy of it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;
use tempfile::TempDir;
use tongban_device::entropy::SeededEntropy;
use tongban_platform::AuthoritySource;
use tongban_platform::ops::{Operations, PrintedVoucher};

use crate::clock::SimClock;
use crate::device::{PASSPHRASE, app_over, call};
use crate::folder::temporary;
use crate::platform::PlatformSide;
use crate::world::{Broken, at_rest, runtime};

/// 2026-03-02T09:00:00+08:00.
pub const BEGINNING: u64 = 1_772_413_200;

/// Folders of a world, to be copied.
pub struct Template {
    folder: TempDir,
}

/// Where a world's parts lie in its folder.
pub struct Layout<'a>(pub &'a Path);

impl Layout<'_> {
    pub fn platform(&self) -> PathBuf {
        self.0.join("platform")
    }

    pub fn backup(&self) -> PathBuf {
        self.0.join("backup")
    }

    pub fn device(&self, number: usize) -> PathBuf {
        self.0.join(format!("device-{number}"))
    }

    pub fn officer(&self) -> PathBuf {
        self.0.join("officer")
    }
}

impl Template {
    /// The world of so many devices; made at the first question.
    pub fn of(devices: usize) -> Result<Arc<Self>, Broken> {
        static MADE: Mutex<Vec<(usize, Arc<Template>)>> = Mutex::new(Vec::new());
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, template)) = made.iter().find(|(of, _)| *of == devices) {
            return Ok(template.clone());
        }
        let folder = temporary().map_err(|error| Broken::harness("a folder", &error))?;
        runtime()?.block_on(make(folder.path(), devices))?;
        let template = Arc::new(Self { folder });
        made.push((devices, template.clone()));
        Ok(template)
    }

    /// A copy to play in.
    pub fn copy(&self) -> Result<TempDir, Broken> {
        let folder = temporary().map_err(|error| Broken::harness("a folder", &error))?;
        let copied = crate::folder::copy(self.folder.path(), folder.path());
        copied.map_err(|error| Broken::harness("a copy of the world", &error))?;
        Ok(folder)
    }
}

async fn make(folder: &Path, devices: usize) -> Result<(), Broken> {
    let layout = Layout(folder);
    let clock = Arc::new(SimClock::at(BEGINNING));
    let platform = PlatformSide::new(layout.platform(), layout.backup(), clock.clone(), 1);
    let platform = Arc::new(platform);
    platform.start().await?;
    let operations = Operations::open(
        &layout.platform(),
        AuthoritySource::Demo,
        clock.clone(),
        Arc::new(SeededEntropy::new(2)),
    )
    .await
    .map_err(|error| Broken::harness("the operator", &error))?;
    let (clerk, station) = tongban_platform::ops::demo_clerk();
    for number in 0..devices {
        let resident = resident(number);
        let paper = operations.print_voucher(resident, clerk, station).await;
        let paper = paper.map_err(|error| Broken::harness("a voucher", &error))?;
        enrol(
            &layout.device(number),
            number as u64,
            &platform,
            &clock,
            &paper,
        )
        .await?;
    }
    let roles = ["intake", "caseworker", "decider"].map(str::to_owned);
    let paper = operations.add_staff("office", &roles, clerk, station).await;
    let paper = paper.map_err(|error| Broken::harness("a staff voucher", &error))?;
    enrol(&layout.officer(), 99, &platform, &clock, &paper).await?;
    drop(operations);
    platform.stop().await;
    Ok(())
}

/// Whose device that is: the first two belong to one person.
pub fn resident(number: usize) -> &'static str {
    ["zhou-guifang", "zhou-guifang", "ma-wenhui", "xu-lihua"][number % 4]
}

async fn enrol(
    folder: &Path,
    seed: u64,
    platform: &Arc<PlatformSide>,
    clock: &Arc<SimClock>,
    paper: &PrintedVoucher,
) -> Result<(), Broken> {
    std::fs::create_dir_all(folder).map_err(|error| Broken::harness("a folder", &error))?;
    let transport = Arc::new(Direct(platform.clone()));
    let app = app_over(folder, seed, clock.clone(), transport)?;
    let digits = paper.digits.grouped();
    let request = json!({
        "voucher": {"kind": "typed", "number": paper.number.to_string(), "digits": digits.as_str()},
        "secret": PASSPHRASE,
    });
    let enrolled = call(&app, "enrol.start", &request, &[]).await;
    enrolled.map_err(|code| Broken::harness("an enrolment", &Code(code)))?;
    drop(app);
    at_rest().await;
    Ok(())
}

/// A network on which nothing happens.
struct Direct(Arc<PlatformSide>);

#[async_trait::async_trait]
impl tongban_device::Transport for Direct {
    async fn request(
        &self,
        request: tongban_device::TransportRequest,
    ) -> Result<tongban_device::TransportResponse, tongban_device::TransportError> {
        let answer = self.0.answer(&request).await;
        answer.ok_or(tongban_device::TransportError::Offline)
    }
}

/// An error of the app by its code.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Code(pub String);
