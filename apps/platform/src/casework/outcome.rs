use tongban_cases::{CaseView, Event, State, encode_event};
use tongban_protocol::{Attachment, CertificateRow, OperationId, PublicPoint};
use tongban_rules::service::Service;
use tongban_rules::{Calendar, Day};

use super::due::due;
use crate::store::{CaseEntry, CaseEvent, Issued};

/// What a decision changes, before there is a receipt for it.
pub(crate) struct Outcome {
    /// The case as it is after it. A new case has no number yet: it is that of its receipt.
    pub(crate) entry: CaseEntry,
    /// The new events.
    pub(crate) events: Vec<CaseEvent>,
    /// Keys that came with the operation.
    pub(crate) holder_keys: Vec<PublicPoint>,
    /// Whether the next document number was used.
    pub(crate) document: bool,
    /// What was issued, with the rows that bring it.
    pub(crate) certificates: Vec<(Issued, CertificateRow)>,
    /// What will follow in chunks.
    pub(crate) attachments: Vec<(Attachment, String)>,
    /// Whether what the case issued before is revoked.
    pub(crate) revokes: bool,
}

impl Outcome {
    /// What these events make of a case.
    pub(super) fn of(
        mut entry: CaseEntry,
        mut state: State,
        events: &[Event],
        maker: Option<OperationId>,
        (service, calendar): (&Service, &Calendar),
        now: u64,
    ) -> Self {
        events.iter().for_each(|event| state.apply(event));
        let view = CaseView::from(&state);
        entry.version = u64::from(state.version());
        // What is decided and not served yet stays in the queue.
        entry.is_open = view.phase.is_open() || view.awaits_service();
        view.phase.slug().clone_into(&mut entry.phase);
        view.holder.slug().clone_into(&mut entry.holder);
        entry.due = due(&view, service, calendar, Day::of(now));
        let events = events.iter().map(|event| CaseEvent {
            event: encode_event(event),
            maker,
        });
        Self {
            entry,
            events: events.collect(),
            holder_keys: Vec::new(),
            document: false,
            certificates: Vec::new(),
            attachments: Vec::new(),
            revokes: false,
        }
    }
}
