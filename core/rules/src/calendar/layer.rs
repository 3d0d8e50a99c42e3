//! One folder of calendar data: its `calendar.json` and a file for each announced year.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::announced::AnnouncedYear;
use super::{CalendarError, Special};
use crate::Day;

/// `calendar.json`, with the announced years beside it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    pub id: String,
    pub version: String,
    pub base: Option<String>,
    /// Locale → name.
    pub names: BTreeMap<String, String>,
    /// ISO 8601 weekdays, Monday is 1.
    #[serde(default)]
    pub weekly_days_off: BTreeSet<u8>,
    pub computed: Option<Computed>,
    /// Name in the source → locale → name.
    #[serde(default)]
    pub holiday_names: BTreeMap<String, BTreeMap<String, String>>,
    pub sources: Vec<String>,
    #[serde(skip)]
    pub announced: BTreeMap<i32, AnnouncedYear>,
}

/// Festivals that follow a rule until a year file confirms or replaces them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Computed {
    pub from_year: i32,
    pub until_year: i32,
    pub festivals: Vec<Festival>,
}

/// Days off that begin on a date of the tabular Islamic calendar.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Festival {
    pub name: String,
    pub islamic_month: u32,
    pub islamic_day: u32,
    pub days: u8,
    pub on_day_off: OnDayOff,
}

/// What becomes of a festival's day that is a day off anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDayOff {
    Stays,
    Moves,
}

impl Layer {
    pub fn read(file: &str, text: &str) -> Result<Self, CalendarError> {
        let layer: Self = serde_json::from_str(text).map_err(|error| CalendarError::Schema {
            file: file.to_owned(),
            line: error.line(),
        })?;
        let possible = layer.computed.iter().all(Computed::is_possible)
            && layer
                .weekly_days_off
                .iter()
                .all(|day| (1..=7).contains(day))
            && layer.weekly_days_off.len() < 7;
        match possible {
            true => Ok(layer),
            false => Err(CalendarError::Impossible { calendar: layer.id }),
        }
    }

    /// Whether this layer knows its days of `year`, by a notice or by its rule.
    pub fn speaks_of(&self, year: i32) -> bool {
        self.announced.contains_key(&year)
            || self.computed.as_ref().is_some_and(|rule| rule.covers(year))
    }

    /// The days of all announced years.
    pub fn announced_days(&self) -> impl Iterator<Item = (Day, Special)> {
        self.announced.values().flat_map(|year| {
            year.days
                .iter()
                .map(|(day, special)| (*day, special.clone()))
        })
    }

    /// Adds a year; a day that two files know must mean the same in both.
    pub fn announce(&mut self, year: AnnouncedYear) -> Result<(), CalendarError> {
        for (day, special) in &year.days {
            let same = self
                .announced
                .values()
                .filter_map(|other| other.days.get(day))
                .all(|known| known.off == special.off);
            if !same {
                return Err(CalendarError::Contradiction {
                    calendar: self.id.clone(),
                    date: day.to_string(),
                });
            }
        }
        self.announced.insert(year.year, year);
        Ok(())
    }
}

impl Computed {
    pub fn covers(&self, year: i32) -> bool {
        (self.from_year..=self.until_year).contains(&year)
    }

    fn is_possible(&self) -> bool {
        let years = 622 < self.from_year && self.until_year <= 9000;
        years
            && self.until_year.saturating_sub(self.from_year) <= MOST_YEARS
            && self.festivals.iter().all(|festival| {
                (1..=12).contains(&festival.islamic_month)
                    && (1..=30).contains(&festival.islamic_day)
                    && (1..=MOST_DAYS).contains(&festival.days)
            })
    }
}

const MOST_YEARS: i32 = 200;
const MOST_DAYS: u8 = 10;
