//! Devices, people, the office, the platform and everything that breaks, in one thread: time
//! passes when nobody has anything to do.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::sleep;

use crate::check::{self, Found};
use crate::clock::SimClock;
use crate::device::{Device, Started};
use crate::dice::Dice;
use crate::disk::{Disk, End};
use crate::faults::Fault;
use crate::network::{Ends, SimNetwork};
use crate::office::Officer;
use crate::person::Person;
use crate::platform::PlatformSide;
use crate::template::{BEGINNING, Layout, Template};
use crate::trace::Trace;

/// One run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Everything that chance decides.
    pub seed: u64,
    /// How many residents' devices.
    pub devices: usize,
    /// What may break.
    pub faults: BTreeSet<Fault>,
    /// What each resident does.
    pub actions: u64,
}

impl Scenario {
    /// What a seed draws from these faults.
    pub fn of(seed: u64, devices: usize, from: &BTreeSet<Fault>) -> Self {
        let mut dice = Dice::part(seed, 1);
        Self {
            seed,
            devices,
            faults: Fault::draw(&mut dice, from),
            actions: 6 + dice.below(14),
        }
    }
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// What residents did.
    pub actions: u64,
    /// Submissions that the app called handed in.
    pub handed_in: u64,
    /// What is wrong at the end.
    pub found: Vec<Found>,
    /// What happened, if it was asked for.
    pub trace: Vec<String>,
}

/// The simulator itself could not go on: neither right nor wrong was shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("simulator cannot go on: {what}: {why}")]
pub struct Broken {
    what: &'static str,
    why: String,
}

impl Broken {
    pub(crate) fn harness(what: &'static str, why: &dyn std::error::Error) -> Self {
        let mut text = why.to_string();
        let mut cause = why.source();
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        Self { what, why: text }
    }
}

/// Time that passes by itself, and one thread for what blocks.
pub(crate) fn runtime() -> Result<Runtime, Broken> {
    Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .max_blocking_threads(1)
        .build()
        .map_err(|error| Broken::harness("time", &error))
}

/// Returns when everything that was asked of disks is done and told.
pub(crate) async fn at_rest() {
    for _ in 0..8 {
        tokio::task::yield_now().await;
        // One thread does what blocks, in order: what was asked before this is done.
        tokio::task::spawn_blocking(|| ()).await.ok();
    }
}

/// Plays a scenario to its end.
pub fn play(scenario: &Scenario, traced: bool) -> Result<Story, Broken> {
    let template = Template::of(scenario.devices)?;
    let folder = template.copy()?;
    let runtime = runtime()?;
    let story = runtime.block_on(World::play(scenario, &Layout(folder.path()), traced));
    // Nothing of a story goes on in the next one.
    runtime.shutdown_timeout(Duration::from_secs(5));
    story
}

struct World {
    scenario: Scenario,
    clock: Arc<SimClock>,
    platform: Arc<PlatformSide>,
    people: Vec<Arc<Person>>,
    calm: Arc<AtomicBool>,
    trace: Arc<Trace>,
}

