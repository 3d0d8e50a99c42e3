use std::collections::BTreeMap;

use tongban_protocol::{Refusal, paths};
use tongban_sync::{Answer, Engine, Event, Failure, Pause, Report, Request, RequestId, pump};

use super::faults::{Fault, Scenario};
use super::people::People;
use crate::support::dice::Dice;
use crate::support::keys::Key;
use crate::support::ops::{SCOPE, name};
use crate::support::platform::{Platform, refused};
use crate::support::store::{Dies, Store};

/// Two devices of one person, and the platform.
pub struct World {
    pub scenario: Scenario,
    pub dice: Dice,
    pub now: u64,
    pub platform: Platform,
    pub devices: Vec<Device>,
    pub people: People,
    pub calm: bool,
    agenda: BTreeMap<(u64, u64), Happening>,
    happenings: u64,
    offline_until: u64,
    faults: BTreeMap<Fault, u64>,
    killed_filling: u64,
    trace: Option<Vec<String>>,
}

pub struct Device {
    pub store: Store,
    pub engine: Option<Engine>,
    pub key: Key,
    /// Answers and wakes of an earlier life concern nobody.
    life: u32,
    /// Only the last wake counts.
    wake: u64,
}

enum Happening {
    Arrives(usize, u32, RequestId, Request, u64),
    ArrivesAgain(Request),
    Answered(usize, u32, RequestId, Result<Answer, Failure>),
    Wakes(usize, u32, u64),
    Starts(usize),
    SomebodyActs,
    EverybodyLooks,
    SomethingFails,
    DiskIsFree(usize),
}

/// How a run ended.
pub struct Story {
    pub faults: BTreeMap<Fault, u64>,
    pub operations: usize,
    pub received: usize,
    /// Pages of snapshots, of those that a restore cut off, and of those that a kill did.
    pub snapshots: (u64, u64, u64),
}

/// What broke, and what led to it.
pub struct Broken {
    pub what: String,
    pub trace: Vec<String>,
}

impl World {
    pub fn run(scenario: &Scenario, traced: bool) -> Result<Story, Broken> {
        let mut world = Self::new(scenario, traced);
        match world.play() {
            Ok(()) => Ok(Story {
                received: world.received(),
                operations: world.people.done.len(),
                snapshots: (
                    world.platform.snapshots.0,
                    world.platform.snapshots.1,
                    world.killed_filling,
                ),
                faults: world.faults,
            }),
            Err(what) => Err(Broken {
                what,
                trace: world.trace.unwrap_or_default(),
            }),
        }
    }

    fn new(scenario: &Scenario, traced: bool) -> Self {
        let mut platform = Platform::new();
        let devices = (0..2_u8).map(|number| {
            let key = Key::new(10 + number);
            let device_key = Key::new(20 + number);
            platform.writers.push((key.point(), SCOPE));
            platform.devices.push((device_key.point(), SCOPE));
            Device {
                store: Store::new(scenario.seed + u64::from(number), Some(device_key)),
                engine: None,
                key,
                life: 0,
                wake: 0,
            }
        });
        let devices = devices.collect();
        Self {
            scenario: scenario.clone(),
            dice: Dice::new(scenario.seed),
            now: 1,
            platform,
            devices,
            people: People::default(),
            calm: false,
            agenda: BTreeMap::new(),
            happenings: 0,
            offline_until: 0,
            faults: BTreeMap::new(),
            killed_filling: 0,
            trace: traced.then(Vec::new),
        }
    }

    fn play(&mut self) -> Result<(), String> {
        // The second comes when the platform has rows already.
        let late = self.dice.below(STORM_MILLIS);
        for (device, after) in [0, late].into_iter().enumerate() {
            self.later(after, Happening::Starts(device));
        }
        for _ in 0..self.scenario.actions {
            let at = self.dice.below(STORM_MILLIS);
            self.later(at, Happening::SomebodyActs);
        }
        for _ in 0..FAILURES {
            let at = self.dice.below(STORM_MILLIS);
            self.later(at, Happening::SomethingFails);
        }
        self.run_until(STORM_MILLIS)?;
        self.calm_down();
        self.run_until(STORM_MILLIS + CALM_MILLIS)?;
        self.check_arrived()?;
        // What one device sent last, the other learns at the next hint.
        self.later(0, Happening::EverybodyLooks);
        self.run_until(STORM_MILLIS + CALM_MILLIS + 10_000)?;
        self.check_replicas()
    }

    fn run_until(&mut self, end: u64) -> Result<(), String> {
        for _ in 0..200_000 {
            let Some(entry) = self
                .agenda
                .first_entry()
                .filter(|entry| entry.key().0 <= end)
            else {
                self.now = end;
                return Ok(());
            };
            let ((at, _), happening) = entry.remove_entry();
            self.now = at;
            self.happen(happening)?;
            self.check_step()?;
        }
        Err("nobody ever rests".to_owned())
    }

