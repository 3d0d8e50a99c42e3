//! Finding a service by what people call it, without network and without a database.
//!
//! Chinese is matched by single characters and pairs of neighbours, so that a query of one
//! character finds something and a longer one finds the right thing first; letters are matched
//! against the readings of the phrases, whole or by initials; other languages by the beginnings of
//! words. Every hit says which phrase it came from.

mod grams;
mod reading;

use std::collections::BTreeMap;

use crate::pack::Pack;
use crate::service::Service;

/// An index over the services of a pack.
pub struct Index<'a> {
    entries: Vec<Entry<'a>>,
    /// In how many services a gram or word occurs.
    spread: BTreeMap<String, usize>,
    services: usize,
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
    grams: Vec<String>,
    reading: Vec<Vec<&'a str>>,
    weight: f64,
}

impl<'a> Index<'a> {
    /// Indexes every name, phrase and summary.
    pub fn new(pack: &'a Pack) -> Self {
        let mut entries = Vec::new();
        for (place, service) in pack.services.iter().enumerate() {
            let mut add = |text: &'a str, reading: &'a str, weight| {
                entries.push(Entry {
                    service,
                    place,
                    text,
                    folded: grams::fold(text),
                    grams: grams::of(text),
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
        let mut spread: BTreeMap<String, usize> = BTreeMap::new();
        let mut last: BTreeMap<String, usize> = BTreeMap::new();
        for entry in &entries {
            for gram in &entry.grams {
                if last.insert(gram.clone(), entry.place) != Some(entry.place) {
                    *spread.entry(gram.clone()).or_default() += 1;
                }
            }
        }
        Self {
            entries,
            spread,
            services: pack.services.len(),
        }
    }

    /// The services that match, best first; equal ones in the order of the pack.
    pub fn search(&self, query: &str) -> Vec<Hit<'a>> {
        let query: String = query.chars().take(MAX_QUERY).collect();
        let folded = grams::fold(&query);
        let wanted = grams::of(&query);
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

    /// How much of the query the phrase has (most of the score) and how much of the phrase the
    /// query has; rare grams count more than those of every service.
    fn by_grams(&self, entry: &Entry<'_>, wanted: &[String], folded: &str) -> f64 {
        if wanted.is_empty() {
            return 0.0;
        }
        let value = |gram: &String| {
            let spread = self.spread.get(gram).copied().unwrap_or(0) as f64;
            let rare = ((self.services as f64 + 1.0) / (spread + 0.5)).ln_1p();
            rare * grams::length(gram) as f64
        };
        let shared = |gram: &&String| {
            let holds = |own: &String| own == *gram || grams::begins(own, gram);
            entry.grams.iter().any(holds)
        };
        let all: f64 = wanted.iter().map(value).sum();
        let met: f64 = wanted.iter().filter(shared).map(value).sum();
        if met <= 0.0 {
            return 0.0;
        }
        let own: f64 = entry.grams.iter().map(value).sum();
        let recall = met / all;
        let cover = (met / own).min(1.0);
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
