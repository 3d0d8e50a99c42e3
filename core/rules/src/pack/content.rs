//! What a pack holds.

use serde::{Deserialize, Serialize};

use crate::provision::Source;
use crate::service::{Service, Venue};
use crate::{Day, Texts};

/// The rules of one place: every layer from the nation down to it, already laid over each other.
///
/// Each rule keeps its origin and its dates, so that one pack answers for every day. Read only by
/// [`super::SignedPack::verify`] or made by the compiler: both check what [`Pack::check`] says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Name of the lowest layer; names the pack.
    pub id: String,
    /// Version, higher than every version before under the same id.
    pub version: u32,
    /// Day of the compilation's state, for the reader.
    #[serde(with = "super::day")]
    pub as_of: Day,
    /// Locales that every text is complete in.
    pub locales: Vec<String>,
    /// The layers, the nation first.
    pub layers: Vec<Layer>,
    /// Id of the calendar in which its working days are counted.
    pub calendar: String,
    /// Calendar files that the layers bring along, in the form of the built-in ones.
    pub calendars: Vec<File>,
    /// Everything that is cited.
    pub sources: Vec<Source>,
    /// Places.
    pub venues: Vec<Venue>,
    /// Certificate types that the services issue or read.
    pub certificate_types: Vec<CertificateType>,
    /// Names of life events.
    pub life_events: Vec<LifeEvent>,
    /// The services.
    pub services: Vec<Service>,
}

/// One layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// Stable name.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// What a reader must know, for instance that the place is invented.
    pub remark: Option<Texts>,
}

/// A file that the pack only carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its name without folder and ending.
    pub name: String,
    /// Its bytes.
    #[serde(with = "super::bytes")]
    pub bytes: Vec<u8>,
}

/// A certificate type with its texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateType {
    /// Stable name.
    pub name: String,
    /// Its title.
    pub title: Texts,
    /// A word or two.
    pub short: Texts,
    /// Its fields in the order of the screen.
    pub fields: Vec<CertificateField>,
    /// The description that issuer, wallet and verifier read, as JSON; `None` for a type that is
    /// built in.
    pub description: Option<String>,
}

/// A field of a certificate type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateField {
    /// Stable name.
    pub name: String,
    /// Its label.
    pub label: Texts,
}

/// An event in a life under which services are listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeEvent {
    /// Stable name.
    pub id: String,
    /// Its name.
    pub name: Texts,
}

impl Pack {
    /// The service with that id.
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.id == id)
    }

    /// The source with that id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The venue with that id.
    pub fn venue(&self, id: &str) -> Option<&Venue> {
        self.venues.iter().find(|venue| venue.id == id)
    }

    /// The certificate type with that name.
    pub fn certificate_type(&self, name: &str) -> Option<&CertificateType> {
        self.certificate_types
            .iter()
            .find(|found| found.name == name)
    }
}
