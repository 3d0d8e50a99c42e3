//! The inbox: what the rows tell and what the device reminds of, as one list. It is the truth; what
//! rings is only a pointer to it.

use tongban_rules::Day;
use tongban_store::{PersonDb, RecordId, StoredReminder};

use super::facts;
use super::ladder::{Kind, Topic};
use super::marks::{self, ReadState};
use super::plan::{Known, Letter, Subject};
use crate::cases::{
    CaseError, CaseFile, MessageKindView, MessageRequest, MessageView, MessagesChangedView, Told,
    name_of, service_name, told,
};
use crate::certificates::title_key;
use crate::context::Core;
use crate::error::{Params, param};
use crate::events::EventView;
use crate::storage::StorageError;
use crate::time;

/// Every message, the newest first.
pub(crate) fn list(core: &Core) -> Result<Vec<MessageView>, CaseError> {
    let db = core.unlocked()?;
    Ok(Inbox::read(core, &db)?.into_views())
}

/// Marks one as read, on every device of the person.
pub(crate) fn read(core: &Core, request: &MessageRequest) -> Result<Vec<MessageView>, CaseError> {
    let db = core.unlocked()?;
    let inbox = Inbox::read(core, &db)?;
    if !inbox.messages.iter().any(|one| one.view.id == request.id) {
        return Err(CaseError::NotFound);
    }
    mark(core, &db, std::slice::from_ref(&request.id))
}

/// Marks all as read, on every device of the person.
pub(crate) fn read_all(core: &Core) -> Result<Vec<MessageView>, CaseError> {
    let db = core.unlocked()?;
    let messages = Inbox::read(core, &db)?.messages.into_iter();
    let unread: Vec<String> = messages
        .filter(|one| !one.view.read)
        .map(|one| one.view.id)
        .collect();
    mark(core, &db, &unread)
}

fn mark(core: &Core, db: &PersonDb, ids: &[String]) -> Result<Vec<MessageView>, CaseError> {
    let (scope, now) = (marks::scope(db)?, core.now());
    if !ids.is_empty() {
        db.write(|tx| {
            ids.iter()
                .try_for_each(|id| marks::note(tx, scope, id, now))
        })
        .map_err(StorageError::from)?;
        core.withdraw_reminders(|id| ids.iter().any(|read| read == id));
        crate::sync::marks_added(core);
        core.publish_messages();
    }
    Ok(Inbox::read(core, db)?.into_views())
}

impl Core {
    /// Tells the screens how many messages wait; not while the wallet is closed.
    pub(crate) fn publish_messages(&self) {
        let Some(db) = self.open_db() else { return };
        let Ok(inbox) = Inbox::read(self, &db) else {
            return;
        };
        self.publish(EventView::MessagesChanged(inbox.counts()));
    }
}

/// Everything that stands there, and what it was made from.
pub(crate) struct Inbox {
    /// The newest first.
    pub(crate) messages: Vec<Told>,
    pub(crate) subjects: Vec<Subject>,
    /// What was entered, with whether it was read.
    entered: Vec<(StoredReminder, bool)>,
}

impl Inbox {
    pub(crate) fn read(core: &Core, db: &PersonDb) -> Result<Self, StorageError> {
        let now = core.reminding_now()?;
        let read = ReadState::of(db)?;
        let files = CaseFile::all(db, &core.receipt_keys()?)?;
        let subjects = facts::subjects(core, db, &files, Day::of(now))?;
        let mut messages = told(core, db, &files)?;
        for message in &mut messages {
            let view = &mut message.view;
            // A desk looks with each step; who looked has a page of its own and rings no bell.
            view.read = view.kind == MessageKindView::Look || read.holds(&view.id);
        }
        let mut entered = Vec::new();
        for reminder in db.reminders()? {
            let was_read = read.holds(&reminder.id);
            if reminder.due_at <= now {
                let current = is_current(&reminder, &subjects, now);
                let view = view(core, &reminder, &files, current, was_read);
                messages.push(Told {
                    at: reminder.due_at,
                    place: 0,
                    view,
                });
            }
            entered.push((reminder, was_read));
        }
        messages.sort_by(|one, other| {
            let key = |told: &Told| (told.at, told.place);
            key(other)
                .cmp(&key(one))
                .then_with(|| one.view.id.cmp(&other.view.id))
        });
        Ok(Self {
            messages,
            subjects,
            entered,
        })
    }

