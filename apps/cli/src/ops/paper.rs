//! The voucher as one page of HTML that any printer takes: no script, nothing loaded.

use tongban_app::Messages;
use tongban_code::Modules;
use tongban_platform::ops::PrintedVoucher;

use crate::language::Language;
use crate::time::for_people;

/// What the app calls these things: the paper says the same words as the screen that it is typed
/// into.
pub(super) struct Words {
    pub button: String,
    pub number: String,
    pub digits: String,
}

impl Words {
    pub(super) fn of(language: &Language) -> Words {
        let app = Messages::load(language.locale()).with(match language.locale() {
            "en" => include_str!("../../../../assets/messages/en/ui.json"),
            _ => include_str!("../../../../assets/messages/zh-Hans/ui.json"),
        });
        Words {
            button: app.text("ui.welcome.enrol"),
            number: app.text("ui.enrol.number"),
            digits: app.text("ui.enrol.digits"),
        }
    }
}

pub(super) fn html(voucher: &PrintedVoucher, code: &Modules, language: &Language) -> String {
    let row = |key: &str, value: &str| {
        format!(
            "<tr><th>{}</th><td>{}</td></tr>\n",
            escaped(&language.text(key)),
            escaped(value)
        )
    };
    let text = |key: &str| escaped(&language.text(key));
    let words = Words::of(language);
    let how = [
        ("button", words.button.as_str()),
        ("number_label", words.number.as_str()),
        ("digits_label", words.digits.as_str()),
    ];
    format!(
        "<!doctype html>\n<html lang=\"{locale}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <title>{title}</title>\n<style>{STYLE}</style></head>\n<body><main>\n<h1>{title}</h1>\n\
         <div class=\"code\">{svg}</div>\n<p class=\"digits\">{number_label} <b>{number}</b> {digits_label} <b>{digits}</b></p>\n\
         <table>\n{rows}</table>\n<p>{how}</p>\n<p>{secret}</p>\n</main></body></html>\n",
        locale = language.locale(),
        title = text("cli.paper.title"),
        svg = code.to_svg(4),
        number = escaped(&voucher.number.to_string()),
        number_label = escaped(&words.number),
        digits_label = escaped(&words.digits),
        digits = escaped(&voucher.digits.grouped()),
        rows = [
            row("cli.paper.mark", &voucher.full.mark()),
            row("cli.paper.name", &voucher.resident_name),
            row("cli.paper.station", &voucher.station),
            row("cli.paper.clerk", &voucher.clerk),
            row(
                "cli.paper.printed",
                &for_people(voucher.printed_at, language)
            ),
            row("cli.paper.until", &for_people(voucher.expires_at, language)),
        ]
        .concat(),
        how = escaped(&language.render("cli.paper.how", &how)),
        secret = text("cli.paper.secret"),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

const STYLE: &str = "body{font:12pt/1.6 sans-serif;color:#000;background:#fff;margin:0}\
main{max-width:15cm;margin:1.5cm auto}h1{font-size:20pt;margin:0 0 .5cm}\
.code svg{width:6cm;height:6cm;display:block}\
.digits b{font:bold 20pt monospace;display:block}\
table{border-collapse:collapse;margin:.5cm 0}th{text-align:start;font-weight:normal;padding:.1cm 1cm .1cm 0}\
@page{size:A5}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paper_names_what_is_typed_as_the_app_does() {
        for locale in ["zh-Hans", "en"] {
            let language = Language::named(locale);
            let words = Words::of(&language);
            for word in [&words.button, &words.number, &words.digits] {
                assert!(!word.starts_with("ui."), "{locale}: {word} has no text");
            }
            assert!(language.text("cli.paper.how").contains("{button}"));
        }
    }

    #[test]
    fn names_cannot_become_markup() {
        assert_eq!(
            escaped("<b>\"&\"</b>"),
            "&lt;b&gt;&quot;&amp;&quot;&lt;/b&gt;"
        );
    }
}
