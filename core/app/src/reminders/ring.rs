//! Noting what is to ring, and ringing it: noted first, so that a crash between the two costs a
//! ring and never rings twice. What did not ring stands unread in the inbox.

use std::sync::Arc;

use tongban_device::Notification;
use tongban_store::{PersonDb, PersonTx, WriteError};

use super::inbox::Inbox;
use super::plan::{Plan, plan};
use super::settings;
use super::task::LATER;
use super::view::ReminderView;
use crate::cases::MessageView;
use crate::context::{Core, lock};
use crate::error::{Param, Params, param};
use crate::events::EventView;
use crate::messages::Messages;
use crate::storage::StorageError;

/// Enters what became due, rings what may ring, and notes when to look again. Does nothing while
/// the wallet is closed, and for staff; while a snapshot comes in, once.
pub(crate) fn ring(core: &Core) -> Result<(), StorageError> {
    let _turn = lock(&core.reminders_turn);
    let Some(db) = core.open_db() else {
        return Ok(());
    };
    if db.info()?.staff.is_some() {
        return Ok(());
    }
    // A snapshot comes in hundreds of pages, and each would be read against all that came before.
    let filling = !db.snapshots()?.is_empty();
    let rung = std::mem::replace(&mut lock(&core.reminders).rung, true);
    let (now, store) = (core.reminding_now()?, core.store()?);
    if filling && rung {
        lock(&core.reminders).next = Some(now + LATER);
        return Ok(());
    }
    let inbox = Inbox::read(core, &db)?;
    let rings = settings::rings(&store);
    let plan = plan(
        now,
        &inbox.subjects,
        &inbox.letters(),
        &inbox.known(&db, filling)?,
        &rings,
    );
    lock(&core.reminders).next = plan.next;
    let told = carry_out(&db, now, &plan)?;
    let inbox = match plan.enter.is_empty() {
        true => inbox,
        false => Inbox::read(core, &db)?,
    };
    let unread = |id: &str| {
        let mut messages = inbox.messages.iter();
        messages.any(|one| one.view.id == id && !one.view.read)
    };
    core.withdraw_reminders(|id| id != MANY && !unread(id));
    let find = |id: &String| inbox.messages.iter().find(|one| one.view.id == *id);
    let told: Vec<&MessageView> = told.iter().filter_map(find).map(|one| &one.view).collect();
    let words = Words {
        messages: core.messages(),
        discreet: settings::is_discreet(&store),
    };
    match told.len() {
        0 => {}
        1..=MOST_AT_ONCE => told.iter().for_each(|one| core.show(&words.of(one))),
        count => core.show(&words.of_many(u32::try_from(count).unwrap_or(u32::MAX))),
    }
    if !plan.enter.is_empty() {
        core.publish_messages();
    }
    Ok(())
}

/// Notes the whole plan in one transaction; returns what may be shown because of it.
pub(super) fn carry_out(db: &PersonDb, now: u64, plan: &Plan) -> Result<Vec<String>, StorageError> {
    if plan.enter.is_empty() && plan.tell.is_empty() && plan.settle.is_empty() {
        return Ok(Vec::new());
    }
    let told = db.write(|tx: &PersonTx<'_>| -> Result<_, WriteError> {
        for reminder in &plan.enter {
            tx.put_reminder(reminder)?;
        }
        for id in &plan.settle {
            tx.announce(id, now, false)?;
        }
        let mut told = Vec::new();
        for id in &plan.tell {
            if tx.announce(id, now, true)? {
                told.push(id.clone());
            }
        }
        Ok(told)
    })?;
    Ok(told)
}

impl Core {
    /// The later of the device's clock and the trusted floor (rule C10).
    pub(crate) fn reminding_now(&self) -> Result<u64, StorageError> {
        Ok(self.now().max(self.floor()?))
    }

    /// When the next reminder becomes due; none while the wallet is closed.
    pub(crate) fn next_reminder(&self) -> Option<u64> {
        lock(&self.reminders).next.filter(|_| self.is_unlocked())
    }

    /// Takes away what is shown and meant by `gone`.
    pub(crate) fn withdraw_reminders(&self, gone: impl Fn(&str) -> bool) {
        let Some(notifier) = &self.caps.notifier else {
            return;
        };
        let mut reminders = lock(&self.reminders);
        reminders.standing.retain(|id| {
            let goes = gone(id);
            if goes {
                // What cannot be taken away now, the person takes away.
                notifier.withdraw(id).ok();
            }
            !goes
        });
    }

    fn show(&self, reminder: &ReminderView) {
        if let Some(notifier) = &self.caps.notifier {
            let notification = Notification {
                id: reminder.id.clone(),
                title: reminder.title.clone(),
                body: reminder.text.clone(),
                link: reminder.link.clone(),
            };
            if notifier.show(&notification).is_ok() {
                lock(&self.reminders).standing.insert(reminder.id.clone());
            }
        }
        self.publish(EventView::Reminder(reminder.clone()));
    }
}

/// The words in which the system shows something.
struct Words {
    messages: Arc<Messages>,
    discreet: bool,
}

impl Words {
    fn of(&self, message: &MessageView) -> ReminderView {
        let params = self.params(message);
        let (title, text) = match self.discreet {
            true => (
                self.messages.text("reminders.discreet.title"),
                self.messages.text("reminders.discreet.text"),
            ),
            false => (
                self.said("title", &message.code, &params),
                self.said("text", &message.code, &params),
            ),
        };
        ReminderView {
            // An id names the case; the system may keep what it is given.
            id: message.id.clone(),
            title,
            text,
            link: message.link.clone(),
            count: 1,
        }
    }

    fn of_many(&self, count: u32) -> ReminderView {
        ReminderView {
            id: MANY.to_owned(),
            title: self.messages.text("reminders.discreet.title"),
            text: self.messages.render("reminders.many", &param("n", count)),
            link: "/messages".to_owned(),
            count,
        }
    }

    fn said(&self, part: &str, code: &str, params: &Params) -> String {
        let key = format!("messages.{part}.{code}");
        match self.messages.has(&key) {
            true => self.messages.render(&key, params),
            false => self
                .messages
                .render(&format!("messages.{part}.other"), params),
        }
    }

    /// Days in words.
    fn params(&self, message: &MessageView) -> Params {
        let mut params = message.params.clone();
        for name in ["date", "until"] {
            if let Some(Param::Text(day)) = params.get(name) {
                let day = self.messages.day(day);
                params.extend(param(name, day));
            }
        }
        params.extend(param("service", message.service_name.as_str()));
        params
    }
}

/// More than these at once are one notification: after a long absence nobody reads fifty.
const MOST_AT_ONCE: usize = 3;
const MANY: &str = "reminders.many";
