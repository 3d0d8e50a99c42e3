//! Enrolment: proven keys and a proven person in, certificates out.

use tongban_protocol::{
    EnrolFormatError, EnrolProofError, EnrolResponse, Extra, IssuedType, PublicPoint, ReadLogHead,
    StatusSnapshot, TrustSnapshot, UnverifiedEnrol, VerifiedEnrol,
};
use zeroize::Zeroizing;

use crate::issue::{IssueError, issue};
use crate::platform::Platform;
use crate::ports::identity_proofing::{ProofRefusal, ProvenPerson};
use crate::store::{Access, AddressTag, Completed, Issued, NewEnrolment, SnapshotKind, StoreError};

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
    /// The record is gone.
    #[error("resident's record is not there")]
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
    let type_name = request.certificate_type.as_str();
    if !platform
        .authority
        .description
        .certificate_types
        .iter()
        .any(|name| name == type_name)
    {
        return Err(EnrolError::UnknownType);
    }
    let description = platform
        .authority
        .types
        .by_name(type_name)
        .ok_or(EnrolError::UnknownType)?;
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
    let access = Access {
        actor: "self".to_owned(),
        purpose: "enrol",
        at: platform.now(),
    };
    let resident = platform
        .store
        .read_resident(person.resident, access)
        .await?
        .ok_or(EnrolError::NoRecord)?;
    let holder_keys: Vec<PublicPoint> = request
        .holder_keys
        .iter()
        .map(|proven| proven.key)
        .collect();
    let (issued, copies) = issue(platform, description, &resident, &holder_keys).await?;
    let certificates = vec![IssuedType {
        type_name: type_name.to_owned(),
        copies,
    }];
    let answer = answer(platform, resident.pseudonym, certificates).await?;
    store(platform, &enrolment, person, issued, answer).await
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
        staff: None,
        extra: Extra::default(),
    };
    Ok(response.encode())
}

async fn store(
    platform: &Platform,
    enrolment: &VerifiedEnrol,
    person: ProvenPerson,
    issued: Issued,
    answer: Zeroizing<Vec<u8>>,
) -> Result<Zeroizing<Vec<u8>>, EnrolError> {
    let request = enrolment.request();
    let copies = issued.copies.len();
    let new = NewEnrolment {
        enrol_id: request.enrol_id,
        body_sha256: *enrolment.body_sha256(),
        voucher: person.voucher,
        resident: person.resident,
        device_key: request.device.key,
        submission_key: request.submission_key,
        issued: vec![issued],
        answer: answer.to_vec(),
        at: platform.now(),
    };
    match platform.store.complete_enrolment(new).await? {
        Completed::Stored => {
            tracing::info!(copies, "resident enrolled");
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
