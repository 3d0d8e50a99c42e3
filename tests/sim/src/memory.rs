//! What a person knows to have done, whatever the device remembers: the measure of "lost".

use std::collections::BTreeMap;

use tongban_protocol::ScopeId;

/// Everything of one device.
#[derive(Default)]
pub struct Memory {
    /// Drafts by their id.
    pub drafts: BTreeMap<String, Draft>,
    /// What was handed in, by the id of the operation.
    pub sent: BTreeMap<String, Sent>,
    /// The disk has taken back what it called durable: what the platform had not received by then
    /// may be gone, and nobody can help it.
    pub forgiven: bool,
    /// The person's feed, when it is known.
    pub scope: Option<ScopeId>,
    /// What is stored was set aside as damaged: the code that the app gave.
    pub set_aside: Option<String>,
}

/// A draft.
#[derive(Default)]
pub struct Draft {
    /// The last number that was typed and called saved.
    pub saved: u32,
    /// The last that was typed.
    pub typed: u32,
    /// Filled in, with its photos.
    pub filled: bool,
    pub photos: u32,
    pub standing: Standing,
    /// The device died over its handing in: there may be a case that nobody was told of.
    pub was_perhaps: bool,
    /// Of a notice, not of the person's own beginning.
    pub is_supply: bool,
}

/// Where a draft is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Being written.
    #[default]
    Open,
    /// Handed in, or perhaps: the device died over it.
    Perhaps,
    /// Handed in.
    Sent,
    /// Put away.
    Discarded,
}

/// An operation that the app called handed in.
pub struct Sent {
    pub case: String,
    pub draft: Option<String>,
    /// The screen said "received".
    pub received: bool,
    /// Taken back before it went.
    pub taken_back: bool,
    /// It was not durable after all, and nobody can help it.
    pub forgiven: bool,
}

impl Memory {
    /// The disk took back its word: nothing of what only this device had is sure.
    pub fn forgive(&mut self) {
        self.forgiven = true;
        for sent in self.sent.values_mut().filter(|sent| !sent.received) {
            sent.forgiven = true;
        }
        self.drafts.clear();
    }
}
