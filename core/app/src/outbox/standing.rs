//! Where one item of the outbox is, in exactly one of nine words, and what a person can do about
//! it. Decided here from everything that is known, whatever of it is known; the screens draw it.

use tongban_protocol::{AttachmentId, Fact, OperationId, Rejection};
use tongban_sync::{ItemState, Problem};

use super::view::{OutboxDoView, OutboxStateView};

/// What is known of one item.
#[derive(Clone)]
pub(super) struct Facts<'a> {
    /// What the engine last said; `None` before it spoke of it, or where none runs.
    pub(super) engine: Option<&'a ItemState>,
    /// What the newest verified receipt says.
    pub(super) receipt: Option<&'a Fact>,
    /// Whether the platform had said more before it lost it (rule S2).
    pub(super) lost: bool,
    /// Why it needs the person, as it is stored.
    pub(super) problem: Option<Problem>,
    /// Whether it may have reached the platform.
    pub(super) offered: bool,
    /// The draft that it came from.
    pub(super) draft: DraftOf,
    /// Whether it is an act of staff: its officer may leave it, and decide anew at the desk.
    pub(super) desk: bool,
    /// Bytes of its text, and of its files.
    pub(super) bytes: (u64, u64),
    /// How many files it carries.
    pub(super) files: usize,
    /// Until when the engine waits, in milliseconds of the monotonic clock.
    pub(super) wait: Option<u64>,
}

/// The draft of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DraftOf {
    /// Nothing was typed for it, or it is gone.
    None,
    /// It is as it was handed in.
    Carried,
    /// It is open for correction.
    Open,
}

/// One of nine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// Its draft is open for correction; the correction takes its place.
    Editing,
    /// Goes out with the next request.
    Ready,
    /// Goes out by itself.
    WaitingForNetwork { next_try: Option<u64> },
    /// On its way.
    Sending { percent: u8 },
    /// The text is received, files are not.
    TextReceived {
        left: FilesLeft,
        percent: u8,
        next_try: Option<u64>,
    },
    /// Everything is received.
    Received,
    /// The platform refused it with a receipt.
    Returned { reason: Rejection },
    /// Waits for another item.
    BlockedBy { other: OperationId },
    /// Nothing goes on without the person.
    NeedsYou { problem: Problem },
}

/// The files that have not arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FilesLeft {
    /// As far as is known, all.
    All,
    /// These.
    Only(Vec<AttachmentId>),
}

/// Decides. What is stored outweighs what the engine said before it was stored; the engine's word
/// counts for what only it knows: the wait, the way, the percent.
pub(super) fn standing(facts: &Facts<'_>) -> Standing {
    if let Some(problem) = &facts.problem {
        return Standing::NeedsYou {
            problem: problem.clone(),
        };
    }
    match facts.receipt {
        Some(Fact::Complete { .. }) => Standing::Received,
        Some(Fact::Rejected(_)) if facts.draft == DraftOf::Open => Standing::Editing,
        Some(Fact::Rejected(reason)) => Standing::Returned {
            reason: reason.clone(),
        },
        Some(Fact::Held { .. }) => held(facts),
        None => unreceived(facts),
    }
}

fn held(facts: &Facts<'_>) -> Standing {
    let (left, percent) = match facts.engine {
        Some(ItemState::TextReceived { left, percent, .. }) => {
            (FilesLeft::Only(left.clone()), *percent)
        }
        // The text is confirmed by the receipt; of the files nothing is known.
        _ => (FilesLeft::All, share(facts.bytes)),
    };
    Standing::TextReceived {
        left,
        percent,
        next_try: facts.wait,
    }
}

