//! The parts that guides, forms, materials and decisions share, told from a pack in one locale.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tongban_rules::materials::{CommonError, PictureType, Sample};
use tongban_rules::provision::{Citation, Lost, Provision, Ruled, Weight, Why};
use tongban_rules::service::{Remedy, RemedyKind, Within};
use tongban_rules::{Day, Limit, Texts, Unit};
use ts_rs::TS;

use crate::context::Core;
use crate::error::{Params, param};
use crate::messages::Messages;
use crate::packs::LoadedPack;

/// A length of time as a rule has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LimitView {
    /// In words.
    pub text: String,
    /// Days; of a range the larger number.
    pub days: u32,
    /// What kind of days.
    pub unit: UnitView,
}

/// What kind of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UnitView {
    /// Working days.
    Working,
    /// Days of the calendar.
    Calendar,
    /// The rule does not say (rule L3).
    Unstated,
}

/// The source behind a demand or a limit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SourceView {
    /// Title.
    pub title: String,
    /// Article and paragraph.
    pub clause: String,
    /// Number of the document.
    pub number: Option<String>,
    /// Whether it binds today.
    pub in_force: bool,
    /// Whether it is a draft, which never binds (rule L1).
    pub proposed: bool,
    /// First day in force, YYYY-MM-DD.
    pub since: Option<String>,
    /// What a reader must know.
    pub note: Option<String>,
    /// Rules that say otherwise and do not apply, with the reason (rule L2).
    pub losing: Vec<LosingView>,
}

/// A rule that does not apply.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LosingView {
    /// The rule: title and clause.
    pub text: String,
    /// Slug of the reason.
    pub why: String,
}

/// A title with a text.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TitledView {
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
}

/// A limit with its source.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SourcedLimitView {
    /// The limit.
    pub limit: LimitView,
    /// By what.
    pub source: SourceView,
}

/// A text with its source.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SourcedTextView {
    /// The text.
    pub text: String,
    /// By what.
    pub source: SourceView,
}

/// A published common error.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CommonErrorView {
    /// Its id.
    pub id: String,
    /// Its number in the guide, from 1.
    pub number: u32,
    /// What is wrong and what comes of it.
    pub text: String,
    /// How it looks.
    pub wrong: Option<String>,
    /// How it should look.
    pub right: Option<String>,
}

/// A sample with invented persons.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SampleView {
    /// Its title.
    pub title: String,
    /// Its text.
    pub markdown: Option<String>,
    /// Its picture.
    pub svg: Option<String>,
}

/// Something that can be done about a decision.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RemedyView {
    /// Which.
    pub kind: RemedyKindView,
    /// Where to turn.
    pub where_to: String,
    /// In which time, in words.
    pub within: Option<String>,
    /// The last day, YYYY-MM-DD, where the decision's day is known.
    pub until: Option<String>,
    /// By what.
    pub source: SourceView,
}

/// The remedies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RemedyKindView {
    /// Administrative reconsideration.
    Reconsideration,
    /// Lawsuit.
    Lawsuit,
    /// Complaint.
    Complaint,
    /// The window for what could not be got done.
    CannotGetItDone,
}

/// Tells what a pack says in one locale, on one day.
pub(crate) struct Teller<'a> {
    pub(crate) loaded: &'a LoadedPack,
    pub(crate) locale: &'static str,
    pub(crate) messages: Arc<Messages>,
    pub(crate) today: Day,
}

impl<'a> Teller<'a> {
    pub(crate) fn new(core: &Core, loaded: &'a LoadedPack) -> Self {
        Self {
            loaded,
            locale: core.text_locale(),
            messages: core.messages(),
            today: core.today(),
        }
    }

    /// Tells by another day than the device's, such as the platform's.
    pub(crate) fn on(core: &Core, loaded: &'a LoadedPack, today: Day) -> Self {
        Self {
            today,
            ..Self::new(core, loaded)
        }
    }

    pub(crate) fn text(&self, texts: &Texts) -> String {
        texts.get(self.locale).to_owned()
    }

