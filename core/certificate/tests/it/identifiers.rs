use tongban_certificate::*;

#[test]
fn req_72_public_social_credit_codes_are_recognised() {
    assert!(is_valid_uscc("91350100M000100Y43"));
    assert!(!is_valid_uscc("91350100M000100Y4Z"));
    assert!(is_valid_uscc("11100000000013338W"));
    for wrong in [
        "",
        "91350100M000100Y4",
        "91350100m000100Y43",
        "9135O100M000100Y43",
        "９",
    ] {
        assert!(!is_valid_uscc(wrong), "{wrong}");
    }
}

#[test]
fn citizen_numbers_need_their_check_character_and_a_real_date() {
    assert!(is_valid_citizen_id("11010519491231002X"));
    assert!(!is_valid_citizen_id("110105194912310021"));
    assert!(!is_valid_citizen_id("11010519491231002x"));
    let no_date = "11010519490231002";
    let check = citizen_id_check(no_date).unwrap();
    assert!(!is_valid_citizen_id(&format!("{no_date}{check}")));
    for wrong in ["", "1101051949123100", "1101051949123100２X"] {
        assert!(!is_valid_citizen_id(wrong), "{wrong}");
    }
}

fn identifier(serial: &str, version: u16) -> String {
    let number = CertificateNumber::new(serial, version).unwrap();
    certificate_identifier("11100000000013338W901", "91350100M000100Y43", &number).unwrap()
}

#[test]
fn a_certificate_identifier_joins_type_office_serial_and_version() {
    let text = identifier("0000000000000721", 1);
    let prefix = "1.2.156.3005.2.11100000000013338W901.91350100M000100Y43.0000000000000721.001.";
    assert!(text.starts_with(prefix));
    assert_eq!(text.len(), prefix.len() + 1);
    assert!(is_valid_certificate_identifier(&text));
}

#[test]
fn every_mistyped_character_of_an_identifier_is_found() {
    let text = identifier("0000000000000721", 1);
    let start = "1.2.156.3005.2.".len();
    let mut tried = 0;
    for at in start..text.len() {
        if text.as_bytes()[at] == b'.' {
            continue;
        }
        for other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars() {
            let mut wrong: Vec<char> = text.chars().collect();
            if wrong[at] == other {
                continue;
            }
            wrong[at] = other;
            assert!(!is_valid_certificate_identifier(
                &wrong.iter().collect::<String>()
            ));
            tried += 1;
        }
    }
    assert!(tried > 1800, "{tried}");
}

#[test]
fn neighbours_swapped_in_an_identifier_are_found() {
    let text = identifier("0918273645ABCDEF", 1);
    let plain: Vec<char> = text.chars().collect();
    for at in "1.2.156.3005.2.".len()..plain.len() - 1 {
        let (a, b) = (plain[at], plain[at + 1]);
        if a == b || a == '.' || b == '.' {
            continue;
        }
        let mut swapped = plain.clone();
        swapped.swap(at, at + 1);
        assert!(
            !is_valid_certificate_identifier(&swapped.iter().collect::<String>()),
            "{at}"
        );
    }
}

#[test]
fn numbers_that_do_not_fit_are_no_certificate_numbers() {
    for (serial, version) in [("", 1), ("a", 1), ("1.2", 1), ("1", 0), ("1", 1000)] {
        assert!(CertificateNumber::new(serial, version).is_none());
    }
    let number = CertificateNumber::new("1", 1).unwrap();
    let wrong = certificate_identifier("11100000000013338X901", "91350100M000100Y43", &number);
    assert_eq!(wrong, Err(IdentifierError::TypeCode));
}

/// Examples printed in the national specifications and interfaces of several certificates.
#[test]
fn published_certificate_identifiers_are_recognised() {
    let published = [
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S",
        "1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F",
        "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
    ];
    for text in published {
        assert!(is_valid_certificate_identifier(text), "{text}");
    }
    let placeholder = "1.2.156.3005.2.11100000000013338W050.91610800064834709T.2023000001.001.X";
    assert!(!is_valid_certificate_identifier(placeholder));
}
