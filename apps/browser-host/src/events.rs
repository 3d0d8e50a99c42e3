use std::convert::Infallible;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use tokio::sync::broadcast::Receiver;
use tongban_app::EventView;

/// The event channel as server-sent events, one JSON each.
///
/// A page that was too slow is cut off: it connects again and asks for everything anew,
/// instead of going on with a gap that it cannot see.
pub(crate) fn stream(
    events: Receiver<EventView>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = stream::unfold(events, |mut events| async {
        let event = events.recv().await.ok()?;
        let line = Event::default().json_data(&event).ok()?;
        Some((Ok(line), events))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
