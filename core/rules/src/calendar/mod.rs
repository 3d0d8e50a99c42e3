//! Which days are working days, and how sure that is.
//!
//! A calendar is layers of data (`assets/calendars`): a base with its weekly days off and the
//! announced days of each year, and regions on top of it. A day that a region's rule puts in
//! but no notice confirms is marked as computed; a day of a year for which some layer says
//! nothing is marked as unannounced (rule L8). No calendar is named in code.

mod announced;
mod computed;
mod error;
mod islamic;
mod layer;
mod set;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::Day;

pub use error::CalendarError;
pub use set::Calendars;

use layer::Layer;

/// The working days of one place, from the nation down.
#[derive(Clone, Debug)]
pub struct Calendar {
    id: String,
    version: String,
    /// The base first.
    layers: Vec<Arc<Layer>>,
    days: BTreeMap<Day, Special>,
}

/// What a day is, and how sure that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarDay {
    /// Working day or day off, and why.
    pub kind: DayKind,
    /// Whether a notice says so.
    pub certainty: Certainty,
}

/// Working day or day off, with the holiday's name as its source writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// An ordinary working day.
    Working,
    /// A weekly day off that is worked to make up for a holiday.
    MakeUp(Arc<str>),
    /// A weekly day off.
    WeeklyDayOff,
    /// A holiday.
    Holiday(Arc<str>),
}

/// Where the knowledge of a day comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// From the year's notice.
    Announced,
    /// A festival by a region's rule, "computed, unconfirmed".
    Computed,
    /// The notice of its year does not exist yet, or is older than the data.
    Unannounced,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Special {
    off: bool,
    name: Arc<str>,
    certainty: Certainty,
}

impl Calendar {
    /// The name that a command or a pack uses.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The versions of all layers, base first: it changes when any day can have changed.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The name in a language, else in any.
    pub fn name(&self, locale: &str) -> &str {
        let names = self.layers.last().map(|layer| &layer.names);
        names
            .and_then(|names| names.get(locale).or_else(|| names.values().next()))
            .map_or(&self.id, String::as_str)
    }

    /// A holiday's name in a language, else as its source writes it.
    pub fn holiday_name<'a>(&'a self, name: &'a str, locale: &str) -> &'a str {
        self.layers
            .iter()
            .find_map(|layer| layer.holiday_names.get(name)?.get(locale))
            .map_or(name, String::as_str)
    }

    /// Where the layers come from, base first, in the words of their data.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.layers
            .iter()
            .flat_map(|layer| layer.sources.iter().map(String::as_str))
    }

    /// The addresses of the notices that announced a year.
    pub fn notices(&self, year: i32) -> impl Iterator<Item = &str> {
        self.layers
            .iter()
            .filter_map(move |layer| layer.announced.get(&year))
            .flat_map(|year| year.notices.iter().map(String::as_str))
    }

    /// What `day` is.
    pub fn on(&self, day: Day) -> CalendarDay {
        let certainty = if self.layers.iter().all(|layer| layer.speaks_of(day.year())) {
            Certainty::Announced
        } else {
            Certainty::Unannounced
        };
        match self.days.get(&day) {
            Some(special) => CalendarDay {
                kind: match special.off {
                    true => DayKind::Holiday(special.name.clone()),
                    false => DayKind::MakeUp(special.name.clone()),
                },
                certainty: special.certainty.max(certainty),
            },
            None => CalendarDay {
                kind: match self.is_weekly_day_off(day) {
                    true => DayKind::WeeklyDayOff,
                    false => DayKind::Working,
                },
                certainty,
            },
        }
    }

    /// Whether people work on `day`, make-up days included.
    pub fn is_working_day(&self, day: Day) -> bool {
        self.on(day).kind.is_working()
    }

    /// Puts `layer` on top: what it announces, else what it computes, replaces what is below.
    fn with(&self, layer: Arc<Layer>) -> Self {
        let mut days = self.days.clone();
        days.extend(computed::days(&layer, self));
        days.extend(layer.announced_days());
        let version = format!("{}@{}", layer.id, layer.version);
        Self {
            id: layer.id.clone(),
            version: match self.layers.is_empty() {
                true => version,
                false => format!("{}+{version}", self.version),
            },
            layers: self.layers.iter().cloned().chain([layer]).collect(),
            days,
        }
    }

    /// A calendar without a layer, in which every day is a working day.
    fn empty() -> Self {
        Self {
            id: String::new(),
            version: String::new(),
            layers: Vec::new(),
            days: BTreeMap::new(),
        }
    }

    fn is_weekly_day_off(&self, day: Day) -> bool {
        self.layers
            .iter()
            .any(|layer| layer.weekly_days_off.contains(&day.weekday()))
    }
}

impl DayKind {
    /// Whether people work.
    pub fn is_working(&self) -> bool {
        matches!(self, Self::Working | Self::MakeUp(_))
    }
}

impl Certainty {
    /// The word under which the texts and the command line know it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Computed => "computed",
            Self::Unannounced => "unannounced",
        }
    }
}
