use std::path::Path;

/// The mistakes that `docs/mutants/simulator.md` tells of can still be planted: what each takes
/// away stands where it says.
#[test]
fn every_planted_mistake_fits_the_code_of_today() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.join("../..");
    let mut patches = 0;
    for entry in std::fs::read_dir(here.join("planted")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let patch = std::fs::read_to_string(&path).expect("a text");
        let name = patch.lines().find_map(|line| line.strip_prefix("--- a/"));
        let code = std::fs::read_to_string(root.join(name.expect("names a file"))).expect("code");
        for hunk in patch.split("\n@@").skip(1) {
            let lines = hunk.lines().skip(1);
            let before: Vec<&str> = lines
                .filter_map(|line| line.strip_prefix([' ', '-']))
                .collect();
            assert!(code.contains(&before.join("\n")), "{}", path.display());
        }
        patches += 1;
    }
    assert!(patches >= 5, "{patches} mistakes");
}
