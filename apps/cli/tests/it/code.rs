//! `code read` and `code draw`.

use serde_json::Value;

use crate::program::Scene;

fn lines(stdout: &str) -> Vec<Value> {
    stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn what_is_drawn_is_read() {
    let scene = Scene::new();
    for (text, extra) in [
        ("TB1:ABC", &[][..]),
        ("通办 🪪", &["--ec", "H", "--scale", "3"]),
        ("tel:12345", &["--ec", "q"]),
        ("@not-a-file", &["--scale", "1"]),
    ] {
        let drawn = scene.run(
            &[
                &["code", "draw", text, "-o", "code.png", "--force", "--json"],
                extra,
            ]
            .concat(),
        );
        assert_eq!(drawn.exit, 0, "{}", drawn.stderr);
        assert_eq!(drawn.json()["file"], "code.png");
        let read = scene.run(&["code", "read", "code.png"]);
        assert_eq!((read.exit, &read.json()["text"]), (0, &Value::from(text)));
    }
}

#[test]
fn every_picture_gets_its_line_in_order_and_one_bad_one_gives_exit_2() {
    let scene = Scene::new();
    scene.run(&["code", "draw", "TB1:A", "-o", "a.png"]);
    scene.run(&["code", "draw", "TB1:B", "-o", "b.png"]);
    scene.write("c.png", b"no picture");
    for json in [&[][..], &["--json"]] {
        let read = scene.run(
            &[
                &["code", "read", "a.png", "missing.png", "c.png", "b.png"],
                json,
            ]
            .concat(),
        );
        let lines = lines(&read.stdout);
        assert_eq!(read.exit, 2);
        assert_eq!(lines.len(), 4);
        assert_eq!(
            (&lines[0]["file"], &lines[0]["text"]),
            (&"a.png".into(), &"TB1:A".into())
        );
        assert_eq!(
            (&lines[1]["file"], &lines[1]["error"]),
            (&"missing.png".into(), &"file_not_found".into())
        );
        assert_eq!(
            (&lines[2]["file"], &lines[2]["error"]),
            (&"c.png".into(), &"not_an_image".into())
        );
        assert_eq!(
            (&lines[3]["file"], &lines[3]["text"]),
            (&"b.png".into(), &"TB1:B".into())
        );
    }
}

#[test]
fn a_50_megapixel_picture_is_refused_by_name() {
    let scene = Scene::new();
    let mut png = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(8192, 6144)
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    scene.write("large.png", &png.into_inner());
    let read = scene.run(&["code", "read", "large.png"]);
    assert_eq!(
        (read.exit, &read.json()["error"]),
        (2, &"image_too_large".into())
    );
}

#[test]
fn what_cannot_be_drawn_exits_with_1_and_writes_nothing() {
    let scene = Scene::new();
    let long = "A".repeat(5000);
    for (arguments, error) in [
        (["", "x.png"], "text_empty"),
        ([long.as_str(), "x.png"], "text_too_long"),
        (["TB1:A", "no/such/folder/x.png"], "file_not_writable"),
    ] {
        let drawn = scene.run(&["code", "draw", "--json", arguments[0], "-o", arguments[1]]);
        assert_eq!((drawn.exit, &drawn.json()["error"]), (1, &error.into()));
    }
    assert!(!scene.path("x.png").exists());
}

#[test]
fn an_svg_is_drawn_by_its_name() {
    let scene = Scene::new();
    let drawn = scene.run(&["code", "draw", "TB1:A", "-o", "x.svg"]);
    assert_eq!(drawn.exit, 0);
    assert!(
        std::fs::read_to_string(scene.path("x.svg"))
            .unwrap()
            .starts_with("<svg")
    );
}

#[test]
fn a_picture_is_never_written_in_another_form_than_its_name_says() {
    let scene = Scene::new();
    for name in ["c.gif", "c.jpeg", "c.pdf"] {
        let drawn = scene.run(&["code", "draw", "TB1:A", "-o", name, "--json"]);
        let line = drawn.json();
        assert_eq!((drawn.exit, &line["error"]), (2, &"ending_unknown".into()));
        assert!(
            line["message"]
                .as_str()
                .is_some_and(|said| said.contains(".png, .svg"))
        );
        assert!(!scene.path(name).exists());
    }
    assert_eq!(scene.run(&["code", "draw", "TB1:A", "-o", "C.PNG"]).exit, 0);
}

#[test]
fn a_file_that_is_there_is_written_over_by_force_only() {
    let scene = Scene::new();
    scene.write("a.png", b"mine");
    let drawn = scene.run(&["code", "draw", "TB1:A", "-o", "a.png", "--json"]);
    assert_eq!(
        (drawn.exit, &drawn.json()["error"]),
        (1, &"file_exists".into())
    );
    assert_eq!(std::fs::read(scene.path("a.png")).unwrap(), b"mine");
    let forced = scene.run(&["code", "draw", "TB1:A", "-o", "a.png", "--force"]);
    assert_eq!(forced.exit, 0, "{}", forced.stderr);
    assert_ne!(std::fs::read(scene.path("a.png")).unwrap(), b"mine");
}
