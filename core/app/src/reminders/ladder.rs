//! The stages at which the device reminds of a day, as data.

use tongban_rules::Day;

/// Which switch a reminder or a message obeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// What the office did.
    Case,
    /// A limit of the person's or of the office's.
    Deadline,
    /// A certificate that expires.
    Certificate,
    /// Something of a draft that goes.
    Draft,
}

/// What can have a last day of which the device reminds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    /// The applicant's limit to supply what a notice names.
    Supplement,
    /// The applicant's limit to hand in what was deferred.
    Deferred,
    /// The office's limit to answer, silence meaning nothing.
    Answer,
    /// The office's limit to answer, silence meaning acceptance.
    SilentAnswer,
    /// The office's limit to decide.
    Decision,
    /// The last day of a certificate.
    Certificate,
    /// The last day on which a draft that was thrown away can be brought back.
    Draft,
}

/// One stage: so many days before the last day (after it, if negative), at [`HOUR`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stage {
    pub(crate) days_before: i32,
    /// What it says: the texts are `messages.title.<code>` and `messages.text.<code>`.
    pub(crate) code: &'static str,
}

impl Topic {
    /// All of them.
    pub(crate) const ALL: [Self; 7] = [
        Self::Supplement,
        Self::Deferred,
        Self::Answer,
        Self::SilentAnswer,
        Self::Decision,
        Self::Certificate,
        Self::Draft,
    ];

    /// The switch that it obeys.
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Supplement
            | Self::Deferred
            | Self::Answer
            | Self::SilentAnswer
            | Self::Decision => Kind::Deadline,
            Self::Certificate => Kind::Certificate,
            Self::Draft => Kind::Draft,
        }
    }

    /// First part of the ids; a shipped one never changes, or everything is told again.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Supplement => "supplement",
            Self::Deferred => "deferred",
            // One limit: whether silence accepts is the rule's word on what follows.
            Self::Answer | Self::SilentAnswer => "answer",
            Self::Decision => "decision",
            Self::Certificate => "certificate",
            Self::Draft => "draft",
        }
    }

    /// Its stages, the earliest first.
    pub(crate) fn stages(self) -> &'static [Stage] {
        match self {
            Self::Supplement => &SUPPLEMENT,
            Self::Deferred => &DEFERRED,
            Self::Answer => &ANSWER,
            Self::SilentAnswer => &SILENT_ANSWER,
            Self::Decision => &DECISION,
            Self::Certificate => &CERTIFICATE,
            Self::Draft => &DRAFT,
        }
    }
}

/// When a stage becomes due, in seconds since 1970: at nine in the morning of the legal zone.
pub(crate) fn due_at(last_day: Day, days_before: i32) -> u64 {
    last_day.plus_days(-days_before).start() + HOUR * 3_600
}

const fn stage(days_before: i32, code: &'static str) -> Stage {
    Stage { days_before, code }
}

/// Hour of the legal day at which reminders become due.
pub(crate) const HOUR: u64 = 9;

const SUPPLEMENT: [Stage; 5] = [
    stage(7, "supplement_due"),
    stage(3, "supplement_due"),
    stage(1, "supplement_due"),
    stage(0, "supplement_last_day"),
    stage(-1, "supplement_passed"),
];
const DEFERRED: [Stage; 5] = [
    stage(7, "deferred_due"),
    stage(3, "deferred_due"),
    stage(1, "deferred_due"),
    stage(0, "deferred_last_day"),
    stage(-1, "deferred_passed"),
];
const ANSWER: [Stage; 1] = [stage(-1, "answer_overdue")];
const SILENT_ANSWER: [Stage; 1] = [stage(-1, "answer_silent")];
const DECISION: [Stage; 1] = [stage(-1, "decision_overdue")];
const CERTIFICATE: [Stage; 6] = [
    stage(28, "certificate_expires"),
    stage(14, "certificate_expires"),
    stage(7, "certificate_expires"),
    stage(1, "certificate_expires"),
    stage(0, "certificate_last_day"),
    stage(-1, "certificate_expired"),
];
const DRAFT: [Stage; 2] = [stage(3, "draft_goes"), stage(0, "draft_goes")];
