//! A verdict as a screen sees it.

use tongban_certificate::{Claim, OfficeInfo, Verdict, VerdictWord};

use super::{ClaimView, StatusCheckView, VerdictView, VerdictWordView};
use crate::context::Core;
use crate::error::Params;
use crate::messages::Messages;
use crate::{certificates, time};

pub(super) fn view(core: &Core, verdict: &Verdict, now: u64, seen_at: Option<u64>) -> VerdictView {
    let type_name = verdict.type_name.as_deref();
    let issuer = verdict
        .office
        .as_ref()
        .map(|office| office_name(office, core.text_locale()));
    let valid_from = verdict.valid_from.map(|day| day.to_string());
    let valid_until = verdict.valid_until.map(time::last_day);
    let mut params = Params::new();
    let shown = [
        ("issuer", issuer.clone()),
        ("valid_from", valid_from.clone()),
        ("valid_until", valid_until.clone()),
        ("as_of", verdict.as_of.map(time::day)),
        ("seen_at", seen_at.map(time::instant)),
    ];
    for (name, value) in shown {
        params.extend(value.map(|value| (name.to_owned(), value.into())));
    }
    VerdictView {
        verdict: verdict.word.into(),
        reason: verdict.reason.slug().to_owned(),
        type_name: type_name.map(str::to_owned),
        title_key: type_name.map(|name| certificates::title_key(Some(name))),
        issuer,
        claims: verdict
            .claims
            .iter()
            .map(|claim| claim_view(core, claim, type_name))
            .collect(),
        valid_from,
        valid_until,
        fields_count: matches!(verdict.word, VerdictWord::Valid | VerdictWord::Expired),
        as_of: verdict.as_of.map(time::instant),
        as_of_age_seconds: verdict
            .as_of
            .map(|as_of| time::seconds(now.saturating_sub(as_of))),
        status: if verdict.status_checked {
            StatusCheckView::Checked
        } else {
            StatusCheckView::NotChecked
        },
        compare_person: verdict.compare_person(),
        seen_at: seen_at.map(time::instant),
        params,
    }
}

fn office_name(office: &OfficeInfo, locale: &str) -> String {
    let name = office
        .names
        .get(locale)
        .or_else(|| office.names.get(Messages::LOCALES[0]));
    name.unwrap_or(&office.code).clone()
}

fn claim_view(core: &Core, claim: &Claim, type_name: Option<&str>) -> ClaimView {
    let types = core.types();
    let description = type_name.and_then(|name| types.by_name(name));
    let known = description
        .and_then(|description| Some((description.name(), description.field(claim.label)?)));
    let value = match claim.value.to_json() {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    ClaimView {
        name: claim.json_name(),
        label_key: certificates::label_key(
            known.map(|(type_name, field)| (type_name, field.name.as_str())),
        ),
        value,
        kind: known.map_or_else(
            || certificates::kind_of(&claim.value),
            |(_, field)| field.kind.into(),
        ),
    }
}

impl From<VerdictWord> for VerdictWordView {
    fn from(word: VerdictWord) -> Self {
        match word {
            VerdictWord::Valid => Self::Valid,
            VerdictWord::Expired => Self::Expired,
            VerdictWord::Revoked => Self::Revoked,
            VerdictWord::NotGenuine => Self::NotGenuine,
            VerdictWord::CannotTell => Self::CannotTell,
        }
    }
}
