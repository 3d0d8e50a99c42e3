//! A year of two devices of one person, from a seed: reboots, weeks without a network, clocks that
//! jump back and ahead, quiet hours, messages read here or there. Whatever happens, nothing rings
//! twice, nothing that could ring is missed, the inbox is complete and in order, and what was read
//! stays read. The stages are written down here once more: a wrong ladder is a failure, too.

#![allow(clippy::print_stderr, reason = "a test says what its year was made of")]

use std::collections::{BTreeMap, BTreeSet};

use tongban_protocol::ReadMark;
use tongban_rules::Day;
use tongban_store::{MarkBytes, RecordId};
use tongban_sync::Dice;

use super::ladder::{Kind, Topic};
use super::marks::{self, ReadState};
use super::plan::{Known, Letter, Quiet, Rings, Subject, plan};
use super::ring::carry_out;
use crate::fixture::{Device, NOW};

const DAY: u64 = 86_400;
const YEAR: u64 = 365 * DAY;
const EPOCH: [u8; 16] = [3; 16];
const QUIET: Quiet = Quiet {
    from: 22 * 60,
    to: 9 * 60 + 30,
};

/// Days before the last day at which each topic is told, the earliest first; due at 09:00 +08:00.
fn stages(topic: Topic) -> &'static [i32] {
    match topic {
        Topic::Supplement | Topic::Deferred => &[7, 3, 1, 0, -1],
        Topic::Answer | Topic::SilentAnswer | Topic::Decision => &[-1],
        Topic::Certificate => &[28, 14, 7, 1, 0, -1],
        Topic::Draft => &[3, 0],
    }
}

/// The stage at which `subject` stands: its id and when it became due.
fn standing(subject: &Subject, now: u64) -> Option<(String, u64)> {
    let due = |days: i32| {
        let day = u64::try_from(subject.last_day.days() - days).expect("after 1970");
        day * DAY + 3_600
    };
    let reached = stages(subject.topic).iter().rev();
    let days = reached.copied().find(|days| due(*days) <= now)?;
    let (name, id, part) = (subject.topic.name(), subject.id, &subject.part);
    Some((format!("{name}.{id}.{part}.{days}"), due(days)))
}

/// Something with a last day, and from when to when it is so.
struct Fact {
    subject: Subject,
    from: u64,
    to: u64,
    /// Known without a network.
    is_local: bool,
}

struct World {
    facts: Vec<Fact>,
    letters: Vec<(String, u64)>,
    marks: BTreeSet<MarkBytes>,
}

impl World {
    fn new(dice: &mut Dice) -> Self {
        let topics = [
            (Topic::Supplement, 24),
            (Topic::Deferred, 8),
            (Topic::Decision, 12),
            (Topic::SilentAnswer, 6),
            (Topic::Certificate, 8),
            (Topic::Draft, 6),
        ];
        let mut facts = Vec::new();
        for (topic, count) in topics {
            for number in 0..count {
                let from = NOW + dice.between(0, YEAR);
                let days = i32::try_from(dice.between(4, 45)).expect("small");
                let last_day = Day::of(from).plus_days(days);
                // Most are over before their last day, some after it, some never.
                let ends = match dice.between(0, 2) {
                    0 => dice.between(from, last_day.start()),
                    1 => last_day.start() + dice.between(DAY, 6 * DAY),
                    _ => u64::MAX,
                };
                let mut id = [0; 16];
                id[0] = topic.name().as_bytes()[0];
                id[1] = topic.name().as_bytes()[1];
                id[15] = number;
                facts.push(Fact {
                    subject: Subject {
                        topic,
                        id: RecordId::from_bytes(id),
                        part: "1".to_owned(),
                        about: "elderly-preferential-card".to_owned(),
                        last_day,
                    },
                    from,
                    to: ends,
                    is_local: matches!(topic, Topic::Certificate | Topic::Draft),
                });
            }
        }
        let mut letters: Vec<_> = (0..160)
            .map(|number| (format!("case.{number}"), NOW + dice.between(0, YEAR)))
            .collect();
        letters.sort_by_key(|(_, at)| *at);
        Self {
            facts,
            letters,
            marks: BTreeSet::new(),
        }
    }
}

/// One device, and what the test has seen of it.
struct Owned {
    device: Option<Device>,
    /// The device's clock minus the true time.
    skew: i64,
    right_again_at: u64,
    offline_until: u64,
    synced: u64,
    next_wake: u64,
    /// Nothing happens to the machine any more, and nobody reads.
    is_calm: bool,
    told: BTreeMap<String, u64>,
    read: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Counts {
    wakes: u32,
    wrong_clock: u32,
    reboots: u32,
    quiet: u32,
    told: u32,
    entered: u32,
    settled: u32,
    read_here: u32,
    read_there: u32,
}

impl Owned {
    fn new() -> Self {
        Self {
            device: Some(Device::resident()),
            skew: 0,
            right_again_at: 0,
            offline_until: 0,
            synced: 0,
            next_wake: NOW,
            is_calm: false,
            told: BTreeMap::new(),
            read: BTreeSet::new(),
        }
    }