    /// What came with the rows and may ring.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        let rows = self.messages.iter();
        rows.filter(|one| one.view.kind == MessageKindView::Case)
            .map(|one| Letter {
                id: one.view.id.clone(),
                kind: Kind::Case,
                at: one.at,
                read: one.view.read,
            })
            .collect()
    }

    /// What the device has noted so far.
    pub(crate) fn known(&self, db: &PersonDb, filling: bool) -> Result<Known, StorageError> {
        let entered = self.entered.iter();
        Ok(Known {
            entered: entered.map(|(one, read)| (one.id.clone(), *read)).collect(),
            announced: db.announced()?,
            filling,
        })
    }

    fn counts(&self) -> MessagesChangedView {
        let count = |wanted: &dyn Fn(&MessageView) -> bool| {
            let found = self.messages.iter().filter(|one| wanted(&one.view));
            u32::try_from(found.count()).unwrap_or(u32::MAX)
        };
        MessagesChangedView {
            unread: count(&|message| !message.read),
            needs_you: count(&|message| message.needs_you),
        }
    }

    fn into_views(self) -> Vec<MessageView> {
        self.messages.into_iter().map(|one| one.view).collect()
    }
}

/// Whether it is the stage at which its subject stands.
fn is_current(reminder: &StoredReminder, subjects: &[Subject], now: u64) -> bool {
    subjects.iter().any(|subject| {
        let stages = subject.stages().into_iter().rev();
        let current = stages.into_iter().find(|stage| stage.due_at <= now);
        current.is_some_and(|current| current.id == reminder.id)
    })
}

/// How an entered reminder reads. What is no longer true needs no reading.
pub(crate) fn view(
    core: &Core,
    reminder: &StoredReminder,
    files: &[CaseFile],
    current: bool,
    was_read: bool,
) -> MessageView {
    let code = reminder.code.as_str();
    let topic = topic(code);
    let kind = topic.map_or(Kind::Deadline, Topic::kind);
    let file = files.iter().find(|file| file.id == reminder.subject);
    let last_day = Day::from_days(reminder.last_day).unwrap_or_else(|| Day::of(reminder.due_at));
    let days = last_day.days() - Day::of(reminder.due_at).days();
    let mut params: Params = param("date", last_day.to_string());
    params.extend(param("days", u32::try_from(days).unwrap_or(0)));
    match kind {
        Kind::Certificate => {
            let title = core.messages().text(&title_key(Some(&reminder.about)));
            params.extend(param("title", title));
        }
        Kind::Draft => params.extend(param("title", name_of(core, &reminder.about))),
        Kind::Case | Kind::Deadline => {}
    }
    let mine = matches!(topic, Some(Topic::Supplement | Topic::Deferred));
    MessageView {
        id: reminder.id.clone(),
        case: (kind == Kind::Deadline).then(|| reminder.subject.to_string()),
        code: code.to_owned(),
        params,
        at: time::instant(reminder.due_at),
        read: was_read || !current,
        service_name: file.map_or_else(String::new, |file| service_name(core, file)),
        needs_you: current && mine && !code.ends_with("_passed"),
        kind: kind.into(),
        link: link(topic, reminder.subject),
    }
}

fn link(topic: Option<Topic>, subject: RecordId) -> String {
    match topic {
        Some(Topic::Supplement) => format!("/cases/{subject}/notice"),
        Some(Topic::Certificate) => format!("/certificates/{subject}"),
        Some(Topic::Draft) => "/services".to_owned(),
        Some(Topic::Deferred | Topic::Answer | Topic::SilentAnswer | Topic::Decision) | None => {
            format!("/cases/{subject}")
        }
    }
}

fn topic(code: &str) -> Option<Topic> {
    let mut all = Topic::ALL.into_iter();
    all.find(|topic| topic.stages().iter().any(|stage| stage.code == code))
}

impl From<Kind> for MessageKindView {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Case => Self::Case,
            Kind::Deadline => Self::Deadline,
            Kind::Certificate => Self::Certificate,
            Kind::Draft => Self::Draft,
        }
    }
}
