use tongban_certificate::{
    Slot, SlotState, Status, StatusBits, StatusListContent, StatusSource, TrustListContent,
    prepare_status_list, prepare_trust_list,
};
use tongban_protocol::{StatusSnapshot, TrustSnapshot};

use super::PublishError;
use crate::authority::Authority;
use crate::ports::sealer::SealKey;
use crate::store::StatusPlace;

/// A trust list of this version and date, after all roots.
pub(super) async fn trust(
    authority: &Authority,
    version: u64,
    as_of: u64,
) -> Result<TrustSnapshot, PublishError> {
    let prepared = prepare_trust_list(&trust_list_content(authority, version, as_of)?)?;
    let signature = authority
        .sealer
        .seal(SealKey::TrustList, prepared.to_be_signed())
        .await?;
    Ok(TrustSnapshot {
        roots: authority.roots.clone(),
        list: prepared.finish(&signature),
    })
}

/// Version 1, which comes with a build.
#[cfg(feature = "demo")]
pub(crate) async fn first_trust_list(
    authority: &Authority,
    as_of: u64,
) -> Result<Vec<u8>, PublishError> {
    Ok(trust(authority, 1, as_of).await?.list)
}

fn trust_list_content(
    authority: &Authority,
    version: u64,
    as_of: u64,
) -> Result<TrustListContent, PublishError> {
    let description = &authority.description;
    let vct = |name: &String| {
        authority
            .types
            .by_name(name)
            .map(|known| known.vct().to_vec())
    };
    let types: Option<Vec<_>> = authority.issues.iter().map(vct).collect();
    Ok(TrustListContent {
        root_number: authority.root_number,
        version,
        issued_at: as_of,
        valid_until: None,
        status_sources: vec![StatusSource {
            first_shard: 0,
            shard_count: description.status_shards,
            address: description.status_address.clone(),
            signer: authority.sealer.public_key(SealKey::StatusList),
        }],
        slots: vec![Slot {
            number: description.slot,
            key: authority.sealer.public_key(SealKey::Issuer),
            office: authority.office.clone(),
            names: description.office_names.clone(),
            state: SlotState::Active,
            types: types.ok_or(PublishError::UnknownType)?,
            status_sources: vec![0],
        }],
    })
}

/// All status lists of this date.
pub(super) async fn status(
    authority: &Authority,
    as_of: u64,
    revoked: &[StatusPlace],
) -> Result<StatusSnapshot, PublishError> {
    let description = &authority.description;
    let mut tokens = Vec::with_capacity(description.status_shards as usize);
    for shard in 0..description.status_shards {
        let mut statuses = StatusBits::new(description.status_list_length as usize);
        for place in revoked.iter().filter(|place| place.shard == shard) {
            if !statuses.set(place.index as usize, Status::Revoked) {
                return Err(PublishError::OutsideList);
            }
        }
        let prepared = prepare_status_list(&StatusListContent {
            address: format!("{}{shard}", description.status_address),
            issued_at: as_of,
            valid_until: None,
            statuses: &statuses,
        });
        let signature = authority
            .sealer
            .seal(SealKey::StatusList, prepared.to_be_signed())
            .await?;
        tokens.push(prepared.finish(&signature));
    }
    Ok(StatusSnapshot { tokens })
}
