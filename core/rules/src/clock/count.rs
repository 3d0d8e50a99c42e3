//! Counting a limit from an event to its end.

use super::due::{Due, Reading};
use super::limit::{Duty, Limit, Unit};
use super::step::{Step, Why};
use super::stop::Stop;
use crate::Day;
use crate::calendar::{Calendar, Certainty};

/// Why a limit cannot be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// It would end after the year 9999, or in a calendar in which nobody works.
    #[error("limit ends outside the calendar")]
    OutsideCalendar,
}

/// The end of `limit` for an event on the day `from`; zero days end on that day, or on the next
/// working day.
///
/// ```
/// use tongban_rules::{Calendars, Day, Limit, count};
/// let calendar = Calendars::built_in().get("national").unwrap();
/// let before_labour_day = Day::parse("2026-04-30").unwrap();
/// let due = count(calendar, before_labour_day, &Limit::working_days(3)?)?;
/// // 1 to 5 May are days off, Saturday 9 May makes up for one of them.
/// assert_eq!(due.due.to_string(), "2026-05-08");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn count(calendar: &Calendar, from: Day, limit: &Limit) -> Result<Due, CountError> {
    match read(calendar, from, limit, &[])? {
        Counted::Ended(due) => Ok(due),
        Counted::Standing { .. } => Err(CountError::OutsideCalendar),
    }
}

/// What came of counting a limit that may stand still.
#[derive(Debug)]
pub(super) enum Counted {
    /// It ended.
    Ended(Due),
    /// A stop without an end was met first.
    Standing { counted: u16, steps: Vec<Step> },
}

/// Counts `limit` in its reading (rule L3), leaving out the days of `stops`.
pub(super) fn read(
    calendar: &Calendar,
    from: Day,
    limit: &Limit,
    stops: &[Stop],
) -> Result<Counted, CountError> {
    let (least, most) = (limit.amount().least(), limit.amount().most());
    let (early, late) = match limit.unit() {
        Unit::Working => (Unit::Working, Unit::Working),
        Unit::Calendar => (Unit::Calendar, Unit::Calendar),
        Unit::Unstated => (Unit::Calendar, Unit::Working),
    };
    let walk = |days, unit| Walk::new(calendar, from, unit, stops).end(days);
    let Counted::Ended(mut latest) = walk(most, late)? else {
        return walk(most, late);
    };
    if (least, early) != (most, late)
        && let Counted::Ended(Due { due: earliest, .. }) = walk(least, early)?
        && earliest < latest.due
    {
        latest.reading = match limit.duty() {
            Duty::Office => Reading::Range { earliest },
            Duty::Applicant => Reading::RemindBy { earliest },
        };
    }
    Ok(Counted::Ended(latest))
}

/// One pass over the days after an event.
struct Walk<'a> {
    calendar: &'a Calendar,
    unit: Unit,
    stops: &'a [Stop],
    day: Day,
    counted: u16,
    steps: Vec<Step>,
}

impl<'a> Walk<'a> {
    fn new(calendar: &'a Calendar, from: Day, unit: Unit, stops: &'a [Stop]) -> Self {
        Self {
            calendar,
            unit,
            stops,
            day: from,
            counted: 0,
            steps: vec![Step::because(calendar, from, false, Why::EventDay)],
        }
    }

    fn end(mut self, days: u16) -> Result<Counted, CountError> {
        while self.counted < days {
            if self.stands_for_good() {
                return Ok(self.standing());
            }
            let step = self.next(|calendar, day, unit| match unit {
                Unit::Calendar => Step::because(calendar, day, true, Why::CalendarDay),
                Unit::Working | Unit::Unstated => Step::of_working_limit(calendar, day),
            })?;
            self.counted += u16::from(step.counted);
        }
        // Left out, a limit could end on a day on which nobody is there to keep it.
        let mut open = self.calendar.is_working_day(self.day);
        while !open {
            if self.stands_for_good() {
                return Ok(self.standing());
            }
            let step = self.next(|calendar, day, _| match calendar.is_working_day(day) {
                true => Step::because(calendar, day, false, Why::NextWorkingDay),
                false => Step::of_working_limit(calendar, day),
            })?;
            open = step.why == Why::NextWorkingDay;
        }
        Ok(Counted::Ended(self.due()))
    }

    /// Goes on by a day: one of a stop, or what `judge` makes of it.
    fn next(&mut self, judge: impl Fn(&Calendar, Day, Unit) -> Step) -> Result<&Step, CountError> {
        let next = self
            .day
            .checked_plus_days(1)
            .filter(|_| self.steps.len() <= LONGEST);
        self.day = next.ok_or(CountError::OutsideCalendar)?;
        let stop = self.stops.iter().find(|stop| stop.covers(self.day));
        let step = match stop {
            Some(stop) => Step::because(self.calendar, self.day, false, Why::Stopped(stop.reason)),
            None => judge(self.calendar, self.day, self.unit),
        };
        self.steps.push(step);
        self.steps.last().ok_or(CountError::OutsideCalendar)
    }

    /// Whether the next day lies in a stop that has no end.
    fn stands_for_good(&self) -> bool {
        self.stops
            .iter()
            .any(|stop| stop.until.is_none() && stop.since <= self.day)
    }

    fn standing(self) -> Counted {
        Counted::Standing {
            counted: self.counted,
            steps: self.steps,
        }
    }

    fn due(self) -> Due {
        // The event itself is not judged by the calendar, so it makes nothing provisional.
        let after = self.steps.iter().skip(1);
        Due {
            due: self.day,
            reading: Reading::Exact,
            provisional: after
                .clone()
                .any(|step| step.certainty != Certainty::Announced),
            calendar_version: self.calendar.version().to_owned(),
            steps: self.steps,
        }
    }
}

/// Days of the longest count: ten years of working days and the stops of a case among them.
const LONGEST: usize = 20_000;
