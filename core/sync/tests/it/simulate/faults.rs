use std::collections::BTreeSet;

use crate::support::dice::Dice;

/// What can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    RequestLost,
    AnswerLost,
    /// The request arrives twice, the second time later: also out of order.
    Duplicated,
    Delayed,
    Offline,
    Busy,
    PlatformFails,
    /// A captive portal answers instead.
    Portal,
    SessionsForgotten,
    Killed,
    DiskFull,
    ChunksForgotten,
    ChunksDamaged,
    Restored,
    /// What later rows replace is emptied.
    Compacted,
    Stranger,
}

impl Fault {
    pub const ALL: [Self; 16] = [
        Self::RequestLost,
        Self::AnswerLost,
        Self::Duplicated,
        Self::Delayed,
        Self::Offline,
        Self::Busy,
        Self::PlatformFails,
        Self::Portal,
        Self::SessionsForgotten,
        Self::Killed,
        Self::DiskFull,
        Self::ChunksForgotten,
        Self::ChunksDamaged,
        Self::Restored,
        Self::Compacted,
        Self::Stranger,
    ];
}

/// One run.
#[derive(Clone)]
pub struct Scenario {
    pub seed: u64,
    pub faults: BTreeSet<Fault>,
    /// What people do in all.
    pub actions: u64,
}

impl Scenario {
    /// A seed draws some of the faults, so that rare ones meet each other too.
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed ^ 0xfa07);
        let share = [20, 50, 90][dice.below(3) as usize];
        Self {
            seed,
            faults: Fault::ALL
                .into_iter()
                .filter(|_| dice.percent(share))
                .collect(),
            actions: 4 + dice.below(16),
        }
    }

    pub fn without(&self, fault: Fault) -> Self {
        let mut smaller = self.clone();
        smaller.faults.remove(&fault);
        smaller
    }

    pub fn with_actions(&self, actions: u64) -> Self {
        Self {
            actions,
            ..self.clone()
        }
    }
}