fn unreceived(facts: &Facts<'_>) -> Standing {
    match facts.engine {
        Some(ItemState::Ready) => Standing::Ready,
        Some(ItemState::Sending { percent }) => Standing::Sending { percent: *percent },
        Some(ItemState::BlockedBy(other)) => Standing::BlockedBy { other: *other },
        Some(ItemState::WaitingForNetwork { next_try }) => Standing::WaitingForNetwork {
            next_try: Some(*next_try),
        },
        // Taken back, or said of a receipt or a problem that is no longer stored: it goes out again.
        Some(
            ItemState::Editing
            | ItemState::TextReceived { .. }
            | ItemState::Received { .. }
            | ItemState::ReturnedForCorrection { .. }
            | ItemState::NeedsYou(_),
        )
        | None => Standing::WaitingForNetwork {
            next_try: facts.wait,
        },
    }
}

/// How much of text and files the text alone is, 0 to 99.
fn share((text, files): (u64, u64)) -> u8 {
    match text.saturating_add(files) {
        0 => 0,
        all => u8::try_from(text.saturating_mul(100) / all)
            .unwrap_or(99)
            .min(99),
    }
}

impl Standing {
    pub(super) fn word(&self) -> OutboxStateView {
        match self {
            Self::Editing => OutboxStateView::Editing,
            Self::Ready => OutboxStateView::Ready,
            Self::WaitingForNetwork { .. } => OutboxStateView::WaitingForNetwork,
            Self::Sending { .. } => OutboxStateView::Sending,
            Self::TextReceived { .. } => OutboxStateView::TextReceived,
            Self::Received => OutboxStateView::Received,
            Self::Returned { .. } => OutboxStateView::ReturnedForCorrection,
            Self::BlockedBy { .. } => OutboxStateView::BlockedBy,
            Self::NeedsYou { .. } => OutboxStateView::NeedsYou,
        }
    }

    pub(super) fn percent(&self) -> u8 {
        match self {
            Self::Sending { percent } | Self::TextReceived { percent, .. } => *percent,
            Self::Received => 100,
            _ => 0,
        }
    }

    pub(super) fn next_try(&self) -> Option<u64> {
        match self {
            Self::WaitingForNetwork { next_try } | Self::TextReceived { next_try, .. } => *next_try,
            _ => None,
        }
    }

    pub(super) fn files_left(&self) -> FilesLeft {
        match self {
            Self::TextReceived { left, .. } => left.clone(),
            Self::Received => FilesLeft::Only(Vec::new()),
            _ => FilesLeft::All,
        }
    }

    /// Whether it goes out again because the platform went back to a backup; the word is that of
    /// anything that goes out, this is why.
    pub(super) fn is_sent_again(&self, facts: &Facts<'_>) -> bool {
        let goes_out = matches!(
            self,
            Self::Ready
                | Self::WaitingForNetwork { .. }
                | Self::Sending { .. }
                | Self::BlockedBy { .. }
        );
        facts.lost && goes_out
    }

    /// What can be done, the most useful first. Nothing here loses what a person typed or a
    /// photo: what has a draft gives it back, and only what has none can be deleted, as long as
    /// the platform does not have it or has refused it.
    pub(super) fn can(&self, facts: &Facts<'_>) -> Vec<OutboxDoView> {
        use OutboxDoView::{Correct, Delete, Retry, SeeCase, SeeOther, TakeBack};
        let is_blocked = matches!(self, Self::BlockedBy { .. });
        // Something of it can be taken away again as long as nothing of it left this device.
        let back = match (facts.offered, facts.draft) {
            // What stands on it never comes back, or only with a device that nobody has: it waits
            // as long as its officer wants.
            (true, _) if facts.desk && (facts.lost || is_blocked) => Some(Delete),
            (true, _) => None,
            (false, DraftOf::None) => Some(Delete),
            (false, _) => Some(TakeBack),
        };
        let mut can = match self {
            Self::Editing => vec![Correct],
            Self::Ready | Self::WaitingForNetwork { .. } => vec![Retry],
            Self::Sending { .. } => vec![],
            Self::TextReceived { .. } => vec![SeeCase, Retry],
            Self::Received => vec![SeeCase],
            Self::Returned { .. } if facts.desk => vec![SeeCase, Delete],
            Self::Returned { .. } if facts.draft == DraftOf::None => vec![Delete],
            Self::Returned { .. } => vec![Correct],
            // The other one may be a colleague's, or the applicant's.
            Self::BlockedBy { .. } if facts.desk => vec![SeeCase],
            Self::BlockedBy { .. } => vec![SeeOther],
            // What the platform has is supplied, not handed in anew.
            Self::NeedsYou { .. } if facts.receipt.is_some() => vec![Retry, SeeCase],
            Self::NeedsYou { .. } if facts.draft == DraftOf::None => vec![Retry],
            Self::NeedsYou { .. } => vec![Correct, Retry],
        };
        let is_here = matches!(
            self,
            Self::Ready | Self::WaitingForNetwork { .. } | Self::BlockedBy { .. }
        );
        let is_refused_request = matches!(self, Self::NeedsYou { .. })
            && facts.draft == DraftOf::None
            && facts.receipt.is_none();
        if is_here {
            can.extend(back);
        } else if is_refused_request {
            can.push(Delete);
        }
        can
    }
}

