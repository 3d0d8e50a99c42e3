//! Enrolment: proven keys and a proven person in, certificates out.

use tongban_certificate::Day;
use tongban_protocol::{
    EnrolFormatError, EnrolProofError, EnrolResponse, Extra, IssuedType, PublicPoint, ReadLogHead,
    StaffGrant, StatusSnapshot, TrustSnapshot, UnverifiedEnrol, VerifiedEnrol,
};
use zeroize::Zeroizing;

use crate::issue::{IssueError, Order, copy, issue, register_fields};
use crate::platform::Platform;
use crate::ports::identity_proofing::{ProofRefusal, ProvenPerson};
use crate::store::{
    Access, AddressTag, Completed, Issued, NewEnrolment, Person, ResidentId, SnapshotKind, StaffId,
    StoreError,
};

/// Why nobody was enrolled. Nothing was issued and the voucher still counts, unless it says
/// otherwise.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// The bytes are no enrolment.
    #[error("enrolment is not understood")]
    Format(#[from] EnrolFormatError),
    /// A key has not proven itself.
    #[error("key of the enrolment is not proven")]
    Proof(#[from] EnrolProofError),
    /// Another request used this enrolment id.
    #[error("enrolment id was used by another request")]
    IdReused,
    /// The office does not issue this type.
    #[error("certificate type is not issued here")]
    UnknownType,
    /// The person is not proven.
    #[error("person is not proven")]
    Person(#[from] ProofRefusal),
    /// The certificate could not be made.
    #[error("certificate cannot be issued")]
    Issue(#[from] IssueError),
    /// Nothing has been published yet, so the certificate could not be checked by anyone.
    #[error("no trust list has been published")]
    NotPublished,
    /// The record is gone, or the member of staff has left.
    #[error("person is not there")]
    NoRecord,
    /// The store failed.
    #[error("enrolment cannot be stored")]
    Store(#[from] StoreError),
}

/// Enrols a person. The same body again gets the same answer byte for byte, so that a lost
/// answer costs nothing; the voucher is used up in the transaction that stores the answer.
pub(crate) async fn enrol(
    platform: &Platform,
    body: Zeroizing<Vec<u8>>,
    from: AddressTag,
) -> Result<Zeroizing<Vec<u8>>, EnrolError> {
    let enrolment = check_keys(body).await?;
    let request = enrolment.request();
    if let Some(before) = platform.store.enrolment(request.enrol_id).await? {
        tracing::info!("enrolment answered again");
        return same(&enrolment, before.body_sha256, before.answer);
    }
    let known = &platform.authority.description.certificate_types;
    if !known.contains(&request.certificate_type) {
        return Err(EnrolError::UnknownType);
    }
    let person = match platform
        .proofing
        .prove(&request.voucher, from, platform.now())
        .await
    {
        Ok(person) => person,
        // The same request on another connection may have been answered since the look above.
        Err(ProofRefusal::Used) => return answered_since(platform, &enrolment).await,
        Err(refusal) => return Err(refusal.into()),
    };
    match person.person {
        Person::Resident(resident) => enrol_resident(platform, &enrolment, person, resident).await,
        Person::Staff(staff) => enrol_staff(platform, &enrolment, person, staff).await,
    }
}

async fn enrol_resident(
    platform: &Platform,
    enrolment: &VerifiedEnrol,
    person: ProvenPerson,
    resident: ResidentId,
) -> Result<Zeroizing<Vec<u8>>, EnrolError> {
    let request = enrolment.request();
    let type_name = request.certificate_type.as_str();
    let description = platform
        .authority
        .types
        .by_name(type_name)
        .ok_or(EnrolError::UnknownType)?;
    let access = Access {
        actor: "self".to_owned(),
        purpose: "enrol",
        at: platform.now(),
    };
    let resident = platform
        .store
        .read_resident(resident, access)
        .await?
        .ok_or(EnrolError::NoRecord)?;
    let holder_keys: Vec<PublicPoint> = request
        .holder_keys
        .iter()
        .map(|proven| proven.key)
        .collect();
    let values = register_fields(description, &resident)?;
    let valid_from = Day::of(platform.now());
    let days = i32::from(platform.authority.description.validity_days);
    let order = Order {
        description,
        valid_from,
        valid_until: valid_from.plus_days(days),
        holder_keys: &holder_keys,
        fields: &|| values.iter().map(copy).collect(),
    };
    let (issued, copies) = issue(platform, &order).await?;
    let certificates = vec![IssuedType {
        type_name: type_name.to_owned(),
        copies,
    }];
    let answer = answer(platform, resident.pseudonym, certificates, None).await?;
    store(platform, enrolment, person, vec![issued], answer).await
}

/// A member of staff gets no certificate: holder keys and type of the request count for nothing.
async fn enrol_staff(
    platform: &Platform,
    enrolment: &VerifiedEnrol,
    person: ProvenPerson,
    staff: StaffId,
) -> Result<Zeroizing<Vec<u8>>, EnrolError> {
    let found = platform.store.staff().await?;
    let found = found.into_iter().find(|one| one.id == staff);
    let found = found.ok_or(EnrolError::NoRecord)?;
    let grant = StaffGrant {
        name: found.name,
        office: platform.authority.office_name().to_owned(),
        roles: found.roles,
        scope: platform.office_scope,
    };
    let answer = answer(platform, staff.0, Vec::new(), Some(grant)).await?;
    store(platform, enrolment, person, Vec::new(), answer).await
}

async fn answered_since(
    platform: &Platform,
    enrolment: &VerifiedEnrol,
) -> Result<Zeroizing<Vec<u8>>, EnrolError> {
    match platform
        .store
        .enrolment(enrolment.request().enrol_id)
        .await?
    {
        Some(before) => same(enrolment, before.body_sha256, before.answer),
        None => Err(ProofRefusal::Used.into()),
    }
}

/// Up to 18 signatures: off the threads that answer requests.
async fn check_keys(body: Zeroizing<Vec<u8>>) -> Result<VerifiedEnrol, EnrolError> {
    let checked = tokio::task::spawn_blocking(move || Ok(UnverifiedEnrol::parse(&body)?.verify()?));
    checked
        .await
        .unwrap_or(Err(EnrolError::Store(StoreError::Refused { code: 0 })))
}

async fn answer(
    platform: &Platform,
    person: [u8; 16],
    certificates: Vec<IssuedType>,
    staff: Option<StaffGrant>,
) -> Result<Zeroizing<Vec<u8>>, EnrolError> {
    let trust = platform
        .store
        .snapshot(SnapshotKind::Trust)
        .await?
        .ok_or(EnrolError::NotPublished)?;
    let status = platform
        .store
        .snapshot(SnapshotKind::Status)
        .await?
        .ok_or(EnrolError::NotPublished)?;
    let head = platform.store.read_log_head().await?;
    let unreadable = |_| EnrolError::Store(StoreError::UnknownRow { table: "snapshots" });
    let response = EnrolResponse {
        person,
        certificates,
        trust: TrustSnapshot::from_sequence(&trust.body).map_err(unreadable)?,
        status: StatusSnapshot::from_sequence(&status.body).map_err(unreadable)?,
        read_log: ReadLogHead {
            seq: head.seq,
            hash: head.hash,
        },
        staff,
        extra: Extra::default(),
    };
    Ok(response.encode())
}

async fn store(
    platform: &Platform,
    enrolment: &VerifiedEnrol,
    person: ProvenPerson,
    issued: Vec<Issued>,
    answer: Zeroizing<Vec<u8>>,
) -> Result<Zeroizing<Vec<u8>>, EnrolError> {
    let request = enrolment.request();
    let copies: usize = issued.iter().map(|issued| issued.copies.len()).sum();
    let new = NewEnrolment {
        enrol_id: request.enrol_id,
        body_sha256: *enrolment.body_sha256(),
        voucher: person.voucher,
        person: person.person,
        device_key: request.device.key,
        submission_key: request.submission_key,
        issued,
        answer: answer.to_vec(),
        at: platform.now(),
    };
    match platform.store.complete_enrolment(new).await? {
        Completed::Stored => {
            match person.person {
                Person::Resident(_) => tracing::info!(copies, "resident enrolled"),
                Person::Staff(_) => tracing::info!("staff enrolled"),
            }
            Ok(answer)
        }
        Completed::Before(before) => same(enrolment, before.body_sha256, before.answer),
        Completed::VoucherUsed => Err(ProofRefusal::Used.into()),
    }
}

/// The stored answer, if it answers exactly this request.
fn same(
    enrolment: &VerifiedEnrol,
    body_sha256: [u8; 32],
    answer: Vec<u8>,
) -> Result<Zeroizing<Vec<u8>>, EnrolError> {
    let answer = Zeroizing::new(answer);
    if body_sha256 == *enrolment.body_sha256() {
        Ok(answer)
    } else {
        Err(EnrolError::IdReused)
    }
}
