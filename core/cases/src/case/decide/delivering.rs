//! By which route documents reach the applicant, and that they were told (rows 42 and 45).

use tongban_rules::guide::RouteKind;

use super::Case;
use crate::case::{Action, ChosenRoute, DeliveryReceipt, Document, Refusal, TellBy, What, Written};

impl Case<'_> {
    /// For every document that has not come by the route that was chosen before.
    pub(super) fn choose_route(&self, route: &ChosenRoute) -> Result<What, Refusal> {
        self.admit(Action::ChooseRoute)?;
        let route = route.offered_by(self.context.service)?;
        match route == self.state.route {
            true => Err(Refusal::SameRoute),
            false => Ok(What::RouteChosen { route }),
        }
    }

    /// The chosen route comes first; another one may follow it and never replaces it. What the feed
    /// does of itself nobody writes down.
    pub(super) fn serve(
        &self,
        number: &str,
        route: RouteKind,
        receipt: &Written,
    ) -> Result<What, Refusal> {
        self.admit(Action::Serve)?;
        let document = self.document(number)?;
        if route == RouteKind::App {
            return Err(Refusal::ServedByItself);
        }
        if !self.context.service.guide.offers(route) {
            return Err(Refusal::RouteNotOffered);
        }
        if route != self.state.route.kind && !document.delivery.honoured {
            return Err(Refusal::NotTheChosenRoute);
        }
        let receipt = written(receipt)?;
        let kept = DeliveryReceipt::Written(receipt.clone());
        let mut served = document.delivery.served.iter();
        if served.any(|served| served.route == route && served.receipt == kept) {
            return Err(Refusal::ServedBefore);
        }
        Ok(What::Served {
            document: number.to_owned(),
            route,
            receipt,
        })
    }

    /// As often as it is tried: each time is a line of its own.
    pub(super) fn tell(
        &self,
        number: &str,
        by: TellBy,
        receipt: &Written,
    ) -> Result<What, Refusal> {
        self.admit(Action::Tell)?;
        self.document(number)?;
        Ok(What::Told {
            document: number.to_owned(),
            by,
            receipt: written(receipt)?,
        })
    }

    fn document(&self, number: &str) -> Result<&Document, Refusal> {
        let mut documents = self.state.documents.iter();
        let found = documents.find(|document| document.number == number);
        found.ok_or(Refusal::NoSuchDocument)
    }
}

/// Bytes may say what no screen lets anybody write.
fn written(receipt: &Written) -> Result<Written, Refusal> {
    Written::new(receipt.as_str()).ok_or(Refusal::NoDeliveryReceipt)
}
