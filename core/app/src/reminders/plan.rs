//! What to remind of now, and when to look again: a total function of what is known.
//!
//! Guarantees, whatever the clock does and however long the device was off:
//! - an id is entered once and told once; ids name subject and stage;
//! - of several stages that were missed, only the one that is current is entered and told;
//! - quiet hours and a kind that is off change what rings, never what stands in the inbox;
//! - a clock that was ahead and is corrected costs each subject at most the ring of one stage:
//!   a stage keeps others from being told only while it is due by the present clock.
//!
//! "Now" is the later of the device's clock and the trusted floor (rule C10). There is no trusted
//! time that a clock cannot be ahead of, so a jump of years is met by the last rule alone.

use std::collections::{BTreeMap, BTreeSet};

use tongban_rules::Day;
use tongban_store::{RecordId, StoredReminder};

use super::ladder::{Kind, Stage, Topic, due_at};

/// Something with a last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) topic: Topic,
    /// The case, certificate or draft.
    pub(crate) id: RecordId,
    /// Tells several limits of one subject apart, such as the number of a notice.
    pub(crate) part: String,
    /// Service or certificate type.
    pub(crate) about: String,
    pub(crate) last_day: Day,
}

/// A message that came with the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    /// When it happened, by the platform's clock.
    pub(crate) at: u64,
    pub(crate) read: bool,
}

/// What the device has noted so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// Reminders that were entered, and whether they were read.
    pub(crate) entered: BTreeMap<String, bool>,
    /// Ids that are never told again.
    pub(crate) announced: BTreeSet<String>,
    /// A snapshot of the scope is not whole yet: letters wait, so that a new device tells of what
    /// was never read once, and not page by page.
    pub(crate) filling: bool,
}

/// What rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rings {
    pub(crate) cases: bool,
    pub(crate) deadlines: bool,
    pub(crate) certificates: bool,
    pub(crate) drafts: bool,
    pub(crate) quiet: Option<Quiet>,
}

/// Hours in which nothing rings, in minutes of the legal day; over midnight if `from` is later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quiet {
    pub(crate) from: u16,
    pub(crate) to: u16,
}

/// What follows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Reminders that became due.
    pub(crate) enter: Vec<StoredReminder>,
    /// Ids to tell now, the oldest first.
    pub(crate) tell: Vec<String>,
    /// Ids that are never told: read, or switched off.
    pub(crate) settle: Vec<String>,
    /// When to look again, in seconds since 1970; none while nothing is to come.
    pub(crate) next: Option<u64>,
}

/// The plan at `now`.
pub(crate) fn plan(
    now: u64,
    subjects: &[Subject],
    letters: &[Letter],
    known: &Known,
    rings: &Rings,
) -> Plan {
    let mut plan = Plan::default();
    let mut next: Option<u64> = None;
    let mut soon = |at: u64| next = Some(next.map_or(at, |other| other.min(at)));
    let mut bells: BTreeMap<String, Bell> = BTreeMap::new();
    for letter in letters.iter().filter(|_| !known.filling) {
        let bell = Bell {
            kind: letter.kind,
            at: letter.at,
            read: letter.read,
        };
        bells.insert(letter.id.clone(), bell);
    }
    for subject in subjects {
        let stages = subject.stages();
        if let Some(ahead) = stages.iter().find(|stage| stage.due_at > now) {
            soon(ahead.due_at);
        }
        let current = stages.into_iter().rev().find(|stage| stage.due_at <= now);
        let Some(current) = current else { continue };
        let read = known.entered.get(&current.id).copied();
        let bell = Bell {
            kind: subject.topic.kind(),
            at: current.due_at,
            read: read == Some(true),
        };
        bells.insert(current.id.clone(), bell);
        if read.is_none() {
            plan.enter.push(current);
        }
    }
    let quiet_until = rings.quiet.and_then(|quiet| quiet.until(now));
    let mut tell: Vec<(u64, String)> = Vec::new();
    for (id, bell) in bells {
        if known.announced.contains(&id) {
            continue;
        }
        match quiet_until {
            _ if bell.read || !rings.on(bell.kind) => plan.settle.push(id),
            Some(until) => soon(until),
            None => tell.push((bell.at, id)),
        }
    }
    tell.sort();
    plan.tell = tell.into_iter().map(|(_, id)| id).collect();
    plan.next = next;
    plan
}

/// Something that may ring now: a letter, or the stage at which a subject stands. Stages before and
/// after that one are neither told nor settled: whatever a clock says later, they may still come.
struct Bell {
    kind: Kind,
    at: u64,
    read: bool,
}

impl Subject {
    /// Its stages with their ids and when they become due, the earliest first.
    pub(crate) fn stages(&self) -> Vec<StoredReminder> {
        let stages = self.topic.stages().iter();
        let reminder = |stage: &Stage| StoredReminder {
            id: self.stage_id(stage.days_before),
            code: stage.code.to_owned(),
            subject: self.id,
            about: self.about.clone(),
            last_day: self.last_day.days(),
            due_at: due_at(self.last_day, stage.days_before),
        };
        stages.map(reminder).collect()
    }

    fn stage_id(&self, days_before: i32) -> String {
        let name = self.topic.name();
        format!("{name}.{}.{}.{days_before}", self.id, self.part)
    }
}

impl Rings {
    fn on(&self, kind: Kind) -> bool {
        match kind {
            Kind::Case => self.cases,
            Kind::Deadline => self.deadlines,
            Kind::Certificate => self.certificates,
            Kind::Draft => self.drafts,
        }
    }
}

impl Quiet {
    /// The end of the quiet hours that hold `now`; `None` outside of them. The whole day is never
    /// quiet: equal ends are no hours at all.
    pub(crate) fn until(self, now: u64) -> Option<u64> {
        let day = Day::of(now);
        let minute = now.checked_sub(day.start())? / 60;
        let (from, to) = (u64::from(self.from), u64::from(self.to));
        let end = |day: Day| day.start() + to * 60;
        match from.cmp(&to) {
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Less => (from..to).contains(&minute).then(|| end(day)),
            std::cmp::Ordering::Greater if minute < to => Some(end(day)),
            std::cmp::Ordering::Greater => (minute >= from).then(|| end(day.plus_days(1))),
        }
    }
}
