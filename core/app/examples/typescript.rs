//! Writes the generated TypeScript into the folder that is named as the first argument.

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from("."));
    std::fs::create_dir_all(&folder)?;
    std::fs::write(
        folder.join(tongban_app::TYPESCRIPT_FILE),
        tongban_app::typescript(),
    )
}