impl World {
    async fn play(scenario: &Scenario, layout: &Layout<'_>, traced: bool) -> Result<Story, Broken> {
        let clock = Arc::new(SimClock::at(BEGINNING + 3_600));
        let trace = Arc::new(Trace::new(clock.clone(), traced));
        let calm = Arc::new(AtomicBool::new(false));
        let seed = scenario.seed;
        let platform = PlatformSide::new(layout.platform(), layout.backup(), clock.clone(), seed);
        let mut world = Self {
            scenario: scenario.clone(),
            clock,
            platform: Arc::new(platform),
            people: Vec::new(),
            calm,
            trace,
        };
        world.platform.start().await?;
        for number in 0..scenario.devices {
            let device = Arc::new(world.device(number, layout, &scenario.faults));
            let dice = Dice::part(seed, 100 + number as u64);
            let person = Person::new(device, world.calm.clone(), dice, scenario.actions);
            world.people.push(Arc::new(person));
        }
        check::scopes(&world.people)?;
        let mut lives: Vec<_> = world
            .people
            .iter()
            .map(|person| {
                tokio::spawn(live(
                    person.clone(),
                    Dice::part(seed, person.device.number as u64 + 200),
                ))
            })
            .collect();
        // What is acknowledged at the desk was said on the screen; nothing breaks there.
        let office = Arc::new(world.device(OFFICE, layout, &BTreeSet::new()));
        office.start(0).await?;
        let officer = Officer::new(
            office.clone(),
            world.platform.clone(),
            world.calm.clone(),
            Dice::part(seed, 300),
        );
        let officer = Arc::new(officer);
        let works = officer.clone();
        let work = tokio::spawn(async move { works.work().await });
        let mut found = world.storm(&officer).await?;
        world.calm_down();
        sleep(CALM).await;
        found.extend(check::arrived(&world.people, &officer, &world.platform).await?);
        for life in lives.drain(..) {
            life.abort();
            match life.await {
                Ok(Err(broken)) => return Err(broken),
                Err(error) if error.is_panic() => found.push(Found::panicked(&error)),
                _ => {}
            }
        }
        work.abort();
        for person in &world.people {
            person.device.close().await?;
        }
        office.close().await?;
        found.extend(check::replicas(&world.people, &world.platform).await?);
        world.platform.stop().await;
        let handed_in = |person: &Arc<Person>| person.memory().sent.len() as u64;
        Ok(Story {
            actions: scenario.actions * scenario.devices as u64,
            handed_in: world.people.iter().map(handed_in).sum(),
            found,
            trace: world.trace.lines(),
        })
    }

    fn device(&self, number: usize, layout: &Layout<'_>, faults: &BTreeSet<Fault>) -> Device {
        let folder = match number {
            OFFICE => layout.officer(),
            number => layout.device(number),
        };
        let name = match number {
            OFFICE => "office".to_owned(),
            number => format!("device {number}"),
        };
        let seed = self.scenario.seed;
        // The world's own moments are slot 0.
        let slot = if number == OFFICE {
            15
        } else {
            number as u64 % 14 + 1
        };
        let disk = Disk::mount(&folder, Dice::part(seed, 400 + number as u64));
        let clock = Arc::new(SimClock::at(BEGINNING + 3_600));
        let network = SimNetwork::new(
            Ends {
                name: name.clone(),
                platform: self.platform.clone(),
                clock: self.clock.clone(),
                disk: disk.clone(),
                trace: self.trace.clone(),
                calm: self.calm.clone(),
                slot,
            },
            faults.clone(),
            seed.wrapping_mul(1_000).wrapping_add(500 + number as u64),
        );
        let parts = (clock, disk, Arc::new(network), self.trace.clone());
        Device::new(number, folder, seed, parts, name)
    }

    /// Everything breaks now and then, and before each time what may never be is looked for; what
    /// is wrong then ends the storm.
    async fn storm(&self, officer: &Officer) -> Result<Vec<Found>, Broken> {
        let mut dice = Dice::part(self.scenario.seed, 600);
        let end = STORM.as_millis() as u64;
        loop {
            let pause = 1_000 + dice.below(9_000);
            let now = self.clock.millis();
            if now + pause >= end {
                sleep(Duration::from_millis(end.saturating_sub(now))).await;
                return Ok(Vec::new());
            }
            // A moment of the world's own.
            let then = (now + pause) / 16 * 16;
            sleep(Duration::from_millis(then.saturating_sub(now))).await;
            let found = check::at_a_step(&self.people, officer, &self.platform).await?;
            if !found.is_empty() {
                return Ok(found);
            }
            self.something_breaks(&mut dice).await?;
        }
    }

