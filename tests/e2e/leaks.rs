//! Where no secret may be found once a deployment runs.

use std::path::Path;
use std::process::Command;

use crate::deployment::Deployment;
use crate::engine::{docker, docker_says};
use crate::support::isolation::CommandLines;
use crate::support::{both, root, succeeds};

/// Looks for every secret at every place where others look.
pub fn none(deployment: &Deployment, lines: CommandLines) {
    let places = places(deployment, lines);
    for (place, text) in &places {
        assert!(!text.is_empty(), "{place}: nothing to look at");
        for core in deployment.cores() {
            let hit = memchr::memmem::find(text, core.as_bytes());
            assert!(hit.is_none(), "{place} holds a secret");
        }
    }
    let looked: Vec<String> = places.iter().map(|(place, text)| format!("{place} ({} bytes)", text.len())).collect();
    eprintln!("no secret in {}", looked.join(", "));
}

fn places(deployment: &Deployment, lines: CommandLines) -> Vec<(String, Vec<u8>)> {
    let mut places = Vec::new();
    let mut place = |name: &str, text: Vec<u8>| places.push((name.to_owned(), text));
    for container in deployment.containers() {
        let service = container.service.as_str();
        let id = deployment.id(service);
        place(&format!("docker inspect of {service}"), docker_says(&["inspect", &id]).into());
        place(&format!("docker logs of {service}"), both(&succeeds(&mut docker(&["logs", &id]))).into());
    }
    for words in [
        &["config"][..],
        &["config", "--format", "json"],
        &["config", "--no-interpolate"],
        &["--profile", "*", "config"],
        &["ps", "-a", "--no-trunc"],
        &["top"],
        &["logs"],
        &["images"],
    ] {
        place(&format!("docker compose {}", words.join(" ")), both(&succeeds(&mut deployment.compose(words))).into());
    }
    let seen: Vec<String> = lines.seen().into_iter().collect();
    assert!(seen.iter().any(|line| line.contains("redis-server")), "no server was seen");
    assert!(seen.iter().any(|line| line.contains("start.sh")), "no start script was seen");
    place("command lines of all processes", seen.join("\n").into());
    for image in images(deployment) {
        let history = docker_says(&["history", "--no-trunc", &image]);
        place(&format!("history of {image}"), history.into());
    }
    let built = docker_says(&["inspect", "-f", "{{.Image}}", &deployment.id("ai_service")]);
    place("layers of the image that was built", layers(&built));
    place("the generated files", files(&deployment.generated()));
    place("files of the git tree", tracked());
    places
}

fn images(deployment: &Deployment) -> Vec<String> {
    let ids = deployment
        .containers()
        .map(|container| docker_says(&["inspect", "-f", "{{.Image}}", &deployment.id(container.service.as_str())]));
    let mut ids: Vec<String> = ids.collect();
    ids.sort();
    ids.dedup();
    ids
}

/// An image as `docker save` packs it: all its layers, those of its base image too.
fn layers(image: &str) -> Vec<u8> {
    let all = succeeds(&mut docker(&["save", image])).stdout;
    assert!(all.len() > 1_000_000, "an image of {} bytes", all.len());
    all
}

/// Every file below a folder but `.env`, which is where the secrets are.
fn files(folder: &Path) -> Vec<u8> {
    let mut text = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            text.extend(files(&entry.path()));
        } else if entry.file_name() != ".env" {
            text.extend(std::fs::read(entry.path()).unwrap());
        }
    }
    text
}

fn tracked() -> Vec<u8> {
    let mut git = Command::new("git");
    let names = succeeds(git.args(["-c", "safe.directory=*", "ls-files", "-z"]).current_dir(root())).stdout;
    let names = String::from_utf8(names).unwrap();
    let read = |name: &str| std::fs::read(root().join(name)).unwrap_or_default();
    names.split_terminator('\0').flat_map(read).collect()
}
