//! All calendars that a device has.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};

use super::announced::AnnouncedYear;
use super::layer::Layer;
use super::{Calendar, CalendarError};

/// Calendars by their id.
#[derive(Clone, Debug)]
pub struct Calendars(BTreeMap<String, Calendar>);

impl Calendars {
    /// The calendars of this build (`assets/calendars`).
    ///
    /// ```
    /// let calendars = tongban_rules::Calendars::built_in();
    /// let national = calendars.get("national").unwrap();
    /// let new_year = tongban_rules::Day::parse("2026-01-01").unwrap();
    /// assert!(!national.is_working_day(new_year));
    /// ```
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads `FOLDER/calendar.json` and `FOLDER/YEAR.json` files; anything else is skipped.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, CalendarError> {
        let mut layers = BTreeMap::new();
        let mut years = Vec::new();
        for (path, text) in files {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            if name == "calendar.json" {
                let layer = Layer::read(path, text)?;
                layers.insert(folder, layer);
            } else if is_year(name)
                && let Some(year) = AnnouncedYear::read(path, text)?
            {
                if format!("{:04}.json", year.year) != name {
                    return Err(CalendarError::Date {
                        file: path.to_owned(),
                        date: year.year.to_string(),
                    });
                }
                years.push((folder, year));
            }
        }
        for (folder, year) in years {
            let layer = layers
                .get_mut(folder)
                .ok_or_else(|| CalendarError::NoDescription {
                    folder: folder.to_owned(),
                })?;
            layer.announce(year)?;
        }
        stack(layers.into_values())
    }

    /// The calendar of this id.
    pub fn get(&self, id: &str) -> Option<&Calendar> {
        self.0.get(id)
    }

    /// The ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Puts every layer on its base, bases first.
fn stack(layers: impl Iterator<Item = Layer>) -> Result<Calendars, CalendarError> {
    let mut waiting: Vec<Arc<Layer>> = layers.map(Arc::new).collect();
    let mut ready: BTreeMap<String, Calendar> = BTreeMap::new();
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut still = Vec::new();
        for layer in waiting {
            let base = match &layer.base {
                None => Some(Calendar::empty()),
                Some(base) => ready.get(base).cloned(),
            };
            match base {
                Some(base) => {
                    let calendar = base.with(layer);
                    if let Some(twice) = ready.insert(calendar.id.clone(), calendar) {
                        return Err(CalendarError::Twice { calendar: twice.id });
                    }
                }
                None => still.push(layer),
            }
        }
        if let Some(stuck) = still.first().filter(|_| still.len() == before) {
            return Err(CalendarError::Base {
                calendar: stuck.id.clone(),
                base: stuck.base.clone().unwrap_or_default(),
            });
        }
        waiting = still;
    }
    Ok(Calendars(ready))
}

fn is_year(name: &str) -> bool {
    name.strip_suffix(".json")
        .is_some_and(|stem| stem.len() == 4 && stem.bytes().all(|byte| byte.is_ascii_digit()))
}

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/calendars");

static BUILT_IN: LazyLock<Calendars> = LazyLock::new(|| {
    let files = FILES.dirs().flat_map(Dir::files);
    let texts = files.filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)));
    Calendars::read(texts).expect("the calendars of this build are read in its tests")
});