    async fn something_breaks(&self, dice: &mut Dice) -> Result<(), Broken> {
        let faults: Vec<Fault> = self.scenario.faults.iter().copied().collect();
        let (Some(fault), Some(person)) = (dice.pick(&faults), dice.pick(&self.people)) else {
            return Ok(());
        };
        let device = &person.device;
        let until = 1_000 + dice.below(20_000);
        match fault {
            Fault::Partition => {
                device.tell(|| format!("fault: no network for {until} ms"));
                device.network.unplug_until(self.clock.millis() + until);
            }
            Fault::Kill | Fault::PowerCut => device.disk.die_after(dice.below(40)),
            Fault::LyingSync => {
                device.tell(|| format!("fault: the disk lies for {until} ms"));
                device.disk.set_lying(true);
                let disk = device.disk.clone();
                tokio::spawn(async move {
                    sleep(Duration::from_millis(until)).await;
                    disk.set_lying(false);
                });
            }
            Fault::DiskFull => {
                device.tell(|| format!("fault: the disk is full for {until} ms"));
                device.disk.set_full(true);
                let disk = device.disk.clone();
                tokio::spawn(async move {
                    sleep(Duration::from_millis(until)).await;
                    disk.set_full(false);
                });
            }
            Fault::Clock => {
                let years = dice.below(21) as i64 - 10;
                device.tell(|| format!("fault: the clock is wrong by {years} years"));
                device.clock.set_skew(years * 31_556_952);
            }
            Fault::PlatformRestart => {
                self.tell(|| "fault: ends and starts again".to_owned());
                self.platform.stop().await;
                sleep(Duration::from_millis(dice.below(8_000) / 16 * 16)).await;
                self.platform.start().await?;
            }
            Fault::PlatformRestore if dice.percent(60) => {
                self.platform.back_up().await?;
                self.tell(|| "is backed up".to_owned());
            }
            Fault::PlatformRestore => {
                let restored = self.platform.restore().await?;
                self.tell(|| match restored {
                    true => "fault: is restored from the backup".to_owned(),
                    false => "has no backup yet".to_owned(),
                });
            }
            _ => {}
        }
        Ok(())
    }

    /// No more faults; people open their apps again.
    fn calm_down(&self) {
        self.calm.store(true, Ordering::SeqCst);
        self.tell(|| "calm".to_owned());
        for person in &self.people {
            let device = &person.device;
            device.disk.spare();
            device.disk.set_full(false);
            device.disk.set_lying(false);
            device.clock.set_skew(0);
            device.network.unplug_until(0);
        }
    }

    fn tell(&self, what: impl FnOnce() -> String) {
        self.trace.tell("platform", what);
    }
}

/// Lives, and as often as the device dies it starts again.
async fn live(person: Arc<Person>, mut dice: Dice) -> Result<(), Broken> {
    let device = person.device.clone();
    for life in 0.. {
        match device.start(life).await? {
            Started::Open => {
                tokio::select! {
                    biased;
                    () = device.disk.died() => {}
                    () = person.live() => {}
                }
            }
            Started::NotNow => {}
            Started::SetAside(code) => {
                person.memory().set_aside = Some(code);
                return Ok(());
            }
        }
        let cut = !dice.percent(50);
        let end = match device.disk.is_dead() && cut {
            true => End::PowerCut,
            false => End::Killed,
        };
        device.end(end).await?;
        if device.disk.takes_back_its_word() {
            person.memory().forgive();
        }
        device.wait(100 + dice.below(4_000)).await;
    }
    Ok(())
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            seed,
            devices,
            faults,
            actions,
        } = self;
        let faults: Vec<String> = faults.iter().map(Fault::to_string).collect();
        write!(
            f,
            "seed {seed}, {devices} devices, {actions} actions each, faults: {}",
            match faults.is_empty() {
                true => "none".to_owned(),
                false => faults.join(", "),
            }
        )
    }
}

const OFFICE: usize = 98;
/// How long everything may break.
const STORM: Duration = Duration::from_secs(120);
/// How long it may take until every queue is empty.
const CALM: Duration = Duration::from_secs(60);