    fn happen(&mut self, happening: Happening) -> Result<(), String> {
        match happening {
            Happening::Starts(device) => self.start(device),
            Happening::SomebodyActs => {
                let device = self.dice.below(self.devices.len() as u64) as usize;
                self.act(device)
            }
            Happening::EverybodyLooks => self.look(),
            Happening::SomethingFails => {
                self.break_something();
                Ok(())
            }
            Happening::DiskIsFree(device) => {
                self.devices[device].store.disk_full = false;
                Ok(())
            }
            Happening::Arrives(device, life, id, request, sent) => {
                self.arrive(device, life, id, &request, sent);
                Ok(())
            }
            Happening::ArrivesAgain(request) => {
                self.tell(|_| format!("platform gets {} again", request.path));
                self.platform.answer(&request);
                Ok(())
            }
            Happening::Answered(device, life, id, answer) => {
                match self.devices[device].life == life {
                    true => {
                        self.tell(|_| format!("device {device} hears {answer:?}"));
                        self.drive(device, Event::Answered(id, answer))
                    }
                    false => Ok(()),
                }
            }
            Happening::Wakes(device, life, wake) => {
                let is_last = self.devices[device].wake == wake;
                match is_last && self.devices[device].life == life {
                    true => self.drive(device, Event::Tick),
                    false => Ok(()),
                }
            }
        }
    }

    fn start(&mut self, device: usize) -> Result<(), String> {
        let key = self.platform.receipt_key.point();
        let machine = &mut self.devices[device];
        machine.store.dead = false;
        machine.store.dies_at = None;
        machine.engine = Some(machine.store.engine(&[SCOPE], &[key]));
        self.tell(|_| format!("device {device} starts"));
        self.drive(device, Event::Tick)
    }

    /// Hands an event to a device and carries out what it wants.
    pub fn drive(&mut self, device: usize, event: Event) -> Result<(), String> {
        let now = self.now;
        let machine = &mut self.devices[device];
        let Some(engine) = &mut machine.engine else {
            return Ok(());
        };
        machine.store.now = now;
        let pause = pump(engine, &mut machine.store, event);
        let (dead, life) = (machine.store.dead, machine.life);
        let reports = std::mem::take(&mut machine.store.reports);
        self.tell(|_| format!("device {device} says {}", told(&reports)));
        let machine = &mut self.devices[device];
        if dead {
            machine.engine = None;
            machine.life += 1;
            self.killed_filling += u64::from(!machine.store.snapshots.is_empty());
            let after = self.dice.below(4_000);
            self.count(Fault::Killed);
            self.tell(|_| format!("device {device} is killed"));
            self.later(after, Happening::Starts(device));
            return Ok(());
        }
        match pause {
            Pause::Send(id, request) => self.send(device, life, id, request),
            Pause::Wait(until) if until <= now => return Err("a wait that is over".to_owned()),
            Pause::Wait(until) => {
                self.devices[device].wake += 1;
                let wake = self.devices[device].wake;
                self.later(until - now, Happening::Wakes(device, life, wake));
            }
            Pause::Idle => {}
        }
        self.corrections(device)
    }

    fn send(&mut self, device: usize, life: u32, id: RequestId, request: Request) {
        self.tell(|_| format!("device {device} sends {request:?}"));
        let deadline = request.deadline_millis;
        if self.now < self.offline_until {
            return self.later(
                5,
                Happening::Answered(device, life, id, Err(Failure::Offline)),
            );
        }
        if self.fails(Fault::RequestLost, 12) {
            return self.later(
                deadline,
                Happening::Answered(device, life, id, Err(Failure::TimedOut)),
            );
        }
        let way = match self.fails(Fault::Delayed, 15) {
            true => self.dice.below(40_000),
            false => 20 + self.dice.below(100),
        };
        if self.fails(Fault::Duplicated, 15) {
            let again = way + self.dice.below(20_000);
            self.later(again, Happening::ArrivesAgain(request.clone()));
        }
        let sent = self.now;
        self.later(way, Happening::Arrives(device, life, id, request, sent));
    }

