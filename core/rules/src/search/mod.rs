//! Finding a service by what people call it, without network and without a database.
//!
//! Chinese is matched by single characters and pairs of neighbours, so that a query of one
//! character finds something and a longer one finds the right thing first; letters are matched
//! against the readings of the phrases, whole or by initials; other languages by the beginnings of
//! words. Every hit says which phrase it came from.

mod grams;
mod reading;

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::pack::Pack;
use crate::service::Service;

/// An index over the services of a pack.
pub struct Index<'a> {
    entries: Vec<Entry<'a>>,
    /// Every gram and word, numbered.
    grams: BTreeMap<String, usize>,
    /// What each of them is worth: rare ones more than those of every service.
    worth: Vec<f64>,
    /// What one that nobody has is worth.
    worth_of_unknown: f64,
}

/// A service that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'a> {
    /// The service.
    pub service: &'a Service,
    /// The phrase that matched best.
    pub because: &'a str,
    /// How well, from 0; comparable within one search only.
    pub score: f64,
}

struct Entry<'a> {
    service: &'a Service,
    place: usize,
    text: &'a str,
    folded: String,
    /// Numbers of its grams, ascending.
    grams: Vec<usize>,
    /// What they are worth together.
    worth: f64,
    reading: Vec<Vec<&'a str>>,
    weight: f64,
}

/// A gram of the query.
struct Wanted {
    /// Numbers of the grams that meet it.
    met: Vec<usize>,
    worth: f64,
}

impl<'a> Index<'a> {
    /// Indexes every name, phrase and summary.
    pub fn new(pack: &'a Pack) -> Self {
        let mut entries = Vec::new();
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        // For each gram the services that have it, and the last of them.
        let mut spread: Vec<(usize, usize)> = Vec::new();
        for (place, service) in pack.services.iter().enumerate() {
            let mut add = |text: &'a str, reading: &'a str, weight| {
                let mut grams = Vec::new();
                for gram in grams::of(text) {
                    let next = numbers.len();
                    let number = *numbers.entry(gram).or_insert(next);
                    if number == spread.len() {
                        spread.push((0, usize::MAX));
                    }
                    if spread[number].1 != place {
                        spread[number] = (spread[number].0 + 1, place);
                    }
                    grams.push(number);
                }
                grams.sort_unstable();
                entries.push(Entry {
                    service,
                    place,
                    text,
                    folded: grams::fold(text),
                    grams,
                    worth: 0.0,
                    reading: reading::syllables(reading),
                    weight,
                });
            };
            let name_of = |text: &str| service.names.iter().any(|(_, name)| name == text);
            for phrase in &service.phrases {
                let weight = if name_of(&phrase.text) { NAME } else { PHRASE };
                add(&phrase.text, &phrase.reading, weight);
            }
            for (_, text) in service.guide.summary.iter() {
                add(text, "", SUMMARY);
            }
        }
        let rarity = |services: usize| {
            ((pack.services.len() as f64 + 1.0) / (services as f64 + 0.5)).ln_1p()
        };
        let mut worth = vec![0.0; numbers.len()];
        for (gram, number) in &numbers {
            worth[*number] = rarity(spread[*number].0) * grams::length(gram);
        }
        for entry in &mut entries {
            entry.worth = entry.grams.iter().map(|number| worth[*number]).sum();
        }
        Self {
            entries,
            grams: numbers,
            worth,
            worth_of_unknown: rarity(0),
        }
    }

    /// The services that match, best first; equal ones in the order of the pack.
    pub fn search(&self, query: &str) -> Vec<Hit<'a>> {
        let query: String = query.chars().take(MAX_QUERY).collect();
        let folded = grams::fold(&query);
        let wanted: Vec<Wanted> = grams::of(&query)
            .iter()
            .map(|gram| self.wanted(gram))
            .collect();
        let letters = reading::letters(&folded);
        let mut best: BTreeMap<usize, Hit<'a>> = BTreeMap::new();
        for entry in &self.entries {
            let by_grams = self.by_grams(entry, &wanted, &folded);
            let by_reading = reading::matches(&entry.reading, &letters);
            let score = entry.weight * by_grams.max(by_reading);
            if score <= 0.0 {
                continue;
            }
            let hit = best.entry(entry.place).or_insert_with(|| Hit {
                service: entry.service,
                because: entry.text,
                score: 0.0,
            });
            // Further phrases of one service count a little: they agree with the best one.
            if score > hit.score {
                hit.score = score + hit.score * AGREEMENT;
                hit.because = entry.text;
            } else {
                hit.score += score * AGREEMENT;
            }
        }
        let mut hits: Vec<(usize, Hit<'a>)> = best.into_iter().collect();
        hits.sort_by(|(place, hit), (other, second)| {
            second
                .score
                .total_cmp(&hit.score)
                .then_with(|| place.cmp(other))
        });
        hits.into_iter().map(|(_, hit)| hit).collect()
    }

    /// What is looked for: the gram itself, and the words that begin with it.
    fn wanted(&self, gram: &str) -> Wanted {
        let from = self
            .grams
            .range::<str, _>((Bound::Included(gram), Bound::Unbounded));
        let same = |own: &str| own == gram || grams::begins(own, gram);
        let met: Vec<usize> = from
            .take_while(|(own, _)| own.starts_with(gram))
            .filter(|(own, _)| same(own))
            .map(|(_, number)| *number)
            .collect();
        let known = self.grams.get(gram).map(|number| self.worth[*number]);
        Wanted {
            met,
            worth: known.unwrap_or(self.worth_of_unknown * grams::length(gram)),
        }
    }

    /// How much of the query the phrase has (most of the score) and how much of the phrase the
    /// query has.
    fn by_grams(&self, entry: &Entry<'_>, wanted: &[Wanted], folded: &str) -> f64 {
        let has = |number: &usize| entry.grams.binary_search(number).is_ok();
        let all: f64 = wanted.iter().map(|gram| gram.worth).sum();
        let shared = wanted.iter().filter(|gram| gram.met.iter().any(has));
        let met: f64 = shared.map(|gram| gram.worth).sum();
        if met <= 0.0 {
            return 0.0;
        }
        let recall = met / all;
        let cover = (met / entry.worth).min(1.0);
        let whole = match folded {
            _ if entry.folded == folded => 1.0,
            _ if entry.folded.contains(folded) || folded.contains(&entry.folded) => 0.4,
            _ => 0.0,
        };
        // A single common character of a long query says nothing.
        match recall < LEAST_RECALL && whole == 0.0 {
            true => 0.0,
            false => recall + 0.3 * cover + whole,
        }
    }
}

/// A service's own name counts more than what people call it, and that more than the summary.
const NAME: f64 = 1.15;
const PHRASE: f64 = 1.0;
const SUMMARY: f64 = 0.35;
const AGREEMENT: f64 = 0.08;
const LEAST_RECALL: f64 = 0.15;
const MAX_QUERY: usize = 64;
