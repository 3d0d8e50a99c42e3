//! A first sync and an application with a photo over networks as villages have them: thin, far
//! away, stalling, breaking. Nobody presses anything meanwhile.
#![allow(non_snake_case)]

use std::time::{Duration, Instant};

use image::{ImageFormat, Rgb, RgbImage};
use serde_json::json;
use tongban_app::EventView;
use tongban_wire::{Reading, Shape, Wire};

use super::people::{Resident, text, yes};
use crate::support::World;

/// What is to go over it.
#[derive(Clone, Copy)]
struct Load {
    cases: u32,
    /// Width and height of the photo, of which each pixel is 1.7 bytes in the end.
    photo: (u32, u32),
}

/// A network.
struct Profile {
    name: &'static str,
    shape: Shape,
    cuts: &'static [u64],
}

/// How it went.
#[derive(Debug)]
struct Outcome {
    took: Duration,
    wire: Reading,
    photo_bytes: u64,
    timed_out: u32,
    /// Percents that the screen showed, each once when it changed.
    percents: Vec<u64>,
}

const THIN: Shape = Shape {
    bytes_per_second: Some(8_000),
    delay: Duration::ZERO,
    stall: None,
};
/// Where it breaks: after so many bytes to the platform.
const CUTS: &[u64] = &[70_000, 150_000, 240_000];

#[tokio::test(flavor = "multi_thread")]
async fn rule_S11_a_thin_far_and_stalling_network_carries_everything_once_and_the_screen_shows_it()
{
    let load = Load {
        cases: 40,
        photo: (200, 220),
    };
    let profile = Profile {
        name: "64 kbit/s, 600 ms, stalls",
        shape: Shape {
            delay: Duration::from_millis(300),
            stall: Some((30_000, Duration::from_secs(1))),
            ..THIN
        },
        cuts: &[],
    };
    compare(load, &[profile]).await;
}

/// The whole of it takes minutes, so only in a deep run.
#[tokio::test(flavor = "multi_thread")]
async fn rule_S11_two_hundred_cases_and_a_photo_of_300_kB_go_over_every_profile_of_network() {
    if std::env::var_os("TONGBAN_DEEP").is_none() {
        return;
    }
    let load = Load {
        cases: 200,
        photo: (410, 440),
    };
    let far = Duration::from_millis(300);
    let stall = Some((40_000, Duration::from_secs(5)));
    let profile = |name, shape, cuts| Profile { name, shape, cuts };
    let profiles = [
        profile("64 kbit/s", THIN, &[]),
        profile(
            "600 ms there and back",
            Shape {
                delay: far,
                ..Shape::default()
            },
            &[],
        ),
        profile("64 kbit/s, stalls of 5 s", Shape { stall, ..THIN }, &[]),
        profile("64 kbit/s, cuts", THIN, CUTS),
        profile(
            "64 kbit/s, 600 ms, stalls of 5 s, cuts",
            Shape {
                delay: far,
                stall,
                ..THIN
            },
            CUTS,
        ),
    ];
    compare(load, &profiles).await;
}

