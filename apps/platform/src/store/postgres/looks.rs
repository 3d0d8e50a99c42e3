//! Staff look at a case: line in the read log, row in the resident's feed and what is shown, in
//! one transaction (rule K6).

use sqlx::{PgConnection, Row as _, query};
use zeroize::Zeroizing;

use super::{attachments, cases, feeds, read_log};
use crate::store::{Look, Looked, StoreError};

pub(super) async fn look(t: &mut PgConnection, look: &Look) -> Result<Option<Looked>, StoreError> {
    let Some(record) = cases::record(t, look.case).await? else {
        return Ok(None);
    };
    let files = attachments::of_case(t, look.case, look.file).await?;
    if look.file.is_some() && files.is_empty() {
        return Ok(None);
    }
    let line = read_log::append(t, Some(record.entry.resident), &look.access()).await?;
    let row = look.row(record.entry.scope, &line);
    let epoch = feeds::present_epoch(t).await?;
    feeds::append(t, epoch, record.entry.scope, &[&row]).await?;
    let name = query("SELECT name FROM residents WHERE id = $1")
        .bind(record.entry.resident.0)
        .fetch_one(t)
        .await?;
    Ok(Some(Looked {
        applicant: Zeroizing::new(name.try_get(0)?),
        record,
        files,
    }))
}