#[cfg(test)]
mod tests {
    #![allow(non_snake_case)]

    use std::collections::BTreeSet;

    use tongban_protocol::RejectionCode;

    use super::*;

    fn engine_words() -> Vec<Option<ItemState>> {
        let rejection = rejection();
        vec![
            None,
            Some(ItemState::Editing),
            Some(ItemState::Ready),
            Some(ItemState::WaitingForNetwork { next_try: 7 }),
            Some(ItemState::Sending { percent: 40 }),
            Some(ItemState::TextReceived {
                number: "N-1".into(),
                left: vec![AttachmentId::from_bytes([3; 16])],
                percent: 60,
            }),
            Some(ItemState::Received {
                number: "N-1".into(),
            }),
            Some(ItemState::ReturnedForCorrection {
                number: "N-1".into(),
                reason: rejection,
            }),
            Some(ItemState::BlockedBy(OperationId::from_bytes([2; 16]))),
            Some(ItemState::NeedsYou(Problem::KeepsFailing)),
        ]
    }

    fn rejection() -> Rejection {
        Rejection {
            code: RejectionCode::Invalid,
            about: None,
            detail: Vec::new(),
        }
    }

    fn receipts() -> Vec<Option<Fact>> {
        vec![
            None,
            Some(Fact::Held { case_version: 1 }),
            Some(Fact::Complete { case_version: 1 }),
            Some(Fact::Rejected(rejection())),
        ]
    }

