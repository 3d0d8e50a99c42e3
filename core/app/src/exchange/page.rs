//! The page in an export for people: drafts with their answers in words, cases, certificates and
//! photos. One file without script, without anything from elsewhere.

use std::fmt::Write as _;

use tongban_cases::Answers;
use tongban_rules::pack::codec::decode;
use tongban_store::PersonDb;

use super::error::ExchangeError;
use super::records::{DraftRecord, Records};
use crate::cases::CasesListRequest;
use crate::context::Core;
use crate::drafts::{bare_words, in_words};
use crate::error::Params;
use crate::services::Teller;
use crate::{cases, certificates, time};

/// The whole page.
pub(super) fn page(core: &Core, db: &PersonDb, records: &Records) -> Result<String, ExchangeError> {
    let messages = core.messages();
    let say = |word: &str| escaped(&messages.text(&format!("export.page.{word}")));
    let day = |seconds: u64| escaped(&messages.day(&time::day(seconds)));
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n<h1>{title}</h1>\n<p>{}</p>\n<p class=\"warn\">{}</p>\n",
        core.text_locale(),
        day(records.made_at),
        say("open"),
        title = say("title"),
    );
    let nothing = format!("<p>{}</p>\n", say("none"));

    let _ = writeln!(html, "<h2>{}</h2>", say("drafts"));
    for draft in &records.drafts {
        write_draft(core, records, draft, &mut html);
    }
    if records.drafts.is_empty() {
        html.push_str(&nothing);
    }

    let _ = writeln!(html, "<h2>{}</h2>", say("cases"));
    let listed = cases::list(core, &CasesListRequest { most: None }).unwrap_or_default();
    for case in &listed {
        let phase = messages.text(&format!("cases.phase.{}", case.phase));
        let _ = writeln!(
            html,
            "<h3>{}</h3>\n<dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd></dl>",
            escaped(&case.service_name),
            say("phase"),
            escaped(&phase),
            say("number"),
            escaped(case.number.as_deref().unwrap_or("–")),
            say("since"),
            escaped(case.since.get(..10).unwrap_or(&case.since)),
        );
    }
    if listed.is_empty() {
        html.push_str(&nothing);
    }

    let _ = writeln!(html, "<h2>{}</h2>", say("certificates"));
    for record in &records.certificates {
        let title = messages.text(&certificates::title_key(Some(&record.type_name)));
        let _ = writeln!(html, "<h3>{}</h3>\n<dl>", escaped(&title));
        for (label, value) in certificates::in_words(core, db, record.id) {
            let (label, value) = (escaped(&label), escaped(&value));
            let _ = writeln!(html, "<dt>{label}</dt><dd>{value}</dd>");
        }
        html.push_str("</dl>\n");
    }
    if records.certificates.is_empty() {
        html.push_str(&nothing);
    }
    let _ = writeln!(html, "<p>{}</p>\n</html>", say("machine"));
    Ok(html)
}

fn write_draft(core: &Core, records: &Records, draft: &DraftRecord, html: &mut String) {
    let messages = core.messages();
    let stored = draft.stored();
    let typed: Answers = decode(&stored.answers).unwrap_or_default();
    let loaded = core.pack_of(&stored.pack, stored.pack_version).ok();
    let teller = loaded.as_ref().map(|loaded| Teller::new(core, loaded));
    let service = loaded
        .as_ref()
        .and_then(|loaded| loaded.service(&stored.service).ok());
    let name = match (&teller, service) {
        (Some(teller), Some(service)) => teller.text(&service.names),
        _ => stored.service.clone(),
    };
    let standing = match (stored.discarded_at, stored.sent_as) {
        (Some(_), _) => "thrown_away",
        (None, Some(_)) => "handed_in",
        (None, None) => "open",
    };
    let mut params = Params::new();
    params.insert(
        "day".to_owned(),
        messages.day(&time::day(stored.saved_at)).into(),
    );
    let saved = messages.render(&format!("export.page.draft.{standing}"), &params);
    let _ = writeln!(
        html,
        "<h3>{}</h3>\n<p>{}</p>\n<dl>",
        escaped(&name),
        escaped(&saved)
    );
    for (id, value) in typed.iter() {
        let field = service.and_then(|service| service.form.find(id));
        let (label, words) = match (&teller, field) {
            (Some(teller), Some((_, field))) => {
                (teller.text(&field.label), in_words(teller, field, value))
            }
            (Some(teller), None) => (id.to_owned(), bare_words(teller, value)),
            // Without its pack the answers stand in the records only.
            (None, _) => continue,
        };
        let (label, words) = (escaped(&label), escaped(&words));
        let _ = writeln!(html, "<dt>{label}</dt><dd>{words}</dd>");
    }
    html.push_str("</dl>\n<p>");
    let own = |file: &&super::records::FileRecord| file.draft == Some(draft.id);
    for file in records.files.iter().filter(own) {
        let Some(entry) = &file.entry else { continue };
        let entry = escaped(entry);
        let _ = match file.media_type.starts_with("image/") {
            true => writeln!(
                html,
                "<a href=\"{entry}\"><img src=\"{entry}\" alt=\"\"></a>"
            ),
            false => writeln!(html, "<a href=\"{entry}\">{entry}</a>"),
        };
    }
    html.push_str("</p>\n");
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            sign => safe.push(sign),
        }
    }
    safe
}

const STYLE: &str = "body{font:17px/1.5 system-ui,sans-serif;max-width:46em;margin:2em auto;\
padding:0 1em;color:#14213d;background:#f6f3ec}dl{display:grid;grid-template-columns:\
minmax(8em,auto) 1fr;gap:.2em 1em}dt{color:#555}dd{margin:0}img{max-width:14em;max-height:14em;\
margin:.3em}.warn{border:2px solid #9c4806;padding:.6em 1em;border-radius:.5em}\
@media(prefers-color-scheme:dark){body{color:#f0ede6;background:#0f1522}dt{color:#b8b8b8}a{color:#4fc3ba}}";

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_a_person_typed_is_text_and_no_markup() {
        assert_eq!(
            escaped("<img src=x onerror='a'>&\""),
            "&lt;img src=x onerror=&#39;a&#39;&gt;&amp;&quot;"
        );
    }
}
