//! What stands in a document that goes against the applicant: reasons, clauses, remedies.

use serde::{Deserialize, Serialize};
use tongban_rules::provision::Citation;
use tongban_rules::service::{Remedy, RemedyKind, Service};
use tongban_rules::{Day, Texts};

use super::Termination;

/// Reasons and remedies. Cannot exist without a reason, a clause for each, and both remedies
/// (row 44, rule L9); reading bytes checks the same. It holds its own texts, so that it can be read
/// without the pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Ruling {
    reasons: Vec<Reason>,
    remedies: Vec<Remedy>,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Which.
    pub ground: Ground,
    /// The reason in words; empty where the ground says it all, and its text is the app's.
    pub text: Texts,
    /// Where the clause stands.
    pub clause: Citation,
    /// The clause, word for word, where the pack has it.
    pub clause_text: Option<String>,
}

/// What a reason is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// One of the service's list.
    Listed(String),
    /// What was asked for is still missing or unfit.
    StillMissing,
    /// Another authority is the right one.
    WrongAuthority,
    /// The supplement did not come in time.
    SupplyLapsed,
    /// The procedure has lost its object.
    Terminated(Termination),
}

/// Why a ruling is not complete.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulingError {
    /// It has no reason.
    #[error("ruling has no reason")]
    NoReason,
    /// The service does not list that reason.
    #[error("reason is not listed: {0}")]
    NotListed(String),
    /// The clause of the reason is not in force.
    #[error("clause of the reason is not in force: {0}")]
    NotInForce(String),
    /// A reason has no clause.
    #[error("reason has no clause")]
    NoClause,
    /// A remedy is not named.
    #[error("remedy is not named")]
    NoRemedy(RemedyKind),
}

impl Ruling {
    /// A ruling for reasons of the service's list.
    pub fn listed(service: &Service, reasons: &[String], day: Day) -> Result<Self, RulingError> {
        let reason = |id: &String| {
            let refusal = service
                .refusal(id)
                .ok_or_else(|| RulingError::NotListed(id.clone()))?;
            match refusal.provision.is_in_force(day) {
                true => Ok(Reason {
                    ground: Ground::Listed(id.clone()),
                    text: refusal.reason.clone(),
                    clause: refusal.provision.citation.clone(),
                    clause_text: Some(refusal.clause_text.clone()),
                }),
                false => Err(RulingError::NotInForce(id.clone())),
            }
        };
        let reasons: Result<Vec<_>, _> = reasons.iter().map(reason).collect();
        Self::new(reasons?, service.remedies.clone())
    }

    /// A ruling for a ground that holds for every service, under `clauses`.
    pub(super) fn general(
        service: &Service,
        ground: &Ground,
        clauses: Vec<Citation>,
    ) -> Result<Self, RulingError> {
        if clauses.is_empty() {
            return Err(RulingError::NoClause);
        }
        let reason = |clause| Reason {
            ground: ground.clone(),
            text: Texts::default(),
            clause,
            clause_text: None,
        };
        Self::new(
            clauses.into_iter().map(reason).collect(),
            service.remedies.clone(),
        )
    }

    /// Why it was decided so; at least one.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// What can be done about it; reconsideration and lawsuit are always among them.
    pub fn remedies(&self) -> &[Remedy] {
        &self.remedies
    }

    fn new(reasons: Vec<Reason>, remedies: Vec<Remedy>) -> Result<Self, RulingError> {
        if reasons.is_empty() {
            return Err(RulingError::NoReason);
        }
        for reason in &reasons {
            let words = !reason.text.is_empty() || !matches!(reason.ground, Ground::Listed(_));
            if !words {
                return Err(RulingError::NoReason);
            }
            let named = |text: &str| !text.trim().is_empty();
            if !named(&reason.clause.source) || !named(&reason.clause.clause) {
                return Err(RulingError::NoClause);
            }
        }
        for kind in [RemedyKind::Reconsideration, RemedyKind::Lawsuit] {
            let there = |remedy: &Remedy| remedy.kind == kind && !remedy.where_to.is_empty();
            if !remedies.iter().any(there) {
                return Err(RulingError::NoRemedy(kind));
            }
        }
        Ok(Self { reasons, remedies })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    reasons: Vec<Reason>,
    remedies: Vec<Remedy>,
}

impl TryFrom<Written> for Ruling {
    type Error = RulingError;

    fn try_from(written: Written) -> Result<Self, RulingError> {
        Self::new(written.reasons, written.remedies)
    }
}

impl From<Ruling> for Written {
    fn from(ruling: Ruling) -> Self {
        Self {
            reasons: ruling.reasons,
            remedies: ruling.remedies,
        }
    }
}
