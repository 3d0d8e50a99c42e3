//! Festivals by a region's rule, marked as computed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layer::{Computed, Festival, Layer, OnDayOff};
use super::{Calendar, Certainty, DayKind, Special, islamic};
use crate::Day;

/// The computed days of `layer` on top of `base`, without the years that the layer announced.
pub fn days(layer: &Layer, base: &Calendar) -> BTreeMap<Day, Special> {
    let mut days = BTreeMap::new();
    let Some(rule) = &layer.computed else {
        return days;
    };
    for festival in &rule.festivals {
        for first in first_days(festival, rule) {
            if !layer.announced.contains_key(&first.year()) {
                put(festival, first, base, &mut days);
            }
        }
    }
    days
}

fn first_days<'a>(festival: &'a Festival, rule: &'a Computed) -> impl Iterator<Item = Day> + 'a {
    islamic::years_touching(rule.from_year, rule.until_year)
        .filter_map(|year| islamic::day_of(year, festival.islamic_month, festival.islamic_day))
        .filter(|day| rule.covers(day.year()))
}

/// All days of the festival, and for each that moves the next ordinary working day after it.
/// Make-up days stay working days: the week they belong to was already rearranged once.
fn put(festival: &Festival, first: Day, base: &Calendar, days: &mut BTreeMap<Day, Special>) {
    let special = Special {
        off: true,
        name: Arc::from(festival.name.as_str()),
        certainty: Certainty::Computed,
    };
    let mut after = (0..).map_while(|offset| first.checked_plus_days(offset));
    let own: Vec<Day> = after.by_ref().take(usize::from(festival.days)).collect();
    let moved = own
        .iter()
        .filter(|day| festival.on_day_off == OnDayOff::Moves && !base.is_working_day(**day))
        .count();
    let moved_to = after
        .take(LONGEST_WAIT)
        .filter(|day| base.on(*day).kind == DayKind::Working)
        .take(moved);
    days.extend(
        own.iter()
            .copied()
            .chain(moved_to)
            .map(|day| (day, special.clone())),
    );
}

/// No week or holiday is longer: a bound for data in which nobody ever works.
const LONGEST_WAIT: usize = 60;
