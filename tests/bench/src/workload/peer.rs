//! PouchDB against express-pouchdb: `pouchdb/peer.mjs`, over a wire of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::ours::{Step, size_of};
use super::records::{CASES, DRAFTS, record};
use tongban_wire::{Shape, Wire};

/// What the peer took.
pub struct Theirs {
    pub initial: Step,
    pub list_ms: f64,
    pub changed: Step,
    pub look: Step,
    pub push: Step,
    pub opened_ms: f64,
    pub disk: u64,
}

/// The same steps; `None` when it is not installed.
pub async fn measure(photo_bytes: u64) -> Option<Theirs> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("pouchdb");
    if !project.join("node_modules").exists() {
        return None;
    }
    let folder = tempfile::tempdir().ok()?;
    let (served, client) = (folder.path().join("served"), folder.path().join("client"));
    std::fs::create_dir_all(&served).ok()?;
    std::fs::create_dir_all(&client).ok()?;
    let peer = Peer {
        script: project.join("peer.mjs"),
    };
    let server = peer.serve(&served)?;
    let past = format!("http://127.0.0.1:{}", server.port);
    let wire = Wire::to(([127, 0, 0, 1], server.port).into(), Shape::default())
        .await
        .expect("a port");
    let at = |base: &str, name: &str| format!("{base}/{name}");

    let write = |name: &str, numbers: &[u32], version: u32| -> Option<String> {
        let documents: Vec<Value> = numbers.iter().map(|n| record(*n, version)).collect();
        let file = folder.path().join(name);
        std::fs::write(&file, serde_json::to_vec(&documents).ok()?).ok()?;
        Some(file.to_str()?.to_owned())
    };
    let all = write("all.json", &(0..CASES + DRAFTS).collect::<Vec<_>>(), 1)?;
    let some = write(
        "some.json",
        &(0..100).map(|n| n * 97).collect::<Vec<_>>(),
        2,
    )?;
    let drafts: Vec<u32> = (CASES..CASES + 500).collect();
    let drafts = write("drafts.json", &drafts, 1)?;
    let photo = folder.path().join("photo.jpg");
    let noise = (0..photo_bytes as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8);
    std::fs::write(&photo, noise.collect::<Vec<u8>>()).ok()?;

    let client = client.to_str()?.to_owned();
    peer.ask(&["fill", &at(&past, "w"), &all]).await?;
    let (initial, said) = peer
        .step(&["pull", &at(&wire.base_url(), "w"), &client], &wire)
        .await?;
    let disk = size_of(Path::new(&client));
    peer.ask(&["fill", &at(&past, "w"), &some]).await?;
    let (changed, _) = peer
        .step(&["pull", &at(&wire.base_url(), "w"), &client], &wire)
        .await?;
    let (look, _) = peer
        .step(&["pull", &at(&wire.base_url(), "w"), &client], &wire)
        .await?;
    let opened = peer.ask(&["open", &client]).await?;
    let push = [
        "push",
        &at(&wire.base_url(), "sent"),
        &client,
        &drafts,
        photo.to_str()?,
    ];
    let (push, _) = peer.step(&push, &wire).await?;
    Some(Theirs {
        initial,
        list_ms: said["list_ms"].as_f64()?,
        changed,
        look,
        push,
        opened_ms: opened["ms"].as_f64()?,
        disk,
    })
}

struct Peer {
    script: PathBuf,
}

struct Server {
    child: Child,
    port: u16,
}

impl Peer {
    fn serve(&self, folder: &Path) -> Option<Server> {
        let mut child = Command::new("node")
            .arg(&self.script)
            .arg("serve")
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut line = String::new();
        let mut said = BufReader::new(child.stdout.take()?);
        said.read_line(&mut line).ok()?;
        let line: Value = serde_json::from_str(&line).ok()?;
        let port = u16::try_from(line["port"].as_u64()?).ok()?;
        Some(Server { child, port })
    }

    async fn ask(&self, arguments: &[&str]) -> Option<Value> {
        let (script, arguments): (_, Vec<String>) = (
            self.script.clone(),
            arguments.iter().map(|one| (*one).to_owned()).collect(),
        );
        let run = tokio::task::spawn_blocking(move || {
            // What it complains about is for who looks on.
            let mut node = Command::new("node");
            node.arg(script).args(arguments).stderr(Stdio::inherit());
            node.output()
        });
        let output = run.await.ok()?.ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        let line = text.lines().last();
        serde_json::from_str(line.filter(|_| output.status.success())?).ok()
    }

    async fn step(&self, arguments: &[&str], wire: &Wire) -> Option<(Step, Value)> {
        wire.read();
        let said = self.ask(arguments).await?;
        Some((Step::of(&said, wire), said))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