    /// Every combination of what can be known: 10 words of the engine, 4 receipts, 5 problems,
    /// offered or not, 3 drafts, with and without files, waiting or not, lost before or not.
    fn every_combination(mut look: impl FnMut(&Facts<'_>)) {
        let id = AttachmentId::from_bytes([3; 16]);
        let problems = [
            None,
            Some(Problem::Refused("bad_request".into())),
            Some(Problem::KeepsFailing),
            Some(Problem::AttachmentUnreadable(id)),
            Some(Problem::AttachmentDamaged(id)),
        ];
        let (engines, receipts) = (engine_words(), receipts());
        for engine in &engines {
            for receipt in &receipts {
                for problem in &problems {
                    for offered in [false, true] {
                        for draft in [DraftOf::None, DraftOf::Carried, DraftOf::Open] {
                            for (files, bytes) in [(0, (100, 0)), (2, (100, 900)), (0, (0, 0))] {
                                for (wait, lost) in [
                                    (None, false),
                                    (None, true),
                                    (Some(9), false),
                                    (Some(9), true),
                                ] {
                                    look(&Facts {
                                        engine: engine.as_ref(),
                                        receipt: receipt.as_ref(),
                                        lost,
                                        problem: problem.clone(),
                                        offered,
                                        draft,
                                        desk: false,
                                        bytes,
                                        files,
                                        wait,
                                    });
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn every_combination_has_one_word_and_received_is_said_by_a_receipt_only() {
        let mut words = BTreeSet::new();
        let mut seen = 0;
        every_combination(|facts| {
            seen += 1;
            let standing = standing(facts);
            words.insert(format!("{:?}", standing.word()));
            let complete = matches!(facts.receipt, Some(Fact::Complete { .. }));
            if matches!(standing, Standing::Received) {
                assert!(complete, "rule S3: only a receipt says received");
            }
            assert!(
                standing.percent() < 100 || matches!(standing, Standing::Received),
                "100 is said of what is complete only"
            );
            assert_eq!(
                matches!(standing, Standing::NeedsYou { .. }),
                facts.problem.is_some()
            );
        });
        assert_eq!(seen, 10 * 4 * 5 * 2 * 3 * 3 * 2 * 2);
        assert_eq!(words.len(), 9, "{words:?}");
    }

    #[test]
    fn nothing_is_stuck_and_nothing_that_was_typed_can_be_deleted() {
        every_combination(|facts| {
            let standing = standing(facts);
            let can = standing.can(facts);
            let stuck = can.is_empty();
            assert!(
                !stuck || matches!(standing, Standing::Sending { .. }),
                "{standing:?} leaves nothing to do"
            );
            let (deletes, takes_back) = (
                can.contains(&OutboxDoView::Delete),
                can.contains(&OutboxDoView::TakeBack),
            );
            if deletes {
                assert_eq!(facts.draft, DraftOf::None, "its draft would be lost");
                let refused = matches!(facts.receipt, Some(Fact::Rejected(_)));
                assert!(
                    refused || facts.receipt.is_none(),
                    "what the platform has is not deleted here"
                );
            }
            if takes_back {
                assert!(!facts.offered, "it may have reached the platform");
            }
            assert!(!(deletes && takes_back));
            let mut once = can.clone();
            once.dedup();
            assert_eq!(once, can);
        });
    }

    #[test]
    fn an_act_of_staff_can_be_left_as_long_as_the_platform_does_not_have_it() {
        every_combination(|facts| {
            if facts.draft != DraftOf::None {
                return;
            }
            let facts = Facts {
                desk: true,
                ..facts.clone()
            };
            let now = standing(&facts);
            let can = now.can(&facts);
            let has_it = matches!(
                facts.receipt,
                Some(Fact::Held { .. } | Fact::Complete { .. })
            );
            let deletes = can.contains(&OutboxDoView::Delete);
            assert!(!(deletes && has_it), "{now:?}");
            let is_told = match now {
                Standing::Returned { .. } | Standing::BlockedBy { .. } => true,
                Standing::NeedsYou { .. } => facts.receipt.is_none(),
                _ => false,
            };
            assert!(deletes || !is_told, "{now:?} leaves no choice");
            let waits = matches!(now, Standing::Ready | Standing::WaitingForNetwork { .. });
            if waits {
                assert_eq!(deletes, !facts.offered || facts.lost, "{now:?}");
            }
            assert!(
                !can.contains(&OutboxDoView::SeeOther) && !can.contains(&OutboxDoView::Correct)
            );
        });
    }

    #[test]
    fn rule_S2_sent_again_is_said_of_what_goes_out_and_had_been_received_only() {
        let mut said = 0;
        every_combination(|facts| {
            let now = standing(facts);
            let before = standing(&Facts {
                lost: false,
                ..facts.clone()
            });
            assert_eq!(now, before, "it is a reason, and changes no word");
            if now.is_sent_again(facts) {
                said += 1;
                assert!(facts.lost && facts.receipt.is_none() && facts.problem.is_none());
            } else if facts.lost && facts.receipt.is_none() {
                assert!(
                    facts.problem.is_some(),
                    "{now:?} does not say why it goes out again"
                );
            }
        });
        assert_eq!(said, 10 * 2 * 3 * 3 * 2);
    }
}
