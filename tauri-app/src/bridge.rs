//! The one call and the one event channel of the UI.

use tauri::ipc::{InvokeBody, Request, Response};
use tauri::{AppHandle, Emitter, Manager, State};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tongban_app::{EventView, frame};
use tongban_host::Host;

/// Label of the UI's window.
pub const WINDOW: &str = "main";

const EVENT: &str = "tongban";

/// Events were lost: whoever hears it asks for everything anew.
const GAP: &str = "tongban-gap";

/// Carries one use case: its name in the header `x-call`, JSON and bytes as one raw frame.
///
/// The body must be raw. Where the web view fell back to text messages (a policy without
/// `ipc:` does that in silence), every call fails at once instead of only pictures.
#[tauri::command]
pub async fn call(request: Request<'_>, host: State<'_, Host>) -> Result<Response, &'static str> {
    let name = request
        .headers()
        .get("x-call")
        .and_then(|name| name.to_str().ok())
        .ok_or("no x-call header")?;
    let InvokeBody::Raw(body) = request.body() else {
        return Err("body is not raw");
    };
    let (json, bytes) = frame::decode(body).map_err(|_| "body is not a frame")?;
    let reply = host.app().call(name, json, bytes).await;
    Ok(Response::new(frame::encode(&reply.json, &reply.bytes)))
}

/// Hands every event to the UI's window until the app ends. Where the window was too slow and
/// events were dropped, it is told so instead of going on with a gap that it cannot see.
pub fn forward_events(app: AppHandle, mut events: Receiver<EventView>) {
    tauri::async_runtime::spawn(async move {
        loop {
            match events.recv().await {
                // A window that is closing takes no more events; nothing is lost with it.
                Ok(event) => drop(app.emit_to(WINDOW, EVENT, event)),
                Err(RecvError::Lagged(_)) => drop(app.emit_to(WINDOW, GAP, ())),
                Err(RecvError::Closed) => return,
            }
        }
    });
}

/// Brings the window to the front when the person clicks on a notification; where it leads is the
/// UI's to open.
pub fn come_forward(app: AppHandle, mut events: Receiver<EventView>) {
    tauri::async_runtime::spawn(async move {
        loop {
            match events.recv().await {
                Ok(EventView::OpenLink(_)) => {
                    if let Some(window) = app.get_webview_window(WINDOW) {
                        // A desktop that lets no program come forward marks it as waiting.
                        drop(window.unminimize());
                        drop(window.show());
                        drop(window.set_focus());
                    }
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    });
}
