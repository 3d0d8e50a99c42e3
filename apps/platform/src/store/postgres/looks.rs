//! Staff look at a case: line in the read log, row in the resident's feed and what is shown, in
//! one transaction (rule K6).

use sqlx::{PgConnection, Row as _, query};
use tongban_protocol::{Extra, LOOK_KIND, LookRow, ReadLogHead};
use zeroize::Zeroizing;

use super::{attachments, cases, feeds, read_log};
use crate::store::{Access, Look, Looked, NewRow, StoreError};

pub(super) async fn look(t: &mut PgConnection, look: &Look) -> Result<Option<Looked>, StoreError> {
    let Some(record) = cases::record(t, look.case).await? else {
        return Ok(None);
    };
    let files = attachments::of_case(t, look.case, look.file).await?;
    if look.file.is_some() && files.is_empty() {
        return Ok(None);
    }
    let access = Access {
        actor: look.actor.clone(),
        purpose: look.purpose,
        at: look.at,
    };
    let line = read_log::append(t, Some(record.entry.resident), &access).await?;
    let row = LookRow {
        at: look.at,
        actor: look.actor.clone(),
        purpose: look.purpose.to_owned(),
        line: ReadLogHead {
            seq: line.seq,
            hash: line.hash,
        },
        extra: Extra::default(),
    };
    let row = NewRow {
        scope: record.entry.scope,
        kind: LOOK_KIND,
        case: look.case,
        version: 0,
        body: row.encode(),
    };
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
