//! Limits, stops and remedies: of one service, of all of a kind (`rules.yaml`), or added by a
//! layer above.

use serde::Deserialize;

use super::Problem;
use super::cite::{Cite, Citing, RuleFile};
use super::decision::RemedyFile;
use crate::provision::{Rule, Ruled};
use crate::service::{AllowedStop, ClockStart, ItemKind, Limits, Remedy};
use crate::{AcceptanceRule, ExtensionRule, Limit, StopReason, Texts};

/// One entry of `rules.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GeneralFile {
    /// The kinds of items that it is about.
    pub(super) kinds: Vec<ItemKind>,
    #[serde(default)]
    pub(super) limits: LimitsFile,
    #[serde(default)]
    pub(super) remedies: Vec<RemedyFile>,
}

/// Limits.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LimitsFile {
    starts: Vec<RuleFile<ClockStart>>,
    answer: Vec<RuleFile<AcceptanceRule>>,
    supply: Vec<RuleFile<Limit>>,
    decide: Vec<RuleFile<Limit>>,
    promise: Vec<RuleFile<Limit>>,
    extend: Vec<RuleFile<ExtensionRule>>,
    deliver: Vec<RuleFile<Limit>>,
    stops: Vec<StopFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StopFile {
    reason: StopReason,
    name: Texts,
    within: Option<Limit>,
    by: Cite,
}

/// What the layers say so far about limits and remedies of one service.
#[derive(Default)]
pub(super) struct Gathered {
    starts: Vec<Rule<ClockStart>>,
    answer: Vec<Rule<AcceptanceRule>>,
    supply: Vec<Rule<Limit>>,
    decide: Vec<Rule<Limit>>,
    promise: Vec<Rule<Limit>>,
    extend: Vec<Rule<ExtensionRule>>,
    deliver: Vec<Rule<Limit>>,
    stops: Vec<AllowedStop>,
    remedies: Vec<Remedy>,
}

impl Gathered {
    /// Adds the limits of one file after those before it.
    pub(super) fn add(&mut self, file: &LimitsFile, citing: &Citing<'_>) -> Result<(), Problem> {
        self.starts.extend(citing.rules(&file.starts)?);
        self.answer.extend(citing.rules(&file.answer)?);
        self.supply.extend(citing.rules(&file.supply)?);
        self.decide.extend(citing.rules(&file.decide)?);
        self.promise.extend(citing.rules(&file.promise)?);
        self.extend.extend(citing.rules(&file.extend)?);
        self.deliver.extend(citing.rules(&file.deliver)?);
        for stop in &file.stops {
            self.stops.push(AllowedStop {
                reason: stop.reason,
                name: stop.name.clone(),
                within: stop.within,
                provision: citing.provision(&stop.by)?,
            });
        }
        Ok(())
    }

    /// Adds remedies; one of a nearer layer or of the service itself takes the place of one of the
    /// same kind.
    pub(super) fn add_remedies(
        &mut self,
        files: &[RemedyFile],
        citing: &Citing<'_>,
    ) -> Result<(), Problem> {
        for file in files {
            let remedy = file.remedy(citing)?;
            self.remedies.retain(|other| other.kind != remedy.kind);
            self.remedies.push(remedy);
        }
        self.remedies.sort_by_key(|remedy| remedy.kind);
        Ok(())
    }

    /// Everything gathered.
    pub(super) fn finish(self) -> (Limits, Vec<Remedy>) {
        let limits = Limits {
            starts: Ruled::new(self.starts),
            answer: Ruled::new(self.answer),
            supply: Ruled::new(self.supply),
            decide: Ruled::new(self.decide),
            promise: Ruled::new(self.promise),
            extend: Ruled::new(self.extend),
            deliver: Ruled::new(self.deliver),
            stops: self.stops,
        };
        (limits, self.remedies)
    }
}
