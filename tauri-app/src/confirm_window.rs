//! The Confirm window: its page, its three commands, its opening and closing.

use tauri::http::{Response, StatusCode, header};
use tauri::{AppHandle, Manager, State, WebviewUrl, WebviewWindowBuilder, WindowEvent};
use tongban_host::{ConfirmSurface, ConfirmView, Host, SurfaceUnavailable, confirm_page};

/// The page's own scheme, hence an origin that the UI does not share.
pub const SCHEME: &str = "confirm";

const WINDOW: &str = "confirm";

/// Opens one window for the one question.
pub struct ConfirmWindow {
    app: AppHandle,
}

impl ConfirmWindow {
    /// Windows are opened on this app.
    pub fn new(app: AppHandle) -> Self {
        Self { app }
    }
}

impl ConfirmSurface for ConfirmWindow {
    fn open(&self, id: &str) -> Result<Option<String>, SurfaceUnavailable> {
        let page = format!("{SCHEME}://localhost/")
            .parse()
            .map_err(|_| SurfaceUnavailable)?;
        let window = WebviewWindowBuilder::new(&self.app, WINDOW, WebviewUrl::CustomProtocol(page))
            .title("通办 Tongban")
            .inner_size(480.0, 680.0)
            .min_inner_size(320.0, 480.0)
            .center()
            .always_on_top(true)
            .on_navigation(|url| url.scheme() == SCHEME)
            .build()
            .map_err(|_| SurfaceUnavailable)?;
        let (app, id) = (self.app.clone(), id.to_owned());
        window.on_window_event(move |event| {
            if matches!(
                event,
                WindowEvent::CloseRequested { .. } | WindowEvent::Destroyed
            ) {
                app.state::<Host>().board().decline(&id);
            }
        });
        // The question stands all the same when the window manager keeps the focus elsewhere.
        let _ = window.set_focus();
        Ok(None)
    }

    fn close(&self, _: &str) {
        if let Some(window) = self.app.get_webview_window(WINDOW) {
            let _ = window.destroy();
        }
    }
}

/// The question that stands, with the nonce of this page.
#[tauri::command]
pub async fn confirm_get(host: State<'_, Host>) -> Result<ConfirmView, &'static str> {
    host.standing()
        .and_then(|id| host.question(&id))
        .ok_or(CLOSED)
}

/// The person said yes on the page that has `nonce`.
#[tauri::command]
pub async fn confirm_yes(nonce: String, host: State<'_, Host>) -> Result<(), String> {
    answer(&host, &nonce, true)
}

/// The person said no.
#[tauri::command]
pub async fn confirm_no(nonce: String, host: State<'_, Host>) -> Result<(), String> {
    answer(&host, &nonce, false)
}

fn answer(host: &Host, nonce: &str, yes: bool) -> Result<(), String> {
    let id = host.standing().ok_or(CLOSED)?;
    host.answer(&id, nonce, yes)
        .map_err(|error| error.to_string())
}

/// The page's files, built in.
pub fn serve(path: &str) -> Response<Vec<u8>> {
    let (status, content_type, bytes) = match confirm_page(path.trim_start_matches('/')) {
        Some(file) => (StatusCode::OK, file.content_type, file.bytes.to_vec()),
        None => (StatusCode::NOT_FOUND, "text/plain", Vec::new()),
    };
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, content_type)
        .header(header::CONTENT_SECURITY_POLICY, CSP)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(bytes)
        .unwrap_or_default()
}

const CLOSED: &str = "question is closed";

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src ipc:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; \
    require-trusted-types-for 'script'";
