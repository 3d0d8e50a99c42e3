use tongban_protocol::AttachmentId;

/// Why an item needs the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The platform does not take the request, even alone; its code.
    Refused(String),
    /// The platform, or the way to it, failed five times on this item alone.
    KeepsFailing,
    /// The device cannot read this attachment.
    AttachmentUnreadable(AttachmentId),
    /// This attachment arrived with another hash three times.
    AttachmentDamaged(AttachmentId),
}

impl Problem {
    /// The text to store.
    pub fn to_text(&self) -> String {
        match self {
            Self::Refused(code) => format!("refused:{code}"),
            Self::KeepsFailing => "keeps_failing".to_owned(),
            Self::AttachmentUnreadable(id) => format!("unreadable:{}", hex(id)),
            Self::AttachmentDamaged(id) => format!("damaged:{}", hex(id)),
        }
    }

    /// Reads what [`Problem::to_text`] wrote; what a newer build wrote becomes
    /// [`Problem::Refused`] with that text.
    pub fn from_text(text: &str) -> Self {
        let attachment = |digits: &str| {
            let number = u128::from_str_radix(digits, 16).ok()?;
            Some(AttachmentId::from_bytes(number.to_be_bytes()))
        };
        let known = match text.split_once(':') {
            Some(("refused", code)) => Some(Self::Refused(code.to_owned())),
            Some(("unreadable", id)) => attachment(id).map(Self::AttachmentUnreadable),
            Some(("damaged", id)) => attachment(id).map(Self::AttachmentDamaged),
            None if text == "keeps_failing" => Some(Self::KeepsFailing),
            _ => None,
        };
        known.unwrap_or_else(|| Self::Refused(text.to_owned()))
    }
}

fn hex(id: &AttachmentId) -> String {
    format!("{:032x}", u128::from_be_bytes(*id.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_survives_its_text() {
        let id = AttachmentId::from_bytes([0xa; 16]);
        for problem in [
            Problem::Refused("bad_request".to_owned()),
            Problem::KeepsFailing,
            Problem::AttachmentUnreadable(id),
            Problem::AttachmentDamaged(id),
        ] {
            assert_eq!(Problem::from_text(&problem.to_text()), problem);
        }
        let newer = Problem::Refused("moon_phase:7".to_owned());
        assert_eq!(Problem::from_text("moon_phase:7"), newer);
        let newer = Problem::Refused("moon_phase".to_owned());
        assert_eq!(Problem::from_text("moon_phase"), newer);
    }
}
