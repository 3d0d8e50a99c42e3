use tongban_certificate::*;

use crate::world::*;

/// The reference certificate of the targets: 12 fields, 9 of them redactable, 3 disclosed: a name
/// of 22 bytes, a class, a serial of 16 characters.
#[test]
fn req_64_the_reference_certificate_fits_760_bytes_and_version_20_L() {
    let mut fields = fields();
    fields[0].1 = ClaimValue::Text("Zhou Guifang Alimjan A".to_owned());
    fields[1].1 = ClaimValue::Text("C1".to_owned());
    fields.push((
        -65_542,
        ClaimValue::Text("云泉市公安局石桥派出所".to_owned()),
    ));
    fields.push((-65_543, ClaimValue::Text("13800000000".to_owned())));
    assert_eq!(fields.len(), 9);
    let bytes = Issue::default().with_fields(fields);
    let held = HeldCertificate::parse(&bytes, &types()).unwrap();
    let code = shown_at(&held, &[NAME, SEX, NUMBER], NOW);
    println!(
        "reference certificate: {} B timed, {} characters, version {}-L",
        code.bytes().len(),
        code.code_text().len(),
        code.qr_version_l()
    );
    assert!(code.bytes().len() <= 760, "{} bytes", code.bytes().len());
    assert!(code.qr_version_l() <= 20);
    assert_eq!(
        Verifier::default().judge_text(&code.code_text()).reason,
        Reason::Valid
    );
}

#[test]
fn a_code_text_is_alphanumeric_throughout() {
    let allowed = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || " $%*+-./:".contains(c);
    assert!(shown().code_text().chars().all(allowed));
}