/// Holds each network against a perfect one.
async fn compare(load: Load, profiles: &[Profile]) {
    let perfect = Profile {
        name: "perfect",
        shape: Shape::default(),
        cuts: &[],
    };
    let perfect = send(load, &perfect).await;
    for profile in profiles {
        let name = profile.name;
        let outcome = send(load, profile).await;
        let more = |slow: u64, fast: u64| slow as f64 / fast as f64 * 100.0 - 100.0;
        let (up, down) = (
            more(outcome.wire.up, perfect.wire.up),
            more(outcome.wire.down, perfect.wire.down),
        );
        say(&format!(
            "{name}: {:.1} s, photo {} B, {up:+.1} % up, {down:+.1} % down, {} cuts, {} requests, {:?}",
            outcome.took.as_secs_f64(),
            outcome.photo_bytes,
            outcome.wire.cuts,
            outcome.wire.requests,
            outcome.percents,
        ));
        assert!(up <= 5.0, "{name}: sent more than once: {outcome:?}");
        assert_eq!(outcome.timed_out, 0, "{name}: given up for being slow");
        let between = |percent: &&u64| (1..100).contains(*percent);
        let moves = outcome.percents.iter().filter(between).count();
        // A network that is only far away, or a small photo, needs few requests.
        let least = match profile.shape.bytes_per_second {
            Some(_) if load.cases >= 100 => 3,
            _ => 2,
        };
        assert!(
            moves >= least,
            "{name}: the screen moves: {:?}",
            outcome.percents
        );
        assert_eq!(outcome.wire.cuts, profile.cuts.len() as u64, "{name}");
        assert!(down <= 5.0, "{name}: read more than once: {outcome:?}");
    }
}

async fn send(load: Load, profile: &Profile) -> Outcome {
    let world = World::start().await;
    let resident = Resident(world.holder().await);
    resident.0.network.unplug();
    world.fill_feed("zhou-guifang", load.cases).await;
    let draft = resident.start("elderly-preferential-card").await;
    let draft = draft["id"].as_str().unwrap();
    let answers = [
        ("household", text("registered")),
        ("wants_card", yes(false)),
        ("truthful", yes(true)),
    ];
    resident.save(draft, 2, &answers).await;
    let whole = resident.attach(draft, "portrait", &photo(load.photo)).await;
    let files = whole["items"].as_array().unwrap().iter();
    let sizes = files.flat_map(|item| item["files"].as_array().unwrap().clone());
    let photo_bytes = sizes.filter_map(|file| file["size"].as_u64()).sum();
    resident.submit(draft).await;

    let platform = world.base_url().replace("http://", "").parse().unwrap();
    let wire = Wire::to(platform, profile.shape).await.expect("a port");
    wire.cut_at(profile.cuts.to_vec());
    resident.0.network.plug(&wire.base_url());
    world.let_time_run();
    let mut events = resident.0.app.events();
    let screen = tokio::spawn(async move {
        let mut percents = Vec::new();
        while let Ok(event) = events.recv().await {
            let EventView::OutboxChanged(outbox) = event else {
                continue;
            };
            let Some(item) = outbox.items.first() else {
                continue;
            };
            let percent = u64::from(item.percent);
            if percents.last() != Some(&percent) {
                percents.push(percent);
            }
            if percent == 100 && outbox.waiting == 0 {
                break;
            }
        }
        percents
    });
    let started = Instant::now();
    resident.0.ok("sync.now", json!({})).await;
    let all = load.cases as usize + 1;
    loop {
        let outbox = resident.0.ok("outbox.list", json!({})).await;
        let cases = resident.0.ok("cases.list", json!({})).await;
        if outbox["waiting"] == 0 && cases.as_array().unwrap().len() == all {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(600), "{outbox:#}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let outcome = Outcome {
        took: started.elapsed(),
        wire: wire.read(),
        photo_bytes,
        timed_out: resident.0.network.timed_out(),
        percents: screen.await.expect("watched"),
    };
    world.stop().await;
    outcome
}

/// A picture that no compression makes small.
fn photo((width, height): (u32, u32)) -> Vec<u8> {
    let mut noise = 7_u64;
    let picture = RgbImage::from_fn(width, height, |_, _| {
        noise = noise
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        Rgb([
            (noise >> 40) as u8,
            (noise >> 48) as u8,
            (noise >> 56) as u8,
        ])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    let written = picture.write_to(&mut bytes, ImageFormat::Jpeg);
    written.expect("a picture in memory");
    bytes.into_inner()
}

/// For who reads the figures.
fn say(line: &str) {
    use std::io::Write;
    let mut out = std::io::stdout();
    writeln!(out, "{line}").expect("somebody reads it");
}
