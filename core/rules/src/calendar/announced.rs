//! A year as its notice announced it, in the schema of the data set holiday-cn.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::{CalendarError, Certainty, Special};
use crate::Day;

/// The days off and the make-up working days of one notice.
#[derive(Clone, Debug)]
pub struct AnnouncedYear {
    pub year: i32,
    pub notices: Vec<String>,
    pub days: BTreeMap<Day, Special>,
}

impl AnnouncedYear {
    /// Reads a year file; `None` for one without days, whose notice is still to come.
    pub fn read(file: &str, text: &str) -> Result<Option<Self>, CalendarError> {
        let written: YearFile =
            serde_json::from_str(text).map_err(|error| CalendarError::Schema {
                file: file.to_owned(),
                line: error.line(),
            })?;
        let mut days = BTreeMap::new();
        for entry in &written.days {
            let day = Day::parse(&entry.date).filter(|day| belongs(*day, written.year));
            let day = day.ok_or_else(|| CalendarError::Date {
                file: file.to_owned(),
                date: entry.date.clone(),
            })?;
            let special = Special {
                off: entry.is_off_day,
                name: Arc::from(entry.name.as_str()),
                certainty: Certainty::Announced,
            };
            let known = days.insert(day, special);
            if known.is_some_and(|known| known.off != entry.is_off_day) {
                return Err(CalendarError::Contradiction {
                    calendar: file.to_owned(),
                    date: entry.date.clone(),
                });
            }
        }
        let year = Self {
            year: written.year,
            notices: written.papers,
            days,
        };
        Ok((!year.days.is_empty()).then_some(year))
    }
}

/// A notice speaks of its year and of the last days before it.
fn belongs(day: Day, year: i32) -> bool {
    day.year() == year || (day.year() == year - 1 && day.month() == 12)
}

#[derive(Deserialize)]
struct YearFile {
    year: i32,
    papers: Vec<String>,
    days: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    name: String,
    date: String,
    is_off_day: bool,
}
