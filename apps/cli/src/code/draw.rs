//! `tongban code draw TEXT -o FILE`: one code, a PNG or, by the file's name, an SVG.

use serde_json::json;
use tongban_code::{DrawError, Ec, RenderError, draw_modules};

use crate::args::{CodeDrawArgs, EcArg};
use crate::file;
use crate::language::Language;
use crate::report::{Exit, Report};

/// Exit 0 when the file was written; 1 when the text cannot be drawn.
pub fn run(args: &CodeDrawArgs, language: &Language) -> Report {
    let ending = match file::ending(&args.out, &["png", "svg"]) {
        Ok(ending) => ending,
        Err(error) => {
            return Report::failure(Exit::Unreadable, error.code(), error.path(), language);
        }
    };
    let modules = match draw_modules(&args.text, args.ec.level()) {
        Ok(modules) => modules,
        Err(DrawError::Empty) => return Report::failure(Exit::No, "text_empty", "", language),
        Err(DrawError::TooLong) => return Report::failure(Exit::No, "text_too_long", "", language),
    };
    let picture = if ending == "svg" {
        Ok(modules.to_svg(QUIET).into_bytes())
    } else {
        modules.to_png(args.scale, QUIET)
    };
    let bytes = match picture {
        Ok(bytes) => bytes,
        Err(RenderError::NoScale | RenderError::TooLarge) => {
            return Report::failure(Exit::No, "picture_too_large", "", language);
        }
    };
    let name = args.out.display().to_string();
    if let Err(error) = file::write(&args.out, &bytes, args.force) {
        return Report::failure(Exit::No, error.code(), error.path(), language);
    }
    let version = modules.version();
    let text = language.render(
        "cli.code.drawn",
        &[("file", &name), ("version", &version.to_string())],
    );
    Report::new(
        Exit::Yes,
        json!({ "file": name, "version": version, "modules": modules.size() }),
        text,
    )
}

impl EcArg {
    fn level(self) -> Ec {
        match self {
            EcArg::L => Ec::L,
            EcArg::M => Ec::M,
            EcArg::Q => Ec::Q,
            EcArg::H => Ec::H,
        }
    }
}

/// Light modules around a code, as the standard asks for.
const QUIET: u32 = 4;
