//! `tongban code read IMAGE…`: one JSON line a picture, in the order asked for.

use std::path::Path;

use serde_json::{Value, json};
use tongban_code::{ReadLimits, read_image};

use crate::args::CodeReadArgs;
use crate::file;
use crate::report::{Exit, Report};

/// Exit 0 when every picture gave a text, else 2; one bad picture never hides the others.
pub fn run(args: &CodeReadArgs) -> Report {
    let lines: Vec<Value> = args.images.iter().map(|path| line(path)).collect();
    let all = lines.iter().all(|line| line.get("error").is_none());
    Report::lines(if all { Exit::Yes } else { Exit::Unreadable }, lines)
}

fn line(path: &Path) -> Value {
    let name = path.display().to_string();
    let bytes = match file::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return json!({ "file": name, "error": error.code() }),
    };
    match read_image(&bytes, ReadLimits::default()) {
        Ok(texts) if texts.len() == 1 => json!({ "file": name, "text": texts[0] }),
        Ok(texts) => json!({ "file": name, "text": texts[0], "texts": texts }),
        Err(error) => json!({ "file": name, "error": error.code() }),
    }
}
