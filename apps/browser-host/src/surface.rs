use tongban_host::{ConfirmSurface, SurfaceUnavailable};

/// A question is a page of the confirm origin; the UI is told its address and opens it.
pub(crate) struct ConfirmPages {
    pub(crate) origin: String,
}

impl ConfirmSurface for ConfirmPages {
    fn open(&self, id: &str) -> Result<Option<String>, SurfaceUnavailable> {
        Ok(Some(format!("{}/confirm/{id}/", self.origin)))
    }

    // The page learns from its own answer that the question is over.
    fn close(&self, _: &str) {}
}
