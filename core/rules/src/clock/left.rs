//! How much of a limit is left.

use super::Due;
use crate::Day;
use crate::calendar::Calendar;

/// How a day stands to the end of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Still in time.
    Days {
        /// Days of the limit after today.
        counted: u16,
        /// Days of the calendar after today, days off included.
        calendar: u16,
    },
    /// Today is the last day.
    LastDay,
    /// Too late.
    Overdue {
        /// Working days since the end, today included if it is one.
        working: u16,
        /// Days of the calendar since the end.
        calendar: u16,
    },
}

impl Due {
    /// How `today` stands to this end.
    pub fn left(&self, calendar: &Calendar, today: Day) -> Left {
        let apart = |days: i32| u16::try_from(days).unwrap_or(u16::MAX);
        if today > self.due {
            let late = apart(today.days() - self.due.days());
            let days = (1..=i32::from(late)).filter_map(|days| self.due.checked_plus_days(days));
            let working = days.filter(|day| calendar.is_working_day(*day)).count();
            return Left::Overdue {
                working: u16::try_from(working).unwrap_or(u16::MAX),
                calendar: late,
            };
        }
        if today == self.due {
            return Left::LastDay;
        }
        let ahead = self
            .steps
            .iter()
            .filter(|step| step.counted && step.day > today);
        Left::Days {
            counted: u16::try_from(ahead.count()).unwrap_or(u16::MAX),
            calendar: apart(self.due.days() - today.days()),
        }
    }
}
