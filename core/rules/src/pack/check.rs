//! What holds for every pack, however it was made.

use std::collections::BTreeSet;

use super::{CertificateType, Pack};
use crate::expression::{Expr, ExprError, ValueType};
use crate::form::{Form, FormError, KnownRef, Need};
use crate::materials::Way;
use crate::service::{ClaimSource, Service};

/// Why a pack is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// An id stands twice in one list.
    #[error("pack has {0} twice")]
    Twice(String),
    /// Something is named that the pack does not have.
    #[error("{place} names {name}, which the pack does not have")]
    Unknown {
        /// Who names it.
        place: String,
        /// What it names.
        name: String,
    },
    /// A form is not usable.
    #[error("service {service}: {error}")]
    Form {
        /// The service.
        service: String,
        /// What is wrong.
        error: FormError,
    },
    /// An expression outside a form's fields is not usable.
    #[error("{place}: {error}")]
    Expression {
        /// Where it stands.
        place: String,
        /// What is wrong.
        error: ExprError,
    },
}

impl Pack {
    /// Checks what every reader relies on: ids are unique, every form and expression is usable, and
    /// whatever is named exists.
    pub fn check(&self) -> Result<(), PackError> {
        unique(self.layers.iter().map(|layer| &layer.id))?;
        unique(self.sources.iter().map(|source| &source.id))?;
        unique(self.venues.iter().map(|venue| &venue.id))?;
        unique(self.certificate_types.iter().map(|found| &found.name))?;
        unique(self.services.iter().map(|service| &service.id))?;
        self.services
            .iter()
            .try_for_each(|service| self.check_service(service))
    }

    fn check_service(&self, service: &Service) -> Result<(), PackError> {
        let place = |part: &str| format!("service {}: {part}", service.id);
        let form = &service.form;
        form.check().map_err(|error| PackError::Form {
            service: service.id.clone(),
            error,
        })?;
        unique(service.materials.iter().map(|material| &material.id))?;
        unique(service.refusals.iter().map(|refusal| &refusal.id))?;
        unique(service.conditions.iter().map(|condition| &condition.id))?;
        let of_materials = service.materials.iter().flat_map(|m| &m.common_errors);
        let errors = service.guide.common_errors.iter().chain(of_materials);
        unique(errors.map(|error| &error.id))?;
        for venue in &service.venues {
            exists(self.venue(venue).is_some(), &place("venues"), venue)?;
        }
        for (expr, kind, part) in expressions(service) {
            let place = place(&part);
            self.check_known(expr, &place)?;
            check(form, expr, kind, &place)?;
        }
        for field in &form.fields {
            let place = place(&format!("field {}", field.id));
            for prefill in &field.prefill {
                self.check_reference(&prefill.from, &place)?;
            }
            let checks = field.checks.iter();
            let cited = checks.filter_map(|check| check.common_error.as_ref());
            for error in field.common_error.iter().chain(cited) {
                exists(service.common_error(error).is_some(), &place, error)?;
            }
            let conditions = field.visible_if.iter().chain(&field.calculate);
            let checks = field.checks.iter().map(|check| &check.must);
            for expr in conditions.chain(checks) {
                self.check_known(expr, &place)?;
            }
        }
        for material in &service.materials {
            if let Way::Certificate {
                certificate_types, ..
            } = &material.way
            {
                for name in certificate_types {
                    let place = place(&format!("material {}", material.id));
                    exists(self.certificate_type(name).is_some(), &place, name)?;
                }
            }
        }
        for issue in &service.issues {
            let place = place("issues");
            let found = self.certificate_type(&issue.certificate_type);
            exists(found.is_some(), &place, &issue.certificate_type)?;
            for claim in &issue.claims {
                let known = found.is_some_and(|found| found.has(&claim.claim));
                exists(known, &place, &claim.claim)?;
                if let ClaimSource::Known(reference) = &claim.from {
                    self.check_reference(reference, &place)?;
                }
            }
        }
        Ok(())
    }

    fn check_known(&self, expr: &Expr, place: &str) -> Result<(), PackError> {
        expr.known()
            .into_iter()
            .try_for_each(|reference| self.check_reference(reference, place))
    }

    fn check_reference(&self, reference: &KnownRef, place: &str) -> Result<(), PackError> {
        let KnownRef::Claim {
            certificate_type,
            claim,
        } = reference
        else {
            return Ok(());
        };
        let found = self.certificate_type(certificate_type);
        exists(found.is_some(), place, certificate_type)?;
        exists(found.is_some_and(|found| found.has(claim)), place, claim)
    }
}

impl CertificateType {
    fn has(&self, claim: &str) -> bool {
        self.fields.iter().any(|field| field.name == claim)
    }
}

/// Every expression outside the form, with the type that it must have (`None`: any) and its place.
fn expressions(service: &Service) -> Vec<(&Expr, Option<ValueType>, String)> {
    let mut all = Vec::new();
    let condition = Some(ValueType::Bool);
    for found in &service.conditions {
        all.extend(
            found
                .holds
                .iter()
                .map(|expr| (expr, condition, format!("condition {}", found.id))),
        );
    }
    for material in &service.materials {
        let place = format!("material {}", material.id);
        if let Need::If(expr) = &material.need {
            all.push((expr, condition, place.clone()));
        }
        let variants = material.variants.iter();
        let only_if = variants.filter_map(|variant| variant.if_true.as_ref());
        all.extend(only_if.map(|expr| (expr, condition, place.clone())));
    }
    for refusal in &service.refusals {
        let place = format!("refusal {}", refusal.id);
        let again = refusal.again_from.iter();
        all.extend(again.map(|expr| (expr, Some(ValueType::Day), place.clone())));
    }
    for issue in &service.issues {
        for claim in &issue.claims {
            if let ClaimSource::Answer(expr) = &claim.from {
                all.push((expr, None, format!("claim {}", claim.claim)));
            }
        }
    }
    all
}

fn check(form: &Form, expr: &Expr, kind: Option<ValueType>, place: &str) -> Result<(), PackError> {
    let fields = |index| form.type_of(index);
    let outcome = match kind {
        Some(kind) => expr.check(kind, &fields),
        // A claim is text or a day; the issuer checks which of them its type needs.
        None => expr
            .check(ValueType::Text, &fields)
            .or_else(|_| expr.check(ValueType::Day, &fields)),
    };
    outcome.map_err(|error| PackError::Expression {
        place: place.to_owned(),
        error,
    })
}

fn unique<'a>(ids: impl Iterator<Item = &'a String>) -> Result<(), PackError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(PackError::Twice(id.clone()));
        }
    }
    Ok(())
}

fn exists(is_there: bool, place: &str, name: &str) -> Result<(), PackError> {
    match is_there {
        true => Ok(()),
        false => Err(PackError::Unknown {
            place: place.to_owned(),
            name: name.to_owned(),
        }),
    }
}
