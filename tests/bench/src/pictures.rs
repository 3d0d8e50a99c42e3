//! A photo of a code: 1280 × 720, turned, a little blurred, with noise, as JPEG and as PNG.

use image::GrayImage;
use tempfile::TempDir;
use tongban_certificate::Reason;
use tongban_code::{ReadLimits, read_image};

use crate::certificate::{Gate, reference, shown};
use crate::measure::Times;
use crate::peers;
use crate::picture::{blurred, code, jpeg, noisy, on_canvas, rotated};
use crate::table::Table;
use crate::world::NOW;

pub fn measure(table: &mut Table) {
    let photos = photos();
    let gate = Gate::new();
    let read = Times::of(photos.len() * 5, |number| {
        assert!(read_image(&photos[number % photos.len()], ReadLimits::default()).is_ok());
    });
    let whole = Times::of(photos.len() * 5, |number| {
        let texts = read_image(&photos[number % photos.len()], ReadLimits::default())
            .expect("a code that reads");
        assert_eq!(gate.judge(&texts[0]), Reason::Valid);
    });
    table.row(
        "photo of a code (1280×720 JPEG) → verdict",
        format!(
            "p50 {:.1} ms, p95 {:.1} ms",
            whole.percentile(50),
            whole.percentile(95)
        ),
        "p95 ≤ 100 ms",
        "–",
    );
    let ours = read.percentile(50);
    for (peer, median) in peer_medians(&photos) {
        table.row(
            "the same photo → text only",
            format!("p50 {ours:.1} ms, p95 {:.1} ms", read.percentile(95)),
            "–",
            match median {
                Some(median) => format!(
                    "{peer}: {median:.1} ms a photo (ours ×{:.2})",
                    ours / median
                ),
                None => format!("{peer}: not installed"),
            },
        );
    }
}

fn photos() -> Vec<Vec<u8>> {
    let certificate = reference();
    (0..24u32)
        .map(|number| {
            let text = shown(&certificate, NOW - u64::from(number)).code_text();
            let frame: GrayImage = on_canvas(1280, 720, 150, &code(&text, 5 + number % 2));
            let turned = rotated(&frame, (number as f32 - 12.0) * 1.7, 150);
            jpeg(&noisy(&blurred(&turned, 0.8), 8, number + 1), 85)
        })
        .collect()
}

fn peer_medians(photos: &[Vec<u8>]) -> [(&'static str, Option<f64>); 2] {
    let folder = TempDir::new().expect("a temporary folder");
    let files: Vec<_> = photos
        .iter()
        .enumerate()
        .map(|(number, bytes)| {
            let path = folder.path().join(format!("{number}.jpg"));
            std::fs::write(&path, bytes).expect("space for a few pictures");
            path
        })
        .collect();
    [
        ("zbarimg", peers::zbarimg_ms(&files)),
        (
            "zxing-cpp",
            peers::zxing_cpp(&files).map(|read| read.median_ms),
        ),
    ]
}
