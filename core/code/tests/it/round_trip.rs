//! Whatever can be drawn can be read.

use proptest::prelude::*;
use tongban_code::{DrawError, Ec, ReadLimits, draw_modules, read_image};

fn levels() -> impl Strategy<Value = Ec> {
    prop_oneof![Just(Ec::L), Just(Ec::M), Just(Ec::Q), Just(Ec::H)]
}

fn comes_back(text: &str, ec: Ec, scale: u32) -> Result<(), TestCaseError> {
    match draw_modules(text, ec) {
        Ok(modules) => {
            let png = modules.to_png(scale, 4).expect("a small picture");
            let read = read_image(&png, ReadLimits::default());
            prop_assert_eq!(read.as_deref(), Ok(&[text.to_owned()][..]));
        }
        Err(DrawError::Empty) => prop_assert!(text.is_empty()),
        Err(DrawError::TooLong) => prop_assert!(text.len() > 1000, "{} bytes fit", text.len()),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn our_texts_come_back(text in "TB1:[0-9A-Z $%*+./:-]{0,1400}", ec in levels(), scale in 1u32..6) {
        comes_back(&text, ec, scale)?;
    }

    #[test]
    fn any_text_comes_back(text in any::<String>(), ec in levels(), scale in 2u32..5) {
        comes_back(&text, ec, scale)?;
    }

    #[test]
    fn any_ascii_comes_back(text in "[ -~\\x00-\\x1f]{0,300}", ec in levels(), scale in 2u32..5) {
        comes_back(&text, ec, scale)?;
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = read_image(&bytes, ReadLimits::default());
    }
}

#[test]
fn texts_of_every_script_come_back() {
    for text in [
        "通办",
        "ئۇيغۇر",
        "Қазақша",
        "0",
        "00012",
        "a\u{0}b",
        "emoji 🪪",
        "Ünïcödé ¥ ÿ",
    ] {
        comes_back(text, Ec::M, 4).unwrap();
    }
}
