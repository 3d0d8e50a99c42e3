use tongban_cose::PublicKey;
use tongban_rules::pack::{Pack, SignedPack};
use tongban_rules::{Calendar, Calendars};

use super::PackProblem;

/// A pack whose signature was checked, with the calendar in which its days are counted.
pub(crate) struct Published {
    pub(crate) pack: Pack,
    pub(crate) calendar: Calendar,
    /// As it is served.
    pub(crate) bytes: Vec<u8>,
}

impl Published {
    pub(super) fn verify(bytes: Vec<u8>, key: &PublicKey) -> Result<Self, PackProblem> {
        let pack = SignedPack::verify(&bytes, key)?.into_pack();
        Ok(Self {
            calendar: calendar(&pack)?,
            pack,
            bytes,
        })
    }

    /// Names of the certificate types that its services issue.
    pub(crate) fn issued_types(&self) -> impl Iterator<Item = &str> {
        let issues = self
            .pack
            .services
            .iter()
            .flat_map(|service| &service.issues);
        issues.map(|issue| issue.certificate_type.as_str())
    }

    /// Descriptions of those types, for the ones that are not built in.
    pub(crate) fn descriptions(&self) -> impl Iterator<Item = &str> {
        self.issued_types().filter_map(|name| {
            let found = self.pack.certificate_type(name)?;
            found.description.as_deref()
        })
    }
}

/// A calendar that the pack brings along, else the one of this build.
fn calendar(pack: &Pack) -> Result<Calendar, PackProblem> {
    let unknown = || PackProblem::Calendar(pack.calendar.clone());
    let files: Option<Vec<_>> = pack
        .calendars
        .iter()
        .map(|file| {
            let text = std::str::from_utf8(&file.bytes).ok()?;
            Some((format!("{}.json", file.name), text))
        })
        .collect();
    let files = files.ok_or_else(unknown)?;
    let files = files.iter().map(|(path, text)| (path.as_str(), *text));
    let brought = Calendars::read(files).map_err(|_| unknown())?;
    let found = brought
        .get(&pack.calendar)
        .or_else(|| Calendars::built_in().get(&pack.calendar));
    found.cloned().ok_or_else(unknown)
}