    fn wake(&mut self, world: &mut World, now: u64, dice: &mut Dice, counts: &mut Counts) {
        counts.wakes += 1;
        if !self.is_calm {
            self.fate(now, dice, counts);
        }
        let device = self.device.as_ref().expect("it runs");
        let wall = now.checked_add_signed(self.skew).expect("after 1970");
        device.clock.set_wall(wall);
        let (core, db) = (&device.core, device.core.open_db().expect("open"));
        if now >= self.offline_until {
            self.synced = now;
            let newest = world.letters.iter().rev().find(|(_, at)| *at <= now);
            if let Some((_, at)) = newest {
                core.raise_floor(*at).expect("kept");
            }
            let epoch = RecordId::from_bytes(EPOCH);
            let unsent = db.unsent_marks(epoch, 1_000).expect("reads");
            world.marks.extend(unsent);
            db.write(|tx| {
                let mut all = world.marks.iter();
                all.try_for_each(|mark| tx.put_mark(mark, Some(epoch)))
            })
            .expect("stored");
        }
        let reminding = core.reminding_now().expect("a time");
        let is_right = reminding == now;
        counts.wrong_clock += u32::from(!is_right);

        let knows = |fact: &&Fact| {
            let seen = if fact.is_local { now } else { self.synced };
            fact.from <= seen && seen < fact.to
        };
        let facts = world.facts.iter().filter(knows);
        let subjects: Vec<Subject> = facts.map(|fact| fact.subject.clone()).collect();
        let state = ReadState::of(&db).expect("reads");
        let came = world.letters.iter().filter(|(_, at)| *at <= self.synced);
        let letters: Vec<Letter> = came
            .map(|(id, at)| Letter {
                id: id.clone(),
                kind: Kind::Case,
                at: *at,
                read: state.holds(id),
            })
            .collect();
        let before = db.reminders().expect("reads");
        let known = Known {
            entered: before
                .iter()
                .map(|one| (one.id.clone(), state.holds(&one.id)))
                .collect(),
            announced: db.announced().expect("reads"),
            filling: false,
        };
        let rings = Rings {
            cases: true,
            deadlines: true,
            certificates: true,
            drafts: true,
            quiet: Some(QUIET),
        };
        let planned = plan(reminding, &subjects, &letters, &known, &rings);
        let told = carry_out(&db, reminding, &planned).expect("stored");
        counts.told += u32::try_from(told.len()).expect("few");
        counts.entered += u32::try_from(planned.enter.len()).expect("few");
        counts.settled += u32::try_from(planned.settle.len()).expect("few");

        // Never twice, and of one subject one stage at a time.
        let mut of_subject = BTreeSet::new();
        for id in &told {
            assert_eq!(self.told.insert(id.clone(), reminding), None, "{id} twice");
            if let Some((subject, _)) = id.rsplit_once('.').filter(|_| !id.starts_with("case")) {
                assert!(of_subject.insert(subject.to_owned()), "two stages at once");
            }
        }
        // In quiet hours nothing rings, and it is looked at their end at the latest.
        let quiet = QUIET.until(reminding);
        counts.quiet += u32::from(quiet.is_some());
        let entered = db.reminders().expect("reads");
        let was_read = |id: &str| state.holds(id);
        let waits = |id: &str| !self.told.contains_key(id) && !was_read(id);
        let mut unheard = letters.iter().any(|letter| waits(&letter.id));
        for subject in &subjects {
            let Some((id, due_at)) = standing(subject, reminding) else {
                continue;
            };
            // In the inbox once, at its time, quiet hours or not.
            let here: Vec<_> = entered.iter().filter(|one| one.id == id).collect();
            assert_eq!(here.len(), 1, "{id} is not in the inbox once");
            assert_eq!(here[0].due_at, due_at, "{id}");
            unheard |= waits(&id);
            if quiet.is_none() {
                assert!(!waits(&id), "{id} is due since {due_at} and was missed");
            }
        }
        match quiet {
            None => {
                let missed = letters.iter().find(|letter| waits(&letter.id));
                assert_eq!(missed, None, "a message was missed");
            }
            Some(until) => {
                assert_eq!(told, Vec::<String>::new(), "it rang in quiet hours");
                let next = planned.next.unwrap_or(u64::MAX);
                assert!(!unheard || next <= until, "quiet hours dropped something");
            }
        }
        // The next look is not later than the next stage of anything.
        for subject in &subjects {
            let ahead = subject.stages().into_iter().map(|stage| stage.due_at);
            if let Some(ahead) = ahead.filter(|at| *at > reminding).min() {
                assert!(planned.next.is_some_and(|next| next <= ahead));
            }
        }
        // What rang early, did so by a wrong clock only.
        if is_right {
            for one in &planned.enter {
                assert!(one.due_at <= now, "{} is early", one.id);
            }
        }
        // Read stays read, and is read on the other device.
        for id in &self.read {
            assert!(state.holds(id), "{id} was read once");
        }
        let all = letters.iter().map(|letter| letter.id.clone());
        let all: Vec<String> = all
            .chain(entered.iter().map(|one| one.id.clone()))
            .collect();
        for id in &all {
            if state.holds(id) && self.read.insert(id.clone()) {
                counts.read_there += 1;
            }
        }
        let scope = marks::scope(&db).expect("reads");
        for id in all {
            if !self.is_calm && dice.between(0, 9) == 0 && !self.read.contains(&id) {
                db.write(|tx| marks::note(tx, scope, &id, wall))
                    .expect("stored");
                self.read.insert(id);
                counts.read_here += 1;
            }
        }
        self.next_wake = now + self.sleeps(dice, planned.next.filter(|_| is_right), now);
    }

