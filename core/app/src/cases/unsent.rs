//! An application that is signed and of which the platform has said nothing yet: all that can be
//! told of it is what this device holds.

use tongban_cases::{ChosenRoute, Holder, Phase, Request};
use tongban_protocol::EVENT_KIND;
use tongban_rules::service::Service;
use tongban_store::{PersonDb, RecordId};

use super::error::CaseError;
use super::life::bare;
use super::tell::holder_slug;
use super::view::{CaseCardView, CaseDetailView, LifeStateView, LifeStepView};
use crate::context::Core;
use crate::delivery;
use crate::outbox::{self, ReadItem};
use crate::packs::LoadedPack;
use crate::services::Teller;
use crate::storage::StorageError;
use crate::time;

/// The cards of applications of which no event has come.
pub(super) fn cards(core: &Core, db: &PersonDb) -> Result<Vec<CaseCardView>, CaseError> {
    let mut cards = Vec::new();
    for item in outbox::items(db)? {
        let has_event = db.has_row(item.stored.case, EVENT_KIND);
        if !has_event.map_err(StorageError::from)?
            && let Some(unsent) = Unsent::of(core, item)?
        {
            cards.push(unsent.card(core)?);
        }
    }
    Ok(cards)
}

/// The application that will be this case.
pub(super) fn detail(
    core: &Core,
    db: &PersonDb,
    case: RecordId,
) -> Result<CaseDetailView, CaseError> {
    let items = outbox::items(db)?.into_iter();
    for item in items.filter(|item| item.stored.case == case) {
        if let Some(unsent) = Unsent::of(core, item)? {
            return unsent.detail(core, db);
        }
    }
    Err(CaseError::NotFound)
}

struct Unsent {
    item: ReadItem,
    service: String,
    route: ChosenRoute,
    loaded: std::sync::Arc<LoadedPack>,
}

impl Unsent {
    /// `None` for what is no application.
    fn of(core: &Core, item: ReadItem) -> Result<Option<Self>, CaseError> {
        let Some(Request::Submit {
            service,
            pack,
            route,
            ..
        }) = item.request()
        else {
            return Ok(None);
        };
        let loaded = core.pack_of(&pack.id, pack.version)?;
        Ok(Some(Self {
            item,
            service,
            route: route.unwrap_or_default(),
            loaded,
        }))
    }

    fn service(&self) -> Result<&Service, CaseError> {
        Ok(self.loaded.service(&self.service)?)
    }

    fn card(&self, core: &Core) -> Result<CaseCardView, CaseError> {
        let service = self.service()?;
        let made_at = time::instant(self.item.stored.made_at);
        let issued = service.issues.first();
        Ok(CaseCardView {
            id: self.item.stored.case.to_string(),
            service_name: Teller::new(core, &self.loaded).text(&service.names),
            certificate_type: issued.map(|issue| issue.certificate_type.clone()),
            phase: Phase::Draft.slug().to_owned(),
            holder: holder_slug(Holder::Nobody).to_owned(),
            number: None,
            since: made_at.clone(),
            days_left: None,
            needs_you: self.item.stored.problem.is_some() || self.item.is_rejected(),
            as_of: made_at,
        })
    }

    fn detail(&self, core: &Core, db: &PersonDb) -> Result<CaseDetailView, CaseError> {
        let office = &self.service()?.office.name;
        let teller = Teller::new(core, &self.loaded);
        let made_at = time::instant(self.item.stored.made_at);
        Ok(CaseDetailView {
            card: self.card(core)?,
            office: teller.text(office),
            applicant: None,
            life: vec![
                LifeStepView {
                    at: Some(made_at),
                    ..bare("written", LifeStateView::Done)
                },
                bare("waiting", LifeStateView::Now),
                bare("submitted", LifeStateView::Ahead),
            ],
            notice: None,
            ruling: None,
            go_to: None,
            documents: Vec::new(),
            route: delivery::chosen(&teller, &self.route),
            routes: Vec::new(),
            materials: Vec::new(),
            answers: Vec::new(),
            update_needed: false,
            allowed: Vec::new(),
            outbox: outbox::of_case(core, db, self.item.stored.case)?,
            certificate: None,
            supplement_draft: None,
        })
    }
}
