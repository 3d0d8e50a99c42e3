//! `by: { source, clause }` → a provision.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::Problem;
use super::place::Place;
use crate::Day;
use crate::provision::{Citation, Provision, Rule, Source, Weight};

/// The sources of this layer and of those under it, with the depth of their layer.
pub(super) type Sources = BTreeMap<String, (Source, u8)>;

/// Where a rule of a source file stands.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cite {
    source: Spanned<String>,
    clause: Spanned<String>,
    special: Option<bool>,
    gives_way_to: Option<Weight>,
    valid_from: Option<Spanned<Written>>,
    valid_until: Option<Spanned<Written>>,
}

/// A day.
#[derive(Clone, Copy, Deserialize)]
#[serde(transparent)]
pub(super) struct Written(#[serde(with = "crate::pack::day")] Day);

impl Written {
    pub(super) fn day(self) -> Day {
        self.0
    }
}

/// A value with its `by`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile<T> {
    value: T,
    by: Cite,
}

/// A file with the sources that it may cite.
#[derive(Clone, Copy)]
pub(super) struct Citing<'a> {
    pub(super) place: Place<'a>,
    pub(super) sources: &'a Sources,
    /// Whether rules of this file are about one item, unless they say otherwise.
    pub(super) special: bool,
}

impl Citing<'_> {
    /// The provision of a citation, with the weight and dates of its source.
    pub(super) fn provision(&self, cite: &Cite) -> Result<Provision, Problem> {
        let (source, depth) = self.source(&cite.source)?;
        if cite.clause.value.trim().is_empty() {
            let sentence = "a rule names the clause that it stands in";
            return Err(self.place.problem(cite.clause.referenced, sentence));
        }
        let valid_from = cite
            .valid_from
            .as_ref()
            .map_or(source.valid_from, |d| d.value.0);
        let until = cite.valid_until.as_ref().map(|day| day.value.0);
        let valid_until = until.or(source.valid_until);
        let outside = valid_from < source.valid_from
            || valid_until.is_some_and(|until| until <= valid_from)
            || matches!((valid_until, source.valid_until), (Some(rule), Some(law)) if rule > law);
        if outside {
            let sentence = format!("a rule is in force only while its source {} is", source.id);
            return Err(self.place.problem(cite.source.referenced, sentence));
        }
        Ok(Provision {
            citation: Citation {
                source: source.id.clone(),
                clause: cite.clause.value.clone(),
            },
            weight: source.weight,
            jurisdiction: source.jurisdiction.clone(),
            depth: *depth,
            special: cite.special.unwrap_or(self.special),
            gives_way_to: cite.gives_way_to,
            valid_from,
            valid_until,
        })
    }

    /// The place in the source, where dates do not matter.
    pub(super) fn citation(&self, cite: &Cite) -> Result<Citation, Problem> {
        self.provision(cite).map(|provision| provision.citation)
    }

    /// The rules of a list.
    pub(super) fn rules<T: Clone>(&self, files: &[RuleFile<T>]) -> Result<Vec<Rule<T>>, Problem> {
        let rule = |file: &RuleFile<T>| {
            Ok(Rule {
                value: file.value.clone(),
                provision: self.provision(&file.by)?,
            })
        };
        files.iter().map(rule).collect()
    }

    fn source(&self, id: &Spanned<String>) -> Result<&(Source, u8), Problem> {
        self.sources.get(&id.value).ok_or_else(|| {
            let sentence = format!("no layer has a source named {:?}", id.value);
            self.place.problem(id.referenced, sentence)
        })
    }
}
