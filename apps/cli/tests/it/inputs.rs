//! `TEXT|@FILE|IMAGE`.

use tongban_code::{Ec, draw_modules};

use crate::program::Scene;
use crate::world::*;

fn png(text: &str) -> Vec<u8> {
    draw_modules(text, Ec::L).unwrap().to_png(4, 4).unwrap()
}

#[test]
fn a_picture_of_the_code_is_verified_like_its_text() {
    let scene = Scene::new();
    scene.write("code.png", &png(&shown().code_text()));
    for input in ["code.png", "@code.png", "./code.png"] {
        let (exit, line) = scene.verify(input);
        assert_eq!(
            (exit, line["verdict"].as_str()),
            (0, Some("valid")),
            "{input}: {line}"
        );
    }
}

#[test]
fn a_file_may_hold_the_text_or_the_raw_proof() {
    let scene = Scene::new();
    scene.write("text", format!("{}\n", shown().code_text()).as_bytes());
    scene.write("proof", shown().bytes());
    for input in ["@text", "@proof"] {
        let (exit, line) = scene.verify(input);
        assert_eq!(
            (exit, line["verdict"].as_str()),
            (0, Some("valid")),
            "{input}: {line}"
        );
    }
}

#[test]
fn what_cannot_be_read_exits_with_2_and_names_its_error() {
    let scene = Scene::new();
    scene.write("blank.png", &draw_blank());
    scene.write("broken.png", b"\x89PNG\r\n\x1a\nnothing");
    scene.write("text.png", b"just text");
    scene.write("empty", b"");
    scene.write("garbage", &[0xff; 300]);
    std::fs::create_dir(scene.path("folder.png")).unwrap();
    for (input, error) in [
        ("@missing", "file_not_found"),
        ("missing.png", "file_not_found"),
        ("sub/missing.jpeg", "file_not_found"),
        ("blank.png", "no_code"),
        ("@blank.png", "no_code"),
        ("broken.png", "not_an_image"),
        ("text.png", "not_an_image"),
        ("folder.png", "file_not_readable"),
    ] {
        let (exit, line) = scene.verify(input);
        assert_eq!(
            (exit, line["error"].as_str()),
            (2, Some(error)),
            "{input}: {line}"
        );
        assert_eq!(
            (line["verdict"].as_str(), line["reason"].as_str()),
            (Some("cannot_tell"), Some("unreadable"))
        );
        assert_eq!(line["compare_person"], false);
        assert!(
            line["message"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
    }
    scene.write("bomb", &vec![0x81; 1_000_000]);
    scene.write("huge", &[&[0x9b][..], &[0xff; 8]].concat());
    for input in ["@empty", "@garbage", "@bomb", "@huge"] {
        let (exit, line) = scene.verify(input);
        assert_eq!(
            (exit, line["verdict"].as_str()),
            (2, Some("cannot_tell")),
            "{input}: {line}"
        );
    }
}

#[test]
fn of_several_codes_in_a_picture_ours_is_verified() {
    let scene = Scene::new();
    let ours = draw_modules(&shown().code_text(), Ec::L)
        .unwrap()
        .to_luma(4, 4)
        .unwrap();
    let other = draw_modules("https://example.org/", Ec::L)
        .unwrap()
        .to_luma(8, 4)
        .unwrap();
    let width = (ours.0 + other.0) as usize;
    let mut pixels = vec![255u8; width * ours.0 as usize];
    for (side, picture, left) in [(other.0, &other.1, 0), (ours.0, &ours.1, other.0)] {
        for y in 0..side as usize {
            let row = &picture[y * side as usize..][..side as usize];
            pixels[y * width + left as usize..][..side as usize].copy_from_slice(row);
        }
    }
    scene.write("both.png", &grey_png(width as u32, ours.0, &pixels));
    let (exit, line) = scene.verify("both.png");
    assert_eq!(
        (exit, line["verdict"].as_str()),
        (0, Some("valid")),
        "{line}"
    );
}

fn draw_blank() -> Vec<u8> {
    grey_png(200, 100, &[255; 20_000])
}

fn grey_png(width: u32, height: u32, pixels: &[u8]) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::GrayImage::from_raw(width, height, pixels.to_vec())
        .unwrap()
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    png.into_inner()
}

#[test]
fn people_are_told_what_helps_with_what_they_gave() {
    let scene = Scene::new();
    scene.write("proof.cbor", shown().bytes());
    scene.write("voucher.png", &png("TBV1:J7552AV69750DEGTLNT%8LWR"));
    let said = |input: &str| {
        let answer = scene.run(&["verify", "--trust", "trust.cbor", input]);
        format!("{}{}", answer.stdout, answer.stderr)
    };
    assert!(said("proof.cbor").contains("@proof.cbor"));
    assert!(said("voucher.png").contains("voucher for getting certificates"));
    let typed = said("TB1:AAAA");
    assert!(
        typed.contains("Copy the whole text") && !typed.contains("closer"),
        "{typed}"
    );
    scene.write("unreadable.png", &png("TB1:AAAA"));
    assert!(said("unreadable.png").contains("closer"));
}
