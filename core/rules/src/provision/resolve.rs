//! Which of several rules applies on a day, and why the others do not (rules L1, L2).

use std::cmp::Ordering;

use super::{Provision, Rule, Ruled, Weight};
use crate::Day;

/// The outcome for one day.
#[derive(Debug, PartialEq, Eq)]
pub struct Resolved<'a, T> {
    /// The rule that applies, if one is in force.
    pub applies: Option<&'a Rule<T>>,
    /// Every other rule with the reason.
    pub lost: Vec<Lost<'a, T>>,
}

/// A rule that does not apply.
#[derive(Debug, PartialEq, Eq)]
pub struct Lost<'a, T> {
    /// The rule.
    pub rule: &'a Rule<T>,
    /// Why it does not apply.
    pub why: Why,
}

/// Why a rule does not apply. The first reason that holds, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is a draft.
    Proposed,
    /// It is not yet in force.
    NotYetInForce,
    /// It is no longer in force.
    NoLongerInForce,
    /// It says of itself that other provisions come first.
    GivesWay,
    /// A source of more weight, or of a higher level at equal weight, says otherwise.
    Lower,
    /// A rule made for this item says otherwise.
    General,
    /// A newer rule of the same rank says otherwise.
    Older,
    /// Another rule says the same, or nothing decides between them: the first layer's stays.
    Repeated,
}

impl<T> Ruled<T> {
    /// What applies on `day`.
    pub fn on(&self, day: Day) -> Resolved<'_, T> {
        let mut applies: Option<&Rule<T>> = None;
        for rule in self.candidates() {
            let better = applies.is_none_or(|best| rule.provision.beats(&best.provision).is_some());
            if rule.provision.is_in_force(day) && better {
                applies = Some(rule);
            }
        }
        let lost = self
            .candidates()
            .iter()
            .filter(|rule| !applies.is_some_and(|best| std::ptr::eq(best, *rule)))
            .map(|rule| Lost {
                rule,
                why: why(&rule.provision, applies.map(|best| &best.provision), day),
            })
            .collect();
        Resolved { applies, lost }
    }
}

impl Provision {
    /// Why this provision comes before `other`, both in force; `None` if it does not.
    pub fn beats(&self, other: &Self) -> Option<Why> {
        let yields = |one: &Self, to: &Self| {
            one.gives_way_to
                .is_some_and(|weight| to.weight >= weight && to.gives_way_to.is_none())
        };
        if yields(other, self) != yields(self, other) {
            return yields(other, self).then_some(Why::GivesWay);
        }
        let steps = [
            (self.rank().cmp(&other.rank()), Why::Lower),
            (self.special.cmp(&other.special), Why::General),
            (self.valid_from.cmp(&other.valid_from), Why::Older),
        ];
        let decisive = steps
            .into_iter()
            .find(|(order, _)| *order != Ordering::Equal);
        decisive.and_then(|(order, why)| (order == Ordering::Greater).then_some(why))
    }

    /// Heavier first, then the level nearer to the nation.
    fn rank(&self) -> (Weight, u8) {
        (self.weight, u8::MAX - self.depth)
    }
}

fn why(loser: &Provision, best: Option<&Provision>, day: Day) -> Why {
    if loser.weight == Weight::Proposed {
        Why::Proposed
    } else if day < loser.valid_from {
        Why::NotYetInForce
    } else if loser.valid_until.is_some_and(|until| until <= day) {
        Why::NoLongerInForce
    } else {
        best.and_then(|best| best.beats(loser))
            .unwrap_or(Why::Repeated)
    }
}