    pub(crate) fn some(&self, texts: &Option<Texts>) -> Option<String> {
        texts.as_ref().map(|texts| self.text(texts))
    }

    pub(crate) fn limit(&self, limit: &Limit) -> LimitView {
        let (least, most) = (limit.amount().least(), limit.amount().most());
        let (unit, word) = match limit.unit() {
            Unit::Working => (UnitView::Working, "working"),
            Unit::Calendar => (UnitView::Calendar, "calendar"),
            Unit::Unstated => (UnitView::Unstated, "unstated"),
        };
        let mut params = param("days", u32::from(most));
        let key = match least == most {
            true => format!("core.limit.{word}"),
            false => {
                params.extend(param("least", u32::from(least)));
                format!("core.limit.{word}_range")
            }
        };
        LimitView {
            text: self.messages.render(&key, &params),
            days: most.into(),
            unit,
        }
    }

    /// The limit that applies today with its source and what loses against it.
    pub(crate) fn ruled_limit(&self, ruled: &Ruled<Limit>) -> Option<SourcedLimitView> {
        let resolved = ruled.on(self.today);
        let applies = resolved.applies?;
        let mut source = self.source(&applies.provision);
        source.losing = self.losing(&resolved.lost);
        Some(SourcedLimitView {
            limit: self.limit(&applies.value),
            source,
        })
    }

    pub(crate) fn losing<T>(&self, lost: &[Lost<'_, T>]) -> Vec<LosingView> {
        let told = lost.iter().map(|lost| LosingView {
            text: self.cited(&lost.rule.provision.citation),
            why: why_slug(lost.why).to_owned(),
        });
        told.collect()
    }

    pub(crate) fn source(&self, provision: &Provision) -> SourceView {
        SourceView {
            in_force: provision.is_in_force(self.today),
            proposed: provision.weight == Weight::Proposed,
            since: Some(provision.valid_from.to_string()),
            ..self.citation(&provision.citation)
        }
    }

    /// A source by its citation alone: its dates are the document's.
    pub(crate) fn citation(&self, citation: &Citation) -> SourceView {
        let source = self.loaded.pack().source(&citation.source);
        let in_force = source.is_some_and(|source| {
            source.weight != Weight::Proposed
                && source.valid_from <= self.today
                && source.valid_until.is_none_or(|until| self.today < until)
        });
        SourceView {
            title: source.map_or_else(
                || citation.source.clone(),
                |source| self.text(&source.title),
            ),
            clause: citation.clause.clone(),
            number: source.and_then(|source| source.number.clone()),
            in_force,
            proposed: source.is_some_and(|source| source.weight == Weight::Proposed),
            since: source.map(|source| source.valid_from.to_string()),
            note: source.and_then(|source| self.some(&source.remark)),
            losing: Vec::new(),
        }
    }

    /// Title and clause in one line.
    pub(crate) fn cited(&self, citation: &Citation) -> String {
        let view = self.citation(citation);
        format!("{} {}", view.title, view.clause)
    }

    pub(crate) fn common_errors(&self, errors: &[CommonError]) -> Vec<CommonErrorView> {
        (1..)
            .zip(errors)
            .map(|(number, error)| self.common_error(error, number))
            .collect()
    }

    fn common_error(&self, error: &CommonError, number: u32) -> CommonErrorView {
        CommonErrorView {
            id: error.id.clone(),
            number,
            text: self.text(&error.text),
            wrong: self.some(&error.wrong),
            right: self.some(&error.right),
        }
    }

    /// The common error with that id, numbered as in the list where it stands.
    pub(crate) fn common_error_of(
        &self,
        service: &tongban_rules::service::Service,
        id: &str,
    ) -> Option<CommonErrorView> {
        let lists = std::iter::once(&service.guide.common_errors)
            .chain(service.materials.iter().map(|m| &m.common_errors));
        lists
            .flat_map(|list| (1..).zip(list))
            .find(|(_, error)| error.id == id)
            .map(|(number, error)| self.common_error(error, number))
    }

    pub(crate) fn samples<'s>(
        &self,
        samples: impl IntoIterator<Item = &'s Sample>,
    ) -> Vec<SampleView> {
        let one = |sample: &Sample| SampleView {
            title: self.text(&sample.name),
            markdown: Some(self.text(&sample.text)).filter(|text| !text.is_empty()),
            svg: sample
                .picture
                .as_ref()
                .filter(|picture| picture.media_type == PictureType::Svg)
                .and_then(|picture| String::from_utf8(picture.bytes.clone()).ok()),
        };
        samples.into_iter().map(one).collect()
    }

