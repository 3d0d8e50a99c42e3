//! The certificates of a grant: their fields from the form that was granted, their validity from
//! the pack, each bound to a key that came with the application.

use tongban_protocol::{CertificateRow, Extra, PublicPoint};
use tongban_rules::Day;
use tongban_rules::service::Validity;

use super::known::{DEPTH, granted};
use super::loaded::Loaded;
use crate::issue::{IssueError, Order, copy, issue};
use crate::platform::Platform;
use crate::store::{Issued, Resident};
use crate::sync::SyncError;

/// One copy of each certificate that the service issues, in its order; as many keys as there are
/// certificates.
pub(super) async fn certificates(
    platform: &Platform,
    resident: &Resident,
    loaded: &Loaded,
    holder_keys: &[PublicPoint],
    now: u64,
) -> Result<Vec<(Issued, CertificateRow)>, SyncError> {
    let mut certificates = Vec::with_capacity(holder_keys.len());
    for (wanted, key) in loaded.service()?.issues.iter().zip(holder_keys) {
        let types = &platform.authority.types;
        let description = types
            .by_name(&wanted.certificate_type)
            .ok_or(SyncError::Case)?;
        let fields = granted(platform, resident, loaded, wanted, description, DEPTH).await?;
        let valid_from = Day::of(now);
        let order = Order {
            description,
            valid_from,
            valid_until: end(valid_from, &wanted.validity).ok_or(IssueError::Record)?,
            holder_keys: std::slice::from_ref(key),
            fields: &|| fields.iter().map(copy).collect(),
        };
        let (issued, copies) = issue(platform, &order).await?;
        let row = CertificateRow {
            type_name: wanted.certificate_type.clone(),
            copies,
            extra: Extra::default(),
        };
        certificates.push((issued, row));
    }
    Ok(certificates)
}

/// The first day that is no longer valid. A year that has no 29 February ends on 1 March.
fn end(from: Day, validity: &Validity) -> Option<Day> {
    match validity {
        Validity::Days(days) => from.checked_plus_days(i32::from(*days)),
        Validity::Years(years) => {
            let year = from.year() + i32::from(*years);
            let same = Day::from_ymd(year, from.month().into(), from.day_of_month().into());
            same.or_else(|| Day::from_ymd(year, 3, 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_end_on_the_same_date_where_there_is_one() {
        let day = |text| Day::parse(text).expect("a day");
        let ends = |from, years| end(day(from), &Validity::Years(years));
        assert_eq!(ends("2026-03-02", 10), Some(day("2036-03-02")));
        assert_eq!(ends("2028-02-29", 1), Some(day("2029-03-01")));
        assert_eq!(ends("2028-02-29", 4), Some(day("2032-02-29")));
        assert_eq!(ends("9999-01-01", 1), None);
        assert_eq!(
            end(day("2026-03-02"), &Validity::Days(30)),
            Some(day("2026-04-01"))
        );
    }
}
