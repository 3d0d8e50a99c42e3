//! Degraded pictures by class: how many of each are read, by us and by the peers.

use std::path::PathBuf;

use image::GrayImage;
use tempfile::TempDir;
use tongban_code::{ReadLimits, read_image};

use crate::peers;
use crate::picture::{
    blurred, code, inverted, noisy, on_canvas, phone_screen, png, resized, rotated, shaded,
    text_of_version, tilted, toned,
};
use crate::table::Table;

/// One line a class, harder from picture to picture.
pub fn compare() -> String {
    let folder = TempDir::new().expect("a temporary folder");
    let mut table = Table::new();
    for (class, pictures) in classes() {
        let files: Vec<(PathBuf, String)> = pictures
            .into_iter()
            .enumerate()
            .map(|(number, (text, picture))| {
                let path = folder
                    .path()
                    .join(format!("{class}-{number}.png").replace([' ', '/'], "-"));
                std::fs::write(&path, png(&picture)).expect("space for a few pictures");
                (path, text)
            })
            .collect();
        let of = files.len();
        let ours = files.iter().filter(|(path, text)| {
            let bytes = std::fs::read(path).unwrap_or_default();
            read_image(&bytes, ReadLimits::default()).is_ok_and(|texts| texts[0] == *text)
        });
        table.row(
            &format!("read, {class}"),
            format!("{} of {of}", ours.count()),
            "not worse",
            peers_on(&files),
        );
    }
    table.to_string()
}

fn peers_on(files: &[(PathBuf, String)]) -> String {
    let of = files.len();
    let paths: Vec<PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
    let zxing = peers::zxing_cpp(&paths).map(|read| {
        let right = read
            .texts
            .iter()
            .zip(files)
            .filter(|(read, (_, text))| read.as_ref() == Some(text));
        format!("zxing-cpp {} of {of}", right.count())
    });
    let zbar = peers::has_zbarimg().then(|| {
        let right = files
            .iter()
            .filter(|(path, text)| peers::zbarimg_text(path).as_ref() == Some(text));
        format!("zbarimg {} of {of}", right.count())
    });
    let both: Vec<String> = [zxing, zbar].into_iter().flatten().collect();
    if both.is_empty() {
        "no peer installed".to_owned()
    } else {
        both.join(", ")
    }
}

type Pictures = Vec<(String, GrayImage)>;

fn classes() -> Vec<(&'static str, Pictures)> {
    let each = |change: &dyn Fn(&str, u32) -> GrayImage| -> Pictures {
        let versions = [17, 18, 19, 20];
        let texts = versions.map(text_of_version);
        (0..24)
            .map(|number| {
                let text = &texts[number as usize % texts.len()];
                (text.clone(), change(text, number))
            })
            .collect()
    };
    let frame = |text: &str, scale: u32| on_canvas(1280, 720, 170, &code(text, scale));
    vec![
        ("plain", each(&|text, n| frame(text, 3 + n % 4))),
        (
            "rotation",
            each(&|text, n| rotated(&frame(text, 5), 15.0 * n as f32 + 7.0, 170)),
        ),
        (
            "perspective",
            each(&|text, n| tilted(&frame(text, 6), 0.98 - 0.012 * n as f32, 170)),
        ),
        (
            "blur",
            each(&|text, n| blurred(&frame(text, 6), 0.8 + 0.12 * n as f32)),
        ),
        (
            "dim",
            each(&|text, n| noisy(&toned(&frame(text, 6), 40 - n * 3 / 2, 4), 1, n + 1)),
        ),
        (
            "shadow",
            each(&|text, n| {
                noisy(
                    &shaded(&blurred(&frame(text, 6), 0.6 + 0.05 * n as f32)),
                    3,
                    n + 1,
                )
            }),
        ),
        (
            "dark mode",
            each(&|text, n| inverted(&rotated(&frame(text, 3 + n % 4), n as f32 / 2.0, 170))),
        ),
        (
            "3 px a module",
            each(&|text, n| {
                rotated(
                    &on_canvas(640, 480, 200, &code(text, 3)),
                    2.0 * n as f32,
                    200,
                )
            }),
        ),
        (
            "2 to 4 px a module, uneven",
            each(&|text, n| resized(&code(text, 8), 200 + 9 * n)),
        ),
        (
            "noise",
            each(&|text, n| noisy(&frame(text, 6), 20 + 5 * n as i32, n + 1)),
        ),
        (
            "phone screenshots",
            each(&|text, n| phone_screen(text, 1 + n % 3, n % 2 == 1)),
        ),
    ]
}
