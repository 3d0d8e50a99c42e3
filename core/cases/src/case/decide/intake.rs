//! Before acceptance: exactly one of notice, acceptance and refusal to accept (row 39).

use tongban_rules::provision::{Citation, Provision};
use tongban_rules::{CountError, Limit, count};

use super::Case;
use crate::case::{Action, Deferred, Gap, Ground, Judgement, Phase, Refusal, Ruling, Until, What};

impl Case<'_> {
    /// One notice with everything that is missing (row 40).
    pub(super) fn ask_supplement(&self, document: &str) -> Result<What, Refusal> {
        self.in_intake(Action::AskSupplement)?;
        self.all_judged()?;
        if self.state.gaps().is_empty() {
            return Err(Refusal::NothingMissing);
        }
        let gaps = self.state.nameable();
        if gaps.is_empty() {
            return Err(Refusal::ToldBefore);
        }
        let limit = self.context.service.limits.supply.on(self.today).applies;
        let until = limit.map(|rule| self.until(&rule.value)).transpose()?;
        Ok(What::SupplementAsked {
            document: document.to_owned(),
            gaps,
            until,
        })
    }

    /// Also by the machine. Materials that the pack lets come later may be missing.
    pub(super) fn accept(&self, document: &str) -> Result<What, Refusal> {
        self.in_intake(Action::Accept)?;
        self.all_judged()?;
        self.nothing_missing()?;
        let mut deferred = Vec::new();
        for id in self.state.still_deferred() {
            let material = self.context.service.material(&id);
            let deferral = material.and_then(|material| material.deferral.as_ref());
            let deferral = deferral.ok_or_else(|| Refusal::NotAsked(id.clone()))?;
            deferred.push(Deferred {
                until: self.until(&deferral.within)?,
                material: id,
            });
        }
        if self.is_machine() && !(deferred.is_empty() && self.all_fit()) {
            return Err(Refusal::MachineMayOnlyApprove);
        }
        Ok(What::Accepted {
            document: document.to_owned(),
            deferred,
        })
    }

    /// For listed reasons; or because what a notice asked for is still missing, never for
    /// something that no notice named.
    pub(super) fn not_accept(&self, document: &str, reasons: &[String]) -> Result<What, Refusal> {
        self.in_intake(Action::NotAccept)?;
        self.all_judged()?;
        let ruling = match reasons {
            [] => {
                let gaps: Vec<Gap> = self.state.gaps().into_iter().map(|(gap, _)| gap).collect();
                if gaps.is_empty() {
                    return Err(Refusal::NothingMissing);
                }
                let untold = self.state.nameable();
                if !untold.is_empty() {
                    return Err(Refusal::NotTold(untold));
                }
                self.general(&Ground::StillMissing, self.asked_by(&gaps))?
            }
            reasons => Ruling::listed(self.context.service, reasons, self.today)?,
        };
        Ok(What::NotAccepted {
            document: document.to_owned(),
            ruling,
        })
    }

    pub(super) fn wrong_authority(&self, document: &str, go_to: &str) -> Result<What, Refusal> {
        self.in_intake(Action::WrongAuthority)?;
        if go_to.trim().is_empty() {
            return Err(Refusal::NoPlace);
        }
        Ok(What::WrongAuthority {
            document: document.to_owned(),
            go_to: go_to.to_owned(),
            ruling: self.general(&Ground::WrongAuthority, self.answered_by())?,
        })
    }

    /// By a person only, and only after the last day; until then, and until someone does it, the
    /// applicant can still supply.
    pub(super) fn lapse(&self, document: &str) -> Result<What, Refusal> {
        self.admit(Action::Lapse)?;
        let notice = self.state.notices.last();
        let until = notice
            .and_then(|notice| notice.until)
            .map(|until| until.day);
        if until.is_none_or(|until| self.today <= until) {
            return Err(Refusal::NotLapsed { until });
        }
        let gaps = notice.map(|notice| notice.gaps.as_slice());
        let clauses = self.asked_by(gaps.unwrap_or_default());
        Ok(What::SupplyLapsed {
            document: document.to_owned(),
            ruling: self.general(&Ground::SupplyLapsed, clauses)?,
        })
    }

    pub(super) fn all_judged(&self) -> Result<(), Refusal> {
        let unjudged = self.state.unjudged();
        match unjudged.is_empty() {
            true => Ok(()),
            false => Err(Refusal::Unjudged(unjudged)),
        }
    }

    pub(super) fn nothing_missing(&self) -> Result<(), Refusal> {
        let gaps: Vec<Gap> = self.state.gaps().into_iter().map(|(gap, _)| gap).collect();
        match gaps.is_empty() {
            true => Ok(()),
            false => Err(Refusal::StillMissing(gaps)),
        }
    }

    pub(super) fn all_fit(&self) -> bool {
        let mut materials = self.state.materials.iter();
        materials.all(|material| material.judgement == Some(Judgement::Fit))
    }

    pub(super) fn general(
        &self,
        ground: &Ground,
        clauses: Vec<Citation>,
    ) -> Result<Ruling, Refusal> {
        Ok(Ruling::general(self.context.service, ground, clauses)?)
    }

    /// The clause by which the office answers; else the one on which the whole item stands.
    pub(super) fn answered_by(&self) -> Vec<Citation> {
        let answer = self.context.service.limits.answer.on(self.today).applies;
        let citation = answer.map(|rule| &rule.provision.citation);
        let basis = || self.basis();
        citation.or_else(basis).cloned().into_iter().collect()
    }

    fn basis(&self) -> Option<&Citation> {
        let in_force = |provision: &&Provision| provision.is_in_force(self.today);
        let basis = self.context.service.basis.iter().find(in_force);
        basis.map(|provision| &provision.citation)
    }

    /// The clauses by which what is missing is asked, each once.
    fn asked_by(&self, gaps: &[Gap]) -> Vec<Citation> {
        let mut clauses: Vec<Citation> = Vec::new();
        for gap in gaps {
            let clause = match gap {
                Gap::Material { material, .. } => {
                    let material = self.context.service.material(material);
                    material.map(|material| &material.provision.citation)
                }
                Gap::Answer { .. } => None,
            };
            let clause = clause.or_else(|| self.basis());
            clauses.extend(clause.filter(|clause| !clauses.contains(clause)).cloned());
        }
        clauses
    }

    fn until(&self, limit: &Limit) -> Result<Until, CountError> {
        let due = count(self.context.calendar, self.today, limit)?;
        Ok(Until {
            day: due.due,
            provisional: due.provisional,
        })
    }

    /// What is wrong in detail comes before "not now".
    fn in_intake(&self, action: Action) -> Result<(), Refusal> {
        match self.state.phase {
            Phase::Intake(_) => Ok(()),
            _ => Err(Refusal::NotNow(action)),
        }
    }
}
