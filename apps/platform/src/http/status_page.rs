//! The page for a person who wants to know whether the platform works. No script, nothing from
//! elsewhere.

use std::sync::{Arc, LazyLock};

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::health::{HealthView, look_at};
use crate::platform::Platform;

pub(super) async fn page(State(platform): State<Arc<Platform>>, headers: HeaderMap) -> Response {
    let wanted = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (locale, texts) = choose(wanted);
    let html = render(
        locale,
        texts,
        &look_at(&platform).await,
        platform.authority.demo,
    );
    (
        [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CONTENT_LANGUAGE, locale),
            (VARY, "accept-language"),
            (CACHE_CONTROL, "no-store"),
            (CONTENT_SECURITY_POLICY, POLICY),
            (REFERRER_POLICY, "no-referrer"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ],
        html,
    )
        .into_response()
}

pub(super) async fn style() -> Response {
    (
        [
            (CONTENT_TYPE, "text/css; charset=utf-8"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ],
        STYLE,
    )
        .into_response()
}

#[derive(Deserialize)]
struct File {
    platform: Texts,
}

#[derive(Deserialize)]
struct Texts {
    title: String,
    ok: String,
    failing: String,
    demo: String,
    version: String,
    now: String,
    trust_list: String,
    status_lists: String,
    next_publication: String,
    none: String,
    snapshot: String,
}

/// The first language of the header that there is, else Chinese.
fn choose(wanted: &str) -> (&'static str, &'static Texts) {
    let english = wanted
        .split(',')
        .map(|part| {
            part.split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase()
        })
        .find_map(|tag| match tag.split('-').next() {
            Some("zh") => Some(false),
            Some("en") => Some(true),
            _ => None,
        });
    if english == Some(true) {
        ("en", &EN)
    } else {
        ("zh-Hans", &ZH)
    }
}

fn render(locale: &str, texts: &Texts, health: &HealthView, demo: bool) -> String {
    let works = health.status == "ok";
    let (mark, sentence) = if works {
        ("ok", &texts.ok)
    } else {
        ("failing", &texts.failing)
    };
    let published = |view: &Option<super::health::SnapshotView>| match view {
        Some(view) => texts
            .snapshot
            .replace("{version}", &view.version.to_string())
            .replace("{time}", &local(&view.as_of)),
        None => texts.none.clone(),
    };
    let rows = [
        (&texts.version, health.version.to_owned()),
        (&texts.now, local(&health.now)),
        (&texts.trust_list, published(&health.trust)),
        (&texts.status_lists, published(&health.status_lists)),
        (&texts.next_publication, local(&health.next_publication)),
    ];
    let rows: String = rows
        .iter()
        .map(|(name, value)| format!("<dt>{}</dt><dd>{}</dd>", escape(name), escape(value)))
        .collect();
    let demo = if demo {
        format!("<p class=\"demo\">{}</p>", escape(&texts.demo))
    } else {
        String::new()
    };
    format!(
        "<!doctype html><html lang=\"{locale}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/status.css\"></head><body><main><h1>{title}</h1>\
         <p class=\"{mark}\">{sentence}</p>{demo}<dl>{rows}</dl></main></body></html>",
        title = escape(&texts.title),
        sentence = escape(sentence),
    )
}

/// Legal time, to the minute.
fn local(rfc3339: &str) -> String {
    let Ok(at) = rfc3339.parse::<jiff::Timestamp>() else {
        return String::new();
    };
    jiff::tz::offset(8)
        .to_datetime(at)
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn texts(json: &str) -> Texts {
    let file: File = serde_json::from_str(json).expect("a test reads every committed message file");
    file.platform
}

static ZH: LazyLock<Texts> = LazyLock::new(|| {
    texts(include_str!(
        "../../../../assets/messages/zh-Hans/platform.json"
    ))
});
static EN: LazyLock<Texts> =
    LazyLock::new(|| texts(include_str!("../../../../assets/messages/en/platform.json")));

const STYLE: &str = include_str!("status.css");
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_speaks_the_readers_language() {
        for (wanted, locale) in [
            ("", "zh-Hans"),
            ("en-GB,en;q=0.9", "en"),
            ("fr, zh-CN;q=0.8, en;q=0.5", "zh-Hans"),
            ("ug", "zh-Hans"),
        ] {
            assert_eq!(choose(wanted).0, locale, "{wanted}");
        }
    }

    #[test]
    fn nothing_in_the_page_is_markup_by_accident() {
        assert_eq!(escape("<b a=\"1\">&"), "&lt;b a=&quot;1&quot;&gt;&amp;");
        assert_eq!(local("2026-03-02T01:00:00Z"), "2026-03-02 09:00");
    }
}
