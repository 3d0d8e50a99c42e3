//! Photos: after the text, in chunks, from where the platform is (rule S12).

use tongban_protocol::{AttachmentId, MAX_CHUNK_BYTES, UploadRequest, paths};
use tongban_sync::{Event, Failure, ItemState, Problem};

use crate::support::bench::{Bench, Fate, is_received};
use crate::support::ops::{id, operation, with_photos};

#[test]
fn rule_S12_text_goes_before_photos_and_chunks_are_small() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 2, 700_000));
    bench.enqueue(&operation(2));
    bench.sync();
    assert!(is_received(&bench, 1) && is_received(&bench, 2));
    let first_upload = bench
        .paths()
        .iter()
        .position(|path| *path == paths::UPLOAD)
        .expect("uploads");
    assert!(
        bench.paths()[first_upload..]
            .iter()
            .all(|path| *path != paths::PUSH),
        "all text first"
    );
    for (_, request) in bench
        .sent
        .iter()
        .filter(|(_, request)| request.path == paths::UPLOAD)
    {
        let upload = UploadRequest::decode(&request.body).expect("our own");
        let bytes: usize = upload.chunks.iter().map(|chunk| chunk.bytes.len()).sum();
        assert!(bytes <= MAX_CHUNK_BYTES as usize);
        assert!(
            request.body.len() * 100 <= bytes.max(4096) * 102,
            "2 % of overhead"
        );
    }
}

#[test]
fn rule_S12_a_lower_confirmed_offset_is_accepted() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 1_000_000));
    let mut uploads = 0;
    bench.run(|request| {
        uploads += u32::from(request.path == paths::UPLOAD);
        match uploads {
            3 => Fate::Lost(Failure::Offline),
            _ => Fate::Answered,
        }
    });
    bench.platform.forgets_chunks = true;
    bench.feed(Event::Online);
    bench.sync_for(30_000, |_| Fate::Answered);
    assert!(!bench.platform.forgets_chunks, "it did forget");
    assert!(is_received(&bench, 1));
}

#[test]
fn rule_S12_a_restart_goes_on_where_the_platform_is() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 3 << 20));
    let mut uploads = 0;
    bench.run(|request| {
        uploads += u32::from(request.path == paths::UPLOAD);
        match uploads {
            7.. => Fate::Lost(Failure::Offline),
            _ => Fate::Answered,
        }
    });
    bench.restart();
    bench.sync();
    assert!(is_received(&bench, 1));
    let sent: usize = bench
        .sent
        .iter()
        .filter(|(_, request)| request.path == paths::UPLOAD)
        .map(|(_, request)| request.body.len())
        .sum();
    assert!(sent < (3 << 20) * 110 / 100, "{sent} bytes for {}", 3 << 20);
}

#[test]
fn rule_S12_a_photo_that_the_device_cannot_read_needs_the_person_and_its_text_stays() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 9_000));
    bench.enqueue(&with_photos(2, 1, 9_000));
    bench.store.unreadable.insert(id(1));
    bench.sync();
    let photo = AttachmentId::from_bytes([1; 16]);
    assert_eq!(
        bench.state(&id(1)),
        Some(&ItemState::NeedsYou(Problem::AttachmentUnreadable(photo)))
    );
    assert!(bench.store.receipt(&id(1)).is_some(), "held");
    assert!(is_received(&bench, 2));
    bench.store.unreadable.clear();
    bench.feed(Event::Retry(id(1)));
    bench.sync();
    assert!(is_received(&bench, 1));
}

#[test]
fn rule_S12_a_photo_that_arrives_damaged_is_sent_three_times() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 9_000));
    bench.platform.damages = true;
    bench.sync_for(10 * 60_000, |_| Fate::Answered);
    let photo = AttachmentId::from_bytes([1; 16]);
    assert_eq!(
        bench.state(&id(1)),
        Some(&ItemState::NeedsYou(Problem::AttachmentDamaged(photo)))
    );
    assert_eq!(
        bench
            .paths()
            .iter()
            .filter(|path| **path == paths::UPLOAD)
            .count(),
        3
    );
}

#[test]
fn rule_S12_a_pinned_photo_goes_before_all_others_and_after_text_also_after_a_restart() {
    let mut bench = Bench::new();
    for number in 1..=3 {
        bench.enqueue(&with_photos(number, 2, 300_000));
    }
    // Nothing but text gets through.
    bench.run(|request| match request.path {
        paths::UPLOAD => Fate::Lost(Failure::Offline),
        _ => Fate::Answered,
    });
    let second = AttachmentId::from_bytes([2; 16]);
    bench.store.urgent = Some((id(3), second));
    bench.feed(Event::Urgent(id(3), second));
    let in_order = |bench: &mut Bench| {
        let before = bench.sent.len();
        bench.enqueue(&operation(40 + u8::try_from(before % 100).expect("small")));
        bench.feed(Event::PullNow);
        bench.run(|_| Fate::Answered);
        let sent: Vec<_> = bench.sent[before..].to_vec();
        let text = sent
            .iter()
            .position(|(_, request)| request.path == paths::PUSH);
        let photo = sent
            .iter()
            .position(|(_, request)| request.path == paths::UPLOAD);
        assert!(text < photo, "text first");
        let uploads = sent
            .iter()
            .filter(|(_, request)| request.path == paths::UPLOAD);
        let chunks: Vec<_> = uploads
            .flat_map(|(_, request)| UploadRequest::decode(&request.body).expect("ours").chunks)
            .filter(|chunk| !chunk.bytes.is_empty())
            .map(|chunk| (chunk.operation, chunk.attachment))
            .collect();
        chunks
    };
    let chunks = in_order(&mut bench);
    let pinned = (id(3), second);
    let end = chunks.iter().rposition(|one| *one == pinned).expect("sent");
    assert!(
        chunks[..=end].iter().all(|one| *one == pinned),
        "{chunks:?}"
    );
    assert!(chunks.len() > end + 1, "the others follow");

    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 300_000));
    bench.enqueue(&with_photos(3, 2, 300_000));
    bench.run(|request| match request.path {
        paths::UPLOAD => Fate::Lost(Failure::Offline),
        _ => Fate::Answered,
    });
    bench.store.urgent = Some(pinned);
    bench.restart();
    let chunks = in_order(&mut bench);
    assert_eq!(chunks[0], pinned, "the choice outlives the engine");
}

#[test]
fn rule_S12_after_a_broken_upload_the_platform_is_asked_before_bytes_go_again() {
    let mut bench = Bench::new();
    bench.enqueue(&with_photos(1, 1, 500_000));
    let mut uploads = 0;
    bench.sync_for(60_000, |request| {
        uploads += u32::from(request.path == paths::UPLOAD);
        match uploads {
            1 if request.path == paths::UPLOAD => Fate::AnswerLost(Failure::Broken),
            _ => Fate::Answered,
        }
    });
    assert!(is_received(&bench, 1));
    let sent: usize = bench
        .sent
        .iter()
        .filter(|(_, request)| request.path == paths::UPLOAD)
        .map(|(_, request)| request.body.len())
        .sum();
    assert!(
        sent < 500_000 * 102 / 100,
        "{sent} bytes: nothing went twice"
    );
}