    /// The remedies; `decided` is the day on which the decision is known.
    pub(crate) fn remedies(&self, remedies: &[Remedy], decided: Option<Day>) -> Vec<RemedyView> {
        let one = |remedy: &Remedy| RemedyView {
            kind: match remedy.kind {
                RemedyKind::Reconsideration => RemedyKindView::Reconsideration,
                RemedyKind::Lawsuit => RemedyKindView::Lawsuit,
                RemedyKind::Complaint => RemedyKindView::Complaint,
                RemedyKind::CannotGetItDone => RemedyKindView::CannotGetItDone,
            },
            where_to: self.text(&remedy.where_to),
            within: remedy.within.as_ref().map(|within| self.within(within)),
            until: decided
                .zip(remedy.within.as_ref())
                .and_then(|(day, within)| self.until(day, within))
                .map(|day| day.to_string()),
            source: self.citation(&remedy.basis),
        };
        remedies.iter().map(one).collect()
    }

    fn within(&self, within: &Within) -> String {
        match within {
            Within::Days(limit) => self.limit(limit).text,
            Within::Months(months) => self
                .messages
                .render("core.limit.months", &param("months", u32::from(*months))),
        }
    }

    /// The last day, counted from the day after `day`.
    fn until(&self, day: Day, within: &Within) -> Option<Day> {
        match within {
            Within::Days(limit) => {
                let counted = tongban_rules::count(self.loaded.calendar(), day, limit);
                counted.ok().map(|due| due.due)
            }
            Within::Months(months) => plus_months(day, (*months).into()),
        }
    }

    pub(crate) fn say(&self, key: &str) -> String {
        self.messages.render(key, &Params::new())
    }

    /// Title of a certificate type.
    pub(crate) fn certificate_title(&self, type_name: &str) -> String {
        match self.loaded.pack().certificate_type(type_name) {
            Some(described) => self.text(&described.title),
            None => self.say(&crate::certificates::title_key(Some(type_name))),
        }
    }
}

/// The same date months later; the last day of a shorter month.
pub(crate) fn plus_months(day: Day, months: i32) -> Option<Day> {
    let zero_based = day.year() * 12 + i32::from(day.month()) - 1 + months;
    let (year, month) = (
        zero_based.div_euclid(12),
        zero_based.rem_euclid(12).unsigned_abs() + 1,
    );
    (0..4).find_map(|less| Day::from_ymd(year, month, u32::from(day.day_of_month()) - less))
}

fn why_slug(why: Why) -> &'static str {
    match why {
        Why::Proposed => "proposed",
        Why::NotYetInForce => "not_yet_in_force",
        Why::NoLongerInForce => "no_longer_in_force",
        Why::GivesWay => "gives_way",
        Why::Lower => "lower",
        Why::General => "general",
        Why::Older => "older",
        Why::Repeated => "repeated",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_later_is_the_same_date_or_the_last_of_a_shorter_month() {
        let day = |text: &str| Day::parse(text).expect("a day");
        for (from, months, to) in [
            ("2026-03-02", 6, "2026-09-02"),
            ("2026-08-31", 6, "2027-02-28"),
            ("2026-12-15", 1, "2027-01-15"),
        ] {
            assert_eq!(plus_months(day(from), months), Some(day(to)), "{from}");
        }
    }
}