    /// What happens to the machine now and then.
    fn fate(&mut self, now: u64, dice: &mut Dice, counts: &mut Counts) {
        if now >= self.right_again_at {
            self.skew = 0;
        }
        match dice.between(0, 99) {
            0..=5 => {
                let device = self.device.take().expect("it runs");
                device.clock.reboot();
                self.device = Some(device.killed_and_started());
                counts.reboots += 1;
            }
            6..=7 => self.offline_until = now + dice.between(DAY, 21 * DAY),
            8..=9 => {
                let ahead = dice.between(DAY, 5 * YEAR);
                self.skew = i64::try_from(ahead).expect("small");
                self.right_again_at = now + dice.between(3_600, 2 * DAY);
            }
            10..=11 => {
                let back = dice.between(600, 10 * DAY);
                self.skew = -i64::try_from(back).expect("small");
                self.right_again_at = now + dice.between(3_600, 2 * DAY);
            }
            _ => {}
        }
    }

    /// Until the app wakes again: mostly when it planned to, sometimes sooner, sometimes much later.
    fn sleeps(&self, dice: &mut Dice, next: Option<u64>, now: u64) -> u64 {
        match dice.between(0, 9) {
            0..=4 => next.map_or(6 * 3_600, |next| next.saturating_sub(now).clamp(1, 2 * DAY)),
            5..=8 => dice.between(600, DAY),
            _ => dice.between(DAY, 9 * DAY),
        }
    }
}

fn year(seed: u64) -> Counts {
    let mut dice = Dice::new();
    dice.stir(seed);
    let mut world = World::new(&mut dice);
    let mut devices = [Owned::new(), Owned::new()];
    let mut counts = Counts::default();
    loop {
        let device = devices.iter_mut().min_by_key(|device| device.next_wake);
        let device = device.expect("there are two");
        let now = device.next_wake;
        if now > NOW + YEAR {
            break;
        }
        device.wake(&mut world, now, &mut dice, &mut counts);
    }
    // At noon after the year, online and with right clocks, both have heard of everything.
    let end = Day::of(NOW + YEAR + 2 * DAY).start() + 12 * 3_600;
    for round in 0..2 {
        for device in &mut devices {
            (device.skew, device.offline_until) = (0, 0);
            let at = end + round * 60;
            device.is_calm = true;
            device.wake(&mut world, at, &mut dice, &mut counts);
        }
    }
    let [one, other] = &devices;
    for (id, _) in &world.letters {
        for device in [one, other] {
            assert!(
                device.told.contains_key(id) || device.read.contains(id),
                "{id} was missed in the whole year"
            );
        }
    }
    for (reader, there) in [(one, other), (other, one)] {
        let scope = tongban_protocol::ScopeId::from_bytes([9; 16]);
        let db = there.device.as_ref().expect("it runs").core.open_db();
        let marks = db.expect("open").marks().expect("reads");
        for id in &reader.read {
            let mark = ReadMark::of(scope, id);
            assert!(
                marks.contains(mark.as_bytes()),
                "{id} is read on one device only"
            );
        }
    }
    counts
}

/// Prints what a year was made of.
fn lived(seed: u64) {
    let counts = year(seed);
    eprintln!("seed {seed}: {counts:?}");
    assert!(counts.wakes > 500 && counts.told > 150, "{counts:?}");
    assert!(counts.wrong_clock > 10 && counts.reboots > 10, "{counts:?}");
    assert!(counts.quiet > 50 && counts.read_there > 20, "{counts:?}");
}

#[test]
fn a_simulated_year_rings_nothing_twice_and_misses_nothing() {
    lived(1);
}

#[test]
fn another_simulated_year_rings_nothing_twice_and_misses_nothing() {
    lived(2);
}

#[test]
fn a_third_simulated_year_rings_nothing_twice_and_misses_nothing() {
    lived(3);
}
