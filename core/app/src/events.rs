//! The one event channel.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cases::MessagesChangedView;
use crate::outbox::OutboxView;
use crate::reminders::{OpenLinkView, ReminderView, RemindersView};
use crate::session::SessionView;
use crate::settings::SettingsView;
use crate::snapshots::SnapshotsView;

/// Something that happened without being asked for.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "name", content = "payload", rename_all = "snake_case")]
pub enum EventView {
    /// The wallet was made, opened, locked or erased.
    SessionChanged(SessionView),
    /// A step of something long.
    Progress(ProgressView),
    /// The list of certificates is not what it was.
    CertificatesChanged(NothingView),
    /// Newer snapshots are here.
    SnapshotsChanged(SnapshotsView),
    /// A Confirm screen opened or closed.
    Confirm(ConfirmEventView),
    /// A setting changed.
    SettingsChanged(SettingsView),
    /// The outbox is not what it was.
    OutboxChanged(OutboxView),
    /// A case is not what it was.
    CasesChanged(NothingView),
    /// Messages came or were read.
    MessagesChanged(MessagesChangedView),
    /// A draft was begun, saved elsewhere, sent or thrown away.
    DraftsChanged(NothingView),
    /// A newer pack is here.
    ServicesChanged(NothingView),
    /// A reminder was shown, or would have been on a machine that shows none.
    Reminder(ReminderView),
    /// What rings was changed.
    RemindersChanged(RemindersView),
    /// The person clicked on something that the system showed.
    OpenLink(OpenLinkView),
}

/// The steps of an enrolment, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnrolStep {
    /// Keys are made.
    Keys,
    /// The Confirm screen waits.
    Confirm,
    /// The request is on its way.
    Send,
    /// What came back is checked and stored.
    Store,
}

impl EnrolStep {
    /// All of them, in their order.
    pub const ALL: &[Self] = &[Self::Keys, Self::Confirm, Self::Send, Self::Store];

    /// The stable name; the text is `app.progress.enrol.<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Confirm => "confirm",
            Self::Send => "send",
            Self::Store => "store",
        }
    }
}

impl From<EnrolStep> for ProgressView {
    fn from(step: EnrolStep) -> Self {
        let before = EnrolStep::ALL
            .iter()
            .take_while(|earlier| **earlier != step);
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            task: "enrol".to_owned(),
            step: number(before.count() + 1),
            of: number(EnrolStep::ALL.len()),
            code: step.code().to_owned(),
        }
    }
}

/// A step of something long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProgressView {
    /// `enrol`.
    pub task: String,
    /// From 1.
    pub step: u32,
    /// How many steps there are.
    pub of: u32,
    /// The text is `app.progress.<task>.<code>`.
    pub code: String,
}

/// A Confirm screen opened or closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConfirmEventView {
    /// Opened or closed.
    pub state: ConfirmState,
    /// Names the screen.
    pub id: String,
    /// Where it can be opened by hand; without any token.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
}

/// Opened or closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmState {
    /// It waits for the person.
    Opened,
    /// It was answered or timed out.
    Closed,
}

/// Nothing beside the name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NothingView {}
