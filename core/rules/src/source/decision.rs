//! Reasons for refusal, remedies, certificates and commitments as `service.yaml` has them.

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::Problem;
use super::cite::{Cite, Citing};
use super::expr::{ExprFile, Naming};
use crate::Texts;
use crate::form::KnownRef;
use crate::service::{
    ClaimSource, Commitment, Issue, IssuedClaim, Refusal, Regime, Remedy, RemedyKind, Validity,
    Within,
};

/// A reason for refusal.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RefusalFile {
    id: Spanned<String>,
    reason: Texts,
    clause_text: String,
    by: Cite,
    again_from: Option<ExprFile>,
    advice: Option<Texts>,
}

/// A remedy.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemedyFile {
    pub(super) kind: RemedyKind,
    where_to: Texts,
    within: Option<Within>,
    by: Cite,
}

/// A certificate to issue.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IssueFile {
    certificate_type: String,
    validity: Validity,
    claims: Vec<ClaimFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimFile {
    claim: String,
    answer: Option<ExprFile>,
    known: Option<KnownRef>,
}

/// A commitment.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CommitmentFile {
    id: Spanned<String>,
    regime: Regime,
    text: Texts,
    liability: Texts,
    by: Cite,
}

impl RefusalFile {
    pub(super) fn refusal(
        &self,
        citing: &Citing<'_>,
        naming: &Naming<'_>,
    ) -> Result<Refusal, Problem> {
        let again_from = self.again_from.as_ref().map(|expr| naming.expr(expr));
        Ok(Refusal {
            id: citing.place.id(&self.id, '-')?,
            reason: self.reason.clone(),
            clause_text: self.clause_text.clone(),
            provision: citing.provision(&self.by)?,
            again_from: again_from.transpose()?,
            advice: self.advice.clone(),
        })
    }
}

impl RemedyFile {
    pub(super) fn remedy(&self, citing: &Citing<'_>) -> Result<Remedy, Problem> {
        Ok(Remedy {
            kind: self.kind,
            where_to: self.where_to.clone(),
            within: self.within,
            basis: citing.citation(&self.by)?,
        })
    }
}

impl IssueFile {
    pub(super) fn issue(&self, naming: &Naming<'_>) -> Result<Issue, Problem> {
        let claim = |file: &ClaimFile| {
            let from = match (&file.answer, &file.known) {
                (Some(answer), None) => ClaimSource::Answer(naming.expr(answer)?),
                (None, Some(known)) => ClaimSource::Known(known.clone()),
                _ => {
                    let sentence = format!("claim {} needs either answer or known", file.claim);
                    return Err(naming.place.whole(sentence));
                }
            };
            Ok(IssuedClaim {
                claim: file.claim.clone(),
                from,
            })
        };
        Ok(Issue {
            certificate_type: self.certificate_type.clone(),
            validity: self.validity.clone(),
            claims: self.claims.iter().map(claim).collect::<Result<_, _>>()?,
        })
    }
}

impl CommitmentFile {
    pub(super) fn commitment(&self, citing: &Citing<'_>) -> Result<Commitment, Problem> {
        Ok(Commitment {
            id: citing.place.id(&self.id, '-')?,
            regime: self.regime.clone(),
            text: self.text.clone(),
            liability: self.liability.clone(),
            provision: citing.provision(&self.by)?,
        })
    }
}
