//! Making the copies of one certificate. Salts, holder key and status index are fresh for each
//! copy, and no two copies of a batch lie in the same status list (rules C2, C3).

use tongban_certificate::{
    CertificateNumber, ClaimValue, Day, IdentifierError, IssueRequest, StatusReference,
    TypeDescription, certificate_identifier, prepare_certificate,
};
use tongban_cose::{PublicKey, Suite};
use tongban_device::EntropyError;
use tongban_protocol::PublicPoint;

use crate::platform::Platform;
use crate::ports::sealer::{SealError, SealKey};
use crate::random::{below, digits, shuffled};
use crate::store::{Issued, IssuedCopy, Resident, StatusPlace, StoreError};

/// Why nothing was issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// More copies than status lists.
    #[error("batch has more copies than there are status lists")]
    TooManyCopies,
    /// No free place was found in a status list.
    #[error("status list is full")]
    StatusListFull,
    /// A holder key is no point of its curve.
    #[error("holder key is not on its curve")]
    HolderKey,
    /// The record does not fit the certificate type.
    #[error("record does not fit the certificate type")]
    Record,
    /// The certificate cannot be built.
    #[error("certificate cannot be built")]
    Build(#[from] tongban_certificate::IssueError),
    /// Its identifier cannot be built.
    #[error("identifier cannot be built")]
    Identifier(#[from] IdentifierError),
    /// No random bits.
    #[error("certificate cannot be salted")]
    Entropy(#[from] EntropyError),
    /// The issuer key does not sign.
    #[error("certificate cannot be signed")]
    Seal(#[from] SealError),
    /// The store failed.
    #[error("status index cannot be reserved")]
    Store(#[from] StoreError),
}

/// What is to be issued. The certificate's own number is drawn here and is not among the fields.
pub(crate) struct Order<'a> {
    pub(crate) description: &'a TypeDescription,
    pub(crate) valid_from: Day,
    pub(crate) valid_until: Day,
    pub(crate) holder_keys: &'a [PublicPoint],
    /// The values by label, made anew for each copy; a field without one becomes a decoy.
    pub(crate) fields: &'a (dyn Fn() -> Vec<(i64, ClaimValue)> + Sync),
}

/// One certificate in as many copies as there are keys; returns what to store and the copies.
pub(crate) async fn issue(
    platform: &Platform,
    order: &Order<'_>,
) -> Result<(Issued, Vec<Vec<u8>>), IssueError> {
    let authority = &platform.authority;
    let Order {
        description,
        valid_from,
        valid_until,
        holder_keys,
        ..
    } = *order;
    let number = draw_number(platform)?;
    let identifier =
        certificate_identifier(description.type_code(), authority.office.as_str(), &number)?;
    let places = reserve(platform, holder_keys.len()).await?;
    let mut copies = Vec::with_capacity(holder_keys.len());
    for (key, place) in holder_keys.iter().zip(&places) {
        let holder_key =
            PublicKey::from_sec1(Suite::P256, key.as_bytes()).map_err(|_| IssueError::HolderKey)?;
        let request = IssueRequest {
            description,
            slot: authority.description.slot,
            office: &authority.office,
            valid_from,
            valid_until,
            status: StatusReference {
                shard: place.shard,
                index: place.index,
            },
            holder_key: &holder_key,
            fields: fields(order, &number)?,
        };
        copies.push(sign(platform, &request).await?);
    }
    let issued = Issued {
        serial: number.serial.clone(),
        identifier,
        type_name: description.name().to_owned(),
        valid_from: valid_from.start(),
        valid_until: valid_until.start(),
        copies: holder_keys
            .iter()
            .zip(places)
            .map(|(key, place)| IssuedCopy {
                place,
                holder_key: *key,
            })
            .collect(),
    };
    Ok((issued, copies))
}

/// The values that the register has for this type.
pub(crate) fn register_fields(
    description: &TypeDescription,
    resident: &Resident,
) -> Result<Vec<(i64, ClaimValue)>, IssueError> {
    let mut fields = Vec::with_capacity(description.fields().len());
    for field in description.fields() {
        let value = register_value(resident, &field.name)?;
        fields.extend(value.map(|value| (field.label, value)));
    }
    Ok(fields)
}

/// The value of a field by its stable name; none if the register does not keep it.
pub(crate) fn register_value(
    resident: &Resident,
    name: &str,
) -> Result<Option<ClaimValue>, IssueError> {
    Ok(Some(match name {
        "birth_date" => {
            ClaimValue::Date(Day::parse(&resident.birth_date).ok_or(IssueError::Record)?)
        }
        "portrait" => ClaimValue::Bytes(resident.portrait.clone()),
        "name" => ClaimValue::Text(resident.name.clone()),
        "sex" => ClaimValue::Text(resident.sex.clone()),
        "address" => ClaimValue::Text(resident.address.clone()),
        "household_office" => ClaimValue::Text(resident.household_office.clone()),
        "phone" => ClaimValue::Text(resident.phone.clone()),
        "id_number" => ClaimValue::Text(resident.id_number.clone()),
        _ => return Ok(None),
    }))
}

/// The same values again, for another copy.
pub(crate) fn copy((label, value): &(i64, ClaimValue)) -> (i64, ClaimValue) {
    let value = match value {
        ClaimValue::Text(text) => ClaimValue::Text(text.clone()),
        ClaimValue::Date(day) => ClaimValue::Date(*day),
        ClaimValue::Bytes(bytes) => ClaimValue::Bytes(bytes.clone()),
        ClaimValue::Number(number) => ClaimValue::Number(CertificateNumber {
            serial: number.serial.clone(),
            version: number.version,
        }),
        ClaimValue::Integer(number) => ClaimValue::Integer(*number),
        ClaimValue::Other(bytes) => ClaimValue::Other(bytes.clone()),
    };
    (*label, value)
}

async fn sign(platform: &Platform, request: &IssueRequest<'_>) -> Result<Vec<u8>, IssueError> {
    let mut dry = None;
    let prepared = prepare_certificate(request, &mut || {
        platform.entropy.array().unwrap_or_else(|error| {
            dry = Some(error);
            [0; 16]
        })
    });
    if let Some(error) = dry {
        return Err(error.into());
    }
    let prepared = prepared?;
    let signature = platform
        .authority
        .sealer
        .seal(SealKey::Issuer, prepared.to_be_signed())
        .await?;
    Ok(prepared.finish(&signature).into_bytes())
}

/// The order's values and the number, where the type has a field for it.
fn fields(
    order: &Order<'_>,
    number: &CertificateNumber,
) -> Result<Vec<(i64, ClaimValue)>, IssueError> {
    let mut fields = (order.fields)();
    if let Some(field) = order.description.field_named("certificate_number") {
        let copy = CertificateNumber::new(&number.serial, number.version);
        fields.push((
            field.label,
            ClaimValue::Number(copy.ok_or(IssueError::Record)?),
        ));
    }
    Ok(fields)
}

/// Fourteen random digits: they say nothing about order, date or number of certificates. Two
/// equal ones are refused by the store, which undoes the whole enrolment.
fn draw_number(platform: &Platform) -> Result<CertificateNumber, IssueError> {
    let serial = digits::<14>(platform.entropy.as_ref())?;
    let serial: String = serial.iter().map(|digit| char::from(*digit)).collect();
    CertificateNumber::new(&serial, 1).ok_or(IssueError::Record)
}

/// One free place in each of `count` different status lists.
async fn reserve(platform: &Platform, count: usize) -> Result<Vec<StatusPlace>, IssueError> {
    let entropy = platform.entropy.as_ref();
    let description = &platform.authority.description;
    let shards = shuffled(entropy, description.status_shards)?;
    let shards = shards.get(..count).ok_or(IssueError::TooManyCopies)?;
    let mut places = Vec::with_capacity(count);
    for shard in shards {
        places.push(reserve_in(platform, *shard, description.status_list_length).await?);
    }
    Ok(places)
}

async fn reserve_in(
    platform: &Platform,
    shard: u32,
    length: u32,
) -> Result<StatusPlace, IssueError> {
    for _ in 0..DRAWS {
        let place = StatusPlace {
            shard,
            index: below(platform.entropy.as_ref(), length)?,
        };
        if platform.store.reserve_place(place).await? {
            return Ok(place);
        }
    }
    Err(IssueError::StatusListFull)
}

/// A list that is nine tenths full still fails this often: 0.9^256, never in practice.
const DRAWS: u32 = 256;
