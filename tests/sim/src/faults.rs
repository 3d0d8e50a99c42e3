use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::dice::Dice;

/// What can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// A request does not arrive.
    Drop,
    /// A request or its answer takes up to a minute.
    Delay,
    /// A request arrives a second time, after others.
    Duplicate,
    /// The request arrives and its answer does not.
    HalfClose,
    /// A device has no network for a while.
    Partition,
    /// An app is killed at some write.
    Kill,
    /// A device loses power at some write: what was not durable may be lost, torn, out of order.
    PowerCut,
    /// A disk says "durable" and is not.
    LyingSync,
    /// A disk has no room for a while.
    DiskFull,
    /// A device's wall clock is wrong by up to ten years either way.
    Clock,
    /// The platform's process ends in the middle and starts again.
    PlatformRestart,
    /// The platform is restored from a backup that lacks what it has acknowledged.
    PlatformRestore,
    /// A proxy's page comes in place of an answer.
    Portal,
}

impl Fault {
    /// Every one, with its name on the command line.
    pub const ALL: [(Self, &'static str); 13] = [
        (Self::Drop, "drop"),
        (Self::Delay, "delay"),
        (Self::Duplicate, "duplicate"),
        (Self::HalfClose, "half-close"),
        (Self::Partition, "partition"),
        (Self::Kill, "kill"),
        (Self::PowerCut, "power-cut"),
        (Self::LyingSync, "lying-sync"),
        (Self::DiskFull, "disk-full"),
        (Self::Clock, "clock"),
        (Self::PlatformRestart, "platform-restart"),
        (Self::PlatformRestore, "platform-restore"),
        (Self::Portal, "portal"),
    ];

    /// Those of a seed, so that rare ones meet each other too.
    pub fn draw(dice: &mut Dice, from: &BTreeSet<Self>) -> BTreeSet<Self> {
        let share = [15, 40, 70][dice.below(3) as usize];
        from.iter()
            .copied()
            .filter(|_| dice.percent(share))
            .collect()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::ALL.iter().find(|(fault, _)| fault == self);
        f.write_str(name.map_or("", |(_, name)| name))
    }
}

/// A fault of that name is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no fault is called {0}; there are: {known}", known = names())]
pub struct UnknownFault(String);

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .find(|(_, name)| *name == text)
            .map(|(fault, _)| *fault)
            .ok_or_else(|| UnknownFault(text.to_owned()))
    }
}

fn names() -> String {
    Fault::ALL.map(|(_, name)| name).join(", ")
}