    fn arrive(&mut self, device: usize, life: u32, id: RequestId, request: &Request, sent: u64) {
        let mut answer = if self.fails(Fault::Busy, 8) {
            refused(&Refusal::Busy {
                retry_after: 1 + self.dice.below(20),
            })
        } else if self.fails(Fault::PlatformFails, 8) {
            refused(&Refusal::Internal)
        } else if self.fails(Fault::Portal, 6) {
            let body = b"<html>welcome".to_vec();
            Answer {
                status: 200,
                retry_after: None,
                body,
            }
        } else {
            self.platform.answer(request)
        };
        self.tell(|_| format!("platform gets {} from device {device}", request.path));
        if request.path == paths::PUSH && answer.status == 200 && self.fails(Fault::Stranger, 6) {
            answer.body = self.of_a_stranger(request);
        }
        let back = 20 + self.dice.below(100);
        let due = sent + request.deadline_millis;
        let (after, answer) = if self.fails(Fault::AnswerLost, 12) {
            (back, Err(Failure::Broken))
        } else if self.now + back > due {
            (due.saturating_sub(self.now), Err(Failure::TimedOut))
        } else {
            (back, Ok(answer))
        };
        self.later(after, Happening::Answered(device, life, id, answer));
    }

    /// The answer of somebody who has another receipt key. The platform has done its part.
    fn of_a_stranger(&mut self, request: &Request) -> Vec<u8> {
        let mut stranger = Platform::new();
        stranger.receipt_key = Key::new(66);
        stranger.epoch = self.platform.epoch;
        stranger.writers = self.platform.writers.clone();
        stranger.answer(request).body
    }

    fn break_something(&mut self) {
        let device = self.dice.below(self.devices.len() as u64) as usize;
        if self.fails(Fault::Killed, 60) {
            let dies = if self.dice.percent(50) {
                Dies::Before
            } else {
                Dies::After
            };
            let saves = self.dice.below(3) as u32;
            self.devices[device].store.dies_at = Some((saves, dies));
        }
        if self.fails(Fault::DiskFull, 40) {
            self.devices[device].store.disk_full = true;
            let free = self.dice.below(20_000);
            self.later(free, Happening::DiskIsFree(device));
        }
        if self.fails(Fault::Offline, 40) {
            self.offline_until = self.now + self.dice.below(15_000);
        }
        if self.fails(Fault::SessionsForgotten, 40) {
            self.platform.forget_sessions();
        }
        if self.fails(Fault::ChunksForgotten, 50) {
            self.platform.forgets_chunks = true;
        }
        if self.fails(Fault::ChunksDamaged, 30) {
            self.platform.damages = !self.platform.damages;
        }
        if self.dice.percent(50) {
            self.tell(|_| "platform is backed up".to_owned());
            self.platform.back_up();
        }
        if self.fails(Fault::Restored, 30) {
            self.tell(|_| "platform is restored".to_owned());
            self.platform.restore();
        }
        if self.scenario.faults.contains(&Fault::Compacted)
            && self.dice.percent(60)
            && self.platform.compact()
        {
            self.tell(|_| "platform is compacted".to_owned());
            self.count(Fault::Compacted);
        }
    }

    /// No more faults, and the network says so.
    fn calm_down(&mut self) {
        self.calm = true;
        self.offline_until = 0;
        self.platform.damages = false;
        self.platform.forgets_chunks = false;
        self.tell(|_| "calm".to_owned());
        for device in 0..self.devices.len() {
            self.devices[device].store.disk_full = false;
            self.devices[device].store.dies_at = None;
        }
        for eighth in [1, 4, 7] {
            self.later(CALM_MILLIS / 8 * eighth, Happening::EverybodyLooks);
        }
    }

    pub fn fails(&mut self, fault: Fault, chance: u64) -> bool {
        let fails =
            !self.calm && self.scenario.faults.contains(&fault) && self.dice.percent(chance);
        if fails {
            self.tell(|_| format!("fault: {fault:?}"));
            self.count(fault);
        }
        fails
    }

    fn count(&mut self, fault: Fault) {
        *self.faults.entry(fault).or_default() += 1;
    }

    fn later(&mut self, millis: u64, happening: Happening) {
        self.happenings += 1;
        self.agenda
            .insert((self.now + millis, self.happenings), happening);
    }

    pub fn tell(&mut self, line: impl FnOnce(&Self) -> String) {
        if let Some(mut trace) = self.trace.take() {
            trace.push(format!("{:>7} {}", self.now, line(self)));
            self.trace = Some(trace);
        }
    }
}

/// Reports in short.
fn told(reports: &[Report]) -> String {
    let short = |report: &Report| match report {
        Report::Item(id, state) => format!("{} {state:?}", name(id.as_bytes())),
        other => format!("{other:?}"),
    };
    reports.iter().map(short).collect::<Vec<_>>().join("; ")
}

/// Times at which something may break that is not a request.
const FAILURES: u64 = 12;
/// How long everything fails.
const STORM_MILLIS: u64 = 120_000;
/// How long it may take until every queue is empty: what was lost just before is waited for
/// 30 s, and what the platform fails at alone needs the person after five tries, whose waits grow.
const CALM_MILLIS: u64 = 75_000;
