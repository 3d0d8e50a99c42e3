//! A service item: everything the screens, the check and the case need to know of it.

mod decision;
mod issue;
mod item;
mod limits;
mod venue;

pub use decision::{Refusal, Remedy, RemedyKind, Within};
pub use issue::{ClaimSource, Issue, IssuedClaim, Validity};
pub use item::{Applicants, ItemKind, Office, Phrase};
pub use limits::{AllowedStop, ClockStart, Limits};
pub use venue::{Tier, Venue};

use serde::{Deserialize, Serialize};

use crate::Texts;
use crate::expression::Expr;
use crate::form::Form;
use crate::guide::Guide;
use crate::materials::{CommonError, Material};
use crate::provision::{Provision, Ruled};

/// A service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Stable name within the pack: lower-case words joined by `-`.
    pub id: String,
    /// Code of the item in the catalogue.
    pub code: String,
    /// What kind of act it is.
    pub kind: ItemKind,
    /// Who can apply.
    pub applicants: Applicants,
    /// Its name.
    pub names: Texts,
    /// How people ask for it.
    pub phrases: Vec<Phrase>,
    /// Life events under which it is listed; names that the UI translates.
    pub life_events: Vec<String>,
    /// Who decides.
    pub office: Office,
    /// The rules on which the whole item stands.
    pub basis: Vec<Provision>,
    /// The guide.
    pub guide: Guide,
    /// What must be true of the applicant.
    pub conditions: Vec<Condition>,
    /// What must be shown.
    pub materials: Vec<Material>,
    /// The form.
    pub form: Form,
    /// Limits of time.
    pub limits: Limits,
    /// What it costs; one rule an amount. Never empty: free is a fee of 0 with its rule.
    pub fees: Vec<Fee>,
    /// Reasons for which it can be refused. A person decides; no machine refuses.
    pub refusals: Vec<Refusal>,
    /// What can be done about a decision.
    pub remedies: Vec<Remedy>,
    /// Whether the office decides at once where the materials allow it (当场决定).
    pub decides_on_the_spot: bool,
    /// Certificates that a grant issues.
    pub issues: Vec<Issue>,
    /// Commitments that are offered (告知承诺).
    pub commitments: Vec<Commitment>,
    /// Ids of the venues where it is done in person.
    pub venues: Vec<String>,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Stable name within the service.
    pub id: String,
    /// What must be true.
    pub text: Texts,
    /// The same as an expression over the form, where a machine can tell. False means "ask", never
    /// "refused".
    pub holds: Option<Expr>,
    /// By what.
    pub provision: Provision,
}

/// A fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Stable name within the service.
    pub id: String,
    /// What for.
    pub name: Texts,
    /// The amount in fen.
    pub fen: Ruled<u32>,
    /// Who pays less, and how much.
    pub concession: Option<Texts>,
}

/// A commitment in place of a proof or a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// Stable name within the service.
    pub id: String,
    /// Which regime (rule L5).
    pub regime: Regime,
    /// What is promised.
    pub text: Texts,
    /// What follows from breaking it.
    pub liability: Texts,
    /// The list that allows it.
    pub provision: Provision,
}

/// The two regimes of commitments (rule L5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Regime {
    /// Replaces one listed material.
    Proof {
        /// Id of the material.
        material: String,
    },
    /// Decides on the commitment and checks later.
    Condition {
        /// How long the check may take.
        check_within: crate::Limit,
    },
}

impl Service {
    /// The material with that id.
    pub fn material(&self, id: &str) -> Option<&Material> {
        self.materials.iter().find(|material| material.id == id)
    }

    /// The published common error with that id, of the form or of a material.
    pub fn common_error(&self, id: &str) -> Option<&CommonError> {
        let of_materials = self.materials.iter().flat_map(|m| &m.common_errors);
        let mut all = self.guide.common_errors.iter().chain(of_materials);
        all.find(|error| error.id == id)
    }

    /// The reason for refusal with that id.
    pub fn refusal(&self, id: &str) -> Option<&Refusal> {
        self.refusals.iter().find(|refusal| refusal.id == id)
    }
}
