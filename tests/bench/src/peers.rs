//! Other people's software on the same input. Nothing here is needed: what is not installed is
//! left out.
//!
//! `zxing-cpp` is asked through Python; `TONGBAN_BENCH_PYTHON` names an interpreter that has it.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::Instant;

/// What zxing-cpp made of a list of files.
pub struct PythonRead {
    /// Median time of decoding file and code.
    pub median_ms: f64,
    /// The texts in order; `None` where nothing was read.
    pub texts: Vec<Option<String>>,
}

/// Milliseconds of one P-256 verification by OpenSSL on this machine, by the clock on the wall as
/// everything else here.
pub fn openssl_verify_ms() -> Option<f64> {
    let arguments = ["speed", "-elapsed", "-mr", "-seconds", "2", "ecdsap256"];
    let output = run("openssl", &arguments)?;
    // "+F4:<number>:<bits>:<signatures a second>:<verifications a second>"
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find(|line| line.starts_with("+F4:"))?;
    let each_second: f64 = line.split(':').nth(4)?.parse().ok()?;
    (each_second > 1.0).then(|| 1000.0 / each_second)
}

/// Milliseconds a file, all files in one process so that its start does not count; median of five.
pub fn zbarimg_ms(files: &[PathBuf]) -> Option<f64> {
    let mut times = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        let output = Command::new("zbarimg")
            .args(["-q", "--raw", "-Sdisable", "-Sqrcode.enable"])
            .args(files)
            .output()
            .ok()?;
        // 4: some picture had no code; the time still counts.
        if !matches!(output.status.code(), Some(0 | 4)) {
            return None;
        }
        times.push(start.elapsed().as_secs_f64() * 1000.0 / files.len() as f64);
    }
    times.sort_by(f64::total_cmp);
    times.get(2).copied()
}

/// The text that zbarimg finds in one file.
pub fn zbarimg_text(file: &PathBuf) -> Option<String> {
    let output = Command::new("zbarimg")
        .args(["-q", "--raw", "-Sdisable", "-Sqrcode.enable"])
        .arg(file)
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.trim_end_matches('\n').to_owned()).filter(|text| !text.is_empty())
}

/// Whether zbarimg can be asked at all.
pub fn has_zbarimg() -> bool {
    run("zbarimg", &["--version"]).is_some()
}

/// Reads every file; `None` when it is not installed.
pub fn zxing_cpp(files: &[PathBuf]) -> Option<PythonRead> {
    let python = std::env::var("TONGBAN_BENCH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(python)
        .args(["-c", ZXING])
        .args(files)
        .output()
        .ok()?;
    let line = String::from_utf8(output.stdout)
        .ok()
        .filter(|_| output.status.success())?;
    let read: serde_json::Value = serde_json::from_str(line.trim()).ok()?;
    Some(PythonRead {
        median_ms: read["ms"].as_f64()?,
        texts: read["texts"]
            .as_array()?
            .iter()
            .map(|text| text.as_str().map(str::to_owned))
            .collect(),
    })
}

fn run(program: &str, arguments: &[&str]) -> Option<Output> {
    Command::new(program)
        .args(arguments)
        .output()
        .ok()
        .filter(|output| output.status.success())
}

const ZXING: &str = r"
import json, sys, time
import zxingcpp
from PIL import Image
texts, times = [], []
for path in sys.argv[1:]:
    start = time.perf_counter()
    found = zxingcpp.read_barcodes(Image.open(path).convert('L'), formats=zxingcpp.BarcodeFormat.QRCode)
    times.append((time.perf_counter() - start) * 1000)
    texts.append(found[0].text if found else None)
times.sort()
print(json.dumps({'ms': times[len(times) // 2], 'texts': texts}))
";
