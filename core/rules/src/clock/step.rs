//! One day of a count and why it counted or did not.

use std::sync::Arc;

use super::StopReason;
use crate::Day;
use crate::calendar::{Calendar, Certainty, DayKind};

/// What a count made of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The day.
    pub day: Day,
    /// Whether it is one of the limit's days.
    pub counted: bool,
    /// Why.
    pub why: Why,
    /// How sure it is that the day is what it is taken for.
    pub certainty: Certainty,
}

/// Why a day counts or does not. The texts stand in the message catalogue under
/// `clock.why.<slug>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The day of the event: counting begins on the next.
    EventDay,
    /// A working day, of a limit in working days.
    WorkingDay,
    /// A weekly day off that is worked, to make up for the holiday named.
    MakeUpDay(Arc<str>),
    /// A day of a limit in calendar days.
    CalendarDay,
    /// A weekly day off.
    WeeklyDayOff,
    /// A holiday.
    Holiday(Arc<str>),
    /// The clock stands still.
    Stopped(StopReason),
    /// The first working day after a limit that would have ended on a day off.
    NextWorkingDay,
}

impl Why {
    /// The word under which the texts and the command line know it.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::EventDay => "event_day",
            Self::WorkingDay => "working_day",
            Self::MakeUpDay(_) => "make_up_day",
            Self::CalendarDay => "calendar_day",
            Self::WeeklyDayOff => "weekly_day_off",
            Self::Holiday(_) => "holiday",
            Self::Stopped(_) => "stopped",
            Self::NextWorkingDay => "next_working_day",
        }
    }

    /// Every slug, for those who keep texts of them.
    pub const SLUGS: &[&str] = &[
        "event_day",
        "working_day",
        "make_up_day",
        "calendar_day",
        "weekly_day_off",
        "holiday",
        "stopped",
        "next_working_day",
    ];

    /// The holiday that the reason names, as its source writes it.
    pub fn holiday(&self) -> Option<&str> {
        match self {
            Self::MakeUpDay(name) | Self::Holiday(name) => Some(name),
            _ => None,
        }
    }
}

impl Step {
    /// `day` judged by the calendar alone: a working day counts.
    pub(super) fn of_working_limit(calendar: &Calendar, day: Day) -> Self {
        let on = calendar.on(day);
        Self {
            day,
            counted: on.kind.is_working(),
            why: on.kind.into(),
            certainty: on.certainty,
        }
    }

    /// `day` for the reason given, whatever the calendar says.
    pub(super) fn because(calendar: &Calendar, day: Day, counted: bool, why: Why) -> Self {
        Self {
            day,
            counted,
            why,
            certainty: calendar.on(day).certainty,
        }
    }
}

impl From<DayKind> for Why {
    fn from(kind: DayKind) -> Self {
        match kind {
            DayKind::Working => Self::WorkingDay,
            DayKind::MakeUp(name) => Self::MakeUpDay(name),
            DayKind::WeeklyDayOff => Self::WeeklyDayOff,
            DayKind::Holiday(name) => Self::Holiday(name),
        }
    }
}
