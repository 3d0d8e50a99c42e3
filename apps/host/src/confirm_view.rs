use serde::Serialize;
use tongban_app::{Messages, SettingsView, ThemeView};
use tongban_device_desktop::BoardView;

/// The question as the Confirm page gets it; every word comes from the core.
#[derive(Serialize)]
pub struct ConfirmView {
    id: String,
    nonce: String,
    title: String,
    lines: Vec<ConfirmLineView>,
    notes: Vec<String>,
    action: String,
    cancel: String,
    check_code: String,
    lang: String,
    dir: &'static str,
    theme: ThemeView,
    elder: bool,
    texts: ConfirmTextsView,
}

/// One line of it.
#[derive(Serialize)]
pub struct ConfirmLineView {
    label: String,
    value: String,
}

/// The page's own words.
#[derive(Serialize)]
pub struct ConfirmTextsView {
    origin: String,
    check_code: String,
    wait: String,
    done: String,
    closed: String,
    expired: String,
}

/// How the person set the app up; the page speaks and looks the same.
pub(crate) struct Look {
    locale: String,
    theme: ThemeView,
    elder: bool,
}

impl Look {
    /// Settings that cannot be read never keep a person from seeing what they confirm.
    pub(crate) fn of(settings: Option<SettingsView>) -> Self {
        match settings {
            Some(settings) => Self {
                locale: settings.locale,
                theme: settings.theme,
                elder: settings.elder,
            },
            None => Self {
                locale: "zh-Hans".to_owned(),
                theme: ThemeView::System,
                elder: false,
            },
        }
    }
}

impl ConfirmView {
    pub(crate) fn new(question: BoardView, look: Look, messages: &Messages) -> Self {
        let lines = question.text.lines.into_iter();
        Self {
            id: question.id,
            nonce: question.nonce,
            title: question.text.title,
            lines: lines
                .map(|line| ConfirmLineView {
                    label: line.label,
                    value: line.value,
                })
                .collect(),
            notes: question.text.notes,
            action: question.text.action_label,
            cancel: question.text.cancel_label,
            check_code: question.check_code,
            dir: direction(&look.locale),
            lang: look.locale,
            theme: look.theme,
            elder: look.elder,
            texts: ConfirmTextsView {
                origin: messages.text("confirm.page.origin"),
                check_code: messages.text("confirm.page.check_code"),
                wait: messages.text("confirm.page.wait"),
                done: messages.text("confirm.page.done"),
                closed: messages.text("confirm.page.closed"),
                expired: messages.text("confirm.page.expired"),
            },
        }
    }
}

fn direction(locale: &str) -> &'static str {
    let language = locale.split('-').next().unwrap_or_default();
    let arabic_script = matches!(language, "ar" | "fa" | "ug" | "ur") || locale.contains("Arab");
    if arabic_script { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_in_arabic_script_run_from_right_to_left() {
        assert_eq!(direction("zh-Hans"), "ltr");
        assert_eq!(direction("ug"), "rtl");
        assert_eq!(direction("kk-Arab"), "rtl");
    }
}
